#include "render/place_pass.h"

#include "render/sheet_uniforms.h"

#include <math.h>

/* 16 bits are enough, and cheaper, where they are a small part of a pixel; but not for lines, on
 * which a bit more or less shows where tiles meet. */
int ecg_place_is_short(const struct ecg_frame *frame)
{
    const struct ecg_mesh *mesh = frame->mesh;
    double sx, sy;
    ecg_mesh_scale(mesh, mesh->width_mm / 2, mesh->height_mm / 2, &sx, &sy);
    return !frame->drawing->is_bent && fmax(mesh->width_mm * sx, mesh->height_mm * sy) < 6000;
}

static void size_uniform(const struct ecg_frame *frame, GLuint program)
{
    glUniform2f(ecg_uniform(program, "place_size_mm"), (float)frame->mesh->width_mm,
        (float)frame->mesh->height_mm);
}

static int draw(struct ecg_frame *frame, struct ecg_error *error)
{
    static const GLenum formats[2][2] = { { GL_RG32F, GL_RGBA32F }, { GL_RG16, GL_RGBA16 } };
    static const char *const defines[2][2] = { { "", "LEANING" }, { "SHORT", "SHORT;LEANING" } };
    int is_short = ecg_place_is_short(frame), leans = ecg_sheet_is_glossy(frame->scene);
    const float nowhere[4] = { is_short ? 0.0f : -1e5f, 0, 0, 0 };
    GLuint program;
    int code = ecg_target_size(
        &frame->place, frame->width_px, frame->height_px, formats[is_short][leans], error);
    if (code == 0)
        code = ecg_program_get(ecg_gpu_programs(frame->gpu), "common/mesh.vert",
            "sheet/place.frag", defines[is_short][leans], &program, error);
    if (code < 0)
        return code;
    ecg_target_clear(&frame->place, nowhere);
    ecg_frame_use(frame, program);
    size_uniform(frame, program);
    ecg_frame_draw_mesh(frame);
    frame->has_place = 1;
    return 0;
}

int ecg_place_run(struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(frame->gpu);
    if (frame->has_place)
        return 0;
    ecg_timers_begin(timers, "place");
    int code = draw(frame, error);
    ecg_timers_end(timers);
    return code;
}

void ecg_place_use(const struct ecg_frame *frame, GLuint program, GLuint unit)
{
    size_uniform(frame, program);
    glBindTextureUnit(unit, frame->place.texture);
}
