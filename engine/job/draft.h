/*
 * A smaller version of a picture, quickly: for a window in which parameters move. Between drafts
 * only what the changed parameters touch is built anew. Not exact in what is smaller than a pixel:
 * noise and moire.
 */
#ifndef JOB_DRAFT_H
#define JOB_DRAFT_H

#include "job/work.h"

/* Zero-initialise; ecg_draft_free. */
struct ecg_draft {
    struct ecg_work *work;   /* the draft, its scene scaled down; NULL: none yet */
    struct ecg_scene wanted; /* the scene it is a draft of */
    int longest_px;
    double scale; /* draft px = scale * picture px, 0..1 */
};

/* Makes or changes the draft, its longer side at most longest_px. `record` is only compared when
 * the draft goes on. Errors as ecg_work_create; there is then no draft. */
int ecg_draft_make(struct ecg_draft *draft, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, int longest_px,
    struct ecg_error *error);
void ecg_draft_free(struct ecg_draft *draft);

/* Which steps (bits 1 << enum ecg_work_step) make a picture of `from` one of `to`. */
unsigned ecg_draft_steps(const struct ecg_scene *from, const struct ecg_scene *to);
/* The scene of a picture `scale` times as large: densities, sizes and blurs in px. `page_px`:
 * width and height of the whole picture. */
void ecg_draft_scale(struct ecg_scene *scene, double scale, const double page_px[2]);

#endif
