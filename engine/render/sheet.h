/*
 * The sheet: what happened to one piece of paper, worked out before anything is drawn. Pure C, no
 * OpenGL: built on any thread from the scene, then read by the sheet pass (colours) and by truth
 * (visibility).
 */
#ifndef RENDER_SHEET_H
#define RENDER_SHEET_H

#include "core/error.h"
#include "page/page.h"
#include "recipe/scene.h"

/* A small thing on the sheet that is drawn by itself, in a frame of its own: u along angle_deg, v
 * across (to the right of u on the page), millimetres from its middle. Drawn in this order. */
enum ecg_decal_kind {
    ECG_DECAL_FINGERPRINT,
    ECG_DECAL_FLUID, /* correction fluid */
    ECG_DECAL_BAR,   /* black marker */
    ECG_DECAL_TAPE,
    ECG_DECAL_EAR, /* the folded-over corner; v = 0 is the fold, the flap lies at v > 0 */
    ECG_DECAL_STAPLE,
    ECG_DECAL_KINDS
};

struct ecg_decal {
    int kind; /* enum ecg_decal_kind */
    double x_mm, y_mm, angle_deg;
    double half_u_mm, half_v_mm; /* of the thing; it is drawn ECG_DECAL_MARGIN_MM further out */
    uint32_t seed;
    float strength; /* 0..1 */
    float param[3]; /* of its kind: see sheet_decal.c */
};

/* Room round a decal for its shadow and its rough border. */
#define ECG_DECAL_MARGIN_MM 3.0

/*
 * Fields are textures over the paper, in sheet mm (mesh.h): texel (i, j) has its centre at ((i +
 * 0.5) / px_per_mm, (j + 0.5) / px_per_mm); NULL where the sheet has nothing of the kind. Owned;
 * immutable once built, so threads may share it.
 */
struct ecg_sheet {
    double width_mm, height_mm;
    double px_per_mm;
    int width, height;
    /* RGBA8: optical density of all that stains, sqrt(density / 4); alpha: how wet it once was. */
    uint8_t *stain;
    int is_wet; /* some of it was */
    /* RGBA8: mould, root of its linear colour (not premultiplied) and cover. */
    uint8_t *mould;
    /* RGBA8: ink lost, nearness of a crease (on it 0.55 for the faintest to 1 for the sharpest, 0
     * at 2 mm), faded trace, faded grid. */
    uint8_t *wear;
    /* RG8: distance inwards from the outline, and from its torn parts: 0.5 + mm / 8. */
    uint8_t *outline;
    /* RG8, 8 dots a millimetre across the feed: what each dot of the print head gives of trace and
     * grid ink, 0..1; n_head dots. */
    uint8_t *head;
    int n_head;
    int feed_is_y;
    struct ecg_decal *decals;
    int n_decals;
};

/* Optical density of a full channel of `stain`. */
#define ECG_STAIN_MAX_DENSITY 4.0
/* Reach of the distances in `outline` and `wear`, mm. */
#define ECG_OUTLINE_REACH_MM 4.0
#define ECG_CREASE_REACH_MM 2.0

/* Errors: ECG_E_MEMORY. */
int ecg_sheet_build(struct ecg_sheet **sheet, const struct ecg_scene *scene,
    const struct ecg_page *page, struct ecg_error *error);
void ecg_sheet_destroy(struct ecg_sheet **sheet);

#endif
