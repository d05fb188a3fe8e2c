#include "check/verify.h"

#include "check/annotation.h"
#include "check/measure.h"
#include "check/picture.h"
#include "check/signal.h"
#include "core/alloc.h"
#include "core/buffer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LEAST_SIDE_PX = 16, LEAST_POINTS = 50 };

static const double LEAST_DISTINCTION = 0.6; /* see ink.h; without ink it is about 0.2 or less */
static const double MOST_ABSENT = 0.05;
static const double MOST_UNLIKE = 0.2;
/* Of a lead: elsewhere it is less (0.04 at most was seen), and on it more even on poor faxes. */
static const double LEAST_FOUND = 0.05;
/* A fax's or copier's threshold takes away what is faint or thin. */
static const double LEAST_DISTINCTION_1_BIT = 0.4, MOST_ABSENT_1_BIT = 0.5;

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The p-th share of sorted values, by nearest rank. */
static double percentile(const float *sorted, size_t n, double p)
{
    size_t rank = (size_t)ceil(p * (double)n);
    return n ? (double)sorted[rank > 0 ? rank - 1 : 0] : NAN;
}

static void fill_distances(
    struct ecg_verify_image *image, struct ecg_measurement *m, uint32_t *histogram)
{
    for (size_t i = 0; i < m->n_distances; i++) {
        m->distances[i] = fabsf(m->distances[i]);
        double bin = round((double)m->distances[i] * 1000);
        histogram[bin < ECG_VERIFY_BINS - 1 ? (int)bin : ECG_VERIFY_BINS - 1]++;
    }
    if (m->n_distances)
        qsort(m->distances, m->n_distances, sizeof *m->distances, by_size);
    image->points = m->n_points;
    image->measured = m->n_distances;
    image->crowded = m->n_crowded;
    image->busy = m->n_busy;
    image->absent = m->n_absent;
    image->unlike = m->n_unlike;
    image->median_px = percentile(m->distances, m->n_distances, 0.5);
    image->p95_px = percentile(m->distances, m->n_distances, 0.95);
    image->p99_px = percentile(m->distances, m->n_distances, 0.99);
    image->max_px = percentile(m->distances, m->n_distances, 1);
    image->shift_down_px = m->shift[0];
    image->shift_right_px = m->shift[1];
}

static void fail(struct ecg_verify_image *image, const char *format, double a, double b)
{
    if (image->problem[0])
        return;
    image->passed = 0;
    snprintf(image->problem, sizeof image->problem, format, a, b);
}

static void fail_with(struct ecg_verify_image *image, const char *problem)
{
    if (!image->problem[0])
        snprintf(image->problem, sizeof image->problem, "%s", problem);
    image->passed = 0;
}

static double or_else(double value, double otherwise)
{
    return value > 0 ? value : otherwise;
}

/* Nothing but black and white, and what JPEG makes of it. */
static int is_1_bit(const struct ecg_image *picture)
{
    enum { BLACK = 40, WHITE = 215 };
    size_t n = (size_t)picture->width_px * (size_t)picture->height_px, grey = 0;
    for (size_t p = 0; p < n; p++) {
        const uint8_t *rgb = picture->data + 3 * p;
        for (int c = 0; c < 3; c++)
            if (rgb[c] > BLACK && rgb[c] < WHITE) {
                grey++;
                break;
            }
    }
    return (double)grey < 0.002 * (double)n;
}

/* Median and 99th percentile, px: of a page as it was drawn, flat or bent, and of a captured one,
 * where blur and noise are measured along. */
static void tolerances(const struct ecg_annotation *annotation, double px[2])
{
    int is_bent = annotation->lattice && !annotation->has_affine;
    px[0] = annotation->is_captured ? 0.5 : is_bent ? 0.15 : 0.1;
    px[1] = annotation->is_captured ? 3.0 : is_bent ? 1.0 : 0.5;
}

static void judge(struct ecg_verify_image *image, const struct ecg_verify_params *params,
    const struct ecg_ink_reader *reader)
{
    double points = (double)image->points, distinction = reader->distinction;
    int is_captured = reader->annotation->is_captured;
    int is_thresholded = is_captured && is_1_bit(reader->image);
    double usual_px[2];
    tolerances(reader->annotation, usual_px);
    double median = or_else(params->median_px, usual_px[0]);
    double p99 = or_else(params->p99_px, usual_px[1]);
    double least_distinction = is_thresholded ? LEAST_DISTINCTION_1_BIT : LEAST_DISTINCTION;
    double most_absent =
        or_else(params->most_absent, is_thresholded ? MOST_ABSENT_1_BIT : MOST_ABSENT);
    image->passed = 1;
    if (image->points < LEAST_POINTS)
        fail(image, "only %.0f points on visible gentle slopes, expected at least %.0f", points,
            LEAST_POINTS);
    if (!(distinction > least_distinction))
        fail(image,
            "no trace ink: %.0f %% more along the points than beside them, expected %.0f %%",
            100 * distinction, 100 * least_distinction);
    double absent = (double)image->absent / fmax(points, 1);
    if (absent > most_absent)
        fail(image, "no ink at %.1f %% of the points, expected at most %.1f %%", 100 * absent,
            100 * most_absent);
    double unlike = (double)image->unlike / fmax(points, 1);
    if (unlike > MOST_UNLIKE)
        fail(image, "ink that is no such line at %.1f %% of the points, expected at most %.1f %%",
            100 * unlike, 100 * MOST_UNLIKE);
    /* Where a sheet is written all over few points are free; enough of those will do. */
    double free = image->measured >= LEAST_POINTS ? points - (double)image->busy : points;
    double share = (double)image->measured / fmax(free, 1);
    if (share < or_else(params->least_share, 0.3))
        fail(image, "only %.1f %% of the points could be measured, expected %.1f %%", 100 * share,
            100 * or_else(params->least_share, 0.3));
    if (!(image->median_px <= median))
        fail(image, "median distance %.3f px, expected at most %.3f", image->median_px, median);
    if (!(hypot(image->shift_down_px, image->shift_right_px) <= 1.5 * median))
        fail(image, "the ink as a whole is displaced by %.3f px down and %.3f right",
            image->shift_down_px, image->shift_right_px);
    if (!(image->p99_px <= p99))
        fail(image, "99th percentile %.3f px, expected at most %.3f", image->p99_px, p99);
}

/* A lead that lies somewhere else altogether may be too small a part of the picture to show in
 * what is judged as a whole, in pictures of one bit above all. */
static void judge_leads(struct ecg_verify_image *image, const struct ecg_measurement *m,
    const struct ecg_annotation *annotation)
{
    for (size_t k = 0; k < m->n_leads; k++) {
        const struct ecg_measured_lead *lead = &m->leads[k];
        double found = (double)lead->n_found / fmax((double)lead->n_free, 1);
        if (lead->n_free < LEAST_POINTS || found >= LEAST_FOUND || image->problem[0])
            continue;
        image->passed = 0;
        snprintf(image->problem, sizeof image->problem,
            "lead %s: ink at %.1f %% of its points, expected at least %.0f %%",
            annotation->leads[k].name, 100 * found, 100 * LEAST_FOUND);
    }
}

static int exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* The image beside the JSON: the one it names, else the one of its own name. From the allocator;
 * NULL when out of memory. */
static char *image_path(const char *json_path, const char *file)
{
    static const char *const endings[] = { "png", "jpg", "jpeg" };
    size_t room = strlen(json_path) + strlen(file) + 8;
    char *path = ecg_calloc(room, 1);
    if (!path)
        return NULL;
    const char *slash = strrchr(json_path, '/'), *dot = strrchr(json_path, '.');
    int folder = slash ? (int)(slash - json_path) + 1 : 0;
    int stem =
        (int)(dot && dot > json_path + folder ? (size_t)(dot - json_path) : strlen(json_path));
    snprintf(path, room, "%.*s%s", folder, json_path, file);
    for (size_t k = 0; !file[0] && k < sizeof endings / sizeof *endings; k++) {
        snprintf(path, room, "%.*s.%s", stem, json_path, endings[k]);
        if (exists(path))
            break;
    }
    return path;
}

/* Every lead against the WFDB record beside the JSON; a lead that cannot be judged is left out. */
static int read_signal(const struct ecg_ink_reader *reader, const char *json_path,
    const struct ecg_verify_params *params, struct ecg_verify_image *image)
{
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    struct ecg_buffer path = { 0 };
    const char *slash = strrchr(json_path, '/');
    int folder = slash ? (int)(slash - json_path) + 1 : 0, n = 0;
    ecg_buffer_format(&path, "%.*s%s.hea", folder, json_path, reader->annotation->wfdb_name);
    if (!reader->annotation->wfdb_name[0] || path.failed)
        fail_with(image, "signal: the JSON names no WFDB record");
    else if (ecg_record_read(&record, (const char *)path.data, 0, &error) < 0)
        fail_with(image, error.message);
    double sum = 0, least = INFINITY;
    int code = 0;
    for (size_t k = 0; record && k < reader->annotation->n_leads && code == 0; k++) {
        double snr;
        code = ecg_signal_snr(reader, k, record, &snr);
        if (isnan(snr))
            continue;
        sum += snr;
        least = fmin(least, snr);
        n++;
    }
    image->snr_db = n ? sum / n : NAN;
    image->least_snr_db = n ? least : NAN;
    if (record && !(image->snr_db >= params->least_snr_db))
        fail(
            image, "signal: %.1f dB, expected at least %.1f", image->snr_db, params->least_snr_db);
    ecg_record_destroy(&record);
    ecg_buffer_free(&path);
    return code;
}

static int measure_picture(const char *json_path, const struct ecg_annotation *annotation,
    const struct ecg_image *picture, const struct ecg_verify_params *params,
    struct ecg_verify_image *image, uint32_t *histogram)
{
    struct ecg_crowd *crowd = NULL;
    struct ecg_ink_reader reader = { 0 };
    struct ecg_measurement measurement = { 0 };
    int code = ecg_crowd_make(&crowd, annotation);
    if (code == 0)
        code = ecg_ink_reader_make(&reader, picture, annotation, crowd);
    for (size_t k = 0; k < annotation->n_leads && code == 0; k++)
        code = ecg_measure_lead(&measurement, &reader, k);
    if (code == 0)
        code = ecg_measure_finish(&measurement);
    if (code == 0) {
        fill_distances(image, &measurement, histogram);
        judge(image, params, &reader);
        judge_leads(image, &measurement, annotation);
        if (params->signal)
            code = read_signal(&reader, json_path, params, image);
    }
    ecg_measurement_free(&measurement);
    ecg_ink_reader_free(&reader);
    ecg_crowd_destroy(&crowd);
    return code;
}

static const struct ecg_verify_image nothing_measured = { .median_px = NAN,
    .p95_px = NAN,
    .p99_px = NAN,
    .max_px = NAN,
    .shift_down_px = NAN,
    .shift_right_px = NAN,
    .snr_db = NAN,
    .least_snr_db = NAN };

/* Whether a picture has the annotation's size, and one that can be looked at. */
static int check_size(const struct ecg_annotation *annotation, const struct ecg_image *picture,
    const char *name, struct ecg_error *error)
{
    if (picture->width_px == annotation->width_px && picture->height_px == annotation->height_px &&
        picture->width_px >= LEAST_SIDE_PX && picture->height_px >= LEAST_SIDE_PX)
        return 0;
    return ecg_fail(error, ECG_E_MISMATCH, "%s: size: expected %d x %d px, got %d x %d", name,
        annotation->width_px, annotation->height_px, picture->width_px, picture->height_px);
}

/* Takes both over. */
static int conclude(int code, struct ecg_annotation *annotation, struct ecg_image *picture,
    const struct ecg_error *problem, const char *name, struct ecg_verify_image *image,
    struct ecg_error *error)
{
    if (code < 0)
        snprintf(image->problem, sizeof image->problem, "%s", problem->message);
    ecg_image_free(picture);
    ecg_annotation_destroy(&annotation);
    return code == ECG_E_MEMORY ? ecg_fail(error, code, "%s: out of memory", name) : 0;
}

int ecg_verify_one(const char *json_path, const struct ecg_verify_params *params,
    struct ecg_verify_image *image, uint32_t *histogram, struct ecg_error *error)
{
    struct ecg_annotation *annotation = NULL;
    struct ecg_image picture = { 0 };
    struct ecg_error problem = { 0 };
    char *path = NULL;
    *image = nothing_measured;
    int code = ecg_annotation_read(&annotation, json_path, &problem);
    if (code == 0) {
        path = image_path(json_path, annotation->image_file);
        code = path ? ecg_picture_read(&picture, path, &problem) : ECG_E_MEMORY;
    }
    if (code == 0)
        code = check_size(annotation, &picture, path, &problem);
    if (code == 0)
        code = measure_picture(json_path, annotation, &picture, params, image, histogram);
    ecg_free(path);
    return conclude(code, annotation, &picture, &problem, json_path, image, error);
}

int ecg_verify_bytes(
    const struct ecg_verify_bytes *bytes, struct ecg_verify_image *image, struct ecg_error *error)
{
    struct ecg_annotation *annotation = NULL;
    struct ecg_image picture = { 0 };
    struct ecg_error problem = { 0 };
    /* On torn and faded sheets less can be measured; that must still be right. Ink that was moved
     * counts as other ink too near, so a share is asked for. */
    const struct ecg_verify_params params = { .least_share = 0.1, .most_absent = 0.5 };
    uint32_t *histogram = ecg_calloc(ECG_VERIFY_BINS, sizeof *histogram);
    *image = nothing_measured;
    image->name = bytes->name;
    int code = histogram ? ecg_annotation_parse(&annotation, bytes->name, bytes->json->data,
                               bytes->json->size, &problem)
                         : ECG_E_MEMORY;
    if (code == 0)
        code = ecg_picture_decode(
            &picture, bytes->name, bytes->picture->data, bytes->picture->size, &problem);
    if (code == 0)
        code = check_size(annotation, &picture, bytes->name, &problem);
    if (code == 0)
        code = measure_picture(bytes->name, annotation, &picture, &params, image, histogram);
    if (code == 0 && image->points < LEAST_POINTS)
        image->passed = 1;
    ecg_free(histogram);
    return conclude(code, annotation, &picture, &problem, bytes->name, image, error);
}
