#include "stages.h"

#include <string.h>

const char *const stages_names[N_STAGES] = { "notes", "sheet", "bend", "light", "capture" };

void stages_keep(struct ecg_scene *scene, unsigned stages)
{
    struct ecg_scene plain;
    ecg_scene_defaults(&plain);
    for (int k = 0; k < N_STAGES; k++)
        if (!(stages >> k & 1))
            ecg_scene_copy_group(scene, &plain, stages_names[k]);
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
