/* A recording handed over in memory. */
#include "record/record.h"
#include "support/check.h"

#include <math.h>

int main(void)
{
    const char *names[] = { "i", "MLII", "v1" };
    double samples[3 * 4] = { 0.1, 0.2, (double)NAN, 0.4, 1, 2, 3, (double)INFINITY, -1, -2, -3,
        -4 };
    struct ecg_record *record = NULL;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_record_from_samples(&record, "my rec/1", 250, 3, names, 4, samples, &error), 0);
    if (!record)
        return check_done();
    CHECK_STR(record->leads[0].name, "I");
    CHECK_STR(record->leads[1].name, "II");
    CHECK_STR(record->leads[2].name, "V1");
    CHECK_NEAR(record->leads[0].samples[3], 0.4, 0);
    CHECK(isnan(record->leads[0].samples[2]));
    CHECK(isnan(record->leads[1].samples[3]));
    CHECK_NEAR(record->leads[2].samples[3], -4, 0);
    for (const char *c = record->id; *c; c++)
        CHECK(*c != '/' && *c != ' ');
    ecg_record_destroy(&record);
    CHECK(!record);
    CHECK_INT(ecg_record_from_samples(&record, "x", (double)NAN, 3, names, 4, samples, &error),
        ECG_E_ARGUMENT);
    CHECK_INT(
        ecg_record_from_samples(&record, "", 250, 3, names, 4, samples, &error), ECG_E_ARGUMENT);
    CHECK_INT(
        ecg_record_from_samples(&record, "x", 250, 3, names, 0, samples, &error), ECG_E_ARGUMENT);
    return check_done();
}
