#include "render/mask.h"

#include "core/alloc.h"

#include <math.h>
#include <string.h>

enum { CHANNELS = 8, NOT_DRAWN = 255, OPAQUE = 128, FULL = 128 };

/* One drawing: what its eight channels stand for. */
struct ecg_mask_pass {
    struct ecg_drawing *drawing;
    uint8_t label[CHANNELS]; /* enum ecg_mask_class, or the trace's number + 1 */
    uint8_t level[CHANNELS]; /* coverage from which a pixel has that label; 0: unused channel */
    int is_leads;
};

/* Which label stays where several cover a pixel: what hides, then the trace, then what is thin. */
static int rank(uint8_t class)
{
    static const uint8_t ranks[ECG_MASK_CLASSES] = {
        [ECG_MASK_PAPER] = 1,
        [ECG_MASK_GRID] = 2,
        [ECG_MASK_STAMP] = 3,
        [ECG_MASK_PEN] = 4,
        [ECG_MASK_PULSE] = 5,
        [ECG_MASK_TEXT] = 6,
        [ECG_MASK_TRACE] = 7,
        [ECG_MASK_STUCK] = 8,
        [ECG_MASK_COVER] = 9,
        [ECG_MASK_GONE] = 10,
    };
    return ranks[class];
}

/* ---- which channel a thing is drawn in ---- */

/* Rulings are drawn in channels 0 and 1 whatever is asked: the grid keeps both. */
enum channel { GRID, GRID_MAJOR, TRACE, PULSE, TEXT, PEN, STAMP, STUCK, COVER };

static const uint8_t class_of_channel[] = { ECG_MASK_GRID, ECG_MASK_GRID, ECG_MASK_TRACE,
    ECG_MASK_PULSE, ECG_MASK_TEXT, ECG_MASK_PEN, ECG_MASK_STAMP, ECG_MASK_STUCK, ECG_MASK_COVER };

static int channel_of(int kind, int layer, const uint8_t rgba[4])
{
    if (layer == ECG_LAYER_STUCK)
        return rgba[3] < OPAQUE ? NOT_DRAWN : kind == ECG_KIND_COVER ? COVER : STUCK;
    switch (kind) {
    case ECG_KIND_GRID:
        return layer == ECG_LAYER_GRID_MINOR ? GRID : GRID_MAJOR;
    case ECG_KIND_PULSE:
    case ECG_KIND_SEPARATOR:
        return PULSE;
    case ECG_KIND_LEAD_NAME:
    case ECG_KIND_HEADER:
    case ECG_KIND_FOOTER:
        return TEXT;
    case ECG_KIND_STAMP:
        return STAMP;
    default:
        return PEN;
    }
}

/* A page of which some things are left, each in the layer that it is to be drawn in. Shares all
 * but lines, fills and texts with the page it comes from. */
struct sorted_page {
    struct ecg_page page;
    int is_cover_page; /* only the ninth channel, in layer 0; else the first eight */
};

static int layer_for(
    const struct sorted_page *sorted, uint8_t kind, uint8_t layer, const uint8_t rgba[4])
{
    int channel = channel_of(kind, layer, rgba);
    if (sorted->is_cover_page)
        return channel == COVER ? 0 : NOT_DRAWN;
    return channel < CHANNELS ? channel : NOT_DRAWN;
}

static int sort_things(struct sorted_page *sorted, const struct ecg_page *from)
{
    struct ecg_page *page = &sorted->page;
    *page = *from;
    page->lines = ecg_calloc(from->n_lines, sizeof *page->lines);
    page->fills = ecg_calloc(from->n_fills, sizeof *page->fills);
    page->texts = ecg_calloc(from->n_texts, sizeof *page->texts);
    page->n_lines = page->n_fills = page->n_texts = 0;
    if (!page->lines || !page->fills || !page->texts)
        return ECG_E_MEMORY;
    for (size_t k = 0; k < from->n_lines; k++) {
        struct ecg_line line = from->lines[k];
        int layer = layer_for(sorted, line.kind, line.layer, line.rgba);
        line.layer = (uint8_t)layer;
        line.alpha = 1; /* pencil is as much there as ink */
        if (layer != NOT_DRAWN)
            page->lines[page->n_lines++] = line;
    }
    for (size_t k = 0; k < from->n_fills; k++) {
        struct ecg_fill fill = from->fills[k];
        int layer = layer_for(sorted, fill.kind, fill.layer, fill.rgba);
        fill.layer = (uint8_t)layer;
        if (layer != NOT_DRAWN)
            page->fills[page->n_fills++] = fill;
    }
    for (size_t k = 0; k < from->n_texts; k++) {
        struct ecg_text text = from->texts[k];
        int layer = layer_for(sorted, text.kind, text.layer, text.rgba);
        text.layer = (uint8_t)layer;
        if (layer != NOT_DRAWN)
            page->texts[page->n_texts++] = text;
    }
    return 0;
}

static void free_sorted(struct sorted_page *sorted)
{
    ecg_free(sorted->page.lines);
    ecg_free(sorted->page.fills);
    ecg_free(sorted->page.texts);
}

/* ---- the passes ---- */

static uint8_t level_of(double width_px)
{
    return (uint8_t)fmax(FULL * fmin(width_px, 1), 16);
}

struct source {
    const struct ecg_page *page;
    const struct ecg_mesh *mesh;
    const struct ecg_fonts *fonts;
    double px_per_mm;
};

static int build_pass(struct ecg_mask_pass *pass, const struct source *source,
    const struct ecg_page *page, const struct ecg_ink_filter *filter, struct ecg_error *error)
{
    int code = ecg_drawing_create(&pass->drawing, error);
    if (code < 0)
        return code;
    return ecg_drawing_build(pass->drawing,
        &(struct ecg_drawing_source){ page, source->mesh, source->fonts, filter }, error);
}

/* Dots and lines of the grid alike: the thinnest. */
static double grid_width_mm(const struct ecg_page *page)
{
    double width = INFINITY;
    for (size_t k = 0; k < page->n_lines; k++)
        if (page->lines[k].kind == ECG_KIND_GRID)
            width = fmin(width, (double)page->lines[k].width0_mm);
    return width;
}

static double trace_width_mm(const struct ecg_page *page)
{
    double width = INFINITY;
    for (size_t k = 0; k < page->n_traces; k++)
        width = fmin(width, (double)page->traces[k].width_mm);
    return width;
}

static int build_layers(struct ecg_mask_pass *pass, const struct source *source, int is_cover_page,
    struct ecg_error *error)
{
    static const double stroke_mm = 0.2; /* of letters and pens, at least */
    const struct ecg_page *page = source->page;
    struct sorted_page sorted = { .is_cover_page = is_cover_page };
    uint8_t trace_layer[255];
    memset(trace_layer, is_cover_page ? NOT_DRAWN : TRACE, sizeof trace_layer);
    struct ecg_ink_filter filter = { UINT32_MAX, -1, trace_layer };
    int code = sort_things(&sorted, page);
    if (code < 0)
        ecg_fail(error, code, "masks: out of memory");
    else
        code = build_pass(pass, source, &sorted.page, &filter, error);
    free_sorted(&sorted);
    if (is_cover_page) {
        pass->label[0] = class_of_channel[COVER];
        pass->level[0] = FULL;
        return code;
    }
    for (int c = 0; c < CHANNELS; c++) {
        double width_mm = c <= GRID_MAJOR            ? grid_width_mm(page)
                          : c == TRACE || c == PULSE ? trace_width_mm(page)
                                                     : stroke_mm;
        pass->label[c] = class_of_channel[c];
        pass->level[c] = c == STUCK ? FULL : level_of(width_mm * source->px_per_mm);
    }
    return code;
}

/* The traces from `first` on, as many as there are channels. */
static int build_leads(
    struct ecg_mask_pass *pass, const struct source *source, size_t first, struct ecg_error *error)
{
    const struct ecg_page *page = source->page;
    uint8_t trace_layer[255];
    memset(trace_layer, NOT_DRAWN, sizeof trace_layer);
    pass->is_leads = 1;
    for (size_t k = first; k < page->n_traces && k < first + CHANNELS; k++) {
        size_t channel = k - first;
        trace_layer[k] = (uint8_t)channel;
        pass->label[channel] = (uint8_t)(k + 1);
        pass->level[channel] = level_of((double)page->traces[k].width_mm * source->px_per_mm);
    }
    struct ecg_ink_filter filter = { 1u << ECG_KIND_TRACE, -1, trace_layer };
    return build_pass(pass, source, page, &filter, error);
}

static int has_covers(const struct ecg_page *page)
{
    for (size_t k = 0; k < page->n_fills; k++)
        if (channel_of(page->fills[k].kind, page->fills[k].layer, page->fills[k].rgba) == COVER)
            return 1;
    for (size_t k = 0; k < page->n_lines; k++)
        if (channel_of(page->lines[k].kind, page->lines[k].layer, page->lines[k].rgba) == COVER)
            return 1;
    return 0;
}

static int build_all(
    struct ecg_masks *masks, const struct source *source, int with_leads, struct ecg_error *error)
{
    size_t n = 2 + (source->page->n_traces + CHANNELS - 1) / CHANNELS;
    masks->passes = ecg_calloc(n, sizeof *masks->passes);
    if (!masks->passes)
        return ecg_fail(error, ECG_E_MEMORY, "masks: out of memory");
    int code = build_layers(&masks->passes[masks->n_passes++], source, 0, error);
    if (code == 0 && has_covers(source->page))
        code = build_layers(&masks->passes[masks->n_passes++], source, 1, error);
    for (size_t k = 0; code == 0 && with_leads && k < source->page->n_traces; k += CHANNELS)
        code = build_leads(&masks->passes[masks->n_passes++], source, k, error);
    return code;
}

int ecg_masks_create(struct ecg_masks **out, const struct ecg_page *page,
    const struct ecg_mesh *mesh, const struct ecg_fonts *fonts, int with_leads,
    struct ecg_error *error)
{
    *out = NULL;
    if (page->n_traces > 255)
        return ecg_fail(error, ECG_E_LIMIT, "masks: expected at most 255 traces on a page");
    struct ecg_masks *masks = ecg_calloc(1, sizeof *masks);
    if (!masks)
        return ecg_fail(error, ECG_E_MEMORY, "masks: out of memory");
    size_t n_px = (size_t)mesh->width_px * (size_t)mesh->height_px;
    masks->width_px = mesh->width_px;
    masks->height_px = mesh->height_px;
    struct source source = { page, mesh, fonts, 0 };
    double sx, sy;
    ecg_mesh_scale(mesh, page->width_mm / 2, page->height_mm / 2, &sx, &sy);
    source.px_per_mm = fmin(sx, sy);
    masks->layers = ecg_calloc(n_px, 1);
    masks->leads = with_leads ? ecg_calloc(n_px, 1) : NULL;
    masks->coverage = with_leads ? ecg_calloc(n_px, 1) : NULL;
    int code = 0;
    if (!masks->layers || (with_leads && !(masks->leads && masks->coverage)))
        code = ecg_fail(error, ECG_E_MEMORY, "masks: out of memory");
    if (code == 0)
        code = build_all(masks, &source, with_leads, error);
    *out = masks;
    if (code < 0)
        ecg_masks_destroy(out);
    return code;
}

void ecg_masks_destroy(struct ecg_masks **masks)
{
    struct ecg_masks *m = *masks;
    if (!m)
        return;
    for (int k = 0; k < m->n_passes; k++)
        ecg_drawing_destroy(&m->passes[k].drawing);
    ecg_free(m->passes);
    ecg_free(m->layers);
    ecg_free(m->leads);
    ecg_free(m->coverage);
    ecg_free(m);
    *masks = NULL;
}

/* ---- from coverage to labels ---- */

static void label_layers(
    struct ecg_masks *masks, const struct ecg_mask_pass *pass, const uint8_t *cover, int first)
{
    size_t n = (size_t)masks->width_px * (size_t)masks->height_px;
    for (size_t p = 0; p < n; p++) {
        uint32_t any;
        memcpy(&any, cover + 4 * p, 4);
        for (int c = 0; any && c < 4; c++) {
            uint8_t level = pass->level[first + c], label = pass->label[first + c];
            if (level && cover[4 * p + (size_t)c] >= level && rank(label) > rank(masks->layers[p]))
                masks->layers[p] = label;
        }
    }
}

static void label_leads(
    struct ecg_masks *masks, const struct ecg_mask_pass *pass, const uint8_t *cover, int first)
{
    size_t n = (size_t)masks->width_px * (size_t)masks->height_px;
    for (size_t p = 0; p < n; p++) {
        uint32_t any;
        memcpy(&any, cover + 4 * p, 4);
        for (int c = 0; any && c < 4; c++) {
            uint8_t value = cover[4 * p + (size_t)c];
            if (value <= masks->coverage[p])
                continue;
            masks->coverage[p] = value;
            masks->leads[p] = value >= pass->level[first + c] ? pass->label[first + c] : 0;
        }
    }
}

int ecg_masks_draw(struct ecg_masks *masks, struct ecg_renderer *renderer,
    const struct ecg_scene *scene, const struct ecg_page *page, const struct ecg_mesh *mesh,
    struct ecg_error *error)
{
    int code = 0;
    memset(masks->layers, ECG_MASK_PAPER, (size_t)masks->width_px * (size_t)masks->height_px);
    for (int k = 0; code == 0 && k < masks->n_passes; k++) {
        const struct ecg_mask_pass *pass = &masks->passes[k];
        struct ecg_render_job job = {
            .scene = scene, .page = page, .mesh = mesh, .drawing = pass->drawing
        };
        struct ecg_image cover[2];
        code = ecg_render_coverage(renderer, &job, cover, error);
        for (int i = 0; code == 0 && i < 2; i++) {
            if (cover[i].data && pass->is_leads)
                label_leads(masks, pass, cover[i].data, 4 * i);
            else if (cover[i].data)
                label_layers(masks, pass, cover[i].data, 4 * i);
            ecg_image_free(&cover[i]);
        }
    }
    return code;
}
