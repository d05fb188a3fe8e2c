/* EDF and BDF through libedf. Annotation signals are hidden by the library. */
#include "core/alloc.h"
#include "record/build.h"
#include "record/readers.h"
#include "record/resample.h"
#include "record/text.h"

#include <edflib.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The library keeps one table of open files and refuses to open one twice: one reader at a time.
 */
static pthread_mutex_t one_reader = PTHREAD_MUTEX_INITIALIZER;

struct edf {
    const char *path;
    struct ecg_error *error;
    struct edf_hdr_struct header;
    struct ecg_record *record;
};

static int open_edf(struct edf *edf)
{
    /* Anything but a regular file could block the library's fopen for ever. */
    struct stat st;
    if (stat(edf->path, &st) < 0)
        return ecg_fail(edf->error, ECG_E_IO, "%s: cannot open: %s", edf->path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return ecg_fail(edf->error, ECG_E_IO, "%s: not a regular file", edf->path);
    if (st.st_size < 512)
        return ecg_fail(edf->error, ECG_E_FORMAT, "%s: %lld bytes: expected an EDF header",
            edf->path, (long long)st.st_size);
    if (edfopen_file_readonly(edf->path, &edf->header, EDFLIB_DO_NOT_READ_ANNOTATIONS) == 0)
        return 0;
    switch (edf->header.filetype) {
    case EDFLIB_MALLOC_ERROR:
        return ecg_fail(edf->error, ECG_E_MEMORY, "%s: out of memory", edf->path);
    case EDFLIB_FILE_IS_DISCONTINUOUS:
        return ecg_fail(edf->error, ECG_E_UNSUPPORTED,
            "%s: discontinuous EDF+D: expected a continuous recording", edf->path);
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY:
    case EDFLIB_FILE_READ_ERROR:
        return ecg_fail(edf->error, ECG_E_IO, "%s: cannot read", edf->path);
    default:
        return ecg_fail(edf->error, ECG_E_FORMAT,
            "%s: header: breaks the EDF format (a field, or the file's size)", edf->path);
    }
}

static double rate_of(const struct edf *edf, int i)
{
    return edf->header.signalparam[i].smp_in_datarecord * (double)EDFLIB_TIME_DIMENSION /
           (double)edf->header.datarecord_duration;
}

static int check_header(const struct edf *edf)
{
    const struct edf_hdr_struct *h = &edf->header;
    if (h->edfsignals < 1)
        return ecg_fail(edf->error, ECG_E_FORMAT, "%s: signals: none: expected 1 to %d", edf->path,
            ECG_MAX_LEADS);
    if (h->datarecord_duration <= 0 || h->datarecords_in_file <= 0)
        return ecg_fail(edf->error, ECG_E_FORMAT,
            "%s: data record: expected a positive duration and count", edf->path);
    for (int i = 0; i < h->edfsignals; i++) {
        const struct edf_param_struct *s = &h->signalparam[i];
        if (s->smp_in_file < 1 || s->smp_in_file > ECG_MAX_SAMPLES)
            return ecg_fail(edf->error, ECG_E_LIMIT,
                "%s: signal %d: samples: %lld: expected 1 to %d", edf->path, i + 1, s->smp_in_file,
                ECG_MAX_SAMPLES);
        if (s->dig_max <= s->dig_min || !isfinite(s->phys_max) || !isfinite(s->phys_min) ||
            s->phys_max == s->phys_min)
            return ecg_fail(edf->error, ECG_E_FORMAT,
                "%s: signal %d: digital and physical range: expected two different finite ends",
                edf->path, i + 1);
    }
    return 0;
}

static int read_signal(struct edf *edf, int i, double *samples)
{
    const struct edf_param_struct *s = &edf->header.signalparam[i];
    enum { CHUNK = 4096 };
    int digital[CHUNK];
    double per_step = (s->phys_max - s->phys_min) / ((double)s->dig_max - s->dig_min);
    for (long long done = 0; done < s->smp_in_file;) {
        long long left = s->smp_in_file - done;
        int n = edfread_digital_samples(
            edf->header.handle, i, left < CHUNK ? (int)left : CHUNK, digital);
        if (n <= 0)
            return ecg_fail(edf->error, ECG_E_FORMAT,
                "%s: truncated: signal %d has %lld samples: expected %lld", edf->path, i + 1, done,
                s->smp_in_file);
        for (int k = 0; k < n; k++)
            samples[done++] = s->phys_min + ((double)digital[k] - s->dig_min) * per_step;
    }
    return 0;
}

/* The highest rate among ECG leads, else among all. */
static double common_rate(const struct edf *edf)
{
    double ecg = 0, all = 0;
    for (int i = 0; i < edf->header.edfsignals; i++) {
        all = fmax(all, rate_of(edf, i));
        if (edf->record->leads[i].is_ecg)
            ecg = fmax(ecg, rate_of(edf, i));
    }
    return ecg > 0 ? ecg : all;
}

static int take_signals(struct edf *edf)
{
    struct ecg_record *record = edf->record;
    const struct edf_hdr_struct *h = &edf->header;
    for (int i = 0; i < h->edfsignals; i++)
        ecg_record_label(record, i, h->signalparam[i].label, h->signalparam[i].physdimension);
    double fs = common_rate(edf);
    double n = round((double)h->datarecords_in_file * (double)h->datarecord_duration /
                     (double)EDFLIB_TIME_DIMENSION * fs);
    if (!(n >= 1 && n <= ECG_MAX_SAMPLES))
        return ecg_fail(edf->error, ECG_E_LIMIT, "%s: samples: %g: expected 1 to %d", edf->path, n,
            ECG_MAX_SAMPLES);
    record->fs_hz = record->raw_fs_hz = fs;
    record->n_samples = record->n_raw_samples = (size_t)n;
    int code =
        ecg_record_check_size(edf->path, (size_t)record->n_leads, record->n_samples, edf->error);
    for (int i = 0; i < h->edfsignals && code == 0; i++) {
        struct ecg_lead *lead = &record->leads[i];
        size_t length = (size_t)h->signalparam[i].smp_in_file;
        lead->samples = ecg_samples_make(length);
        if (!lead->samples)
            return ecg_fail(edf->error, ECG_E_MEMORY, "%s: out of memory", edf->path);
        code = read_signal(edf, i, lead->samples);
        ecg_digest_all(&lead->digest, lead->samples, length);
        if (code < 0 || length == record->n_samples)
            continue;
        double *made =
            ecg_resample(lead->samples, length, record->n_samples, rate_of(edf, i) / fs);
        if (!made)
            return ecg_fail(edf->error, ECG_E_MEMORY, "%s: out of memory", edf->path);
        ecg_free(lead->samples);
        lead->samples = made;
    }
    return code;
}

static void take_patient(struct edf *edf)
{
    const struct edf_hdr_struct *h = &edf->header;
    struct ecg_record *record = edf->record;
    if (h->gender[0])
        record->sex = ecg_text_after(h->gender, "f") ? ECG_SEX_FEMALE : ECG_SEX_MALE;
    if (h->birthdate[0] && h->birthdate_year > 1800) {
        int had_birthday =
            h->startdate_month > h->birthdate_month ||
            (h->startdate_month == h->birthdate_month && h->startdate_day >= h->birthdate_day);
        int age = h->startdate_year - h->birthdate_year - !had_birthday;
        if (age >= 0 && age <= 120)
            record->age_years = age;
    }
    snprintf(record->base_date, sizeof record->base_date, "%02u/%02u/%04u",
        (unsigned)h->startdate_day % 100, (unsigned)h->startdate_month % 100,
        (unsigned)h->startdate_year % 10000);
    snprintf(record->base_time, sizeof record->base_time, "%02u:%02u:%02u",
        (unsigned)h->starttime_hour % 100, (unsigned)h->starttime_minute % 100,
        (unsigned)h->starttime_second % 100);
}

static int read_edf(struct edf *edf)
{
    int code = open_edf(edf);
    if (code < 0)
        return code;
    code = check_header(edf);
    if (code == 0)
        code = ecg_record_make(&edf->record, edf->path, edf->header.edfsignals, edf->error);
    if (code == 0)
        code = take_signals(edf);
    edfclose_file(edf->header.handle);
    return code;
}

int ecg_edf_read(struct ecg_record **record, const char *path, struct ecg_error *error)
{
    *record = NULL;
    struct edf *edf = ecg_calloc(1, sizeof *edf);
    if (!edf)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    edf->path = path;
    edf->error = error;
    pthread_mutex_lock(&one_reader);
    int code = read_edf(edf);
    pthread_mutex_unlock(&one_reader);
    if (code == 0) {
        take_patient(edf);
        code = ecg_record_finish(edf->record, error);
    }
    if (code < 0)
        ecg_record_destroy(&edf->record);
    *record = edf->record;
    ecg_free(edf);
    return code;
}
