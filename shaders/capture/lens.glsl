/* The lens's blur at a pixel, and its weights for 3 x 3 pixels: engine/render/capture_internal.h
 * tells how the two go together. */
uniform vec3 spread_px2; /* variance of the blur in focus: xx, yy, xy */
#ifdef DEFOCUS
#include "capture/defocus.glsl"
#endif

/* Variance: xx, yy, xy. */
vec3 spread_at(vec2 image_px)
{
#ifdef DEFOCUS
    float sigma = defocus_px(image_px);
    return spread_px2 + vec3(sigma * sigma, sigma * sigma, 0.0);
#else
    return spread_px2;
#endif
}

const float NARROW_PX2 = 0.57;

/* Of the same ellipse what the narrow step does. */
vec3 narrow_part(vec3 spread)
{
    return spread * min(1.0, NARROW_PX2 / max(max(spread.x, spread.y), 1e-6));
}

/* For the pixel, those beside it, those above and below it, those on the diagonal that goes down
 * to the right, and those on the other: of the variance asked for, up to 1/2 with no negative
 * ones. */
struct lens_weights {
    float middle, level, upright, falling, rising;
};

lens_weights weights_of(vec3 spread)
{
    vec2 side = 0.5 * spread.xy, middle = 1.0 - spread.xy;
    float corner = side.x * side.y;
    return lens_weights(middle.x * middle.y, side.x * middle.y, middle.x * side.y,
        corner + 0.25 * spread.z, corner - 0.25 * spread.z);
}
