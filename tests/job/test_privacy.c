/* Headers full of names, numbers and dates: nothing of them reaches image, JSON, WFDB or manifest,
 * whatever is printed on the page. */
#include "core/buffer.h"
#include "core/file.h"
#include "record/record.h"
#include "support/check.h"
#include "support/dataset.h"
#include "support/wfdb_writer.h"

#include <dirent.h>
#include <edflib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { RATE_HZ = 250, N = 10 * RATE_HZ };

/* Made up, and in no word list of ours. */
static const char *const secrets[] = { "zzyzx", "quorx", "7788990011", "24/12/1987", "12:34:56",
    "1987", "fjordgate", "pneumonoultra" };

static void write_record(
    const char *folder, const char *head, const char *third_lead, const char *comments)
{
    static int16_t samples[3 * N];
    struct ecg_buffer text = { 0 };
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 3; k++)
            samples[3 * i + k] =
                (int16_t)(400 * sin(i * 0.05 * (k + 1)) + (i % 200 < 5 ? 900 : 0));
    dataset_remove(folder);
    CHECK_INT(ecg_folder_make(folder, NULL), 0);
    ecg_buffer_format(&text,
        "p 3 %d %d%s\np.dat 16 1000/mV 16 0 0 0 0 I\np.dat 16 1000/mV 16 0 0 0 0 II\n"
        "p.dat 16 1000/mV 16 0 0 0 0 %s\n%s",
        RATE_HZ, N, head, third_lead, comments);
    CHECK_INT(wfdb_write_file(folder, "p.hea", text.data, text.size), 0);
    CHECK_INT(wfdb_write_file(folder, "p.dat", samples, sizeof samples), 0);
    ecg_buffer_free(&text);
}

static void write_edf(const char *path)
{
    struct ecg_error error;
    CHECK_INT(ecg_file_write(path, "", 0, &error), 0);
    int handle = edfopen_file_writeonly(path, EDFLIB_FILETYPE_EDFPLUS, 1);
    static int digital[RATE_HZ];
    edf_set_samplefrequency(handle, 0, RATE_HZ);
    edf_set_digital_maximum(handle, 0, 2047);
    edf_set_digital_minimum(handle, 0, -2048);
    edf_set_physical_maximum(handle, 0, 5000);
    edf_set_physical_minimum(handle, 0, -5000);
    edf_set_label(handle, 0, "Zzyzx II");
    edf_set_physical_dimension(handle, 0, "uV");
    edf_set_patientname(handle, "Zzyzx Quorx");
    edf_set_patientcode(handle, "7788990011");
    edf_set_patient_additional(handle, "Fjordgate 5");
    edf_set_admincode(handle, "Quorx-1");
    edf_set_technician(handle, "Zzyzx");
    edf_set_equipment(handle, "Quorx 1987");
    edf_set_startdatetime(handle, 1987, 12, 24, 12, 34, 56);
    edf_set_birthdate(handle, 1951, 5, 2);
    for (int i = 0; i < 10; i++)
        CHECK_INT(edfwrite_digital_samples(handle, digital), 0);
    edfclose_file(handle);
}

static const char *const sets[] = { "output.dpi=60",
    "page.header.style=choice(table, report, boxed, kit)", "notes.handwriting.count=4" };

static void print(const char *input, const char *output, int keep_identity)
{
    struct ecg_error error = { 0 };
    struct ecg_job_params params = {
        .inputs = &input,
        .n_inputs = 1,
        .output = output,
        .sets = sets,
        .n_sets = 3,
        .variants = 2,
        .device = "software",
        .jobs = 1,
        .keep_identity = keep_identity,
    };
    dataset_remove(output);
    if (!CHECK_INT(ecg_job_run(&params, NULL, &error), 0))
        printf("  %s\n", error.message);
}

static int is_listed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* How many files of the folder hold the text, in any case; images are bytes like others. */
static int count_holding(const char *folder, const char *secret)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_listed, alphasort), count = 0;
    for (int i = 0; i < n; i++) {
        struct ecg_buffer file = { 0 };
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        CHECK_INT(ecg_file_read(&file, path, 1 << 26, NULL), 0);
        int found = 0;
        for (size_t at = 0; at + strlen(secret) <= file.size && !found; at++)
            found = strncasecmp((const char *)file.data + at, secret, strlen(secret)) == 0;
        count += found;
        ecg_buffer_free(&file);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    CHECK(n > 0);
    return count;
}

static void check_nothing_of(const char *folder)
{
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        if (strcmp(secrets[i], "1987") == 0)
            continue; /* digits of a sample may be these; dates are looked for as such */
        if (!CHECK_INT(count_holding(folder, secrets[i]), 0))
            printf("  %s holds \"%s\"\n", folder, secrets[i]);
    }
}

static void test_wfdb(void)
{
    write_record("full", " 12:34:56.789 24/12/1987", "Zzyzx Quorx",
        "# Name: Zzyzx Quorx\n# ID: 7788990011\n# Age: 93\n# Sex: M\n# Dx: 426783006\n"
        "# Address: Fjordgate 5\n# Diagnosis: pneumonoultra\n# recorded 24/12/1987 12:34:56\n");
    /* The same recording with nothing in its header that tells who it is. */
    write_record("bare", "", "signal 3", "# Age: 90\n# Sex: M\n# Dx: 426783006\n");
    print("full", "out-full", 0);
    print("bare", "out-bare", 0);
    check_nothing_of("out-full");
    /* But for the input's name, which the card's command has. */
    CHECK(unlink("out-full/dataset.json") == 0 && unlink("out-bare/dataset.json") == 0);
    CHECK(dataset_same("out-full", "out-bare"));
    print("full", "out-known", 1);
    CHECK_INT(count_holding("out-known", "7788990011"), 2); /* two headers */
    CHECK_INT(count_holding("out-known", "24/12/1987"), 2);
}

static void test_others(void)
{
    dataset_remove("others");
    CHECK_INT(ecg_folder_make("others", NULL), 0);
    write_edf("others/e.edf");
    struct ecg_buffer text = { 0 };
    ecg_buffer_text(&text, "# patient: Zzyzx Quorx\n# id 7788990011\n# fs: 250\nI,II,Quorx\n");
    for (int i = 0; i < N; i++)
        ecg_buffer_format(&text, "%g,%g,0\n", sin(i * 0.05), cos(i * 0.05));
    CHECK_INT(wfdb_write_file("others", "c.csv", text.data, text.size), 0);
    ecg_buffer_free(&text);
    print("others", "out-others", 0);
    check_nothing_of("out-others");
}

static void test_names(void)
{
    static const char *const given[] = { "II", "ECG1", "ch 2", "CM5", "V2 (Doe)", "J. Doe", "1234",
        "Mueller", "" };
    static const char *const wanted[] = { "II", "ECG1", "ch 2", "CM5", "signal 5", "signal 6",
        "signal 7", "signal 8", "signal 9" };
    enum { COUNT = sizeof given / sizeof given[0] };
    double samples[COUNT * 4] = { 0 };
    struct ecg_record *record = NULL;
    CHECK_INT(ecg_record_from_samples(&record, "x", 100, COUNT, given, 4, samples, NULL), 0);
    struct ecg_buffer names = { 0 }, expected = { 0 };
    ecg_record_anonymize(record);
    for (int i = 0; i < COUNT; i++)
        ecg_buffer_format(&expected, "%s\n", wanted[i]);
    for (int i = 0; i < record->n_leads; i++)
        if (!record->leads[i].is_derived)
            ecg_buffer_format(&names, "%s\n", record->leads[i].name);
    CHECK_STR((const char *)names.data, (const char *)expected.data);
    ecg_buffer_free(&names);
    ecg_buffer_free(&expected);
    ecg_record_destroy(&record);
}

int main(void)
{
    test_names();
    test_wfdb();
    test_others();
    return check_done();
}
