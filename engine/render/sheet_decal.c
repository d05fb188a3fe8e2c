/*
 * Where fingerprints, correction fluid, bars, tape and staples lie. Parameters by kind:
 *   fingerprint  param[0] 0 loop .. 1 whorl, [1] ridge period in mm, [2] smudge 0..1
 *   fluid        param[0] thickness 0..1
 *   bar          param[0] number of strokes
 *   tape         param[0] 0 clear, 1 matte, 2 white; [1] age
 *   ear          param[0] u of the flap's tip
 *   staple       param[0] rust 0..1
 */
#include "render/sheet_decal.h"

#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

void ecg_decal_local(
    const struct ecg_decal *decal, double x_mm, double y_mm, float *u_mm, float *v_mm)
{
    double a = decal->angle_deg * (3.14159265358979323846 / 180.0);
    double x = x_mm - decal->x_mm, y = y_mm - decal->y_mm;
    *u_mm = (float)(x * cos(a) + y * sin(a));
    *v_mm = (float)(y * cos(a) - x * sin(a));
}

void ecg_decal_place(const struct ecg_decal *decal, const struct ecg_mesh *mesh,
    struct ecg_decal_node nodes[ECG_DECAL_NODES][ECG_DECAL_NODES])
{
    double a = decal->angle_deg * (3.14159265358979323846 / 180.0);
    double half_u = decal->half_u_mm + ECG_DECAL_MARGIN_MM;
    double half_v = decal->half_v_mm + ECG_DECAL_MARGIN_MM;
    for (int j = 0; j < ECG_DECAL_NODES; j++)
        for (int i = 0; i < ECG_DECAL_NODES; i++) {
            struct ecg_decal_node *node = &nodes[j][i];
            double u = (2.0 * i / (ECG_DECAL_NODES - 1) - 1.0) * half_u;
            double v = (2.0 * j / (ECG_DECAL_NODES - 1) - 1.0) * half_v;
            double page_x, page_y;
            node->uv_mm[0] = u;
            node->uv_mm[1] = v;
            node->sheet_mm[0] = decal->x_mm + u * cos(a) - v * sin(a);
            node->sheet_mm[1] = decal->y_mm + u * sin(a) + v * cos(a);
            ecg_print_to_page(
                &mesh->print, node->sheet_mm[0], node->sheet_mm[1], &page_x, &page_y);
            ecg_mesh_map(mesh, page_x, page_y, &node->px[0], &node->px[1]);
        }
}

static float rounded_box(float u, float v, float half_u, float half_v, float radius)
{
    float qu = fabsf(u) - half_u + radius, qv = fabsf(v) - half_v + radius;
    float out = hypotf(fmaxf(qu, 0.0f), fmaxf(qv, 0.0f));
    return out + fminf(fmaxf(qu, qv), 0.0f) - radius;
}

static float blob(
    const struct ecg_decal *decal, float u, float v, float radius, float rough, float per_mm)
{
    float d = rounded_box(u, v, (float)decal->half_u_mm, (float)decal->half_v_mm, radius);
    return d + rough * 2.0f * (noise_fbm(u * per_mm, v * per_mm, 3, decal->seed) - 0.5f);
}

/* Of a triangle with its base on v = 0 between +-half_u and its tip at (param[0], half_v). */
static float flap(const struct ecg_decal *decal, float u, float v)
{
    float h = (float)decal->half_v_mm, a = (float)decal->half_u_mm, tip = decal->param[0];
    float left = ((tip + a) * v - h * (u + a)) / hypotf(tip + a, h);
    float right = (h * (u - a) - (tip - a) * v) / hypotf(tip - a, h);
    return fmaxf(-v, fmaxf(left, right));
}

static float tape_distance(const struct ecg_decal *decal, float u, float v)
{
    /* The dispenser's teeth, at both ends. */
    float teeth = 0.35f * fabsf(v / 0.9f - floorf(v / 0.9f) - 0.5f);
    return fmaxf(fabsf(v) - (float)decal->half_v_mm, fabsf(u) - (float)decal->half_u_mm + teeth);
}

float ecg_decal_distance(const struct ecg_decal *decal, float u, float v)
{
    float half_v = (float)decal->half_v_mm;
    switch (decal->kind) {
    case ECG_DECAL_FLUID:
        return blob(decal, u, v, half_v * 0.9f, half_v * 0.30f, 1.1f / half_v);
    case ECG_DECAL_BAR:
        return blob(decal, u, v, 0.8f, 0.16f, 0.5f);
    case ECG_DECAL_TAPE:
        return tape_distance(decal, u, v);
    case ECG_DECAL_EAR:
        return flap(decal, u, v);
    case ECG_DECAL_STAPLE:
        return rounded_box(u, v, (float)decal->half_u_mm, half_v, half_v);
    default:
        return rounded_box(u, v, (float)decal->half_u_mm, half_v, half_v);
    }
}

int ecg_decal_is_opaque(const struct ecg_decal *decal)
{
    switch (decal->kind) {
    case ECG_DECAL_FLUID:
    case ECG_DECAL_BAR:
    case ECG_DECAL_EAR:
    case ECG_DECAL_STAPLE:
        return 1;
    case ECG_DECAL_TAPE:
        return decal->param[0] > 1.5f;
    default:
        return 0;
    }
}

static int fingerprints(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.fingerprints");
    int code = 0;
    double x = 0, y = 0, angle = 0;
    for (int k = 0; k < scene->sheet_fingerprints_count && code == 0; k++) {
        double nx = build->width_mm * ecg_random_uniform(&random, 0.02, 0.98);
        double ny = build->height_mm * ecg_random_uniform(&random, 0.02, 0.98);
        double turn = ecg_random_uniform(&random, -180, 180);
        int is_same_hand = k > 0 && ecg_random_chance(&random, 0.4);
        double step = 17 + 3 * ecg_random_normal(&random);
        double lean = ecg_random_normal(&random) * 12;
        if (is_same_hand) {
            double a = (angle + 90) * (3.14159265358979323846 / 180.0);
            x += step * cos(a);
            y += step * sin(a);
            angle += lean;
        } else {
            x = nx, y = ny, angle = turn;
        }
        struct ecg_decal decal = {
            .kind = ECG_DECAL_FINGERPRINT, .x_mm = x, .y_mm = y, .angle_deg = angle
        };
        decal.half_u_mm = ecg_random_uniform(&random, 9.5, 13.5);
        decal.half_v_mm = ecg_random_uniform(&random, 7.0, 9.0);
        decal.seed = sheet_seed(&random);
        decal.strength =
            (float)(scene->sheet_fingerprints_strength * ecg_random_uniform(&random, 0.45, 1.0));
        decal.param[0] = (float)ecg_random_chance(&random, 0.4);
        decal.param[1] = (float)ecg_random_uniform(&random, 0.42, 0.55);
        decal.param[2] = (float)ecg_random_unit(&random);
        code = sheet_add_decal(build, &decal);
    }
    return code;
}

/* The nth header text of the page, NULL when there are fewer. */
static const struct ecg_text *header_text(const struct ecg_page *page, size_t nth)
{
    for (size_t k = 0; k < page->n_texts; k++)
        if (page->texts[k].kind == ECG_KIND_HEADER && nth-- == 0)
            return &page->texts[k];
    return NULL;
}

/* Somewhere on what is printed, in sheet mm: people erase text and traces, not empty paper. */
static void printed_place(
    const struct sheet_build *build, struct ecg_random *random, int want_header, double at[2])
{
    const struct ecg_page *page = build->page;
    uint64_t pick = ecg_random_u64(random);
    double u = ecg_random_unit(random), v = ecg_random_unit(random);
    double x = page->width_mm * (0.08 + 0.84 * u);
    double y = page->height_mm * (want_header ? 0.04 + 0.12 * v : 0.05 + 0.9 * v);
    size_t n_header = 0;
    while (want_header && header_text(page, n_header))
        n_header++;
    if (n_header > 0) {
        const struct ecg_text *text = header_text(page, (size_t)(pick % n_header));
        x = (text->quad_mm[0][0] + text->quad_mm[2][0]) / 2;
        y = (text->quad_mm[0][1] + text->quad_mm[2][1]) / 2;
    } else if (!want_header && page->n_traces > 0) {
        const double *box = page->traces[pick % page->n_traces].box_mm;
        x = box[0] + u * (box[2] - box[0]);
        y = box[1] + v * (box[3] - box[1]);
    }
    ecg_print_to_sheet(&build->print, x, y, &at[0], &at[1]);
}

static int erasures(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.erased.correction");
    int code = 0;
    for (int k = 0; k < scene->sheet_erased_correction && code == 0; k++) {
        double at[2], size = sheet_lognormal(&random, 2.6, 0.3);
        printed_place(build, &random, ecg_random_chance(&random, 0.6), at);
        struct ecg_decal decal = { .kind = ECG_DECAL_FLUID,
            .x_mm = at[0],
            .y_mm = at[1],
            .half_v_mm = size,
            .strength = 1.0f };
        decal.angle_deg = ecg_random_normal(&random) * 7;
        decal.half_u_mm = size * sheet_lognormal(&random, 2.6, 0.6);
        decal.seed = sheet_seed(&random);
        decal.param[0] = (float)ecg_random_uniform(&random, 0.3, 1.0);
        code = sheet_add_decal(build, &decal);
    }
    struct ecg_random bars = ecg_random_named(scene->key, "sheet.erased.bars");
    for (int k = 0; k < scene->sheet_erased_bars && code == 0; k++) {
        double at[2];
        printed_place(build, &bars, ecg_random_chance(&bars, 0.85), at);
        int strokes = (int)ecg_random_int(&bars, 1, 3);
        struct ecg_decal decal = { .kind = ECG_DECAL_BAR,
            .x_mm = at[0],
            .y_mm = at[1],
            .half_v_mm = 1.1 + 1.1 * strokes,
            .strength = 1.0f,
            .param = { (float)strokes } };
        decal.angle_deg = ecg_random_normal(&bars) * 1.2;
        decal.half_u_mm = fmin(sheet_lognormal(&bars, 14, 0.45), 60);
        decal.seed = sheet_seed(&bars);
        code = sheet_add_decal(build, &decal);
    }
    return code;
}

/* Tape mends tears, holds corners and sticks to edges. */
static int tapes(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.stuck.tapes");
    double w = build->width_mm, h = build->height_mm;
    static const double WIDTH_MM[3] = { 12.5, 19.0, 12.5 };
    int code = 0;
    for (int k = 0; k < scene->sheet_stuck_tapes && code == 0; k++) {
        double u = ecg_random_unit(&random), v = ecg_random_unit(&random);
        double out = ecg_random_normal(&random) * 5;
        int where = (int)ecg_random_int(&random, 0, 5);
        double x = u * w, y = v * h, angle = ecg_random_normal(&random) * 5;
        if (where < 2) {
            x = where ? w + out - 4 : 4 - out;
        } else if (where < 4) {
            y = where == 2 ? 4 - out : h + out - 4;
            angle += 90;
        } else if (where == 4) { /* over a corner */
            x = u < 0.5 ? 7 : w - 7;
            y = v < 0.5 ? 7 : h - 7;
            angle += (u < 0.5) == (v < 0.5) ? -45 : 45;
        } else {
            angle += ecg_random_chance(&random, 0.5) ? 90 : 0;
        }
        struct ecg_decal decal = { .kind = ECG_DECAL_TAPE,
            .x_mm = x,
            .y_mm = y,
            .angle_deg = angle,
            .half_v_mm = WIDTH_MM[scene->sheet_stuck_tape] / 2,
            .strength = 1.0f,
            .param = { (float)scene->sheet_stuck_tape } };
        decal.half_u_mm = sheet_lognormal(&random, 22, 0.35);
        decal.seed = sheet_seed(&random);
        decal.param[1] =
            (float)(scene->sheet_stuck_tape_age * ecg_random_uniform(&random, 0.6, 1.2));
        code = sheet_add_decal(build, &decal);
    }
    return code;
}

/* In a corner, askew, mostly top left; a place for a staple or for the holes it left. */
static void staple_place(
    const struct sheet_build *build, struct ecg_random *random, double at[2], double *angle_deg)
{
    int is_right = ecg_random_chance(random, 0.25), is_low = ecg_random_chance(random, 0.1);
    double in_x = fabs(ecg_random_normal(random)) * 6 + 7;
    double in_y = fabs(ecg_random_normal(random)) * 4 + 5;
    at[0] = is_right ? build->width_mm - in_x : in_x;
    at[1] = is_low ? build->height_mm - in_y : in_y;
    static const double LIE_DEG[] = { -45, 0, 90 };
    *angle_deg = LIE_DEG[ecg_random_int(random, 0, 2)] * (is_right != is_low ? -1 : 1);
    *angle_deg += ecg_random_normal(random) * 8;
}

static int staples(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.stuck.staples");
    int code = 0;
    for (int k = 0; k < scene->sheet_stuck_staples && code == 0; k++) {
        double at[2], angle;
        staple_place(build, &random, at, &angle);
        code = sheet_add_decal(build,
            &(struct ecg_decal){
                .kind = ECG_DECAL_STAPLE,
                .x_mm = at[0],
                .y_mm = at[1],
                .angle_deg = angle,
                .half_u_mm = 6.2,
                .half_v_mm = 0.27,
                .seed = sheet_seed(&random),
                .strength = 1.0f,
                .param = { ecg_random_chance(&random, 0.25) ? (float)ecg_random_unit(&random)
                                                            : 0.0f },
            });
    }
    return code;
}

/* A prick: dark, with a bruise of rust. */
static void prick(struct sheet_build *build, double x_mm, double y_mm, float rust)
{
    int r[4];
    ecg_plane_range(&build->density[0], x_mm - 2.5, y_mm - 2.5, x_mm + 2.5, y_mm + 2.5, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / build->px_per_mm - x_mm);
            float y = (float)((j + 0.5) / build->px_per_mm - y_mm);
            float d = hypotf(x, y);
            float hole = 1.3f * noise_step(0.42f, 0.2f, d);
            float stain = rust * 0.8f * noise_decay(-d * 1.8f);
            size_t at = (size_t)j * (size_t)build->density[0].width + (size_t)i;
            build->density[0].v[at] += hole + 0.25f * stain;
            build->density[1].v[at] += hole + 0.7f * stain;
            build->density[2].v[at] += hole + 1.2f * stain;
        }
}

static int staple_holes(struct sheet_build *build)
{
    int n = build->scene->sheet_stuck_staple_holes;
    if (n > 0 && sheet_need_density(build) < 0)
        return ECG_E_MEMORY;
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.stuck.staple_holes");
    for (int k = 0; k < n; k++) {
        double at[2], angle;
        staple_place(build, &random, at, &angle);
        double a = angle * (3.14159265358979323846 / 180.0);
        float rust = (float)fmax(0.0, ecg_random_uniform(&random, -0.7, 0.9));
        for (int end = -1; end <= 1; end += 2)
            prick(build, at[0] + end * 6.0 * cos(a), at[1] + end * 6.0 * sin(a), rust);
    }
    return 0;
}

int sheet_build_decals(struct sheet_build *build)
{
    int code = fingerprints(build);
    if (code == 0)
        code = erasures(build);
    if (code == 0)
        code = tapes(build);
    if (code == 0)
        code = staples(build);
    return code == 0 ? staple_holes(build) : code;
}
