/* Hand-made records with any leads, and pages of them from a recipe and settings. */
#ifndef TESTS_SUPPORT_SHEET_H
#define TESTS_SUPPORT_SHEET_H

#include "page/font.h"
#include "page/page.h"
#include "recipe/recipe.h"
#include "record/record.h"

/* Leads by name ("I II V1"), each with its own sum of sines, within 1.5 mV. */
struct ecg_record *sheet_record(const char *names, double fs_hz, double seconds);
void sheet_record_free(struct ecg_record **record);

/* The defaults, or those of a built-in recipe (NULL: none), under "a=b" settings ended by NULL. A
 * setting that is wrong fails the test. */
struct ecg_scene sheet_scene(const char *recipe, uint64_t variant, ...);

/* The fonts, opened once. */
const struct ecg_fonts *sheet_fonts(void);
void sheet_fonts_close(void);

/* NULL (and the test failed) when it cannot be built. */
struct ecg_page *sheet_page(const struct ecg_scene *scene, const struct ecg_record *record);

#endif
