/* Truth drawn over the picture. */
#include "app.h"

#include <math.h>
#include <stdio.h>

enum { RUN = 1024 };

struct frame {
    const struct ecg_truth *truth;
    const struct ui_rect *picture;
    float scale; /* window px for an image px */
};

static void to_window(const struct frame *frame, const struct ecg_spot *spot, float xy[2])
{
    xy[0] = frame->picture->x + (float)spot->column * frame->scale;
    xy[1] = frame->picture->y + (float)spot->row * frame->scale;
}

static unsigned lead_color(size_t i)
{
    static const unsigned colors[] = { 0xff5d5dff, 0xffa23aff, 0xe8d52bff, 0x7ed957ff, 0x2fd6a3ff,
        0x29c5f6ff, 0x5b8cffff, 0x9b6bffff, 0xd95cf0ff, 0xff5fb0ff, 0xb98b5fff, 0x8fa3b5ff,
        0xff7f50ff };
    return colors[i % (sizeof colors / sizeof colors[0])];
}

static int is_hidden(const struct ecg_truth_lead *lead, size_t sample)
{
    for (size_t k = 0; k < lead->n_hidden; k++)
        if (sample >= lead->hidden[k].start && sample < lead->hidden[k].end)
            return 1;
    return 0;
}

/* One polyline for each stretch that is not missing and of one kind; points nearer than a pixel to
 * the last one are left out. Zoomed in, each sample gets a dot. */
static void draw_lead(const struct frame *frame, size_t i)
{
    const struct ecg_truth_lead *lead = &frame->truth->leads[i];
    size_t n = lead->trace->end_sample - lead->trace->start_sample;
    float run[RUN][2], xy[2];
    int count = 0, run_hidden = 0, with_dots = frame->scale >= 3;
    for (size_t k = 0; k <= n; k++) {
        int is_missing = k == n || !isfinite(lead->points[k].row);
        int hidden = k < n && is_hidden(lead, lead->trace->start_sample + k);
        if (count && (is_missing || hidden != run_hidden || count == RUN)) {
            ui_draw_polyline(&run[0][0], count, run_hidden ? 0xff2020ff : lead_color(i), 1.5f, 0);
            run[0][0] = run[count - 1][0];
            run[0][1] = run[count - 1][1];
            count = is_missing ? 0 : 1;
        }
        if (is_missing)
            continue;
        run_hidden = hidden;
        to_window(frame, &lead->points[k], xy);
        if (with_dots)
            ui_draw_dot(xy[0], xy[1], 2.2f, hidden ? 0xff2020ff : lead_color(i));
        if (count && fabsf(xy[0] - run[count - 1][0]) < 0.7f &&
            fabsf(xy[1] - run[count - 1][1]) < 0.7f)
            continue;
        run[count][0] = xy[0];
        run[count++][1] = xy[1];
    }
}

static void draw_quad(const struct frame *frame, const struct ecg_quad *quad, unsigned color)
{
    float xy[4][2];
    for (int k = 0; k < 4; k++) {
        if (!isfinite(quad->corner[k].row))
            return;
        to_window(frame, &quad->corner[k], xy[k]);
    }
    ui_draw_polyline(&xy[0][0], 4, color, 1.5f, 1);
}

static void draw_boxes(const struct frame *frame)
{
    const struct ecg_truth *truth = frame->truth;
    draw_quad(frame, &truth->sheet, 0xffffffa0);
    draw_quad(frame, &truth->grid, 0xffa23ac0);
    for (size_t i = 0; i < truth->n_things; i++)
        draw_quad(frame, &truth->things[i].quad,
            truth->things[i].kind >= ECG_KIND_HANDWRITING ? 0xd95cf0ff : 0x2fa878ff);
    for (size_t i = 0; i < truth->n_leads; i++) {
        const struct ecg_truth_lead *lead = &truth->leads[i];
        draw_quad(frame, &lead->box, 0x3f8cffff);
        if (lead->has_label)
            draw_quad(frame, &lead->label, 0xff5d5dff);
    }
}

/* Every n-th node where all would be nearer than 7 px. */
static void draw_nodes(const struct frame *frame)
{
    const struct ecg_truth_lattice *lattice = &frame->truth->lattice;
    double pitch = lattice->step_mm * frame->truth->px_per_mm_x * (double)frame->scale;
    int every = pitch > 0 ? (int)ceil(7 / pitch) : 1;
    for (int j = 0; j < lattice->rows; j += every)
        for (int i = 0; i < lattice->columns; i += every) {
            const struct ecg_spot *spot =
                &lattice->spots[(size_t)j * (size_t)lattice->columns + (size_t)i];
            float xy[2];
            if (!isfinite(spot->row))
                continue;
            to_window(frame, spot, xy);
            ui_draw_dot(xy[0], xy[1], pitch > 30 ? 3 : 2, 0x00b4ffff);
        }
}

void overlay_draw(struct app *app, const struct picture_side *side, const struct ui_rect *picture)
{
    const struct ecg_truth *truth = side->made->truth;
    if (!truth)
        return;
    struct frame frame = { truth, picture, picture->width / (float)truth->width_px };
    if (app->overlays & OVERLAY_GRID)
        draw_nodes(&frame);
    if (app->overlays & OVERLAY_POINTS)
        for (size_t i = 0; i < truth->n_leads; i++)
            draw_lead(&frame, i);
    if (app->overlays & OVERLAY_BOXES)
        draw_boxes(&frame);
}
