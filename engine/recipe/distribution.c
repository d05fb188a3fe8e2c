#include "recipe/distribution.h"

#include "core/alloc.h"
#include "recipe/color.h"
#include "recipe/distribution_internal.h"
#include "recipe/value.h"

#include <math.h>
#include <string.h>

const char *const ecg_dist_names[ECG_DIST_KINDS] = {
    "",
    "uniform",
    "int",
    "normal",
    "lognormal",
    "chance",
    "maybe",
    "choice",
    "jitter",
};

int ecg_dist_parse(struct ecg_dist **dist, const struct ecg_param *param, const char *text,
    struct ecg_error *error)
{
    struct ecg_dist_room room;
    *dist = NULL;
    int code = ecg_dist_parse_into(&room, param, text, error);
    if (code < 0)
        return code;
    size_t nodes_size = room.n_nodes * sizeof room.nodes[0];
    /* One block: the head, its nodes (which need no more than the head's alignment), its texts. */
    char *block = ecg_calloc(sizeof(struct ecg_dist) + nodes_size + room.n_pool, 1);
    if (!block)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", param->name);
    struct ecg_dist *d = (struct ecg_dist *)(void *)block;
    atomic_init(&d->refs, 1);
    d->n_nodes = room.n_nodes;
    d->n_pool = room.n_pool;
    d->nodes = (struct ecg_dist_node *)(void *)(block + sizeof *d);
    d->pool = block + sizeof *d + nodes_size;
    memcpy(d->nodes, room.nodes, nodes_size);
    if (room.n_pool)
        memcpy(d->pool, room.pool, room.n_pool);
    *dist = d;
    return 0;
}

struct ecg_dist *ecg_dist_ref(struct ecg_dist *dist)
{
    if (dist)
        atomic_fetch_add(&dist->refs, 1);
    return dist;
}

void ecg_dist_unref(struct ecg_dist **dist)
{
    if (*dist && atomic_fetch_sub(&(*dist)->refs, 1) == 1)
        ecg_free(*dist);
    *dist = NULL;
}

static double draw_in_range(
    const struct ecg_dist_node *node, const struct ecg_param *param, struct ecg_random *random)
{
    double x = 0;
    for (int i = 0; i < ECG_DIST_MAX_REDRAWS; i++) {
        double z = ecg_random_normal(random);
        x = node->kind == ECG_DIST_NORMAL ? node->a + node->b * z : node->a * exp(node->b * z);
        if (x >= param->lo && x <= param->hi)
            break;
    }
    return fmin(param->hi, fmax(param->lo, x));
}

static uint16_t draw_item(
    const struct ecg_dist *dist, const struct ecg_dist_node *node, struct ecg_random *random)
{
    double sum = 0;
    for (uint16_t i = node->child; i; i = dist->nodes[i].next)
        sum += dist->nodes[i].weight;
    double u = sum * ecg_random_unit(random);
    uint16_t chosen = node->child;
    for (uint16_t i = node->child; i; i = dist->nodes[i].next) {
        double weight = dist->nodes[i].weight;
        if (weight > 0)
            chosen = i; /* should rounding leave u at the very end, the last possible one */
        if (u < weight)
            break;
        u -= weight;
    }
    return chosen;
}

static void draw_node(const struct ecg_dist *dist, uint16_t index, const struct ecg_param *param,
    struct ecg_random *random, struct ecg_value *value)
{
    const struct ecg_dist_node *node = &dist->nodes[index];
    switch ((enum ecg_dist_kind)node->kind) {
    case ECG_DIST_CONSTANT:
        value->number = node->a;
        memcpy(value->rgb, node->rgb, sizeof value->rgb);
        if (param->type == ECG_PARAM_TEXT)
            memcpy(value->text, dist->pool + node->text, strlen(dist->pool + node->text) + 1);
        break;
    case ECG_DIST_UNIFORM:
        value->number = fmin(node->b, ecg_random_uniform(random, node->a, node->b));
        break;
    case ECG_DIST_INT:
        value->number = (double)ecg_random_int(random, (int64_t)node->a, (int64_t)node->b);
        break;
    case ECG_DIST_NORMAL:
    case ECG_DIST_LOGNORMAL:
        value->number = draw_in_range(node, param, random);
        if (param->type == ECG_PARAM_INT)
            value->number = floor(value->number + 0.5);
        break;
    case ECG_DIST_CHANCE:
        value->number = ecg_random_chance(random, node->a);
        break;
    case ECG_DIST_MAYBE:
        if (ecg_random_chance(random, node->a))
            draw_node(dist, node->child, param, random, value);
        break;
    case ECG_DIST_CHOICE:
        draw_node(dist, draw_item(dist, node, random), param, random, value);
        break;
    case ECG_DIST_JITTER:
        draw_node(dist, node->child, param, random, value);
        ecg_color_jitter(value->rgb, node->a, random);
        break;
    case ECG_DIST_KINDS:
        break;
    }
}

void ecg_dist_draw(const struct ecg_dist *dist, const struct ecg_param *param,
    struct ecg_random *random, struct ecg_scene *scene)
{
    struct ecg_value value = { 0 }; /* all zero is the off value of every type */
    draw_node(dist, 0, param, random, &value);
    ecg_value_store(&value, param, scene);
}

int ecg_dist_draw_text(const char *text, const struct ecg_param *param, struct ecg_random *random,
    struct ecg_scene *scene, struct ecg_error *error)
{
    struct ecg_dist_room room;
    int code = ecg_dist_parse_into(&room, param, text, error);
    if (code < 0)
        return code;
    struct ecg_dist dist = {
        .n_nodes = room.n_nodes, .n_pool = room.n_pool, .nodes = room.nodes, .pool = room.pool
    };
    ecg_dist_draw(&dist, param, random, scene);
    return 0;
}

static void print_constant(const struct ecg_dist *dist, const struct ecg_dist_node *node,
    const struct ecg_param *param, struct ecg_buffer *out)
{
    if (param->type == ECG_PARAM_TEXT) {
        ecg_buffer_quoted(out, dist->pool + node->text);
        return;
    }
    struct ecg_value value = { .number = node->a };
    memcpy(value.rgb, node->rgb, sizeof value.rgb);
    ecg_value_print(&value, param, out);
}

static void print_node(const struct ecg_dist *dist, uint16_t index, const struct ecg_param *param,
    struct ecg_buffer *out)
{
    const struct ecg_dist_node *node = &dist->nodes[index];
    if (node->kind == ECG_DIST_CONSTANT) {
        print_constant(dist, node, param, out);
        return;
    }
    ecg_buffer_format(out, "%s(", ecg_dist_names[node->kind]);
    switch ((enum ecg_dist_kind)node->kind) {
    case ECG_DIST_CHOICE:
        for (uint16_t i = node->child; i; i = dist->nodes[i].next) {
            print_node(dist, i, param, out);
            ecg_buffer_text(out, ":");
            ecg_number_print(dist->nodes[i].weight, out);
            if (dist->nodes[i].next)
                ecg_buffer_text(out, ", ");
        }
        break;
    case ECG_DIST_CHANCE:
        ecg_number_print(node->a, out);
        break;
    case ECG_DIST_MAYBE:
        ecg_number_print(node->a, out);
        ecg_buffer_text(out, ", ");
        print_node(dist, node->child, param, out);
        break;
    case ECG_DIST_JITTER:
        print_node(dist, node->child, param, out);
        ecg_buffer_text(out, ", ");
        ecg_number_print(node->a, out);
        break;
    default:
        ecg_number_print(node->a, out);
        ecg_buffer_text(out, ", ");
        ecg_number_print(node->b, out);
        break;
    }
    ecg_buffer_text(out, ")");
}

void ecg_dist_print(
    const struct ecg_dist *dist, const struct ecg_param *param, struct ecg_buffer *out)
{
    print_node(dist, 0, param, out);
}

int ecg_dist_is_constant(const struct ecg_dist *dist)
{
    return dist->nodes[0].kind == ECG_DIST_CONSTANT;
}

int ecg_dist_equal(const struct ecg_dist *a, const struct ecg_dist *b)
{
    if (a == b)
        return 1;
    if (a->n_nodes != b->n_nodes || a->n_pool != b->n_pool ||
        (a->n_pool && memcmp(a->pool, b->pool, a->n_pool) != 0))
        return 0;
    for (size_t i = 0; i < a->n_nodes; i++) {
        const struct ecg_dist_node *x = &a->nodes[i], *y = &b->nodes[i];
        if (x->kind != y->kind || x->child != y->child || x->next != y->next ||
            x->text != y->text || x->weight != y->weight || x->a != y->a || x->b != y->b ||
            memcmp(x->rgb, y->rgb, sizeof x->rgb) != 0)
            return 0;
    }
    return 1;
}

static void span_node(const struct ecg_dist *dist, uint16_t index, const struct ecg_param *param,
    double *lo, double *hi)
{
    const struct ecg_dist_node *node = &dist->nodes[index];
    double a = node->a, b = node->a;
    switch ((enum ecg_dist_kind)node->kind) {
    case ECG_DIST_UNIFORM:
    case ECG_DIST_INT:
        b = node->b;
        break;
    case ECG_DIST_NORMAL:
        a = node->a - 3 * node->b;
        b = node->a + 3 * node->b;
        break;
    case ECG_DIST_LOGNORMAL:
        a = node->a * exp(-3 * node->b);
        b = node->a * exp(3 * node->b);
        break;
    case ECG_DIST_CHANCE:
        a = 0;
        b = 1;
        break;
    case ECG_DIST_MAYBE:
        *lo = fmin(*lo, 0);
        *hi = fmax(*hi, 0);
        span_node(dist, node->child, param, lo, hi);
        return;
    case ECG_DIST_CHOICE:
        for (uint16_t i = node->child; i; i = dist->nodes[i].next)
            span_node(dist, i, param, lo, hi);
        return;
    default:
        break;
    }
    *lo = fmin(*lo, fmax(param->lo, a));
    *hi = fmax(*hi, fmin(param->hi, b));
}

void ecg_dist_span(
    const struct ecg_dist *dist, const struct ecg_param *param, double *lo, double *hi)
{
    *lo = INFINITY;
    *hi = -INFINITY;
    span_node(dist, 0, param, lo, hi);
}
