#include "job/finish.h"

#include "core/alloc.h"
#include "core/file.h"
#include "output/hash.h"
#include "output/image_json.h"
#include "output/jpeg.h"
#include "output/json.h"
#include "output/png.h"
#include "output/wfdb.h"
#include "render/sheet_visibility.h"
#include "truth/truth.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* Encoders keep working memory, so threads borrow them: there are as many as ever encoded at once.
 */
struct encoder {
    struct ecg_png *png; /* made when first needed, as is the other */
    struct ecg_jpeg *jpeg;
};

struct ecg_finisher {
    enum ecg_format format;
    pthread_mutex_t lock;
    struct encoder *idle;
    size_t n_idle, cap_idle;
};

static const char *const format_names[] = { "png", "jpeg", "none", "hash" };
static const char *const format_endings[] = { ".png", ".jpg", "", "" };

int ecg_format_parse(const char *name, enum ecg_format *format, struct ecg_error *error)
{
    *format = ECG_FORMAT_PNG;
    for (int i = 0; name && i < 4; i++) {
        if (strcmp(name, format_names[i]) == 0) {
            *format = (enum ecg_format)i;
            return 0;
        }
    }
    if (!name)
        return 0;
    return ecg_fail(
        error, ECG_E_ARGUMENT, "format: expected png, jpeg, none or hash, got \"%s\"", name);
}

void ecg_files_free(struct ecg_files *files)
{
    ecg_buffer_free(&files->image);
    ecg_buffer_free(&files->json);
    ecg_buffer_free(&files->hea);
    ecg_buffer_free(&files->dat);
}

int ecg_finisher_create(
    struct ecg_finisher **finisher, enum ecg_format format, struct ecg_error *error)
{
    *finisher = ecg_calloc(1, sizeof **finisher);
    if (!*finisher)
        return ecg_fail(error, ECG_E_MEMORY, "out of memory");
    (*finisher)->format = format;
    pthread_mutex_init(&(*finisher)->lock, NULL);
    return 0;
}

static void free_encoder(struct encoder *encoder)
{
    ecg_png_destroy(&encoder->png);
    ecg_jpeg_destroy(&encoder->jpeg);
}

void ecg_finisher_destroy(struct ecg_finisher **finisher)
{
    struct ecg_finisher *f = *finisher;
    if (!f)
        return;
    for (size_t i = 0; i < f->n_idle; i++)
        free_encoder(&f->idle[i]);
    ecg_free(f->idle);
    pthread_mutex_destroy(&f->lock);
    ecg_free(f);
    *finisher = NULL;
}

static struct encoder borrow(struct ecg_finisher *f)
{
    struct encoder encoder = { 0 };
    pthread_mutex_lock(&f->lock);
    if (f->n_idle)
        encoder = f->idle[--f->n_idle];
    pthread_mutex_unlock(&f->lock);
    return encoder;
}

static void give_back(struct ecg_finisher *f, struct encoder encoder)
{
    pthread_mutex_lock(&f->lock);
    int code = ecg_grow(&f->idle, &f->cap_idle, f->n_idle + 1, sizeof *f->idle);
    if (code == 0)
        f->idle[f->n_idle++] = encoder;
    pthread_mutex_unlock(&f->lock);
    if (code < 0)
        free_encoder(&encoder);
}

static int encode_png(struct encoder *encoder, const struct ecg_work *work, struct ecg_buffer *out,
    struct ecg_error *error)
{
    struct ecg_png_params params = {
        .effort = (enum ecg_png_effort)work->scene.output_png_effort,
        .dpi = work->scene.output_dpi,
        .software = "ecgpress",
    };
    if (!encoder->png && !(encoder->png = ecg_png_make()))
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    return ecg_png_encode(encoder->png, &work->image, &params, out, error);
}

static int encode_jpeg(struct encoder *encoder, const struct ecg_work *work,
    struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_jpeg_params params = {
        .quality = work->scene.output_jpeg_quality,
        .subsampling = (enum ecg_jpeg_subsampling)work->scene.output_jpeg_subsampling,
        .dpi = work->scene.output_dpi,
    };
    if (!encoder->jpeg && !(encoder->jpeg = ecg_jpeg_make()))
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    return ecg_jpeg_encode(encoder->jpeg, &work->image, &params, out, error);
}

static int encode_image(struct ecg_finisher *f, const struct ecg_work *work,
    struct ecg_buffer *out, struct ecg_error *error)
{
    if (f->format > ECG_FORMAT_JPEG)
        return 0;
    struct encoder encoder = borrow(f);
    int code = f->format == ECG_FORMAT_PNG ? encode_png(&encoder, work, out, error)
                                           : encode_jpeg(&encoder, work, out, error);
    give_back(f, encoder);
    return code;
}

static int encode_wfdb(const struct ecg_work *work, const struct ecg_truth *truth,
    struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_wfdb_params params = {
        .name = work->name,
        .start = truth->window.start,
        .end = truth->window.end,
    };
    struct ecg_span *spans = NULL;
    if (work->scene.output_mask_unplotted) {
        spans = ecg_calloc(truth->n_leads, sizeof *spans);
        if (!spans)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
        for (size_t i = 0; i < truth->n_leads; i++) {
            const struct ecg_trace *trace = truth->leads[i].trace;
            spans[i] = (struct ecg_span){ trace->lead, trace->start_sample, trace->end_sample };
        }
        params.plotted = spans;
        params.n_plotted = truth->n_leads;
    }
    int code = ecg_wfdb_encode(work->record, &params, &files->hea, &files->dat, error);
    ecg_free(spans);
    return code;
}

/* Holes, tears, tape, bars: the sheet knows, in its own millimetres. A screen ends somewhere. */
static int is_hidden(void *priv, double x_mm, double y_mm)
{
    const struct ecg_work *work = priv;
    double sheet_x_mm, sheet_y_mm;
    ecg_print_to_sheet(&work->mesh->print, x_mm, y_mm, &sheet_x_mm, &sheet_y_mm);
    if (work->on_screen)
        return !ecg_mesh_on_screen(work->mesh, sheet_x_mm, sheet_y_mm);
    return !ecg_sheet_visible(work->sheet, sheet_x_mm, sheet_y_mm);
}

static int encode_truth(const struct ecg_finisher *f, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error)
{
    struct ecg_truth *truth = NULL;
    struct ecg_truth_params truth_params = { &work->scene, is_hidden, (void *)(uintptr_t)work };
    int code = ecg_truth_make(&truth, work->page, work->mesh, &truth_params, error);
    if (code < 0)
        return code;
    struct ecg_buffer image_file = { 0 };
    ecg_buffer_format(&image_file, "%s%s", work->name, format_endings[f->format]);
    struct ecg_image_json_params params = {
        .scene = &work->scene,
        .record = work->record,
        .page = work->page,
        .mesh = work->mesh,
        .truth = truth,
        .image_file = f->format <= ECG_FORMAT_JPEG ? (const char *)image_file.data : NULL,
        .wfdb_name = work->name,
    };
    code = image_file.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name)
                             : ecg_image_json_write(&params, &files->json, error);
    if (code == 0)
        code = encode_wfdb(work, truth, files, error);
    ecg_buffer_free(&image_file);
    ecg_truth_destroy(&truth);
    return code;
}

int ecg_finisher_encode(struct ecg_finisher *finisher, const struct ecg_work *work,
    struct ecg_files *files, struct ecg_error *error)
{
    int code = encode_truth(finisher, work, files, error);
    if (code == 0)
        code = encode_image(finisher, work, &files->image, error);
    return code;
}

struct named_file {
    const char *ending;
    const struct ecg_buffer *bytes;
};

static int write_file(const struct ecg_work *work, const struct named_file *file,
    const char *folder, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 };
    ecg_buffer_format(&path, "%s/%s%s", folder, work->name, file->ending);
    int code;
    if (path.failed)
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    else
        code =
            ecg_file_write((const char *)path.data, file->bytes->data, file->bytes->size, error);
    ecg_buffer_free(&path);
    return code;
}

static void write_line(const struct ecg_finisher *f, const struct ecg_work *work,
    const struct named_file *files, size_t n_files, struct ecg_buffer *line)
{
    struct ecg_json json;
    ecg_json_start(&json, line, 0);
    ecg_json_open_object(&json);
    ecg_json_key_string(&json, "name", work->name);
    ecg_json_key_string(&json, "record", work->record->id);
    ecg_json_key_int(&json, "variant", (int64_t)work->scene.variant);
    ecg_json_key_string(&json, "recipe", work->scene.recipe);
    ecg_json_key_int(&json, "width", work->mesh->width_px);
    ecg_json_key_int(&json, "height", work->mesh->height_px);
    if (f->format == ECG_FORMAT_HASH) {
        uint64_t hash = ecg_hash64(0, work->image.data,
            (size_t)work->image.width_px * (size_t)work->image.height_px *
                (size_t)work->image.channels);
        char text[17];
        for (size_t i = 0; i < n_files; i++)
            hash = ecg_hash64(hash, files[i].bytes->data, files[i].bytes->size);
        snprintf(text, sizeof text, "%016llx", (unsigned long long)hash);
        ecg_json_key_string(&json, "hash", text);
        n_files = 0;
    }
    ecg_json_key(&json, "files");
    ecg_json_open_object(&json);
    for (size_t i = 0; i < n_files; i++) {
        struct ecg_buffer name = { 0 };
        ecg_buffer_format(&name, "%s%s", work->name, files[i].ending);
        if (!name.failed)
            ecg_json_key_int(&json, (const char *)name.data, (int64_t)files[i].bytes->size);
        line->failed |= name.failed;
        ecg_buffer_free(&name);
    }
    ecg_json_close_object(&json);
    ecg_json_close_object(&json);
}

int ecg_finisher_write(struct ecg_finisher *finisher, const struct ecg_work *work,
    const struct ecg_files *files, const char *folder, struct ecg_buffer *line, uint64_t *bytes,
    struct ecg_error *error)
{
    struct named_file named[4] = { { ".dat", &files->dat }, { ".hea", &files->hea },
        { ".json", &files->json }, { format_endings[finisher->format], &files->image } };
    size_t n = finisher->format <= ECG_FORMAT_JPEG ? 4 : 3;
    int code = 0;
    *bytes = 0;
    for (size_t i = 0; code == 0 && i < n; i++) {
        if (finisher->format != ECG_FORMAT_HASH)
            code = write_file(work, &named[i], folder, error);
        *bytes += named[i].bytes->size;
    }
    if (code == 0)
        write_line(finisher, work, named, n, line);
    if (code == 0 && line->failed)
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    return code;
}
