/* What every target does that makes recipes. */
#ifndef TESTS_FUZZ_CHECK_RECIPE_H
#define TESTS_FUZZ_CHECK_RECIPE_H

#include "recipe/recipe.h"

/* It prints, reads back as the same, and what is drawn from it is within its range. */
void fuzz_check_recipe(const struct ecg_recipe *recipe);

#endif
