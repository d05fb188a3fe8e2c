/* The parsed form, shared by distribution.c and distribution_parse.c. */
#ifndef RECIPE_DISTRIBUTION_INTERNAL_H
#define RECIPE_DISTRIBUTION_INTERNAL_H

#include "recipe/distribution.h"

#include <stdatomic.h>

enum ecg_dist_kind {
    ECG_DIST_CONSTANT,
    ECG_DIST_UNIFORM,
    ECG_DIST_INT,
    ECG_DIST_NORMAL,
    ECG_DIST_LOGNORMAL,
    ECG_DIST_CHANCE,
    ECG_DIST_MAYBE,
    ECG_DIST_CHOICE,
    ECG_DIST_JITTER,
    ECG_DIST_KINDS
};

extern const char *const ecg_dist_names[ECG_DIST_KINDS];

enum {
    ECG_DIST_MAX_BYTES = 4096,
    ECG_DIST_MAX_NODES = 256,
    ECG_DIST_MAX_DEPTH = 8,
    ECG_DIST_MAX_REDRAWS = 64,
};

struct ecg_dist_node {
    uint16_t kind;  /* enum ecg_dist_kind */
    uint16_t child; /* the first part of maybe, choice, jitter; 0: none */
    uint16_t next;  /* the next item of the same choice; 0: none */
    uint16_t text;  /* constant texts: offset into the pool */
    double weight;  /* as an item of a choice */
    double a, b;    /* the arguments in order; a constant number is a */
    float rgb[3];   /* constant colours */
};

struct ecg_dist {
    atomic_int refs;
    size_t n_nodes; /* nodes[0] is the whole */
    size_t n_pool;
    struct ecg_dist_node *nodes;
    char *pool; /* 0-terminated texts */
};

/* What the parser fills: fixed room, so that a draw from text needs no memory. */
struct ecg_dist_room {
    struct ecg_dist_node nodes[ECG_DIST_MAX_NODES];
    char pool[ECG_DIST_MAX_BYTES + ECG_DIST_MAX_NODES];
    size_t n_nodes, n_pool;
};

int ecg_dist_parse_into(struct ecg_dist_room *room, const struct ecg_param *param,
    const char *text, struct ecg_error *error);

#endif
