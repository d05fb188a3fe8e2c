/* Where the picture lies in the part of the window that shows it. Window positions are relative to
 * that part's top-left corner. */
#ifndef PREVIEW_VIEW_H
#define PREVIEW_VIEW_H

struct view {
    double picture_px[2]; /* its size */
    double window_px[2];  /* the part's size */
    int is_fit;           /* follows both sizes */
    double zoom;          /* window px for a picture px */
    double at_px[2];      /* the picture position in the middle */
};

/* New sizes; a picture of another size keeps the same part of it in sight. */
void view_resize(struct view *view, double picture_width_px, double picture_height_px,
    double window_width_px, double window_height_px);
void view_fit(struct view *view);
/* Zoom about a window position, which keeps its picture position. 1/64 to 64. */
void view_zoom_at(struct view *view, double zoom, double x_px, double y_px);
/* By window px. */
void view_pan(struct view *view, double right_px, double down_px);
void view_look_at(struct view *view, double x_px, double y_px);

void view_to_window(const struct view *view, const double picture_px[2], double window_px[2]);
void view_to_picture(const struct view *view, const double window_px[2], double picture_px[2]);

#endif
