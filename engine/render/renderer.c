#include "render/renderer.h"

#include "core/alloc.h"
#include "gpu/pass.h"
#include "gpu/readback.h"
#include "render/capture.h"
#include "render/compose.h"
#include "render/frame.h"
#include "render/mesh_upload.h"
#include "render/place_pass.h"
#include "render/print.h"
#include "render/sheet_pass.h"

enum { TILE_PX = 4096, SMALLEST_TILE_PX = 64 };

struct ecg_renderer {
    struct ecg_gpu *gpu;
    int tile_px;
    struct ecg_readback *readback;
    struct ecg_print_pass *print;
    struct ecg_sheet_pass *sheet;
    struct ecg_capture_pass *capture;
    const struct ecg_light *light;    /* of the picture */
    struct ecg_readback *coverage[2]; /* of print, of notes */
    int is_mask;                      /* ink only, and no paper */
    int is_clean;                     /* the picture's sheet is as it was printed */
    int is_screen;                 /* the picture is of a screen, which the capture pass holds */
    int apron_px;                  /* how far round a pixel the passes look */
    const struct ecg_parts *parts; /* of the picture, where its sheet is not clean; else NULL */
    struct ecg_parts own_parts;    /* of a picture that came without */
    struct ecg_part_boxes boxes;   /* of the tile */
    struct ecg_mesh_upload mesh;
    struct ecg_frame frame; /* its targets are kept from picture to picture */
    /* A picture drawn in steps: which one is next. First n_gathers tiles whose ink left its place,
     * then each part of each of the tiles. */
    struct ecg_shown *shown; /* NULL: there is none */
    int step, n_gathers, n_tiles;
};

int ecg_renderer_create(struct ecg_renderer **out, struct ecg_gpu *gpu, struct ecg_error *error)
{
    struct ecg_renderer *renderer = *out = ecg_calloc(1, sizeof *renderer);
    if (!renderer)
        return ecg_fail(error, ECG_E_MEMORY, "renderer: out of memory");
    renderer->gpu = gpu;
    renderer->frame.gpu = gpu;
    ecg_renderer_set_tile(renderer, TILE_PX);
    glCreateVertexArrays(1, &renderer->frame.empty_vao);
    int code = 0;
    if (ecg_gpu_passes(gpu) == ECG_PASS_AUTO)
        code = ecg_pass_choose(gpu, ECG_PASS_AUTO, error);
    if (code == 0)
        code = ecg_readback_make(&renderer->readback, gpu, ECG_READBACK_AUTO, error);
    for (int k = 0; code == 0 && k < 2; k++)
        code = ecg_readback_make(&renderer->coverage[k], gpu, ECG_READBACK_DIRECT, error);
    if (code == 0)
        code = ecg_print_create(&renderer->print, gpu, error);
    if (code == 0)
        code = ecg_sheet_pass_create(&renderer->sheet, gpu, error);
    if (code == 0)
        code = ecg_capture_create(&renderer->capture, gpu, error);
    if (code < 0)
        ecg_renderer_destroy(out);
    return code;
}

void ecg_renderer_destroy(struct ecg_renderer **out)
{
    struct ecg_renderer *renderer = *out;
    if (!renderer)
        return;
    struct ecg_frame *frame = &renderer->frame;
    struct ecg_target *targets[] = { &frame->print, &frame->notes, &frame->stuck, &frame->linear,
        &frame->place, &frame->output };
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        ecg_target_free(targets[i]);
    for (int k = 0; k < 2; k++)
        ecg_readback_destroy(&renderer->coverage[k]);
    glDeleteVertexArrays(1, &frame->empty_vao);
    ecg_mesh_upload_free(&renderer->mesh);
    ecg_part_boxes_free(&renderer->boxes);
    ecg_parts_free(&renderer->own_parts);
    ecg_print_destroy(&renderer->print);
    ecg_sheet_pass_destroy(&renderer->sheet);
    ecg_capture_destroy(&renderer->capture);
    ecg_readback_destroy(&renderer->readback);
    ecg_free(renderer);
    *out = NULL;
}

void ecg_renderer_set_tile(struct ecg_renderer *renderer, int side_px)
{
    int largest = ecg_gpu_max_size_px(renderer->gpu);
    int side = side_px > SMALLEST_TILE_PX ? side_px : SMALLEST_TILE_PX;
    renderer->tile_px = side < largest ? side : largest;
}

/* A tile's place in the image. */
struct tile {
    int x_px, y_px, width_px, height_px;
};

static void place_tile(struct ecg_frame *frame, const struct tile *tile)
{
    frame->x_px = tile->x_px;
    frame->y_px = tile->y_px;
    frame->width_px = tile->width_px;
    frame->height_px = tile->height_px;
    frame->picture = &frame->output;
    frame->is_ink_done = 0;
    frame->has_place = 0;
}

static int print_tile(
    struct ecg_renderer *renderer, const struct tile *tile, struct ecg_error *error)
{
    struct ecg_frame *frame = &renderer->frame;
    struct ecg_timers *timers = ecg_gpu_timers(renderer->gpu);
    int code = 0;
    place_tile(frame, tile);
    if (ecg_print_needs_place(frame))
        code = ecg_place_run(frame, error);
    if (code < 0)
        return code;
    ecg_timers_begin(timers, "print");
    code = ecg_print_run(renderer->print, frame, error);
    ecg_timers_end(timers);
    return code;
}

/* Draws the page on the screen that is then photographed. */
static int show_on_screen(
    struct ecg_renderer *renderer, const struct ecg_mesh *on_screen, struct ecg_error *error)
{
    struct ecg_frame *frame = &renderer->frame;
    const struct ecg_mesh *seen = frame->mesh;
    frame->mesh = on_screen;
    int code = print_tile(
        renderer, &(struct tile){ 0, 0, on_screen->width_px, on_screen->height_px }, error);
    if (code == 0)
        code = ecg_capture_show(renderer->capture, frame, error);
    frame->mesh = seen;
    return code;
}

/* What a sheet that is not clean needs. */
static int upload_sheet(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error)
{
    int code = 0;
    renderer->parts = job->parts;
    if (!job->parts) {
        code = ecg_parts_build(&renderer->own_parts, job->mesh, job->sheet, job->drawing, error);
        renderer->parts = &renderer->own_parts;
    }
    if (code < 0)
        return code;
    return ecg_sheet_pass_upload(renderer->sheet, &renderer->frame, job->sheet, job->light, error);
}

/* What the passes need that was made elsewhere: nodes, ink, fields. */
static int upload(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error)
{
    struct ecg_frame *frame = &renderer->frame;
    /* Of a screen's picture the page alone is drawn with a mesh: the one on the screen. */
    int code =
        ecg_mesh_upload(&renderer->mesh, renderer->is_screen ? job->on_screen : job->mesh, error);
    frame->mesh_vao = renderer->mesh.vao;
    frame->mesh_indices = renderer->mesh.n_indices;
    if (code == 0)
        code = ecg_print_upload(renderer->print, job->drawing, error);
    if (code == 0 && !renderer->is_mask && !renderer->is_screen && !renderer->is_clean)
        code = upload_sheet(renderer, job, error);
    return code;
}

static int apron_of(const struct ecg_renderer *renderer, const struct ecg_render_job *job)
{
    if (renderer->is_mask || renderer->is_clean)
        return 0;
    int apron = job->scene->capture_kind == ECG_CAPTURE_NONE
                    ? ecg_parts_reach_px(job->mesh)
                    : ecg_capture_apron_px(job->scene, job->mesh, job->light);
    apron += ECG_SHEET_REACH_PX;
    return (apron + ECG_TILE_STEP_PX - 1) / ECG_TILE_STEP_PX * ECG_TILE_STEP_PX;
}

static int start_picture(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error)
{
    struct ecg_frame *frame = &renderer->frame;
    struct ecg_timers *timers = ecg_gpu_timers(renderer->gpu);
    frame->scene = job->scene;
    frame->page = job->page;
    frame->mesh = job->mesh;
    frame->drawing = job->drawing;
    frame->is_flat = ecg_mesh_fills_image(job->mesh);
    frame->boxes = &renderer->boxes;
    renderer->light = job->light;
    renderer->is_screen = !renderer->is_mask && job->scene->capture_kind == ECG_CAPTURE_SCREEN;
    renderer->is_clean = !renderer->is_mask && job->scene->capture_kind == ECG_CAPTURE_NONE &&
                         !ecg_sheet_pass_is_needed(job->scene, job->sheet, job->light);
    renderer->apron_px = apron_of(renderer, job);
    if (renderer->is_screen && !job->on_screen)
        return ecg_fail(error, ECG_E_ARGUMENT, "renderer: expected on_screen");
    if (renderer->is_screen || renderer->is_clean)
        ecg_target_unused(&frame->place);
    ecg_timers_begin(timers, "upload");
    int code = upload(renderer, job, error);
    ecg_timers_end(timers);
    return code == 0 && renderer->is_screen ? show_on_screen(renderer, job->on_screen, error)
                                            : code;
}

static int draw_sheet(
    struct ecg_renderer *renderer, const struct tile *tile, struct ecg_error *error)
{
    const int box_px[4] = { tile->x_px, tile->y_px, tile->width_px, tile->height_px };
    int code = ecg_part_boxes_place(&renderer->boxes, renderer->parts, box_px, error);
    return code < 0 ? code : ecg_sheet_pass_run(renderer->sheet, &renderer->frame, error);
}

/* The passes over one tile, in three parts; after the last one frame->picture holds it. */
enum part { PART_PRINT, PART_SHEET, PART_CAPTURE, PARTS };

static int draw_part(struct ecg_renderer *renderer, const struct tile *tile, enum part part,
    struct ecg_error *error)
{
    struct ecg_frame *frame = &renderer->frame;
    struct ecg_timers *timers = ecg_gpu_timers(renderer->gpu);
    if (part == PART_PRINT && !renderer->is_screen)
        return print_tile(renderer, tile, error);
    if (part == PART_SHEET && !renderer->is_screen && !renderer->is_clean)
        return draw_sheet(renderer, tile, error);
    if (part != PART_CAPTURE)
        return 0;
    if (renderer->is_screen)
        place_tile(frame, tile);
    if (frame->scene->capture_kind != ECG_CAPTURE_NONE)
        return ecg_capture_run(
            renderer->capture, frame, renderer->is_screen ? NULL : renderer->light, error);
    ecg_timers_begin(timers, "compose");
    int code =
        renderer->is_clean ? ecg_compose_flat(frame, error) : ecg_compose_encode(frame, error);
    ecg_timers_end(timers);
    return code;
}

static int draw_tile(
    struct ecg_renderer *renderer, const struct tile *tile, struct ecg_error *error)
{
    int code = 0;
    for (int part = 0; code == 0 && part < PARTS; part++)
        code = draw_part(renderer, tile, (enum part)part, error);
    return code;
}

/* The side of tiles of equal size that make up a picture's side, none larger than the largest. */
static int even_tile(int side_px, int largest_px)
{
    int count = (side_px + largest_px - 1) / largest_px;
    int side = (side_px + count - 1) / count;
    return (side + ECG_TILE_STEP_PX - 1) / ECG_TILE_STEP_PX * ECG_TILE_STEP_PX;
}

/* The largest tile that, with its apron, is within the limit; a picture within it needs none. */
static int tile_side(const struct ecg_renderer *renderer, int side_px)
{
    int inner = renderer->tile_px - 2 * renderer->apron_px;
    if (side_px <= renderer->tile_px)
        return renderer->tile_px;
    return inner > SMALLEST_TILE_PX ? inner : SMALLEST_TILE_PX;
}

/* The k-th of the picture's tiles, row by row; 0 when there is no k-th. */
static int tile_of(const struct ecg_renderer *renderer, int k, struct tile *tile)
{
    const struct ecg_mesh *mesh = renderer->frame.mesh;
    int side_x = even_tile(mesh->width_px, tile_side(renderer, mesh->width_px));
    int side_y = even_tile(mesh->height_px, tile_side(renderer, mesh->height_px));
    int columns = (mesh->width_px + side_x - 1) / side_x;
    tile->x_px = k % columns * side_x;
    tile->y_px = k / columns * side_y;
    int right = mesh->width_px - tile->x_px, below = mesh->height_px - tile->y_px;
    tile->width_px = right < side_x ? right : side_x;
    tile->height_px = below < side_y ? below : side_y;
    return below > 0;
}

/* A tile and its apron, as far as the picture goes. */
static struct tile with_apron(const struct ecg_renderer *renderer, const struct tile *tile)
{
    const struct ecg_mesh *mesh = renderer->frame.mesh;
    int apron = renderer->apron_px;
    int left = tile->x_px < apron ? tile->x_px : apron;
    int above = tile->y_px < apron ? tile->y_px : apron;
    int right = mesh->width_px - tile->x_px - tile->width_px;
    int below = mesh->height_px - tile->y_px - tile->height_px;
    return (struct tile){ tile->x_px - left, tile->y_px - above,
        tile->width_px + left + (right < apron ? right : apron),
        tile->height_px + above + (below < apron ? below : apron) };
}

static int draw_and_read(
    struct ecg_renderer *renderer, const struct tile *tile, struct ecg_error *error)
{
    struct tile drawn = with_apron(renderer, tile);
    int code = draw_tile(renderer, &drawn, error);
    if (code < 0)
        return code;
    struct ecg_readback_box box = { tile->x_px - drawn.x_px, tile->y_px - drawn.y_px,
        tile->width_px, tile->height_px };
    struct ecg_timers *timers = ecg_gpu_timers(renderer->gpu);
    ecg_timers_begin(timers, "readback");
    code = ecg_readback_copy(
        renderer->readback, renderer->frame.picture, &box, tile->x_px, tile->y_px, error);
    ecg_timers_end(timers);
    return code;
}

/* Whether ink left its place and crosses the borders of tiles: every tile is then printed twice.
 */
static int is_gathered(const struct ecg_renderer *renderer)
{
    struct tile second;
    return !renderer->is_mask && !renderer->is_clean && !renderer->is_screen &&
           tile_of(renderer, 1, &second) &&
           ecg_sheet_pass_has_dye(renderer->sheet, &renderer->frame);
}

static int gather_tile(
    struct ecg_renderer *renderer, const struct tile *tile, struct ecg_error *error)
{
    int code = print_tile(renderer, tile, error);
    return code < 0 ? code : ecg_sheet_pass_gather_dye(renderer->sheet, &renderer->frame, error);
}

static int draw_tiles(struct ecg_renderer *renderer, struct ecg_error *error)
{
    struct tile tile;
    int code = 0, gathers = is_gathered(renderer);
    for (int k = 0; code == 0 && gathers && tile_of(renderer, k, &tile); k++)
        code = gather_tile(renderer, &tile, error);
    for (int k = 0; code == 0 && tile_of(renderer, k, &tile); k++)
        code = draw_and_read(renderer, &tile, error);
    return code;
}

static int draw_picture(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error)
{
    int code = start_picture(renderer, job, error);
    if (code == 0)
        code = draw_tiles(renderer, error);
    ecg_print_done(renderer->print);
    return code;
}

int ecg_renderer_submit(
    struct ecg_renderer *renderer, const struct ecg_render_job *job, struct ecg_error *error)
{
    renderer->is_mask = 0;
    if (ecg_readback_pending(renderer->readback) == ecg_readback_depth(renderer->readback))
        return ecg_fail(error, ECG_E_ARGUMENT, "renderer: expected a fetch before this submit");
    int code = ecg_readback_begin(
        renderer->readback, job->mesh->width_px, job->mesh->height_px, 4, error);
    if (code < 0)
        return code;
    code = draw_picture(renderer, job, error);
    if (code == 0)
        code = ecg_gpu_check(renderer->gpu, "render", error);
    if (code == 0)
        ecg_readback_end(renderer->readback);
    else
        ecg_readback_cancel(renderer->readback);
    return code;
}

int ecg_renderer_fetch(
    struct ecg_renderer *renderer, struct ecg_image *image, struct ecg_error *error)
{
    return ecg_readback_take(renderer->readback, image, error);
}

int ecg_renderer_depth(const struct ecg_renderer *renderer)
{
    return ecg_readback_depth(renderer->readback);
}

int ecg_renderer_pending(const struct ecg_renderer *renderer)
{
    return ecg_readback_pending(renderer->readback);
}

int ecg_render_frame(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_image *image, struct ecg_error *error)
{
    *image = (struct ecg_image){ 0 };
    if (ecg_renderer_pending(renderer))
        return ecg_fail(error, ECG_E_ARGUMENT, "renderer: pictures are still under way");
    int code = ecg_renderer_submit(renderer, job, error);
    return code < 0 ? code : ecg_renderer_fetch(renderer, image, error);
}

static int copy_coverage(struct ecg_renderer *renderer, int n_targets, struct ecg_error *error)
{
    const struct ecg_target *targets[2] = { &renderer->frame.print, &renderer->frame.notes };
    struct tile tile;
    int code = 0;
    for (int k = 0; code == 0 && tile_of(renderer, k, &tile); k++) {
        code = print_tile(renderer, &tile, error);
        for (int i = 0; code == 0 && i < n_targets; i++)
            code = ecg_readback_copy(
                renderer->coverage[i], targets[i], NULL, tile.x_px, tile.y_px, error);
    }
    return code;
}

int ecg_render_coverage(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_image coverage[2], struct ecg_error *error)
{
    int n = job->drawing->has_target[ECG_INK_NOTES] ? 2 : 1, n_begun = 0, code = 0;
    coverage[0] = coverage[1] = (struct ecg_image){ 0 };
    renderer->is_mask = 1;
    while (code == 0 && n_begun < n) {
        code = ecg_readback_begin(
            renderer->coverage[n_begun], job->mesh->width_px, job->mesh->height_px, 4, error);
        n_begun += code == 0;
    }
    if (code == 0)
        code = start_picture(renderer, job, error);
    if (code == 0)
        code = copy_coverage(renderer, n, error);
    ecg_print_done(renderer->print);
    for (int i = 0; i < n_begun; i++) {
        ecg_readback_end(renderer->coverage[i]);
        int taken = ecg_readback_take(renderer->coverage[i], &coverage[i], error);
        code = code < 0 ? code : taken;
    }
    for (int i = 0; code < 0 && i < 2; i++)
        ecg_image_free(&coverage[i]);
    return code;
}

int ecg_render_begin(struct ecg_renderer *renderer, const struct ecg_render_job *job,
    struct ecg_shown *shown, struct ecg_error *error)
{
    if (ecg_renderer_pending(renderer) || renderer->shown)
        return ecg_fail(error, ECG_E_ARGUMENT, "renderer: pictures are still under way");
    renderer->is_mask = 0;
    int code = ecg_shown_size(shown, job->mesh->width_px, job->mesh->height_px, error);
    if (code == 0)
        code = start_picture(renderer, job, error);
    renderer->shown = shown;
    if (code < 0) {
        ecg_render_give_up(renderer);
        return code;
    }
    struct tile tile;
    renderer->step = renderer->n_tiles = 0;
    while (tile_of(renderer, renderer->n_tiles, &tile))
        renderer->n_tiles++;
    renderer->n_gathers = is_gathered(renderer) ? renderer->n_tiles : 0;
    return 0;
}

static void show_tile(
    struct ecg_renderer *renderer, const struct tile *tile, const struct tile *drawn)
{
    struct ecg_shown_box box = { tile->x_px - drawn->x_px, tile->y_px - drawn->y_px,
        tile->width_px, tile->height_px };
    ecg_shown_copy(renderer->shown, renderer->frame.picture, &box, tile->x_px, tile->y_px);
}

static int draw_step(struct ecg_renderer *renderer, struct ecg_error *error)
{
    struct tile tile;
    if (renderer->step < renderer->n_gathers) {
        tile_of(renderer, renderer->step, &tile);
        return gather_tile(renderer, &tile, error);
    }
    int step = renderer->step - renderer->n_gathers;
    enum part part = (enum part)(step % PARTS);
    tile_of(renderer, step / PARTS, &tile);
    struct tile drawn = with_apron(renderer, &tile);
    int code = draw_part(renderer, &drawn, part, error);
    if (code == 0 && part == PARTS - 1)
        show_tile(renderer, &tile, &drawn);
    return code;
}

int ecg_render_step(struct ecg_renderer *renderer, int *left, struct ecg_error *error)
{
    *left = 0;
    if (!renderer->shown)
        return ecg_fail(error, ECG_E_ARGUMENT, "renderer: expected a picture that was begun");
    int code = draw_step(renderer, error);
    if (code == 0)
        code = ecg_gpu_check(renderer->gpu, "render", error);
    if (code == 0)
        *left = renderer->n_gathers + PARTS * renderer->n_tiles - ++renderer->step;
    if (*left == 0)
        ecg_render_give_up(renderer);
    return code;
}

void ecg_render_give_up(struct ecg_renderer *renderer)
{
    if (renderer->shown)
        ecg_print_done(renderer->print);
    renderer->shown = NULL;
}
