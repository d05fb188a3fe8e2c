#include "support/sheet.h"

#include "core/alloc.h"
#include "support/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct ecg_record *sheet_record(const char *names, double fs_hz, double seconds)
{
    struct ecg_record *record = ecg_calloc(1, sizeof *record);
    record->id = ecg_strdup("sheet");
    record->path = ecg_strdup("sheet.hea");
    record->fs_hz = fs_hz;
    record->n_samples = (size_t)llround(seconds * fs_hz);
    record->age_years = -1;
    record->leads = ecg_calloc(ECG_MAX_LEADS, sizeof *record->leads);
    for (const char *name = names; *name;) {
        size_t length = strcspn(name, " ");
        int k = record->n_leads++;
        struct ecg_lead *lead = &record->leads[k];
        snprintf(lead->name, sizeof lead->name, "%.*s", (int)length, name);
        snprintf(lead->units, sizeof lead->units, "mV");
        lead->is_ecg = 1;
        lead->samples = ecg_calloc(record->n_samples, sizeof(double));
        for (size_t i = 0; i < record->n_samples; i++) {
            double t = (double)i / fs_hz;
            lead->samples[i] = 0.9 * sin(7.1 * t + k) + 0.5 * cos((11 + 0.3 * k) * t);
        }
        name += length;
        name += *name == ' ';
    }
    return record;
}

void sheet_record_free(struct ecg_record **record)
{
    ecg_record_destroy(record);
}

struct ecg_scene sheet_scene(const char *recipe, uint64_t variant, ...)
{
    static const char empty[] = "about: nothing but the defaults\n";
    struct ecg_scene scene = { 0 };
    struct ecg_recipe *loaded = NULL;
    struct ecg_error error = { 0 };
    int code = recipe ? ecg_recipe_load(&loaded, recipe, &error)
                      : ecg_recipe_read(&loaded, "empty", empty, sizeof empty - 1, &error);
    va_list settings;
    va_start(settings, variant);
    for (const char *set; code == 0 && (set = va_arg(settings, const char *));)
        code = ecg_recipe_set(loaded, set, &error);
    va_end(settings);
    if (code == 0)
        code = ecg_recipe_draw(loaded, 1, "sheet", variant, &scene, &error);
    if (!CHECK(code == 0))
        fprintf(stderr, "%s\n", error.message);
    ecg_recipe_destroy(&loaded);
    return scene;
}

static struct ecg_fonts *fonts;

const struct ecg_fonts *sheet_fonts(void)
{
    struct ecg_error error = { 0 };
    if (!fonts && !CHECK(ecg_fonts_open(&fonts, &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    return fonts;
}

void sheet_fonts_close(void)
{
    ecg_fonts_close(&fonts);
}

struct ecg_page *sheet_page(const struct ecg_scene *scene, const struct ecg_record *record)
{
    struct ecg_page *page = NULL;
    struct ecg_error error = { 0 };
    if (!CHECK(ecg_page_build(&page, scene, record, sheet_fonts(), &error) == 0))
        fprintf(stderr, "%s\n", error.message);
    return page;
}
