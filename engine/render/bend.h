/*
 * The bent sheet: sheet mm -> space mm, and what light needs to know of it.
 *
 * Built in layers, each nearly or wholly without stretching the paper:
 *   swell      the sheet's own plane, unevenly grown (this alone does stretch it)
 *   facets     crumples and crossing folds: flat triangles, relaxed until their edges have their
 *              flat lengths (facets.h, bend_crumple.c)
 *   waves      smooth heights, the sheet drawn in by half the square of their slope (bend_wave.c)
 *   corners    arcs, exact (bend_corner.c)
 *   roll       parallel folds and curl in one profile, exact; or a cone, exact (bend_roll.c);
 *              the layers before lie on it along its normal
 *   relax      a few sweeps that give the nodes their distances back where layers disagree
 * Internal to the mesh.
 */
#ifndef RENDER_BEND_H
#define RENDER_BEND_H

#include "core/error.h"
#include "recipe/scene.h"
#include "render/mesh.h"

/* Where layers add up: a shift within the sheet and a height over it for each node. */
struct bend_field {
    int columns, rows;
    double width_mm, height_mm, step_x_mm, step_y_mm;
    double *u_mm, *v_mm, *h_mm; /* rows x columns */
};

/* Where the nodes are in space. */
struct bend_places {
    int columns, rows;
    double *x_mm, *y_mm, *z_mm; /* rows x columns */
};

/* Squares of each node's right distances from its neighbours: mm^2, rows x columns each. */
struct bend_rest {
    double *right_mm2, *below_mm2, *aslant_mm2; /* aslant: below and to the right */
};
void bend_relax(const struct bend_places *places, const struct bend_rest *rest, int sweeps);

/* The scene's amounts as they are under the scanner's lid. Angles in rad. */
struct bend_amounts {
    int any;        /* 0: the sheet is flat */
    int over_glass; /* lies face down on glass: z <= 0; else face up on a desk: z >= 0 */
    double fold, crumple_mm, curl, corner, wave_mm, cockle_mm, swell_mm;
};
struct bend_amounts bend_amounts(const struct ecg_scene *scene);

struct facets;
/* The sheet's crumples and crossing folds, relaxed and linked; four flat facets when it has none.
 * 0 or ECG_E_MEMORY; facets_free in either case. */
int bend_facets_make(struct facets *facets, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, double width_mm, double height_mm);

/* bend.fold.pattern */
enum {
    BEND_FOLD_NONE,
    BEND_FOLD_HALF,
    BEND_FOLD_THIRDS,
    BEND_FOLD_ZIGZAG,
    BEND_FOLD_QUARTERS,
    BEND_FOLD_LINES,
    BEND_FOLD_GRID,
};
enum { BEND_MAX_FOLDS = 60 }; /* facets.h numbers lines, four sides among them, in 64 bits */

struct bend_fold {
    double x_mm, y_mm; /* a point of the line */
    double normal[2];  /* unit, across it */
    double angle;      /* rad the sheet turns there; above 0 its far side rises */
    double strength;   /* 0..1, how hard it was pressed */
    double share;      /* of the sheet before it, from its normal's tail */
    int crosses;       /* 0: parallel to the others, part of the roll; 1: part of the facets */
};

/* `gain` multiplies the angles; returns their number. */
int bend_folds(const struct ecg_scene *scene, double width_mm, double height_mm, double gain,
    struct bend_fold folds[BEND_MAX_FOLDS]);

/* Each adds its layer; 0 or ECG_E_MEMORY. */
int bend_swell(struct bend_field *field, const struct ecg_scene *scene, double rms_mm);
int bend_facets(struct bend_field *field, const struct facets *facets);
int bend_waves(struct bend_field *field, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, const struct ecg_wetness *wetness);
void bend_corners(struct bend_field *field, const struct ecg_scene *scene, double angle);

/* Gives the mesh's nodes their place in space, normal, curvature and occlusion. Errors:
 * ECG_E_MEMORY. */
int bend_sheet(struct ecg_mesh *mesh, const struct ecg_scene *scene,
    const struct ecg_wetness *wetness, struct ecg_error *error);

/* The base surface the layers lie on. */
struct bend_roll {
    double middle_mm[2], across[2]; /* unit: the direction in which it turns */
    int is_cone;
    double tip_mm, sine, cosine, side; /* cone: tip to middle, its half angle, +1 ends rise */
    double step_mm, first_mm;          /* profile: entry k is at first + k * step */
    int count;
    double *along_mm, *height_mm, *turn, *smooth_turn, *rise_mm; /* rise: the turn's integral */
};
/* 0 or ECG_E_MEMORY */
int bend_roll_make(struct bend_roll *roll, const struct ecg_scene *scene,
    const struct bend_amounts *amounts, double width_mm, double height_mm);
void bend_roll_free(struct bend_roll *roll);
void bend_roll_place(
    const struct bend_roll *roll, double x_mm, double y_mm, double h_mm, double at_mm[3]);

/* The integral of the profile's turn up to a point of the sheet, mm. */
double bend_roll_rise(const struct bend_roll *roll, double x_mm, double y_mm);
/* Adds the profile's turn as a slope (x, y) at `count` points of the sheet, step_mm apart on x. */
void bend_roll_add_turns(const struct bend_roll *roll, double x_mm, double y_mm, double step_mm,
    int count, float *slopes);

/* Of a sheet with folds or crumples: `field` has only the facets' layer yet. 0 or ECG_E_MEMORY. */
int bend_relief(struct ecg_relief *relief, const struct bend_field *field,
    const struct facets *facets, const struct bend_roll *roll);

/* Of nodes that have their places: normals, curvature, ambient light. */
void bend_shade(struct ecg_mesh *mesh);

#endif
