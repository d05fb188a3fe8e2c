/* Shadows that the sheet throws on what is behind it, from how much sheet is around a place. */
#include "gpu/pass.h"
#include "render/capture_internal.h"

#include <math.h>

enum { SHRINK = 8, BLOCK = 4, LIGHT_UNIT = 3, NEAR_UNIT = 4, COVER_UNIT = 5 };

/* Of the shadow at a scanned sheet's edges, standard deviation. */
static const double SCAN_SIGMA_MM = 1.2;
/* Tiles have to overlap by as much as a shadow is soft. */
static const double MOST_SIGMA_PX = 160;

void ecg_near_free(struct ecg_near *near)
{
    ecg_target_free(&near->cover);
    ecg_target_free(&near->map);
    ecg_target_free(&near->half_way);
}

static double px_per_mm(const struct ecg_mesh *mesh)
{
    double sx, sy;
    ecg_mesh_scale(mesh, mesh->width_mm / 2, mesh->height_mm / 2, &sx, &sy);
    return sqrt(sx * sy);
}

double ecg_near_sigma_px(const struct ecg_scene *scene, const struct ecg_mesh *mesh)
{
    static const double share = 0.6; /* of a photo's softness */
    double sigma_mm = 0;
    if (scene->capture_kind == ECG_CAPTURE_PHOTO && scene->capture_desk_shadow > 0)
        sigma_mm = share * scene->capture_desk_shadow_mm;
    if (scene->capture_kind == ECG_CAPTURE_SCAN && scene->capture_scan_edge_shadow > 0)
        sigma_mm = SCAN_SIGMA_MM;
    return fmin(sigma_mm * px_per_mm(mesh), MOST_SIGMA_PX);
}

static int gather(struct ecg_near *near, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_defines defines = { "GATHER" };
    GLuint program;
    int code = ecg_capture_use(frame, "capture/near.frag", &defines, &program, error);
    if (code < 0)
        return code;
    ecg_target_draw(&near->cover);
    ecg_capture_read(&frame->linear);
    ecg_pass_run(frame->gpu, frame->empty_vao);
    return 0;
}

static void set_scale(const struct ecg_target *map, GLuint program, const char *name, float step)
{
    glUniform2f(ecg_uniform(program, name), 1 / (step * (float)map->width_px),
        1 / (step * (float)map->height_px));
}

static int spread(
    struct ecg_near *near, struct ecg_frame *frame, double sigma_px, struct ecg_error *error)
{
    struct ecg_defines defines = { "" };
    GLuint program;
    int code = ecg_capture_use(frame, "capture/near.frag", &defines, &program, error);
    if (code < 0)
        return code;
    float half_sigma = (float)(sigma_px / SHRINK / 2);
    set_scale(&near->cover, program, "gathered_scale", 1);
    for (int k = 0; k < 2; k++) {
        ecg_target_draw(k ? &near->map : &near->half_way);
        glBindTextureUnit(LIGHT_UNIT, k ? near->half_way.texture : near->cover.texture);
        glUniform2f(ecg_uniform(program, "half_sigma"), k ? 0 : half_sigma, k ? half_sigma : 0);
        ecg_pass_run(frame->gpu, frame->empty_vao);
    }
    return 0;
}

/* All are of one size at all times, and so are their texture coordinates. Of four channels, for
 * one: llvmpipe picks a texel of one byte from memory with more ado than one of four. */
static int size_targets(
    struct ecg_near *near, const struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_target *targets[] = { &near->cover, &near->half_way, &near->map };
    int width = (frame->width_px + SHRINK - 1) / SHRINK;
    int height = (frame->height_px + SHRINK - 1) / SHRINK;
    int code = 0;
    for (int k = 0; k < 3 && code == 0; k++)
        code = ecg_target_size_exact(targets[k], width, height, GL_RGBA8, error);
    return code;
}

int ecg_near_make(struct ecg_near *near, struct ecg_frame *frame, struct ecg_error *error)
{
    double sigma_px = ecg_near_sigma_px(frame->scene, frame->mesh);
    near->has_cover = !frame->is_opaque && (sigma_px > 0 || frame->mesh->camera.is_pinhole);
    near->is_made = near->has_cover && sigma_px > 0;
    int code = near->has_cover ? size_targets(near, frame, error) : 0;
    if (code == 0 && near->has_cover)
        code = gather(near, frame, error);
    if (code < 0 || !near->is_made)
        return code;
    glBindSampler(LIGHT_UNIT, near->filtering);
    code = spread(near, frame, sigma_px, error);
    glBindSampler(LIGHT_UNIT, 0);
    return code;
}

void ecg_near_draw_free(const struct ecg_near *near, const struct ecg_frame *frame, GLuint program)
{
    int across = (near->cover.width_px + BLOCK - 1) / BLOCK;
    int down = (near->cover.height_px + BLOCK - 1) / BLOCK;
    glBindTextureUnit(COVER_UNIT, near->cover.texture);
    glUniform2i(
        ecg_uniform(program, "last_block"), near->cover.width_px - 1, near->cover.height_px - 1);
    glUniform1i(ecg_uniform(program, "blocks_across"), across);
    glBindVertexArray(frame->empty_vao);
    glDrawArrays(GL_TRIANGLES, 0, 6 * across * down);
}

void ecg_near_use(const struct ecg_near *near, GLuint program)
{
    glBindTextureUnit(NEAR_UNIT, near->map.texture);
    glBindSampler(NEAR_UNIT, near->filtering);
    set_scale(&near->map, program, "near_scale", SHRINK);
}

void ecg_near_done(void)
{
    glBindSampler(NEAR_UNIT, 0);
}
