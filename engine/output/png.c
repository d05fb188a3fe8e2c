#include "output/png.h"

#include "core/alloc.h"
#include "output/deflate.h"
#include "output/png_filter.h"

#include <libdeflate.h>
#include <math.h>
#include <string.h>

enum {
    TRIAL_BANDS = 4,
    TRIAL_ROWS = 16,
    LOOK_ROWS = 6, /* of a block, to choose its filter by */
    SMALL_LEVEL = 9,
    IDAT_SIZE = 1 << 20, /* a chunk is closed once it holds this much */
    MAX_SIDE_PX = 32768,
};

struct ecg_png {
    struct ecg_deflate *deflate;
    struct libdeflate_compressor *small; /* made when first wanted */
    uint8_t *window;                     /* history, then one block of filtered rows */
    uint8_t *rows[2];                    /* this raw row and the one above, converted */
    size_t row_capacity;
};

/* Where pixels come from and what is written of them. */
struct source {
    const uint8_t *pixels;
    int width, height;
    size_t stride;      /* bytes from row to row */
    size_t pixel_bytes; /* as stored there */
    size_t sample_bytes;
    size_t out_channels;
    size_t out_pixel_bytes;
    size_t row_bytes; /* written, without the filter byte */
};

struct ecg_png *ecg_png_make(void)
{
    struct ecg_png *png = ecg_calloc(1, sizeof *png);
    if (!png)
        return NULL;
    png->deflate = ecg_deflate_make();
    png->window = ecg_calloc(ECG_DEFLATE_WINDOW + ECG_DEFLATE_BLOCK, 1);
    if (!png->deflate || !png->window)
        ecg_png_destroy(&png);
    return png;
}

void ecg_png_destroy(struct ecg_png **png)
{
    if (!*png)
        return;
    ecg_deflate_destroy(&(*png)->deflate);
    if ((*png)->small)
        libdeflate_free_compressor((*png)->small);
    ecg_free((*png)->window);
    ecg_free((*png)->rows[0]);
    ecg_free((*png)->rows[1]);
    ecg_free(*png);
    *png = NULL;
}

static void store32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

/* A chunk is begun, filled by appending to the buffer, and ended by filling in length and check.
 */
static size_t chunk_begin(struct ecg_buffer *out, const char *type)
{
    size_t start = out->size;
    ecg_buffer_bytes(out, "\0\0\0", 4);
    ecg_buffer_bytes(out, type, 4);
    return start;
}

static void chunk_end(struct ecg_buffer *out, size_t start)
{
    if (out->failed)
        return;
    uint8_t check[4];
    store32(out->data + start, (uint32_t)(out->size - start - 8));
    store32(check, libdeflate_crc32(0, out->data + start + 4, out->size - start - 4));
    ecg_buffer_bytes(out, check, 4);
}

static void write_head(
    const struct source *source, const struct ecg_png_params *params, struct ecg_buffer *out)
{
    uint8_t head[13] = { 0 }, density[9];
    store32(head, (uint32_t)source->width);
    store32(head + 4, (uint32_t)source->height);
    head[8] = (uint8_t)(8 * source->sample_bytes);
    head[9] = source->out_channels == 1 ? 0 : 2;
    ecg_buffer_bytes(out, "\x89PNG\r\n\x1a\n", 8);
    size_t chunk = chunk_begin(out, "IHDR");
    ecg_buffer_bytes(out, head, sizeof head);
    chunk_end(out, chunk);
    if (params->dpi > 0) {
        uint32_t per_metre = (uint32_t)lround(params->dpi / 0.0254);
        store32(density, per_metre);
        store32(density + 4, per_metre);
        density[8] = 1;
        chunk = chunk_begin(out, "pHYs");
        ecg_buffer_bytes(out, density, sizeof density);
        chunk_end(out, chunk);
    }
    if (params->software) {
        chunk = chunk_begin(out, "tEXt");
        ecg_buffer_bytes(out, "Software", 9);
        ecg_buffer_text(out, params->software);
        chunk_end(out, chunk);
    }
}

/* The raw row as written; converted into the encoder's memory only where it must be. */
static const uint8_t *raw_row(struct ecg_png *png, const struct source *source, int y)
{
    const uint8_t *from = source->pixels + (size_t)y * source->stride;
    if (source->sample_bytes == 1 && source->pixel_bytes == source->out_pixel_bytes)
        return from;
    uint8_t *to = png->rows[y & 1];
    size_t n = (size_t)source->width;
    if (source->sample_bytes == 2) {
        for (size_t i = 0; i < source->row_bytes / 2; i++) {
            uint16_t v;
            memcpy(&v, from + 2 * i, 2);
            to[2 * i] = (uint8_t)(v >> 8);
            to[2 * i + 1] = (uint8_t)v;
        }
    } else if (source->out_channels == 1) {
        for (size_t i = 0; i < n; i++)
            to[i] = from[i * source->pixel_bytes];
    } else {
        for (size_t i = 0; i < n; i++)
            for (size_t c = 0; c < 3; c++)
                to[3 * i + c] = from[i * source->pixel_bytes + c];
    }
    return to;
}

/* Rows y0..y1 - 1, filtered, from `to` on. */
static void filter_rows(
    struct ecg_png *png, const struct source *source, int y0, int y1, int filter, uint8_t *to)
{
    const uint8_t *above = y0 ? raw_row(png, source, y0 - 1) : NULL;
    for (int y = y0; y < y1; y++) {
        const uint8_t *row = raw_row(png, source, y);
        *to = (uint8_t)(above ? filter : ECG_PNG_NONE);
        ecg_png_filter_row(to + 1, *to, row, above, source->row_bytes, source->out_pixel_bytes);
        above = row;
        to += source->row_bytes + 1;
    }
}

struct choice {
    int filter;
    int literals_only;
};

/* The filter with the smallest residuals in a few rows; where hardly anything repeats, repeats
 * need not be looked for. */
static struct choice choose_filter(
    struct ecg_png *png, const struct source *source, int y0, int y1)
{
    size_t n = source->row_bytes, repeats = 0, looked = 0, size[ECG_PNG_FILTERS] = { 0 };
    uint8_t *scratch = png->window + ECG_DEFLATE_WINDOW;
    int step = (y1 - y0) / LOOK_ROWS > 0 ? (y1 - y0) / LOOK_ROWS : 1;
    for (int y = y0 ? y0 : 1; y < y1; y += step) {
        const uint8_t *above = raw_row(png, source, y - 1), *row = raw_row(png, source, y);
        repeats += ecg_png_count_repeats(row, above, n, source->out_pixel_bytes);
        looked += n;
        for (int filter = ECG_PNG_SUB; filter < ECG_PNG_FILTERS; filter++) {
            ecg_png_filter_row(scratch, filter, row, above, n, source->out_pixel_bytes);
            size[filter] += ecg_png_sum_of_sizes(scratch, n);
        }
    }
    int best = ECG_PNG_UP;
    for (int filter = ECG_PNG_SUB; filter < ECG_PNG_FILTERS; filter++)
        if (size[filter] < size[best])
            best = filter;
    return (struct choice){ best, repeats * 2 < looked };
}

static size_t trial_size(struct ecg_png *png, const struct source *source, int y0, int y1,
    struct choice choice, struct ecg_buffer *scratch)
{
    size_t line = source->row_bytes + 1;
    filter_rows(png, source, y0, y1, choice.filter, png->window + ECG_DEFLATE_WINDOW);
    scratch->size = 0;
    ecg_deflate_start(png->deflate);
    ecg_deflate_block(png->deflate,
        &(struct ecg_deflate_input){ .data = png->window + ECG_DEFLATE_WINDOW,
            .size = (size_t)(y1 - y0) * line,
            .row_bytes = line,
            .pixel_bytes = source->out_pixel_bytes,
            .literals_only = choice.literals_only,
            .is_last = 1 },
        scratch);
    return scratch->size;
}

enum plan {
    PLAIN,    /* unfiltered, with repeats: pages as drawn */
    REPEATS,  /* filtered, with repeats: shading over a flat page */
    LITERALS, /* filtered, residuals only: paper's texture, noise */
};

/* Which it is no statistic tells as well as compressing a few bands in each way. */
static enum plan make_plan(
    struct ecg_png *png, const struct source *source, struct ecg_buffer *out)
{
    struct ecg_buffer scratch = { 0 };
    size_t size[3] = { 0 }, line = source->row_bytes + 1;
    int rows = (int)(ECG_DEFLATE_BLOCK / line);
    rows = rows < TRIAL_ROWS ? rows : TRIAL_ROWS;
    for (int band = 0; band < TRIAL_BANDS; band++) {
        int y0 = (int)((int64_t)source->height * (2 * band + 1) / (2 * TRIAL_BANDS));
        int y1 = y0 + rows < source->height ? y0 + rows : source->height;
        struct choice choice = choose_filter(png, source, y0, y1);
        /* Looking for repeats in noise is slow, and the answer is known. */
        size_t worst = choice.literals_only ? (size_t)(y1 - y0) * line : 0;
        const struct choice plain = { ECG_PNG_NONE, 0 }, repeats = { choice.filter, 0 },
                            literals = { choice.filter, 1 };
        size[PLAIN] += worst ? worst : trial_size(png, source, y0, y1, plain, &scratch);
        size[REPEATS] += worst ? worst : trial_size(png, source, y0, y1, repeats, &scratch);
        size[LITERALS] += trial_size(png, source, y0, y1, literals, &scratch);
    }
    /* Without memory the sizes mean nothing: rather no file than another one than usual. */
    out->failed |= scratch.failed;
    ecg_buffer_free(&scratch);
    /* Literals are coded in a third of the time: that is worth a little size. */
    size_t least = size[PLAIN] < size[REPEATS] ? size[PLAIN] : size[REPEATS];
    if (size[LITERALS] < least + least / 32)
        return LITERALS;
    return size[PLAIN] <= size[REPEATS] ? PLAIN : REPEATS;
}

static void write_blocks(struct ecg_png *png, const struct source *source, struct ecg_buffer *out)
{
    static const uint8_t zlib_head[2] = { 0x78, 0x01 };
    size_t line = source->row_bytes + 1, history = 0, chunk = chunk_begin(out, "IDAT");
    uint8_t *block = png->window + ECG_DEFLATE_WINDOW;
    int per_block = (int)(ECG_DEFLATE_BLOCK / line);
    enum plan plan = make_plan(png, source, out);
    uint32_t adler = 1;
    ecg_buffer_bytes(out, zlib_head, 2);
    ecg_deflate_start(png->deflate);
    for (int y0 = 0; y0 < source->height; y0 += per_block) {
        int y1 = y0 + per_block < source->height ? y0 + per_block : source->height;
        struct choice choice = { ECG_PNG_NONE, 0 };
        if (plan != PLAIN)
            choice = choose_filter(png, source, y0, y1);
        choice.literals_only |= plan == LITERALS;
        filter_rows(png, source, y0, y1, choice.filter, block);
        size_t size = (size_t)(y1 - y0) * line;
        adler = libdeflate_adler32(adler, block, size);
        if (out->size - chunk > IDAT_SIZE) {
            chunk_end(out, chunk);
            chunk = chunk_begin(out, "IDAT");
        }
        ecg_deflate_block(png->deflate,
            &(struct ecg_deflate_input){ .data = block,
                .size = size,
                .history = history,
                .row_bytes = line,
                .pixel_bytes = source->out_pixel_bytes,
                .literals_only = choice.literals_only,
                .is_last = y1 == source->height },
            out);
        history += size;
        if (history > ECG_DEFLATE_WINDOW)
            history = ECG_DEFLATE_WINDOW;
        memmove(block - history, block + size - history, history);
    }
    uint8_t check[4];
    store32(check, adler);
    ecg_buffer_bytes(out, check, 4);
    chunk_end(out, chunk);
}

/* The whole picture through one filter and libdeflate. */
static void write_small(struct ecg_png *png, const struct source *source, struct ecg_buffer *out)
{
    size_t line = source->row_bytes + 1, size = line * (size_t)source->height;
    if (!png->small)
        png->small = libdeflate_alloc_compressor(SMALL_LEVEL);
    uint8_t *filtered = png->small ? ecg_calloc(size, 1) : NULL;
    size_t bound = png->small ? libdeflate_zlib_compress_bound(png->small, size) : 0;
    size_t chunk = chunk_begin(out, "IDAT");
    uint8_t *room = filtered ? ecg_buffer_reserve(out, bound) : NULL;
    if (!room) {
        out->failed = 1;
        ecg_free(filtered);
        return;
    }
    int filter = ECG_PNG_NONE;
    if (make_plan(png, source, out) != PLAIN)
        filter = choose_filter(png, source, 0, source->height).filter;
    filter_rows(png, source, 0, source->height, filter, filtered);
    out->size += libdeflate_zlib_compress(png->small, filtered, size, room, bound);
    ecg_free(filtered);
    chunk_end(out, chunk);
}

static int encode(struct ecg_png *png, const struct source *source,
    const struct ecg_png_params *params, struct ecg_buffer *out, struct ecg_error *error)
{
    if (source->row_bytes > png->row_capacity) {
        for (int k = 0; k < 2; k++) {
            uint8_t *row = ecg_realloc(png->rows[k], source->row_bytes, 1);
            if (!row)
                return ecg_fail(error, ECG_E_MEMORY, "PNG: out of memory");
            png->rows[k] = row;
        }
        png->row_capacity = source->row_bytes;
    }
    write_head(source, params, out);
    if (params->effort == ECG_PNG_SMALL)
        write_small(png, source, out);
    else
        write_blocks(png, source, out);
    size_t chunk = chunk_begin(out, "IEND");
    chunk_end(out, chunk);
    return out->failed ? ecg_fail(error, ECG_E_MEMORY, "PNG: out of memory") : 0;
}

/* Row by row, so that a coloured picture is known at its first coloured row. */
static int is_grey(const struct ecg_image *image)
{
    size_t n = (size_t)image->width_px, step = (size_t)image->channels;
    for (int y = 0; y < image->height_px; y++) {
        const uint8_t *row = image->data + (size_t)y * n * step;
        unsigned difference = 0;
        for (size_t i = 0; i < n; i++)
            difference |= (unsigned)((row[i * step] ^ row[i * step + 1]) |
                                     (row[i * step] ^ row[i * step + 2]));
        if (difference)
            return 0;
    }
    return 1;
}

static int check_size(int width, int height, struct ecg_error *error)
{
    if (width >= 1 && height >= 1 && width <= MAX_SIDE_PX && height <= MAX_SIDE_PX)
        return 0;
    return ecg_fail(error, ECG_E_ARGUMENT, "PNG: size: expected sides of 1 to %d px, got %d x %d",
        MAX_SIDE_PX, width, height);
}

int ecg_png_encode(struct ecg_png *png, const struct ecg_image *image,
    const struct ecg_png_params *params, struct ecg_buffer *out, struct ecg_error *error)
{
    int code = check_size(image->width_px, image->height_px, error);
    if (code < 0)
        return code;
    if (image->channels != 1 && image->channels != 3 && image->channels != 4)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "PNG: channels: expected 1, 3 or 4, got %d", image->channels);
    size_t channels = image->channels == 1 || (!params->keep_colour && is_grey(image)) ? 1 : 3;
    struct source source = {
        .pixels = image->data,
        .width = image->width_px,
        .height = image->height_px,
        .stride = (size_t)image->width_px * (size_t)image->channels,
        .pixel_bytes = (size_t)image->channels,
        .sample_bytes = 1,
        .out_channels = channels,
        .out_pixel_bytes = channels,
        .row_bytes = (size_t)image->width_px * channels,
    };
    return encode(png, &source, params, out, error);
}

int ecg_png_encode16(struct ecg_png *png, const uint16_t *samples, int width_px, int height_px,
    int channels, const struct ecg_png_params *params, struct ecg_buffer *out,
    struct ecg_error *error)
{
    int code = check_size(width_px, height_px, error);
    if (code < 0)
        return code;
    if (channels != 1 && channels != 3)
        return ecg_fail(error, ECG_E_ARGUMENT, "PNG: channels: expected 1 or 3, got %d", channels);
    size_t pixel = 2 * (size_t)channels;
    struct source source = {
        .pixels = (const uint8_t *)samples,
        .width = width_px,
        .height = height_px,
        .stride = (size_t)width_px * pixel,
        .pixel_bytes = pixel,
        .sample_bytes = 2,
        .out_channels = (size_t)channels,
        .out_pixel_bytes = pixel,
        .row_bytes = (size_t)width_px * pixel,
    };
    return encode(png, &source, params, out, error);
}
