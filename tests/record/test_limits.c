/* What headers of strangers may ask for: each demand beyond the limits is refused with one line
 * that says what was expected, in little time and memory, and every number that can be given as
 * NaN, infinite, negative or zero is. */
#include "core/buffer.h"
#include "record/record.h"
#include "support/check.h"
#include "support/wfdb_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const dir = "limits";

static void put(const char *name, const char *text)
{
    CHECK_INT(wfdb_write_file(dir, name, text, strlen(text)), 0);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Refused with that code and one line that has `part` in it. */
static bool refused(const char *name, int code, const char *part)
{
    char path[300];
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    snprintf(path, sizeof path, "%s/%s", dir, name);
    double start = seconds();
    bool ok = CHECK_INT(ecg_record_read(&record, path, 0, &error), code) &&
              CHECK_HAS(error.message, part) && CHECK(record == NULL) &&
              CHECK(seconds() - start < 20) && CHECK(!strpbrk(error.message, "\n\r\t\x07\x1b"));
    ecg_record_destroy(&record);
    return ok;
}

static void header_refused(const char *text, int code, const char *part)
{
    put("h.hea", text);
    if (!refused("h.hea", code, part))
        printf("  of the header\n%s", text);
}

static void test_sizes(void)
{
    static const char samples[64] = { 0 };
    CHECK_INT(wfdb_write_file(dir, "h.dat", samples, sizeof samples), 0);
    /* Terabytes, by length, by samples a frame, by segments, by gaps. */
    header_refused(
        "h 1 360 999999999999\nh.dat 16 200 16 0 0 0 0 II\n", ECG_E_LIMIT, "number of samples");
    header_refused("h 1 360 200000000\nh.dat 16x100000 200 16 0 0 0 0 II\n", ECG_E_LIMIT,
        "at most 200000000");
    header_refused("h 1 360 99999999999999999999999\nh.dat 16 200\n", ECG_E_FORMAT, "samples");
    header_refused(
        "h/3 1 360\na 150000000\na 150000000\na 1\n", ECG_E_LIMIT, "samples: expected at most");
    header_refused("h/1000000000 1 360\na 1\n", ECG_E_LIMIT, "number of segments");
    header_refused("h 1000000000 360 10\nh.dat 16 200\n", ECG_E_LIMIT, "number of signals");
    header_refused("h -1 360 10\nh.dat 16 200\n", ECG_E_LIMIT, "number of signals");
    header_refused("h 1 360 200000000\nh.dat 16 200\n", ECG_E_FORMAT, "truncated: 32 samples");
    header_refused("h 1 360 10\nh.dat 16:999999999 200\n", ECG_E_FORMAT, "format");
    header_refused("h 1 360 10\nh.dat 16+9999999999999999999 200\n", ECG_E_FORMAT, "format");
    header_refused("h 1 360 10\nh.dat 16+9000000000000000000 200\n", ECG_E_FORMAT, "truncated");
}

static void test_numbers(void)
{
    static const char *const bad[] = { "nan", "inf", "-inf", "1e999", "-1", "0", "-0", "1e-400",
        "0x", "NaN(7)", "infinity", "1e" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[200];
        int is_one = strcmp(bad[i], "1e") == 0; /* a number and a letter */
        snprintf(text, sizeof text, "h 1 %s 10\nh.dat 16 200 16 0 0 0 0 II\n", bad[i]);
        header_refused(text, ECG_E_FORMAT, "sampling frequency");
        snprintf(text, sizeof text, "h 1 360 10\nh.dat 16 %s/mV 16 0 0 0 0 II\n", bad[i]);
        header_refused(text, ECG_E_FORMAT, "gain");
        if (!strchr("-0", bad[i][0]) && !is_one && strcmp(bad[i], "1e-400") != 0) {
            snprintf(text, sizeof text, "h 1 360 10\nh.dat 16 200(%s)/mV 16 0 0 0 0 II\n", bad[i]);
            header_refused(text, ECG_E_FORMAT, "baseline");
        }
    }
    header_refused("h 1 360 10\nh.dat 16 200 16 nan\n", ECG_E_FORMAT, "ADC zero");
    header_refused("h 1 360 10\nh.dat 16 200 16 0 9999999999999\n", ECG_E_LIMIT, "initial value");
}

static void test_names(void)
{
    header_refused(
        "h 1 360 10\n/etc/passwd 16 200 16 0 0 0 0 I\n", ECG_E_FORMAT, "record's own folder");
    header_refused("h 1 360 10\n../h.dat 16 200\n", ECG_E_FORMAT, "record's own folder");
    header_refused("h 1 360 10\n.. 16 200\n", ECG_E_FORMAT, "record's own folder");
    header_refused("h/1 1 360 10\n../../tmp/x 10\n", ECG_E_FORMAT, "record's own folder");
    header_refused("h/1 1 360 10\n/tmp/x 10\n", ECG_E_FORMAT, "record's own folder");
    header_refused("h 1 360 10\na\x1b[2J\x07 16 200\n", ECG_E_IO, "a?[2J?");
    mkdir("limits-outside", 0777);
    CHECK_INT(wfdb_write_file("limits-outside", "o.dat", "01234567890123456789", 20), 0);
    unlink("limits/link.dat");
    CHECK_INT(symlink("../limits-outside/o.dat", "limits/link.dat"), 0);
    header_refused("h 1 360 10\nlink.dat 16 200\n", ECG_E_FORMAT, "links out of");
    /* Names of leads become no paths and carry no control characters. */
    put("h.hea", "h 1 360 8\nh.dat 16 200 16 0 0 0 0 ../../a/\x1b[31m\x07 b\n# \x1b]0;x\x07\n");
    struct ecg_record *record = NULL;
    CHECK_INT(ecg_record_read(&record, "limits/h.hea", 0, NULL), 0);
    if (record) {
        for (const char *c = record->leads[0].name; *c; c++)
            CHECK((unsigned char)*c >= 0x20 && *c != 0x7f);
        for (const char *c = record->comments[0]; *c; c++)
            CHECK((unsigned char)*c >= 0x20 && *c != 0x7f);
        CHECK_STR(record->id, "h");
    }
    ecg_record_destroy(&record);
}

static void test_cycles(void)
{
    put("c1.hea", "c1/2 1 360 20\nc2 10\nc2 10\n");
    put("c2.hea", "c2/2 1 360 10\nc1 5\nc1 5\n");
    put("own.hea", "own/1 1 360 10\nown 10\n");
    refused("c1.hea", ECG_E_FORMAT, "made of segments itself");
    refused("own.hea", ECG_E_FORMAT, "made of segments itself");
}

static void put_many(const char *name, const char *head, const char *piece, size_t count)
{
    struct ecg_buffer text = { 0 };
    ecg_buffer_text(&text, head);
    for (size_t i = 0; i < count; i++)
        ecg_buffer_text(&text, piece);
    CHECK(!text.failed);
    CHECK_INT(wfdb_write_file(dir, name, text.data, text.size), 0);
    ecg_buffer_free(&text);
}

static void test_endless(void)
{
    put_many("many.hea", "many 1 360 8\nh.dat 16 200\n", "#\n", 100000);
    refused("many.hea", ECG_E_LIMIT, "comments: expected at most 10000");
    put_many("more.hea", "more 1 360 8\nh.dat 16 200\n", "# x\n", 10000000);
    refused("more.hea", ECG_E_LIMIT, "larger than 8388608 bytes");
    put_many("line.hea", "line 1 360 8\nh.dat 16 200 16 0 0 0 0 ", "a", 8000000);
    struct ecg_record *record = NULL;
    CHECK_INT(ecg_record_read(&record, "limits/line.hea", 0, NULL), 0);
    CHECK(record && strlen(record->leads[0].name) < sizeof record->leads[0].name);
    ecg_record_destroy(&record);
    put_many("line.csv", "", "1,", 4000000);
    refused("line.csv", ECG_E_LIMIT, "columns: expected at most");
    put_many("cell.csv", "I,II\n1,", "1", 4000000);
    refused("cell.csv", ECG_E_FORMAT, "expected a number");
    put_many("rows.csv", "# ", "a", 9000000);
    refused("rows.csv", ECG_E_FORMAT, "expected a row of lead names");
    put_many("notes.csv", "", "# a\n", 100000);
    refused("notes.csv", ECG_E_LIMIT, "too many comments");
    const char *const big[] = { "many.hea", "more.hea", "line.hea", "line.csv", "cell.csv",
        "rows.csv", "notes.csv" };
    for (size_t i = 0; i < sizeof big / sizeof big[0]; i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/%s", dir, big[i]);
        unlink(path);
    }
}

static void test_tables(void)
{
    static const char *const bad[] = { "nan", "inf", "-inf", "1e999" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[200];
        snprintf(text, sizeof text, "time,I\n0,1\n%s,2\n", bad[i]);
        put("t.csv", text);
        refused("t.csv", ECG_E_FORMAT, "time");
        snprintf(text, sizeof text, "# fs: %s\nI,II\n0,1\n1,2\n", bad[i]);
        put("t.csv", text);
        refused("t.csv", ECG_E_ARGUMENT, "sampling frequency");
    }
    put("t.csv", "time,I\n0,1\n1e-300,2\n");
    refused("t.csv", ECG_E_ARGUMENT, "sampling frequency");
}

/* The most that reading takes, in MB, in a process of its own. */
static double peak_mb(const char *path)
{
    struct rusage usage = { 0 };
    int status = -1; /* no exit */
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct ecg_record *record = NULL;
        _exit(ecg_record_read(&record, path, 0, NULL) == 0 ? 0 : 1);
    }
    CHECK(child > 0 && wait4(child, &status, 0, &usage) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return (double)usage.ru_maxrss / 1024;
}

/* The dearest headers that are still read: values that are all gap, and leads at rates as
 * different as can be. With 200 million values, the most there may be, it would be 8 times as
 * much. */
static void test_memory(void)
{
    enum { MILLIONS = 25, MOST_BYTES_PER_VALUE = 14 };
    put("a.hea", "a 1 360 10\nh.dat 16 200/mV 16 0 0 0 0 II\n");
    put("gap.hea", "gap/2 1 360 25000000\na 10\n~ 24999990\n");
    double mb = peak_mb("limits/gap.hea");
    printf("a gap of %d million samples: %.0f MB\n", MILLIONS, mb);
    CHECK(mb > 8 * MILLIONS * 0.9 && mb < MOST_BYTES_PER_VALUE * MILLIONS);
    put("wide.hea", "wide 2 360\nh.dat 16x100000 200 16 0 0 0 0 I\n~ 0x100000 200/mV\n");
    static const char frame[2 * 100000] = { 0 };
    FILE *file = fopen("limits/h.dat", "w");
    for (int i = 0; file && i < MILLIONS * 10 / 2; i++)
        fwrite(frame, 1, sizeof frame, file);
    CHECK(file && fclose(file) == 0);
    mb = peak_mb("limits/wide.hea");
    printf("two leads of %.1f million samples: %.0f MB\n", MILLIONS / 2.0, mb);
    CHECK(mb > 8 * MILLIONS * 0.9 && mb < MOST_BYTES_PER_VALUE * MILLIONS);
    unlink("limits/h.dat");
}

int main(void)
{
    mkdir(dir, 0777);
    test_sizes();
    test_numbers();
    test_names();
    test_cycles();
    test_endless();
    test_tables();
    if (!IS_SANITIZED)
        test_memory();
    return check_done();
}
