/* What is drawn does not depend on the compiler: C leaves open in which order a call's arguments
 * are evaluated, and numbers drawn there would come in another order. The sums stand for the
 * vectors, to a hundredth of a millimetre or pixel, so that another libm gives them as well; a
 * change of what is drawn changes them, another compiler must not. */
#include "notes/notes.h"
#include "render/mesh.h"
#include "render/sheet.h"
#include "support/check.h"
#include "support/sheet.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static void add(uint64_t *sum, double value)
{
    *sum = (*sum ^ (uint64_t)llround(100 * value)) * 0x100000001b3u;
}

static uint64_t sum_of(const char *recipe)
{
    struct ecg_record *record = NULL;
    struct ecg_page *page = NULL;
    struct ecg_sheet *sheet = NULL;
    struct ecg_mesh *mesh = NULL;
    uint64_t sum = 0xcbf29ce484222325u;
    for (uint64_t variant = 0; variant < 3; variant++) {
        struct ecg_scene scene = sheet_scene(recipe, variant, NULL);
        CHECK_INT(ecg_record_synthesize(&record, 1, variant, 10, NULL), 0);
        CHECK_INT(ecg_page_build(&page, &scene, record, sheet_fonts(), NULL), 0);
        CHECK_INT(ecg_notes_add(page, &scene, record, sheet_fonts(), NULL), 0);
        CHECK_INT(ecg_sheet_build(&sheet, &scene, page, NULL), 0);
        CHECK_INT(ecg_mesh_build(&mesh, &scene, page->width_mm, page->height_mm, NULL), 0);
        for (size_t i = 0; i < page->n_lines; i++) {
            add(&sum, page->lines[i].x0_mm);
            add(&sum, page->lines[i].y0_mm);
        }
        for (size_t i = 0; i < page->n_fills; i++)
            add(&sum, page->fills[i].corner_mm[0][0]);
        for (size_t i = 0; i < page->n_points; i++)
            add(&sum, isfinite(page->points[i].y_mm) ? page->points[i].y_mm : 0);
        for (int i = 0; sheet && i < sheet->n_decals; i++)
            add(&sum, sheet->decals[i].x_mm + sheet->decals[i].half_u_mm);
        for (int i = 0; i < mesh->columns * mesh->rows; i++)
            add(&sum, (double)mesh->nodes[i].x_px);
        ecg_mesh_destroy(&mesh);
        ecg_sheet_destroy(&sheet);
        ecg_page_destroy(&page);
        ecg_record_destroy(&record);
    }
    return sum;
}

int main(void)
{
    static const struct {
        const char *recipe;
        uint64_t sum;
    } EXPECTED[] = {
        { "notes-full", 0x1c6f42fa6bb9bc2b },
        { "damaged", 0x346d70c4f11b38bd },
        { "kit-all", 0xbaf1e6b74f56c4d2 },
    };
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        uint64_t sum = sum_of(EXPECTED[i].recipe);
        if (!CHECK(sum == EXPECTED[i].sum))
            fprintf(stderr, "%s: 0x%016" PRIx64 "\n", EXPECTED[i].recipe, sum);
    }
    sheet_fonts_close();
    return check_done();
}
