#include "support/press.h"

#include "core/alloc.h"
#include "render/mesh_bins.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void must(int code, const struct ecg_error *error)
{
    if (code >= 0)
        return;
    fprintf(stderr, "%s\n", error->message);
    exit(1);
}

void press_open(struct press *press)
{
    struct ecg_error error = { 0 };
    *press = (struct press){ 0 };
    ecg_scene_defaults(&press->scene);
    must(ecg_gpu_open(&press->gpu, NULL, &error), &error);
    must(ecg_renderer_create(&press->renderer, press->gpu, &error), &error);
    must(ecg_drawing_create(&press->drawing, &error), &error);
}

void press_close(struct press *press)
{
    ecg_drawing_destroy(&press->drawing);
    ecg_renderer_destroy(&press->renderer);
    ecg_gpu_close(&press->gpu);
}

struct ecg_image press_draw(
    struct press *press, const struct ecg_page *page, const struct ecg_mesh *mesh)
{
    struct ecg_error error = { 0 };
    must(ecg_drawing_build(press->drawing,
             &(struct ecg_drawing_source){ .page = page, .mesh = mesh, .fonts = press->fonts },
             &error),
        &error);
    return press_draw_again(press, page, mesh);
}

struct ecg_image press_draw_again(
    struct press *press, const struct ecg_page *page, const struct ecg_mesh *mesh)
{
    struct ecg_error error = { 0 };
    struct ecg_image image;
    struct ecg_sheet *sheet;
    struct ecg_light *light;
    must(ecg_sheet_build(&sheet, &press->scene, page, &error), &error);
    must(ecg_light_build(&light, &press->scene, mesh, &error), &error);
    const struct ecg_render_job job = { &press->scene, page, mesh, press->drawing, sheet, light,
        NULL, NULL };
    must(ecg_render_frame(press->renderer, &job, &image, &error), &error);
    ecg_sheet_destroy(&sheet);
    ecg_light_destroy(&light);
    return image;
}

struct ecg_page page_blank(double width_mm, double height_mm)
{
    struct ecg_page page = { .width_mm = width_mm, .height_mm = height_mm };
    for (int k = 0; k < 3; k++)
        page.paper_rgb[k] = 1;
    for (int i = 0; i < ECG_LAYER_COUNT; i++)
        page.ink[i].opacity = 1;
    return page;
}

void page_clear(struct ecg_page *page)
{
    ecg_free(page->lines);
    ecg_free(page->fills);
    ecg_free(page->traces);
    ecg_free(page->points);
    ecg_free(page->texts);
    ecg_free(page->glyphs);
    ecg_free(page->regions);
    ecg_free(page->strings);
    *page = (struct ecg_page){ 0 };
}

void page_add(struct ecg_page *page, struct ecg_line line)
{
    if (ecg_grow(&page->lines, &page->cap_lines, page->n_lines + 1, sizeof line) < 0)
        exit(1);
    line.order = page->n_ordered++;
    page->lines[page->n_lines++] = line;
}

void page_line(struct ecg_page *page, double x0, double y0, double x1, double y1, double width_mm)
{
    page_add(page, (struct ecg_line){ .x0_mm = x0,
                       .y0_mm = y0,
                       .x1_mm = x1,
                       .y1_mm = y1,
                       .width0_mm = (float)width_mm,
                       .width1_mm = (float)width_mm,
                       .alpha = 1,
                       .layer = ECG_LAYER_TRACE });
}

void page_add_quad(struct ecg_page *page, struct ecg_fill fill)
{
    if (ecg_grow(&page->fills, &page->cap_fills, page->n_fills + 1, sizeof fill) < 0)
        exit(1);
    fill.order = page->n_ordered++;
    page->fills[page->n_fills++] = fill;
}

struct ecg_mesh *mesh_of(double width_mm, double height_mm, int columns, int rows, int width_px,
    int height_px, place_fn place)
{
    struct ecg_mesh *mesh = ecg_calloc(1, sizeof *mesh);
    struct ecg_node *nodes = ecg_calloc((size_t)columns * (size_t)rows, sizeof *nodes);
    if (!mesh || !nodes)
        exit(1);
    *mesh = (struct ecg_mesh){
        .columns = columns,
        .rows = rows,
        .width_mm = width_mm,
        .height_mm = height_mm,
        .step_x_mm = width_mm / (columns - 1),
        .step_y_mm = height_mm / (rows - 1),
        .is_affine = columns == 2 && rows == 2,
        .width_px = width_px,
        .height_px = height_px,
        .nodes = nodes,
        .print = { .is_identity = 1, .is_affine = 1, .scale = { 1, 1 } },
    };
    for (int j = 0; j < rows; j++)
        for (int i = 0; i < columns; i++) {
            double x_mm = i * mesh->step_x_mm, y_mm = j * mesh->step_y_mm, x_px, y_px;
            place(x_mm, y_mm, &x_px, &y_px);
            nodes[(size_t)j * (size_t)columns + (size_t)i] = (struct ecg_node){
                .x_px = (float)x_px,
                .y_px = (float)y_px,
                .x_mm = (float)x_mm,
                .y_mm = (float)y_mm,
                .normal = { 0, 0, 1 },
                .occlusion = 1,
            };
        }
    struct ecg_error error = { 0 };
    must(ecg_mesh_bins_make(&mesh->bins, mesh, &error), &error);
    return mesh;
}

struct ecg_mesh *mesh_flat(struct press *press, double width_mm, double height_mm, double dpi)
{
    struct ecg_error error = { 0 };
    struct ecg_mesh *mesh;
    press->scene.output_dpi = dpi;
    must(ecg_mesh_build(&mesh, &press->scene, width_mm, height_mm, &error), &error);
    return mesh;
}

double ink_share(const struct ecg_image *image, int x, int y)
{
    double s =
        image->data[((size_t)y * (size_t)image->width_px + (size_t)x) * (size_t)image->channels] /
        255.0;
    return 1 - (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4));
}
