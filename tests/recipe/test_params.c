/* The parameter table keeps its own rules, and names are guessed as a reader would. */
#include "recipe/distribution.h"
#include "recipe/scene.h"
#include "support/check.h"

#include <ctype.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ECG_REAL(field, name, unit, lo, hi, dflt, doc) #field,
#define ECG_INT(field, name, unit, lo, hi, dflt, doc) #field,
#define ECG_BOOL(field, name, dflt, doc) #field,
#define ECG_ENUM(field, name, choices, dflt, doc) #field,
#define ECG_TEXT(field, name, dflt, doc) #field,
#define ECG_COLOR(field, name, dflt, doc) #field,
static const char *const fields[] = {
#include "recipe/params/all.h"
};

/* Says which parameter a check that failed was about. */
static void check_param(bool ok, const struct ecg_param *param, const char *what)
{
    char text[640];
    snprintf(text, sizeof text, "%s: %s", param->name, what);
    check_that(ok, text, __FILE__, __LINE__);
}

static bool is_dotted_lower_case(const char *name)
{
    if (!islower((unsigned char)*name) || !strchr(name, '.'))
        return false;
    for (const char *c = name; *c; c++) {
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_' && *c != '.')
            return false;
        if ((*c == '.' || *c == '_') && !isalnum((unsigned char)c[1]))
            return false;
    }
    return true;
}

static void test_names(void)
{
    CHECK_INT(sizeof fields / sizeof fields[0], ecg_param_count());
    for (int i = 0; i < ecg_param_count(); i++) {
        const struct ecg_param *param = &ecg_params[i];
        check_param(is_dotted_lower_case(param->name), param, "dotted lower case");
        check_param(strlen(param->name) < 64, param, "under 64 bytes");
        char field[64] = "";
        for (size_t k = 0; param->name[k] && k < sizeof field - 1; k++)
            field[k] = param->name[k] == '.' ? '_' : param->name[k];
        check_param(strcmp(field, fields[i]) == 0, param, "field is the name, '.' being '_'");
        check_param(ecg_param_find(param->name) == i, param, "only one of that name");
        static const char *const reserved[] = { "base.", "mix.", "about.", "name.", "weight.",
            "scene.", "recipe." };
        for (size_t k = 0; k < sizeof reserved / sizeof reserved[0]; k++)
            check_param(strncmp(param->name, reserved[k], strlen(reserved[k])) != 0, param,
                "does not begin with a reserved word");
        /* Else a nested map could not say whether the value or the group is meant. */
        size_t n = strlen(param->name);
        for (int k = 0; k < ecg_param_count(); k++)
            check_param(
                strncmp(ecg_params[k].name, param->name, n) != 0 || ecg_params[k].name[n] != '.',
                param, "not the name of a group too");
    }
}

static void test_docs_and_ranges(void)
{
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        size_t n = strlen(param->doc);
        check_param(n >= 8 && n < 200, param, "doc of 8 to 200 bytes");
        check_param(n && param->doc[n - 1] != '.' && !strchr(param->doc, '\n'), param,
            "doc is a line without a full stop");
        if (param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT)
            check_param(param->lo < param->hi && isfinite(param->lo) && isfinite(param->hi), param,
                "range");
        if (param->type == ECG_PARAM_INT)
            check_param(param->lo >= INT_MIN && param->hi <= INT_MAX &&
                            param->lo == floor(param->lo) && param->hi == floor(param->hi),
                param, "range of whole ints");
        if (param->type == ECG_PARAM_ENUM)
            check_param(strchr(param->choices, '|') && !strstr(param->choices, "||"), param,
                "two choices or more");
        for (const char *c = param->choices; param->type == ECG_PARAM_ENUM && *c; c++)
            check_param(isalnum((unsigned char)*c) || strchr("_-+|.", *c), param,
                "choices that need no quotes");
    }
}

static const struct {
    const char *unit, *ending;
} units[] = {
    { "mm", "_mm" },
    { "mm/s", "_mm_s" },
    { "mm/mV", "_mm_mv" },
    { "mV", "_mv" },
    { "s", "_s" },
    { "ms", "_ms" },
    { "Hz", "_hz" },
    { "deg", "_deg" },
    { "px", "_px" },
    { "px/inch", "dpi" },
    { "px/inch", "ppi" },
    { "K", "_k" },
    { "um", "_um" },
    { "cm", "_cm" },
    { "m", "_m" },
};

static bool ends_with(const char *text, const char *ending)
{
    size_t n = strlen(text), m = strlen(ending);
    return n >= m && strcmp(text + n - m, ending) == 0;
}

/* The unit that the name's longest known ending stands for, "" for none. */
static const char *unit_of_name(const char *name)
{
    const char *unit = "";
    size_t longest = 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (ends_with(name, units[i].ending) && strlen(units[i].ending) > longest) {
            longest = strlen(units[i].ending);
            unit = units[i].unit;
        }
    return unit;
}

static void test_units(void)
{
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        if (param->type != ECG_PARAM_REAL && param->type != ECG_PARAM_INT)
            continue;
        const char *named = unit_of_name(param->name);
        char what[64];
        snprintf(what, sizeof what, "unit \"%s\" goes with the name's end", param->unit);
        bool known = false;
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
            known |= strcmp(units[i].unit, param->unit) == 0;
        check_param(known ? strcmp(named, param->unit) == 0 : !*named, param, what);
    }
}

static void test_defaults(void)
{
    struct ecg_scene scene, again;
    ecg_scene_defaults(&scene);
    for (int i = 0; i < ecg_param_count(); i++) {
        const struct ecg_param *param = &ecg_params[i];
        struct ecg_error error = { 0 };
        struct ecg_dist *dist;
        int code = ecg_dist_parse(&dist, param, param->dflt, &error);
        check_param(code == 0, param, error.message);
        if (code < 0)
            continue;
        check_param(ecg_dist_is_constant(dist), param, "default is a constant");
        ecg_dist_unref(&dist);
        struct ecg_buffer text = { 0 };
        ecg_scene_get(&scene, param, &text);
        again = scene;
        code = ecg_scene_put(&again, param, text.data ? (const char *)text.data : "", &error);
        check_param(code == 0 && memcmp(&scene, &again, sizeof scene) == 0, param,
            "value survives being text");
        ecg_buffer_free(&text);
    }
}

static const char *nearest(const char *name)
{
    return ecg_params[ecg_param_nearest(name)].name;
}

static void test_nearest(void)
{
    CHECK_STR(nearest("output.dip"), "output.dpi");
    CHECK_STR(nearest("dpi"), "output.dpi");
    CHECK_STR(nearest("page.papr_speed"), "page.paper_speed_mm_s");
    CHECK_STR(nearest("paper_speed"), "page.paper_speed_mm_s");
    CHECK_STR(nearest("page.gird.kind"), "page.grid.kind");
    CHECK_STR(nearest("grid.kind"), "page.grid.kind");
    CHECK_STR(nearest("page.layuot"), "page.layout");
    CHECK_STR(nearest("trace.width"), "page.trace.width_mm");
    for (const struct ecg_param *param = ecg_params; param->name; param++)
        check_param(strcmp(nearest(param->name), param->name) == 0, param, "nearest to itself");
    char longer[5000];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = 0;
    CHECK(ecg_param_nearest(longer) >= 0);
    CHECK(ecg_param_nearest("") >= 0);
}

static void test_list(void)
{
    struct ecg_string out;
    struct ecg_error error;
    CHECK_INT(ecg_list_params("output.dpi", ECG_LIST_TEXT, &out, &error), 0);
    CHECK_HAS(out.data, "output.dpi = 200  (50 to 1200 px/inch)\n    Pixels per inch");
    ecg_string_free(&out);
    CHECK_INT(ecg_list_params(NULL, ECG_LIST_MARKDOWN, &out, &error), 0);
    CHECK_HAS(out.data, "| `output.dpi` | 50 to 1200 px/inch | `200` | Pixels per inch");
    ecg_string_free(&out);
    CHECK_INT(ecg_list_params(NULL, ECG_LIST_JSON, &out, &error), 0);
    json_t *list = json_loads(out.data, 0, NULL);
    CHECK_INT(json_array_size(list), ecg_param_count());
    for (int i = 0; i < ecg_param_count(); i++)
        CHECK_STR(json_string_value(json_object_get(json_array_get(list, (size_t)i), "name")),
            ecg_params[i].name);
    json_decref(list);
    ecg_string_free(&out);
    CHECK_INT(ecg_list_params("output.dip", ECG_LIST_TEXT, &out, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, "did you mean output.dpi?");
    CHECK_INT(ecg_list_recipes(&out, &error), 0);
    CHECK_HAS(out.data, "kit ");
    ecg_string_free(&out);
    static const char *const sets[] = { "output.dpi=uniform(100,200)" };
    CHECK_INT(ecg_show_recipe("kit", sets, 1, &out, &error), 0);
    CHECK_HAS(out.data, "output:\n  dpi: uniform(100, 200)\n");
    ecg_string_free(&out);
}

int main(void)
{
    test_names();
    test_docs_and_ranges();
    test_units();
    test_defaults();
    test_nearest();
    test_list();
    return check_done();
}
