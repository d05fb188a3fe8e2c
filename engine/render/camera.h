/*
 * The camera: space mm -> image px, and the picture's rays back onto the desk.
 *
 * Space is the sheet's: x right and y down along the flat sheet from its top-left corner, z
 * towards the viewer; the desk (of a photo), the glass (of a scan) or the screen is the plane
 * z = 0. The axes are left-handed: right x down points away from the viewer.
 *
 * Pinhole (photos). With d = p - position:
 *     X = right . d,  Y = down . d,  Z = forward . d (the depth),  r = |(X, Y)| / Z
 *     px = center_px + focal_px * (X, Y) / Z * g(r) / r        g: see lens.h
 * In OpenCV's terms fx = fy = focal_px, (cx, cy) = center_px - 1/2, and k1, k2 are the lens's.
 *
 * Parallel (scanners, flat pages). X, Y are mm on the glass from the image's top-left corner:
 *     (X, Y) = linear * (x, y) + offset
 *     X = middle + (X - middle) * optics / (optics - z)   with optics_mm > 0; z < 0 off the glass
 *     Y += wander(Y)
 *     px = (X, Y) * px_per_mm,  depth = -z
 *
 * For a shader that draws the desk, the way back from a pixel:
 *     n = (px - center_px) / focal_px;  m = n * undistort(|n|) / |n|;  q = plane * (m, 1)
 *     desk mm = q.xy / q.z, and no desk where q.z <= 0
 * Parallel cameras have center_px 0, focal_px 1 and a plain lens there (the feed's wander is left
 * out: too little to notice in a texture).
 */
#ifndef RENDER_CAMERA_H
#define RENDER_CAMERA_H

#include "recipe/scene.h"
#include "render/lens.h"
#include "render/wander.h"

enum ecg_capture_kind {
    ECG_CAPTURE_NONE, /* as capture.kind's choices */
    ECG_CAPTURE_SCAN,
    ECG_CAPTURE_PHOTO,
    ECG_CAPTURE_SCREEN,
    ECG_CAPTURE_COPY,
    ECG_CAPTURE_FAX,
};

struct ecg_camera {
    int is_pinhole;
    double width_px, height_px; /* the image, whole numbers */
    double position_mm[3];      /* of the pinhole; parallel: high above the sheet's middle */
    double right[3], down[3], forward[3]; /* unit; the image's x, its y, and into the picture */
    double focal_px, center_px[2];
    struct ecg_lens lens;
    double linear[2][2], offset_mm[2], px_per_mm[2]; /* parallel only, and so the next two */
    double middle_mm, optics_mm;
    struct ecg_wander wander;
    double plane[3][3]; /* rows */
};

/* A page on a screen. Screen px (0, 0) is the top-left corner of its first pixel. */
struct ecg_screen {
    int width_px, height_px;
    double x_mm, y_mm; /* its top-left corner in space */
    double pitch_mm;   /* screen px = (space mm - corner) / pitch_mm */
    double mm_per_mm;  /* shown size of 1 mm of the sheet: space mm = mm_per_mm * sheet mm */
};

/* From capture.screen.*; the page's middle is the screen's. */
struct ecg_screen ecg_screen_draw(
    const struct ecg_scene *scene, double width_mm, double height_mm);

/* The image's size and the view of a sheet of that size (as shown, on a screen), from the scene's
 * capture.*. */
void ecg_camera_draw(
    struct ecg_camera *camera, const struct ecg_scene *scene, double width_mm, double height_mm);

/* Frames points in space (of a bent sheet) as capture.camera.fill, x, y and distance_mm ask,
 * rather than the flat sheet. Parallel cameras stay as they are. */
void ecg_camera_frame(struct ecg_camera *camera, const struct ecg_scene *scene,
    const double (*points_mm)[3], size_t count);

/* Anything behind a pinhole, or closer to it than 1 mm, is taken as 1 mm in front of it: results
 * are finite. depth_mm may be NULL. */
void ecg_camera_project(const struct ecg_camera *camera, const double point_mm[3], double *x_px,
    double *y_px, double *depth_mm);
/* Where an image point's ray meets the plane z = 0; 0 when it never does. */
int ecg_camera_to_plane(
    const struct ecg_camera *camera, double x_px, double y_px, double *x_mm, double *y_mm);

/* 1 when the plane z = 0 maps to the image by one affine map. */
int ecg_camera_is_affine(const struct ecg_camera *camera);

#endif
