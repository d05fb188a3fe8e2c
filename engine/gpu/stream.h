/*
 * Vertices that are new in every frame: a ring of three persistently mapped parts of one buffer,
 * each guarded by a fence, so that writing never waits for a frame that was just submitted.
 */
#ifndef GPU_STREAM_H
#define GPU_STREAM_H

#include "core/error.h"
#include "gpu/gl.h"

#include <stddef.h>

enum { ECG_STREAM_PARTS = 3 };

/* Zero-initialise. */
struct ecg_stream {
    GLuint buffer;
    unsigned char *mapped;
    size_t part_bytes;
    int part; /* being written */
    size_t used_bytes;
    GLsync fences[ECG_STREAM_PARTS];
};

/* Starts a frame that will put at most `bytes` in all; waits for the GPU only when it is three
 * frames behind, or when the buffer must grow. */
int ecg_stream_begin(struct ecg_stream *stream, size_t bytes, struct ecg_error *error);
/* Copies `bytes` into this frame's part and returns their offset in stream->buffer, a multiple of
 * 256 (and so of every alignment OpenGL asks of ranges). */
size_t ecg_stream_put(struct ecg_stream *stream, const void *data, size_t bytes);
/* What was put may be overwritten once the commands issued so far are done. */
void ecg_stream_end(struct ecg_stream *stream);
void ecg_stream_free(struct ecg_stream *stream);

/* The room that `bytes` take in a part: for summing up what ecg_stream_begin is asked. */
size_t ecg_stream_room(size_t bytes);

#endif
