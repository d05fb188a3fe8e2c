#include "recipe/tally.h"

#include "core/alloc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct ecg_tally {
    int n;
    struct ecg_tallied items[];
};

enum { MOST_WORDS = 256, MOST_COLOURS = 64 };

struct ecg_tally *ecg_tally_make(void)
{
    int n = ecg_param_count();
    struct ecg_tally *tally = ecg_calloc(1, sizeof *tally + (size_t)n * sizeof tally->items[0]);
    if (!tally)
        return NULL;
    tally->n = n;
    for (int k = 0; k < n; k++) {
        enum ecg_param_type type = ecg_params[k].type;
        tally->items[k].words.most = type == ECG_PARAM_COLOR ? MOST_COLOURS : MOST_WORDS;
        for (int c = 0; c < 3; c++)
            tally->items[k].numbers[c].is_whole = type == ECG_PARAM_INT || type == ECG_PARAM_COLOR;
    }
    return tally;
}

void ecg_tally_destroy(struct ecg_tally **tally)
{
    if (!*tally)
        return;
    for (int k = 0; k < (*tally)->n; k++)
        ecg_counts_free(&(*tally)->items[k].words);
    ecg_free(*tally);
    *tally = NULL;
}

static int add_word(
    struct ecg_tallied *item, const struct ecg_scene *scene, const struct ecg_param *param)
{
    struct ecg_buffer text = { 0 };
    ecg_scene_get(scene, param, &text);
    int code = text.failed
                   ? ECG_E_MEMORY
                   : ecg_counts_add(&item->words, text.size ? (const char *)text.data : "", 0);
    ecg_buffer_free(&text);
    return code;
}

int ecg_tally_add(struct ecg_tally *tally, const struct ecg_scene *scene)
{
    int code = 0;
    for (int k = 0; k < tally->n && code == 0; k++) {
        const struct ecg_param *param = &ecg_params[k];
        const char *at = (const char *)scene + param->offset;
        struct ecg_tallied *item = &tally->items[k];
        double real;
        int whole;
        float rgb[3];
        switch (param->type) {
        case ECG_PARAM_REAL:
            memcpy(&real, at, sizeof real);
            ecg_histogram_add(&item->numbers[0], real);
            break;
        case ECG_PARAM_INT:
            memcpy(&whole, at, sizeof whole);
            ecg_histogram_add(&item->numbers[0], whole);
            break;
        case ECG_PARAM_COLOR:
            memcpy(rgb, at, sizeof rgb);
            for (int c = 0; c < 3; c++)
                ecg_histogram_add(&item->numbers[c], round(255 * (double)rgb[c]));
            code = add_word(item, scene, param);
            break;
        default:
            code = add_word(item, scene, param);
        }
    }
    return code;
}

const struct ecg_tallied *ecg_tally_of(const struct ecg_tally *tally, int param)
{
    return &tally->items[param];
}

int ecg_tally_varies(const struct ecg_tally *tally, int param)
{
    const struct ecg_tallied *item = &tally->items[param];
    return item->words.n > 1 || item->numbers[0].n_values > 1 || item->numbers[1].n_values > 1 ||
           item->numbers[2].n_values > 1;
}
