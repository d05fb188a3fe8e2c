#include "output/kit_json.h"

#include "core/alloc.h"
#include "core/units.h"
#include "output/kit_keys.h"

#include <math.h>
#include <stdlib.h>

typedef const struct ecg_image_json_params *params_t;

/* ---- the order of leads ---- */

struct place {
    size_t lead;
    int is_strip, row, column;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    if (p->is_strip != q->is_strip)
        return p->is_strip - q->is_strip;
    return p->row != q->row ? q->row - p->row : p->column - q->column;
}

static size_t *order_leads(const struct ecg_truth *truth)
{
    struct place *places = ecg_calloc(truth->n_leads, sizeof *places);
    size_t *order = ecg_calloc(truth->n_leads, sizeof *order);
    if (!places || !order) {
        ecg_free(places);
        ecg_free(order);
        return NULL;
    }
    for (size_t k = 0; k < truth->n_leads; k++) {
        const struct ecg_trace *trace = truth->leads[k].trace;
        places[k] = (struct place){ k, trace->column < 0, trace->row, trace->column };
    }
    qsort(places, truth->n_leads, sizeof *places, compare_places);
    for (size_t k = 0; k < truth->n_leads; k++)
        order[k] = places[k].lead;
    ecg_free(places);
    return order;
}

/* ---- values ---- */

static double middle_of(const struct ecg_quad *quad, int axis)
{
    double sum = 0;
    for (int k = 0; k < 4; k++)
        sum += axis ? quad->corner[k].column : quad->corner[k].row;
    return sum / 4;
}

/* Away from the quad's middle to the next pixel. */
static int64_t outwards(double at, double middle)
{
    return (int64_t)(at < middle ? floor(at + 1e-6) : ceil(at - 1e-6));
}

static void put_box(struct ecg_json *json, const char *key, const struct ecg_quad *quad)
{
    double row = middle_of(quad, 0), column = middle_of(quad, 1);
    ecg_json_key(json, key);
    ecg_json_open_object(json);
    for (int k = 0; k < 4; k++) {
        ecg_json_key(json, (const char[]){ (char)('0' + k), 0 });
        ecg_json_open_array(json);
        ecg_json_int(json, outwards(quad->corner[k].row, row));
        ecg_json_int(json, outwards(quad->corner[k].column, column));
        ecg_json_close_array(json);
    }
    ecg_json_close_object(json);
}

static void put_lead(struct ecg_json *json, params_t p, const struct ecg_kit_json_form *form,
    const struct ecg_truth_lead *lead)
{
    size_t n = lead->trace->end_sample - lead->trace->start_sample;
    size_t origin = p->span ? p->span->start : p->truth->window.start;
    size_t start = lead->trace->start_sample - origin;
    ecg_json_open_object(json);
    if (form->has_names_box && lead->has_label)
        put_box(json, "text_bounding_box", &lead->label);
    ecg_json_key_string(json, "lead_name", lead->trace->name);
    if (form->has_leads_box)
        put_box(json, "lead_bounding_box", &lead->box);
    ecg_json_key_int(json, "start_sample", (int64_t)start);
    ecg_json_key_int(json, "end_sample", (int64_t)(start + n));
    ecg_json_key(json, "plotted_pixels");
    ecg_json_open_array(json);
    for (size_t i = 0; i < n; i++)
        ecg_json_pair(json, lead->points[i].row, lead->points[i].column);
    ecg_json_close_array(json);
    ecg_json_close_object(json);
}

/* How the picture was made: the flags as they were drawn. */
static void put_making(struct ecg_json *json, params_t p, const struct ecg_kit_keys *keys)
{
    const struct ecg_scene *scene = p->scene;
    int has_words = keys->has_handwriting && scene->notes_list_count > 0;
    int is_scan = scene->capture_kind != 0;
    double turn_deg = fmod(scene->bend_fold_turn_deg + 270, 180);
    ecg_json_key_bool(json, "dc_pulse", keys->has_pulse);
    ecg_json_key_bool(json, "bw", keys->is_grey);
    ecg_json_key_bool(json, "gridlines", keys->has_grid);
    ecg_json_key_bool(json, "printed_text", keys->has_header);
    ecg_json_key_int(json, "number_of_columns_in_image", keys->columns);
    ecg_json_key_string(json, "full_mode_lead", keys->strip);
    ecg_json_key_bool(json, "handwritten_text", has_words);
    ecg_json_key_int(json, "num_words", has_words ? scene->notes_list_count : 0);
    double px_per_mm = has_words ? ecg_px_per_mm(scene->output_dpi) : 0;
    ecg_json_key_fixed(
        json, "x_offset_for_handwritten_text", scene->notes_list_x_mm * px_per_mm, 1);
    ecg_json_key_fixed(
        json, "y_offset_for_handwritten_text", scene->notes_list_y_mm * px_per_mm, 1);
    int is_creased = scene->bend_fold_pattern != 0;
    ecg_json_key_bool(json, "wrinkles", is_creased);
    ecg_json_key_fixed(json, "crease_angle", is_creased ? turn_deg : 0, 1);
    ecg_json_key_int(
        json, "number_of_creases_horizontally", is_creased ? scene->bend_fold_columns : 0);
    ecg_json_key_int(json, "number_of_creases_vertically", is_creased ? scene->bend_fold_rows : 0);
    ecg_json_key_bool(json, "augment", is_scan);
    ecg_json_key_fixed(json, "crop", is_scan ? (1 - 1 / scene->capture_scan_scale) / 2 : 0, 4);
    ecg_json_key_fixed(json, "temperature", scene->capture_scan_temperature_k, 0);
    ecg_json_key_fixed(json, "rotate", is_scan ? scene->capture_scan_skew_deg : 0, 3);
    ecg_json_key_fixed(json, "noise", 255 * scene->capture_scan_noise, 2);
}

/* 500 is written 500.0, as Python writes the kit's float. */
static void put_rate(struct ecg_json *json, double fs_hz)
{
    ecg_json_key_real(json, "sampling_frequency", fs_hz);
    if (fs_hz < 1e15 && floor(fs_hz) >= fs_hz)
        ecg_buffer_text(json->out, ".0");
}

static void put_own(struct ecg_json *json, params_t p, const size_t *order)
{
    struct ecg_buffer text = { 0 };
    struct ecg_image_json_params ordered = *p;
    struct ecg_json own;
    ordered.order = order;
    ecg_json_start(&own, &text, 0);
    ecg_image_json_own(&own, &ordered);
    ecg_json_key(json, "ecgpress");
    if (text.failed)
        json->out->failed = 1;
    else
        ecg_json_raw(json, (const char *)text.data, text.size);
    ecg_buffer_free(&text);
}

int ecg_kit_json_write(const struct ecg_image_json_params *p, const struct ecg_kit_json_form *form,
    struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_kit_keys keys;
    struct ecg_json json;
    size_t *order = order_leads(p->truth);
    if (!order)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory for its JSON", p->record->id);
    ecg_kit_keys_fill(&keys, p->scene, p->page, p->truth);
    ecg_json_start(&json, out, 4);
    json.tall = 1;
    ecg_json_open_object(&json);
    put_rate(&json, p->record->fs_hz);
    ecg_json_key_int(&json, "width", p->truth->width_px);
    ecg_json_key_int(&json, "height", p->truth->height_px);
    if (form->has_all) {
        ecg_json_key_color(&json, "grid_line_color_major", keys.grid_major);
        ecg_json_key_color(&json, "grid_line_color_minor", keys.grid_minor);
        ecg_json_key_color(&json, "ecg_plot_color", keys.plot);
    }
    ecg_json_key(&json, "leads");
    ecg_json_open_array(&json);
    for (size_t k = 0; k < p->truth->n_leads; k++)
        put_lead(&json, p, form, &p->truth->leads[order[k]]);
    ecg_json_close_array(&json);
    ecg_json_key_fixed(&json, "x_grid", keys.x_grid_px, 3);
    ecg_json_key_fixed(&json, "y_grid", keys.y_grid_px, 3);
    ecg_json_key_fixed(&json, "resolution", p->scene->output_dpi, 0);
    ecg_json_key_fixed(&json, "pad_inches", p->scene->page_pad_mm / ecg_mm_from_inch(1), 2);
    if (form->has_all)
        put_making(&json, p, &keys);
    put_own(&json, p, order);
    ecg_json_close_object(&json);
    ecg_free(order);
    return out->failed
               ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory for its JSON", p->record->id)
               : 0;
}
