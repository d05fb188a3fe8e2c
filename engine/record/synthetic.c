/* An invented patient, and what the twelve leads see of the heart. */
#include "record/synthetic.h"

#include "core/alloc.h"
#include "record/build.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double RATE_HZ = 500;

enum { MAX_SECONDS = 86400, N_LEADS = 12 };

struct finding {
    const char *codes; /* SNOMED CT, as a Challenge header has them */
    double age_lo, age_hi;
};

static const struct finding findings[ECG_HEART_KINDS] = {
    [ECG_HEART_NORMAL] = { "426783006", 19, 78 },
    [ECG_HEART_BRADYCARDIA] = { "426177001", 20, 84 },
    [ECG_HEART_TACHYCARDIA] = { "427084000", 18, 80 },
    [ECG_HEART_FIBRILLATION] = { "164889003", 55, 91 },
    [ECG_HEART_ATRIAL_BEATS] = { "426783006,284470004", 40, 88 },
    [ECG_HEART_VENTRICULAR_BEATS] = { "426783006,427172004", 35, 85 },
    [ECG_HEART_LBBB] = { "426783006,164909002", 55, 90 },
    [ECG_HEART_RBBB] = { "426783006,59118001", 45, 90 },
    [ECG_HEART_HYPERTROPHY] = { "426783006,164873001,370365005", 45, 86 },
    [ECG_HEART_ANTERIOR_STEMI] = { "426783006,54329005,164931005", 42, 86 },
    [ECG_HEART_INFERIOR_STEMI] = { "426783006,73795002,164931005", 42, 86 },
    [ECG_HEART_ISCHAEMIA] = { "426783006,425623009,429622005", 50, 88 },
    [ECG_HEART_AV_BLOCK] = { "426783006,270492004", 45, 88 },
    [ECG_HEART_ARRHYTHMIA] = { "427393009", 18, 34 },
};

enum ecg_heart_kind ecg_heart_kind_of(uint64_t index)
{
    static const enum ecg_heart_kind round[16] = { ECG_HEART_NORMAL, ECG_HEART_FIBRILLATION,
        ECG_HEART_VENTRICULAR_BEATS, ECG_HEART_LBBB, ECG_HEART_BRADYCARDIA,
        ECG_HEART_ANTERIOR_STEMI, ECG_HEART_NORMAL, ECG_HEART_RBBB, ECG_HEART_TACHYCARDIA,
        ECG_HEART_HYPERTROPHY, ECG_HEART_ATRIAL_BEATS, ECG_HEART_INFERIOR_STEMI, ECG_HEART_NORMAL,
        ECG_HEART_ISCHAEMIA, ECG_HEART_AV_BLOCK, ECG_HEART_ARRHYTHMIA };
    return round[index % 16];
}

/* Dower's matrix: what I, II, V1..V6 see of x, y, z. */
static const double dower[8][3] = {
    { 0.632, -0.235, 0.059 },
    { 0.235, 1.066, -0.132 },
    { -0.515, 0.157, -0.917 },
    { 0.044, 0.164, -1.387 },
    { 0.882, 0.098, -1.277 },
    { 1.213, 0.127, -0.601 },
    { 1.125, 0.127, -0.086 },
    { 0.831, 0.076, 0.230 },
};

static void invent_patient(
    struct ecg_record *record, const struct finding *finding, struct ecg_key key)
{
    struct ecg_random random = ecg_random_named(key, "patient");
    double middle = 0.5 * (finding->age_lo + finding->age_hi);
    double spread = 0.25 * (finding->age_hi - finding->age_lo);
    double age = round(middle + spread * ecg_random_normal(&random));
    record->age_years = fmin(fmax(age, finding->age_lo), finding->age_hi);
    record->sex = ecg_random_chance(&random, 0.5) ? ECG_SEX_FEMALE : ECG_SEX_MALE;
}

static int write_comments(struct ecg_record *record, const struct finding *finding)
{
    char lines[3][96];
    snprintf(lines[0], sizeof lines[0], "Age: %.0f", record->age_years);
    snprintf(
        lines[1], sizeof lines[1], "Sex: %s", record->sex == ECG_SEX_FEMALE ? "Female" : "Male");
    snprintf(lines[2], sizeof lines[2], "Dx: %s", finding->codes);
    for (int i = 0; i < 3; i++) {
        int code = ecg_record_comment(record, lines[i], strlen(lines[i]));
        if (code < 0)
            return code;
    }
    return 0;
}

/* Lead i of the eight independent ones: the dipole through the lead's row, stretched by how near
 * the chest electrodes are in this patient, and the electrodes' noise. */
static void see(double *lead, int row, double *const vcg[3], double *const noise[ECG_ELECTRODES],
    size_t n, struct ecg_key key)
{
    struct ecg_random random =
        ecg_random_start(ecg_key_index(ecg_key_name(key, "distance"), (uint64_t)row));
    double gain = row < 2 ? 1 : exp(0.09 * ecg_random_normal(&random));
    for (size_t i = 0; i < n; i++) {
        double heart =
            dower[row][0] * vcg[0][i] + dower[row][1] * vcg[1][i] + dower[row][2] * vcg[2][i];
        double right_arm = noise[0][i], left_arm = noise[1][i], leg = noise[2][i];
        double other = row == 0   ? left_arm - right_arm
                       : row == 1 ? leg - right_arm
                                  : noise[row + 1][i] - (right_arm + left_arm + leg) / 3;
        lead[i] = gain * heart + other;
    }
}

/* III, aVR, aVL, aVF: exactly what I and II make of them. */
static void limb_leads(struct ecg_record *record)
{
    const double *one = record->leads[0].samples, *two = record->leads[1].samples;
    for (size_t i = 0; i < record->n_samples; i++) {
        record->leads[2].samples[i] = two[i] - one[i];
        record->leads[3].samples[i] = -(one[i] + two[i]) / 2;
        record->leads[4].samples[i] = one[i] - two[i] / 2;
        record->leads[5].samples[i] = two[i] - one[i] / 2;
    }
}

/* vcg: 3 x n, noise: ECG_ELECTRODES x n, in one block of zeros. */
static int play(struct ecg_record *record, enum ecg_heart_kind kind, struct ecg_key key)
{
    size_t n = record->n_samples;
    struct ecg_rhythm rhythm;
    double *block = ecg_calloc((3 + ECG_ELECTRODES) * n, sizeof *block);
    int code = ecg_rhythm_make(&rhythm, kind, record->age_years, (double)n / record->fs_hz, key);
    if (!block)
        code = ECG_E_MEMORY;
    if (code == 0) {
        double *vcg[3] = { block, block + n, block + 2 * n };
        double *noise[ECG_ELECTRODES];
        ecg_heart_add(vcg, n, record->fs_hz, kind, record->age_years, &rhythm, key);
        for (int e = 0; e < ECG_ELECTRODES; e++) {
            noise[e] = block + (size_t)(3 + e) * n;
            ecg_noise_make(noise[e], n, record->fs_hz, e, &rhythm, key);
        }
        for (int row = 0; row < 8; row++)
            see(record->leads[row < 2 ? row : row + 4].samples, row, vcg, noise, n, key);
        limb_leads(record);
    }
    ecg_free(rhythm.beats);
    ecg_free(block);
    return code;
}

static int fill(struct ecg_record *record, enum ecg_heart_kind kind, struct ecg_key key,
    struct ecg_error *error)
{
    static const char *const names[N_LEADS] = { "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2",
        "V3", "V4", "V5", "V6" };
    int code = 0;
    for (int i = 0; i < N_LEADS && code == 0; i++) {
        ecg_record_label(record, i, names[i], "mV");
        record->leads[i].samples = ecg_calloc(record->n_samples, sizeof(double));
        code = record->leads[i].samples ? 0 : ECG_E_MEMORY;
    }
    if (code == 0) {
        invent_patient(record, &findings[kind], key);
        code = play(record, kind, key);
    }
    if (code == 0)
        code = write_comments(record, &findings[kind]);
    if (code < 0)
        return ecg_fail(error, code, "%s: out of memory", record->path);
    for (int i = 0; i < N_LEADS; i++)
        ecg_digest_all(&record->leads[i].digest, record->leads[i].samples, record->n_samples);
    return ecg_record_finish(record, error);
}

void ecg_synthetic_id(char id[32], uint64_t index)
{
    snprintf(id, 32, "synthetic-%04llu", (unsigned long long)index);
}

int ecg_record_synthesize(struct ecg_record **record, uint64_t seed, uint64_t index,
    double seconds, struct ecg_error *error)
{
    *record = NULL;
    if (seconds == 0)
        seconds = 10;
    if (!(seconds >= 1 && seconds <= MAX_SECONDS))
        return ecg_fail(error, ECG_E_ARGUMENT, "synthetic recording: %g s: expected 1 to %d",
            seconds, MAX_SECONDS);
    char path[64], id[32];
    snprintf(path, sizeof path, "synthetic:%llu", (unsigned long long)index);
    ecg_synthetic_id(id, index);
    struct ecg_record *made;
    int code = ecg_record_make(&made, path, N_LEADS, error);
    if (code < 0)
        return code;
    ecg_free(made->id);
    made->id = ecg_strdup(id);
    made->fs_hz = made->raw_fs_hz = RATE_HZ;
    made->n_samples = made->n_raw_samples = (size_t)round(seconds * RATE_HZ);
    code = ecg_record_check_size(path, N_LEADS, made->n_samples, error);
    if (code == 0 && !made->id)
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    if (code == 0)
        code = fill(made, ecg_heart_kind_of(index), ecg_key_make(seed, id, 0), error);
    if (code < 0)
        ecg_record_destroy(&made);
    *record = made;
    return code;
}
