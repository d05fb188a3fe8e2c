#include "gpu/stream.h"

#include "gpu/context.h"

#include <assert.h>
#include <string.h>

enum { ALIGNMENT = 256 };

size_t ecg_stream_room(size_t bytes)
{
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void wait_for(GLsync *fence)
{
    if (!*fence)
        return;
    while (glClientWaitSync(*fence, GL_SYNC_FLUSH_COMMANDS_BIT, 1000000000) == GL_TIMEOUT_EXPIRED)
        continue;
    glDeleteSync(*fence);
    *fence = NULL;
}

void ecg_stream_free(struct ecg_stream *stream)
{
    for (int i = 0; i < ECG_STREAM_PARTS; i++)
        wait_for(&stream->fences[i]);
    if (stream->buffer)
        glUnmapNamedBuffer(stream->buffer);
    glDeleteBuffers(1, &stream->buffer);
    *stream = (struct ecg_stream){ 0 };
}

static int allocate(struct ecg_stream *stream, size_t part_bytes, struct ecg_error *error)
{
    const GLbitfield flags = GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
    size_t bytes = part_bytes * ECG_STREAM_PARTS;
    int code = ecg_gpu_check(NULL, "gpu: before a vertex buffer", error);
    if (code < 0)
        return code;
    glCreateBuffers(1, &stream->buffer);
    glNamedBufferStorage(stream->buffer, (GLsizeiptr)bytes, NULL, flags);
    stream->mapped = glMapNamedBufferRange(stream->buffer, 0, (GLsizeiptr)bytes, flags);
    if (!stream->mapped) {
        glDeleteBuffers(1, &stream->buffer);
        *stream = (struct ecg_stream){ 0 };
        return ecg_fail(error, ECG_E_GPU, "gpu: no vertex buffer of %zu bytes", bytes);
    }
    stream->part_bytes = part_bytes;
    return 0;
}

int ecg_stream_begin(struct ecg_stream *stream, size_t bytes, struct ecg_error *error)
{
    if (bytes > stream->part_bytes || !stream->buffer) {
        ecg_stream_free(stream);
        int code = allocate(stream, ecg_stream_room(bytes + bytes / 2 + 65536), error);
        if (code < 0)
            return code;
    }
    stream->part = (stream->part + 1) % ECG_STREAM_PARTS;
    stream->used_bytes = 0;
    wait_for(&stream->fences[stream->part]);
    return 0;
}

size_t ecg_stream_put(struct ecg_stream *stream, const void *data, size_t bytes)
{
    size_t offset = (size_t)stream->part * stream->part_bytes + stream->used_bytes;
    assert(stream->used_bytes + bytes <= stream->part_bytes);
    if (bytes)
        memcpy(stream->mapped + offset, data, bytes);
    stream->used_bytes += ecg_stream_room(bytes);
    return offset;
}

void ecg_stream_end(struct ecg_stream *stream)
{
    if (stream->fences[stream->part])
        glDeleteSync(stream->fences[stream->part]);
    stream->fences[stream->part] = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
}
