/* CSV in the spellings people have, and EDF. */
#include "record/record.h"
#include "support/check.h"
#include "support/wfdb_writer.h"

#include <edflib.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static struct ecg_record *read_text(const char *text, double fs_hz)
{
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    CHECK_INT(wfdb_write_file("tables", "t.csv", text, strlen(text)), 0);
    if (!CHECK(ecg_record_read(&record, "tables/t.csv", fs_hz, &error) == 0))
        fprintf(stderr, "%s\n%s\n", error.message, text);
    return record;
}

/* Two leads I and II in mV: 0.5 -0.25 / missing 1.5 / 2 3, at fs_hz. */
static void check_two_leads(const char *text, double given_hz, double fs_hz)
{
    struct ecg_record *r = read_text(text, given_hz);
    if (!r)
        return;
    CHECK_INT(r->n_leads, 6); /* III, aVR, aVL and aVF follow */
    CHECK_INT(r->n_samples, 3);
    CHECK_NEAR(r->fs_hz, fs_hz, 1e-9);
    int i = ecg_record_lead(r, "I"), ii = ecg_record_lead(r, "II");
    if (CHECK(i >= 0 && ii >= 0)) {
        CHECK_NEAR(r->leads[i].samples[0], 0.5, 1e-12);
        CHECK(isnan(r->leads[i].samples[1]));
        CHECK_NEAR(r->leads[i].samples[2], 2, 1e-12);
        CHECK_NEAR(r->leads[ii].samples[0], -0.25, 1e-12);
        CHECK_NEAR(r->leads[ii].samples[2], 3, 1e-12);
        CHECK_STR(r->leads[ii].units, "mV");
        CHECK(r->leads[i].is_ecg && r->leads[ii].is_ecg);
    }
    ecg_record_destroy(&r);
}

static void test_csv_spellings(void)
{
    check_two_leads("I,II\n0.5,-0.25\n,1.5\n2,3\n", 500, 500);
    check_two_leads("time,I,II\n0,0.5,-0.25\n0.002,,1.5\n0.004,2,3\n", 0, 500);
    check_two_leads("time,I,II\n0,0.5,-0.25\n0.002,,1.5\n0.004,2,3\n", 250, 250);
    check_two_leads(
        "\xef\xbb\xbf\"t (ms)\",\"lead i\",ECG_II\r\n0,0.5,-0.25\r\n4,nan,1.5\r\n8,2,3\r\n", 0,
        250);
    check_two_leads("I;II\n0,5;-0,25\n;1,5\n2;3\n", 360, 360);
    check_two_leads("II\tI\n-0.25\t0.5\n1.5\t\n3\t2\n", 128, 128);
    check_two_leads(
        "# Age: 41\n# fs: 1000\n\nI (uV),II [uV]\n500,-250\nNA,1500\n2000,3e3\n", 0, 1000);
    check_two_leads("'Elapsed time','MLII','I'\n'mm:ss.mmm','mV','mV'\n'0:00.000',-0.25,0.5\n"
                    "'0:00.100',1.5,-\n'0:00.200',3,2",
        0, 10);
    check_two_leads(",I,II,\n0,0.5,-0.25,\n1,,1.5,\n2,2,3,\n", 500, 500);
    check_two_leads("I,II\n'uV','uV'\n500,-250\n,1500\n2000,3000\n", 500, 500);
}

static void test_csv_details(void)
{
    struct ecg_record *r = read_text("# Age: 41\n# Sex: F\nV1,mmHg thing (mmHg)\n1,2\n", 500);
    if (r) {
        CHECK_NEAR(r->age_years, 41, 0);
        CHECK_INT(r->sex, ECG_SEX_FEMALE);
        CHECK(r->leads[0].is_ecg && !r->leads[1].is_ecg);
        CHECK_STR(r->leads[1].units, "mmHg");
        CHECK_STR(r->id, "t");
    }
    ecg_record_destroy(&r);
    /* Written with few decimals: 1/360 s steps. */
    char text[20000];
    int n = snprintf(text, sizeof text, "time;ECG\n");
    for (int i = 0; i < 720; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%.3f;%d\n", i / 360.0, i);
    r = read_text(text, 0);
    if (r) {
        CHECK_NEAR(r->fs_hz, 360, 0);
        CHECK_STR(r->leads[0].name, "ECG");
        CHECK(r->leads[0].is_ecg);
    }
    ecg_record_destroy(&r);
}

static void check_refused(const char *text, double fs_hz, const char *message)
{
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    CHECK_INT(wfdb_write_file("tables", "bad.csv", text, strlen(text)), 0);
    CHECK(ecg_record_read(&record, "tables/bad.csv", fs_hz, &error) < 0);
    CHECK(record == NULL);
    CHECK_HAS(error.message, "tables/bad.csv: ");
    CHECK_HAS(error.message, message);
}

static void test_csv_refused(void)
{
    check_refused("", 500, "empty");
    check_refused("# only\n", 500, "empty");
    check_refused("I,II\n", 500, "samples: none");
    check_refused("0.1,0.2\n0.1,0.2\n", 500, "line 1: expected a row of lead names");
    check_refused("I,II\n1,2\n", 0, "sampling frequency");
    check_refused("I,II\n1,2\n3,abc\n", 500, "line 3: II: \"abc\": expected a number");
    check_refused("I,II\n1,2\n3,inf\n", 500, "line 3: II: \"inf\"");
    check_refused("I,II\n1,2,3\n", 500, "line 2: cell after the last column");
    check_refused("time,I\n0,1\n0,2\n", 0, "time");
    check_refused("time,I\n0,1\n2,2\n1,2\n3,3\n", 0, "sample 2: expected a later time");
}

static void test_locale(void)
{
    /* Where the machine has a locale with a decimal comma, nothing may change. */
    const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };
    int set = 0;
    for (size_t i = 0; i < 3 && !set; i++)
        set = setlocale(LC_ALL, names[i]) != NULL;
    check_two_leads("I,II\n0.5,-0.25\n,1.5\n2,3\n", 500, 500);
    setlocale(LC_ALL, "C");
}

enum { SECONDS = 4 };

static void write_edf(const char *path)
{
    int handle = edfopen_file_writeonly(path, EDFLIB_FILETYPE_EDFPLUS, 3);
    CHECK(handle >= 0);
    static const char *const labels[3] = { "ECG II", "ECG V1", "SpO2" };
    static const char *const units[3] = { "uV", "mV", "%" };
    static const int rates[3] = { 256, 128, 1 };
    for (int i = 0; i < 3; i++) {
        edf_set_samplefrequency(handle, i, rates[i]);
        edf_set_digital_maximum(handle, i, 32767);
        edf_set_digital_minimum(handle, i, -32768);
        edf_set_physical_maximum(handle, i, i == 1 ? 3.2767 : 3276.7);
        edf_set_physical_minimum(handle, i, i == 1 ? -3.2768 : -3276.8);
        edf_set_label(handle, i, labels[i]);
        edf_set_physical_dimension(handle, i, units[i]);
    }
    edf_set_startdatetime(handle, 2020, 3, 4, 5, 6, 7);
    edf_set_birthdate(handle, 1960, 3, 5);
    edf_set_gender(handle, 0);
    edf_set_patientname(handle, "Nobody Real");
    for (int second = 0; second < SECONDS; second++)
        for (int i = 0; i < 3; i++) {
            int digital[256];
            for (int k = 0; k < rates[i]; k++) {
                double t = second + (double)k / rates[i];
                digital[k] = i == 2 ? 970 : (int)lround(10000 * sin(6.283185307 * 2 * t));
            }
            CHECK_INT(edfwrite_digital_samples(handle, digital), 0);
        }
    edfwrite_annotation_utf8(handle, 10000, -1, "a note");
    CHECK_INT(edfclose_file(handle), 0);
}

static void test_edf(void)
{
    write_edf("tables/x.edf");
    struct ecg_record *r;
    struct ecg_error error = { 0 };
    if (!CHECK(ecg_record_read(&r, "tables/x.edf", 0, &error) == 0)) {
        fprintf(stderr, "%s\n", error.message);
        return;
    }
    CHECK_INT(r->n_leads, 3);
    CHECK_NEAR(r->fs_hz, 256, 1e-9);
    CHECK_INT(r->n_samples, 256 * SECONDS);
    CHECK_STR(r->leads[0].name, "II");
    CHECK_STR(r->leads[0].raw_name, "ECG II");
    CHECK_STR(r->leads[0].units, "mV");
    CHECK_STR(r->leads[0].raw_units, "uV");
    CHECK_STR(r->leads[1].name, "V1");
    CHECK(!r->leads[2].is_ecg);
    /* 10000 steps of 0.1 uV are 1 mV, of 0.1 mV 1 mV too. */
    for (int k = 100; k < 900; k += 7) {
        double want = sin(6.283185307 * 2 * k / 256.0);
        CHECK_NEAR(r->leads[0].samples[k], want, 1e-4);
        CHECK_NEAR(r->leads[1].samples[k], want, 1e-3);
        CHECK_NEAR(r->leads[2].samples[k], 97, 0.1);
    }
    CHECK_INT(r->sex, ECG_SEX_FEMALE);
    CHECK_NEAR(r->age_years, 59, 0);
    CHECK_STR(r->base_date, "04/03/2020");
    CHECK_STR(r->base_time, "05:06:07");
    for (int i = 0; i < r->n_comments; i++)
        CHECK(strstr(r->comments[i], "Nobody") == NULL);
    ecg_record_destroy(&r);
}

static void test_edf_refused(void)
{
    struct ecg_record *r;
    struct ecg_error error = { 0 };
    CHECK_INT(wfdb_write_file("tables", "empty.edf", "", 0), 0);
    CHECK_INT(ecg_record_read(&r, "tables/empty.edf", 0, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "tables/empty.edf: ");
    CHECK(ecg_record_read(&r, "tables/none.edf", 0, &error) == ECG_E_IO);
    CHECK(ecg_record_read(&r, "tables", 0, &error) == ECG_E_IO);
}

int main(void)
{
    test_csv_spellings();
    test_csv_details();
    test_csv_refused();
    test_locale();
    test_edf();
    test_edf_refused();
    return check_done();
}
