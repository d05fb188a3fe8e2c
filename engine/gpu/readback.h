/*
 * Finished pixels back to memory. On GPUs a ring of three persistently mapped buffers with fences,
 * so that rendering goes on while earlier pictures travel; on a software renderer, where a read
 * waits for everything submitted anyway, a plain read into the picture.
 */
#ifndef GPU_READBACK_H
#define GPU_READBACK_H

#include "core/error.h"
#include "core/image.h"
#include "gpu/context.h"
#include "gpu/target.h"

struct ecg_readback;

/* AUTO: what suits the device. */
enum ecg_readback_kind { ECG_READBACK_AUTO, ECG_READBACK_RING, ECG_READBACK_DIRECT };
int ecg_readback_make(struct ecg_readback **readback, struct ecg_gpu *gpu,
    enum ecg_readback_kind kind, struct ecg_error *error);
void ecg_readback_destroy(struct ecg_readback **readback);

/* How many pictures may be begun before the oldest must be taken: 3, or 1 in software. */
int ecg_readback_depth(const struct ecg_readback *readback);
/* Begun and not taken yet. */
int ecg_readback_pending(const struct ecg_readback *readback);

/* Begins a picture of 1, 3 or 4 channels; at most depth() may be pending. */
int ecg_readback_begin(struct ecg_readback *readback, int width_px, int height_px, int channels,
    struct ecg_error *error);
/* Part of a target. */
struct ecg_readback_box {
    int x_px, y_px, width_px, height_px;
};
/* Copies the box (NULL: the whole target) to (x, y) of the picture begun last; pictures may be put
 * together from several tiles. The target may be drawn into again at once. */
int ecg_readback_copy(struct ecg_readback *readback, const struct ecg_target *target,
    const struct ecg_readback_box *box, int x_px, int y_px, struct ecg_error *error);
/* The picture begun last is complete, or given up. */
void ecg_readback_end(struct ecg_readback *readback);
void ecg_readback_cancel(struct ecg_readback *readback);

/* Takes the oldest picture, waiting for it; the caller owns *image (ecg_image_free). */
int ecg_readback_take(
    struct ecg_readback *readback, struct ecg_image *image, struct ecg_error *error);

#endif
