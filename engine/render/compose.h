/* The last step of a picture that no camera or scanner took. */
#ifndef RENDER_COMPOSE_H
#define RENDER_COMPOSE_H

#include "render/frame.h"

/* Paper and ink straight to sRGB, in frame->picture: on a flat sheet that may be frame->print,
 * whose coverage is then gone. */
int ecg_compose_flat(struct ecg_frame *frame, struct ecg_error *error);
/* The open and the empty parts of frame->linear to frame->output, which holds the others. */
int ecg_compose_encode(struct ecg_frame *frame, struct ecg_error *error);

#endif
