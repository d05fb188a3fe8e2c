#include "gpu/shown.h"

#include "gpu/context.h"

#include <string.h>

void ecg_shown_free(struct ecg_shown *shown)
{
    glDeleteTextures(1, &shown->texture);
    *shown = (struct ecg_shown){ 0 };
}

static int levels_of(int width_px, int height_px)
{
    int side = width_px > height_px ? width_px : height_px, levels = 1;
    for (; side > 1; side /= 2)
        levels++;
    return levels;
}

int ecg_shown_size(struct ecg_shown *shown, int width_px, int height_px, struct ecg_error *error)
{
    if (shown->texture && shown->width_px == width_px && shown->height_px == height_px)
        return 0;
    ecg_shown_free(shown);
    ecg_gpu_forget_errors();
    GLuint texture;
    glCreateTextures(GL_TEXTURE_2D, 1, &texture);
    glTextureStorage2D(texture, levels_of(width_px, height_px), GL_RGBA8, width_px, height_px);
    glTextureParameteri(texture, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTextureParameteri(texture, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    *shown = (struct ecg_shown){ texture, width_px, height_px };
    ecg_shown_smooth(shown);
    if (glGetError() == GL_NO_ERROR)
        return 0;
    ecg_shown_free(shown);
    return ecg_fail(
        error, ECG_E_GPU, "gpu: no texture of %d x %d px to show", width_px, height_px);
}

void ecg_shown_copy(const struct ecg_shown *shown, const struct ecg_target *target,
    const struct ecg_shown_box *box, int x_px, int y_px)
{
    glCopyImageSubData(target->texture, GL_TEXTURE_2D, 0, box->x_px, box->y_px, 0, shown->texture,
        GL_TEXTURE_2D, 0, x_px, y_px, 0, box->width_px, box->height_px, 1);
}

int ecg_shown_upload(
    struct ecg_shown *shown, const struct ecg_image *image, struct ecg_error *error)
{
    int code = ecg_shown_size(shown, image->width_px, image->height_px, error);
    if (code < 0)
        return code;
    glTextureSubImage2D(shown->texture, 0, 0, 0, image->width_px, image->height_px, GL_RGBA,
        GL_UNSIGNED_BYTE, image->data);
    return 0;
}

void ecg_shown_finish(const struct ecg_shown *shown)
{
    glGenerateTextureMipmap(shown->texture);
    glTextureParameteri(shown->texture, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTextureParameteri(shown->texture, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

void ecg_shown_smooth(const struct ecg_shown *shown)
{
    glTextureParameteri(shown->texture, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTextureParameteri(shown->texture, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
}

int ecg_shown_read(const struct ecg_shown *shown, struct ecg_image *image, struct ecg_error *error)
{
    *image = (struct ecg_image){ 0 };
    if (ecg_image_make(image, shown->width_px, shown->height_px, 4) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "picture: out of memory");
    glGetTextureSubImage(shown->texture, 0, 0, 0, 0, shown->width_px, shown->height_px, 1, GL_RGBA,
        GL_UNSIGNED_BYTE, shown->width_px * shown->height_px * 4, image->data);
    return 0;
}

void ecg_shown_pixel(const struct ecg_shown *shown, int x_px, int y_px, uint8_t rgba[4])
{
    memset(rgba, 0, 4);
    if (x_px >= 0 && y_px >= 0 && x_px < shown->width_px && y_px < shown->height_px)
        glGetTextureSubImage(
            shown->texture, 0, x_px, y_px, 0, 1, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, 4, rgba);
}

void ecg_window_clear(int width_px, int height_px, const float rgb[3])
{
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width_px, height_px);
    glClearColor(rgb[0], rgb[1], rgb[2], 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

int ecg_window_read(int width_px, int height_px, struct ecg_image *image, struct ecg_error *error)
{
    *image = (struct ecg_image){ 0 };
    struct ecg_image upside_down = { 0 };
    if (ecg_image_make(image, width_px, height_px, 4) < 0 ||
        ecg_image_make(&upside_down, width_px, height_px, 4) < 0) {
        ecg_image_free(image);
        return ecg_fail(error, ECG_E_MEMORY, "window: out of memory");
    }
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glReadPixels(0, 0, width_px, height_px, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data);
    size_t row = (size_t)width_px * 4;
    for (int y = 0; y < height_px; y++) {
        unsigned char *to = image->data + (size_t)y * row;
        memcpy(to, upside_down.data + (size_t)(height_px - 1 - y) * row, row);
        for (size_t i = 3; i < row; i += 4)
            to[i] = 255;
    }
    ecg_image_free(&upside_down);
    return 0;
}
