/* WFDB headers as they come: every optional field, multi-segment records, .mat, refusals. */
#include "core/buffer.h"
#include "record/record.h"
#include "support/check.h"
#include "support/wfdb_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const dir = "wfdb";

static void put(const char *name, const char *text)
{
    CHECK_INT(wfdb_write_file(dir, name, text, strlen(text)), 0);
}

static struct ecg_record *read_good(const char *name)
{
    char path[300];
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    snprintf(path, sizeof path, "%s/%s", dir, name);
    if (!CHECK(ecg_record_read(&record, path, 0, &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    return record;
}

/* 20 bytes: 10 samples 1..10 of format 16. */
static void put_ten(const char *name)
{
    unsigned char bytes[20] = { 0 };
    for (int i = 0; i < 10; i++)
        bytes[2 * i] = (unsigned char)(i + 1);
    CHECK_INT(wfdb_write_file(dir, name, bytes, sizeof bytes), 0);
}

static void test_optional_fields(void)
{
    put_ten("s.dat");
    put("a.hea", "# before\na 1\ns.dat 16\n");
    struct ecg_record *r = read_good("a");
    if (r) {
        CHECK_NEAR(r->fs_hz, 250, 0);
        CHECK_INT(r->n_samples, 10);
        CHECK_NEAR(r->leads[0].samples[9], 10 / 200.0, 1e-12);
        CHECK_STR(r->leads[0].raw_units, "mV");
        CHECK_STR(r->leads[0].name, "signal 1");
        CHECK_STR(r->comments[0], "before");
        CHECK_STR(r->id, "a");
    }
    ecg_record_destroy(&r);
    put("b.hea", "b 1\t360/720(5)  10 8:26:04.5 26/10/1994\r\n\r\n"
                 "s.dat 16 5e2(-3)/uV 16 0 1 55 0  avr \r\n#<age>: 33  <sex>: f <x>: y\r\n# \n");
    r = read_good("b");
    if (r) {
        CHECK_NEAR(r->fs_hz, 360, 0);
        CHECK_NEAR(r->leads[0].samples[0], 4 / 500.0 / 1000, 1e-15);
        CHECK_STR(r->leads[0].name, "aVR");
        CHECK_STR(r->leads[0].raw_name, "avr");
        CHECK_STR(r->base_time, "8:26:04.5");
        CHECK_STR(r->base_date, "26/10/1994");
        CHECK_NEAR(r->age_years, 33, 0);
        CHECK_INT(r->sex, ECG_SEX_FEMALE);
        CHECK_INT(r->n_comments, 1);
        CHECK_INT(r->n_warnings, 0);
        CHECK_NEAR(r->leads[0].digest.sum, 85 / 500.0, 1e-12);
    }
    ecg_record_destroy(&r);
    /* The ADC zero stands in for a missing baseline; date first, as in the Challenge. */
    put("c.hea", "c 1 500 10 05-Feb-2020 11:39:16\ns.dat 16 100 12 4\n");
    r = read_good("c");
    if (r) {
        CHECK_NEAR(r->leads[0].samples[0], -0.03, 1e-12);
        CHECK_STR(r->base_date, "05/02/2020");
        CHECK_STR(r->base_time, "11:39:16");
    }
    ecg_record_destroy(&r);
}

static int32_t ramp[4][200];

static void write_segment(const char *name, int first, int n_signals, int n, int offset)
{
    static const char *const names[] = { "I", "II", "V1", "ABP" };
    struct wfdb_writer_signal signals[4];
    for (int i = 0; i < n_signals; i++) {
        for (int k = 0; k < n; k++)
            ramp[i][k] = (first + i) * 1000 + offset + k;
        signals[i] = (struct wfdb_writer_signal){
            .format = 16, .name = names[first + i], .samples = ramp[i]
        };
    }
    CHECK_INT(wfdb_write(dir, name, 250, (size_t)n, signals, n_signals, "# from a segment\n"), 0);
}

static void test_fixed_segments(void)
{
    write_segment("f1", 0, 2, 30, 0);
    write_segment("f2", 0, 2, 20, 30);
    put("fixed.hea", "fixed/3 2 250 60\nf1 30\n~ 10\nf2 20\n# Age: 50\n");
    struct ecg_record *r = read_good("fixed");
    if (!r)
        return;
    CHECK_INT(r->n_samples, 60);
    CHECK_NEAR(r->leads[1].samples[29], 1.029, 1e-12);
    CHECK(isnan(r->leads[1].samples[30]) && isnan(r->leads[1].samples[39]));
    CHECK_NEAR(r->leads[1].samples[40], 1.030, 1e-12);
    CHECK_NEAR(r->leads[1].samples[59], 1.049, 1e-12);
    CHECK_INT(r->leads[0].digest.n_missing, 10);
    CHECK_INT(r->leads[0].digest.n, 60);
    CHECK_NEAR(r->leads[0].digest.last[0], 0.045, 1e-12);
    CHECK_NEAR(r->age_years, 50, 0);
    CHECK_INT(r->n_comments, 2);
    ecg_record_destroy(&r);
}

static void test_variable_segments(void)
{
    put("lay.hea", "lay 3 250 0\n~ 0 1000/mV 16 0 0 0 0 I\n~ 0 1000/mV 16 0 0 0 0 II\n"
                   "~ 0 1000/mV 16 0 0 0 0 V1\n");
    write_segment("v1", 1, 1, 20, 0);  /* II */
    write_segment("v2", 0, 3, 30, 20); /* I, II, V1 */
    put("var.hea", "var/4 3 250 60\nlay 0\nv1 20\n~ 10\nv2 30\n");
    struct ecg_record *r = read_good("var");
    if (!r)
        return;
    CHECK(r->n_leads == 7 && r->leads[3].is_derived);
    CHECK(isnan(r->leads[0].samples[5]) && isnan(r->leads[2].samples[29]));
    CHECK_NEAR(r->leads[1].samples[5], 1.005, 1e-12);
    CHECK(isnan(r->leads[1].samples[25]));
    CHECK_NEAR(r->leads[2].samples[30], 2.020, 1e-12);
    CHECK_INT(r->leads[0].digest.n_missing, 30);
    CHECK_INT(r->leads[1].digest.n_missing, 10);
    ecg_record_destroy(&r);
}

/* A Challenge .mat: with its offset in the header, and with the offset forgotten. */
static void test_mat(void)
{
    struct ecg_buffer mat = { 0 };
    unsigned head[5] = { 30, 2, 50, 0, 4 };
    for (int i = 0; i < 5; i++)
        for (int b = 0; b < 4; b++) {
            unsigned char byte = (unsigned char)(head[i] >> 8 * b);
            ecg_buffer_bytes(&mat, &byte, 1);
        }
    ecg_buffer_bytes(&mat, "val", 4);
    for (int i = 0; i < 100; i++) {
        unsigned char bytes[2] = { (unsigned char)i, 0 };
        ecg_buffer_bytes(&mat, bytes, 2);
    }
    CHECK_INT(wfdb_write_file(dir, "m.mat", mat.data, mat.size), 0);
    static const char *const headers[] = {
        "m 2 500 50\nm.mat 16+24 500/mV 16 0 0 0 0 I\nm.mat 16+24 1000/mV 16 0 1 0 0 II\n",
        "m 2 500 50\nm.mat 16 500/mV 16 0 0 0 0 I\nm.mat 16 1000/mV 16 0 1 0 0 II\n"
    };
    for (int i = 0; i < 2; i++) {
        put("m.hea", headers[i]);
        struct ecg_record *r = read_good(i ? "m.mat" : "m");
        if (r) {
            CHECK_INT(r->n_samples, 50);
            CHECK_NEAR(r->leads[0].samples[49], 98 / 500.0, 1e-12);
            CHECK_NEAR(r->leads[1].samples[49], 99 / 1000.0, 1e-12);
        }
        ecg_record_destroy(&r);
    }
    ecg_buffer_free(&mat);
}

static void check_refused(const char *name, int code, const char *message)
{
    char path[300];
    struct ecg_record *record = (struct ecg_record *)&record;
    struct ecg_error error = { 0 };
    snprintf(path, sizeof path, "%s/%s", dir, name);
    CHECK_INT(ecg_record_read(&record, path, 0, &error), code);
    CHECK(record == NULL);
    CHECK_INT(error.code, code);
    CHECK_HAS(error.message, path);
    CHECK_HAS(error.message, message);
    CHECK(strlen(error.message) < sizeof error.message - 1);
}

static void check_header_refused(const char *header, int code, const char *message)
{
    put("bad.hea", header);
    check_refused("bad.hea", code, message);
}

static void test_bad_headers(void)
{
    put_ten("s.dat");
    check_header_refused("", ECG_E_FORMAT, "empty");
    check_header_refused("\n# x\n", ECG_E_FORMAT, "record line");
    check_header_refused("PNG\x89 garbage \x01\x02", ECG_E_FORMAT, "line 1: number of signals");
    check_header_refused("x 0 250 10\n", ECG_E_LIMIT, "number of signals");
    check_header_refused(
        "x 1000000000 250 10\n", ECG_E_LIMIT, "number of signals: \"1000000000\"");
    check_header_refused("x 99999999999999999999 250\n", ECG_E_FORMAT, "number of signals");
    check_header_refused("x -1 250 10\n", ECG_E_LIMIT, "number of signals");
    check_header_refused("x 2 250 10\ns.dat 16\n", ECG_E_FORMAT, "ends after 1: expected 2");
    for (int i = 0; i < 5; i++) {
        static const char *const rates[] = { "0", "-1", "inf", "nan", "1e300" };
        char header[100];
        snprintf(header, sizeof header, "x 1 %s 10\ns.dat 16 200\n", rates[i]);
        check_header_refused(header, ECG_E_FORMAT, "line 1: sampling frequency");
        snprintf(header, sizeof header, "x 1 250 10\ns.dat 16 %s/mV\n", rates[i]);
        check_header_refused(header, ECG_E_FORMAT, "line 2: gain");
    }
    check_header_refused("x 1 250 999999999999999\ns.dat 16\n", ECG_E_LIMIT, "number of samples");
    check_header_refused("x 1 250 10\ns.dat 17\n", ECG_E_UNSUPPORTED, "line 2: format: 17");
    check_header_refused("x 1 250 10\ns.dat 16x0\n", ECG_E_FORMAT, "line 2: format: \"16x0\"");
    check_header_refused("x 1 250 10\ns.dat 16x99999999\n", ECG_E_FORMAT, "line 2: format");
    check_header_refused("x 1 250 10\ns.dat 0\n", ECG_E_FORMAT, "line 2: format: 0");
    check_header_refused("x 1 250 10\ns.dat 16 200(x)\n", ECG_E_FORMAT, "line 2: baseline");
    check_header_refused(
        "x 1 250 10\ns.dat 16 200 1 2 3 four\n", ECG_E_FORMAT, "line 2: checksum");
    check_header_refused("x 1 250 10\ns.dat 16\nextra 16\n", ECG_E_FORMAT, "line 3");
    check_header_refused("x 1 250 10\n\n\n\ns.dat 16 /mV\n", ECG_E_FORMAT, "line 5: gain");
    check_header_refused("x 1 250 200000000\n~ 0\n", ECG_E_FORMAT, "only \"~\"");
    char zero[] = "x 1 250 10\ns.dat 16\n";
    zero[3] = 0;
    CHECK_INT(wfdb_write_file(dir, "bad.hea", zero, sizeof zero - 1), 0);
    check_refused("bad.hea", ECG_E_FORMAT, "zero bytes");
    check_refused("absent", ECG_E_IO, "no such file");
}

/* Ten million comments: refused before memory is taken for them. */
static void test_many_comments(void)
{
    struct ecg_buffer text = { 0 };
    ecg_buffer_text(&text, "x 1 250 10\ns.dat 16\n");
    for (int i = 0; i < 10001; i++)
        ecg_buffer_text(&text, "#x\n");
    CHECK_INT(wfdb_write_file(dir, "bad.hea", text.data, text.size), 0);
    check_refused("bad.hea", ECG_E_LIMIT, "comments: expected at most 10000");
    for (int i = 0; i < 3000000; i++)
        ecg_buffer_text(&text, "#x\n");
    CHECK_INT(wfdb_write_file(dir, "bad.hea", text.data, text.size), 0);
    check_refused("bad.hea", ECG_E_LIMIT, "larger than");
    ecg_buffer_free(&text);
}

static void test_bad_signals(void)
{
    put("bad.hea", "x 1 250 11\ns.dat 16\n");
    struct ecg_record *r;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_record_read(&r, "wfdb/bad.hea", 0, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "wfdb/s.dat: truncated: 10 samples");
    CHECK_HAS(error.message, "expected 11");
    check_header_refused("x 1 250 10\nnone.dat 16\n", ECG_E_IO, "line 2: file name: \"none.dat\"");
    put("empty.dat", "");
    put("bad.hea", "x 1 250 10\nempty.dat 16\n");
    CHECK_INT(ecg_record_read(&r, "wfdb/bad.hea", 0, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "empty.dat: truncated: 0 samples");
    check_header_refused("x 1 250\nempty.dat 16\n", ECG_E_FORMAT, "samples: none");
    put("noise.dat", "this is no FLAC stream at all, it is text, and then some more text");
    put("bad.hea", "x 1 250 10\nnoise.dat 516\n");
    CHECK_INT(ecg_record_read(&r, "wfdb/bad.hea", 0, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "noise.dat: FLAC stream");
    check_header_refused("x 2 250 10\ns.dat 16\ns.dat 212\n", ECG_E_FORMAT,
        "line 3: format: expected that of line 2");
    mkdir("wfdb/folder.dat", 0777);
    put("bad.hea", "x 1 250 10\nfolder.dat 16\n");
    CHECK_INT(ecg_record_read(&r, "wfdb/bad.hea", 0, &error), ECG_E_IO);
}

static void test_paths(void)
{
    static const char *const names[] = { "../s.dat", "/etc/passwd", "..", ".", "sub/s.dat",
        "./s.dat", "-" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char header[100];
        snprintf(header, sizeof header, "x 1 250 10\n%s 16\n", names[i]);
        put("bad.hea", header);
        check_refused(
            "bad.hea", strcmp(names[i], "-") == 0 ? ECG_E_IO : ECG_E_FORMAT, "line 2: file name");
        snprintf(header, sizeof header, "x/1 1 250 10\n%s 10\n", names[i]);
        put("bad.hea", header);
        struct ecg_record *r;
        CHECK(ecg_record_read(&r, "wfdb/bad.hea", 0, NULL) < 0);
    }
    CHECK_INT(wfdb_write_file("outside", "s.dat", "01234567890123456789", 20), 0);
    unlink("wfdb/out.dat");
    unlink("wfdb/in.dat");
    CHECK_INT(symlink("../outside/s.dat", "wfdb/out.dat"), 0);
    CHECK_INT(symlink("s.dat", "wfdb/in.dat"), 0);
    check_header_refused("x 1 250 10\nout.dat 16\n", ECG_E_FORMAT, "links out of");
    put("good.hea", "x 1 250 10\nin.dat 16\n");
    struct ecg_record *r = read_good("good");
    CHECK(r != NULL);
    ecg_record_destroy(&r);
}

static void test_bad_segments(void)
{
    check_header_refused("bad/1 1 250 10\nbad 10\n", ECG_E_FORMAT, "made of segments itself");
    check_header_refused("bad/2 2 250 50\nf1 30\n", ECG_E_FORMAT, "ends after 1: expected 2");
    check_header_refused("bad/2 2 250 51\nf1 30\nf2 20\n", ECG_E_FORMAT, "segments have 50");
    check_header_refused("bad/2 2 250 51\nf1 31\nf2 20\n", ECG_E_FORMAT, "its own header says 30");
    check_header_refused("bad/2 3 250 50\nf1 30\nf2 20\n", ECG_E_FORMAT, "number of signals");
    check_header_refused("bad/1 2 500 30\nf1 30\n", ECG_E_FORMAT, "250 Hz: expected 500");
    check_header_refused("bad/1 2 250 30\n~ 30\n", ECG_E_FORMAT, "only gaps");
    check_header_refused(
        "bad/2 1 250 400000000\n~ 200000000\n~ 200000000\n", ECG_E_LIMIT, "number of samples");
    check_header_refused("bad/1 1 250 10\nno 10\n", ECG_E_IO, "\"no.hea\"");
    check_header_refused("bad/999999999 1 250 10\n", ECG_E_LIMIT, "number of segments");
}

int main(void)
{
    test_optional_fields();
    test_fixed_segments();
    test_variable_segments();
    test_mat();
    test_bad_headers();
    test_many_comments();
    test_bad_signals();
    test_paths();
    test_bad_segments();
    return check_done();
}
