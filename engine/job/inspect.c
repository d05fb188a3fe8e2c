/* What is in recordings, for people and for programs. */
#include "core/string.h"
#include "output/json.h"
#include "record/find.h"

struct inspection {
    int as_json;
    int n_bad;
    int n_good;
    ecg_report_fn report;
    void *priv;
    struct ecg_buffer out;
};

static void report_bad(struct inspection *inspection, const char *line)
{
    inspection->n_bad++;
    if (inspection->report)
        inspection->report(inspection->priv, line);
}

static void describe(
    struct inspection *inspection, const char *name, const struct ecg_record *record)
{
    struct ecg_buffer *out = &inspection->out;
    if (inspection->as_json) {
        struct ecg_json json;
        ecg_buffer_text(out, inspection->n_good ? ",\n" : "{\n");
        ecg_json_start(&json, out, 0);
        ecg_json_string(&json, name);
        ecg_buffer_text(out, ":");
        out->failed |= ecg_record_describe_json(record, out) < 0;
    } else {
        ecg_buffer_text(out, inspection->n_good ? "\n" : "");
        out->failed |= ecg_record_describe_text(record, out) < 0;
    }
    inspection->n_good++;
}

int ecg_inspect_records(const char *const *paths, size_t n_paths, double fs_hz, int as_json,
    ecg_report_fn report, void *priv, struct ecg_string *out, struct ecg_error *error)
{
    struct inspection inspection = { .as_json = as_json, .report = report, .priv = priv };
    struct ecg_found_list found = { 0 };
    *out = (struct ecg_string){ 0 };
    int code = ecg_find_records(&found, paths, n_paths, error);
    for (size_t i = 0; code == 0 && i < found.n_problems; i++)
        report_bad(&inspection, found.problems[i]);
    for (size_t i = 0; code == 0 && i < found.n; i++) {
        struct ecg_record *record = NULL;
        struct ecg_error bad = { 0 };
        if (ecg_found_read(&record, &found.items[i], fs_hz, &bad) < 0)
            report_bad(&inspection, bad.message);
        else
            describe(&inspection, found.items[i].name, record);
        ecg_record_destroy(&record);
    }
    if (code == 0 && as_json)
        ecg_buffer_text(&inspection.out, inspection.n_good ? "\n}\n" : "{}\n");
    ecg_found_free(&found);
    if (code < 0)
        ecg_buffer_free(&inspection.out);
    else
        code = ecg_string_take(out, &inspection.out, error);
    if (code == 0 && inspection.n_bad)
        code = ecg_fail(error, ECG_E_FORMAT, "%d of %d could not be read", inspection.n_bad,
            inspection.n_bad + inspection.n_good);
    else if (code == 0 && !inspection.n_good)
        code = ecg_fail(error, ECG_E_ARGUMENT, "no recordings there");
    return code;
}
