/* What it takes to draw a recipe's pictures, for tests that look at them or at what they are made
 * of. All of it exits the program with a line on failure. */
#ifndef TESTS_SUPPORT_STUDIO_H
#define TESTS_SUPPORT_STUDIO_H

#include "gpu/context.h"
#include "job/work.h"
#include "record/record.h"

struct studio {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_fonts *fonts;
    struct ecg_record *record;
};

/* The software renderer, and a built-in recording of 12 leads. */
void studio_open(struct studio *studio);
void studio_close(struct studio *studio);

/* What the recipe draws with these settings ("path=value", NULL at the end). */
void studio_scene(const struct studio *studio, const char *recipe, const char *const *sets,
    uint64_t seed, uint64_t variant, struct ecg_scene *scene);
/* The same made ready to be drawn; ecg_work_destroy. */
struct ecg_work *studio_work(const struct studio *studio, const char *recipe,
    const char *const *sets, uint64_t seed, uint64_t variant);

#endif
