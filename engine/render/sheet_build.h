/* What the effects of a sheet share while it is built; internal to sheet*.c. */
#ifndef RENDER_SHEET_BUILD_H
#define RENDER_SHEET_BUILD_H

#include "core/random.h"
#include "render/crease.h"
#include "render/print_map.h"
#include "render/sheet.h"
#include "render/sheet_plane.h"

enum { SHEET_MAX_CREASES = 2048 };

/* Planes are made by the first effect that needs them: see the sheet_need_* functions. Those not
 * made have v == NULL. */
struct sheet_build {
    const struct ecg_scene *scene;
    const struct ecg_page *page;
    double width_mm, height_mm, px_per_mm;
    struct ecg_print print;                 /* where the page lies on the sheet */
    struct ecg_plane density[3];            /* optical density, red, green, blue */
    struct ecg_plane wet;                   /* 0..1 */
    struct ecg_plane mould[4];              /* red, green, blue times cover, cover */
    struct ecg_plane loss;                  /* ink lost, 0..1 */
    struct ecg_plane crease;                /* as wear's */
    struct ecg_plane fade_trace, fade_grid; /* 0..1 */
    struct ecg_plane outline, torn;         /* mm inwards from any outline, from a torn one */
    struct ecg_crease *creases;
    int n_creases;
    struct ecg_decal *decals;
    size_t n_decals, cap_decals;
    uint8_t *head;
    int n_head;
};

/* Each 0 or ECG_E_MEMORY; does nothing when the planes are there. */
int sheet_need_density(struct sheet_build *build);
int sheet_need_mould(struct sheet_build *build);
int sheet_need_outline(struct sheet_build *build); /* outline and torn, at +ECG_OUTLINE_REACH_MM */
int sheet_need(struct sheet_build *build, struct ecg_plane *plane);
int sheet_add_decal(struct sheet_build *build, const struct ecg_decal *decal);

/* A stream's first number as a seed for noise. */
uint32_t sheet_seed(struct ecg_random *random);
/* exp(normal(log median, sigma)) */
double sheet_lognormal(struct ecg_random *random, double median, double sigma);

/* The effects, one file each; 0 or ECG_E_MEMORY. Those whose amount is 0 do nothing. */
int sheet_build_outline(struct sheet_build *build); /* sheet_outline.c: tears, cuts, holes */
int sheet_build_burn(struct sheet_build *build);    /* sheet_burn.c */
int sheet_build_soak(struct sheet_build *build);    /* sheet_soak.c: wet zones, tide lines */
int sheet_build_liquids(struct sheet_build *build); /* sheet_liquid.c: rings, drops, spots */
int sheet_build_age(struct sheet_build *build);     /* sheet_age.c */
int sheet_build_back(struct sheet_build *build);    /* sheet_back.c: show-through */
int sheet_build_ink(struct sheet_build *build);     /* sheet_ink.c: head, fading, heat */
int sheet_build_wear(struct sheet_build *build);    /* sheet_wear.c: creases, dirt, scratches */
int sheet_build_mould(struct sheet_build *build);   /* sheet_mould.c */
int sheet_build_decals(struct sheet_build *build);  /* sheet_decal.c */

#endif
