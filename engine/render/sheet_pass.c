#include "render/sheet_pass.h"

#include "core/alloc.h"
#include "core/buffer.h"
#include "core/srgb.h"
#include "gpu/pass.h"
#include "render/mesh_cell.h"
#include "render/place_pass.h"
#include "render/sheet_decal_pass.h"
#include "render/sheet_noise.h"
#include "render/sheet_slow.h"
#include "render/sheet_uniforms.h"

#include <math.h>
#include <string.h>

/* Texture units of the sheet's own fields; shaders/sheet/ and shaders/light/ bind the same. */
enum field {
    FIELD_STAIN,
    FIELD_MOULD,
    FIELD_WEAR,
    FIELD_OUTLINE,
    FIELD_LIGHT,
    FIELD_HEAD,
    FIELD_COUNT,
    FIRST_UNIT = 3,
    DYE_UNIT = 9,
    PLACE_UNIT = 10,
    SLOW_UNIT = 11
};

enum { DEFINES_SIZE = 256, DYE_SHRINK = 4 };

struct field_texture {
    GLuint texture;
    int width, height;
    GLenum format;
};

struct ecg_sheet_pass {
    struct ecg_gpu *gpu;
    struct field_texture fields[FIELD_COUNT];
    GLuint linear_sampler;
    struct ecg_target dye[2]; /* of the whole picture */
    int is_dye_spread;
    struct ecg_slow slow;
    struct ecg_decal_pass *decals;
    const struct ecg_sheet *sheet;
    const struct ecg_light *light;
    uint32_t *light_texels;
    size_t cap_light_texels;
};

int ecg_sheet_pass_create(
    struct ecg_sheet_pass **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_sheet_pass *pass = *out = ecg_calloc(1, sizeof *pass);
    if (!pass)
        return ecg_fail(error, ECG_E_MEMORY, "sheet: out of memory");
    pass->gpu = gpu;
    pass->linear_sampler = ecg_linear_sampler_make();
    int code = ecg_decal_pass_create(&pass->decals, gpu, error);
    if (code < 0)
        ecg_sheet_pass_destroy(out);
    return code;
}

void ecg_sheet_pass_destroy(struct ecg_sheet_pass **out)
{
    struct ecg_sheet_pass *pass = *out;
    if (!pass)
        return;
    for (int k = 0; k < FIELD_COUNT; k++)
        glDeleteTextures(1, &pass->fields[k].texture);
    glDeleteSamplers(1, &pass->linear_sampler);
    for (int k = 0; k < 2; k++)
        ecg_target_free(&pass->dye[k]);
    ecg_slow_free(&pass->slow);
    ecg_decal_pass_destroy(&pass->decals);
    ecg_free(pass->light_texels);
    ecg_free(pass);
    *out = NULL;
}

static int is_clean_paper(const struct ecg_scene *scene)
{
    const float *tint = scene->sheet_paper_tint;
    return scene->sheet_paper_texture <= 0 && scene->sheet_paper_unevenness <= 0 &&
           scene->sheet_ink_character <= 0 && scene->sheet_ink_smear <= 0 && tint[0] >= 1 &&
           tint[1] >= 1 && tint[2] >= 1;
}

int ecg_sheet_pass_is_needed(
    const struct ecg_scene *scene, const struct ecg_sheet *sheet, const struct ecg_light *light)
{
    if (!is_clean_paper(scene) || ecg_sheet_is_relief(scene) || ecg_sheet_is_glossy(scene))
        return 1;
    if (light && light->rgb)
        return 1;
    return sheet && (sheet->stain || sheet->mould || sheet->wear || sheet->outline ||
                        sheet->head || sheet->n_decals > 0);
}

static int upload_field(struct ecg_sheet_pass *pass, enum field which, const void *data, int width,
    int height, GLenum format, struct ecg_error *error)
{
    struct field_texture *field = &pass->fields[which];
    if (!data)
        return 0;
    if (field->width != width || field->height != height || field->format != format) {
        glDeleteTextures(1, &field->texture);
        glCreateTextures(GL_TEXTURE_2D, 1, &field->texture);
        glTextureStorage2D(field->texture, 1, format, width, height);
        /* All but the print head's are read through a sampler. */
        glTextureParameteri(field->texture, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTextureParameteri(field->texture, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        glTextureParameteri(field->texture, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTextureParameteri(field->texture, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        *field = (struct field_texture){ field->texture, width, height, format };
    }
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTextureSubImage2D(field->texture, 0, 0, 0, width, height, format == GL_RG8 ? GL_RG : GL_RGBA,
        format == GL_RGB10_A2 ? GL_UNSIGNED_INT_2_10_10_10_REV : GL_UNSIGNED_BYTE, data);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    int code = ecg_gpu_check(pass->gpu, "sheet: fields", error);
    if (code < 0)
        field->format = 0;
    return code;
}

/* Roots of the irradiance in ten bits, finer than what is seen, in texels of 32 bits, which a
 * software renderer interpolates at half the cost of half floats. */
static int upload_light(
    struct ecg_sheet_pass *pass, const struct ecg_light *light, struct ecg_error *error)
{
    size_t n = light->rgb ? (size_t)light->width * (size_t)light->height : 0;
    if (ecg_grow(&pass->light_texels, &pass->cap_light_texels, n, sizeof *pass->light_texels) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "sheet: out of memory");
    for (size_t i = 0; i < n; i++) {
        uint32_t texel = 0;
        for (int c = 2; c >= 0; c--) {
            float root = sqrtf(light->rgb[3 * i + (size_t)c]);
            texel = texel << 10 | (uint32_t)(fminf(root, 1.0f) * 1023.0f + 0.5f);
        }
        pass->light_texels[i] = texel;
    }
    return upload_field(pass, FIELD_LIGHT, n ? pass->light_texels : NULL, light->width,
        light->height, GL_RGB10_A2, error);
}

int ecg_sheet_pass_upload(struct ecg_sheet_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, const struct ecg_light *light, struct ecg_error *error)
{
    pass->sheet = sheet;
    pass->light = light;
    pass->slow.is_drawn = 0;
    int code = 0;
    if (light && !light->is_even)
        code = upload_light(pass, light, error);
    if (!sheet || code < 0)
        return code;
    const struct {
        enum field which;
        const uint8_t *data;
        int width, height;
        GLenum format;
    } list[] = {
        { FIELD_STAIN, sheet->stain, sheet->width, sheet->height, GL_RGBA8 },
        { FIELD_MOULD, sheet->mould, sheet->width, sheet->height, GL_RGBA8 },
        { FIELD_WEAR, sheet->wear, sheet->width, sheet->height, GL_RGBA8 },
        { FIELD_OUTLINE, sheet->outline, sheet->width, sheet->height, GL_RG8 },
        { FIELD_HEAD, sheet->head, sheet->n_head, 1, GL_RG8 },
    };
    for (size_t k = 0; k < sizeof list / sizeof *list && code == 0; k++)
        code = upload_field(pass, list[k].which, list[k].data, list[k].width, list[k].height,
            list[k].format, error);
    return code == 0 ? ecg_decal_pass_upload(pass->decals, frame, sheet, error) : code;
}

static void add_define(char list[DEFINES_SIZE], const char *name)
{
    strcat(list, ";");
    strcat(list, name);
}

/* What this picture needs, as shaders/sheet/sheet.frag's defines. */
static int runs(const struct ecg_sheet_pass *pass, const struct ecg_scene *scene)
{
    return pass->sheet && pass->sheet->is_wet && scene->sheet_soak_run > 0;
}

static int creases(const struct ecg_sheet_pass *pass, const struct ecg_scene *scene)
{
    return pass->sheet && pass->sheet->wear &&
           (scene->sheet_wear_crease_white > 0 || scene->sheet_wear_crease_dirt > 0);
}

/* How many of the places where toner can stray have some: a laser printer's. */
static float stray_toner(const struct ecg_scene *scene)
{
    return scene->sheet_ink_trace_printer == 0 ? 0.02f * (float)scene->sheet_ink_character : 0.0f;
}

static void list_paper_defines(
    const struct ecg_sheet_pass *pass, const struct ecg_frame *frame, char *list)
{
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_light *light = pass->light;
    const struct {
        int on;
        const char *name;
    } table[] = {
        { scene->sheet_paper_texture > 0 && scene->sheet_paper_stock == 2, "RECYCLED" },
        { light && light->rgb, "LIGHT" },
        { light && light->rgb && light->is_even, "EVEN_LIGHT" },
        { ecg_slow_is_used(frame, pass->sheet), "SLOW_FIELD" },
        { ecg_sheet_is_glossy(scene), "GLOSS" },
    };
    ecg_slow_defines(scene, list + strlen(list));
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        if (table[k].on)
            add_define(list, table[k].name);
}

static void list_defines(const struct ecg_sheet_pass *pass, const struct ecg_frame *frame,
    enum ecg_part part, int is_encoded, char list[DEFINES_SIZE])
{
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_sheet *sheet = pass->sheet;
    int is_open = part == ECG_PART_OPEN;
    int run = runs(pass, scene), smear = scene->sheet_ink_smear > 0;
    const struct {
        int on;
        const char *name;
    } table[] = {
        { sheet && sheet->stain, "STAIN" },
        { sheet && sheet->mould, "MOULD" },
        { sheet && sheet->wear, "WEAR" },
        { is_open && sheet && sheet->outline, "OUTLINE" },
        { sheet && sheet->head, "HEAD" },
        { creases(pass, scene), "CREASE" },
        { run || smear, "DYE" },
        { !frame->mesh->is_affine, "PLACED" },
        { !frame->mesh->is_affine && ecg_place_is_short(frame), "SHORT" },
        { is_open && !frame->is_flat, "EDGED" },
        { is_encoded, "ENCODED" },
        { run, "RUN" },
        { smear, "SMEAR" },
        { scene->sheet_ink_character > 0, "CHARACTER" },
        { stray_toner(scene) > 0, "STRAY" },
        { sheet && sheet->wear && scene->sheet_ink_trace_printer == 2 && scene->sheet_ink_fade > 0,
            "FADE_COLOR" },
    };
    strcpy(list, ecg_frame_ink_defines(frame));
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        if (table[k].on)
            add_define(list, table[k].name);
    list_paper_defines(pass, frame, list);
}

/* Rough edges, uneven density and how much dissolves, by printer: laser, inkjet, thermal. */
static const float ROUGH[3] = { 0.30f, 0.85f, 0.45f };
static const float UNEVEN[3] = { 0.16f, 0.22f, 0.42f };
static const float SOLUBLE[3] = { 0.01f, 1.0f, 0.08f };

static void ink_uniforms(
    const struct ecg_sheet_pass *pass, const struct ecg_scene *scene, GLuint program)
{
    int trace = scene->sheet_ink_trace_printer, grid = scene->sheet_ink_grid_printer;
    float c = (float)scene->sheet_ink_character;
    glUniform2f(ecg_uniform(program, "ink_rough"), c * ROUGH[trace], c * ROUGH[grid]);
    glUniform2f(ecg_uniform(program, "ink_uneven"), c * UNEVEN[trace], c * UNEVEN[grid]);
    glUniform1f(ecg_uniform(program, "ink_specks"), stray_toner(scene));
    glUniform1ui(ecg_uniform(program, "ink_seed"), ecg_sheet_seed(scene, "sheet.ink"));
    glUniform4f(ecg_uniform(program, "ink_fade_color"), 0.20f, 0.125f, 0.095f, 0.7f);
    if (pass->sheet)
        glUniform1i(ecg_uniform(program, "feed_is_y"), pass->sheet->feed_is_y);
}

static void dye_uniforms(
    const struct ecg_sheet_pass *pass, const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_target *dye = &pass->dye[0];
    struct ecg_random random = ecg_random_named(scene->key, "sheet.ink.smear");
    double way = ecg_random_uniform(&random, -0.5, 0.5);
    way += ecg_random_chance(&random, 0.5) ? 0.0 : 3.14159265358979;
    double length = ecg_random_uniform(&random, 3.0, 9.0);
    double sx, sy;
    ecg_mesh_scale(frame->mesh, frame->mesh->width_mm / 2, frame->mesh->height_mm / 2, &sx, &sy);
    glUniform2f(ecg_uniform(program, "dye_scale"), 1.0f / (float)(DYE_SHRINK * dye->width_px),
        1.0f / (float)(DYE_SHRINK * dye->height_px));
    glUniform4f(ecg_uniform(program, "dye_dissolved"),
        0.75f * SOLUBLE[scene->sheet_ink_grid_printer],
        0.7f * SOLUBLE[scene->sheet_ink_trace_printer], 0.75f, 0.0f);
    glUniform1f(ecg_uniform(program, "run_amount"), (float)scene->sheet_soak_run);
    glUniform4f(ecg_uniform(program, "smear"), (float)(cos(way) * sx), (float)(sin(way) * sy),
        (float)scene->sheet_ink_smear, (float)length);
    glUniform1ui(ecg_uniform(program, "dye_seed"), ecg_sheet_seed(scene, "sheet.dye"));
}

static void set_uniforms(
    const struct ecg_sheet_pass *pass, const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_scene *scene = frame->scene;
    ecg_frame_use(frame, program);
    ecg_sheet_paper_uniforms(frame, program);
    ecg_sheet_light_uniforms(frame, pass->light, program);
    ink_uniforms(pass, scene, program);
    if (runs(pass, scene) || scene->sheet_ink_smear > 0)
        dye_uniforms(pass, frame, program);
    ecg_slow_uniforms(&pass->slow, program);
    if (!pass->sheet)
        return;
    glUniform2f(ecg_uniform(program, "field_scale"),
        (float)(pass->sheet->px_per_mm / pass->sheet->width),
        (float)(pass->sheet->px_per_mm / pass->sheet->height));
    glUniform2f(ecg_uniform(program, "crease_wear"), (float)scene->sheet_wear_crease_white,
        (float)scene->sheet_wear_crease_dirt);
}

int ecg_sheet_pass_has_dye(const struct ecg_sheet_pass *pass, const struct ecg_frame *frame)
{
    return runs(pass, frame->scene) || frame->scene->sheet_ink_smear > 0;
}

int ecg_sheet_pass_gather_dye(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_scene *scene = frame->scene;
    int width = (frame->mesh->width_px + DYE_SHRINK - 1) / DYE_SHRINK;
    int height = (frame->mesh->height_px + DYE_SHRINK - 1) / DYE_SHRINK;
    GLuint gather;
    int code = ecg_target_size_exact(&pass->dye[0], width, height, GL_RGBA8, error);
    if (code == 0)
        code = ecg_pass_get(
            pass->gpu, "sheet/dye.frag", ecg_frame_ink_defines(frame), &gather, error);
    if (code < 0)
        return code;
    /* A hand takes along some of any fresh ink. */
    float rubbed = scene->sheet_ink_smear > 0 ? 0.25f : 0.0f;
    float grid = fmaxf(rubbed, SOLUBLE[scene->sheet_ink_grid_printer]);
    float trace = fmaxf(rubbed, SOLUBLE[scene->sheet_ink_trace_printer]);
    const float soluble[8] = { grid, grid, trace, trace, 1.0f, 0.5f, 0.8f, 0.9f };
    glBindFramebuffer(GL_FRAMEBUFFER, pass->dye[0].framebuffer);
    glViewport(frame->x_px / DYE_SHRINK, frame->y_px / DYE_SHRINK,
        (frame->width_px + DYE_SHRINK - 1) / DYE_SHRINK,
        (frame->height_px + DYE_SHRINK - 1) / DYE_SHRINK);
    ecg_frame_use(frame, gather);
    glUniform4fv(ecg_uniform(gather, "dye_soluble"), 2, soluble);
    ecg_pass_run(pass->gpu, frame->empty_vao);
    pass->is_dye_spread = 0;
    return 0;
}

/* Blurs what was gathered: along x, then along y. */
static int spread_dye(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    const struct ecg_target *dye = pass->dye;
    GLuint blur;
    int code =
        ecg_target_size_exact(&pass->dye[1], dye->width_px, dye->height_px, GL_RGBA8, error);
    if (code == 0)
        code = ecg_pass_get(pass->gpu, "sheet/dye_blur.frag", NULL, &blur, error);
    if (code < 0)
        return code;
    double sx, sy;
    ecg_mesh_scale(frame->mesh, frame->mesh->width_mm / 2, frame->mesh->height_mm / 2, &sx, &sy);
    float step = (float)fmax(1.0, 0.10 * sqrt(sx * sy));
    glUseProgram(blur);
    glUniform2i(ecg_uniform(blur, "dye_last"), dye->width_px - 1, dye->height_px - 1);
    for (int k = 0; k < 2; k++) {
        ecg_target_draw(&pass->dye[1 - k]);
        glBindTextureUnit(FIRST_UNIT, pass->dye[k].texture);
        glUniform2f(ecg_uniform(blur, "dye_step"), k ? 0.0f : step, k ? step : 0.0f);
        ecg_pass_run(pass->gpu, frame->empty_vao);
    }
    pass->is_dye_spread = 1;
    return 0;
}

/* Makes the dye ready, unless an earlier tile or the caller did. */
static int prepare_dye(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    int is_whole =
        frame->width_px == frame->mesh->width_px && frame->height_px == frame->mesh->height_px;
    int code = 0;
    if (is_whole)
        code = ecg_sheet_pass_gather_dye(pass, frame, error);
    if (code == 0 && !pass->is_dye_spread)
        code = spread_dye(pass, frame, error);
    return code;
}

static void bind_fields(const struct ecg_sheet_pass *pass)
{
    for (int k = 0; k < FIELD_COUNT; k++) {
        glBindTextureUnit((GLuint)(FIRST_UNIT + k), pass->fields[k].texture);
        glBindSampler((GLuint)(FIRST_UNIT + k), k == FIELD_HEAD ? 0 : pass->linear_sampler);
    }
    glBindTextureUnit(DYE_UNIT, pass->dye[0].texture);
    glBindSampler(DYE_UNIT, pass->linear_sampler);
    glBindTextureUnit(SLOW_UNIT, pass->slow.field.texture);
    glBindSampler(SLOW_UNIT, pass->linear_sampler);
}

static void unbind_fields(void)
{
    for (GLuint k = FIRST_UNIT; k <= DYE_UNIT; k++)
        glBindSampler(k, 0);
    glBindSampler(SLOW_UNIT, 0);
}

/* Where a flat sheet's pixels lie: its mesh is one cell. */
static void affine_uniforms(const struct ecg_frame *frame, GLuint program)
{
    const struct ecg_mesh *mesh = frame->mesh;
    struct ecg_cell_map m = ecg_cell_map(ecg_cell_triangle(mesh, 0, 0, 1));
    double det = m.xu * m.yv - m.xv * m.yu;
    double step_x = mesh->step_x_mm / det, step_y = mesh->step_y_mm / det;
    glUniform3f(ecg_uniform(program, "sheet_x_of_px"), (float)(m.yv * step_x),
        (float)(-m.xv * step_x), (float)((m.xv * m.y - m.yv * m.x) * step_x));
    glUniform3f(ecg_uniform(program, "sheet_y_of_px"), (float)(-m.yu * step_y),
        (float)(m.xu * step_y), (float)((m.yu * m.x - m.xu * m.y) * step_y));
}

/* One part of the tile, into the bound target; is_encoded: the picture itself. */
static int draw_part(struct ecg_sheet_pass *pass, const struct ecg_frame *frame,
    enum ecg_part part, int is_encoded, struct ecg_error *error)
{
    char defines[DEFINES_SIZE];
    struct ecg_frame seen = *frame;
    GLuint program;
    size_t first = frame->boxes->first[part], n = frame->boxes->first[part + 1] - first;
    if (n == 0)
        return 0;
    if (part == ECG_PART_WHOLE)
        seen.has_notes = seen.has_stuck = 0;
    list_defines(pass, &seen, part, is_encoded, defines);
    int code = ecg_pass_get_boxed(pass->gpu, "sheet/sheet.frag", defines, &program, error);
    if (code < 0)
        return code;
    set_uniforms(pass, &seen, program);
    if (frame->mesh->is_affine) {
        affine_uniforms(frame, program);
    } else {
        ecg_place_use(frame, program, PLACE_UNIT);
    }
    ecg_pass_run_boxes(pass->gpu, &frame->boxes->boxes, first, n);
    return 0;
}

static int has_linear(const struct ecg_frame *frame, int is_captured)
{
    return is_captured || ecg_part_boxes_count(frame->boxes, ECG_PART_EMPTY, ECG_PART_OPEN) > 0;
}

/* Into linear what comes before other steps: all of a picture that is captured, else what things
 * lie on and what is mixed with what is behind it. The rest is the picture. */
static int draw_sheet(struct ecg_sheet_pass *pass, const struct ecg_frame *frame, int is_captured,
    struct ecg_error *error)
{
    static const float nothing[4] = { 0, 0, 0, 0 };
    int code = 0;
    bind_fields(pass);
    if (has_linear(frame, is_captured)) {
        ecg_target_draw(&frame->linear);
        ecg_boxes_clear(&frame->boxes->boxes, frame->boxes->first[ECG_PART_EMPTY],
            ecg_part_boxes_count(frame->boxes, ECG_PART_EMPTY, ECG_PART_EMPTY), nothing);
        code = draw_part(pass, frame, ECG_PART_OPEN, 0, error);
    }
    if (!is_captured)
        ecg_target_draw(&frame->output);
    if (code == 0)
        code = draw_part(pass, frame, ECG_PART_WHOLE, !is_captured, error);
    return code < 0 ? code : draw_part(pass, frame, ECG_PART_NOTED, !is_captured, error);
}

static int draw_decals(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    if (!pass->sheet || pass->sheet->n_decals == 0)
        return 0;
    ecg_timers_begin(timers, "decals");
    int code = ecg_decal_pass_run(pass->decals, frame, pass->sheet, pass->light, error);
    ecg_timers_end(timers);
    return code;
}

static int prepare(struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    int code = 0;
    if (ecg_sheet_pass_has_dye(pass, frame)) {
        ecg_timers_begin(timers, "dye");
        code = prepare_dye(pass, frame, error);
        ecg_timers_end(timers);
    }
    if (code == 0 && ecg_slow_is_used(frame, pass->sheet) && !pass->slow.is_drawn) {
        ecg_timers_begin(timers, "slow");
        code = ecg_slow_draw(&pass->slow, frame, pass->light, error);
        ecg_timers_end(timers);
    }
    return code == 0 && !frame->mesh->is_affine ? ecg_place_run(frame, error) : code;
}

int ecg_sheet_pass_run(
    struct ecg_sheet_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(pass->gpu);
    int is_captured = frame->scene->capture_kind != ECG_CAPTURE_NONE;
    int width = frame->width_px, height = frame->height_px, code = 0;
    frame->is_opaque = frame->is_flat && !(pass->sheet && pass->sheet->outline);
    if (has_linear(frame, is_captured))
        code = ecg_target_size(&frame->linear, width, height, GL_RGBA16F, error);
    if (code == 0 && !is_captured)
        code = ecg_target_size(&frame->output, width, height, GL_RGBA8, error);
    if (code == 0)
        code = prepare(pass, frame, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "sheet");
    code = draw_sheet(pass, frame, is_captured, error);
    ecg_timers_end(timers);
    if (code == 0)
        code = draw_decals(pass, frame, error);
    unbind_fields();
    if (ecg_sheet_is_glossy(frame->scene) || frame->mesh->is_affine)
        ecg_target_unused(&frame->place); /* large, and rare */
    return code;
}
