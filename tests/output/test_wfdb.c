/* The WFDB record beside an image, read back byte by byte. */
#include "output/wfdb.h"

#include "core/file.h"
#include "support/check.h"
#include "support/fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    char file[64], units[16], name[24];
    double gain;
    int baseline, bits, zero, first, checksum, block;
};

static int sample(const struct ecg_buffer *dat, int n_signals, size_t i, int column)
{
    const unsigned char *p = dat->data + 2 * (i * (size_t)n_signals + (size_t)column);
    return (int16_t)(p[0] | p[1] << 8);
}

/* The header lines; number of signals, -1 when the text is not as expected. */
static int parse(const char *hea, const char *name, double *fs, size_t *n, struct line *lines)
{
    char got[64];
    int n_signals, used;
    if (sscanf(hea, "%63s %d %lf %zu%n", got, &n_signals, fs, n, &used) != 4 || strcmp(got, name))
        return -1;
    hea = strchr(hea, '\n');
    for (int k = 0; k < n_signals && hea; k++) {
        struct line *l = &lines[k];
        if (sscanf(hea + 1, "%63s 16 %lf(%d)/%15s %d %d %d %d %d %23s", l->file, &l->gain,
                &l->baseline, l->units, &l->bits, &l->zero, &l->first, &l->checksum, &l->block,
                l->name) != 10)
            return -1;
        hea = strchr(hea + 1, '\n');
    }
    return n_signals;
}

static void check_lead(const struct ecg_record *record, const struct ecg_buffer *dat, int k,
    const struct line *line, size_t start, size_t n)
{
    double power = 0, error = 0;
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int raw = sample(dat, 12, i, k);
        double truth = record->leads[k].samples[start + i];
        sum += raw;
        if (isnan(truth)) {
            CHECK_INT(raw, -32768);
            continue;
        }
        double v = (raw - line->baseline) / line->gain;
        power += truth * truth;
        error += (truth - v) * (truth - v);
    }
    CHECK_INT(line->checksum, (int16_t)sum);
    CHECK_INT(line->first, sample(dat, 12, 0, k));
    CHECK_STR(line->name, record->leads[k].name);
    CHECK_STR(line->units, "mV");
    CHECK(10 * log10(power / error) > 70);
}

static void test_whole(void)
{
    struct ecg_record *record = fixture_record(257.5, 10, 0.003);
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    record->leads[4].samples[100] = NAN;
    for (size_t i = 0; i < record->n_samples; i++)
        record->leads[7].samples[i] += 40; /* an electrode's offset */
    struct ecg_wfdb_params params = { .name = "rec-0", .start = 50, .end = 2050 };
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, NULL), 0);
    struct line lines[12];
    double fs;
    size_t n;
    CHECK_INT(parse((const char *)hea.data, "rec-0", &fs, &n, lines), 12);
    CHECK_NEAR(fs, 257.5, 0);
    CHECK_INT(n, 2000);
    CHECK_INT(dat.size, 2000 * 12 * 2);
    CHECK_STR(lines[3].file, "rec-0.dat");
    for (int k = 0; k < 12; k++)
        check_lead(record, &dat, k, &lines[k], 50, 2000);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    fixture_record_free(record);
}

static void test_mask(void)
{
    struct ecg_record *record = fixture_record(500, 10, 0);
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    /* Lead 1 has two spans that overlap, lead 2 one that reaches past the window, others none. */
    const struct ecg_span spans[] = { { 1, 3000, 4000 }, { 1, 0, 1250 }, { 1, 1000, 1300 },
        { 2, 4900, 9000 } };
    struct ecg_wfdb_params params = { .name = "m", .end = 5000, .plotted = spans, .n_plotted = 4 };
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, NULL), 0);
    int wrong = 0;
    for (size_t i = 0; i < 5000; i++) {
        int kept = i < 1300 || (i >= 3000 && i < 4000);
        wrong += (sample(&dat, 12, i, 1) != -32768) != kept;
        wrong += (sample(&dat, 12, i, 2) != -32768) != (i >= 4900);
        wrong += sample(&dat, 12, i, 0) != -32768;
    }
    CHECK_INT(wrong, 0);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    fixture_record_free(record);
}

static void test_refusals(void)
{
    struct ecg_record *record = fixture_record(500, 1, 0);
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    struct ecg_error error;
    struct ecg_wfdb_params params = { .name = "a/b", .start = 0, .end = 500 };
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "a/b.hea: record name");
    params.name = "ab";
    params.end = 501;
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "window");
    params.end = 500;
    for (int k = 0; k < 12; k++)
        record->leads[k].is_ecg = k == 5;
    for (size_t i = 0; i < 500; i++)
        record->leads[5].samples[i] = i % 2 ? 1e9 : NAN;
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, &error), 0);
    struct line lines[1];
    double fs;
    size_t n;
    CHECK_INT(parse((const char *)hea.data, "ab", &fs, &n, lines), 1);
    CHECK_NEAR((sample(&dat, 1, 3, 0) - lines[0].baseline) / lines[0].gain / 1e9, 1, 1e-4);
    CHECK_INT(sample(&dat, 1, 2, 0), -32768);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    fixture_record_free(record);
}

/* The record room's own reader takes it, checksums and all. */
static void test_own_reader(void)
{
    struct ecg_record *record = fixture_record(360, 10, 0.01), *back = NULL;
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    struct ecg_error error = { 0 };
    const struct ecg_span span = { 6, 900, 1800 };
    record->leads[6].samples[1000] = NAN;
    struct ecg_wfdb_params params = {
        .name = "own-3", .start = 100, .end = 3600, .plotted = &span, .n_plotted = 1
    };
    CHECK_INT(ecg_wfdb_encode(record, &params, &hea, &dat, &error), 0);
    CHECK_INT(ecg_file_write("own-3.hea", hea.data, hea.size, &error), 0);
    CHECK_INT(ecg_file_write("own-3.dat", dat.data, dat.size, &error), 0);
    if (CHECK_INT(ecg_record_read(&back, "own-3.hea", 0, &error), 0)) {
        CHECK_INT(back->n_warnings, 0);
        CHECK_INT(back->n_samples, 3500);
        CHECK_NEAR(back->fs_hz, 360, 0);
        CHECK_STR(back->leads[6].name, "V1");
        int wrong = 0;
        for (size_t i = 0; i < 3500; i++) {
            double v = back->leads[6].samples[i], w = record->leads[6].samples[i + 100];
            if (i < 800 || i >= 1700)
                w = NAN;
            wrong += isnan(v) != isnan(w) || fabs(v - w) > 1e-4;
            wrong += !isnan(back->leads[0].samples[i]);
        }
        CHECK_INT(wrong, 0);
    }
    ecg_record_destroy(&back);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    fixture_record_free(record);
}

int main(void)
{
    test_own_reader();
    test_whole();
    test_mask();
    test_refusals();
    return check_done();
}
