/* Encoders on the first picture of each recipe, by one thread. */
#include "bench/clock.h"
#include "bench/parts.h"
#include "bench/stb_png.h"
#include "core/alloc.h"
#include "output/jpeg.h"
#include "output/png.h"
#include "render/renderer.h"

#include <libdeflate.h>

enum kind { OUR_PNG, STB_PNG, STB_DEFLATE_PNG, DEFLATE, JPEG };

static const struct encoder {
    const char *name;
    enum kind kind;
    int level;  /* effort, compression level or quality */
    int option; /* filter (-1: each row's own, 2: up) or subsampling */
} encoders[] = {
    { "png, ours, fast", OUR_PNG, ECG_PNG_FAST, 0 },
    { "png, ours, small", OUR_PNG, ECG_PNG_SMALL, 0 },
    { "png, stb as it is", STB_PNG, 8, -1 },
    { "png, stb, libdeflate 1", STB_DEFLATE_PNG, 1, -1 },
    { "png, stb up, libdeflate 1", STB_DEFLATE_PNG, 1, 2 },
    { "png, stb up, libdeflate 6", STB_DEFLATE_PNG, 6, 2 },
    { "png, stb up, libdeflate 9", STB_DEFLATE_PNG, 9, 2 },
    { "pixels, libdeflate 1", DEFLATE, 1, 0 },
    { "pixels, libdeflate 3", DEFLATE, 3, 0 },
    { "pixels, libdeflate 6", DEFLATE, 6, 0 },
    { "jpeg 75, 4:2:0", JPEG, 75, ECG_JPEG_420 },
    { "jpeg 85, 4:2:0", JPEG, 85, ECG_JPEG_420 },
    { "jpeg 92, 4:2:0", JPEG, 92, ECG_JPEG_420 },
    { "jpeg 75, 4:4:4", JPEG, 75, ECG_JPEG_444 },
    { "jpeg 85, 4:4:4", JPEG, 85, ECG_JPEG_444 },
    { "jpeg 92, 4:4:4", JPEG, 92, ECG_JPEG_444 },
    { "jpeg 98, 4:4:4", JPEG, 98, ECG_JPEG_444 },
};

enum { N_ENCODERS = sizeof encoders / sizeof encoders[0] };

/* One picture both ways: as it is read back, and as others want it. */
struct subject {
    struct ecg_image rgba, rgb;
    struct ecg_png *png;
    struct ecg_jpeg *jpeg;
};

static void deflate_pixels(const struct ecg_image *rgb, int level, struct ecg_buffer *out)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    size_t size = (size_t)rgb->width_px * (size_t)rgb->height_px * 3;
    size_t bound = libdeflate_zlib_compress_bound(compressor, size);
    unsigned char *end = compressor ? ecg_buffer_reserve(out, bound) : NULL;
    if (end)
        out->size += libdeflate_zlib_compress(compressor, rgb->data, size, end, bound);
    else
        out->failed = 1;
    libdeflate_free_compressor(compressor);
}

static int encode(struct subject *subject, const struct encoder *encoder, struct ecg_buffer *out,
    struct ecg_error *error)
{
    struct ecg_png_params png = { .effort = (enum ecg_png_effort)encoder->level };
    struct ecg_jpeg_params jpeg = { encoder->level, (enum ecg_jpeg_subsampling)encoder->option,
        0 };
    int code = 0;
    switch (encoder->kind) {
    case OUR_PNG:
        code = ecg_png_encode(subject->png, &subject->rgba, &png, out, error);
        break;
    case STB_PNG:
        bench_stb_png(&subject->rgb, encoder->option, out);
        break;
    case STB_DEFLATE_PNG:
        bench_stb_deflate_png(&subject->rgb, encoder->level, encoder->option, out);
        break;
    case DEFLATE:
        deflate_pixels(&subject->rgb, encoder->level, out);
        break;
    case JPEG:
        code = ecg_jpeg_encode(subject->jpeg, &subject->rgba, &jpeg, out, error);
        break;
    }
    if (code == 0 && out->failed)
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", encoder->name);
    return code;
}

static int measure(struct bench_studio *studio, struct subject *subject,
    const struct encoder *encoder, double *best_ms, size_t *bytes, struct ecg_error *error)
{
    int code = 0;
    for (int round = 0; code == 0 && round < studio->params->rounds; round++) {
        struct ecg_buffer out = { 0 };
        double start_ms = bench_thread_cpu_ms();
        code = encode(subject, encoder, &out, error);
        double ms = bench_thread_cpu_ms() - start_ms;
        if (round == 0 || ms < *best_ms)
            *best_ms = ms;
        *bytes = out.size;
        ecg_buffer_free(&out);
    }
    return code;
}

static int subject_make(struct subject *subject, struct bench_studio *studio, const char *name,
    struct ecg_error *error)
{
    struct ecg_recipe *recipe = NULL;
    struct bench_picture picture = { 0 };
    *subject = (struct subject){ .png = ecg_png_make(), .jpeg = ecg_jpeg_make() };
    int code = subject->png && subject->jpeg ? 0 : ecg_fail(error, ECG_E_MEMORY, "out of memory");
    if (code == 0)
        code = bench_recipe_load(
            &recipe, studio->params, name, NULL, 0, studio->params->sizes[0], error);
    if (code == 0)
        code = bench_picture_make(&picture, studio, recipe, 0, 0, error);
    if (code == 0) {
        struct ecg_render_job job = ecg_work_job(picture.work);
        code = ecg_render_frame(studio->renderer, &job, &subject->rgba, error);
    }
    const struct ecg_image *rgba = &subject->rgba;
    if (code == 0 && ecg_image_make(&subject->rgb, rgba->width_px, rgba->height_px, 3) < 0)
        code = ecg_fail(error, ECG_E_MEMORY, "out of memory");
    size_t n = code == 0 ? (size_t)rgba->width_px * (size_t)rgba->height_px : 0;
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            subject->rgb.data[3 * i + c] = rgba->data[4 * i + c];
    bench_picture_free(&picture);
    ecg_recipe_destroy(&recipe);
    return code;
}

static void subject_free(struct subject *subject)
{
    ecg_png_destroy(&subject->png);
    ecg_jpeg_destroy(&subject->jpeg);
    ecg_image_free(&subject->rgba);
    ecg_image_free(&subject->rgb);
}

static int run_subject(struct bench_studio *studio, struct subject *subject, const char *recipe,
    struct ecg_error *error)
{
    struct ecg_json *json = &studio->json;
    int code = 0;
    fprintf(studio->out, "%s\n", recipe);
    for (int k = 0; code == 0 && k < N_ENCODERS; k++) {
        double ms = 0;
        size_t bytes = 0;
        code = measure(studio, subject, &encoders[k], &ms, &bytes, error);
        if (code < 0)
            break;
        ecg_json_open_object(json);
        ecg_json_key_string(json, "recipe", recipe);
        ecg_json_key_string(json, "encoder", encoders[k].name);
        ecg_json_key_fixed(json, "cpu_ms", ms, 2);
        ecg_json_key_int(json, "bytes", (int64_t)bytes);
        ecg_json_close_object(json);
        fprintf(studio->out, "  %-26s %8.1f %9.3f\n", encoders[k].name, ms, (double)bytes / 1e6);
        fflush(studio->out);
    }
    return code;
}

int bench_encoders(struct bench_studio *studio, struct ecg_error *error)
{
    const struct bench_params *params = studio->params;
    int code = 0;
    fprintf(studio->out,
        "\nEncoders at %d x %d, one thread (stb and libdeflate start from RGB, ours from RGBA)\n"
        "  %-26s %8s %9s\n",
        params->sizes[0].width_px, params->sizes[0].height_px, "encoder", "CPU ms", "MB");
    ecg_json_key(&studio->json, "encoders");
    ecg_json_open_array(&studio->json);
    for (size_t r = 0; code == 0 && r < params->n_recipes; r++) {
        struct subject subject;
        code = subject_make(&subject, studio, params->recipes[r], error);
        if (code == 0)
            code = run_subject(studio, &subject, params->recipes[r], error);
        subject_free(&subject);
    }
    ecg_json_close_array(&studio->json);
    return code;
}
