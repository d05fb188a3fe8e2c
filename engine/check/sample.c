#include "check/sample.h"

#include "check/dataset.h"
#include "check/find.h"
#include "check/picture.h"
#include "core/alloc.h"
#include "core/file.h"

#include <string.h>
#include <unistd.h>

static const size_t MOST_FILE_BYTES = (size_t)512 << 20;

struct ecg_samples {
    struct ecg_path_list files; /* JSONs */
    struct ecg_dataset **datasets;
    size_t n_datasets;
    size_t count, next; /* of all; files come first */
    size_t dataset;     /* the one that is being read */
};

void ecg_sample_free(struct ecg_sample *sample)
{
    ecg_annotation_destroy(&sample->annotation);
    ecg_image_free(&sample->picture);
    ecg_image_free(&sample->leads);
    ecg_image_free(&sample->layers);
}

/* ---- All of them ---- */

static int open_paths(struct ecg_samples *s, const char *const *paths, size_t n_paths,
    const char **files, struct ecg_error *error)
{
    size_t n_files = 0;
    int code = 0;
    for (size_t k = 0; k < n_paths && code == 0; k++) {
        if (!ecg_dataset_is(paths[k])) {
            files[n_files++] = paths[k];
            continue;
        }
        code = ecg_dataset_open(&s->datasets[s->n_datasets], paths[k], error);
        s->n_datasets += code == 0 ? 1 : 0;
    }
    return code < 0 ? code : ecg_find_annotations(&s->files, files, n_files, error);
}

static int count_images(struct ecg_samples *s, size_t most, struct ecg_error *error)
{
    const struct ecg_manifest_line *image;
    s->count = s->files.count < most ? s->files.count : most;
    for (size_t k = 0; k < s->n_datasets; k++) {
        int more = 0;
        while (s->count < most && (more = ecg_dataset_next(s->datasets[k], &image, error)) == 1)
            s->count++;
        if (more < 0)
            return more;
        ecg_dataset_rewind(s->datasets[k], NULL);
    }
    return 0;
}

int ecg_samples_open(struct ecg_samples **samples, const char *const *paths, size_t n_paths,
    size_t most, struct ecg_error *error)
{
    struct ecg_samples *s = *samples = ecg_calloc(1, sizeof *s);
    const char **files = ecg_calloc(n_paths, sizeof *files);
    if (s)
        s->datasets = ecg_calloc(n_paths, sizeof *s->datasets);
    int code = s && files && s->datasets ? open_paths(s, paths, n_paths, files, error)
                                         : ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (code == 0)
        code = count_images(s, most, error);
    ecg_free(files);
    if (code < 0)
        ecg_samples_close(samples);
    return code;
}

void ecg_samples_close(struct ecg_samples **samples)
{
    struct ecg_samples *s = *samples;
    if (!s)
        return;
    for (size_t k = 0; k < s->n_datasets; k++)
        ecg_dataset_close(&s->datasets[k]);
    ecg_free(s->datasets);
    ecg_path_list_free(&s->files);
    ecg_free(s);
    *samples = NULL;
}

size_t ecg_samples_count(const struct ecg_samples *samples)
{
    return samples->count;
}

/* ---- One of them ---- */

/* Where its files are: beside a JSON, or in a dataset that has just read its line. */
struct place {
    const char *json_path;
    struct ecg_dataset *dataset; /* NULL: beside the JSON */
    const char *name;            /* in the dataset */
};

/* Of the file with that ending, or of that name beside the JSON; what messages call it, too. */
static void path_of(
    const struct place *place, const char *ending, const char *file_name, struct ecg_buffer *path)
{
    const char *json = place->json_path;
    if (place->dataset) {
        ecg_buffer_format(path, "%s%s", place->name, ending);
        return;
    }
    const char *slash = strrchr(json, '/'), *base = slash ? slash + 1 : json;
    const char *dot = strrchr(base, '.');
    int folder = (int)(base - json), stem = dot ? (int)(dot - json) : (int)strlen(json);
    if (file_name)
        ecg_buffer_format(path, "%.*s%s", folder, json, file_name);
    else
        ecg_buffer_format(path, "%.*s%s", stem, json, ending);
}

static int read_annotation(
    const struct place *place, struct ecg_sample *sample, struct ecg_error *error)
{
    if (!place->dataset)
        return ecg_annotation_read(&sample->annotation, place->json_path, error);
    struct ecg_buffer json = { 0 };
    int code = ecg_dataset_read(place->dataset, ".json", 0, &json, error);
    if (code == 0)
        code = ecg_annotation_parse(&sample->annotation, place->name, json.data, json.size, error);
    ecg_buffer_free(&json);
    return code;
}

static int read_picture(const struct place *place, const char *ending, const char *file_name,
    struct ecg_image *picture, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, file = { 0 };
    path_of(place, ending, file_name, &path);
    const char *name = (const char *)path.data;
    int code = path.failed      ? ecg_fail(error, ECG_E_MEMORY, "out of memory")
               : place->dataset ? ecg_dataset_read(place->dataset, ending, 0, &file, error)
                                : ecg_file_read(&file, name, MOST_FILE_BYTES, error);
    if (code == 0)
        code = ecg_picture_decode(picture, name, file.data, file.size, error);
    ecg_buffer_free(&path);
    ecg_buffer_free(&file);
    return code;
}

static int has_file(const struct place *place, const char *ending)
{
    struct ecg_buffer path = { 0 };
    if (place->dataset)
        return ecg_dataset_file_name(place->dataset, ending) != NULL;
    path_of(place, ending, NULL, &path);
    int has = !path.failed && access((const char *)path.data, F_OK) == 0;
    ecg_buffer_free(&path);
    return has;
}

static int read_mask(const struct place *place, const char *ending,
    const struct ecg_image *picture, struct ecg_image *mask, struct ecg_error *error)
{
    if (!has_file(place, ending))
        return 0;
    int code = read_picture(place, ending, NULL, mask, error);
    if (code == 0 &&
        (mask->width_px != picture->width_px || mask->height_px != picture->height_px))
        code = ecg_fail(error, ECG_E_FORMAT, "%s: expected a %s of its picture's %d x %d px",
            place->dataset ? place->name : place->json_path, ending + 1, picture->width_px,
            picture->height_px);
    return code;
}

static int read_sample(
    const struct place *place, int with_masks, struct ecg_sample *sample, struct ecg_error *error)
{
    const char *name = place->dataset ? place->name : place->json_path;
    int code = read_annotation(place, sample, error);
    if (code < 0)
        return code;
    const char *file_name = sample->annotation->image_file;
    const char *ending = strchr(file_name, '.');
    if (!ending)
        return ecg_fail(error, ECG_E_FORMAT, "%s: names no image", name);
    code = read_picture(place, ending, file_name, &sample->picture, error);
    if (code == 0 && with_masks)
        code = read_mask(place, ".mask-leads.png", &sample->picture, &sample->leads, error);
    if (code == 0 && with_masks)
        code = read_mask(place, ".mask-layers.png", &sample->picture, &sample->layers, error);
    return code;
}

/* The dataset that has a next image, its line read: 1, or 0. */
static int next_in_datasets(struct ecg_samples *s, struct place *place, struct ecg_error *error)
{
    const struct ecg_manifest_line *image;
    int more = 0;
    for (; s->dataset < s->n_datasets; s->dataset++) {
        place->dataset = s->datasets[s->dataset];
        more = ecg_dataset_next(place->dataset, &image, error);
        if (more)
            break;
    }
    place->name = more == 1 ? image->name : NULL;
    return more;
}

int ecg_samples_next(struct ecg_samples *samples, int with_masks, struct ecg_sample *sample,
    struct ecg_error *error)
{
    struct place place = { 0 };
    int more = 1;
    ecg_sample_free(sample);
    if (samples->next >= samples->count)
        return 0;
    if (samples->next < samples->files.count)
        place.json_path = samples->files.items[samples->next];
    else
        more = next_in_datasets(samples, &place, error);
    if (more != 1)
        return more;
    samples->next++;
    int code = read_sample(&place, with_masks, sample, error);
    if (code < 0)
        ecg_sample_free(sample);
    return code < 0 ? code : 1;
}
