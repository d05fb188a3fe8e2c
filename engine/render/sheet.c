#include "render/sheet.h"

#include "core/alloc.h"
#include "render/sheet_build.h"

#include <math.h>
#include <stdlib.h>

/* Texels of a field at most; larger sheets get coarser ones. */
enum { MAX_TEXELS = 4 << 20 };
static const double PX_PER_MM = 3.0;

uint32_t sheet_seed(struct ecg_random *random)
{
    return (uint32_t)ecg_random_u64(random);
}

double sheet_lognormal(struct ecg_random *random, double median, double sigma)
{
    double z = ecg_random_normal(random);
    z = z < -3.0 ? -3.0 : z > 3.0 ? 3.0 : z;
    return median * exp(sigma * z);
}

static int need(struct sheet_build *build, struct ecg_plane *plane, float value)
{
    if (plane->v)
        return 0;
    return ecg_plane_make(plane, build->width_mm, build->height_mm, build->px_per_mm, value);
}

int sheet_need(struct sheet_build *build, struct ecg_plane *plane)
{
    return need(build, plane, 0.0f);
}

int sheet_need_density(struct sheet_build *build)
{
    int code = 0;
    for (int c = 0; c < 3 && code == 0; c++)
        code = need(build, &build->density[c], 0.0f);
    return code;
}

int sheet_need_mould(struct sheet_build *build)
{
    int code = 0;
    for (int c = 0; c < 4 && code == 0; c++)
        code = need(build, &build->mould[c], 0.0f);
    return code;
}

int sheet_need_outline(struct sheet_build *build)
{
    int code = need(build, &build->outline, (float)ECG_OUTLINE_REACH_MM);
    return code == 0 ? need(build, &build->torn, (float)ECG_OUTLINE_REACH_MM) : code;
}

int sheet_add_decal(struct sheet_build *build, const struct ecg_decal *decal)
{
    int code =
        ecg_grow(&build->decals, &build->cap_decals, build->n_decals + 1, sizeof *build->decals);
    if (code == 0)
        build->decals[build->n_decals++] = *decal;
    return code;
}

/* How a plane's values become bytes. */
enum code {
    CODE_UNIT,     /* 0..1 */
    CODE_DENSITY,  /* sqrt(v / ECG_STAIN_MAX_DENSITY): fine steps where stains are faint */
    CODE_DISTANCE, /* mm, 0.5 + v / (2 ECG_OUTLINE_REACH_MM) */
};

enum { DENSITY_STEPS = 4096 };

static void make_density_table(uint8_t table[DENSITY_STEPS])
{
    for (int k = 0; k < DENSITY_STEPS; k++)
        table[k] = (uint8_t)(sqrt((double)k / (DENSITY_STEPS - 1)) * 255.0 + 0.5);
}

static uint8_t unit_byte(float v)
{
    return (uint8_t)(v <= 0.0f ? 0.0f : v >= 1.0f ? 255.0f : v * 255.0f + 0.5f);
}

static void pack_plane(uint8_t *out, int stride, const float *v, size_t n, enum code code)
{
    const float density_scale = (float)((DENSITY_STEPS - 1) / ECG_STAIN_MAX_DENSITY);
    const float distance_scale = (float)(0.5 / ECG_OUTLINE_REACH_MM);
    uint8_t table[DENSITY_STEPS];
    switch (code) {
    case CODE_UNIT:
        for (size_t k = 0; k < n; k++)
            out[k * (size_t)stride] = unit_byte(v[k]);
        break;
    case CODE_DISTANCE:
        for (size_t k = 0; k < n; k++)
            out[k * (size_t)stride] = unit_byte(0.5f + v[k] * distance_scale);
        break;
    case CODE_DENSITY:
        make_density_table(table);
        for (size_t k = 0; k < n; k++) {
            float step = v[k] * density_scale + 0.5f;
            out[k * (size_t)stride] = table[step <= 0.0f            ? 0
                                            : step >= DENSITY_STEPS ? DENSITY_STEPS - 1
                                                                    : (int)step];
        }
        break;
    }
}

/* Interleaves `n` planes; one that was not made gives 0. NULL when out of memory. */
static uint8_t *pack(
    const struct ecg_plane *const planes[], int n, size_t texels, const enum code codes[])
{
    uint8_t *out = ecg_calloc(texels, (size_t)n);
    for (int c = 0; out && c < n; c++)
        if (planes[c]->v)
            pack_plane(out + c, n, planes[c]->v, texels, codes[c]);
    return out;
}

/* Mould's planes hold linear colour times cover, painted over black; most of the sheet has none.
 */
static void divide_by_cover(struct sheet_build *build, size_t texels)
{
    for (size_t k = 0; k < texels; k++) {
        float cover = build->mould[3].v[k];
        for (int c = 0; c < 3 && cover > 0.0f; c++)
            build->mould[c].v[k] = sqrtf(build->mould[c].v[k] / cover);
    }
}

static int pack_all(struct ecg_sheet *sheet, struct sheet_build *build)
{
    size_t texels = (size_t)sheet->width * (size_t)sheet->height;
    if (build->density[0].v || build->wet.v) {
        const struct ecg_plane *const planes[] = { &build->density[0], &build->density[1],
            &build->density[2], &build->wet };
        sheet->stain = pack(planes, 4, texels,
            (enum code[]){ CODE_DENSITY, CODE_DENSITY, CODE_DENSITY, CODE_UNIT });
        sheet->is_wet = build->wet.v != NULL;
        if (!sheet->stain)
            return ECG_E_MEMORY;
    }
    if (build->mould[0].v) {
        divide_by_cover(build, texels);
        const struct ecg_plane *const planes[] = { &build->mould[0], &build->mould[1],
            &build->mould[2], &build->mould[3] };
        sheet->mould = pack(planes, 4, texels, (enum code[4]){ CODE_UNIT });
        if (!sheet->mould)
            return ECG_E_MEMORY;
    }
    if (build->loss.v || build->crease.v || build->fade_trace.v || build->fade_grid.v) {
        const struct ecg_plane *const planes[] = { &build->loss, &build->crease,
            &build->fade_trace, &build->fade_grid };
        sheet->wear = pack(planes, 4, texels, (enum code[4]){ CODE_UNIT });
        if (!sheet->wear)
            return ECG_E_MEMORY;
    }
    if (build->outline.v) {
        const struct ecg_plane *const planes[] = { &build->outline, &build->torn };
        sheet->outline = pack(planes, 2, texels, (enum code[]){ CODE_DISTANCE, CODE_DISTANCE });
        if (!sheet->outline)
            return ECG_E_MEMORY;
    }
    return 0;
}

static void free_build(struct sheet_build *build)
{
    for (int c = 0; c < 3; c++)
        ecg_plane_free(&build->density[c]);
    for (int c = 0; c < 4; c++)
        ecg_plane_free(&build->mould[c]);
    struct ecg_plane *const rest[] = { &build->wet, &build->loss, &build->crease,
        &build->fade_trace, &build->fade_grid, &build->outline, &build->torn };
    for (size_t k = 0; k < sizeof rest / sizeof *rest; k++)
        ecg_plane_free(rest[k]);
    ecg_free(build->creases);
    ecg_free(build->decals);
    ecg_free(build->head);
}

static int by_kind(const void *a, const void *b)
{
    return ((const struct ecg_decal *)a)->kind - ((const struct ecg_decal *)b)->kind;
}

/* Runs every effect: what is torn and wet first, since ageing, mould and wear follow it. */
static int build_all(struct sheet_build *build)
{
    static int (*const EFFECT[])(struct sheet_build *) = {
        sheet_build_outline,
        sheet_build_burn,
        sheet_build_soak,
        sheet_build_liquids,
        sheet_build_age,
        sheet_build_back,
        sheet_build_ink,
        sheet_build_wear,
        sheet_build_mould,
        sheet_build_decals,
    };
    int code = 0;
    for (size_t k = 0; k < sizeof EFFECT / sizeof *EFFECT && code == 0; k++)
        code = EFFECT[k](build);
    return code;
}

int ecg_sheet_build(struct ecg_sheet **sheet, const struct ecg_scene *scene,
    const struct ecg_page *page, struct ecg_error *error)
{
    struct sheet_build build = {
        .scene = scene, .page = page, .width_mm = page->width_mm, .height_mm = page->height_mm
    };
    *sheet = NULL;
    ecg_print_draw(&build.print, scene, build.width_mm, build.height_mm);
    double area = page->width_mm * page->height_mm;
    build.px_per_mm = fmin(PX_PER_MM, sqrt(MAX_TEXELS / area));
    struct ecg_sheet *made = ecg_calloc(1, sizeof *made);
    build.creases = ecg_calloc(SHEET_MAX_CREASES, sizeof *build.creases);
    int code = made && build.creases ? 0 : ECG_E_MEMORY;
    if (code == 0) {
        int n =
            ecg_creases(scene, build.width_mm, build.height_mm, build.creases, SHEET_MAX_CREASES);
        build.n_creases = n > 0 ? n : 0;
        code = n < 0 ? n : build_all(&build);
    }
    if (code == 0) {
        *made = (struct ecg_sheet){ .width_mm = build.width_mm,
            .height_mm = build.height_mm,
            .px_per_mm = build.px_per_mm,
            .width = (int)fmax(2, ceil(build.width_mm * build.px_per_mm)),
            .height = (int)fmax(2, ceil(build.height_mm * build.px_per_mm)),
            .feed_is_y = scene->bend_print_feed };
        code = pack_all(made, &build);
    }
    if (code == 0) {
        made->n_decals = (int)build.n_decals;
        made->decals = build.decals;
        made->head = build.head;
        made->n_head = build.n_head;
        build.decals = NULL;
        build.head = NULL;
        if (made->n_decals > 1)
            qsort(made->decals, (size_t)made->n_decals, sizeof *made->decals, by_kind);
        *sheet = made;
        made = NULL;
    }
    free_build(&build);
    ecg_sheet_destroy(&made);
    return code < 0 ? ecg_fail(error, code, "sheet: out of memory") : 0;
}

void ecg_sheet_destroy(struct ecg_sheet **sheet)
{
    if (!*sheet)
        return;
    ecg_free((*sheet)->stain);
    ecg_free((*sheet)->mould);
    ecg_free((*sheet)->wear);
    ecg_free((*sheet)->outline);
    ecg_free((*sheet)->head);
    ecg_free((*sheet)->decals);
    ecg_free(*sheet);
    *sheet = NULL;
}
