/* Names, units, patient data and limb leads: what a record says after reading. */
#include "core/alloc.h"
#include "record/build.h"
#include "record/lead_name.h"
#include "record/resample.h"
#include "record/text.h"
#include "record/voltage.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void test_names(void)
{
    static const char *const pairs[][2] = { { "i", "I" }, { "ii", "II" }, { "III", "III" },
        { "avr", "aVR" }, { "AVL", "aVL" }, { " aVF ", "aVF" }, { "-aVR", "-aVR" },
        { "-AVR", "-aVR" }, { "MLII", "II" }, { "MLIII", "III" }, { "mli", "I" },
        { "lead II", "II" }, { "Lead_V1", "V1" }, { "ECG II", "II" }, { "ECG V6", "V6" },
        { "EKG-avl", "aVL" }, { "ECG Lead III", "III" }, { "v1", "V1" }, { "V 2", "V2" },
        { "V3R", "V3R" }, { "v4r", "V4R" }, { "V9", "V9" }, { "DII", "II" }, { "D1", "I" },
        { "vx", "Vx" }, { "VZ", "Vz" }, { "channel I", "I" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char name[24] = "";
        CHECK_INT(ecg_lead_name(name, pairs[i][0]), 1);
        CHECK_STR(name, pairs[i][1]);
    }
    static const char *const unknown[] = { "ECG1", "ECG", "ECG 1", "V", "V0", "V10", "x", "IV",
        "PLETH", "RESP", "", "lead", "C3", "II+III", "sig 0, fmt 8", "aVRR", "vv1", "I/II" };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        char name[24];
        CHECK_INT(ecg_lead_name(name, unknown[i]), 0);
    }
    CHECK(ecg_lead_is_other("PLETH") && ecg_lead_is_other("Resp") && ecg_lead_is_other("ABP"));
    CHECK(ecg_lead_is_other("EEG Fpz-Cz") && ecg_lead_is_other("resp chest"));
    CHECK(!ecg_lead_is_other("II") && !ecg_lead_is_other("ECG1") && !ecg_lead_is_other("artery"));
}

static void test_units(void)
{
    CHECK_NEAR(ecg_voltage_scale("mV"), 1, 0);
    CHECK_NEAR(ecg_voltage_scale("mv"), 1, 0);
    CHECK_NEAR(ecg_voltage_scale(""), 1, 0);
    CHECK_NEAR(ecg_voltage_scale("uV"), 1e-3, 0);
    CHECK_NEAR(ecg_voltage_scale("\xc2\xb5V"), 1e-3, 0);
    CHECK_NEAR(ecg_voltage_scale("V"), 1e3, 0);
    CHECK_NEAR(ecg_voltage_scale("nV"), 1e-6, 0);
    CHECK_NEAR(ecg_voltage_scale("mmHg"), 0, 0);
    CHECK_NEAR(ecg_voltage_scale("NU"), 0, 0);
    CHECK_NEAR(ecg_voltage_scale("uV/s"), 0, 0);
}

static void test_text(void)
{
    char clean[16];
    ecg_text_clean(clean, sizeof clean, "  a\tb\x01 \xff\xc3\xa9 ", 11);
    CHECK_STR(clean, "a b  ?\xc3\xa9");
    ecg_text_clean(clean, 4, "\xc3\xa9\xc3\xa9", 4); /* never half a character */
    CHECK_STR(clean, "\xc3\xa9");
    ecg_text_clean(clean, sizeof clean, "\xc0\xaf\xed\xa0\x80\xc2\x85", 7);
    CHECK_STR(clean, "???????");

    static const char *const ids[][2] = { { "100", "100" }, { "a_b-c_D", "a_b-c_D" } };
    for (size_t i = 0; i < 2; i++) {
        char *id = ecg_text_id(ids[i][0], strlen(ids[i][0]));
        CHECK_STR(id, ids[i][1]);
        ecg_free(id);
    }
    char *a = ecg_text_id("a b", 3), *b = ecg_text_id("a/b", 3), *c = ecg_text_id(".x", 2);
    char *d = ecg_text_id("", 0), *e = ecg_text_id("a.b", 3); /* '.' ends WebDataset's key */
    CHECK(strncmp(a, "a_b-", 4) == 0 && strncmp(b, "a_b-", 4) == 0 && strcmp(a, b) != 0);
    CHECK(c[0] == '_' && strncmp(e, "a_b-", 4) == 0 && strcmp(e, a) != 0);
    CHECK_STR(d, "record");
    ecg_free(a);
    ecg_free(b);
    ecg_free(c);
    ecg_free(d);
    ecg_free(e);

    double x;
    CHECK_INT(ecg_text_number("1.5e3,", &x), 5);
    CHECK_NEAR(x, 1500, 0);
    CHECK_INT(ecg_text_number(" 1", &x), 0);
    CHECK_INT(ecg_text_number("x", &x), 0);
    int64_t n;
    CHECK_INT(ecg_text_whole("-12x", &n), 3);
    CHECK_INT(n, -12);
    CHECK_INT(ecg_text_whole("99999999999999999999", &n), 0);
    CHECK_INT(ecg_text_whole("-", &n), 0);
}

/* A record of these leads, n samples each: lead k at sample i is k + 1 + i / 100. */
static struct ecg_record *make(const char *const *names, const char *const *units, int n_leads)
{
    struct ecg_record *r;
    struct ecg_error error;
    CHECK_INT(ecg_record_make(&r, "some/where/rec.hea", n_leads, &error), 0);
    r->fs_hz = r->raw_fs_hz = 500;
    r->n_samples = r->n_raw_samples = 10;
    for (int k = 0; k < n_leads; k++) {
        ecg_record_label(r, k, names[k], units ? units[k] : "mV");
        r->leads[k].samples = ecg_samples_make(10);
        for (int i = 0; i < 10; i++)
            r->leads[k].samples[i] = k + 1 + i / 100.0;
    }
    return r;
}

static void comment(struct ecg_record *r, const char *text)
{
    CHECK_INT(ecg_record_comment(r, text, strlen(text)), 0);
}

static struct ecg_record *patient(const char *a, const char *b, const char *c)
{
    const char *name = "II";
    struct ecg_record *r = make(&name, NULL, 1);
    comment(r, a);
    comment(r, b);
    comment(r, c);
    CHECK_INT(ecg_record_finish(r, NULL), 0);
    return r;
}

static void check_patient(
    struct ecg_record *r, double age, enum ecg_sex sex, const char *dx, const char *words)
{
    CHECK_NEAR(r->age_years, age, 0);
    CHECK_INT(r->sex, sex);
    CHECK_STR(r->diagnosis, dx);
    CHECK_STR(r->diagnosis_text, words);
    ecg_record_destroy(&r);
}

static void test_comments(void)
{
    check_patient(patient("# Age: 63", "Sex: Male", "#Dx: 426783006,164889003,123456789"), 63,
        ECG_SEX_MALE, "426783006,164889003,123456789", "Sinus rhythm, Atrial fibrillation");
    check_patient(patient("Age: NaN", "Sex: Unknown", "Dx: Unknown"), -1, ECG_SEX_UNKNOWN, "", "");
    check_patient(patient("age: 81", "sex: female", "Reason for admission: Myocardial infarction"),
        81, ECG_SEX_FEMALE, "Myocardial infarction", "Myocardial infarction");
    check_patient(
        patient("<age>: 25  <sex>: M  <diagnoses>: (none)", "x", "y"), 25, ECG_SEX_MALE, "", "");
    check_patient(patient("69 M 1085 1629 x1", "Aldomet, Inderal", "z"), 69, ECG_SEX_MALE, "", "");
    check_patient(patient("Labels: Old MI, PVC", "Age: 300", "Sex: F"), -1, ECG_SEX_FEMALE,
        "Old MI, PVC", "Old MI, PVC");
    check_patient(patient("Diagnose:", "Diagnosis: a", "Dx: b"), -1, ECG_SEX_UNKNOWN, "b", "b");
}

static void test_unique_names_and_units(void)
{
    static const char *const names[] = { "II", "MLII", "II", "II", "a\"b/c\x01" };
    static const char *const units[] = { "uV", "mV", "V", "mmHg", "" };
    struct ecg_record *r = make(names, units, 5);
    CHECK_INT(ecg_record_finish(r, NULL), 0);
    CHECK_STR(r->id, "rec");
    CHECK_STR(r->leads[0].name, "II");
    CHECK_STR(r->leads[1].name, "MLII");
    CHECK_STR(r->leads[2].name, "II 2");
    CHECK_STR(r->leads[3].name, "II 3");
    CHECK_STR(r->leads[4].name, "a\"b/c");
    CHECK_NEAR(r->leads[0].samples[0], 1e-3, 1e-12);
    CHECK_NEAR(r->leads[2].samples[0], 3000, 1e-9);
    CHECK_NEAR(r->leads[3].samples[0], 4, 1e-12);
    CHECK(!r->leads[3].is_ecg && r->leads[2].is_ecg);
    ecg_record_destroy(&r);
}

static double at(const struct ecg_record *r, const char *name, int i)
{
    int k = ecg_record_lead(r, name);
    CHECK(k >= 0);
    return k < 0 ? NAN : r->leads[k].samples[i];
}

static void test_derive(void)
{
    static const char *const two[] = { "I", "II" };
    struct ecg_record *r = make(two, NULL, 2);
    r->leads[0].samples[3] = NAN;
    CHECK_INT(ecg_record_derive_limb_leads(r, NULL), 0);
    CHECK_INT(r->n_leads, 6);
    for (int i = 0; i < 3; i++) {
        double one = 1 + i / 100.0, second = 2 + i / 100.0;
        CHECK_NEAR(at(r, "III", i), second - one, 1e-12);
        CHECK_NEAR(at(r, "aVR", i), -(one + second) / 2, 1e-12);
        CHECK_NEAR(at(r, "aVL", i), one - second / 2, 1e-12);
        CHECK_NEAR(at(r, "aVF", i), second - one / 2, 1e-12);
    }
    CHECK(isnan(at(r, "III", 3)) && isnan(at(r, "aVR", 3)) && !isnan(at(r, "II", 3)));
    for (int k = 0; k < r->n_leads; k++)
        CHECK_INT(r->leads[k].is_derived, k >= 2);
    CHECK_INT(ecg_record_derive_limb_leads(r, NULL), 0); /* nothing twice */
    CHECK_INT(r->n_leads, 6);
    ecg_record_destroy(&r);

    static const char *const others[] = { "II", "III", "-aVR", "V1" };
    r = make(others, NULL, 4);
    CHECK_INT(ecg_record_derive_limb_leads(r, NULL), 0);
    CHECK_INT(r->n_leads, 8);
    CHECK_NEAR(at(r, "I", 0), -1, 1e-12);
    CHECK_NEAR(at(r, "aVR", 0), -3, 1e-12);
    ecg_record_destroy(&r);

    static const char *const augmented[] = { "aVR", "aVL", "aVF" };
    r = make(augmented, NULL, 3);
    /* Of I = 0.6 and II = 1.0 */
    r->leads[0].samples[0] = -0.8;
    r->leads[1].samples[0] = 0.1;
    r->leads[2].samples[0] = 0.7;
    CHECK_INT(ecg_record_derive_limb_leads(r, NULL), 0);
    CHECK_NEAR(at(r, "I", 0), 0.6, 1e-12);
    CHECK_NEAR(at(r, "II", 0), 1.0, 1e-12);
    CHECK_NEAR(at(r, "III", 0), 0.4, 1e-12);
    ecg_record_destroy(&r);

    static const char *const one[] = { "II", "V1" };
    r = make(one, NULL, 2);
    CHECK_INT(ecg_record_derive_limb_leads(r, NULL), 0);
    CHECK_INT(r->n_leads, 2);
    ecg_record_destroy(&r);
}

static void test_resample(void)
{
    enum { FROM = 400 };
    double from[FROM];
    for (int i = 0; i < FROM; i++)
        from[i] = sin(i * 0.3) + 0.5 * cos(i * 0.11);
    /* 250 to 500 Hz: old samples stay, new ones lie between them on the same waves. */
    double *up = ecg_resample(from, FROM, 2 * FROM, 0.5);
    for (int i = 40; i < 700; i += 13) {
        double t = i * 0.5;
        CHECK_NEAR(up[i], sin(t * 0.3) + 0.5 * cos(t * 0.11), i % 2 ? 2e-4 : 1e-12);
    }
    CHECK(!isnan(up[2 * FROM - 1]));
    ecg_free(up);
    /* 1000 to 360 Hz; what the new rate cannot carry is gone. */
    for (int i = 0; i < FROM; i++)
        from[i] = sin(i * 0.3) + sin(i * 3.0);
    double step = 1000.0 / 360;
    double *down = ecg_resample(from, FROM, 144, step);
    for (int i = 30; i < 110; i++)
        CHECK_NEAR(down[i], sin(i * step * 0.3), 2e-3);
    ecg_free(down);
    from[200] = NAN;
    double *gap = ecg_resample(from, FROM, 2 * FROM, 0.5);
    CHECK(isnan(gap[400]) && !isnan(gap[398]) && !isnan(gap[402]));
    ecg_free(gap);
}

int main(void)
{
    test_names();
    test_units();
    test_text();
    test_comments();
    test_unique_names_and_units();
    test_derive();
    test_resample();
    return check_done();
}
