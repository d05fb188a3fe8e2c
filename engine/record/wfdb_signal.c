/* Signal files: one file holds one or more signals of a header, interleaved frame by frame. */
#include "core/alloc.h"
#include "record/beside.h"
#include "record/build.h"
#include "record/mat.h"
#include "record/text.h"
#include "record/wfdb.h"
#include "record/wfdb_format.h"

#include <math.h>
#include <string.h>

/* The signals of one file. */
struct group {
    const char *header_path;
    char *path;
    const struct ecg_wfdb_header *header;
    int n;
    int signal[ECG_MAX_LEADS]; /* indices into the header's signals */
    size_t samples_per_frame;  /* of all of them */
    const struct ecg_wfdb_format *format;
    size_t offset_bytes;
    struct ecg_buffer bytes; /* packed as `format` says */
    size_t n_frames;
};

static const struct ecg_wfdb_signal *first_of(const struct group *g)
{
    return &g->header->signals[g->signal[0]];
}

/* Collects the signals that share signal `first`'s file. */
static int group_make(struct group *g, const struct ecg_wfdb_header *header, int first,
    const char *path, struct ecg_error *error)
{
    *g = (struct group){ .header_path = path, .header = header };
    const struct ecg_wfdb_signal *head = &header->signals[first];
    for (int i = first; i < header->n_signals; i++) {
        const struct ecg_wfdb_signal *s = &header->signals[i];
        if (strcmp(s->file, head->file) != 0)
            continue;
        if (s->format != head->format || s->offset_bytes != head->offset_bytes)
            return ecg_fail(error, ECG_E_FORMAT,
                "%s: line %d: format: expected that of line %d, which names the same file", path,
                s->line, head->line);
        g->signal[g->n++] = i;
        g->samples_per_frame += (size_t)s->samples_per_frame;
    }
    g->format = ecg_wfdb_format(head->format);
    g->offset_bytes = head->offset_bytes;
    if (!g->format)
        return ecg_fail(error, ECG_E_FORMAT,
            "%s: line %d: format: 0: expected only with file \"~\"", path, head->line);
    return ecg_beside(&g->path, path, head->file, head->line, error);
}

static void group_free(struct group *g)
{
    ecg_free(g->path);
    ecg_buffer_free(&g->bytes);
}

/* FLAC channels are the signals; every signal of the file has the same samples per frame. */
static int unpack_flac(struct group *g, size_t max_frames, struct ecg_error *error)
{
    int spf = first_of(g)->samples_per_frame;
    for (int i = 1; i < g->n; i++)
        if (g->header->signals[g->signal[i]].samples_per_frame != spf)
            return ecg_fail(error, ECG_E_UNSUPPORTED,
                "%s: line %d: format: expected the same samples per frame in all of a FLAC file",
                g->header_path, g->header->signals[g->signal[i]].line);
    struct ecg_buffer samples = { 0 };
    int code = ecg_wfdb_flac_decode(
        &samples, &g->bytes, g->path, g->n, g->format->flac_bits, max_frames * (size_t)spf, error);
    ecg_buffer_free(&g->bytes);
    g->bytes = samples;
    return code;
}

/* Loads the file's bytes from the offset on and finds how many frames there are of `max_frames`.
 */
static int group_load(struct group *g, size_t max_frames, struct ecg_error *error)
{
    const struct ecg_wfdb_format *f = g->format;
    size_t limit = ecg_wfdb_bytes(f, max_frames * g->samples_per_frame);
    size_t file_size = 0;
    /* A FLAC file is seldom longer than its samples; 64 KiB are allowed for its metadata. */
    int code = ecg_read_part(&g->bytes, g->path, g->offset_bytes,
        f->flac_bits ? limit + 65536 : limit, &file_size, error);
    if (code == 0 && f->flac_bits)
        code = unpack_flac(g, max_frames, error);
    if (code == 0) {
        g->n_frames = ecg_wfdb_samples(f, g->bytes.size) / g->samples_per_frame;
        g->n_frames = g->n_frames < max_frames ? g->n_frames : max_frames;
    }
    return code;
}

/* A Challenge .mat whose header forgets the offset, or disagrees with it: the file knows best. */
static int group_check_mat(struct group *g, struct ecg_error *error)
{
    size_t n = strlen(g->path);
    if (n < 4 || !ecg_text_same(g->path + n - 4, ".mat"))
        return 0;
    struct ecg_mat mat;
    int code = ecg_mat_open(&mat, g->path, error);
    if (code < 0)
        return code;
    if (mat.rows != g->samples_per_frame)
        return ecg_fail(error, ECG_E_FORMAT, "%s: matrix: %zu rows: expected %zu, one a signal",
            g->path, mat.rows, g->samples_per_frame);
    const struct ecg_wfdb_format *stored = ecg_wfdb_format(mat.wfdb_format);
    if (!stored)
        return ecg_fail(error, ECG_E_UNSUPPORTED,
            "%s: matrix: %s: expected whole numbers of 8 "
            "(unsigned), 16 or 32 bits",
            g->path, mat.type_name);
    if (stored->number != g->format->number && g->offset_bytes != 0)
        return ecg_fail(error, ECG_E_FORMAT, "%s: matrix: %s: expected WFDB format %d", g->path,
            mat.type_name, g->format->number);
    g->format = stored;
    g->offset_bytes = mat.data_offset;
    return 0;
}

/* Samples of one file into its channels, in one pass over the bytes. */
static void group_decode(
    const struct group *g, struct ecg_wfdb_channels *channels, uint16_t *checksums)
{
    int32_t last[ECG_MAX_LEADS];
    for (int i = 0; i < g->n; i++)
        last[i] = g->header->signals[g->signal[i]].initial;
    const struct ecg_wfdb_format *f = g->format;
    for (int i = 0; i < g->n; i++)
        channels->channel[g->signal[i]].missing_marker = f->missing;
    size_t index = 0, n = (size_t)g->n;
    for (size_t frame = 0; frame < channels->n_frames; frame++) {
        for (int i = 0; i < g->n; i++) {
            const struct ecg_wfdb_signal *s = &g->header->signals[g->signal[i]];
            size_t spf = (size_t)s->samples_per_frame;
            double *to = channels->channel[g->signal[i]].samples + frame * spf;
            for (size_t k = 0; k < spf; k++) {
                /* Packed frames hold a signal's samples together; FLAC alternates channels. */
                size_t at = f->flac_bits ? (frame * spf + k) * n + (size_t)i : index++;
                int32_t d = f->sample(g->bytes.data, at);
                if (f->is_difference)
                    d = last[i] = (int32_t)((uint32_t)last[i] + (uint32_t)d);
                checksums[g->signal[i]] = (uint16_t)(checksums[g->signal[i]] + (uint32_t)d);
                if (!f->has_missing || d != f->missing)
                    to[k] = ((double)d - s->baseline) / s->gain;
            }
        }
    }
}

/* Signals recorded `skew` frames late are moved back; what is then unknown at the end is missing.
 */
static void remove_skew(double *samples, size_t n, size_t skew)
{
    skew = skew < n ? skew : n;
    memmove(samples, samples + skew, (n - skew) * sizeof *samples);
    for (size_t i = n - skew; i < n; i++)
        samples[i] = NAN;
}

/* What WFDB's own tools give at frame rate: each frame's mean in whole ADC units, cut towards
 * zero. In a frame that is missing in part the value that marks missing samples counts as any
 * other. */
static double frame_mean(
    const double *values, size_t spf, const struct ecg_wfdb_signal *signal, double marker)
{
    double sum = 0;
    size_t missing = 0;
    for (size_t k = 0; k < spf; k++) {
        missing += isnan(values[k]) != 0;
        sum += isnan(values[k]) ? marker : round(values[k] * signal->gain + signal->baseline);
    }
    if (missing == spf)
        return NAN;
    return (trunc(sum / (double)spf) - signal->baseline) / signal->gain;
}

static int digest_channel(
    struct ecg_wfdb_channel *channel, size_t n_frames, const struct ecg_wfdb_signal *signal)
{
    size_t spf = (size_t)channel->samples_per_frame;
    if (spf == 1) {
        ecg_digest_all(&channel->digest, channel->samples, n_frames);
        return 0;
    }
    double *means = ecg_calloc(n_frames, sizeof *means);
    if (!means)
        return ECG_E_MEMORY;
    for (size_t i = 0; i < n_frames; i++)
        means[i] = frame_mean(channel->samples + i * spf, spf, signal, channel->missing_marker);
    ecg_digest_all(&channel->digest, means, n_frames);
    ecg_free(means);
    return 0;
}

void ecg_wfdb_channels_free(struct ecg_wfdb_channels *channels)
{
    for (int i = 0; i < channels->n; i++)
        ecg_free(channels->channel[i].samples);
    channels->n = 0;
}

static int channels_make(struct ecg_wfdb_channels *channels, const struct ecg_wfdb_header *header,
    size_t n_frames, const char *path, struct ecg_error *error)
{
    channels->n_frames = n_frames;
    channels->n = header->n_signals;
    for (int i = 0; i < header->n_signals; i++) {
        const struct ecg_wfdb_signal *s = &header->signals[i];
        struct ecg_wfdb_channel *c = &channels->channel[i];
        *c = (struct ecg_wfdb_channel){
            .samples_per_frame = s->samples_per_frame, .name = s->name, .units = s->units
        };
        c->samples = ecg_samples_make(n_frames * (size_t)s->samples_per_frame);
        if (!c->samples)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    }
    return 0;
}

static void check_sums(const struct ecg_wfdb_header *header, const uint16_t *checksums,
    const char *path, struct ecg_record *record)
{
    for (int i = 0; i < header->n_signals; i++) {
        const struct ecg_wfdb_signal *s = &header->signals[i];
        if (s->has_checksum && s->format != 0 && s->checksum != checksums[i])
            ecg_record_warn(record, "%s: line %d: checksum: %d: the samples give %d", path,
                s->line, (int16_t)s->checksum, (int16_t)checksums[i]);
    }
}

/* The most frames that may be read: the header's length, or what the limit on samples allows. */
static int frames_allowed(const struct ecg_wfdb_header *header, const char *path, size_t *frames,
    struct ecg_error *error)
{
    size_t per_frame = 0, most = 1;
    for (int i = 0; i < header->n_signals; i++) {
        size_t spf = (size_t)header->signals[i].samples_per_frame;
        per_frame += spf;
        most = spf > most ? spf : most;
    }
    /* All signals are brought to the rate of the fastest one. */
    size_t wide = most * (size_t)header->n_signals;
    *frames = ECG_MAX_SAMPLES / (wide > per_frame ? wide : per_frame);
    if (!header->has_length)
        return 0;
    int code = ecg_record_check_size(path, wide, header->n_frames, error);
    *frames = header->n_frames;
    return code;
}

/* Groups of all signals, each file loaded; the frames there are, at most *n_frames, in it. */
static int load_groups(struct group *groups, int *n_groups, const struct ecg_wfdb_header *header,
    const char *path, size_t *n_frames, struct ecg_error *error)
{
    unsigned char seen[ECG_MAX_LEADS] = { 0 };
    size_t wanted = *n_frames;
    for (int i = 0; i < header->n_signals; i++) {
        if (seen[i] || strcmp(header->signals[i].file, "~") == 0)
            continue;
        struct group *g = &groups[(*n_groups)++];
        int code = group_make(g, header, i, path, error);
        if (code == 0)
            code = group_check_mat(g, error);
        if (code == 0)
            code = group_load(g, wanted, error);
        if (code < 0)
            return code;
        if (header->has_length && g->n_frames < wanted)
            return ecg_fail(error, ECG_E_FORMAT,
                "%s: truncated: %zu samples a signal: expected %zu as %s says", g->path,
                g->n_frames, wanted, path);
        for (int k = 0; k < g->n; k++)
            seen[g->signal[k]] = 1;
        *n_frames = g->n_frames < *n_frames ? g->n_frames : *n_frames;
    }
    return 0;
}

int ecg_wfdb_channels_read(struct ecg_wfdb_channels *channels,
    const struct ecg_wfdb_header *header, const char *path, struct ecg_record *record,
    struct ecg_error *error)
{
    channels->n = 0;
    size_t n_frames;
    int code = frames_allowed(header, path, &n_frames, error);
    if (code < 0)
        return code;
    struct group *groups = ecg_calloc((size_t)header->n_signals, sizeof *groups);
    if (!groups)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    int n_groups = 0;
    uint16_t checksums[ECG_MAX_LEADS] = { 0 };
    code = load_groups(groups, &n_groups, header, path, &n_frames, error);
    if (code == 0 && n_groups == 0)
        code =
            ecg_fail(error, ECG_E_FORMAT, "%s: signals: only \"~\": expected a signal file", path);
    if (code == 0)
        code = ecg_record_check_size(path, (size_t)header->n_signals, n_frames, error);
    if (code == 0)
        code = channels_make(channels, header, n_frames, path, error);
    for (int i = 0; i < n_groups; i++) {
        if (code == 0)
            group_decode(&groups[i], channels, checksums);
        group_free(&groups[i]);
    }
    ecg_free(groups);
    if (code < 0)
        return code;
    check_sums(header, checksums, path, record);
    for (int i = 0; i < channels->n; i++) {
        const struct ecg_wfdb_signal *s = &header->signals[i];
        struct ecg_wfdb_channel *c = &channels->channel[i];
        size_t spf = (size_t)s->samples_per_frame;
        remove_skew(c->samples, n_frames * spf, (size_t)s->skew_frames * spf);
        if (digest_channel(c, n_frames, s) < 0)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    }
    return 0;
}
