#include "job/survey.h"

#include "core/alloc.h"
#include "output/hash.h"
#include "recipe/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each image's scene stands at the end of its JSON. */
enum { TAIL_BYTES = 64 << 10 };

struct part {
    uint64_t images;
    uint64_t *records; /* hashes of their ids, sorted and made unique at the end */
    size_t n_records, cap_records;
};

struct ecg_survey {
    struct ecg_survey_params params;
    uint64_t images;
    struct ecg_counts parts; /* names */
    struct part *of_parts;   /* one of each, or one in all */
    size_t n_parts, cap_parts;
    struct ecg_counts kinds, endings, leads;
    struct ecg_histogram width, height, leads_an_image;
    uint64_t bytes;
    struct ecg_tally *tally;
    size_t n_unread;
    char why[512];
    uint64_t n_broken;
    char first_broken[400];
};

/* ---- counted ---- */

static int add_record(struct ecg_survey *s, size_t number, const char *record)
{
    if (number >= s->n_parts) {
        if (ecg_grow(&s->of_parts, &s->cap_parts, number + 1, sizeof *s->of_parts) < 0)
            return ECG_E_MEMORY;
        for (; s->n_parts <= number; s->n_parts++)
            s->of_parts[s->n_parts] = (struct part){ 0 };
    }
    struct part *part = &s->of_parts[number];
    uint64_t hash = ecg_hash64(1, record, strlen(record));
    part->images++;
    if (part->n_records && part->records[part->n_records - 1] == hash)
        return 0;
    if (ecg_grow(&part->records, &part->cap_records, part->n_records + 1, sizeof *part->records) <
        0)
        return ECG_E_MEMORY;
    part->records[part->n_records++] = hash;
    return 0;
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void make_unique(struct part *part)
{
    size_t n = 0;
    if (part->n_records)
        qsort(part->records, part->n_records, sizeof *part->records, compare_hashes);
    for (size_t k = 0; k < part->n_records; k++)
        if (n == 0 || part->records[k] != part->records[n - 1])
            part->records[n++] = part->records[k];
    part->n_records = n;
}

static int count_image(
    struct ecg_survey *s, struct ecg_dataset *dataset, const struct ecg_manifest_line *image)
{
    const char *split = image->split ? image->split : "";
    int code = ecg_counts_add(&s->parts, split, 0);
    size_t number = 0;
    while (number + 1 < s->parts.n && strcmp(s->parts.items[number].word, split) != 0)
        number++;
    if (code == 0)
        code = add_record(s, number, image->record);
    if (code == 0)
        code = ecg_counts_add(&s->kinds, image->recipe, 0);
    for (size_t k = 0; code == 0 && k < image->n_files; k++) {
        uint64_t size;
        const char *ending = ecg_dataset_file(dataset, k, &size);
        code = ecg_counts_add(&s->endings, ending, size);
        s->bytes += size;
    }
    for (size_t k = 0; code == 0 && k < image->n_leads; k++)
        code = ecg_counts_add(&s->leads, ecg_dataset_lead(dataset, k), 0);
    ecg_histogram_add(&s->width, image->width_px);
    ecg_histogram_add(&s->height, image->height_px);
    ecg_histogram_add(&s->leads_an_image, (double)image->n_leads);
    s->images++;
    if (s->params.looks_at_files && !ecg_dataset_is_whole(dataset) && s->n_broken++ == 0)
        snprintf(s->first_broken, sizeof s->first_broken, "%s", image->name);
    return code;
}

/* ---- scenes ---- */

static const char *last_scene(const struct ecg_buffer *text)
{
    static const char KEY[] = "\"scene\":";
    const char *found = NULL, *at = (const char *)text->data, *end = at + text->size;
    while (text->size && (at = memmem(at, (size_t)(end - at), KEY, sizeof KEY - 1)))
        found = at += sizeof KEY - 1;
    while (found && found < end && *found == ' ')
        found++;
    return found && found < end && *found == '{' ? found : NULL;
}

/* Length of the flat object at the text's start, 0 when it does not end. */
static size_t object_length(const char *text, size_t size)
{
    int in_string = 0;
    for (size_t i = 0; i < size; i++) {
        if (in_string && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            in_string = !in_string;
        else if (!in_string && text[i] == '}')
            return i + 1;
    }
    return 0;
}

static int read_scene(struct ecg_dataset *dataset, const struct ecg_manifest_line *image,
    struct ecg_scene *scene, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    int code = ecg_dataset_read(dataset, ".json", TAIL_BYTES, &text, error);
    const char *start = code == 0 ? last_scene(&text) : NULL;
    if (code == 0 && !start && text.size == TAIL_BYTES) {
        text.size = 0;
        code = ecg_dataset_read(dataset, ".json", 0, &text, error);
        start = code == 0 ? last_scene(&text) : NULL;
    }
    size_t left = start ? (size_t)((const char *)text.data + text.size - start) : 0;
    size_t size = start ? object_length(start, left) : 0;
    if (code == 0 && size == 0)
        code = ecg_fail(error, ECG_E_FORMAT, "no scene in it");
    if (code == 0)
        code = ecg_scene_read_json(scene, start, size, error);
    if (code < 0)
        ecg_fail_in(error, image->name);
    ecg_buffer_free(&text);
    return code;
}

static int count_scene(struct ecg_survey *s, struct ecg_dataset *dataset,
    const struct ecg_manifest_line *image, struct ecg_error *error)
{
    struct ecg_scene scene;
    struct ecg_error bad = { 0 };
    int code = s->params.recipe ? ecg_recipe_draw(s->params.recipe, s->params.seed, image->record,
                                      image->variant, &scene, &bad)
                                : read_scene(dataset, image, &scene, &bad);
    if (code == 0)
        return ecg_tally_add(s->tally, &scene) < 0
                   ? ecg_fail(error, ECG_E_MEMORY, "survey: out of memory")
                   : 0;
    if (code == ECG_E_MEMORY)
        return ecg_fail(error, code, "%s", bad.message);
    if (s->n_unread++ == 0)
        memcpy(s->why, bad.message, sizeof s->why);
    return 0;
}

int ecg_survey_make(struct ecg_survey **survey, struct ecg_dataset *dataset,
    const struct ecg_survey_params *params, struct ecg_error *error)
{
    struct ecg_survey *s = *survey = ecg_calloc(1, sizeof **survey);
    const struct ecg_manifest_line *image;
    int more, code = 0;
    if (s) {
        s->params = *params;
        s->tally = ecg_tally_make();
        s->width.is_whole = s->height.is_whole = s->leads_an_image.is_whole = 1;
    }
    if (!s || !s->tally)
        code = ecg_fail(error, ECG_E_MEMORY, "survey: out of memory");
    if (code == 0)
        code = ecg_dataset_rewind(dataset, error);
    while (code == 0 && (more = ecg_dataset_next(dataset, &image, error)) != 0) {
        code = more < 0 ? more : 0;
        if (code == 0 && count_image(s, dataset, image) < 0)
            code = ecg_fail(error, ECG_E_MEMORY, "survey: out of memory");
        if (code == 0)
            code = count_scene(s, dataset, image, error);
    }
    if (code < 0)
        ecg_survey_destroy(survey);
    for (size_t k = 0; code == 0 && k < s->n_parts; k++)
        make_unique(&s->of_parts[k]);
    return code;
}

void ecg_survey_destroy(struct ecg_survey **survey)
{
    struct ecg_survey *s = *survey;
    if (!s)
        return;
    for (size_t k = 0; k < s->n_parts; k++)
        ecg_free(s->of_parts[k].records);
    ecg_free(s->of_parts);
    ecg_counts_free(&s->parts);
    ecg_counts_free(&s->kinds);
    ecg_counts_free(&s->endings);
    ecg_counts_free(&s->leads);
    ecg_tally_destroy(&s->tally);
    ecg_free(s);
    *survey = NULL;
}

size_t ecg_survey_images(const struct ecg_survey *s)
{
    return s->images;
}

size_t ecg_survey_unread(const struct ecg_survey *s, const char **why)
{
    *why = s->why;
    return s->n_unread;
}

uint64_t ecg_survey_broken(const struct ecg_survey *s, const char **first)
{
    *first = s->first_broken;
    return s->n_broken;
}

static uint64_t count_records(const struct ecg_survey *s)
{
    uint64_t records = 0;
    for (size_t k = 0; k < s->n_parts; k++)
        records += s->of_parts[k].n_records;
    return records;
}

static int is_told(const struct ecg_survey *s, int param)
{
    if (!s->params.recipe)
        return ecg_tally_varies(s->tally, param);
    const struct ecg_dist *dist = ecg_recipe_dist(s->params.recipe, param);
    return !dist || !ecg_dist_is_constant(dist);
}

/* ---- as JSON ---- */

static void put_counts(struct ecg_json *json, const char *key, const struct ecg_counts *counts)
{
    ecg_json_key(json, key);
    ecg_json_open_object(json);
    for (size_t k = 0; k < counts->n; k++)
        ecg_json_key_uint(json, counts->items[k].word, counts->items[k].n);
    ecg_json_close_object(json);
    if (counts->others)
        ecg_json_key_uint(json, "others", counts->others);
}

static void put_histogram(struct ecg_json *json, const struct ecg_histogram *h)
{
    ecg_json_key_real(json, "min", h->min);
    ecg_json_key_real(json, "max", h->max);
    ecg_json_key_real(json, "mean", h->n ? h->sum / (double)h->n : 0);
    ecg_json_key(json, "edges");
    ecg_json_open_array(json);
    for (int k = 0; k <= h->n_bins; k++)
        ecg_json_real(json, ecg_histogram_edge(h, k));
    ecg_json_close_array(json);
    ecg_json_key(json, "counts");
    ecg_json_open_array(json);
    for (int k = 0; k < h->n_bins; k++)
        ecg_json_uint(json, h->bins[k]);
    ecg_json_close_array(json);
    if (h->n_values > ECG_HISTOGRAM_VALUES)
        return;
    ecg_json_key(json, "values");
    ecg_json_open_array(json);
    for (int k = 0; k < h->n_values; k++) {
        ecg_json_open_array(json);
        ecg_json_real(json, h->values[k]);
        ecg_json_uint(json, h->counts[k]);
        ecg_json_close_array(json);
    }
    ecg_json_close_array(json);
}

static void put_key_histogram(
    struct ecg_json *json, const char *key, const struct ecg_histogram *h)
{
    struct ecg_buffer line = { 0 };
    struct ecg_json inner;
    ecg_json_start(&inner, &line, 0); /* on one line, however the rest is indented */
    ecg_json_open_object(&inner);
    put_histogram(&inner, h);
    ecg_json_close_object(&inner);
    ecg_json_key(json, key);
    if (!line.failed)
        ecg_json_raw(json, (const char *)line.data, line.size);
    json->out->failed |= line.failed;
    ecg_buffer_free(&line);
}

static void put_param(
    struct ecg_json *json, const struct ecg_param *param, const struct ecg_tallied *item)
{
    static const char *const channels[3] = { "red", "green", "blue" };
    ecg_json_key(json, param->name);
    ecg_json_open_object(json);
    if (*param->unit)
        ecg_json_key_string(json, "unit", param->unit);
    if (param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT)
        put_key_histogram(json, "histogram", &item->numbers[0]);
    else if (param->type != ECG_PARAM_COLOR || !item->words.others)
        put_counts(json, "counts", &item->words);
    if (param->type == ECG_PARAM_COLOR)
        for (int c = 0; c < 3; c++)
            put_key_histogram(json, channels[c], &item->numbers[c]);
    ecg_json_close_object(json);
}

static void put_params(struct ecg_json *json, const struct ecg_survey *s)
{
    ecg_json_key(json, "parameters");
    ecg_json_open_object(json);
    for (int k = 0; k < ecg_param_count() && s->images > s->n_unread; k++)
        if (is_told(s, k))
            put_param(json, &ecg_params[k], ecg_tally_of(s->tally, k));
    ecg_json_close_object(json);
}

static void put_parts(struct ecg_json *json, const struct ecg_survey *s)
{
    ecg_json_key(json, "parts");
    ecg_json_open_object(json);
    for (size_t k = 0; k < s->n_parts; k++) {
        if (!*s->parts.items[k].word)
            continue;
        ecg_json_key(json, s->parts.items[k].word);
        ecg_json_open_object(json);
        ecg_json_key_uint(json, "images", s->of_parts[k].images);
        ecg_json_key_uint(json, "records", s->of_parts[k].n_records);
        ecg_json_close_object(json);
    }
    ecg_json_close_object(json);
}

static void put_bytes(struct ecg_json *json, const struct ecg_survey *s)
{
    ecg_json_key(json, "bytes");
    ecg_json_open_object(json);
    ecg_json_key_uint(json, "all", s->bytes);
    for (size_t k = 0; k < s->endings.n; k++)
        ecg_json_key_uint(json, s->endings.items[k].word, s->endings.items[k].sum);
    ecg_json_close_object(json);
}

void ecg_survey_put(const struct ecg_survey *s, struct ecg_json *json)
{
    ecg_json_key_uint(json, "images", s->images);
    ecg_json_key_uint(json, "records", count_records(s));
    put_parts(json, s);
    put_counts(json, "kinds", &s->kinds);
    ecg_json_key(json, "sizes");
    ecg_json_open_object(json);
    put_key_histogram(json, "width_px", &s->width);
    put_key_histogram(json, "height_px", &s->height);
    ecg_json_close_object(json);
    put_bytes(json, s);
    put_counts(json, "lead_names", &s->leads);
    put_params(json, s);
    if (s->params.looks_at_files)
        ecg_json_key_uint(json, "broken", s->n_broken);
}

/* ---- for people ---- */

static void print_counts(
    struct ecg_buffer *out, const char *label, const struct ecg_counts *counts, size_t most)
{
    ecg_buffer_format(out, "%-9s", label);
    for (size_t k = 0; k < counts->n && k < most; k++)
        ecg_buffer_format(out, "%s%s %llu", k ? ", " : "",
            *counts->items[k].word ? counts->items[k].word : "(none)",
            (unsigned long long)counts->items[k].n);
    if (counts->n > most)
        ecg_buffer_format(out, ", and %zu more", counts->n - most);
    ecg_buffer_text(out, "\n");
}

static void print_range(struct ecg_buffer *out, const struct ecg_histogram *h)
{
    if (h->min < h->max)
        ecg_buffer_format(out, "%.6g to %.6g", h->min, h->max);
    else
        ecg_buffer_format(out, "%.6g", h->min);
}

/* A bar a bin, in eighths of the highest. */
static void print_bars(struct ecg_buffer *out, const struct ecg_histogram *h)
{
    static const char *const bars[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    uint64_t most = 1;
    for (int k = 0; k < h->n_bins; k++)
        most = h->bins[k] > most ? h->bins[k] : most;
    for (int k = 0; k < h->n_bins; k++)
        ecg_buffer_text(out, bars[(h->bins[k] * 8 + most - 1) / most]);
}

static void print_param(
    struct ecg_buffer *out, const struct ecg_param *param, const struct ecg_tallied *item)
{
    const struct ecg_histogram *h = &item->numbers[0];
    ecg_buffer_format(out, "  %-36s ", param->name);
    if (param->type != ECG_PARAM_REAL && param->type != ECG_PARAM_INT) {
        size_t most = 4;
        for (size_t k = 0; k < item->words.n && k < most; k++)
            ecg_buffer_format(out, "%s%.40s %llu", k ? ", " : "",
                *item->words.items[k].word ? item->words.items[k].word : "\"\"",
                (unsigned long long)item->words.items[k].n);
        if (item->words.n > most)
            ecg_buffer_format(out, ", and %zu more", item->words.n - most);
    } else if (h->n_values <= 4) {
        for (int k = 0; k < h->n_values; k++)
            ecg_buffer_format(
                out, "%s%.6g %llu", k ? ", " : "", h->values[k], (unsigned long long)h->counts[k]);
    } else {
        print_range(out, h);
        ecg_buffer_format(
            out, "%s%s, mean %.4g  ", *param->unit ? " " : "", param->unit, h->sum / (double)h->n);
        print_bars(out, h);
    }
    ecg_buffer_text(out, "\n");
}

void ecg_survey_print(const struct ecg_survey *s, int with_params, struct ecg_buffer *out)
{
    ecg_buffer_format(out, "%-9s%llu of %llu recordings\n", "images",
        (unsigned long long)s->images, (unsigned long long)count_records(s));
    if (s->images == 0)
        return;
    for (size_t k = 0; k < s->n_parts; k++)
        if (*s->parts.items[k].word)
            ecg_buffer_format(out, "%-9s%s %llu images of %zu recordings\n", k ? "" : "parts",
                s->parts.items[k].word, (unsigned long long)s->of_parts[k].images,
                s->of_parts[k].n_records);
    print_counts(out, "kinds", &s->kinds, 12);
    ecg_buffer_format(out, "%-9s", "size");
    print_range(out, &s->width);
    ecg_buffer_text(out, " x ");
    print_range(out, &s->height);
    ecg_buffer_format(out, " px\n%-9s%.1f MB:", "files", (double)s->bytes / 1e6);
    for (size_t k = 0; k < s->endings.n; k++)
        ecg_buffer_format(out, "%s %s %.1f", k ? "," : "", s->endings.items[k].word,
            (double)s->endings.items[k].sum / 1e6);
    ecg_buffer_format(out, "\n%-9s", "leads");
    print_range(out, &s->leads_an_image);
    ecg_buffer_text(out, " an image\n");
    print_counts(out, "", &s->leads, 24);
    if (!with_params || s->images == s->n_unread)
        return;
    ecg_buffer_text(out, "parameters that vary\n");
    for (int k = 0; k < ecg_param_count(); k++)
        if (is_told(s, k))
            print_param(out, &ecg_params[k], ecg_tally_of(s->tally, k));
}
