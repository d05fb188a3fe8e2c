/* What a dataset holds, for people and for programs. */
#include "check/dataset.h"
#include "core/string.h"
#include "job/survey.h"
#include "output/json.h"

#include <stdio.h>

/* Images with a file that is gone or of another size than the manifest says. */
struct broken {
    uint64_t n;
    char first[400];
};

static int find_broken(struct broken *broken, struct ecg_dataset *dataset, struct ecg_error *error)
{
    struct ecg_dataset_image image;
    int more, code = ecg_dataset_rewind(dataset, error);
    *broken = (struct broken){ 0 };
    while (code == 0 && (more = ecg_dataset_next(dataset, &image, error)) != 0) {
        code = more < 0 ? more : 0;
        if (code == 0 && !ecg_dataset_is_whole(dataset) && broken->n++ == 0)
            snprintf(broken->first, sizeof broken->first, "%s", image.name);
    }
    return code;
}

static void describe(struct ecg_buffer *out, const struct ecg_survey *survey, int as_json,
    const struct broken *broken)
{
    struct ecg_json json;
    if (!as_json) {
        ecg_survey_print(survey, 1, out);
        return;
    }
    ecg_json_start(&json, out, 1);
    ecg_json_open_object(&json);
    ecg_survey_put(survey, &json);
    ecg_json_key(&json, "broken");
    ecg_json_uint(&json, broken->n);
    ecg_json_close_object(&json);
    ecg_buffer_text(out, "\n");
}

int ecg_is_dataset(const char *path)
{
    return ecg_dataset_is(path);
}

int ecg_inspect_dataset(
    const char *path, int as_json, struct ecg_string *out, struct ecg_error *error)
{
    struct ecg_dataset *dataset = NULL;
    struct ecg_survey *survey = NULL;
    struct ecg_buffer text = { 0 };
    struct broken broken;
    const char *why;
    *out = (struct ecg_string){ 0 };
    int code = ecg_dataset_open(&dataset, path, error);
    if (code == 0)
        code = ecg_survey_make(&survey, dataset, &(struct ecg_survey_params){ 0 }, error);
    if (code == 0)
        code = find_broken(&broken, dataset, error);
    if (code == 0) {
        describe(&text, survey, as_json, &broken);
        code = ecg_string_take(out, &text, error);
    }
    size_t unread = code == 0 ? ecg_survey_unread(survey, &why) : 0;
    if (code == 0 && broken.n)
        code = ecg_fail(error, ECG_E_MISMATCH,
            "%s: files missing or of another size than the manifest says: of %llu images, %s "
            "first",
            path, (unsigned long long)broken.n, broken.first);
    else if (unread)
        code = ecg_fail(error, ECG_E_FORMAT, "%s: unreadable parameters of %zu images, first: %s",
            path, unread, why);
    ecg_survey_destroy(&survey);
    ecg_dataset_close(&dataset);
    ecg_buffer_free(&text);
    return code;
}
