#include "render/sheet_slow.h"

#include "gpu/pass.h"
#include "render/sheet_uniforms.h"

#include <math.h>
#include <stdio.h>

/* Two for each point of the noise's finest lattices, which lie closer along y than along x. */
static const double TEXELS_PER_MM[2] = { 2.5, 4.6 };

/* Whether anything that the noise shapes is on the sheet. */
static int is_needed(const struct ecg_scene *scene, const struct ecg_sheet *sheet)
{
    return scene->sheet_paper_texture > 0 || scene->sheet_paper_unevenness > 0 ||
           scene->sheet_ink_character > 0 || ecg_sheet_is_relief(scene) ||
           (sheet && (sheet->stain || sheet->mould || sheet->wear || sheet->outline));
}

int ecg_slow_is_used(const struct ecg_frame *frame, const struct ecg_sheet *sheet)
{
    return is_needed(frame->scene, sheet) && ecg_sheet_scale_px_mm(frame->mesh) > TEXELS_PER_MM[1];
}

void ecg_slow_defines(const struct ecg_scene *scene, char defines[ECG_SLOW_DEFINES_SIZE])
{
    snprintf(defines, ECG_SLOW_DEFINES_SIZE, "%s%s%s",
        scene->sheet_paper_texture > 0 ? ";TEXTURE" : "",
        scene->sheet_paper_unevenness > 0 ? ";CLOUDS" : "",
        ecg_sheet_is_relief(scene) ? ";RELIEF" : "");
}

int ecg_slow_draw(struct ecg_slow *slow, const struct ecg_frame *frame,
    const struct ecg_light *light, struct ecg_error *error)
{
    char defines[ECG_SLOW_DEFINES_SIZE];
    GLuint program;
    ecg_slow_defines(frame->scene, defines);
    int width = (int)ceil(frame->mesh->width_mm * TEXELS_PER_MM[0]);
    int height = (int)ceil(frame->mesh->height_mm * TEXELS_PER_MM[1]);
    int code = ecg_target_size_exact(&slow->field, width, height, GL_RGBA8, error);
    if (code == 0)
        code = ecg_pass_get(frame->gpu, "sheet/slow.frag", defines, &program, error);
    if (code < 0)
        return code;
    ecg_target_draw(&slow->field);
    glUseProgram(program);
    ecg_sheet_paper_uniforms(frame, program);
    ecg_sheet_light_uniforms(frame, light, program);
    glUniform2f(ecg_uniform(program, "slow_texel_mm"), (float)(1 / TEXELS_PER_MM[0]),
        (float)(1 / TEXELS_PER_MM[1]));
    ecg_pass_run(frame->gpu, frame->empty_vao);
    slow->is_drawn = 1;
    return 0;
}

void ecg_slow_uniforms(const struct ecg_slow *slow, GLuint program)
{
    if (slow->is_drawn)
        glUniform2f(ecg_uniform(program, "slow_scale"),
            (float)(TEXELS_PER_MM[0] / slow->field.width_px),
            (float)(TEXELS_PER_MM[1] / slow->field.height_px));
}

void ecg_slow_free(struct ecg_slow *slow)
{
    ecg_target_free(&slow->field);
}
