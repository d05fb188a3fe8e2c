#include "render/print.h"

#include "core/alloc.h"
#include "core/srgb.h"
#include "gpu/stream.h"
#include "render/place_pass.h"
#include "render/sheet_uniforms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* llvmpipe bins every triangle of a draw before it draws the first, and slows down with their
 * number: 60,000 quads take 120 ms at once, 34 ms in parts of this many with a flush between. */
enum { QUADS_PER_DRAW = 5000 };

enum { PLACE_UNIT = 3 };

struct ecg_print_pass {
    struct ecg_gpu *gpu;
    struct ecg_stream stream;
    size_t at[ECG_INK_SHAPES], bytes[ECG_INK_SHAPES]; /* each shape's records in the stream */
    GLuint atlas;                                     /* texture, ECG_ATLAS_WIDTH x atlas_height */
    int atlas_height;
    GLuint vao, indices;       /* 0 1 2 2 1 3 for each quad of one draw */
    struct ecg_target scratch; /* the coverage of one batch of stuck things */
};

static int make_indices(struct ecg_print_pass *pass, struct ecg_error *error)
{
    static const uint16_t corners[6] = { 0, 1, 2, 2, 1, 3 };
    uint16_t *list = ecg_calloc((size_t)QUADS_PER_DRAW * 6, sizeof *list);
    if (!list)
        return ecg_fail(error, ECG_E_MEMORY, "print: out of memory");
    for (size_t i = 0; i < (size_t)QUADS_PER_DRAW * 6; i++)
        list[i] = (uint16_t)(i / 6 * 4 + corners[i % 6]);
    glCreateBuffers(1, &pass->indices);
    glNamedBufferStorage(pass->indices, (GLsizeiptr)(QUADS_PER_DRAW * 6 * sizeof *list), list, 0);
    glCreateVertexArrays(1, &pass->vao);
    glVertexArrayElementBuffer(pass->vao, pass->indices);
    ecg_free(list);
    return ecg_gpu_check(pass->gpu, "print: creating", error);
}

int ecg_print_create(struct ecg_print_pass **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_print_pass *pass = *out = ecg_calloc(1, sizeof *pass);
    if (!pass)
        return ecg_fail(error, ECG_E_MEMORY, "print: out of memory");
    pass->gpu = gpu;
    int code = make_indices(pass, error);
    if (code < 0)
        ecg_print_destroy(out);
    return code;
}

void ecg_print_destroy(struct ecg_print_pass **pass)
{
    if (!*pass)
        return;
    ecg_stream_free(&(*pass)->stream);
    ecg_target_free(&(*pass)->scratch);
    glDeleteVertexArrays(1, &(*pass)->vao);
    glDeleteBuffers(1, &(*pass)->indices);
    glDeleteTextures(1, &(*pass)->atlas);
    ecg_free(*pass);
    *pass = NULL;
}

static int upload_atlas(
    struct ecg_print_pass *pass, const struct ecg_drawing *drawing, struct ecg_error *error)
{
    if (!drawing->atlas)
        return 0;
    if (pass->atlas_height < drawing->atlas_height) {
        int height = 256; /* a power of two: stamp.frag */
        while (height < drawing->atlas_height)
            height *= 2;
        glDeleteTextures(1, &pass->atlas);
        glCreateTextures(GL_TEXTURE_2D, 1, &pass->atlas);
        glTextureStorage2D(pass->atlas, 1, GL_R8, drawing->atlas_width, height);
        glTextureParameteri(pass->atlas, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTextureParameteri(pass->atlas, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTextureParameteri(pass->atlas, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTextureParameteri(pass->atlas, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        pass->atlas_height = height;
    }
    glTextureSubImage2D(pass->atlas, 0, 0, 0, drawing->atlas_width, drawing->atlas_height, GL_RED,
        GL_UNSIGNED_BYTE, drawing->atlas);
    return ecg_gpu_check(pass->gpu, "print: uploading letters", error);
}

int ecg_print_upload(
    struct ecg_print_pass *pass, const struct ecg_drawing *drawing, struct ecg_error *error)
{
    const struct {
        const void *data;
        size_t bytes;
    } records[ECG_INK_SHAPES] = {
        [ECG_INK_PATCHES] = { drawing->patches, drawing->n_patches * sizeof *drawing->patches },
        [ECG_INK_STROKES] = { drawing->strokes, drawing->n_strokes * sizeof *drawing->strokes },
        [ECG_INK_CHAINS] = { drawing->chains, drawing->n_chains * sizeof *drawing->chains },
        [ECG_INK_STAMPS] = { drawing->stamps, drawing->n_stamps * sizeof *drawing->stamps },
    };
    size_t room = 0;
    for (int i = 0; i < ECG_INK_SHAPES; i++)
        room += ecg_stream_room(records[i].bytes);
    int code = ecg_stream_begin(&pass->stream, room, error);
    if (code < 0)
        return code;
    for (int i = 0; i < ECG_INK_SHAPES; i++) {
        pass->at[i] = ecg_stream_put(&pass->stream, records[i].data, records[i].bytes);
        pass->bytes[i] = records[i].bytes;
    }
    pass->at[ECG_INK_DASHES] = pass->at[ECG_INK_STROKES];
    pass->bytes[ECG_INK_DASHES] = pass->bytes[ECG_INK_STROKES];
    return upload_atlas(pass, drawing, error);
}

void ecg_print_done(struct ecg_print_pass *pass)
{
    ecg_stream_end(&pass->stream);
}

static void draw_quads(struct ecg_print_pass *pass, size_t first, size_t count)
{
    int is_software = ecg_gpu_is_software(pass->gpu);
    for (size_t i = 0; i < count; i += QUADS_PER_DRAW) {
        size_t n = count - i < QUADS_PER_DRAW ? count - i : QUADS_PER_DRAW;
        glDrawElementsBaseVertex(
            GL_TRIANGLES, (GLsizei)(n * 6), GL_UNSIGNED_SHORT, NULL, (GLint)((first + i) * 4));
        if (is_software && i + n < count)
            glFlush();
    }
}

struct shape {
    const char *vertex, *fragment, *defines;
    GLenum joined_by;
};

/* By enum ecg_ink_shape. */
static const struct shape shapes[] = {
    [ECG_INK_PATCHES] = { "print/patch.vert", "print/patch.frag", NULL, GL_FUNC_ADD },
    [ECG_INK_STROKES] = { "print/stroke.vert", "print/stroke.frag", NULL, GL_MAX },
    [ECG_INK_DASHES] = { "print/stroke.vert", "print/stroke.frag", "DASHED", GL_MAX },
    [ECG_INK_CHAINS] = { "print/chain.vert", "print/chain.frag", NULL, GL_MAX },
    [ECG_INK_STAMPS] = { "print/stamp.vert", "print/stamp.frag", NULL, GL_MAX },
};

/* One batch into the bound target, joined with what is there. */
static int draw_batch(struct ecg_print_pass *pass, const struct ecg_frame *frame,
    const struct ecg_batch *batch, struct ecg_error *error)
{
    const struct shape *shape = &shapes[batch->shape];
    GLuint program;
    int code = ecg_program_get(ecg_gpu_programs(pass->gpu), shape->vertex, shape->fragment,
        shape->defines, &program, error);
    if (code < 0)
        return code;
    ecg_frame_use(frame, program);
    if (batch->shape == ECG_INK_STAMPS)
        glBindTextureUnit(0, pass->atlas);
    glBindBufferRange(GL_SHADER_STORAGE_BUFFER, 0, pass->stream.buffer,
        (GLintptr)pass->at[batch->shape], (GLsizeiptr)pass->bytes[batch->shape]);
    glBlendEquation(shape->joined_by);
    draw_quads(pass, batch->first, batch->count);
    return 0;
}

/* The rulings as the shader takes them, in the order of its four groups. */
struct ruling_uniforms {
    float line[ECG_MAX_RULINGS][4], end[ECG_MAX_RULINGS][4];
    float way[2][2]; /* across upright and level lines */
    int group_end[4];
    int is_turned, is_bounded, has_ends, has_gaps;
};

/* The tile's extent in a direction: the least and the largest place of its corners. */
static void extent(const struct ecg_frame *frame, float x, float y, float range[2])
{
    float left = x * (float)frame->x_px, right = x * (float)(frame->x_px + frame->width_px);
    float top = y * (float)frame->y_px, below = y * (float)(frame->y_px + frame->height_px);
    range[0] = fminf(left, right) + fminf(top, below);
    range[1] = fmaxf(left, right) + fmaxf(top, below);
}

static void add_ruling(
    struct ruling_uniforms *u, int n, const struct ecg_frame *frame, const struct ecg_ruling *r)
{
    float across[2], along[2];
    float turn = r->is_level ? -1.0f : 1.0f;
    extent(frame, r->way[0], r->way[1], across);
    extent(frame, -turn * r->way[1], turn * r->way[0], along);
    const float line[4] = { r->start, r->step, r->last, r->half };
    const float end[4] = { r->from, r->to, r->every, r->skipped };
    memcpy(u->line[n], line, sizeof line);
    memcpy(u->end[n], end, sizeof end);
    memcpy(u->way[r->is_level], r->way, sizeof r->way);
    u->has_gaps |= r->every > 0;
    if (frame->drawing->is_bent) { /* which part of it the tile shows is not known here */
        u->is_bounded = u->has_ends = 1;
        return;
    }
    /* One line further on either side would show. */
    float seen = r->half + 0.5f, next = r->start + (r->last + 1) * r->step;
    u->is_turned |= r->way[0] * r->way[1] < 0 || r->way[0] * r->way[1] > 0;
    u->is_bounded |= r->start - r->step + seen > across[0] || next - seen < across[1];
    u->has_ends |= r->from > along[0] || r->to < along[1];
}

static void list_rulings(const struct ecg_frame *frame, struct ruling_uniforms *u)
{
    const struct ecg_drawing *drawing = frame->drawing;
    int n = 0;
    for (int group = 0; group < 4; group++) {
        for (int i = 0; i < drawing->n_rulings; i++) {
            const struct ecg_ruling *r = &drawing->rulings[i];
            if (r->is_level == group / 2 && r->layer == group % 2)
                add_ruling(u, n++, frame, r);
        }
        u->group_end[group] = n;
    }
}

/* The grid, over the whole tile: nothing was drawn there before. */
static int draw_rulings(
    struct ecg_print_pass *pass, const struct ecg_frame *frame, struct ecg_error *error)
{
    struct ruling_uniforms u = { .way = { { 1, 0 }, { 0, 1 } } };
    list_rulings(frame, &u);
    const int *to = u.group_end;
    int is_bent = frame->drawing->is_bent;
    char defines[128];
    snprintf(defines, sizeof defines, "RULINGS %d;U0 %d;U1 %d;L0 %d;L1 %d%s%s%s%s%s", to[3], to[0],
        to[1], to[2], to[3], u.is_turned ? ";TURNED" : "", u.is_bounded ? ";BOUNDED" : "",
        u.has_ends ? ";ENDS" : "", u.has_gaps ? ";GAPS" : "", is_bent ? ";PLACED" : "");
    GLuint program;
    int code = ecg_program_get(ecg_gpu_programs(pass->gpu), "print/ruling.vert",
        "print/ruling.frag", defines, &program, error);
    if (code < 0)
        return code;
    ecg_target_draw(&frame->print);
    glUseProgram(program);
    glUniform4fv(ecg_uniform(program, "line"), to[3], u.line[0]);
    glUniform4fv(ecg_uniform(program, "end"), to[3], u.end[0]);
    glUniform2fv(ecg_uniform(program, "way"), 2, u.way[0]);
    glUniform2f(ecg_uniform(program, "tile_corner_px"), (float)frame->x_px, (float)frame->y_px);
    if (is_bent) {
        glUniform2i(
            ecg_uniform(program, "place_last_px"), frame->width_px - 1, frame->height_px - 1);
        glUniform1f(
            ecg_uniform(program, "scale_px_mm"), (float)ecg_sheet_scale_px_mm(frame->mesh));
        ecg_place_use(frame, program, PLACE_UNIT);
    }
    ecg_draw_screen(frame->empty_vao);
    return 0;
}

static int draw_layers(struct ecg_print_pass *pass, const struct ecg_frame *frame,
    enum ecg_ink_target which, const struct ecg_target *target, struct ecg_error *error)
{
    static const float none[4] = { 0, 0, 0, 0 };
    const struct ecg_drawing *drawing = frame->drawing;
    int code = 0;
    if (which == ECG_INK_PRINT && drawing->n_rulings > 0)
        code = draw_rulings(pass, frame, error);
    else
        ecg_target_clear(target, none);
    glBindVertexArray(pass->vao);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE);
    for (size_t i = 0; code == 0 && i < drawing->n_batches; i++)
        if (drawing->batches[i].target == which)
            code = draw_batch(pass, frame, &drawing->batches[i], error);
    glDisable(GL_BLEND);
    return code;
}

/* The tile's pixels that a batch touches: x, y, width, height; 0 when there are none. */
static int batch_box(const struct ecg_frame *frame, const struct ecg_batch *batch, GLint box[4])
{
    const int corner[2] = { frame->x_px, frame->y_px };
    const int size[2] = { frame->width_px, frame->height_px };
    for (int k = 0; k < 2; k++) {
        double low = fmax(floor((double)batch->box_px[k]) - corner[k], 0);
        double high = fmin(ceil((double)batch->box_px[2 + k]) - corner[k], size[k]);
        if (!(high > low))
            return 0;
        box[k] = (GLint)low;
        box[2 + k] = (GLint)(high - low);
    }
    return 1;
}

/* A batch's coverage into the scratch target, then its colour over what is stuck so far. */
static int stick_batch(struct ecg_print_pass *pass, const struct ecg_frame *frame,
    const struct ecg_batch *batch, struct ecg_error *error)
{
    static const float none[4] = { 0, 0, 0, 0 };
    GLuint program;
    int code = ecg_program_get(ecg_gpu_programs(pass->gpu), "common/screen.vert",
        "print/stuck.frag", NULL, &program, error);
    if (code < 0)
        return code;
    ecg_target_draw(&pass->scratch);
    glClearBufferfv(GL_COLOR, 0, none); /* within the scissor box */
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE);
    glBindVertexArray(pass->vao);
    code = draw_batch(pass, frame, batch, error);
    if (code < 0)
        return code;
    ecg_target_draw(&frame->stuck);
    glUseProgram(program);
    glBindTextureUnit(0, pass->scratch.texture);
    glUniform4f(ecg_uniform(program, "color_linear"),
        ecg_linear_from_srgb_f((float)batch->rgba[0] / 255),
        ecg_linear_from_srgb_f((float)batch->rgba[1] / 255),
        ecg_linear_from_srgb_f((float)batch->rgba[2] / 255), (float)batch->rgba[3] / 255);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    ecg_draw_screen(frame->empty_vao);
    return 0;
}

static int draw_stuck(
    struct ecg_print_pass *pass, const struct ecg_frame *frame, struct ecg_error *error)
{
    static const float none[4] = { 0, 0, 0, 0 };
    const struct ecg_drawing *drawing = frame->drawing;
    int code = ecg_target_size(&pass->scratch, frame->width_px, frame->height_px, GL_R8, error);
    if (code < 0)
        return code;
    ecg_target_clear(&frame->stuck, none);
    glEnable(GL_SCISSOR_TEST);
    for (size_t i = 0; code == 0 && i < drawing->n_batches; i++) {
        GLint box[4];
        if (drawing->batches[i].target != ECG_INK_STUCK ||
            !batch_box(frame, &drawing->batches[i], box))
            continue;
        glScissor(box[0], box[1], box[2], box[3]);
        code = stick_batch(pass, frame, &drawing->batches[i], error);
    }
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    return code;
}

int ecg_print_needs_place(const struct ecg_frame *frame)
{
    return frame->drawing->is_bent && frame->drawing->n_rulings > 0;
}

int ecg_print_run(struct ecg_print_pass *pass, struct ecg_frame *frame, struct ecg_error *error)
{
    int width = frame->width_px, height = frame->height_px;
    frame->has_notes = frame->drawing->has_target[ECG_INK_NOTES];
    frame->has_stuck = frame->drawing->has_target[ECG_INK_STUCK];
    int code = ecg_target_size(&frame->print, width, height, GL_RGBA8, error);
    if (code == 0)
        code = draw_layers(pass, frame, ECG_INK_PRINT, &frame->print, error);
    if (!frame->has_notes)
        ecg_target_unused(&frame->notes);
    if (!frame->has_stuck)
        ecg_target_unused(&pass->scratch);
    if (code == 0 && frame->has_notes)
        code = ecg_target_size(&frame->notes, width, height, GL_RGBA8, error);
    if (code == 0 && frame->has_notes)
        code = draw_layers(pass, frame, ECG_INK_NOTES, &frame->notes, error);
    if (code == 0 && frame->has_stuck)
        code = ecg_target_size(&frame->stuck, width, height, GL_RGBA16F, error);
    if (code == 0 && frame->has_stuck)
        code = draw_stuck(pass, frame, error);
    return code;
}
