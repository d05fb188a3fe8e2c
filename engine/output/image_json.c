#include "output/image_json.h"

#include "output/json.h"
#include "output/kit_keys.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef const struct ecg_image_json_params *params_t;

static void put_spot(struct ecg_json *json, struct ecg_spot spot)
{
    ecg_json_pair(json, spot.row, spot.column);
}

static void put_quad(struct ecg_json *json, const char *key, const struct ecg_quad *quad)
{
    ecg_json_key(json, key);
    ecg_json_open_object(json);
    for (int k = 0; k < 4; k++) {
        ecg_json_key(json, (const char[]){ (char)('0' + k), 0 });
        put_spot(json, quad->corner[k]);
    }
    ecg_json_close_object(json);
}

static struct ecg_sample_range span_of(params_t p)
{
    return p->span ? *p->span : p->truth->window;
}

static const struct ecg_truth_lead *lead_at(params_t p, size_t k)
{
    return &p->truth->leads[p->order ? p->order[k] : k];
}

static const struct ecg_lead *lead_of(params_t p, const struct ecg_trace *trace)
{
    return &p->record->leads[trace->lead];
}

/* ECG-Image-Kit's keys but for the leads, in its order. */
static void put_kit_keys(struct ecg_json *json, params_t p)
{
    struct ecg_kit_keys keys;
    ecg_kit_keys_fill(&keys, p->scene, p->page, p->truth);
    ecg_json_key_real(json, "sampling_frequency", p->record->fs_hz);
    ecg_json_key_int(json, "width", p->truth->width_px);
    ecg_json_key_int(json, "height", p->truth->height_px);
    ecg_json_key_fixed(json, "x_grid", keys.x_grid_px, 4);
    ecg_json_key_fixed(json, "y_grid", keys.y_grid_px, 4);
    ecg_json_key_fixed(json, "resolution", keys.resolution_dpi, 2);
    ecg_json_key_int(json, "pad_inches", 0);
    ecg_json_key_color(json, "grid_line_color_major", keys.grid_major);
    ecg_json_key_color(json, "grid_line_color_minor", keys.grid_minor);
    ecg_json_key_color(json, "ecg_plot_color", keys.plot);
    ecg_json_key_bool(json, "dc_pulse", keys.has_pulse);
    ecg_json_key_bool(json, "bw", keys.is_grey);
    ecg_json_key_bool(json, "gridlines", keys.has_grid);
    ecg_json_key_bool(json, "printed_text", keys.has_header);
    ecg_json_key_int(json, "number_of_columns_in_image", keys.columns);
    ecg_json_key_string(json, "full_mode_lead", keys.strip);
    ecg_json_key_bool(json, "handwritten_text", keys.has_handwriting);
    ecg_json_key_int(json, "num_words", keys.words);
    ecg_json_key_fixed(json, "x_offset_for_handwritten_text", keys.handwriting_x_px, 1);
    ecg_json_key_fixed(json, "y_offset_for_handwritten_text", keys.handwriting_y_px, 1);
    ecg_json_key_bool(json, "wrinkles", keys.is_creased);
    ecg_json_key_fixed(json, "crease_angle", keys.crease_angle_deg, 2);
    ecg_json_key_int(json, "number_of_creases_horizontally", keys.creases_horizontal);
    ecg_json_key_int(json, "number_of_creases_vertically", keys.creases_vertical);
    ecg_json_key_bool(json, "augment", keys.is_augmented);
    ecg_json_key_fixed(json, "crop", keys.crop, 4);
    ecg_json_key_fixed(json, "temperature", keys.temperature_k, 0);
    ecg_json_key_fixed(json, "rotate", keys.rotate_deg, 3);
    ecg_json_key_fixed(json, "noise", keys.noise, 3);
}

static void put_leads(struct ecg_json *json, params_t p)
{
    ecg_json_key(json, "leads");
    ecg_json_open_array(json);
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = lead_at(p, k);
        size_t n = lead->trace->end_sample - lead->trace->start_sample;
        size_t start = lead->trace->start_sample - span_of(p).start;
        ecg_json_open_object(json);
        ecg_json_key_string(json, "lead_name", lead->trace->name);
        ecg_json_key_int(json, "start_sample", (int64_t)start);
        ecg_json_key_int(json, "end_sample", (int64_t)(start + n));
        if (lead->has_label)
            put_quad(json, "text_bounding_box", &lead->label);
        put_quad(json, "lead_bounding_box", &lead->box);
        ecg_json_key(json, "plotted_pixels");
        ecg_json_open_array(json);
        for (size_t i = 0; i < n; i++)
            put_spot(json, lead->points[i]);
        ecg_json_close_array(json);
        ecg_json_close_object(json);
    }
    ecg_json_close_array(json);
}

/* ---- the "ecgpress" object ---- */

static void put_box(struct ecg_json *json, const char *key, const double *values, int n)
{
    ecg_json_key(json, key);
    ecg_json_open_array(json);
    for (int k = 0; k < n; k++)
        ecg_json_fixed(json, values[k], 4);
    ecg_json_close_array(json);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put_record(struct ecg_json *json, params_t p)
{
    const struct ecg_record *record = p->record;
    ecg_json_key(json, "record");
    ecg_json_open_object(json);
    ecg_json_key_string(json, "id", record->id);
    ecg_json_key_string(json, "file", base_name(record->path));
    ecg_json_key_int(json, "samples", (int64_t)record->n_samples);
    /* Sample 0 of this file's numbering in the source, and one past the last. */
    ecg_json_key_int(json, "window_start", (int64_t)span_of(p).start);
    ecg_json_key_int(json, "window_end", (int64_t)span_of(p).end);
    ecg_json_key(json, "derived_leads");
    ecg_json_open_array(json);
    for (int k = 0; k < record->n_leads; k++)
        if (record->leads[k].is_derived)
            ecg_json_string(json, record->leads[k].name);
    ecg_json_close_array(json);
    ecg_json_close_object(json);
}

/* Warnings name their file; folders are nobody's business. */
static void put_warnings(struct ecg_json *json, params_t p)
{
    const char *path = p->record->path;
    size_t folder = (size_t)(base_name(path) - path);
    ecg_json_key(json, "warnings");
    ecg_json_open_array(json);
    for (int k = 0; k < p->record->n_warnings; k++) {
        const char *line = p->record->warnings[k];
        ecg_json_string(json, strncmp(line, path, folder) == 0 ? line + folder : line);
    }
    if (p->page->note[0])
        ecg_json_string(json, p->page->note);
    ecg_json_close_array(json);
}

static void put_page(struct ecg_json *json, params_t p)
{
    const struct ecg_page *page = p->page;
    ecg_json_key(json, "page");
    ecg_json_open_object(json);
    ecg_json_key_fixed(json, "width_mm", page->width_mm, 4);
    ecg_json_key_fixed(json, "height_mm", page->height_mm, 4);
    ecg_json_key_string(json, "layout", page->layout);
    ecg_json_key_fixed(json, "paper_speed_mm_s", page->mm_per_s, 4);
    ecg_json_key_fixed(json, "gain_limb_mm_mv", page->limb_mm_per_mv, 4);
    ecg_json_key_fixed(json, "gain_chest_mm_mv", page->chest_mm_per_mv, 4);
    const double paper[3] = { 255 * (double)page->paper_rgb[0], 255 * (double)page->paper_rgb[1],
        255 * (double)page->paper_rgb[2] };
    ecg_json_key_color(json, "paper_color", paper);
    put_quad(json, "corners", &p->truth->sheet);
    ecg_json_key(json, "to_image");
    if (p->truth->is_affine) {
        ecg_json_open_array(json);
        for (int row = 0; row < 2; row++) {
            ecg_json_open_array(json);
            for (int k = 0; k < 3; k++)
                ecg_json_real(json, p->truth->affine[row][k]);
            ecg_json_close_array(json);
        }
        ecg_json_close_array(json);
    } else {
        ecg_json_null(json);
    }
    ecg_json_close_object(json);
}

static void put_hidden(struct ecg_json *json, const struct ecg_truth_lead *lead, size_t origin)
{
    ecg_json_key(json, "hidden");
    ecg_json_open_array(json);
    for (size_t k = 0; k < lead->n_hidden; k++) {
        ecg_json_open_array(json);
        ecg_json_int(json, (int64_t)(lead->hidden[k].start - origin));
        ecg_json_int(json, (int64_t)(lead->hidden[k].end - origin));
        ecg_json_close_array(json);
    }
    ecg_json_close_array(json);
}

/* What turns a trace's page position back into seconds and millivolts; same order as "leads". */
static void put_layout(struct ecg_json *json, params_t p)
{
    ecg_json_key(json, "layout");
    ecg_json_open_array(json);
    for (size_t k = 0; k < p->truth->n_leads; k++) {
        const struct ecg_truth_lead *lead = lead_at(p, k);
        const struct ecg_trace *trace = lead->trace;
        ecg_json_open_object(json);
        ecg_json_key_string(json, "lead_name", trace->name);
        ecg_json_key_string(json, "signal", lead_of(p, trace)->name);
        ecg_json_key_int(json, "sign", trace->sign);
        ecg_json_key_bool(json, "derived", lead_of(p, trace)->is_derived);
        ecg_json_key_int(json, "row", trace->row);
        ecg_json_key_int(json, "column", trace->column);
        ecg_json_key_fixed(json, "x_start_mm", trace->x_start_mm, 6);
        ecg_json_key_fixed(json, "baseline_mm", trace->baseline_mm, 6);
        ecg_json_key_fixed(json, "mm_per_s", trace->mm_per_s, 6);
        ecg_json_key_fixed(json, "mm_per_mv", trace->mm_per_mv, 6);
        ecg_json_key_fixed(json, "line_width_mm", (double)trace->width_mm, 4);
        put_box(json, "clip_mm", trace->clip_mm, 4);
        put_hidden(json, lead, span_of(p).start);
        ecg_json_close_object(json);
    }
    ecg_json_close_array(json);
}

static void put_lattice(struct ecg_json *json, const struct ecg_truth_lattice *lattice)
{
    ecg_json_key(json, "crossings");
    ecg_json_open_object(json);
    ecg_json_key_int(json, "first_column", lattice->first_column);
    ecg_json_key_int(json, "first_row", lattice->first_row);
    ecg_json_key_int(json, "columns", lattice->columns);
    ecg_json_key_int(json, "rows", lattice->rows);
    ecg_json_key(json, "points");
    ecg_json_open_array(json);
    for (int j = 0; j < lattice->rows; j++) {
        ecg_json_open_array(json);
        for (int i = 0; i < lattice->columns; i++)
            put_spot(json, lattice->spots[(size_t)j * (size_t)lattice->columns + (size_t)i]);
        ecg_json_close_array(json);
    }
    ecg_json_close_array(json);
    ecg_json_close_object(json);
}

/* Crossing (i, j) of the lattice lies at page mm origin + turn by angle of (i, j) * step; the
 * printed grid is i * step in 0..width, j * step in 0..height. */
static void put_grid(struct ecg_json *json, params_t p)
{
    enum { BENT, ALWAYS };
    const struct ecg_page *page = p->page;
    const double origin[2] = { page->grid_x_mm, page->grid_y_mm },
                 size[2] = { page->grid_width_mm, page->grid_height_mm };
    ecg_json_key(json, "grid");
    ecg_json_open_object(json);
    put_box(json, "origin_mm", origin, 2);
    ecg_json_key_fixed(json, "angle_deg", page->grid_angle_deg, 6);
    put_box(json, "size_mm", size, 2);
    ecg_json_key_fixed(json, "step_mm", p->truth->lattice.step_mm, 4);
    put_quad(json, "corners", &p->truth->grid);
    if (p->scene->output_lattice == ALWAYS ||
        (p->scene->output_lattice == BENT && !p->truth->is_affine))
        put_lattice(json, &p->truth->lattice);
    ecg_json_close_object(json);
}

static void put_things(struct ecg_json *json, params_t p)
{
    ecg_json_key(json, "things");
    ecg_json_open_array(json);
    for (size_t k = 0; k < p->truth->n_things; k++) {
        const struct ecg_truth_thing *thing = &p->truth->things[k];
        ecg_json_open_object(json);
        ecg_json_key_string(json, "kind", ecg_kind_name(thing->kind));
        ecg_json_key_string(json, "text", thing->text);
        put_quad(json, "bounding_box", &thing->quad);
        if (thing->seen < 1)
            ecg_json_key_fixed(json, "seen", thing->seen, 2);
        ecg_json_close_object(json);
    }
    ecg_json_close_array(json);
}

/* Ends of each fold and strong ridge, strongest first. */
static void put_creases(struct ecg_json *json, params_t p)
{
    ecg_json_key(json, "creases");
    ecg_json_open_array(json);
    for (size_t k = 0; k < p->truth->n_creases; k++) {
        ecg_json_open_array(json);
        put_spot(json, p->truth->creases[k].from);
        put_spot(json, p->truth->creases[k].to);
        ecg_json_close_array(json);
    }
    ecg_json_close_array(json);
}

static void put_scene(struct ecg_json *json, params_t p)
{
    struct ecg_buffer scene = { 0 };
    ecg_scene_print_json(p->scene, &scene);
    ecg_json_key(json, "scene");
    if (scene.failed)
        json->out->failed = 1;
    else
        ecg_json_raw(json, (const char *)scene.data, scene.size);
    ecg_buffer_free(&scene);
}

/* As text where readers that hold numbers as doubles would lose digits. */
static void put_whole(struct ecg_json *json, const char *key, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, value);
    ecg_json_key(json, key);
    if (value < (uint64_t)1 << 53)
        ecg_json_uint(json, value);
    else
        ecg_json_string(json, text);
}

void ecg_image_json_own(struct ecg_json *json, params_t p)
{
    ecg_json_open_object(json);
    ecg_json_key_string(json, "version", ecg_version());
    ecg_json_key_string(json, "recipe", p->scene->recipe);
    put_whole(json, "seed", p->scene->seed);
    put_whole(json, "variant", p->scene->variant);
    ecg_json_key_string(json, "image", p->image_file);
    ecg_json_key_string(json, "wfdb", p->wfdb_name);
    if (p->split)
        ecg_json_key_string(json, "split", p->split);
    ecg_json_key_string(json, "units",
        "pixels are [row, column] from the image's top-left corner, pixel centres at +0.5; boxes "
        "run top-left, top-right, bottom-right, bottom-left; page millimetres are x right, y down "
        "from the sheet's top-left corner; signals mV; samples count from window_start");
    put_record(json, p);
    put_page(json, p);
    put_layout(json, p);
    put_grid(json, p);
    put_things(json, p);
    put_creases(json, p);
    put_warnings(json, p);
    put_scene(json, p);
    ecg_json_close_object(json);
}

int ecg_image_json_write(
    const struct ecg_image_json_params *params, struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_json json;
    ecg_json_start(&json, out, params->scene->output_json_indent);
    ecg_json_open_object(&json);
    put_kit_keys(&json, params);
    put_leads(&json, params);
    ecg_json_key(&json, "ecgpress");
    ecg_image_json_own(&json, params);
    ecg_json_close_object(&json);
    ecg_buffer_text(out, "\n");
    return out->failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory for its JSON",
                             params->image_file ? params->image_file : params->record->id)
                       : 0;
}
