/* What there is: the parameter table and the built-in recipes, as text. */
#include "core/asset.h"
#include "core/string.h"
#include "recipe/recipe_internal.h"

#include <string.h>

static const char *const type_names[] = { "real", "int", "bool", "enum", "text", "color" };

static int is_number(const struct ecg_param *param)
{
    return param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT;
}

/* "0 to 3 mm", "false|true", "text". */
static void print_values(const struct ecg_param *param, struct ecg_buffer *out)
{
    if (is_number(param))
        ecg_buffer_format(out, "%s%g to %g%s%s", param->type == ECG_PARAM_INT ? "whole " : "",
            param->lo, param->hi, *param->unit ? " " : "", param->unit);
    else
        ecg_buffer_text(out, *param->choices ? param->choices : type_names[param->type]);
}

static void print_escaped(const char *text, const char *special, struct ecg_buffer *out)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            ecg_buffer_text(out, "\\");
        ecg_buffer_bytes(out, text, 1);
    }
}

static void print_param_text(const struct ecg_param *param, struct ecg_buffer *out)
{
    ecg_buffer_format(out, "%s = %s  (", param->name, *param->dflt ? param->dflt : "\"\"");
    print_values(param, out);
    ecg_buffer_format(out, ")\n    %s\n", param->doc);
}

static void print_param_markdown(const struct ecg_param *param, struct ecg_buffer *out)
{
    struct ecg_buffer values = { 0 };
    print_values(param, &values);
    ecg_buffer_format(out, "| `%s` | ", param->name);
    print_escaped(values.data ? (const char *)values.data : "", "|", out);
    out->failed |= values.failed;
    ecg_buffer_free(&values);
    ecg_buffer_format(out, " | `%s` | ", *param->dflt ? param->dflt : "\"\"");
    print_escaped(param->doc, "|", out);
    ecg_buffer_text(out, " |\n");
}

static void print_json_text(const char *key, const char *text, struct ecg_buffer *out)
{
    ecg_buffer_format(out, ", \"%s\": \"", key);
    print_escaped(text, "\"\\", out);
    ecg_buffer_text(out, "\"");
}

static void print_param_json(const struct ecg_param *param, struct ecg_buffer *out)
{
    ecg_buffer_format(
        out, "  {\"name\": \"%s\", \"type\": \"%s\"", param->name, type_names[param->type]);
    if (is_number(param)) {
        print_json_text("unit", param->unit, out);
        ecg_buffer_format(out, ", \"lo\": %.15g, \"hi\": %.15g", param->lo, param->hi);
    }
    if (param->type == ECG_PARAM_ENUM)
        print_json_text("choices", param->choices, out);
    print_json_text("default", param->dflt, out);
    print_json_text("doc", param->doc, out);
    ecg_buffer_text(out, "}");
}

static void print_params(const char *filter, enum ecg_list_form form, struct ecg_buffer *out)
{
    int n = 0;
    if (form == ECG_LIST_MARKDOWN)
        ecg_buffer_text(out, "| parameter | values | default | what it is |\n|---|---|---|---|\n");
    if (form == ECG_LIST_JSON)
        ecg_buffer_text(out, "[\n");
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        if (filter && !strstr(param->name, filter))
            continue;
        if (form == ECG_LIST_TEXT)
            print_param_text(param, out);
        if (form == ECG_LIST_MARKDOWN)
            print_param_markdown(param, out);
        if (form == ECG_LIST_JSON) {
            ecg_buffer_text(out, n ? ",\n" : "");
            print_param_json(param, out);
        }
        n++;
    }
    if (form == ECG_LIST_JSON)
        ecg_buffer_text(out, n ? "\n]\n" : "]\n");
}

int ecg_list_params(
    const char *filter, enum ecg_list_form form, struct ecg_string *out, struct ecg_error *error)
{
    struct ecg_buffer buffer = { 0 };
    *out = (struct ecg_string){ 0 };
    print_params(filter, form, &buffer);
    if (buffer.size == 0 && !buffer.failed)
        return ecg_fail(error, ECG_E_ARGUMENT, "%.64s: no parameter's name contains that; %s %s?",
            filter, "did you mean", ecg_params[ecg_param_nearest(filter)].name);
    return ecg_string_take(out, &buffer, error);
}

int ecg_list_recipes(struct ecg_string *out, struct ecg_error *error)
{
    struct ecg_buffer buffer = { 0 };
    *out = (struct ecg_string){ 0 };
    size_t n;
    for (const struct ecg_asset *asset = ecg_assets; asset->name; asset++) {
        const char *stem = ecg_recipe_asset_name(asset->name, &n);
        char name[ECG_RECIPE_NAME_SIZE] = "";
        if (!stem || n >= sizeof name)
            continue;
        memcpy(name, stem, n);
        struct ecg_recipe *recipe;
        int code = ecg_recipe_load(&recipe, name, error);
        if (code < 0) {
            ecg_buffer_free(&buffer);
            return code;
        }
        ecg_buffer_format(&buffer, "%-24s %s\n", name, recipe->about);
        ecg_recipe_destroy(&recipe);
    }
    return ecg_string_take(out, &buffer, error);
}

int ecg_show_recipe(const char *name_or_file, const char *const *sets, size_t n_sets,
    struct ecg_string *out, struct ecg_error *error)
{
    struct ecg_buffer buffer = { 0 };
    struct ecg_recipe *recipe;
    *out = (struct ecg_string){ 0 };
    int code = ecg_recipe_load(&recipe, name_or_file, error);
    for (size_t i = 0; code == 0 && i < n_sets; i++)
        code = ecg_recipe_set(recipe, sets[i], error);
    if (code == 0)
        code = ecg_recipe_print(recipe, &buffer, error);
    ecg_recipe_destroy(&recipe);
    if (code == 0)
        return ecg_string_take(out, &buffer, error);
    ecg_buffer_free(&buffer);
    return code;
}
