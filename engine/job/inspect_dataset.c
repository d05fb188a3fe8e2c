/* What a dataset holds, for people and for programs. */
#include "check/dataset.h"
#include "core/string.h"
#include "job/survey.h"
#include "output/json.h"

static void describe(struct ecg_buffer *out, const struct ecg_survey *survey, int as_json)
{
    struct ecg_json json;
    if (!as_json) {
        ecg_survey_print(survey, 1, out);
        return;
    }
    ecg_json_start(&json, out, 1);
    ecg_json_open_object(&json);
    ecg_survey_put(survey, &json);
    ecg_json_close_object(&json);
    ecg_buffer_text(out, "\n");
}

static int judge(const char *path, const struct ecg_survey *survey, struct ecg_error *error)
{
    const char *first, *why;
    uint64_t broken = ecg_survey_broken(survey, &first);
    size_t unread = ecg_survey_unread(survey, &why);
    if (broken)
        return ecg_fail(error, ECG_E_MISMATCH,
            "%s: files missing or of another size than the manifest says: of %llu images, %s "
            "first",
            path, (unsigned long long)broken, first);
    return unread ? ecg_fail(error, ECG_E_FORMAT,
                        "%s: unreadable parameters of %zu images, first: %s", path, unread, why)
                  : 0;
}

int ecg_is_dataset(const char *path)
{
    return ecg_dataset_is(path);
}

int ecg_inspect_dataset(
    const char *path, int as_json, struct ecg_string *out, struct ecg_error *error)
{
    static const struct ecg_survey_params params = { .looks_at_files = 1 };
    struct ecg_dataset *dataset = NULL;
    struct ecg_survey *survey = NULL;
    struct ecg_buffer text = { 0 };
    *out = (struct ecg_string){ 0 };
    int code = ecg_dataset_open(&dataset, path, error);
    if (code == 0)
        code = ecg_survey_make(&survey, dataset, &params, error);
    if (code == 0) {
        describe(&text, survey, as_json);
        code = ecg_string_take(out, &text, error);
    }
    if (code == 0)
        code = judge(path, survey, error);
    ecg_survey_destroy(&survey);
    ecg_dataset_close(&dataset);
    ecg_buffer_free(&text);
    return code;
}
