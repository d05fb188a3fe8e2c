#include "recipe/params.h"

#include "recipe/scene.h"

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
