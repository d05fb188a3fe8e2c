/*
 * What a dataset holds, counted through its manifest: images, recordings, kinds, parts, sizes,
 * bytes, leads, and the values that parameters took. Written as JSON for its card, or for people.
 */
#ifndef JOB_SURVEY_H
#define JOB_SURVEY_H

#include "check/dataset.h"
#include "output/json.h"
#include "recipe/recipe.h"

struct ecg_survey;

struct ecg_survey_params {
    /* Scenes are drawn again from these, as they were drawn when the images were made; NULL: read
     * from the images' JSON. Parameters told are those that the recipe leaves to chance; without
     * it, those that took more than one value. */
    const struct ecg_recipe *recipe;
    uint64_t seed;
    int looks_at_files; /* counts the images that lack a file, or have one of another size */
};

/* Goes through all of the dataset. Errors: as reading it. Without a recipe an image whose JSON
 * cannot be read counts, but its parameters do not; see ecg_survey_unread. */
int ecg_survey_make(struct ecg_survey **survey, struct ecg_dataset *dataset,
    const struct ecg_survey_params *params, struct ecg_error *error);
void ecg_survey_destroy(struct ecg_survey **survey);

size_t ecg_survey_images(const struct ecg_survey *survey);
/* Images without readable parameters, and what is wrong with the first. */
size_t ecg_survey_unread(const struct ecg_survey *survey, const char **why);

/* Images that lack a file, and the first one's name; see looks_at_files. */
uint64_t ecg_survey_broken(const struct ecg_survey *survey, const char **first);

/* The members of an object, which the caller opens and closes: "images", "records", "parts",
 * "kinds", "sizes", "bytes", "lead_names", "parameters", and with looks_at_files "broken". */
void ecg_survey_put(const struct ecg_survey *survey, struct ecg_json *json);
/* For people, some lines; the parameters, a line each, when with_params. */
void ecg_survey_print(const struct ecg_survey *survey, int with_params, struct ecg_buffer *out);

#endif
