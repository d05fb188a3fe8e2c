/* From a pixel back through the lens onto the plane z = 0: see engine/render/camera.h. */
uniform vec2 camera_center_px;
uniform float camera_focal_px;
uniform vec2 camera_k; /* lens distortion k1, k2 */
uniform mat3 camera_plane; /* (undistorted ray, 1) -> mm, homogeneous */

/* The radius whose distorted image is `r`: Newton's method, from outside in. */
float undistorted(float r)
{
    float u = r;
    for (int i = 0; i < 5; i++) {
        float s = u * u;
        float slope = max(1.0 + s * (3.0 * camera_k.x + 5.0 * camera_k.y * s), 0.25);
        u -= (u * (1.0 + s * (camera_k.x + camera_k.y * s)) - r) / slope;
    }
    return u;
}

/* Homogeneous; the ray never meets the plane where z is not above 0. */
vec3 plane_at(vec2 image_px)
{
    vec2 ray = (image_px - camera_center_px) / camera_focal_px;
    if (camera_k != vec2(0.0)) {
        float r = length(ray);
        ray *= r > 1e-6 ? undistorted(r) / r : 1.0;
    }
    return camera_plane * vec3(ray, 1.0);
}
