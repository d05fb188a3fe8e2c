#include "support/wfdb_writer.h"

#include "core/buffer.h"
#include "core/file.h"

#include <FLAC/stream_encoder.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int wfdb_write_file(const char *folder, const char *name, const void *bytes, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (ecg_folder_make(folder, NULL) < 0)
        return -1;
    return ecg_file_write(path, size ? bytes : "", size, NULL) < 0 ? -1 : 0;
}

void wfdb_range(int format, int32_t *lo, int32_t *hi)
{
    int bits = format == 8 || format == 80 || format == 508 ? 8
               : format == 212                              ? 12
               : format == 310 || format == 311             ? 10
               : format == 24 || format == 524              ? 24
               : format == 32                               ? 32
                                                            : 16;
    *hi = (int32_t)((1u << (bits - 1)) - 1);
    *lo = -*hi;
}

int32_t wfdb_missing(int format)
{
    int32_t lo, hi;
    wfdb_range(format, &lo, &hi);
    return lo - 1;
}

static void put(struct ecg_buffer *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        unsigned char byte = (unsigned char)(value >> 8 * i);
        ecg_buffer_bytes(out, &byte, 1);
    }
}

/* Groups of 2 or 3 samples; `s` holds zeros after the last of n. */
static void put_group(struct ecg_buffer *out, int format, const uint32_t *s, int n)
{
    if (format == 212) {
        put(out, (s[0] & 0xfff) | (s[1] & 0xf00) << 4, 2);
        if (n == 2)
            put(out, s[1], 1);
    } else if (format == 310) {
        put(out, (s[0] & 0x3ff) << 1 | (s[2] & 0x1f) << 11, 2);
        if (n > 1)
            put(out, (s[1] & 0x3ff) << 1 | (s[2] >> 5 & 0x1f) << 11, 2);
    } else {
        uint32_t word = (s[0] & 0x3ff) | (s[1] & 0x3ff) << 10 | (s[2] & 0x3ff) << 20;
        put(out, word, n + 1);
    }
}

static void pack(struct ecg_buffer *out, int format, const int32_t *samples, size_t n)
{
    size_t step = format == 212 ? 2 : 3;
    for (size_t i = 0; i < n; i++) {
        uint32_t v = (uint32_t)samples[i];
        switch (format) {
        case 8: /* differences already */
            put(out, v, 1);
            break;
        case 16:
            put(out, v, 2);
            break;
        case 24:
            put(out, v, 3);
            break;
        case 32:
            put(out, v, 4);
            break;
        case 61:
            put(out, v >> 8, 1);
            put(out, v, 1);
            break;
        case 80:
            put(out, v + 128, 1);
            break;
        case 160:
            put(out, v + 32768, 2);
            break;
        default:
            if (i % step == 0) {
                uint32_t group[3] = { v, i + 1 < n ? (uint32_t)samples[i + 1] : 0,
                    step == 3 && i + 2 < n ? (uint32_t)samples[i + 2] : 0 };
                put_group(out, format, group, (int)(n - i < step ? n - i : step));
            }
        }
    }
}

static FLAC__StreamEncoderWriteStatus take_flac(const FLAC__StreamEncoder *encoder,
    const FLAC__byte bytes[], size_t size, uint32_t samples, uint32_t frame, void *context)
{
    (void)encoder;
    (void)samples;
    (void)frame;
    ecg_buffer_bytes(context, bytes, size);
    return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
}

static void pack_flac(
    struct ecg_buffer *out, int format, const int32_t *samples, size_t n, int channels)
{
    FLAC__StreamEncoder *encoder = FLAC__stream_encoder_new();
    FLAC__stream_encoder_set_channels(encoder, (uint32_t)channels);
    FLAC__stream_encoder_set_bits_per_sample(encoder, (uint32_t)format % 100);
    FLAC__stream_encoder_set_sample_rate(encoder, 96000);
    FLAC__stream_encoder_init_stream(encoder, take_flac, NULL, NULL, NULL, out);
    FLAC__stream_encoder_process_interleaved(encoder, samples, (uint32_t)(n / (size_t)channels));
    FLAC__stream_encoder_finish(encoder);
    FLAC__stream_encoder_delete(encoder);
}

static int samples_per_frame(const struct wfdb_writer_signal *s)
{
    return s->samples_per_frame ? s->samples_per_frame : 1;
}

static const char *file_of(const struct wfdb_writer_signal *s, const char *fallback)
{
    return s->file ? s->file : fallback;
}

/* All samples of one file in their order there: by frame, by signal, by sample; FLAC takes turns
 * among the signals sample by sample. */
static int write_signal_file(const char *folder, const char *file, size_t n_frames,
    const struct wfdb_writer_signal *signals, int n_signals, const char *fallback)
{
    const struct wfdb_writer_signal *in_file[64];
    int n = 0;
    size_t per_frame = 0;
    for (int i = 0; i < n_signals; i++)
        if (strcmp(file_of(&signals[i], fallback), file) == 0) {
            in_file[n++] = &signals[i];
            per_frame += (size_t)samples_per_frame(&signals[i]);
        }
    int format = in_file[0]->format, is_flac = format >= 500;
    int32_t *all = calloc(n_frames * per_frame + 1, sizeof *all);
    size_t at = 0;
    for (size_t frame = 0; frame < n_frames; frame++) {
        int spf = samples_per_frame(in_file[0]);
        for (int turn = 0; turn < (is_flac ? spf : 1); turn++)
            for (int i = 0; i < n; i++) {
                size_t own = (size_t)samples_per_frame(in_file[i]);
                size_t first = frame * own + (is_flac ? (size_t)turn : 0);
                for (size_t k = 0; k < (is_flac ? 1 : own); k++) {
                    const int32_t *s = in_file[i]->samples;
                    size_t index = first + k;
                    all[at++] = format != 8 ? s[index] : index ? s[index] - s[index - 1] : 0;
                }
            }
    }
    struct ecg_buffer out = { 0 };
    for (size_t i = 0; i < in_file[0]->offset_bytes; i++)
        put(&out, 0, 1);
    if (is_flac)
        pack_flac(&out, format, all, at, n);
    else
        pack(&out, format, all, at);
    int code = wfdb_write_file(folder, file, out.data, out.size);
    ecg_buffer_free(&out);
    free(all);
    return code;
}

static void write_signal_line(struct ecg_buffer *out, const struct wfdb_writer_signal *s,
    size_t n_frames, const char *fallback)
{
    uint32_t sum = (uint32_t)s->wrong_checksum;
    for (size_t i = 0; i < n_frames * (size_t)samples_per_frame(s); i++)
        sum += (uint32_t)s->samples[i];
    ecg_buffer_format(out, "%s %d", file_of(s, fallback), s->format);
    if (samples_per_frame(s) != 1)
        ecg_buffer_format(out, "x%d", samples_per_frame(s));
    if (s->skew_frames)
        ecg_buffer_format(out, ":%d", s->skew_frames);
    if (s->offset_bytes)
        ecg_buffer_format(out, "+%zu", s->offset_bytes);
    ecg_buffer_format(out, " %.17g(%d)/%s 0 0 %d %d 0 %s\n", s->gain > 0 ? s->gain : 1000,
        s->baseline, s->units ? s->units : "mV", s->samples[0], (int)(int16_t)sum,
        s->name ? s->name : "");
}

int wfdb_write(const char *folder, const char *name, double fs_hz, size_t n_frames,
    const struct wfdb_writer_signal *signals, int n_signals, const char *comments)
{
    char fallback[300], header[300];
    snprintf(fallback, sizeof fallback, "%s.dat", name);
    snprintf(header, sizeof header, "%s.hea", name);
    struct ecg_buffer out = { 0 };
    ecg_buffer_format(&out, "%s %d %.17g %zu\n", name, n_signals, fs_hz, n_frames);
    int code = 0;
    for (int i = 0; i < n_signals; i++) {
        const char *file = file_of(&signals[i], fallback);
        write_signal_line(&out, &signals[i], n_frames, fallback);
        int seen = 0;
        for (int k = 0; k < i; k++)
            seen |= strcmp(file_of(&signals[k], fallback), file) == 0;
        if (!seen)
            code |= write_signal_file(folder, file, n_frames, signals, n_signals, fallback);
    }
    ecg_buffer_text(&out, comments ? comments : "");
    code |= wfdb_write_file(folder, header, out.data, out.size);
    ecg_buffer_free(&out);
    return code ? -1 : 0;
}
