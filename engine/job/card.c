#include "job/card.h"

#include "core/file.h"
#include "job/survey.h"
#include "output/json_read.h"

#include <string.h>

/* The text under that key, or NULL. */
static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* May come from anybody's file: only what belongs there. */
static int put_about(struct ecg_json *json, const char *text, struct ecg_error *error)
{
    json_t *about = ecg_json_parse(text, strlen(text));
    const json_t *licence = json_object_get(about, "licence"), *found;
    size_t k;
    if (!json_is_object(about)) {
        json_decref(about);
        return ecg_fail(error, ECG_E_FORMAT, "what a shard is about: expected a JSON object");
    }
    ecg_json_key_string(json, "command", text_of(about, "command"));
    ecg_json_key(json, "licence");
    ecg_json_open_object(json);
    ecg_json_key_string(json, "given", text_of(licence, "given"));
    ecg_json_key(json, "found");
    ecg_json_open_array(json);
    json_array_foreach(json_object_get(licence, "found"), k, found)
    {
        ecg_json_open_object(json);
        ecg_json_key_string(json, "file", text_of(found, "file"));
        ecg_json_key_string(json, "name", text_of(found, "name"));
        ecg_json_key_string(json, "first_line", text_of(found, "first_line"));
        ecg_json_close_object(json);
    }
    ecg_json_close_array(json);
    ecg_json_close_object(json);
    ecg_json_key_int(json, "unreadable_inputs",
        json_integer_value(json_object_get(about, "unreadable_inputs")));
    json_decref(about);
    return 0;
}

static void put_settings(struct ecg_json *json, const struct ecg_settings *is)
{
    ecg_json_key_uint(json, "seed", is->seed);
    ecg_json_key_string(json, "format", is->format);
    ecg_json_key_string(json, "sink", is->sink);
    ecg_json_key_string(json, "truth", is->truth);
    ecg_json_key_string(json, "split", is->split);
    ecg_json_key_string(json, "window", is->window);
    ecg_json_key_bool(json, "anonymized", is->anonymize);
    ecg_json_key(json, "recipe");
    ecg_json_open_object(json);
    ecg_json_key_string(json, "name", is->recipe);
    ecg_json_key_string(json, "text", is->recipe_text);
    ecg_json_close_object(json);
}

static int write_card(
    const struct ecg_card_params *p, const struct ecg_survey *survey, struct ecg_error *error)
{
    struct ecg_buffer path = { 0 }, text = { 0 };
    struct ecg_json json;
    ecg_buffer_format(&path, "%s/dataset.json", p->folder);
    ecg_json_start(&json, &text, 1);
    ecg_json_open_object(&json);
    ecg_json_key_string(&json, "made_by", "ecgpress");
    ecg_json_key_string(&json, "version", p->settings->version);
    int code = put_about(&json, p->about, error);
    put_settings(&json, &p->settings->is);
    ecg_json_key_int(&json, "failed", (int64_t)p->n_failed);
    ecg_survey_put(survey, &json);
    ecg_json_close_object(&json);
    ecg_buffer_text(&text, "\n");
    if (code == 0 && (path.failed || text.failed))
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", p->folder);
    if (code == 0)
        code =
            ecg_file_write_from(p->scratch, (const char *)path.data, text.data, text.size, error);
    ecg_buffer_free(&path);
    ecg_buffer_free(&text);
    return code;
}

int ecg_card_write(const struct ecg_card_params *p, struct ecg_error *error)
{
    struct ecg_dataset *dataset = NULL;
    struct ecg_survey *survey = NULL;
    struct ecg_recipe *recipe = NULL;
    const struct ecg_settings *is = &p->settings->is;
    /* Another version may draw otherwise: then what the images' JSON says counts. */
    int is_ours = strcmp(p->settings->version, ecg_version()) == 0, code = 0;
    if (is_ours)
        code =
            ecg_recipe_read(&recipe, is->recipe, is->recipe_text, strlen(is->recipe_text), error);
    const struct ecg_survey_params params = { .recipe = recipe, .seed = is->seed };
    if (code == 0)
        code = ecg_dataset_open(&dataset, p->folder, error);
    if (code == 0)
        code = ecg_survey_make(&survey, dataset, &params, error);
    if (code == 0)
        code = write_card(p, survey, error);
    ecg_survey_destroy(&survey);
    ecg_dataset_close(&dataset);
    ecg_recipe_destroy(&recipe);
    return code;
}
