/* One YAML file being read: between recipe_load.c, which finds and opens files, and recipe_yaml.c,
 * which says what is in them. */
#ifndef RECIPE_RECIPE_SOURCE_H
#define RECIPE_RECIPE_SOURCE_H

#include "recipe/recipe_internal.h"

#include <yaml.h>

enum {
    ECG_RECIPE_MAX_BYTES = 1024 * 1024,
    ECG_RECIPE_MAX_FILES = 256,
    ECG_RECIPE_MAX_FILES_DEEP = 16,
    ECG_RECIPE_MAX_NODES = 100000, /* visited, so that nested aliases cost what they expand to */
    ECG_RECIPE_MAX_MAPS_DEEP = 16,
    ECG_RECIPE_MAX_MIXES_DEEP = 4,
    ECG_RECIPE_MAX_PATH = 4096,
    ECG_RECIPE_MAX_NAME = 96, /* of a parameter */
};

/* What one load, with all the files it leads to, may still use. */
struct ecg_recipe_budget {
    int files, nodes;
    const struct ecg_recipe *first; /* the one being loaded, which the others serve */
};

struct ecg_recipe_source {
    const struct ecg_recipe_source *parent; /* the file that led to this one */
    const char *shown;  /* for messages, and what tells files apart: "kit", or a path */
    const char *folder; /* where relative paths start, with its '/'; NULL inside a built-in */
    yaml_document_t *document;
    int mixes_deep; /* how many mixes written in place the map being read is in */
    struct ecg_recipe_budget *budget;
    struct ecg_error *error;
};

/* Loads what a base or mix at that node names. */
int ecg_recipe_load_named(struct ecg_recipe **recipe, const char *name_or_file,
    const struct ecg_recipe_source *parent, const yaml_node_t *at);
/* Lays the document's root map over `recipe`: its bases, then the mix, then its own parameters. */
int ecg_recipe_read_root(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *root);
/* "recipe FILE:LINE: ..."; a NULL node is line 1. */
int ecg_recipe_fail_at(const struct ecg_recipe_source *source, const yaml_node_t *node, int code,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same before the message already there; returns `code`. */
int ecg_recipe_place(const struct ecg_recipe_source *source, const yaml_node_t *node, int code);

#endif
