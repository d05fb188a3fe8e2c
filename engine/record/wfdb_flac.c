#include "record/wfdb.h"

#include <FLAC/stream_decoder.h>
#include <stdint.h>
#include <string.h>

struct decoding {
    struct ecg_buffer *samples;
    const struct ecg_buffer *file;
    size_t position;
    const char *path;
    int n_channels, bits;
    size_t frames_left;
    int code;
    struct ecg_error *error;
};

static FLAC__StreamDecoderReadStatus give_bytes(
    const FLAC__StreamDecoder *decoder, FLAC__byte bytes[], size_t *count, void *context)
{
    (void)decoder;
    struct decoding *d = context;
    size_t left = d->file->size - d->position;
    *count = *count < left ? *count : left;
    if (*count == 0)
        return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
    memcpy(bytes, d->file->data + d->position, *count);
    d->position += *count;
    return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

static FLAC__StreamDecoderWriteStatus take_samples(const FLAC__StreamDecoder *decoder,
    const FLAC__Frame *frame, const FLAC__int32 *const channels[], void *context)
{
    (void)decoder;
    struct decoding *d = context;
    if ((int)frame->header.channels != d->n_channels ||
        (int)frame->header.bits_per_sample != d->bits) {
        d->code = ecg_fail(d->error, ECG_E_FORMAT,
            "%s: FLAC stream: %u channels of %u bits: expected %d of %d", d->path,
            frame->header.channels, frame->header.bits_per_sample, d->n_channels, d->bits);
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
    }
    size_t n = frame->header.blocksize;
    n = n < d->frames_left ? n : d->frames_left;
    size_t bytes = n * (size_t)d->n_channels * sizeof(int32_t);
    unsigned char *to = ecg_buffer_reserve(d->samples, bytes);
    if (!to) {
        d->code = ecg_fail(d->error, ECG_E_MEMORY, "%s: out of memory", d->path);
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
    }
    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < d->n_channels; c++, to += sizeof(int32_t)) {
            int32_t value = channels[c][i];
            memcpy(to, &value, sizeof value);
        }
    d->samples->size += bytes;
    d->frames_left -= n;
    return d->frames_left ? FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
                          : FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
}

static void take_error(
    const FLAC__StreamDecoder *decoder, FLAC__StreamDecoderErrorStatus status, void *context)
{
    (void)decoder;
    struct decoding *d = context;
    if (d->code == 0)
        d->code = ecg_fail(d->error, ECG_E_FORMAT, "%s: FLAC stream: damaged (%s)", d->path,
            FLAC__StreamDecoderErrorStatusString[status]);
}

int ecg_wfdb_flac_decode(struct ecg_buffer *samples, const struct ecg_buffer *file,
    const char *path, int n_channels, int bits, size_t max_frames, struct ecg_error *error)
{
    struct decoding d = { .samples = samples,
        .file = file,
        .path = path,
        .bits = bits,
        .n_channels = n_channels,
        .frames_left = max_frames,
        .error = error };
    FLAC__StreamDecoder *decoder = FLAC__stream_decoder_new();
    if (!decoder || FLAC__stream_decoder_init_stream(decoder, give_bytes, NULL, NULL, NULL, NULL,
                        take_samples, NULL, take_error, &d) != FLAC__STREAM_DECODER_INIT_STATUS_OK)
        d.code = ecg_fail(error, ECG_E_MEMORY, "%s: FLAC stream: cannot start", path);
    /* One frame at a time, so that damage ends it at once instead of a search for the next frame
     * and a record with a hole. */
    while (d.code == 0 && d.frames_left && FLAC__stream_decoder_process_single(decoder) &&
           FLAC__stream_decoder_get_state(decoder) < FLAC__STREAM_DECODER_END_OF_STREAM)
        ;
    if (decoder)
        FLAC__stream_decoder_delete(decoder);
    if (d.code == 0 && samples->size == 0)
        d.code = ecg_fail(error, ECG_E_FORMAT, "%s: FLAC stream: no samples", path);
    return d.code;
}
