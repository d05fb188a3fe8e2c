#include "render/ink.h"

#include "core/alloc.h"
#include "render/ink_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Coordinates beyond this are a mistake, and would make cutting them at mesh cells endless. */
static const double LARGEST_MM = 1e5;

/* A thing of the STUCK layer: they are painted one over the other, in this order. */
struct ecg_stuck_item {
    uint32_t order;
    enum ecg_ink_shape shape;
    size_t index; /* in the page's lines, fills or texts */
};

int ecg_drawing_create(struct ecg_drawing **drawing, struct ecg_error *error)
{
    *drawing = ecg_calloc(1, sizeof **drawing);
    struct ecg_drawing_scratch *scratch = ecg_calloc(1, sizeof *scratch);
    if (*drawing && scratch) {
        (*drawing)->scratch = scratch;
        return 0;
    }
    ecg_free(scratch);
    ecg_free(*drawing);
    *drawing = NULL;
    return ecg_fail(error, ECG_E_MEMORY, "ink: out of memory");
}

void ecg_drawing_destroy(struct ecg_drawing **drawing)
{
    if (!*drawing)
        return;
    ecg_free((*drawing)->strokes);
    ecg_free((*drawing)->chains);
    ecg_free((*drawing)->patches);
    ecg_free((*drawing)->stamps);
    ecg_free((*drawing)->batches);
    ecg_free((*drawing)->scratch->path.points);
    ecg_free((*drawing)->scratch->whole);
    ecg_free((*drawing)->scratch->items);
    ecg_atlas_free(&(*drawing)->scratch->atlas);
    ecg_free((*drawing)->scratch);
    ecg_free(*drawing);
    *drawing = NULL;
}

static int is_sane(double mm)
{
    return fabs(mm) <= LARGEST_MM; /* false for NaN */
}

static int check_page(const struct ecg_page *page, struct ecg_error *error)
{
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct ecg_line *l = &page->lines[i];
        int ok = is_sane(l->x0_mm) && is_sane(l->y0_mm) && is_sane(l->x1_mm) &&
                 is_sane(l->y1_mm) && l->width0_mm >= 0 && l->width1_mm >= 0 &&
                 is_sane((double)l->width0_mm) && is_sane((double)l->width1_mm) &&
                 l->layer < ECG_LAYER_COUNT;
        /* A dashed line has a dash for every period: they must stay countable. */
        if (!ok || (l->dash_on_mm > 0 && !(l->dash_period_mm >= 0.01f)))
            return ecg_fail(error, ECG_E_ARGUMENT,
                "page: line %zu: expected finite ends and widths, a known layer, and a dash "
                "period "
                "of at least 0.01 mm",
                i);
    }
    for (size_t i = 0; i < page->n_fills; i++)
        for (int k = 0; k < 8; k++)
            if (!is_sane(page->fills[i].corner_mm[k / 2][k % 2]) ||
                page->fills[i].layer >= ECG_LAYER_COUNT)
                return ecg_fail(error, ECG_E_ARGUMENT,
                    "page: fill %zu: expected finite corners and a known layer", i);
    for (size_t i = 0; i < page->n_traces; i++) {
        const struct ecg_trace *t = &page->traces[i];
        if (t->end_sample < t->start_sample || t->first_point > page->n_points ||
            t->end_sample - t->start_sample > page->n_points - t->first_point ||
            !(t->width_mm >= 0 && is_sane((double)t->width_mm)))
            return ecg_fail(error, ECG_E_ARGUMENT,
                "page: trace %zu (%.23s): expected its points to lie in the page's", i, t->name);
    }
    for (size_t i = 0; i < page->n_texts; i++) {
        const struct ecg_text *t = &page->texts[i];
        if (!is_sane(t->x_mm) || !is_sane(t->y_mm) || !(t->size_mm > 0 && is_sane(t->size_mm)) ||
            !is_sane(t->angle_deg) || t->layer >= ECG_LAYER_COUNT ||
            t->first_glyph > page->n_glyphs || t->n_glyphs > page->n_glyphs - t->first_glyph)
            return ecg_fail(error, ECG_E_ARGUMENT,
                "page: text %zu: expected a finite place and size, a known layer, and its glyphs "
                "in "
                "the page's",
                i);
    }
    for (size_t i = 0; i < page->n_points; i++)
        if (!is_sane(page->points[i].x_mm) ||
            !(isnan(page->points[i].y_mm) || is_sane(page->points[i].y_mm)))
            return ecg_fail(
                error, ECG_E_ARGUMENT, "page: point %zu: expected finite coordinates", i);
    return 0;
}

static enum ecg_ink_target target_of(int layer)
{
    return layer == ECG_LAYER_STUCK ? ECG_INK_STUCK : layer >= 4 ? ECG_INK_NOTES : ECG_INK_PRINT;
}

static int is_dashed(const struct ecg_line *line)
{
    return line->dash_on_mm > 0 && line->dash_period_mm > 0;
}

static void add_page_line(struct ecg_ink_builder *builder, size_t i)
{
    const struct ecg_page *page = builder->page;
    ecg_ink_line(builder, &page->lines[i], i > 0 ? &page->lines[i - 1] : NULL,
        i + 1 < page->n_lines ? &page->lines[i + 1] : NULL);
}

static size_t count_of(const struct ecg_drawing *drawing, enum ecg_ink_shape shape)
{
    return shape == ECG_INK_PATCHES  ? drawing->n_patches
           : shape == ECG_INK_STAMPS ? drawing->n_stamps
           : shape == ECG_INK_CHAINS ? drawing->n_chains
                                     : drawing->n_strokes;
}

static void widen(float box[4], float x, float y, float by)
{
    box[0] = fminf(box[0], x - by);
    box[1] = fminf(box[1], y - by);
    box[2] = fmaxf(box[2], x + by);
    box[3] = fmaxf(box[3], y + by);
}

/* What one record touches; a pixel more on each side for the anti-aliased edge. */
static void widen_by_record(
    float box[4], const struct ecg_drawing *drawing, enum ecg_ink_shape shape, size_t i)
{
    if (shape == ECG_INK_PATCHES) {
        for (int k = 0; k < 4; k++)
            widen(
                box, drawing->patches[i].corner_px[k][0], drawing->patches[i].corner_px[k][1], 1);
    } else if (shape == ECG_INK_STAMPS) {
        const struct ecg_stamp *s = &drawing->stamps[i];
        for (int k = 0; k < 4; k++)
            widen(box,
                s->origin_px[0] + (float)(k & 1) * s->right_px[0] +
                    (float)(k >> 1) * s->down_px[0],
                s->origin_px[1] + (float)(k & 1) * s->right_px[1] +
                    (float)(k >> 1) * s->down_px[1],
                1);
    } else if (shape == ECG_INK_CHAINS) {
        const struct ecg_chain *chain = &drawing->chains[i];
        for (int k = 0; k < ECG_CHAIN_POINTS; k++)
            widen(box, chain->point_px[k][0], chain->point_px[k][1], chain->half_px + 2);
    } else {
        const struct ecg_stroke *s = &drawing->strokes[i];
        float by = fmaxf(s->half0_px, s->half1_px) + s->dash_half_px + 2;
        widen(box, s->x0_px, s->y0_px, by);
        widen(box, s->x1_px, s->y1_px, by);
    }
}

static int cell_of(float at_px, int size_px)
{
    float cell = at_px * (float)ECG_INK_CELLS / (float)size_px;
    return cell > 0 ? (cell < (float)(ECG_INK_CELLS - 1) ? (int)cell : ECG_INK_CELLS - 1) : 0;
}

static void mark_cells(
    struct ecg_drawing *drawing, const struct ecg_mesh *mesh, const float box_px[4])
{
    int right = cell_of(box_px[2], mesh->width_px), below = cell_of(box_px[3], mesh->height_px);
    for (int row = cell_of(box_px[1], mesh->height_px); row <= below; row++)
        for (int column = cell_of(box_px[0], mesh->width_px); column <= right; column++)
            drawing->is_noted[row][column] = 1;
}

/* Closes what was added since `first` as one batch. */
static void add_batch(struct ecg_ink_builder *builder, enum ecg_ink_target target,
    enum ecg_ink_shape shape, size_t first, const uint8_t rgba[4])
{
    struct ecg_drawing *drawing = builder->drawing;
    struct ecg_batch batch = { .target = target, .shape = shape, .first = first };
    batch.count = count_of(drawing, shape) - first;
    if (batch.count == 0)
        return;
    if (rgba)
        memcpy(batch.rgba, rgba, sizeof batch.rgba);
    batch.box_px[0] = batch.box_px[1] = INFINITY;
    batch.box_px[2] = batch.box_px[3] = -INFINITY;
    for (size_t i = first; target != ECG_INK_PRINT && i < first + batch.count; i++) {
        float box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
        widen_by_record(box, drawing, shape, i);
        mark_cells(drawing, builder->mesh, box);
        widen(batch.box_px, box[0], box[1], 0);
        widen(batch.box_px, box[2], box[3], 0);
    }
    if (ecg_grow(&drawing->batches, &drawing->cap_batches, drawing->n_batches + 1,
            sizeof *drawing->batches) < 0) {
        builder->failed = 1;
        return;
    }
    drawing->batches[drawing->n_batches++] = batch;
    drawing->has_target[target] = 1;
}

/* ECG_LAYER_COUNT: it is not drawn. */
static int trace_layer(const struct ecg_ink_builder *builder, size_t i)
{
    const struct ecg_ink_filter *filter = &builder->filter;
    if (!ecg_ink_wants(builder, ECG_KIND_TRACE) || (filter->trace >= 0 && filter->trace != (int)i))
        return ECG_LAYER_COUNT;
    return filter->trace_layer ? filter->trace_layer[i] : ECG_LAYER_TRACE;
}

/* The coverage of four layers. Fills come first: they are added up, so that the modules of a code
 * meet without a seam; strokes and glyphs are then joined by maximum. */
static void build_layers(struct ecg_ink_builder *builder, enum ecg_ink_target target)
{
    const struct ecg_page *page = builder->page;
    const struct ecg_drawing *drawing = builder->drawing;
    size_t first = drawing->n_patches;
    for (size_t i = 0; i < page->n_fills; i++)
        if (target_of(page->fills[i].layer) == target &&
            ecg_ink_wants(builder, page->fills[i].kind))
            ecg_ink_fill(builder, &page->fills[i]);
    add_batch(builder, target, ECG_INK_PATCHES, first, NULL);

    first = drawing->n_strokes;
    size_t first_chain = drawing->n_chains;
    for (size_t i = 0; i < page->n_lines; i++)
        if (target_of(page->lines[i].layer) == target && !is_dashed(&page->lines[i]) &&
            !ecg_ink_is_ruled(builder, i) && ecg_ink_wants(builder, page->lines[i].kind))
            add_page_line(builder, i);
    for (size_t i = 0; i < page->n_traces; i++) {
        int layer = trace_layer(builder, i);
        if (layer < ECG_LAYER_STUCK && target_of(layer) == target)
            ecg_ink_trace(builder, &page->traces[i], layer % 4);
    }
    add_batch(builder, target, ECG_INK_STROKES, first, NULL);
    add_batch(builder, target, ECG_INK_CHAINS, first_chain, NULL);

    first = drawing->n_strokes;
    for (size_t i = 0; i < page->n_lines; i++)
        if (target_of(page->lines[i].layer) == target && is_dashed(&page->lines[i]) &&
            ecg_ink_wants(builder, page->lines[i].kind))
            add_page_line(builder, i);
    add_batch(builder, target, ECG_INK_DASHES, first, NULL);

    first = drawing->n_stamps;
    for (size_t i = 0; builder->fonts && i < page->n_texts; i++)
        if (target_of(page->texts[i].layer) == target &&
            ecg_ink_wants(builder, page->texts[i].kind))
            ecg_ink_text(builder, &page->texts[i]);
    add_batch(builder, target, ECG_INK_STAMPS, first, NULL);
}

static int compare_items(const void *a, const void *b)
{
    const struct ecg_stuck_item *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    if (x->shape != y->shape)
        return x->shape < y->shape ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Collects the stuck things in painting order; their number. */
static size_t collect_stuck(struct ecg_ink_builder *builder)
{
    const struct ecg_page *page = builder->page;
    struct ecg_drawing_scratch *scratch = builder->drawing->scratch;
    size_t n = 0;
    if (ecg_grow(&scratch->items, &scratch->cap_items,
            page->n_fills + page->n_lines + page->n_texts, sizeof *scratch->items) < 0) {
        builder->failed = 1;
        return 0;
    }
    struct ecg_stuck_item *items = scratch->items;
    for (size_t i = 0; i < page->n_fills; i++)
        if (page->fills[i].layer == ECG_LAYER_STUCK && ecg_ink_wants(builder, page->fills[i].kind))
            items[n++] = (struct ecg_stuck_item){ page->fills[i].order, ECG_INK_PATCHES, i };
    for (size_t i = 0; i < page->n_lines; i++)
        if (page->lines[i].layer == ECG_LAYER_STUCK && ecg_ink_wants(builder, page->lines[i].kind))
            items[n++] = (struct ecg_stuck_item){ page->lines[i].order,
                is_dashed(&page->lines[i]) ? ECG_INK_DASHES : ECG_INK_STROKES, i };
    for (size_t i = 0; builder->fonts && i < page->n_texts; i++)
        if (page->texts[i].layer == ECG_LAYER_STUCK && ecg_ink_wants(builder, page->texts[i].kind))
            items[n++] = (struct ecg_stuck_item){ page->texts[i].order, ECG_INK_STAMPS, i };
    if (n > 1)
        qsort(items, n, sizeof *items, compare_items);
    return n;
}

static const uint8_t *color_of(const struct ecg_page *page, const struct ecg_stuck_item *item)
{
    return item->shape == ECG_INK_PATCHES  ? page->fills[item->index].rgba
           : item->shape == ECG_INK_STAMPS ? page->texts[item->index].rgba
                                           : page->lines[item->index].rgba;
}

/* Neighbours of one kind and colour go into one batch: their coverage is joined before they are
 * painted over what lies below, so that a code's modules show no seams. */
static void build_stuck(struct ecg_ink_builder *builder)
{
    const struct ecg_page *page = builder->page;
    size_t n = collect_stuck(builder);
    const struct ecg_stuck_item *items = builder->drawing->scratch->items;
    for (size_t i = 0; i < n;) {
        const uint8_t *rgba = color_of(page, &items[i]);
        enum ecg_ink_shape shape = items[i].shape;
        size_t first = count_of(builder->drawing, shape);
        for (; i < n && items[i].shape == shape && memcmp(color_of(page, &items[i]), rgba, 4) == 0;
             i++) {
            if (shape == ECG_INK_PATCHES)
                ecg_ink_fill(builder, &page->fills[items[i].index]);
            else if (shape == ECG_INK_STAMPS)
                ecg_ink_text(builder, &page->texts[items[i].index]);
            else
                add_page_line(builder, items[i].index);
        }
        add_batch(builder, ECG_INK_STUCK, shape, first, rgba);
    }
}

int ecg_drawing_build(
    struct ecg_drawing *drawing, const struct ecg_drawing_source *source, struct ecg_error *error)
{
    int code = check_page(source->page, error);
    if (code < 0)
        return code;
    drawing->n_strokes = drawing->n_chains = drawing->n_patches = drawing->n_stamps =
        drawing->n_batches = 0;
    drawing->n_rulings = drawing->is_bent = 0;
    memset(drawing->is_noted, 0, sizeof drawing->is_noted);
    memset(drawing->has_target, 0, sizeof drawing->has_target);
    struct ecg_ink_builder builder = {
        .drawing = drawing,
        .page = source->page,
        .mesh = source->mesh,
        .fonts = source->fonts,
        .filter =
            source->filter ? *source->filter : (struct ecg_ink_filter){ UINT32_MAX, -1, NULL },
        .path = &drawing->scratch->path,
        .atlas = &drawing->scratch->atlas,
        .may_hide = ecg_ink_may_hide(source->mesh),
    };
    ecg_atlas_begin(builder.atlas);
    builder.path->mesh = NULL; /* another mesh may lie at the same address */
    if (ecg_ink_wants(&builder, ECG_KIND_GRID))
        ecg_ink_rulings(&builder);
    build_layers(&builder, ECG_INK_PRINT);
    build_layers(&builder, ECG_INK_NOTES);
    builder.no_chains = 1;
    build_stuck(&builder);
    if (builder.failed || builder.path->failed) {
        builder.path->failed = 0;
        return ecg_fail(error, ECG_E_MEMORY, "ink: out of memory");
    }
    if (builder.text_code == ECG_E_MEMORY)
        return ecg_fail(error, ECG_E_MEMORY, "ink: out of memory");
    if (builder.text_code < 0)
        return ecg_fail(error, builder.text_code,
            "page: expected letters of at most %d px, and fewer different ones",
            ECG_ATLAS_MAX_GLYPH);
    drawing->atlas = drawing->n_stamps ? builder.atlas->texels : NULL;
    drawing->atlas_width = ECG_ATLAS_WIDTH;
    drawing->atlas_height = drawing->n_stamps ? builder.atlas->height : 0;
    return 0;
}
