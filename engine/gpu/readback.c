#include "gpu/readback.h"

#include "core/alloc.h"

#include <assert.h>
#include <string.h>

enum { RING = 3 };

struct slot {
    struct ecg_image image; /* of a software renderer: already the pixels; else only the size */
    GLuint buffer;
    const unsigned char *mapped;
    size_t capacity;
    GLsync fence;
};

struct ecg_readback {
    struct ecg_gpu *gpu;
    int depth;
    int first, pending; /* the oldest slot begun; how many */
    struct slot slots[RING];
};

int ecg_readback_make(struct ecg_readback **out, struct ecg_gpu *gpu, enum ecg_readback_kind kind,
    struct ecg_error *error)
{
    *out = ecg_calloc(1, sizeof **out);
    if (!*out)
        return ecg_fail(error, ECG_E_MEMORY, "readback: out of memory");
    (*out)->gpu = gpu;
    if (kind == ECG_READBACK_AUTO)
        kind = ecg_gpu_is_software(gpu) ? ECG_READBACK_DIRECT : ECG_READBACK_RING;
    (*out)->depth = kind == ECG_READBACK_RING ? RING : 1;
    return 0;
}

static void free_buffer(struct slot *slot)
{
    if (slot->buffer)
        glUnmapNamedBuffer(slot->buffer);
    glDeleteBuffers(1, &slot->buffer);
    slot->buffer = 0;
    slot->mapped = NULL;
    slot->capacity = 0;
}

void ecg_readback_destroy(struct ecg_readback **readback)
{
    if (!*readback)
        return;
    for (int i = 0; i < RING; i++) {
        struct slot *slot = &(*readback)->slots[i];
        if (slot->fence)
            glDeleteSync(slot->fence);
        free_buffer(slot);
        ecg_image_free(&slot->image);
    }
    ecg_free(*readback);
    *readback = NULL;
}

int ecg_readback_depth(const struct ecg_readback *readback)
{
    return readback->depth;
}

int ecg_readback_pending(const struct ecg_readback *readback)
{
    return readback->pending;
}

static size_t image_bytes(const struct ecg_image *image)
{
    return (size_t)image->width_px * (size_t)image->height_px * (size_t)image->channels;
}

/* As ecg_image_make, but not zeroed: every pixel will be written. */
static int make_image(struct ecg_image *image, int width_px, int height_px, int channels)
{
    *image = (struct ecg_image){ width_px, height_px, channels, NULL };
    image->data = ecg_alloc_large(image_bytes(image));
    return image->data ? 0 : ECG_E_MEMORY;
}

static int make_buffer(struct slot *slot, size_t bytes, struct ecg_error *error)
{
    const GLbitfield flags = GL_MAP_READ_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
    if (slot->capacity >= bytes)
        return 0;
    free_buffer(slot);
    glCreateBuffers(1, &slot->buffer);
    glNamedBufferStorage(slot->buffer, (GLsizeiptr)bytes, NULL, flags | GL_CLIENT_STORAGE_BIT);
    slot->mapped = glMapNamedBufferRange(slot->buffer, 0, (GLsizeiptr)bytes, flags);
    if (!slot->mapped) {
        free_buffer(slot);
        return ecg_fail(error, ECG_E_GPU, "gpu: no readback buffer of %zu bytes", bytes);
    }
    slot->capacity = bytes;
    return 0;
}

static struct slot *last_slot(struct ecg_readback *readback)
{
    assert(readback->pending > 0);
    return &readback->slots[(readback->first + readback->pending - 1) % RING];
}

int ecg_readback_begin(struct ecg_readback *readback, int width_px, int height_px, int channels,
    struct ecg_error *error)
{
    assert(readback->pending < readback->depth);
    struct slot *slot = &readback->slots[(readback->first + readback->pending) % RING];
    struct ecg_image image = { width_px, height_px, channels, NULL };
    int code = 0;
    if (readback->depth > 1)
        code = make_buffer(slot, image_bytes(&image), error);
    else if ((code = make_image(&image, width_px, height_px, channels)) < 0)
        ecg_fail(error, code, "readback: no picture of %d x %d px", width_px, height_px);
    if (code < 0)
        return code;
    slot->image = image;
    readback->pending++;
    return 0;
}

int ecg_readback_copy(struct ecg_readback *readback, const struct ecg_target *target,
    const struct ecg_readback_box *box, int x_px, int y_px, struct ecg_error *error)
{
    struct ecg_readback_box whole = { 0, 0, target->width_px, target->height_px };
    if (!box)
        box = &whole;
    struct slot *slot = last_slot(readback);
    const struct ecg_image *image = &slot->image;
    size_t offset =
        ((size_t)y_px * (size_t)image->width_px + (size_t)x_px) * (size_t)image->channels;
    GLenum format = image->channels == 1 ? GL_RED : image->channels == 3 ? GL_RGB : GL_RGBA;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target->framebuffer);
    glPixelStorei(GL_PACK_ROW_LENGTH, image->width_px);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, slot->buffer); /* 0 in software: into memory */
    void *destination = image->data ? image->data + offset : (void *)offset;
    glReadPixels(box->x_px, box->y_px, box->width_px, box->height_px, format, GL_UNSIGNED_BYTE,
        destination);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    return ecg_gpu_check(readback->gpu, "readback", error);
}

void ecg_readback_end(struct ecg_readback *readback)
{
    struct slot *slot = last_slot(readback);
    if (slot->buffer)
        slot->fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    glFlush(); /* the GPU starts on it while the next picture is prepared */
}

void ecg_readback_cancel(struct ecg_readback *readback)
{
    ecg_image_free(&last_slot(readback)->image);
    readback->pending--;
}

/* Waits for the copy into the slot's buffer and takes the pixels out of it. */
static int take_buffer(
    struct ecg_gpu *gpu, struct slot *slot, struct ecg_image *image, struct ecg_error *error)
{
    GLenum status = GL_TIMEOUT_EXPIRED;
    while (slot->fence && status == GL_TIMEOUT_EXPIRED)
        status = glClientWaitSync(slot->fence, GL_SYNC_FLUSH_COMMANDS_BIT, 1000000000);
    glDeleteSync(slot->fence);
    slot->fence = NULL;
    if (status == GL_WAIT_FAILED)
        return ecg_fail(error, ECG_E_GPU, "readback: waiting for the GPU failed");
    /* A context that was lost meanwhile has copied nothing. */
    int code = ecg_gpu_check(gpu, "readback", error);
    if (code < 0)
        return code;
    code = make_image(image, slot->image.width_px, slot->image.height_px, slot->image.channels);
    if (code < 0)
        return ecg_fail(error, code, "readback: no picture of %d x %d px", slot->image.width_px,
            slot->image.height_px);
    memcpy(image->data, slot->mapped, image_bytes(image));
    return 0;
}

int ecg_readback_take(
    struct ecg_readback *readback, struct ecg_image *image, struct ecg_error *error)
{
    *image = (struct ecg_image){ 0 };
    if (readback->pending == 0)
        return ecg_fail(error, ECG_E_ARGUMENT, "readback: no picture was begun");
    struct slot *slot = &readback->slots[readback->first];
    int code = 0;
    if (slot->buffer)
        code = take_buffer(readback->gpu, slot, image, error);
    else
        *image = slot->image;
    slot->image = (struct ecg_image){ 0 };
    readback->first = (readback->first + 1) % RING;
    readback->pending--;
    return code;
}
