#include "render/sheet_decal_pass.h"

#include "core/alloc.h"
#include "render/sheet_decal.h"
#include "render/sheet_uniforms.h"

#include <math.h>
#include <string.h>

enum { NODES = ECG_DECAL_NODES, CELLS = NODES - 1, INDICES = 6 * CELLS * CELLS };

struct vertex {
    float px[2], uv_mm[2], sheet_mm[2], space_mm[3], normal[3];
};

struct ecg_decal_pass {
    struct ecg_gpu *gpu;
    GLuint vao, vertices, indices;
    struct vertex *list;
    size_t capacity;
};

int ecg_decal_pass_create(
    struct ecg_decal_pass **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_decal_pass *pass = *out = ecg_calloc(1, sizeof *pass);
    if (!pass)
        return ecg_fail(error, ECG_E_MEMORY, "sheet: out of memory");
    pass->gpu = gpu;
    uint16_t index[INDICES];
    for (int k = 0; k < INDICES; k++) {
        static const int CORNER[6][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 0, 1 }, { 1, 0 },
            { 1, 1 } };
        int cell = k / 6;
        index[k] = (uint16_t)((cell / CELLS + CORNER[k % 6][1]) * NODES + cell % CELLS +
                              CORNER[k % 6][0]);
    }
    glCreateBuffers(1, &pass->indices);
    glNamedBufferStorage(pass->indices, sizeof index, index, 0);
    glCreateBuffers(1, &pass->vertices);
    glCreateVertexArrays(1, &pass->vao);
    glVertexArrayElementBuffer(pass->vao, pass->indices);
    glVertexArrayVertexBuffer(pass->vao, 0, pass->vertices, 0, sizeof(struct vertex));
    static const GLuint SIZE[5] = { 2, 2, 2, 3, 3 };
    GLuint offset = 0;
    for (GLuint k = 0; k < 5; k++) {
        glEnableVertexArrayAttrib(pass->vao, k);
        glVertexArrayAttribFormat(pass->vao, k, (GLint)SIZE[k], GL_FLOAT, GL_FALSE, offset);
        glVertexArrayAttribBinding(pass->vao, k, 0);
        offset += SIZE[k] * (GLuint)sizeof(float);
    }
    int code = ecg_gpu_check(gpu, "sheet: creating", error);
    if (code < 0)
        ecg_decal_pass_destroy(out);
    return code;
}

void ecg_decal_pass_destroy(struct ecg_decal_pass **out)
{
    struct ecg_decal_pass *pass = *out;
    if (!pass)
        return;
    glDeleteVertexArrays(1, &pass->vao);
    glDeleteBuffers(1, &pass->vertices);
    glDeleteBuffers(1, &pass->indices);
    ecg_free(pass->list);
    ecg_free(pass);
    *out = NULL;
}

/* Where a point of the sheet lies in the image and in space. */
static void place_vertex(
    const struct ecg_mesh *mesh, const struct ecg_decal_node *place, struct vertex *v)
{
    double x_mm = place->sheet_mm[0], y_mm = place->sheet_mm[1];
    for (int k = 0; k < 2; k++) {
        v->uv_mm[k] = (float)place->uv_mm[k];
        v->px[k] = (float)place->px[k];
        v->sheet_mm[k] = (float)place->sheet_mm[k];
    }
    double i = fmin(fmax(x_mm / mesh->step_x_mm, 0), mesh->columns - 1.0);
    double j = fmin(fmax(y_mm / mesh->step_y_mm, 0), mesh->rows - 1.0);
    const struct ecg_node *node =
        &mesh->nodes[(size_t)(j + 0.5) * (size_t)mesh->columns + (size_t)(i + 0.5)];
    v->space_mm[0] = mesh->is_affine ? (float)x_mm : node->x_mm;
    v->space_mm[1] = mesh->is_affine ? (float)y_mm : node->y_mm;
    v->space_mm[2] = node->z_mm;
    memcpy(v->normal, node->normal, sizeof v->normal);
}

static void place_decal(
    const struct ecg_mesh *mesh, const struct ecg_decal *decal, struct vertex *list)
{
    struct ecg_decal_node nodes[NODES][NODES];
    ecg_decal_place(decal, mesh, nodes);
    for (int k = 0; k < NODES * NODES; k++)
        place_vertex(mesh, &nodes[k / NODES][k % NODES], &list[k]);
}

int ecg_decal_pass_upload(struct ecg_decal_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, struct ecg_error *error)
{
    size_t n = (size_t)sheet->n_decals * NODES * NODES;
    if (n == 0)
        return 0;
    if (ecg_grow(&pass->list, &pass->capacity, n, sizeof *pass->list) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "sheet: out of memory");
    for (int k = 0; k < sheet->n_decals; k++)
        place_decal(frame->mesh, &sheet->decals[k], pass->list + (size_t)k * NODES * NODES);
    glNamedBufferData(
        pass->vertices, (GLsizeiptr)(n * sizeof *pass->list), pass->list, GL_STREAM_DRAW);
    return ecg_gpu_check(pass->gpu, "sheet: decals", error);
}

/* Shadows fall away from the key light: mm sideways per mm of height, in the decal's frame. */
static void shadow_uniform(const struct ecg_frame *frame, const struct ecg_decal *decal,
    const struct ecg_light *light, GLuint program)
{
    double x = 0.35, y = 0.6; /* light from above the sheet's top left, as most lamps are */
    if (light && light->key_share > 0) {
        double to[3] = { light->key[0], light->key[1], light->key[2] };
        if (light->is_place) {
            to[0] -= decal->x_mm;
            to[1] -= decal->y_mm;
        }
        double scale = fmax(fmax(to[2], 1e-3), hypot(to[0], to[1]) / 1.6);
        x = -to[0] / scale;
        y = -to[1] / scale;
    }
    (void)frame;
    double a = decal->angle_deg * (3.14159265358979323846 / 180.0);
    glUniform2f(ecg_uniform(program, "shadow_uv"), (float)(x * cos(a) + y * sin(a)),
        (float)(y * cos(a) - x * sin(a)));
}

static int use_kind(struct ecg_decal_pass *pass, const struct ecg_frame *frame, int kind,
    const struct ecg_light *light, GLuint *program, struct ecg_error *error)
{
    static const char *const NAME[ECG_DECAL_KINDS] = { "KIND_FINGERPRINT", "KIND_FLUID",
        "KIND_BAR", "KIND_TAPE", "KIND_EAR", "KIND_STAPLE" };
    const struct ecg_scene *scene = frame->scene;
    char defines[128];
    strcpy(defines, NAME[kind]);
    if (light && light->rgb)
        strcat(defines, light->is_even ? ";LIGHT;EVEN_LIGHT" : ";LIGHT");
    /* Tape shines even where the paper does not. */
    if (scene->light_key_strength > 0 && (kind == ECG_DECAL_TAPE || scene->light_gloss > 0))
        strcat(defines, ";GLOSS");
    if (scene->sheet_paper_texture > 0)
        strcat(defines, ";TEXTURE");
    int code = ecg_program_get(ecg_gpu_programs(pass->gpu), "sheet/decal.vert", "sheet/decal.frag",
        defines, program, error);
    if (code < 0)
        return code;
    ecg_frame_use(frame, *program);
    ecg_sheet_paper_uniforms(frame, *program);
    ecg_sheet_light_uniforms(frame, light, *program);
    if (kind == ECG_DECAL_TAPE)
        glUniform2f(ecg_uniform(*program, "gloss"),
            fmaxf(0.5f, (float)scene->light_gloss) * (light ? light->key_share : 0.0f), 90.0f);
    return 0;
}

static void draw_decal(const struct ecg_frame *frame, const struct ecg_decal *decal, int k,
    const struct ecg_light *light, GLuint program)
{
    glUniform2f(ecg_uniform(program, "half_mm"), (float)decal->half_u_mm, (float)decal->half_v_mm);
    glUniform3f(ecg_uniform(program, "param"), decal->param[0], decal->param[1], decal->param[2]);
    glUniform1f(ecg_uniform(program, "strength"), decal->strength);
    glUniform1ui(ecg_uniform(program, "decal_seed"), decal->seed);
    shadow_uniform(frame, decal, light, program);
    struct ecg_frame_view view = ecg_frame_view(frame);
    glDrawElementsBaseVertex(GL_TRIANGLES, INDICES, GL_UNSIGNED_SHORT, NULL, k * NODES * NODES);
    ecg_frame_unview(frame, view);
}

int ecg_decal_pass_run(struct ecg_decal_pass *pass, const struct ecg_frame *frame,
    const struct ecg_sheet *sheet, const struct ecg_light *light, struct ecg_error *error)
{
    GLuint program = 0;
    int kind = -1, code = 0;
    ecg_target_draw(&frame->linear);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_DST_ALPHA, GL_SRC1_COLOR, GL_ZERO, GL_ONE);
    for (int k = 0; k < sheet->n_decals && code == 0; k++) {
        const struct ecg_decal *decal = &sheet->decals[k];
        if (decal->kind != kind)
            code = use_kind(pass, frame, decal->kind, light, &program, error);
        kind = decal->kind;
        glBindVertexArray(pass->vao);
        if (code == 0)
            draw_decal(frame, decal, k, light, program);
    }
    glDisable(GL_BLEND);
    return code;
}
