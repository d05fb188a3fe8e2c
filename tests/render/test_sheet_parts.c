/* What is said of a square of the picture holds for each of its pixels, and is not said too
 * seldom; and the picture does not show the squares. */
#include "core/alloc.h"
#include "render/mesh_cell.h"
#include "render/sheet_decal.h"
#include "support/check.h"
#include "support/must.h"
#include "support/studio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must_have(size_t count, size_t size)
{
    void *block = ecg_calloc(count, size);
    if (!block)
        exit(1);
    return block;
}

/* What is known of each pixel, one by one. */
struct pixels {
    const struct ecg_work *work;
    int width, height;
    float *page_mm;   /* of the nearest layer */
    uint8_t *layers;  /* whose triangles have the pixel's centre inside */
    uint8_t *decked;  /* a thing is drawn there */
    uint8_t *is_free; /* not all of it is sheet, or a tear is so near that it frays there */
    uint8_t *is_seen; /* from a free pixel, for its shadow */
};

/* Adds to `count` where a pixel's centre lies inside a triangle, and not on its side. */
static void add_triangle(struct pixels *pixels, double corner[3][2], uint8_t *count)
{
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    for (int k = 0; k < 3; k++)
        for (int axis = 0; axis < 2; axis++) {
            low[axis] = fmin(low[axis], corner[k][axis]);
            high[axis] = fmax(high[axis], corner[k][axis]);
        }
    struct ecg_cell_map m = { corner[0][0], corner[0][1], corner[1][0] - corner[0][0],
        corner[1][1] - corner[0][1], corner[2][0] - corner[0][0], corner[2][1] - corner[0][1] };
    int right = (int)fmin(ceil(high[0]), pixels->width);
    int below = (int)fmin(ceil(high[1]), pixels->height);
    for (int y = (int)fmax(floor(low[1]), 0); y < below; y++)
        for (int x = (int)fmax(floor(low[0]), 0); x < right; x++) {
            double u, v, side = 1e-6;
            if (ecg_cell_solve(&m, x + 0.5, y + 0.5, &u, &v) && u > side && v > side &&
                u + v < 1 - side)
                count[y * pixels->width + x]++;
        }
}

static void add_sheet(struct pixels *pixels)
{
    const struct ecg_mesh *mesh = pixels->work->mesh;
    for (int j = 0; j + 1 < mesh->rows; j++)
        for (int i = 0; i + 1 < mesh->columns; i++) {
            const struct ecg_node *a = &mesh->nodes[(size_t)(j * mesh->columns + i)];
            const struct ecg_node *c = a + mesh->columns;
            const struct ecg_node *triangles[2][3] = { { a, a + 1, c + 1 }, { a, c, c + 1 } };
            for (int t = 0; t < 2; t++) {
                double corner[3][2];
                for (int k = 0; k < 3; k++) {
                    corner[k][0] = (double)triangles[t][k]->x_px;
                    corner[k][1] = (double)triangles[t][k]->y_px;
                }
                add_triangle(pixels, corner, pixels->layers);
            }
        }
}

static void add_decal(struct pixels *pixels, const struct ecg_decal *decal)
{
    struct ecg_decal_node nodes[ECG_DECAL_NODES][ECG_DECAL_NODES];
    ecg_decal_place(decal, pixels->work->mesh, nodes);
    for (int k = 0; k < (ECG_DECAL_NODES - 1) * (ECG_DECAL_NODES - 1) * 2; k++) {
        int cell = k / 2, j = cell / (ECG_DECAL_NODES - 1), i = cell % (ECG_DECAL_NODES - 1);
        double corner[3][2];
        memcpy(corner[0], nodes[j + k % 2][i + k % 2].px, sizeof corner[0]);
        memcpy(corner[1], nodes[j][i + 1].px, sizeof corner[1]);
        memcpy(corner[2], nodes[j + 1][i].px, sizeof corner[2]);
        add_triangle(pixels, corner, pixels->decked);
    }
}

/* mm inwards from the nearest outline, as the shader reads it. */
static double outline_mm(const struct ecg_sheet *sheet, const double at_mm[2])
{
    double x = fmin(fmax(at_mm[0] * sheet->px_per_mm - 0.5, 0), sheet->width - 1.0);
    double y = fmin(fmax(at_mm[1] * sheet->px_per_mm - 0.5, 0), sheet->height - 1.0);
    int i = (int)fmin(x, sheet->width - 2.0), j = (int)fmin(y, sheet->height - 2.0);
    const uint8_t *p = sheet->outline + 2 * (j * sheet->width + i), *q = p + 2 * sheet->width;
    double u = x - i, v = y - j;
    double level = (p[0] * (1 - u) + p[2] * u) * (1 - v) + (q[0] * (1 - u) + q[2] * u) * v;
    return (level / 255 - 0.5) * 8;
}

/* By the formulas of shaders/sheet/: sheet.frag's edge_cover() and outline.glsl. */
static int is_free_at(const struct pixels *pixels, int at, double scale_px_mm)
{
    const struct ecg_mesh *mesh = pixels->work->mesh;
    const struct ecg_sheet *sheet = pixels->work->sheet;
    double mm[2];
    if (isnan(pixels->page_mm[2 * at]))
        return 1;
    ecg_print_to_sheet(&mesh->print, (double)pixels->page_mm[2 * at],
        (double)pixels->page_mm[2 * at + 1], &mm[0], &mm[1]);
    double in = fmin(fmin(mm[0], mesh->width_mm - mm[0]), fmin(mm[1], mesh->height_mm - mm[1]));
    if (in * scale_px_mm < 1 && !ecg_mesh_fills_image(mesh))
        return 1;
    if (!sheet->outline)
        return 0;
    double edge = outline_mm(sheet, mm), widest_mm = 0.12 + 0.95;
    return (edge - 0.16 * 0.5) * scale_px_mm + 0.5 < 1 || edge - 0.35 * 0.5 < widest_mm + 0.12;
}

/* As shaders/print/encode.frag looks for the sheet that throws a shadow. */
static void see_from(struct pixels *pixels, int x, int y)
{
    double shadow_px = ecg_parts_shadow_px(pixels->work->mesh);
    for (int k = 1; k <= 2; k++) {
        int from_x = x - (int)(0.5 * shadow_px * k * 0.6);
        int from_y = y - (int)(0.85 * shadow_px * k * 0.6);
        if (from_x >= 0 && from_y >= 0)
            pixels->is_seen[from_y * pixels->width + from_x] = 1;
    }
}

static void look(struct pixels *pixels, const struct ecg_work *work)
{
    const struct ecg_mesh *mesh = work->mesh;
    *pixels = (struct pixels){ .work = work, .width = mesh->width_px, .height = mesh->height_px };
    size_t n = (size_t)pixels->width * (size_t)pixels->height;
    pixels->page_mm = must_have(2 * n, sizeof(float));
    pixels->layers = must_have(n, 1);
    pixels->decked = must_have(n, 1);
    pixels->is_free = must_have(n, 1);
    pixels->is_seen = must_have(n, 1);
    must(ecg_mesh_uv_map(mesh, pixels->page_mm, &error));
    add_sheet(pixels);
    for (int k = 0; k < work->sheet->n_decals; k++)
        add_decal(pixels, &work->sheet->decals[k]);
    double sx, sy;
    ecg_mesh_scale(mesh, mesh->width_mm / 2, mesh->height_mm / 2, &sx, &sy);
    for (int y = 0; y < pixels->height; y++)
        for (int x = 0; x < pixels->width; x++) {
            int at = y * pixels->width + x;
            pixels->is_free[at] = (uint8_t)is_free_at(pixels, at, sqrt(sx * sy));
            if (pixels->is_free[at])
                see_from(pixels, x, y);
        }
}

static void forget(struct pixels *pixels)
{
    ecg_free(pixels->page_mm);
    ecg_free(pixels->layers);
    ecg_free(pixels->decked);
    ecg_free(pixels->is_free);
    ecg_free(pixels->is_seen);
}

/* What a square may at most be said to be. */
static enum ecg_part judge(const struct pixels *pixels, int column, int row)
{
    int left = column * ECG_PART_PX, top = row * ECG_PART_PX, noted = 0, empty = 1, open = 0;
    for (int y = top; y < top + ECG_PART_PX && y < pixels->height; y++)
        for (int x = left; x < left + ECG_PART_PX && x < pixels->width; x++) {
            int at = y * pixels->width + x;
            open |= pixels->layers[at] > 1 || pixels->decked[at] || pixels->is_free[at] ||
                    pixels->is_seen[at];
            empty &= isnan(pixels->page_mm[2 * at]) != 0 && !pixels->decked[at];
            noted |= pixels->work->drawing->is_noted[y * ECG_INK_CELLS / pixels->height]
                                                    [x * ECG_INK_CELLS / pixels->width];
        }
    return empty ? ECG_PART_EMPTY : open ? ECG_PART_OPEN : noted ? ECG_PART_NOTED : ECG_PART_WHOLE;
}

/* Squares by what they are said to be and what they are. */
static void test_squares(const struct ecg_work *work, const char *name)
{
    const struct ecg_parts *parts = &work->parts;
    int found[ECG_PARTS][ECG_PARTS] = { { 0 } }, n = parts->columns * parts->rows;
    struct pixels pixels;
    look(&pixels, work);
    CHECK_INT(parts->columns, (pixels.width + ECG_PART_PX - 1) / ECG_PART_PX);
    CHECK_INT(parts->rows, (pixels.height + ECG_PART_PX - 1) / ECG_PART_PX);
    for (int k = 0; k < n; k++)
        found[parts->part[k]][judge(&pixels, k % parts->columns, k / parts->columns)]++;
    forget(&pixels);
    /* Only "open" may be said of a square that is something better, and of few. */
    int wrong = 0, timid = 0;
    for (int said = 0; said < ECG_PARTS; said++)
        for (int is = 0; is < ECG_PARTS; is++)
            if (said != is)
                *(said == ECG_PART_OPEN ? &timid : &wrong) += found[said][is];
    printf("%-60s wrong %d, timid %d of %d: empty %d, open %d, whole %d, noted %d\n", name, wrong,
        timid, n, found[0][0], found[1][1], found[2][2], found[3][3]);
    if (!CHECK_INT(wrong, 0) || !CHECK(timid * 10 <= n))
        for (int said = 0; said < ECG_PARTS; said++)
            printf("%d is %d %d %d %d\n", said, found[said][0], found[said][1], found[said][2],
                found[said][3]);
}

static struct ecg_image draw(
    struct studio *studio, const struct ecg_work *work, const struct ecg_parts *parts)
{
    struct ecg_image image = { 0 };
    struct ecg_render_job job = ecg_work_job(work);
    job.parts = parts;
    must(ecg_render_frame(studio->renderer, &job, &image, &error));
    return image;
}

static int largest_difference(const struct ecg_image *a, const struct ecg_image *b)
{
    int most = 0;
    for (size_t i = 0; i < (size_t)a->width_px * (size_t)a->height_px * 4; i++)
        most = abs(a->data[i] - b->data[i]) > most ? abs(a->data[i] - b->data[i]) : most;
    return most;
}

/* The long way round, everything being open, gives the same picture but for half floats' rounding;
 * and parts that the renderer finds by itself give the same bytes. */
static void test_picture(struct studio *studio, const struct ecg_work *work)
{
    struct ecg_parts open = work->parts;
    size_t n = (size_t)open.columns * (size_t)open.rows;
    open.part = must_have(n, 1);
    memset(open.part, ECG_PART_OPEN, n);
    struct ecg_image image = draw(studio, work, &work->parts);
    struct ecg_image slow = draw(studio, work, &open), own = draw(studio, work, NULL);
    CHECK(largest_difference(&image, &slow) <= 1);
    CHECK_INT(largest_difference(&image, &own), 0);
    ecg_image_free(&image);
    ecg_image_free(&slow);
    ecg_image_free(&own);
    ecg_free(open.part);
}

/* settings: "a=b c=d", the first the recipe. */
static void test(struct studio *studio, const char *settings)
{
    enum { MOST_SETS = 8 };
    const char *sets[MOST_SETS + 2] = { "output.dpi=90" };
    char list[400];
    snprintf(list, sizeof list, "%s", settings);
    const char *recipe = strtok(list, " ");
    for (int n = 1; n <= MOST_SETS && (sets[n] = strtok(NULL, " ")); n++)
        ;
    for (uint64_t variant = 0; variant < 2; variant++) {
        struct ecg_work *work = studio_work(studio, recipe, sets, 7, variant);
        test_squares(work, settings);
        test_picture(studio, work);
        ecg_work_destroy(&work);
    }
}

int main(int argc, char **argv)
{
    static const char *const cases[] = {
        "kit sheet.paper.texture=0.5",
        "kit sheet.tear.corners=2 sheet.tear.corner_mm=30",
        "kit sheet.tear.slits=8 sheet.tear.holes=8 sheet.cut.strips=1",
        "kit sheet.stuck.tapes=3 sheet.wear.dog_ears=2",
        "kit bend.corner.lift_deg=120 bend.corner.size_mm=150",
        "kit bend.curl.angle_deg=170 bend.curl.cone=1",
        "notes-full sheet.paper.texture=0.5",
        "folded",
        "crumpled",
        "torn",
        "damaged",
        "soaked",
        "0005-photo capture.width_px=900",
        "0003-scan-color capture.scan.dpi=90 capture.scan.skew_deg=3",
    };
    struct studio studio;
    studio_open(&studio);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (argc < 2)
            test(&studio, cases[i]);
    for (int i = 1; i < argc; i++)
        test(&studio, argv[i]);
    studio_close(&studio);
    return check_done();
}
