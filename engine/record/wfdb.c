#include "record/wfdb.h"

#include "core/alloc.h"
#include "record/build.h"
#include "record/resample.h"
#include "record/text.h"

#include <string.h>

/* Samples a frame that all leads are brought to: the most among ECG leads, else among all. */
static int common_samples_per_frame(
    const struct ecg_record *record, const struct ecg_wfdb_channels *channels)
{
    int ecg = 0, all = 1;
    for (int i = 0; i < channels->n; i++) {
        int spf = channels->channel[i].samples_per_frame;
        all = spf > all ? spf : all;
        if (record->leads[i].is_ecg && spf > ecg)
            ecg = spf;
    }
    return ecg ? ecg : all;
}

/* Hands the channels' samples over to the leads. */
static int take_channels(
    struct ecg_record *record, struct ecg_wfdb_channels *channels, struct ecg_error *error)
{
    for (int i = 0; i < channels->n; i++)
        ecg_record_label(record, i, channels->channel[i].name, channels->channel[i].units);
    int spf = common_samples_per_frame(record, channels);
    record->n_raw_samples = channels->n_frames;
    record->n_samples = channels->n_frames * (size_t)spf;
    record->fs_hz = record->raw_fs_hz * spf;
    for (int i = 0; i < channels->n; i++) {
        struct ecg_wfdb_channel *c = &channels->channel[i];
        struct ecg_lead *lead = &record->leads[i];
        lead->digest = c->digest;
        if (c->samples_per_frame != spf) {
            double *made =
                ecg_resample(c->samples, channels->n_frames * (size_t)c->samples_per_frame,
                    record->n_samples, (double)c->samples_per_frame / spf);
            if (!made)
                return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", record->path);
            ecg_free(c->samples);
            c->samples = made;
        }
        lead->samples = c->samples;
        c->samples = NULL;
    }
    return 0;
}

static int take_header(
    struct ecg_record *record, const struct ecg_wfdb_header *header, struct ecg_error *error)
{
    memcpy(record->base_date, header->base_date, sizeof record->base_date);
    memcpy(record->base_time, header->base_time, sizeof record->base_time);
    for (int i = 0; i < header->n_comments; i++) {
        int code = ecg_record_comment(record, header->comments[i], strlen(header->comments[i]));
        if (code < 0)
            return ecg_fail(error, code, "%s: comments: too many or out of memory", record->path);
    }
    return 0;
}

static int read_channels(struct ecg_record *record, const struct ecg_wfdb_header *header,
    const char *path, struct ecg_error *error)
{
    struct ecg_wfdb_header layout = { 0 };
    struct ecg_wfdb_channels *channels = ecg_calloc(1, sizeof *channels);
    if (!channels)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    int code = header->n_segments
                   ? ecg_wfdb_segments_read(channels, &layout, header, path, record, error)
                   : ecg_wfdb_channels_read(channels, header, path, record, error);
    if (code == 0)
        code = take_channels(record, channels, error);
    /* Comments of the master first, then those of the segment that describes the signals. */
    if (code == 0)
        code = take_header(record, &layout, error);
    if (code == 0)
        code = take_header(record, header, error);
    ecg_wfdb_channels_free(channels);
    ecg_free(channels);
    ecg_wfdb_header_free(&layout);
    return code;
}

int ecg_wfdb_read(struct ecg_record **record, const char *path, struct ecg_error *error)
{
    *record = NULL;
    struct ecg_record *made = NULL;
    struct ecg_wfdb_header header;
    int code = ecg_wfdb_header_read(&header, path, error);
    if (code == 0)
        code = ecg_record_make(&made, path, header.n_signals, error);
    if (code == 0) {
        made->raw_fs_hz = header.fs_hz;
        code = read_channels(made, &header, path, error);
    }
    if (code == 0)
        code = ecg_record_finish(made, error);
    ecg_wfdb_header_free(&header);
    if (code < 0)
        ecg_record_destroy(&made);
    *record = made;
    return code;
}
