#include "view.h"

#include <math.h>

static const double LEAST_ZOOM = 1.0 / 64, MOST_ZOOM = 64;
enum { MARGIN_PX = 12 };

void view_fit(struct view *view)
{
    view->is_fit = 1;
    double zoom = MOST_ZOOM;
    for (int k = 0; k < 2; k++) {
        double room = fmax(view->window_px[k] - 2 * MARGIN_PX, 16);
        zoom = fmin(zoom, room / fmax(view->picture_px[k], 1));
        view->at_px[k] = view->picture_px[k] / 2;
    }
    view->zoom = fmax(zoom, LEAST_ZOOM);
}

/* Some of the picture stays in sight. */
static void keep_in_sight(struct view *view)
{
    for (int k = 0; k < 2; k++)
        view->at_px[k] = fmin(fmax(view->at_px[k], 0), view->picture_px[k]);
}

void view_resize(struct view *view, double picture_width_px, double picture_height_px,
    double window_width_px, double window_height_px)
{
    const double picture[2] = { picture_width_px, picture_height_px };
    const double window[2] = { window_width_px, window_height_px };
    if (view->zoom == 0)
        view->is_fit = 1;
    double ratio = view->picture_px[0] > 0 ? picture[0] / view->picture_px[0] : 1;
    if (!view->is_fit && ratio != 1)
        view->zoom = fmin(fmax(view->zoom / ratio, LEAST_ZOOM), MOST_ZOOM);
    for (int k = 0; k < 2; k++) {
        if (view->picture_px[k] > 0)
            view->at_px[k] *= picture[k] / view->picture_px[k];
        view->picture_px[k] = picture[k];
        view->window_px[k] = window[k];
    }
    if (view->is_fit)
        view_fit(view);
    keep_in_sight(view);
}

void view_to_window(const struct view *view, const double picture_px[2], double window_px[2])
{
    for (int k = 0; k < 2; k++)
        window_px[k] = view->window_px[k] / 2 + (picture_px[k] - view->at_px[k]) * view->zoom;
}

void view_to_picture(const struct view *view, const double window_px[2], double picture_px[2])
{
    for (int k = 0; k < 2; k++)
        picture_px[k] = view->at_px[k] + (window_px[k] - view->window_px[k] / 2) / view->zoom;
}

void view_zoom_at(struct view *view, double zoom, double x_px, double y_px)
{
    const double window[2] = { x_px, y_px };
    double picture[2];
    view_to_picture(view, window, picture);
    view->is_fit = 0;
    view->zoom = fmin(fmax(zoom, LEAST_ZOOM), MOST_ZOOM);
    for (int k = 0; k < 2; k++)
        view->at_px[k] = picture[k] - (window[k] - view->window_px[k] / 2) / view->zoom;
    keep_in_sight(view);
}

void view_pan(struct view *view, double right_px, double down_px)
{
    view->is_fit = 0;
    view->at_px[0] -= right_px / view->zoom;
    view->at_px[1] -= down_px / view->zoom;
    keep_in_sight(view);
}

void view_look_at(struct view *view, double x_px, double y_px)
{
    view->is_fit = 0;
    view->at_px[0] = x_px;
    view->at_px[1] = y_px;
    keep_in_sight(view);
}
