/* How far the plane of the desk is out of focus at a pixel. */
uniform vec3 defocus_ray; /* (ray, 1) . this = 1 / depth, relative to the depth in focus */
uniform vec2 defocus;     /* px at a tenth nearer or farther; focal px */
uniform vec2 defocus_center_px;

/* Standard deviation of the blur, px. */
float defocus_px(vec2 image_px)
{
    vec2 ray = (image_px - defocus_center_px) / defocus.y;
    float depth = 1.0 / max(dot(vec3(ray, 1.0), defocus_ray), 1e-3);
    return min(defocus.x * 10.0 * abs(depth - 1.0), 3.0 * defocus.x);
}
