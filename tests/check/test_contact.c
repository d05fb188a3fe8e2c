/* Contact sheets: where pictures land, and the truth drawn on them: points, boxes, masks. */
#include "check/picture.h"
#include "core/alloc.h"
#include "core/buffer.h"
#include "core/file.h"
#include "output/png.h"
#include "support/check.h"

#include <string.h>
#include <unistd.h>

enum { WIDTH = 100, HEIGHT = 60, GAP = 8, CELL = 120 };

/* Of a sheet with one picture in its cell. */
enum { LEFT = GAP + (CELL - WIDTH) / 2, TOP = GAP + (CELL - HEIGHT) / 2 };

static void write_png(const char *path, const struct ecg_image *image)
{
    struct ecg_png_params params = { 0 };
    struct ecg_buffer file = { 0 };
    struct ecg_png *png = ecg_png_make();
    CHECK_INT(ecg_png_encode(png, image, &params, &file, NULL), 0);
    CHECK_INT(ecg_file_write(path, file.data, file.size, NULL), 0);
    ecg_png_destroy(&png);
    ecg_buffer_free(&file);
}

/* Two leads, one along row 10 and one along row 30, of which the last sample is hidden; a text
 * around rows 40 to 50. */
static void write_json(void)
{
    static const char json[] =
        "{\"sampling_frequency\":500,\"width\":100,\"height\":60,\"x_grid\":10,\"y_grid\":10,"
        "\"leads\":[{\"lead_name\":\"I\",\"start_sample\":0,\"end_sample\":2,"
        "\"plotted_pixels\":[[10.5,5.5],[10.5,9.5]]},"
        "{\"lead_name\":\"II\",\"start_sample\":0,\"end_sample\":2,"
        "\"plotted_pixels\":[[30.5,5.5],[30.5,9.5]],"
        "\"text_bounding_box\":{\"0\":[40.5,60.5],\"1\":[40.5,80.5],\"2\":[50.5,80.5],"
        "\"3\":[50.5,60.5]}}],\"ecgpress\":{\"image\":\"a.png\",\"layout\":["
        "{\"line_width_mm\":1,\"mm_per_s\":25,\"mm_per_mv\":10,\"x_start_mm\":0,\"baseline_mm\":0,"
        "\"hidden\":[]},"
        "{\"line_width_mm\":1,\"mm_per_s\":25,\"mm_per_mv\":10,\"x_start_mm\":0,\"baseline_mm\":0,"
        "\"hidden\":[[1,2]]}]}}";
    CHECK_INT(ecg_file_write("a.json", json, sizeof json - 1, NULL), 0);
}

/* White; masks: columns of 10 px hold the labels 0 to 9, those of leads in rows from 20 on only.
 */
static void write_images(int with_masks)
{
    struct ecg_image picture = { 0 }, leads = { 0 }, layers = { 0 };
    ecg_image_make(&picture, WIDTH, HEIGHT, 3);
    ecg_image_make(&leads, WIDTH, HEIGHT, 1);
    ecg_image_make(&layers, WIDTH, HEIGHT, 1);
    memset(picture.data, 255, (size_t)WIDTH * HEIGHT * 3);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        layers.data[i] = (uint8_t)(i % WIDTH / 10);
        leads.data[i] = i / WIDTH >= 20 && i % WIDTH < 30 ? layers.data[i] : 0;
    }
    write_png("a.png", &picture);
    unlink("a.mask-leads.png");
    unlink("a.mask-layers.png");
    if (with_masks) {
        write_png("a.mask-leads.png", &leads);
        write_png("a.mask-layers.png", &layers);
    }
    ecg_image_free(&picture);
    ecg_image_free(&leads);
    ecg_image_free(&layers);
}

static struct ecg_image draw(int with_overlay)
{
    static const char *const paths[] = { "a.json" };
    struct ecg_image sheet = { 0 };
    CHECK_INT(ecg_contact_sheet(paths, 1, "sheet.png", 4, CELL, with_overlay, NULL), 0);
    CHECK_INT(ecg_picture_read(&sheet, "sheet.png", NULL), 0);
    CHECK_INT(sheet.width_px, CELL + 2 * GAP);
    CHECK_INT(sheet.height_px, CELL + 2 * GAP);
    return sheet;
}

/* 0xRRGGBB of the picture's pixel in the sheet. */
static unsigned at(const struct ecg_image *sheet, int row, int column)
{
    const uint8_t *p = sheet->data + 3 * ((TOP + row) * sheet->width_px + LEFT + column);
    return (unsigned)(p[0] << 16 | p[1] << 8 | p[2]);
}

static void test_plain(void)
{
    write_images(1);
    struct ecg_image sheet = draw(0);
    CHECK_INT(at(&sheet, -1, 0), 0x606060);
    for (int column = 0; column < WIDTH; column++)
        CHECK_INT(at(&sheet, 10, column), 0xffffff);
    ecg_image_free(&sheet);
}

static void test_points(void)
{
    write_images(0);
    struct ecg_image sheet = draw(1);
    CHECK_INT(at(&sheet, 10, 5), 0xe61e1e);
    CHECK_INT(at(&sheet, 10, 9), 0xe61e1e);
    CHECK_INT(at(&sheet, 30, 5), 0x1e5ae6);
    CHECK_INT(at(&sheet, 30, 9), 0x808080);
    CHECK_INT(at(&sheet, 40, 70), 0x8c5ae6);
    CHECK_INT(at(&sheet, 45, 80), 0x8c5ae6);
    CHECK_INT(at(&sheet, 45, 70), 0xffffff);
    CHECK_INT(at(&sheet, 10, 20), 0xffffff);
    ecg_image_free(&sheet);
}

/* Three fifths of the colour over white. */
static unsigned tinted(unsigned rgb)
{
    unsigned tint = 0;
    for (int shift = 0; shift < 24; shift += 8)
        tint |= ((rgb >> shift & 255) * 60 + 255 * 40) / 100 << shift;
    return tint;
}

static void test_masks(void)
{
    static const unsigned layers[10] = { 0xffffff, 0xffffff, 0xffbe3c, 0xe61e1e, 0x00a0aa,
        0x8c5ae6, 0xf03cc8, 0x0a9628, 0x1e5ae6, 0x965a28 };
    write_images(1);
    struct ecg_image sheet = draw(1);
    for (int label = 0; label < 10; label++)
        CHECK_INT(at(&sheet, 5, 10 * label + 2), tinted(layers[label]));
    /* A lead's ink is in the colour of its points, which lie over it. */
    CHECK_INT(at(&sheet, 25, 2), 0xffffff);
    CHECK_INT(at(&sheet, 25, 12), tinted(0xe61e1e));
    CHECK_INT(at(&sheet, 25, 22), tinted(0x1e5ae6));
    CHECK_INT(at(&sheet, 10, 5), 0xe61e1e);
    CHECK_INT(at(&sheet, 40, 70), 0x8c5ae6);
    ecg_image_free(&sheet);
}

static void test_refused(void)
{
    static const char *const paths[] = { "a.json" };
    struct ecg_image small = { 0 };
    struct ecg_error error = { 0 };
    write_images(1);
    ecg_image_make(&small, 10, 10, 1);
    write_png("a.mask-layers.png", &small);
    CHECK_INT(ecg_contact_sheet(paths, 1, "sheet.png", 4, CELL, 0, &error), 0);
    CHECK_INT(ecg_contact_sheet(paths, 1, "sheet.png", 4, CELL, 1, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "a.json: expected a mask-layers.png of its picture's 100 x 60 px");
    unlink("a.png");
    CHECK_INT(ecg_contact_sheet(paths, 1, "sheet.png", 4, CELL, 1, &error), ECG_E_IO);
    CHECK_HAS(error.message, "a.png: cannot open");
    ecg_image_free(&small);
}

int main(void)
{
    write_json();
    test_plain();
    test_points();
    test_masks();
    test_refused();
    return check_done();
}
