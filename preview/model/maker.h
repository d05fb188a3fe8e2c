/*
 * Makes pictures while the window goes on; the newest wish is worked on, older ones are forgotten.
 * One thread prepares drafts (page, mesh, ink, sheet, light), which the window's own context then
 * draws. Another makes whole pictures to the end, on a context of its own and as `ecgpress
 * generate` does, so that they are the same byte for byte and the window never waits for one.
 *
 * All functions are for one thread, the window's.
 */
#ifndef PREVIEW_MAKER_H
#define PREVIEW_MAKER_H

#include "job/draft.h"
#include "render/mask.h"
#include "session.h"
#include "truth/truth.h"

struct maker;

enum made_kind { MADE_DRAFT, MADE_WHOLE };

struct maker_wish {
    uint64_t generation; /* the caller's, given back with what was made */
    struct ecg_scene scene;
    struct record_source source;
    uint64_t variant; /* for the whole picture's name */
    int longest_px;   /* MADE_DRAFT */
    int wants_clean;  /* MADE_WHOLE: also the clean page */
    int wants_truth;  /* also where everything ended up */
    int wants_masks;  /* MADE_DRAFT: also what each pixel shows, */
    int wants_places; /* and the inverse map */
};

/* What a pass of a whole picture took. */
enum { MADE_PASSES = 24 };
struct made_pass {
    const char *name;
    double ms;
};

struct made {
    enum made_kind kind;
    uint64_t generation;
    struct ecg_work *work; /* NULL: it failed, see `error` */
    double scale;          /* draft px = scale * picture px; 1 of a whole picture */
    struct ecg_truth *truth;
    struct ecg_drawing *clean; /* of a screen: the drawing through the camera's mesh; else NULL */
    struct ecg_masks *masks;   /* to be drawn; NULL unless wished */
    /* As ecg_uv_make's; NULL unless masks or places are wished. */
    float *places_mm;        /* x, y of each pixel, NaN off the sheet */
    uint8_t *covered, *gone; /* for ecg_maps_finish_masks, once the masks are drawn */
    /* MADE_WHOLE: the picture is in work->image, RGBA; here the clean page, if wished. */
    struct ecg_image clean_image;
    struct made_pass passes[MADE_PASSES];
    int n_passes;
    double prepare_s, draw_s;
    struct ecg_error error;
    void *owner; /* the maker's */
};

struct maker_params {
    const struct ecg_fonts *fonts;
    const char *device; /* for whole pictures, as ecg_gpu_open; NULL: auto */
    void (*wake)(void); /* called from a thread when something was made; may be NULL */
};
/* Errors as ecg_gpu_open too. */
int maker_create(struct maker **maker, const struct maker_params *params, struct ecg_error *error);
void maker_destroy(struct maker **maker);

void maker_wish(struct maker *maker, enum made_kind kind, const struct maker_wish *wish);
/* Forgets a wish; what is being made of it is given up when that can be done. */
void maker_forget(struct maker *maker, enum made_kind kind);
/* Whole pictures compile every shader again. */
void maker_forget_programs(struct maker *maker);
/* What was made, to be given back; NULL when there is nothing new. Only two drafts exist: while
 * both are with the caller no other is begun. */
struct made *maker_take(struct maker *maker);
void maker_give_back(struct maker *maker, struct made **made);
/* 1 while something is wished for, being made or not taken yet. */
int maker_is_busy(struct maker *maker);
/* The page as it was printed: the same ink where it is, on new paper in even light. The job reads
 * `made` and *scene, which is filled. */
struct ecg_render_job maker_clean_job(const struct made *made, struct ecg_scene *scene);

#endif
