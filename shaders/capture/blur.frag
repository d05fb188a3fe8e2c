/*
 * The lens and the hand: a Gaussian of its own size, shape and direction at every pixel, in steps
 * of 3 x 3 pixels weighted to a part of its variance; WIDE: pixels that are a stride apart.
 */
#include "common/pass.glsl"
#include "common/tile.glsl"

uniform int stride;
uniform vec2 step_px2; /* variance that the narrower steps do, and the most that this one does */
#include "capture/lens.glsl"
#include "capture/light.glsl"

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    vec3 spread = spread_at(pixel_at + tile_corner_px);
#ifdef WIDE
    float most = max(max(spread.x, spread.y), 1e-6);
    float share = clamp(most - step_px2.x, 0.0, step_px2.y) / most;
    lens_weights w = weights_of(spread * (share / float(stride * stride)));
#else
    lens_weights w = weights_of(narrow_part(spread));
#endif
    vec4 sum = w.middle * light_texel(px);
    sum += w.level * (light_texel(px - ivec2(stride, 0)) + light_texel(px + ivec2(stride, 0)));
    sum += w.upright * (light_texel(px - ivec2(0, stride)) + light_texel(px + ivec2(0, stride)));
    sum += w.falling * (light_texel(px - ivec2(stride)) + light_texel(px + ivec2(stride)));
    sum += w.rising *
           (light_texel(px + ivec2(stride, -stride)) + light_texel(px + ivec2(-stride, stride)));
    pixel = max(sum, 0.0);
}
