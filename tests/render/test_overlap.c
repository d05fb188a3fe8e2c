/* The edge of a sheet that lies over its own page is mixed with that page, not with the lid that
 * would be seen where there is no sheet. */
#include "support/check.h"
#include "support/press.h"

#include <math.h>
#include <stdio.h>

enum { SIDE_PX = 200, FOLD_MM = 60, SIDE_MM = 80 };

/* Two px a millimetre; what lies right of the fold is turned back over the page, a little askew.
 */
static void fold_over(double x_mm, double y_mm, double *x_px, double *y_px)
{
    double beyond = fmax(x_mm - FOLD_MM, 0);
    *x_px = 20.3 + 2 * (x_mm - 1.9 * beyond + 0.05 * beyond * y_mm / SIDE_MM);
    *y_px = 20.3 + 2 * y_mm;
}

static struct ecg_mesh *folded_mesh(void)
{
    enum { NODES = 41 };
    struct ecg_mesh *mesh = mesh_of(SIDE_MM, SIDE_MM, NODES, NODES, SIDE_PX, SIDE_PX, fold_over);
    for (int k = 0; k < NODES * NODES; k++)
        mesh->nodes[k].depth_mm = k % NODES * SIDE_MM > FOLD_MM * (NODES - 1) ? -1.0f : 0.0f;
    return mesh;
}

/* The darkest pixel of some columns and rows. */
static int darkest(const struct ecg_image *image, int left, int right, int top, int bottom)
{
    int least = 255;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            int level = image->data[4 * (y * image->width_px + x)];
            least = level < least ? level : least;
        }
    return least;
}

int main(void)
{
    struct press press;
    press_open(&press);
    press.scene.sheet_paper_unevenness = 0.001; /* not clean, but as good as */
    struct ecg_page page = page_blank(SIDE_MM, SIDE_MM);
    struct ecg_mesh *mesh = folded_mesh();
    struct ecg_image image = press_draw(&press, &page, mesh);
    /* The fold is at px 140, the sheet's right edge, turned over, at 104 to 106. */
    CHECK(darkest(&image, 90, 120, 40, 160) >= 254);
    /* Beyond its own edges lies the lid. */
    CHECK(darkest(&image, 0, 10, 40, 160) < 240);
    CHECK(darkest(&image, 15, 25, 40, 160) < 240);
    ecg_image_free(&image);
    ecg_mesh_destroy(&mesh);
    page_clear(&page);
    press_close(&press);
    return check_done();
}
