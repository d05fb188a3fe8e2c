#include "recipe/scene.h"
#include "recipe/value.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t MAX_JSON_BYTES = (size_t)256 << 20;

static void print_value(
    const struct ecg_scene *scene, const struct ecg_param *param, struct ecg_buffer *out)
{
    struct ecg_value value = ecg_value_of(scene, param);
    if (param->type == ECG_PARAM_TEXT) {
        ecg_buffer_quoted(out, value.text);
        return;
    }
    int quoted = param->type == ECG_PARAM_ENUM || param->type == ECG_PARAM_COLOR;
    ecg_buffer_text(out, quoted ? "\"" : "");
    ecg_value_print(&value, param, out);
    ecg_buffer_text(out, quoted ? "\"" : "");
}

void ecg_scene_print_json(const struct ecg_scene *scene, struct ecg_buffer *out)
{
    ecg_buffer_format(out,
        "{\"scene.key\": \"%016" PRIx64 "\", \"scene.seed\": \"%" PRIu64
        "\", \"scene.variant\": \"%" PRIu64 "\", \"scene.recipe\": ",
        scene->key.value, scene->seed, scene->variant);
    ecg_buffer_quoted(out, scene->recipe);
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        ecg_buffer_format(out, ", \"%s\": ", param->name);
        print_value(scene, param, out);
    }
    ecg_buffer_text(out, "}");
}

static int read_u64(
    const char *key, const json_t *json, int base, uint64_t *number, struct ecg_error *error)
{
    const char *text = json_string_value(json);
    const char *digits = base == 16 ? "0123456789abcdef" : "0123456789";
    size_t n = text ? strlen(text) : 0;
    if (n == 0 || n > 20 || strspn(text, digits) != n || (base == 16 && n != 16))
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a text of %s", key,
            base == 16 ? "16 hexadecimal digits" : "decimal digits");
    *number = strtoull(text, NULL, base);
    return 0;
}

static int read_recipe_name(
    struct ecg_scene *scene, const char *key, const json_t *json, struct ecg_error *error)
{
    const char *text = json_string_value(json);
    if (!text || strlen(text) >= sizeof scene->recipe)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a text of at most %zu bytes", key,
            sizeof scene->recipe - 1);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected no control characters", key);
    memset(scene->recipe, 0, sizeof scene->recipe); /* equal scenes are equal bytes */
    strcpy(scene->recipe, text);
    return 0;
}

static int read_number(struct ecg_scene *scene, const struct ecg_param *param, const json_t *json,
    struct ecg_error *error)
{
    double x = json_number_value(json);
    if (!json_is_number(json) || !(x >= param->lo && x <= param->hi) ||
        (param->type == ECG_PARAM_INT && x != floor(x)))
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a %snumber from %g to %g",
            param->name, param->type == ECG_PARAM_INT ? "whole " : "", param->lo, param->hi);
    struct ecg_value value = { .number = x };
    ecg_value_store(&value, param, scene);
    return 0;
}

static int read_value(struct ecg_scene *scene, const struct ecg_param *param, const json_t *json,
    struct ecg_error *error)
{
    if (param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT)
        return read_number(scene, param, json, error);
    if (param->type == ECG_PARAM_BOOL) {
        if (!json_is_boolean(json))
            return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected true or false", param->name);
        struct ecg_value value = { .number = json_is_true(json) };
        ecg_value_store(&value, param, scene);
        return 0;
    }
    const char *text = json_string_value(json);
    if (!text)
        return ecg_fail(error, ECG_E_ARGUMENT, "%s: expected a text", param->name);
    return ecg_scene_put(scene, param, text, error);
}

static int read_member(
    struct ecg_scene *scene, const char *key, const json_t *json, struct ecg_error *error)
{
    if (strcmp(key, "scene.key") == 0)
        return read_u64(key, json, 16, &scene->key.value, error);
    if (strcmp(key, "scene.seed") == 0)
        return read_u64(key, json, 10, &scene->seed, error);
    if (strcmp(key, "scene.variant") == 0)
        return read_u64(key, json, 10, &scene->variant, error);
    if (strcmp(key, "scene.recipe") == 0)
        return read_recipe_name(scene, key, json, error);
    int i = ecg_param_find(key);
    if (i < 0)
        return ecg_fail(error, ECG_E_ARGUMENT, "%.64s: no such parameter; did you mean %s?", key,
            ecg_params[ecg_param_nearest(key)].name);
    return read_value(scene, &ecg_params[i], json, error);
}

int ecg_scene_read_json(
    struct ecg_scene *scene, const char *json, size_t size, struct ecg_error *error)
{
    if (size > MAX_JSON_BYTES)
        return ecg_fail(error, ECG_E_LIMIT, "JSON: larger than %zu bytes", MAX_JSON_BYTES);
    json_error_t at;
    json_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &at);
    if (!root)
        return ecg_fail(error, ECG_E_FORMAT, "JSON line %d: %s", at.line, at.text);
    json_t *object = root, *inner = json_object_get(json_object_get(root, "ecgpress"), "scene");
    if (inner)
        object = inner;
    ecg_scene_defaults(scene);
    int code = 0;
    if (!json_object_get(object, "scene.key"))
        code = ecg_fail(error, ECG_E_FORMAT, "scene.key: missing, expected a scene's JSON");
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) if (code == 0) code =
        read_member(scene, key, value, error);
    json_decref(root);
    return code;
}
