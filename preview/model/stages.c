#include "stages.h"

#include <string.h>

const char *const stages_names[N_STAGES] = { "notes", "sheet", "bend", "light", "capture" };

static size_t size_of(const struct ecg_param *param)
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

static int is_of(const char *name, const char *stage)
{
    size_t n = strlen(stage);
    return strncmp(name, stage, n) == 0 && name[n] == '.';
}

void stages_keep(struct ecg_scene *scene, unsigned stages)
{
    struct ecg_scene plain;
    ecg_scene_defaults(&plain);
    for (const struct ecg_param *param = ecg_params; param->name; param++)
        for (int k = 0; k < N_STAGES; k++)
            if (!(stages >> k & 1) && is_of(param->name, stages_names[k]))
                memcpy((char *)scene + param->offset, (const char *)&plain + param->offset,
                    size_of(param));
}

int stages_parse(const char *text, unsigned *stages, struct ecg_error *error)
{
    *stages = 0;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        unsigned bits = n == 3 && memcmp(text, "all", n) == 0     ? STAGES_ALL
                        : n == 5 && memcmp(text, "print", n) == 0 ? 0
                                                                  : ~0u;
        for (int k = 0; k < N_STAGES; k++)
            if (strlen(stages_names[k]) == n && memcmp(stages_names[k], text, n) == 0)
                bits = 1u << k;
        if (bits == ~0u)
            return ecg_fail(error, ECG_E_ARGUMENT,
                "stages: expected all, print, notes, sheet, bend, light, capture, got \"%.*s\"",
                (int)n, text);
        *stages |= bits;
        text += n;
    }
    return 0;
}
