/* A context, a renderer and hand-made pages, for tests that look at real pixels. */
#ifndef TESTS_SUPPORT_PRESS_H
#define TESTS_SUPPORT_PRESS_H

#include "core/image.h"
#include "gpu/context.h"
#include "page/page.h"
#include "render/renderer.h"

struct press {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_drawing *drawing;
    struct ecg_scene scene;
    const struct ecg_fonts *fonts; /* NULL until a test sets it: pages are drawn without text */
};

/* Exits the program with a line when there is no OpenGL. */
void press_open(struct press *press);
void press_close(struct press *press);

/* Draws through the mesh; exits on failure. The caller frees the image. */
struct ecg_image press_draw(
    struct press *press, const struct ecg_page *page, const struct ecg_mesh *mesh);
/* The same from press->drawing as it is. */
struct ecg_image press_draw_again(
    struct press *press, const struct ecg_page *page, const struct ecg_mesh *mesh);

/* An empty white page with black opaque inks; freed by page_clear. */
struct ecg_page page_blank(double width_mm, double height_mm);
void page_clear(struct ecg_page *page);
/* A solid black line of the trace's ink. */
void page_line(struct ecg_page *page, double x0, double y0, double x1, double y1, double width_mm);
void page_add(struct ecg_page *page, struct ecg_line line);
void page_add_quad(struct ecg_page *page, struct ecg_fill fill);

/* A mesh of columns x rows nodes whose node (x, y) mm lies where `place` says; freed by
 * ecg_mesh_destroy. */
typedef void (*place_fn)(double x_mm, double y_mm, double *x_px, double *y_px);
struct ecg_mesh *mesh_of(double width_mm, double height_mm, int columns, int rows, int width_px,
    int height_px, place_fn place);
struct ecg_mesh *mesh_flat(struct press *press, double width_mm, double height_mm, double dpi);

/* Share of a pixel that is black, 0..1, from its sRGB red value through linear light. */
double ink_share(const struct ecg_image *image, int x, int y);

#endif
