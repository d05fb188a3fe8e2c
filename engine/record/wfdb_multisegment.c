/* Records made of segments that follow each other, all alike (fixed layout) or described by a
 * layout segment of length 0 that names all signals any of them may have (variable layout). */
#include "core/alloc.h"
#include "record/beside.h"
#include "record/build.h"
#include "record/wfdb.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct reading {
    struct ecg_wfdb_channels *channels; /* the whole record's */
    const struct ecg_wfdb_header *header;
    const char *path; /* the master header's */
    struct ecg_record *record;
    struct ecg_error *error;
    int variable;
};

/* Reads the header of a segment, which may not be made of segments itself: no cycles. */
static int open_segment(struct reading *r, const struct ecg_wfdb_segment *segment,
    struct ecg_wfdb_header *header, char **path)
{
    char name[256];
    int n = snprintf(name, sizeof name, "%s.hea", segment->name);
    if (n < 0 || (size_t)n >= sizeof name)
        return ecg_fail(r->error, ECG_E_FORMAT,
            "%s: line %d: segment name: expected at most 250 bytes", r->path, segment->line);
    int code = ecg_beside(path, r->path, name, segment->line, r->error);
    if (code == 0)
        code = ecg_wfdb_header_read(header, *path, r->error);
    if (code == 0 && header->n_segments)
        code = ecg_fail(r->error, ECG_E_FORMAT,
            "%s: line %d: segment \"%s\": is made of segments itself: expected signals", r->path,
            segment->line, segment->name);
    return code;
}

static int make_channels(struct reading *r, const struct ecg_wfdb_header *layout)
{
    size_t most = 1;
    for (int i = 0; i < layout->n_signals; i++) {
        size_t spf = (size_t)layout->signals[i].samples_per_frame;
        most = spf > most ? spf : most;
    }
    struct ecg_wfdb_channels *channels = r->channels;
    int code = ecg_record_check_size(
        r->path, most * (size_t)layout->n_signals, channels->n_frames, r->error);
    if (code < 0)
        return code;
    channels->n = layout->n_signals;
    for (int i = 0; i < layout->n_signals; i++) {
        const struct ecg_wfdb_signal *s = &layout->signals[i];
        struct ecg_wfdb_channel *c = &channels->channel[i];
        *c = (struct ecg_wfdb_channel){
            .samples_per_frame = s->samples_per_frame, .name = s->name, .units = s->units
        };
        c->samples = ecg_samples_make(channels->n_frames * (size_t)s->samples_per_frame);
        if (!c->samples)
            return ecg_fail(r->error, ECG_E_MEMORY, "%s: out of memory", r->path);
    }
    return 0;
}

static void append_digest(struct ecg_digest *to, const struct ecg_digest *from)
{
    for (size_t i = 0; i < 5 && i < from->n && to->n + i < 5; i++)
        to->first[to->n + i] = from->first[i];
    /* The last five of both together. */
    double joined[10];
    size_t had = to->n < 5 ? to->n : 5, more = from->n < 5 ? from->n : 5;
    memcpy(joined, to->last, had * sizeof *joined);
    memcpy(joined + had, from->last, more * sizeof *joined);
    size_t kept = had + more < 5 ? had + more : 5;
    memcpy(to->last, joined + had + more - kept, kept * sizeof *joined);
    to->n += from->n;
    to->n_missing += from->n_missing;
    to->sum += from->sum;
    to->sum_squares += from->sum_squares;
}

/* The segment's signal that belongs to signal i of the layout, -1 when it lacks it. */
static int find_channel(const struct reading *r, const struct ecg_wfdb_channels *part, int i)
{
    if (!r->variable)
        return i;
    for (int k = 0; k < part->n; k++)
        if (strcmp(part->channel[k].name, r->channels->channel[i].name) == 0)
            return k;
    return -1;
}

static void append_gap(struct ecg_wfdb_channel *channel, size_t n_frames)
{
    struct ecg_digest gap = { .n = n_frames, .n_missing = n_frames };
    for (int i = 0; i < 5; i++)
        gap.first[i] = gap.last[i] = NAN;
    append_digest(&channel->digest, &gap);
}

/* Copies a segment's channels to frames `start` and on. */
static int place(struct reading *r, const struct ecg_wfdb_segment *segment,
    const struct ecg_wfdb_channels *part, size_t start)
{
    for (int i = 0; i < r->channels->n; i++) {
        struct ecg_wfdb_channel *to = &r->channels->channel[i];
        int k = find_channel(r, part, i);
        if (k < 0) {
            append_gap(to, segment->n_frames);
            continue;
        }
        const struct ecg_wfdb_channel *from = &part->channel[k];
        if (from->samples_per_frame != to->samples_per_frame ||
            strcmp(from->units, to->units) != 0)
            return ecg_fail(r->error, ECG_E_FORMAT,
                "%s: line %d: segment \"%s\": signal \"%s\": expected the units and samples per "
                "frame of the first segment",
                r->path, segment->line, segment->name, to->name);
        size_t spf = (size_t)to->samples_per_frame;
        memcpy(
            to->samples + start * spf, from->samples, part->n_frames * spf * sizeof *to->samples);
        append_digest(&to->digest, &from->digest);
    }
    return 0;
}

static int check_segment(
    struct reading *r, const struct ecg_wfdb_segment *segment, struct ecg_wfdb_header *header)
{
    if (!r->variable && header->n_signals != r->channels->n)
        return ecg_fail(r->error, ECG_E_FORMAT,
            "%s: line %d: segment \"%s\": %d signals: expected %d", r->path, segment->line,
            segment->name, header->n_signals, r->channels->n);
    if (fabs(header->fs_hz - r->header->fs_hz) > 1e-6 * r->header->fs_hz)
        return ecg_fail(r->error, ECG_E_FORMAT,
            "%s: line %d: segment \"%s\": %g Hz: expected %g Hz", r->path, segment->line,
            segment->name, header->fs_hz, r->header->fs_hz);
    if (header->has_length && header->n_frames != segment->n_frames)
        return ecg_fail(r->error, ECG_E_FORMAT,
            "%s: line %d: segment \"%s\": %zu samples: its own header says %zu", r->path,
            segment->line, segment->name, segment->n_frames, header->n_frames);
    header->has_length = 1;
    header->n_frames = segment->n_frames;
    return 0;
}

static int read_segment(struct reading *r, const struct ecg_wfdb_segment *segment, size_t start)
{
    if (strcmp(segment->name, "~") == 0) {
        for (int i = 0; i < r->channels->n; i++)
            append_gap(&r->channels->channel[i], segment->n_frames);
        return 0;
    }
    struct ecg_wfdb_header header = { 0 };
    char *path = NULL;
    struct ecg_wfdb_channels *part = ecg_calloc(1, sizeof *part);
    int code = part ? open_segment(r, segment, &header, &path)
                    : ecg_fail(r->error, ECG_E_MEMORY, "%s: out of memory", r->path);
    if (code == 0)
        code = check_segment(r, segment, &header);
    if (code == 0)
        code = ecg_wfdb_channels_read(part, &header, path, r->record, r->error);
    if (code == 0)
        code = place(r, segment, part, start);
    if (part)
        ecg_wfdb_channels_free(part);
    ecg_free(part);
    ecg_free(path);
    ecg_wfdb_header_free(&header);
    return code;
}

/* The sum of the segments' lengths, which must be the record's. */
static int total_frames(struct reading *r, size_t *total)
{
    *total = 0;
    for (size_t i = 0; i < r->header->n_segments; i++) {
        *total += r->header->segments[i].n_frames;
        if (*total > ECG_MAX_SAMPLES)
            return ecg_fail(r->error, ECG_E_LIMIT, "%s: samples: expected at most %d", r->path,
                ECG_MAX_SAMPLES);
    }
    if (r->header->has_length && r->header->n_frames != *total)
        return ecg_fail(r->error, ECG_E_FORMAT,
            "%s: number of samples: %zu: the segments have %zu together", r->path,
            r->header->n_frames, *total);
    return 0;
}

int ecg_wfdb_segments_read(struct ecg_wfdb_channels *channels, struct ecg_wfdb_header *layout,
    const struct ecg_wfdb_header *header, const char *path, struct ecg_record *record,
    struct ecg_error *error)
{
    struct reading r = { channels, header, path, record, error, 0 };
    channels->n = 0;
    int code = total_frames(&r, &channels->n_frames);
    /* The first segment that is no gap says which signals there are. */
    size_t first = 0;
    while (first < header->n_segments && strcmp(header->segments[first].name, "~") == 0)
        first++;
    if (code == 0 && first == header->n_segments)
        code = ecg_fail(error, ECG_E_FORMAT, "%s: segments: only gaps: expected signals", path);
    char *layout_path = NULL;
    if (code == 0)
        code = open_segment(&r, &header->segments[first], layout, &layout_path);
    ecg_free(layout_path);
    r.variable = code == 0 && header->segments[first].n_frames == 0;
    if (code == 0 && layout->n_signals != header->n_signals)
        code = ecg_fail(error, ECG_E_FORMAT, "%s: number of signals: %d: segment \"%s\" has %d",
            path, header->n_signals, header->segments[first].name, layout->n_signals);
    if (code == 0)
        code = make_channels(&r, layout);
    size_t start = 0;
    for (size_t i = 0; code == 0 && i < header->n_segments; i++) {
        if (header->segments[i].n_frames == 0)
            continue;
        code = read_segment(&r, &header->segments[i], start);
        start += header->segments[i].n_frames;
    }
    return code;
}
