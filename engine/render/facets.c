#include "render/facets.h"

#include "core/alloc.h"
#include "core/bound.h"
#include "core/error.h"

#include <math.h>

/* Closer to a line than this is on it. */
static const double TOUCH_MM = 1e-6;
/* Closer than this, a vertex that is on no line yet is moved onto it: no slivers. */
static const double SNAP_MM = 12;

int facets_add_vertex(struct facets *facets, const struct facet_vertex *vertex, int *index)
{
    int code = ecg_grow(&facets->vertices, &facets->cap_vertices, facets->n_vertices + 1,
        sizeof *facets->vertices);
    if (code)
        return code;
    *index = (int)facets->n_vertices;
    facets->vertices[facets->n_vertices++] = *vertex;
    return ECG_OK;
}

static int add_triangle(struct facets *facets, int a, int b, int c)
{
    int code = ecg_grow(&facets->triangles, &facets->cap_triangles, facets->n_triangles + 1,
        sizeof *facets->triangles);
    if (code)
        return code;
    facets->triangles[facets->n_triangles++] = (struct facet_triangle){ .vertex = { a, b, c } };
    return ECG_OK;
}

int facets_make(struct facets *facets, double width_mm, double height_mm)
{
    *facets = (struct facets){ .width_mm = width_mm, .height_mm = height_mm };
    /* Sides: 0 top, 1 right, 2 bottom, 3 left. */
    const struct facet_vertex vertices[] = {
        { 0, 0, { 0, 0, 0 }, 1u << 0 | 1u << 3 },
        { width_mm, 0, { width_mm, 0, 0 }, 1u << 0 | 1u << 1 },
        { width_mm, height_mm, { width_mm, height_mm, 0 }, 1u << 1 | 1u << 2 },
        { 0, height_mm, { 0, height_mm, 0 }, 1u << 2 | 1u << 3 },
        { width_mm / 2, height_mm / 2, { width_mm / 2, height_mm / 2, 0 }, 0 },
    };
    int code = ECG_OK;
    for (int k = 0; k < 5 && !code; k++) {
        int index;
        code = facets_add_vertex(facets, &vertices[k], &index);
    }
    for (int k = 0; k < 4 && !code; k++)
        code = add_triangle(facets, k, (k + 1) % 4, 4);
    return code;
}

void facets_free(struct facets *facets)
{
    ecg_free(facets->vertices);
    ecg_free(facets->triangles);
    ecg_free(facets->edges);
    *facets = (struct facets){ 0 };
}

static double distance_mm(const struct facets *facets, int a, int b)
{
    const struct facet_vertex *p = &facets->vertices[a], *q = &facets->vertices[b];
    double dx = q->x_mm - p->x_mm, dy = q->y_mm - p->y_mm;
    return sqrt(dx * dx + dy * dy);
}

/* ---- edges: a hash table from vertex pairs, open addressing ---- */

struct edge_table {
    int *slots; /* edge index + 1, 0 when empty */
    size_t mask;
};

static int find_edge(
    struct facets *facets, const struct edge_table *table, int a, int b, int *found)
{
    int lo = a < b ? a : b, hi = a < b ? b : a;
    uint64_t hash = ((uint64_t)(uint32_t)lo << 32 | (uint32_t)hi) * 0x9e3779b97f4a7c15u;
    for (size_t slot = (size_t)(hash >> 32) & table->mask;; slot = (slot + 1) & table->mask) {
        int *entry = &table->slots[slot];
        if (*entry) {
            const struct facet_edge *edge = &facets->edges[*entry - 1];
            if (edge->a != lo || edge->b != hi)
                continue;
            *found = *entry - 1;
            return ECG_OK;
        }
        int code = ecg_grow(
            &facets->edges, &facets->cap_edges, facets->n_edges + 1, sizeof *facets->edges);
        if (code)
            return code;
        const struct facet_vertex *p = &facets->vertices[lo], *q = &facets->vertices[hi];
        facets->edges[facets->n_edges] = (struct facet_edge){ .a = lo,
            .b = hi,
            .triangle = { -1, -1 },
            .length_mm = distance_mm(facets, lo, hi),
            .altitude_mm = INFINITY,
            .lines = p->lines & q->lines,
            .split = -1 };
        *entry = (int)++facets->n_edges;
        *found = *entry - 1;
        return ECG_OK;
    }
}

static double area_mm2(const struct facets *facets, const struct facet_triangle *t)
{
    const struct facet_vertex *a = &facets->vertices[t->vertex[0]];
    const struct facet_vertex *b = &facets->vertices[t->vertex[1]];
    const struct facet_vertex *c = &facets->vertices[t->vertex[2]];
    return fabs((b->x_mm - a->x_mm) * (c->y_mm - a->y_mm) -
                (c->x_mm - a->x_mm) * (b->y_mm - a->y_mm)) /
           2;
}

int facets_link(struct facets *facets)
{
    size_t slots = 16;
    while (slots < 4 * facets->n_triangles)
        slots *= 2;
    struct edge_table table = { ecg_calloc(slots, sizeof *table.slots), slots - 1 };
    if (!table.slots)
        return ECG_E_MEMORY;
    facets->n_edges = 0;
    int code = ECG_OK;
    for (size_t n = 0; n < facets->n_triangles && !code; n++) {
        struct facet_triangle *t = &facets->triangles[n];
        double area = area_mm2(facets, t);
        for (int k = 0; k < 3; k++) {
            code = find_edge(facets, &table, t->vertex[k], t->vertex[(k + 1) % 3], &t->edge[k]);
            if (code)
                break;
            struct facet_edge *edge = &facets->edges[t->edge[k]];
            edge->triangle[edge->triangle[0] >= 0] = (int)n;
            edge->altitude_mm = ecg_min(edge->altitude_mm, 2 * area / edge->length_mm);
        }
    }
    ecg_free(table.slots);
    return code;
}

/* ---- cutting ---- */

/* The triangle a, b, c with new vertices ab, bc, ca on its edges, -1 where there is none. The cut
 * of two edges always joins their two new vertices. */
static int split_triangle(struct facets *facets, const int v[3], const int mid[3])
{
    int cut = (mid[0] >= 0) + (mid[1] >= 0) + (mid[2] >= 0), code = ECG_OK;
    if (cut == 0)
        return add_triangle(facets, v[0], v[1], v[2]);
    if (cut == 3) {
        for (int k = 0; k < 3 && !code; k++)
            code = add_triangle(facets, v[k], mid[k], mid[(k + 2) % 3]);
        return code ? code : add_triangle(facets, mid[0], mid[1], mid[2]);
    }
    /* Turn it so that the one cut edge is edge 0, or the two are edges 0 and 1. */
    int turn = 0;
    while (mid[turn] < 0 || (cut == 2 && mid[(turn + 1) % 3] < 0))
        turn++;
    int a = v[turn], b = v[(turn + 1) % 3], c = v[(turn + 2) % 3];
    int ab = mid[turn], bc = mid[(turn + 1) % 3];
    if (cut == 1) {
        code = add_triangle(facets, a, ab, c);
        return code ? code : add_triangle(facets, ab, b, c);
    }
    code = add_triangle(facets, ab, b, bc);
    /* What is left has four corners: cut it along its shorter diagonal. */
    int from_a = distance_mm(facets, a, bc) < distance_mm(facets, c, ab);
    if (!code)
        code = add_triangle(facets, a, ab, from_a ? bc : c);
    return code ? code : add_triangle(facets, from_a ? a : ab, bc, c);
}

void facets_close_marks(struct facets *facets)
{
    for (int changed = 1; changed;) {
        changed = 0;
        for (size_t n = 0; n < facets->n_triangles; n++) {
            struct facet_edge *longest = &facets->edges[facets->triangles[n].edge[0]];
            int marked = longest->is_marked;
            for (int k = 1; k < 3; k++) {
                struct facet_edge *edge = &facets->edges[facets->triangles[n].edge[k]];
                marked |= edge->is_marked;
                if (edge->length_mm > longest->length_mm)
                    longest = edge;
            }
            if (marked && !longest->is_marked)
                longest->is_marked = changed = 1;
        }
    }
}

int facets_split(struct facets *facets)
{
    struct facet_triangle *old = facets->triangles;
    size_t n_old = facets->n_triangles;
    facets->triangles = NULL;
    facets->n_triangles = facets->cap_triangles = 0;
    int code = ECG_OK;
    for (size_t n = 0; n < n_old && !code; n++) {
        int mid[3];
        for (int k = 0; k < 3; k++)
            mid[k] = facets->edges[old[n].edge[k]].split;
        code = split_triangle(facets, old[n].vertex, mid);
    }
    ecg_free(old);
    return code;
}

int facets_cut(struct facets *facets, double x_mm, double y_mm, const double normal[2], int line)
{
    uint64_t bit = (uint64_t)1 << line;
    int code = facets_link(facets);
    if (code)
        return code;
    size_t n_vertices = facets->n_vertices;
    double *side = ecg_calloc(n_vertices, sizeof *side);
    if (!side)
        return ECG_E_MEMORY;
    for (size_t n = 0; n < n_vertices; n++) {
        struct facet_vertex *v = &facets->vertices[n];
        side[n] = (v->x_mm - x_mm) * normal[0] + (v->y_mm - y_mm) * normal[1];
        if (fabs(side[n]) >= (v->lines ? TOUCH_MM : SNAP_MM))
            continue;
        v->x_mm -= side[n] * normal[0];
        v->y_mm -= side[n] * normal[1];
        v->at_mm[0] -= side[n] * normal[0];
        v->at_mm[1] -= side[n] * normal[1];
        v->lines |= bit;
        side[n] = 0;
    }
    for (size_t n = 0; n < facets->n_edges && !code; n++) {
        struct facet_edge *edge = &facets->edges[n];
        double sa = side[edge->a], sb = side[edge->b];
        if (!(sa * sb < 0))
            continue;
        const struct facet_vertex *a = &facets->vertices[edge->a];
        const struct facet_vertex *b = &facets->vertices[edge->b];
        double t = sa / (sa - sb);
        struct facet_vertex cut = { .x_mm = a->x_mm + t * (b->x_mm - a->x_mm),
            .y_mm = a->y_mm + t * (b->y_mm - a->y_mm),
            .lines = edge->lines | bit };
        for (int k = 0; k < 3; k++)
            cut.at_mm[k] = a->at_mm[k] + t * (b->at_mm[k] - a->at_mm[k]);
        code = facets_add_vertex(facets, &cut, &edge->split);
    }
    ecg_free(side);
    return code ? code : facets_split(facets);
}

/* ---- in space ---- */

static void relax_edge(struct facets *facets, const struct facet_edge *edge, int axes)
{
    double *p = facets->vertices[edge->a].at_mm, *q = facets->vertices[edge->b].at_mm;
    double d[3] = { q[0] - p[0], q[1] - p[1], q[2] - p[2] };
    /* As in bend_relax.c. */
    double rest = edge->length_mm * edge->length_mm;
    double gain = 0.5 - rest / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + rest);
    for (int k = 0; k < axes; k++) {
        p[k] += gain * d[k];
        q[k] -= gain * d[k];
    }
}

void facets_relax(struct facets *facets, int sweeps, int axes)
{
    size_t n = facets->n_edges;
    for (int sweep = 0; sweep < sweeps; sweep++)
        for (size_t k = 0; k < n; k++)
            relax_edge(facets, &facets->edges[sweep & 1 ? n - 1 - k : k], axes);
}

static void triangle_normal(const struct facets *facets, int triangle, double normal[3])
{
    const int *v = facets->triangles[triangle].vertex;
    const double *a = facets->vertices[v[0]].at_mm, *b = facets->vertices[v[1]].at_mm;
    const double *c = facets->vertices[v[2]].at_mm;
    double e[3] = { b[0] - a[0], b[1] - a[1], b[2] - a[2] };
    double f[3] = { c[0] - a[0], c[1] - a[1], c[2] - a[2] };
    double n[3] = { e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2],
        e[0] * f[1] - e[1] * f[0] };
    double length = sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    double gain = length > 0 ? (n[2] < 0 ? -1 : 1) / length : 0;
    for (int k = 0; k < 3; k++)
        normal[k] = n[k] * gain;
}

double facets_turn(const struct facets *facets, const struct facet_edge *edge)
{
    if (edge->triangle[1] < 0)
        return 0;
    double m[3], n[3], away = 0, cosine = 0;
    triangle_normal(facets, edge->triangle[0], m);
    triangle_normal(facets, edge->triangle[1], n);
    /* From one triangle's middle to the other's: on a ridge the normals lean apart. */
    const struct facet_triangle *s = &facets->triangles[edge->triangle[0]];
    const struct facet_triangle *t = &facets->triangles[edge->triangle[1]];
    for (int k = 0; k < 3; k++) {
        double across = 0;
        for (int c = 0; c < 3; c++)
            across +=
                facets->vertices[t->vertex[c]].at_mm[k] - facets->vertices[s->vertex[c]].at_mm[k];
        away += across * (n[k] - m[k]);
        cosine += m[k] * n[k];
    }
    double turn = acos(ecg_max(-1, ecg_min(1, cosine)));
    return away > 0 ? turn : -turn;
}
