/* Damaged files of every kind: some thousand random edits of good ones. Nothing may crash, leak or
 * hang (run it under ASan), and each must give either a sound record or one clear line. */
#include "core/alloc.h"
#include "core/buffer.h"
#include "core/file.h"
#include "core/random.h"
#include "record/record.h"
#include "support/check.h"
#include "support/wfdb_writer.h"

#include <edflib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N = 120, EDITS = 250 };

static const char *const dir = "robust";
static int n_read, n_refused;

static void check_sound(const struct ecg_record *r)
{
    int ok = r->n_leads >= 1 && r->n_leads <= ECG_MAX_LEADS && r->n_samples >= 1 && r->fs_hz > 0 &&
             isfinite(r->fs_hz) && r->n_samples <= ECG_MAX_SAMPLES / (size_t)r->n_leads &&
             r->id[0] && r->id[0] != '.' && !strchr(r->id, '/');
    double sum = 0;
    for (int i = 0; i < r->n_leads && ok; i++) {
        ok = r->leads[i].samples && r->leads[i].name[0];
        for (size_t k = 0; k < r->n_samples && ok; k++)
            sum += isnan(r->leads[i].samples[k]) ? 0 : r->leads[i].samples[k];
    }
    CHECK(ok && !isnan(sum));
    struct ecg_buffer text = { 0 };
    CHECK_INT(ecg_record_describe_json(r, &text), 0);
    CHECK_INT(ecg_record_describe_text(r, &text), 0);
    ecg_buffer_free(&text);
}

static void read_one(const char *name)
{
    char path[300];
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    snprintf(path, sizeof path, "%s/%s", dir, name);
    if (ecg_record_read(&record, path, 0, &error) == 0) {
        n_read++;
        check_sound(record);
        ecg_record_destroy(&record);
        return;
    }
    n_refused++;
    CHECK(record == NULL && error.code < 0 && error.code >= ECG_E_LIMIT);
    int ok = error.message[0] != 0;
    for (const char *s = error.message; *s; s++)
        ok = ok && (unsigned char)*s >= 0x20;
    CHECK(ok);
}

static void edit(struct ecg_buffer *bytes, struct ecg_random *random)
{
    static const char interesting[] = "0919-+.xe/:~ \n\t#\"',;(){}\0\xff\x80";
    size_t at = bytes->size ? (size_t)ecg_random_int(random, 0, (int64_t)bytes->size - 1) : 0;
    switch (ecg_random_int(random, 0, 5)) {
    case 0:
        if (bytes->size)
            bytes->data[at] ^= (unsigned char)(1 << ecg_random_int(random, 0, 7));
        break;
    case 1:
    case 2:
        if (bytes->size)
            bytes->data[at] = (unsigned char)
                interesting[ecg_random_int(random, 0, (int64_t)sizeof interesting - 1)];
        break;
    case 3: /* a piece taken out */
        if (bytes->size) {
            size_t n = (size_t)ecg_random_int(random, 1, 8);
            n = n < bytes->size - at ? n : bytes->size - at;
            memmove(bytes->data + at, bytes->data + at + n, bytes->size - at - n);
            bytes->size -= n;
        }
        break;
    case 4: /* a piece doubled */
        if (bytes->size) {
            unsigned char piece[64];
            size_t n = (size_t)ecg_random_int(random, 1, 64);
            n = n < bytes->size - at ? n : bytes->size - at;
            memcpy(piece, bytes->data + at, n);
            ecg_buffer_bytes(bytes, piece, n);
            memmove(bytes->data + at + n, bytes->data + at, bytes->size - at - n);
        }
        break;
    default: /* cut short */
        if (ecg_random_chance(random, 0.2))
            bytes->size = at;
    }
}

/* Edits robust/`file` again and again and reads robust/`record`. */
static void batter(const char *file, const char *record)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, file);
    struct ecg_buffer good = { 0 };
    CHECK_INT(ecg_file_read(&good, path, 1 << 20, NULL), 0);
    struct ecg_random random = ecg_random_named(ecg_key_make(10, file, 0), record);
    for (int i = 0; i < EDITS; i++) {
        struct ecg_buffer bad = { 0 };
        ecg_buffer_bytes(&bad, good.data, good.size);
        for (int64_t k = ecg_random_int(&random, 1, 4); k > 0; k--)
            edit(&bad, &random);
        CHECK_INT(wfdb_write_file(dir, file, bad.data, bad.size), 0);
        read_one(record);
        ecg_buffer_free(&bad);
    }
    CHECK_INT(wfdb_write_file(dir, file, good.data, good.size), 0);
    ecg_buffer_free(&good);
    n_read = 0;
    read_one(record);
    CHECK_INT(n_read, 1);
}

static int32_t wave[2 * N];

static void make_wfdb(const char *name, int format, int n_signals)
{
    struct wfdb_writer_signal signals[3] = { { .format = format, .name = "I", .samples = wave },
        { .format = format, .name = "II", .samples = wave, .skew_frames = 2 },
        { .format = format, .name = "ABP", .units = "mmHg", .samples = wave } };
    if (format == 16) {
        signals[2].samples_per_frame = 2;
        signals[2].file = "second.dat";
    }
    CHECK_INT(wfdb_write(dir, name, 360, N, signals, n_signals, "# Age: 50\n# Sex: F\n"), 0);
}

static void make_mat(void)
{
    static const unsigned char head[24] = { 30, 0, 0, 0, 2, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, 4, 0,
        0, 0, 'v', 'a', 'l', 0 };
    unsigned char bytes[24 + 240] = { 0 };
    memcpy(bytes, head, sizeof head);
    CHECK_INT(wfdb_write_file(dir, "mat.mat", bytes, sizeof bytes), 0);
    static const char header[] = "mat 2 500 60\nmat.mat 16+24 1000/mV 16 0 0 0 0 I\n"
                                 "mat.mat 16+24 1000/mV 16 0 0 0 0 II\n";
    CHECK_INT(wfdb_write_file(dir, "mat.hea", header, strlen(header)), 0);
}

static void make_edf(void)
{
    CHECK_INT(wfdb_write_file(dir, "x.edf", "", 0), 0);
    int handle = edfopen_file_writeonly("robust/x.edf", EDFLIB_FILETYPE_EDFPLUS, 2);
    int digital[50] = { 0 };
    for (int i = 0; i < 2; i++) {
        edf_set_samplefrequency(handle, i, 50);
        edf_set_digital_maximum(handle, i, 2047);
        edf_set_digital_minimum(handle, i, -2048);
        edf_set_physical_maximum(handle, i, 5000);
        edf_set_physical_minimum(handle, i, -5000);
        edf_set_label(handle, i, i ? "V1" : "II");
        edf_set_physical_dimension(handle, i, "uV");
    }
    for (int i = 0; i < 6; i++)
        edfwrite_digital_samples(handle, digital);
    edfclose_file(handle);
}

static void make_csv(void)
{
    static const char text[] = "# Age: 50\n\"time (s)\",I,\"II (uV)\",V1\n0,0.1,100,\n"
                               "0.002,0.2,-30,1e-1\n0.004,nan,0,-.5\n0.006,1,1,1\n";
    CHECK_INT(wfdb_write_file(dir, "t.csv", text, strlen(text)), 0);
    static const char segments[] = "m/2 2 360 240\nr212 120\nr212 120\n";
    CHECK_INT(wfdb_write_file(dir, "m.hea", segments, strlen(segments)), 0);
}

/* Every allocation in turn fails: the reader gives up cleanly. */
static void starve(const char *name, double fs_hz)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    for (long n = 1; n < 2000; n++) {
        struct ecg_record *record;
        struct ecg_error error = { 0 };
        ecg_alloc_fail_from(n);
        int code = ecg_record_read(&record, path, fs_hz, &error);
        ecg_alloc_fail_from(0);
        if (code == 0) {
            /* A warning that found no memory is the one thing that may go missing. */
            CHECK(n > 5);
            ecg_record_destroy(&record);
            return;
        }
        CHECK_INT(code, ECG_E_MEMORY);
        CHECK(record == NULL);
    }
    CHECK(0);
}

int main(void)
{
    for (int i = 0; i < 2 * N; i++)
        wave[i] = i % 2 ? 100 : -i;
    static const int formats[] = { 8, 16, 212, 310, 311, 516 };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char name[16], file[24];
        snprintf(name, sizeof name, "r%d", formats[i]);
        make_wfdb(name, formats[i], formats[i] == 16 ? 3 : 2);
        snprintf(file, sizeof file, "%s.hea", name);
        batter(file, name);
        snprintf(file, sizeof file, "%s.dat", name);
        batter(file, name);
        starve(name, 0);
    }
    make_mat();
    batter("mat.mat", "mat");
    batter("mat.hea", "mat");
    make_csv();
    batter("t.csv", "t.csv");
    batter("m.hea", "m");
    make_edf();
    batter("x.edf", "x.edf");
    starve("t.csv", 0);
    starve("m", 0);
    starve("x.edf", 0);
    printf("%d damaged files refused\n", n_refused);
    CHECK(n_refused > 1000);
    return check_done();
}
