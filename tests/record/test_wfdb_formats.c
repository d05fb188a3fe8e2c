/* Every signal format: extremes, missing values, several signals and rates in a file. */
#include "core/random.h"
#include "record/record.h"
#include "support/check.h"
#include "support/wfdb_writer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Odd, and 1 more than a multiple of 3: the last group of every packed format is incomplete. */
enum { N = 1003, MAX_SIGNALS = 3 };

static const int formats[] = { 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524 };

static int32_t samples[MAX_SIGNALS][4 * N];

/* Random values over the whole range, its ends included; a few missing where the format can. */
static void fill(int32_t *to, size_t n, int format, struct ecg_random *random)
{
    int32_t lo, hi, value = 0;
    wfdb_range(format, &lo, &hi);
    for (size_t i = 0; i < n; i++) {
        if (format == 8) { /* steps of 8 bits */
            value += i == 0 ? 17 : (int32_t)ecg_random_int(random, -128, 127);
            to[i] = value;
            continue;
        }
        to[i] = (int32_t)ecg_random_int(random, lo, hi);
        if (i % 97 == 5)
            to[i] = wfdb_missing(format);
        if (i == 1)
            to[i] = lo;
        if (i == 2)
            to[i] = hi;
    }
}

static struct ecg_record *read(const char *path)
{
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    if (!CHECK(ecg_record_read(&record, path, 0, &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    return record;
}

/* Signals in one file of the format: `n_frames` frames, spf samples of each. */
static void test_format(int format, int n_signals, int spf, size_t offset)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(7, "formats", (uint64_t)format), "x");
    struct wfdb_writer_signal signals[MAX_SIGNALS];
    size_t n_frames = 331;
    for (int i = 0; i < n_signals; i++) {
        static const char *const names[] = { "I", "II", "V1" };
        fill(samples[i], n_frames * (size_t)spf, format, &random);
        signals[i] = (struct wfdb_writer_signal){ .format = format,
            .samples_per_frame = spf,
            .gain = 200,
            .baseline = 3,
            .name = names[i],
            .samples = samples[i],
            .offset_bytes = offset };
    }
    CHECK_INT(wfdb_write("formats", "r", 250, n_frames, signals, n_signals, NULL), 0);
    struct ecg_record *r = read("formats/r");
    if (!r)
        return;
    CHECK(r->n_leads >= n_signals && !r->leads[n_signals - 1].is_derived);
    CHECK(r->n_leads == n_signals || r->leads[n_signals].is_derived);
    CHECK_INT(r->n_samples, n_frames * (size_t)spf);
    CHECK_NEAR(r->fs_hz, 250.0 * spf, 1e-9);
    CHECK_INT(r->n_warnings, 0);
    for (int i = 0; i < n_signals; i++) {
        size_t wrong = 0;
        for (size_t k = 0; k < r->n_samples; k++) {
            double got = r->leads[i].samples[k];
            int missing = format != 8 && samples[i][k] == wfdb_missing(format);
            double want = (samples[i][k] - 3.0) / 200;
            int right = missing ? isnan(got) : fabs(got - want) <= 1e-9 * fmax(1, fabs(want));
            wrong += right ? 0 : 1;
        }
        if (wrong)
            fprintf(
                stderr, "format %d, %d signals, %d a frame: lead %d\n", format, n_signals, spf, i);
        CHECK_INT(wrong, 0);
    }
    ecg_record_destroy(&r);
}

/* Without a length in the header all of the file is read. */
static void test_length_from_file(int format)
{
    struct ecg_random random = ecg_random_named(ecg_key_make(8, "length", (uint64_t)format), "x");
    fill(samples[0], N, format, &random);
    struct wfdb_writer_signal signal = { .format = format, .samples = samples[0], .name = "II" };
    CHECK_INT(wfdb_write("formats", "n", 250, N, &signal, 1, NULL), 0);
    char header[200];
    int n = snprintf(
        header, sizeof header, "n 1 250\nn.dat %d 1000/mV 0 0 %d\n", format, samples[0][0]);
    CHECK_INT(wfdb_write_file("formats", "n.hea", header, (size_t)n), 0);
    struct ecg_record *r = read("formats/n.hea");
    if (r)
        CHECK_INT(r->n_samples, N);
    ecg_record_destroy(&r);
}

/* ECG at 4 and a pressure at 1 sample a frame: one rate for both, frames described as WFDB does.
 */
static void test_rates(void)
{
    for (int i = 0; i < 4 * N; i++)
        samples[0][i] = (int32_t)lround(800 * sin(i * 0.05));
    for (int i = 0; i < N; i++)
        samples[1][i] = (int32_t)lround(100 + 20 * sin(i * 0.05));
    struct wfdb_writer_signal signals[] = {
        { .format = 16, .samples_per_frame = 4, .name = "II", .samples = samples[0] },
        { .format = 16, .gain = 1, .units = "mmHg", .name = "ABP", .samples = samples[1] },
    };
    CHECK_INT(wfdb_write("formats", "rates", 62.5, N, signals, 2, NULL), 0);
    struct ecg_record *r = read("formats/rates");
    if (!r)
        return;
    CHECK_NEAR(r->fs_hz, 250, 0);
    CHECK_NEAR(r->raw_fs_hz, 62.5, 0);
    CHECK_INT(r->n_samples, 4 * N);
    CHECK_INT(r->n_raw_samples, N);
    CHECK(r->leads[0].is_ecg && !r->leads[1].is_ecg);
    CHECK_NEAR(r->leads[0].samples[123], samples[0][123] / 1000.0, 1e-12);
    /* Old samples stay, new ones lie on the sine. */
    CHECK_NEAR(r->leads[1].samples[400], samples[1][100], 1e-9);
    CHECK_NEAR(r->leads[1].samples[402], 100 + 20 * sin(100.5 * 0.05), 0.6);
    int sum = samples[0][4] + samples[0][5] + samples[0][6] + samples[0][7];
    CHECK_INT(r->leads[0].digest.n, N);
    CHECK_NEAR(r->leads[0].digest.first[1], sum / 4 / 1000.0, 1e-12);
    ecg_record_destroy(&r);
}

/* Several files of different formats, skew, a wrong checksum. */
static void test_files(void)
{
    for (int i = 0; i < N; i++)
        samples[0][i] = samples[1][i] = samples[2][i] = i % 100;
    struct wfdb_writer_signal signals[] = {
        { .format = 212, .file = "f.d0", .name = "I", .samples = samples[0] },
        { .format = 16, .file = "f.d1", .name = "II", .samples = samples[1], .skew_frames = 7 },
        { .format = 212,
            .file = "f.d0",
            .name = "V1",
            .samples = samples[2],
            .wrong_checksum = 1 },
    };
    CHECK_INT(wfdb_write("formats", "f", 500, N, signals, 3, NULL), 0);
    struct ecg_record *r = read("formats/f");
    if (!r)
        return;
    CHECK_NEAR(r->leads[0].samples[10], 0.010, 1e-12);
    CHECK_NEAR(r->leads[1].samples[10], 0.017, 1e-12);
    CHECK_NEAR(r->leads[1].samples[N - 8], 0.002, 1e-12);
    CHECK(isnan(r->leads[1].samples[N - 7]));
    CHECK_INT(r->leads[1].digest.n_missing, 7);
    CHECK_INT(r->n_warnings, 1);
    if (r->n_warnings)
        CHECK_HAS(r->warnings[0], "f.hea: line 4: checksum");
    ecg_record_destroy(&r);
}

int main(void)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        test_format(formats[i], 1, 1, 0);
        test_format(formats[i], 2, 1, 0);
        test_format(formats[i], 3, 1, 24);
        test_format(formats[i], 3, 2, 0);
        test_length_from_file(formats[i]);
    }
    test_rates();
    test_files();
    return check_done();
}
