#include "job/kit.h"

#include "core/alloc.h"
#include "core/units.h"
#include "notes/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct ecg_kit {
    const struct ecg_kit_params *params;
    struct ecg_kit_config config;
};

void ecg_kit_defaults(struct ecg_kit_params *params)
{
    *params = (struct ecg_kit_params){
        .start_sample = -1,
        .max_images = -1,
        .resolution_dpi = 200,
        .columns = -1,
        .strip = "II",
        .pulse_chance = 1,
        .grid_chance = 1,
        .grid_color = 5,
        .words = 5,
        .x_offset_px = 30,
        .y_offset_px = 30,
        .handwriting_size = 0.2,
        .crease_angle_deg = 90,
        .creases_vertically = 10,
        .creases_horizontally = 10,
        .noise = 50,
        .crop = 0.01,
        .temperature_k = 40000,
    };
}

/* ---- checking ---- */

struct range {
    const char *flag;
    double value, lo, hi;
};

static int check_ranges(const struct ecg_kit_params *p, struct ecg_error *error)
{
    const struct range ranges[] = {
        { "resolution", p->resolution_dpi, 50, 1200 },
        { "pad_inches", p->pad_inches, 0, 10 },
        { "calibration_pulse", p->pulse_chance, 0, 1 },
        { "random_grid_present", p->grid_chance, 0, 1 },
        { "random_print_header", p->header_chance, 0, 1 },
        { "random_bw", p->bw_chance, 0, 1 },
        { "standard_grid_color", p->grid_color, 1, 5 },
        { "store_config", p->store_config, 0, 2 },
        { "num_words", p->words, 1, 60 },
        { "x_offset", p->x_offset_px, 0, 20000 },
        { "y_offset", p->y_offset_px, 0, 20000 },
        { "hws", p->handwriting_size, 0.02, 1 },
        { "crease_angle", p->crease_angle_deg, 0, 360 },
        { "num_creases_vertically", p->creases_vertically, 0, 30 },
        { "num_creases_horizontally", p->creases_horizontally, 0, 30 },
        { "rotate", p->rotate_deg, -180, 180 },
        { "noise", p->noise, 0, 127 },
        { "crop", p->crop, 0, 0.45 },
        { "temperature", p->temperature_k, 1000, 40000 },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct range *r = &ranges[i];
        if (!(r->value >= r->lo && r->value <= r->hi))
            return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected %g to %g, got %g", r->flag, r->lo,
                r->hi, r->value);
    }
    return 0;
}

/* Numbers whose "all" or "by itself" is -1. */
static int check_counts(const struct ecg_kit_params *p, struct ecg_error *error)
{
    if (p->max_images < 1 && p->max_images != -1)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "max_num_images: expected 1 or more, or -1 for all, got %d", p->max_images);
    if ((p->columns < 1 && p->columns != -1) || p->columns > 12)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "num_columns: expected 1 to 12, or -1 to choose, got %d", p->columns);
    if (p->start_sample < -1)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "start_index: expected a sample from 0, or -1 for all pages, got %lld",
            p->start_sample);
    return 0;
}

static int check_words(const char *file, struct ecg_error *error)
{
    struct ecg_words *words = NULL;
    if (!file || !*file)
        return 0;
    if (strstr(file, "://"))
        return ecg_fail(error, ECG_E_UNSUPPORTED,
            "link: expected a text file of words, got a link to the web (%.200s)", file);
    if (strlen(file) >= ECG_TEXT_SIZE)
        return ecg_fail(
            error, ECG_E_LIMIT, "link: expected a path of at most %d bytes", ECG_TEXT_SIZE - 1);
    int code = ecg_words_open_text(&words, file, "", error);
    if (code == 0 && words->n_phrases == words->groups[words->first_note_group].first)
        code = ecg_fail(error, ECG_E_FORMAT, "%s: expected a text with words in it", file);
    ecg_words_close(&words);
    return code;
}

int ecg_kit_open(
    struct ecg_kit **out, const struct ecg_kit_params *params, struct ecg_error *error)
{
    *out = NULL;
    struct ecg_kit *kit = ecg_calloc(1, sizeof *kit);
    if (!kit)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    kit->params = params;
    int code = check_ranges(params, error);
    if (code == 0)
        code = check_counts(params, error);
    if (code == 0)
        code = check_words(params->words_file, error);
    if (code == 0)
        code = ecg_kit_config_read(&kit->config, params->config_file, error);
    if (code < 0) {
        ecg_kit_close(&kit);
        return code;
    }
    *out = kit;
    return 0;
}

void ecg_kit_close(struct ecg_kit **kit)
{
    ecg_free(*kit);
    *kit = NULL;
}

const struct ecg_kit_params *ecg_kit_params(const struct ecg_kit *kit)
{
    return kit->params;
}

void ecg_kit_print(const struct ecg_kit *kit, struct ecg_buffer *out)
{
    const struct ecg_kit_params *p = kit->params;
    ecg_buffer_format(out, "start %lld; dpi %d%s; pad %d%s; columns %d; strip %s; mask %d;",
        p->start_sample, p->resolution_dpi, p->resolution_is_random ? " at most" : "",
        p->pad_inches, p->padding_is_random ? " at most" : "", p->columns, p->strip,
        p->mask_unplotted);
    ecg_buffer_format(out, " pulse %.9g; grid %.9g; header %.9g; bw %.9g; color %d%s; names %d;",
        p->pulse_chance, p->grid_chance, p->header_chance, p->bw_chance, p->grid_color,
        p->grid_color_is_random ? " random" : "", !p->without_lead_names);
    ecg_buffer_format(out, " qr %d; json %d, boxes %d %d; toss %d; effects %d %d %d;",
        p->with_qr_code, p->store_config, p->with_lead_names_box, p->with_leads_box,
        p->is_fully_random, p->with_handwriting, p->with_wrinkles, p->with_augment);
    ecg_buffer_format(out, " words %s, %d%s at %d %d%s, size %.9g%s;",
        p->words_file ? p->words_file : "", p->words, p->words_is_fixed ? "" : " at most",
        p->x_offset_px, p->y_offset_px, p->offset_is_fixed ? "" : " at most", p->handwriting_size,
        p->handwriting_size_is_fixed ? "" : " at most");
    ecg_buffer_format(out, " creases %d%s, %d%s, %d%s;", p->crease_angle_deg,
        p->crease_angle_is_fixed ? "" : " at most", p->creases_vertically,
        p->vertically_is_fixed ? "" : " at most", p->creases_horizontally,
        p->horizontally_is_fixed ? "" : " at most");
    ecg_buffer_format(out, " rotate %d%s; noise %d%s; crop %.9g%s; temperature %d%s; ",
        p->rotate_deg, p->rotate_is_fixed ? "" : " at most", p->noise,
        p->noise_is_fixed ? "" : " at most", p->crop, p->crop_is_fixed ? "" : " at most",
        p->temperature_k, p->temperature_is_fixed ? "" : " at most");
    ecg_kit_config_print(&kit->config, out);
}

/* ---- pages ---- */

static size_t samples_of(double seconds, double fs_hz)
{
    return (size_t)fmax(floor(seconds * fs_hz + 1e-6), 1);
}

int ecg_kit_images(const struct ecg_kit *kit, size_t n_samples, double fs_hz, size_t *n_images,
    struct ecg_error *error)
{
    size_t page = samples_of(kit->config.page_s, fs_hz);
    size_t step = samples_of(kit->config.step_s, fs_hz);
    long long start = kit->params->start_sample;
    if (start < 0) {
        *n_images = n_samples < page ? 1 : (n_samples - page) / step + 1;
        return 0;
    }
    *n_images = 1;
    if ((unsigned long long)start >= n_samples || n_samples - (size_t)start < page)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "start_index: expected %zu samples from %lld on, the record has %zu in all", page,
            start, n_samples);
    return 0;
}

size_t ecg_kit_page_start(const struct ecg_kit *kit, const struct ecg_record *record, size_t image)
{
    if (kit->params->start_sample >= 0)
        return (size_t)kit->params->start_sample;
    return image * samples_of(kit->config.step_s, record->fs_hz);
}

void ecg_kit_span(
    const struct ecg_kit *kit, const struct ecg_record *record, size_t *start, size_t *end)
{
    *start = 0;
    *end = record->n_samples;
    if (kit->params->start_sample < 0)
        return;
    *start = (size_t)kit->params->start_sample;
    *end = *start + samples_of(kit->config.page_s, record->fs_hz);
}

/* ---- one image ---- */

/* Modules of 5 px at 200 dpi, however much it says: versions 1 to 10 of level M. */
static double code_size_mm(size_t bytes)
{
    static const size_t holds[] = { 14, 26, 42, 62, 84, 106, 122, 152, 180, 213 };
    int version = 1;
    while (version < 10 && holds[version - 1] < bytes)
        version++;
    return (17 + 4 * version) * 5 * ecg_mm_from_inch(1 / 200.0);
}

static void add_code(const char *name, struct ecg_scene *scene)
{
    scene->notes_qr_count = 1;
    snprintf(scene->notes_qr_content, sizeof scene->notes_qr_content, "%s", name);
    scene->notes_qr_size_mm = code_size_mm(strlen(scene->notes_qr_content));
}

int ecg_kit_dress(const struct ecg_kit *kit, const struct ecg_record *record, const char *name,
    size_t image, struct ecg_scene *scene, struct ecg_error *error)
{
    const struct ecg_kit_params *p = kit->params;
    int code = ecg_kit_lay_out(p, &kit->config, record, scene, error);
    if (code < 0)
        return code;
    scene->page_window = 0;
    scene->page_window_start_s = (double)ecg_kit_page_start(kit, record, image) / record->fs_hz;
    if (p->with_qr_code)
        add_code(name, scene);
    if (p->words_file) {
        snprintf(scene->notes_words_file, sizeof scene->notes_words_file, "%s", p->words_file);
        scene->notes_words_text = 1;
    }
    ecg_kit_draw(p, scene);
    return 0;
}
