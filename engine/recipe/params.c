#include "recipe/params.h"

#include "recipe/scene.h"

#include <ctype.h>
#include <string.h>

#define AT(field) offsetof(struct ecg_scene, field)
#define ECG_REAL(field, name, unit, lo, hi, dflt, doc)                                            \
    { name, ECG_PARAM_REAL, unit, lo, hi, "", dflt, doc, AT(field) },
#define ECG_INT(field, name, unit, lo, hi, dflt, doc)                                             \
    { name, ECG_PARAM_INT, unit, lo, hi, "", dflt, doc, AT(field) },
#define ECG_BOOL(field, name, dflt, doc)                                                          \
    { name, ECG_PARAM_BOOL, "", 0, 1, "false|true", dflt, doc, AT(field) },
#define ECG_ENUM(field, name, choices, dflt, doc)                                                 \
    { name, ECG_PARAM_ENUM, "", 0, 0, choices, dflt, doc, AT(field) },
#define ECG_TEXT(field, name, dflt, doc)                                                          \
    { name, ECG_PARAM_TEXT, "", 0, 0, "", dflt, doc, AT(field) },
#define ECG_COLOR(field, name, dflt, doc)                                                         \
    { name, ECG_PARAM_COLOR, "", 0, 0, "", dflt, doc, AT(field) },

const struct ecg_param ecg_params[] = {
#include "recipe/params/all.h"
    { 0 },
};

size_t ecg_param_size(const struct ecg_param *param)
{
    switch (param->type) {
    case ECG_PARAM_REAL:
        return sizeof(double);
    case ECG_PARAM_TEXT:
        return ECG_TEXT_SIZE;
    case ECG_PARAM_COLOR:
        return 3 * sizeof(float);
    default:
        return sizeof(int);
    }
}

int ecg_param_count(void)
{
    return (int)(sizeof ecg_params / sizeof ecg_params[0]) - 1;
}

int ecg_param_find(const char *name)
{
    for (int i = 0; i < ecg_param_count(); i++)
        if (strcmp(ecg_params[i].name, name) == 0)
            return i;
    return -1;
}

enum { MAX_NAME = 64 };

static int smallest(int a, int b, int c)
{
    int least = a < b ? a : b;
    return least < c ? least : c;
}

/* Insertions, deletions and replacements that turn one into the other (Levenshtein). */
static int edit_distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    int row[MAX_NAME + 1];
    for (size_t j = 0; j <= n_b; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n_a; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= n_b; j++) {
            int above = row[j];
            row[j] =
                smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1] ? 1 : 0));
            diagonal = above;
        }
    }
    return row[n_b];
}

/* Length of "page.paper_speed_mm_s" without the "_mm_s" that its unit "mm/s" gives it. */
static size_t length_without_unit(const struct ecg_param *param)
{
    char suffix[MAX_NAME] = "_";
    size_t n = 1, length = strlen(param->name);
    for (const char *u = param->unit; *u && n < MAX_NAME - 1; u++)
        suffix[n++] = isalnum((unsigned char)*u) ? (char)tolower((unsigned char)*u) : '_';
    if (n > 1 && length > n && memcmp(param->name + length - n, suffix, n) == 0)
        return length - n;
    return length;
}

/* Distance to the whole name or to its last parts, with or without the unit: who forgets the group
 * or the unit still means this one. Doubled, so that each thing forgotten can cost half a letter.
 */
static int distance_to(const struct ecg_param *param, const char *text, size_t n_text)
{
    size_t length = strlen(param->name), bare = length_without_unit(param);
    int best = 4 * MAX_NAME;
    int forgotten = 0;
    for (const char *part = param->name; part; forgotten++) {
        size_t skipped = (size_t)(part - param->name);
        size_t whole = length - skipped > MAX_NAME ? MAX_NAME : length - skipped;
        size_t short_of_unit = bare > skipped ? bare - skipped : 0;
        int d = 2 * edit_distance(text, n_text, part, whole) + forgotten;
        best = d < best ? d : best;
        if (short_of_unit && short_of_unit < whole) {
            d = 2 * edit_distance(text, n_text, part, short_of_unit) + forgotten + 1;
            best = d < best ? d : best;
        }
        part = strchr(part, '.');
        part = part ? part + 1 : NULL;
    }
    return best;
}

int ecg_param_nearest(const char *name)
{
    size_t n = strnlen(name, MAX_NAME);
    int nearest = 0, least = distance_to(&ecg_params[0], name, n);
    for (int i = 1; i < ecg_param_count(); i++) {
        int d = distance_to(&ecg_params[i], name, n);
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    return nearest;
}

const char *ecg_param_nearest_group(const char *name, size_t *length)
{
    size_t n = strnlen(name, MAX_NAME);
    const char *nearest = ecg_params[0].name;
    int least = 2 * MAX_NAME;
    *length = strcspn(nearest, ".");
    for (const struct ecg_param *param = ecg_params; param->name; param++)
        for (const char *dot = strchr(param->name, '.'); dot; dot = strchr(dot + 1, '.')) {
            size_t group = (size_t)(dot - param->name);
            int d = group <= MAX_NAME ? edit_distance(name, n, param->name, group) : least;
            if (d < least) {
                least = d;
                nearest = param->name;
                *length = group;
            }
        }
    return nearest;
}
