#include "render/ink_build.h"

#include "core/alloc.h"

#include <math.h>

/* Glyphs larger than this are drawn as if they stood askew: phases of them would fill the atlas,
 * and at that size sampling costs no sharpness that one could see. */
static const double LARGEST_EXACT_PX = 64;
/* Askew glyphs are sampled from bitmaps this much finer than the image. */
static const double OVERSAMPLING = 2;

static int add_stamp(struct ecg_ink_builder *builder, const struct ecg_stamp *stamp)
{
    struct ecg_drawing *drawing = builder->drawing;
    if (ecg_grow(&drawing->stamps, &drawing->cap_stamps, drawing->n_stamps + 1,
            sizeof *drawing->stamps) < 0)
        return ECG_E_MEMORY;
    drawing->stamps[drawing->n_stamps++] = *stamp;
    return 0;
}

static void set_box(struct ecg_stamp *stamp, const struct ecg_atlas_glyph *glyph)
{
    stamp->box[0] = (float)glyph->x;
    stamp->box[1] = (float)glyph->y;
    stamp->box[2] = (float)(glyph->x + glyph->width);
    stamp->box[3] = (float)(glyph->y + glyph->height);
}

/* Texel for pixel, the origin moved to the nearest quarter of a pixel. */
static int stamp_exactly(struct ecg_ink_builder *builder, const struct ecg_text *text, int index,
    double size_px, double x_px, double y_px)
{
    const int phases = ECG_ATLAS_PHASES;
    double x4 = floor(x_px * phases + 0.5), y4 = floor(y_px * phases + 0.5);
    double x = floor(x4 / phases), y = floor(y4 / phases);
    const struct ecg_atlas_glyph *glyph;
    int code = ecg_atlas_get(builder->atlas, builder->fonts, text->font, index, (float)size_px,
        (int)(x4 - x * phases), (int)(y4 - y * phases), &glyph);
    if (code < 0 || glyph->width == 0)
        return code;
    struct ecg_stamp stamp = {
        .origin_px = { (float)(x + glyph->offset_px[0]), (float)(y + glyph->offset_px[1]) },
        .right_px = { (float)glyph->width, 0 },
        .down_px = { 0, (float)glyph->height },
        .layer = (float)(text->layer % 4),
        .is_exact = 1,
    };
    set_box(&stamp, glyph);
    return add_stamp(builder, &stamp);
}

/* Carried through the mesh's derivative at its origin. em_px: two columns, the image vectors of
 * one em along the text and across it (downwards). */
static int stamp_askew(struct ecg_ink_builder *builder, const struct ecg_text *text, int index,
    double em_px[2][2], double x_px, double y_px)
{
    double largest = fmax(hypot(em_px[0][0], em_px[0][1]), hypot(em_px[1][0], em_px[1][1]));
    /* In steps of a quarter octave, so that a bent sheet does not need a bitmap for each place. */
    double size = exp2(ceil(log2(fmax(OVERSAMPLING * largest, 1)) * 4) / 4);
    size = fmin(size, ECG_ATLAS_MAX_GLYPH / 2);
    const struct ecg_atlas_glyph *glyph;
    int code = ecg_atlas_get(
        builder->atlas, builder->fonts, text->font, index, (float)size, 0, 0, &glyph);
    if (code < 0 || glyph->width == 0)
        return code;
    struct ecg_stamp stamp = { .layer = (float)(text->layer % 4) };
    for (int k = 0; k < 2; k++) {
        double along = em_px[0][k] / size, down = em_px[1][k] / size;
        stamp.origin_px[k] =
            (float)((k ? y_px : x_px) + glyph->offset_px[0] * along + glyph->offset_px[1] * down);
        stamp.right_px[k] = (float)(glyph->width * along);
        stamp.down_px[k] = (float)(glyph->height * down);
    }
    set_box(&stamp, glyph);
    return add_stamp(builder, &stamp);
}

/* Whether the page lies square and equally scaled in the image, so that letters stand upright. */
static int is_square(const struct ecg_mesh *mesh, const struct ecg_jacobian *j)
{
    double slack = 1e-4 * fabs(j->xx);
    return mesh->is_affine && j->xx > 0 && fabs(j->xy) < slack && fabs(j->yx) < slack &&
           fabs(j->xx - j->yy) < slack;
}

void ecg_ink_text(struct ecg_ink_builder *builder, const struct ecg_text *text)
{
    const struct ecg_page *page = builder->page;
    const struct ecg_mesh *mesh = builder->mesh;
    struct ecg_path *path = builder->path;
    double angle = text->angle_deg * acos(-1.0) / 180, c = cos(angle), s = sin(angle);
    ecg_path_start(path, mesh); /* for its derivative */
    int is_exact = text->angle_deg == 0 && is_square(mesh, &path->jacobian) &&
                   text->size_mm * path->jacobian.xx <= LARGEST_EXACT_PX;
    for (uint32_t i = 0; i < text->n_glyphs && builder->text_code == 0; i++) {
        const struct ecg_glyph *glyph = &page->glyphs[text->first_glyph + i];
        double along = (double)glyph->x_mm, down = (double)glyph->y_mm;
        double x_mm = text->x_mm + along * c - down * s, y_mm = text->y_mm + along * s + down * c;
        double x_px, y_px;
        if (!ecg_ink_is_seen(builder, x_mm, y_mm))
            continue;
        ecg_mesh_map(mesh, x_mm, y_mm, &x_px, &y_px);
        if (is_exact) {
            builder->text_code = stamp_exactly(
                builder, text, glyph->index, text->size_mm * path->jacobian.xx, x_px, y_px);
            continue;
        }
        struct ecg_jacobian j =
            mesh->is_affine ? path->jacobian : ecg_jacobian_at(mesh, x_mm, y_mm);
        double em_px[2][2] = {
            { text->size_mm * (j.xx * c + j.xy * s), text->size_mm * (j.yx * c + j.yy * s) },
            { text->size_mm * (j.xy * c - j.xx * s), text->size_mm * (j.yy * c - j.yx * s) },
        };
        builder->text_code = stamp_askew(builder, text, glyph->index, em_px, x_px, y_px);
    }
}
