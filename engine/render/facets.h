/*
 * A sheet cut into flat triangles: the creases of folded and crumpled paper are their edges.
 * Triangles always meet edge to edge. Internal to the bends.
 */
#ifndef RENDER_FACETS_H
#define RENDER_FACETS_H

#include <stddef.h>
#include <stdint.h>

struct facet_vertex {
    double x_mm, y_mm; /* on the flat sheet */
    double at_mm[3];   /* in space */
    uint64_t lines;    /* bit k: it lies on line k; bits 0..3 are the sheet's sides */
};

struct facet_triangle {
    int vertex[3];
    int edge[3]; /* edge k joins vertices k and (k + 1) % 3; set by facets_link */
};

struct facet_edge {
    int a, b;           /* vertices */
    int triangle[2];    /* on either side, -1 where there is none */
    double length_mm;   /* on the flat sheet */
    double altitude_mm; /* the lower of its triangles' heights over it, on the flat sheet */
    uint64_t lines;     /* bit k: it lies on line k */
    int split;          /* the vertex at which facets_split cuts it, -1: not at all */
    int is_marked;      /* see facets_close_marks */
};

struct facets {
    double width_mm, height_mm;
    struct facet_vertex *vertices;
    size_t n_vertices, cap_vertices;
    struct facet_triangle *triangles;
    size_t n_triangles, cap_triangles;
    struct facet_edge *edges;
    size_t n_edges, cap_edges;
};

/* A flat sheet of four triangles about the middle. Each of these functions: 0 or ECG_E_MEMORY. */
int facets_make(struct facets *facets, double width_mm, double height_mm);
void facets_free(struct facets *facets);

/* Finds the edges; to be called before facets_split, facets_relax and facets_turn. */
int facets_link(struct facets *facets);
int facets_add_vertex(struct facets *facets, const struct facet_vertex *vertex, int *index);
/* Marks the longest edge of every triangle that has a marked edge, until all are: halving what is
 * marked then makes no slivers (Rivara, "Algorithms for refining triangular grids", 1984). */
void facets_close_marks(struct facets *facets);
/* Cuts every triangle at its edges' split vertices. Leaves the facets unlinked. */
int facets_split(struct facets *facets);
/* Cuts along the line through (x, y) with that unit normal, which becomes line number `line`. */
int facets_cut(struct facets *facets, double x_mm, double y_mm, const double normal[2], int line);

/* Moves the vertices until the edges have nearly their flat length again, for paper does not
 * stretch. axes: 3, or 2 to keep their heights. */
void facets_relax(struct facets *facets, int sweeps, int axes);
/* How far the sheet turns at an edge, rad; above 0 on a ridge towards the viewer. */
double facets_turn(const struct facets *facets, const struct facet_edge *edge);

#endif
