#include "gpu/target.h"

#include "gpu/context.h"

/* A larger allocation is kept for a smaller picture up to this many times its area: batches of
 * varied sizes then do not allocate for every image, and one huge page does not stay for ever. */
enum { KEEP_AREA = 4 };

/* Of a target that is not in use; to have it again costs little beside drawing a picture for which
 * it is larger. */
enum { KEEP_UNUSED_PX = 6000000 };

void ecg_target_free(struct ecg_target *target)
{
    glDeleteFramebuffers(1, &target->framebuffer);
    glDeleteTextures(1, &target->texture);
    *target = (struct ecg_target){ 0 };
}

void ecg_target_unused(struct ecg_target *target)
{
    if ((long long)target->max_width_px * target->max_height_px > KEEP_UNUSED_PX)
        ecg_target_free(target);
}

static int fits(const struct ecg_target *target, int width_px, int height_px, GLenum format)
{
    return target->texture && target->format == format && target->max_width_px >= width_px &&
           target->max_height_px >= height_px &&
           (long long)target->max_width_px * target->max_height_px <=
               (long long)KEEP_AREA * width_px * height_px;
}

static int allocate(
    struct ecg_target *target, int width_px, int height_px, GLenum format, struct ecg_error *error)
{
    int code = ecg_gpu_check(NULL, "gpu: before a texture", error);
    if (code < 0)
        return code;
    glCreateTextures(GL_TEXTURE_2D, 1, &target->texture);
    glTextureStorage2D(target->texture, 1, format, width_px, height_px);
    glTextureParameteri(target->texture, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTextureParameteri(target->texture, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTextureParameteri(target->texture, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTextureParameteri(target->texture, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glCreateFramebuffers(1, &target->framebuffer);
    glNamedFramebufferTexture(target->framebuffer, GL_COLOR_ATTACHMENT0, target->texture, 0);
    GLenum status = glCheckNamedFramebufferStatus(target->framebuffer, GL_FRAMEBUFFER);
    GLenum failure = glGetError();
    if (failure != GL_NO_ERROR || status != GL_FRAMEBUFFER_COMPLETE) {
        ecg_target_free(target);
        ecg_gpu_forget_errors();
        return ecg_fail(error, ECG_E_GPU,
            "gpu: no texture of %d x %d px (OpenGL error 0x%x, framebuffer status 0x%x)", width_px,
            height_px, failure, status);
    }
    target->format = format;
    target->max_width_px = width_px;
    target->max_height_px = height_px;
    return 0;
}

int ecg_target_size(
    struct ecg_target *target, int width_px, int height_px, GLenum format, struct ecg_error *error)
{
    if (!fits(target, width_px, height_px, format)) {
        ecg_target_free(target);
        int code = allocate(target, width_px, height_px, format, error);
        if (code < 0)
            return code;
    }
    target->width_px = width_px;
    target->height_px = height_px;
    return 0;
}

int ecg_target_size_exact(
    struct ecg_target *target, int width_px, int height_px, GLenum format, struct ecg_error *error)
{
    if (target->max_width_px != width_px || target->max_height_px != height_px)
        ecg_target_free(target);
    return ecg_target_size(target, width_px, height_px, format, error);
}

void ecg_target_draw(const struct ecg_target *target)
{
    glBindFramebuffer(GL_FRAMEBUFFER, target->framebuffer);
    glViewport(0, 0, target->width_px, target->height_px);
}

void ecg_target_clear(const struct ecg_target *target, const float rgba[4])
{
    int whole =
        target->width_px == target->max_width_px && target->height_px == target->max_height_px;
    ecg_target_draw(target);
    if (!whole) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(0, 0, target->width_px, target->height_px);
    }
    glClearBufferfv(GL_COLOR, 0, rgba);
    if (!whole)
        glDisable(GL_SCISSOR_TEST);
}

GLuint ecg_linear_sampler_make(void)
{
    GLuint sampler = 0;
    glCreateSamplers(1, &sampler);
    glSamplerParameteri(sampler, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glSamplerParameteri(sampler, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glSamplerParameteri(sampler, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glSamplerParameteri(sampler, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return sampler;
}

void ecg_draw_screen(GLuint vao)
{
    glBindVertexArray(vao);
    glDrawArrays(GL_TRIANGLES, 0, 3);
}
