/*
 * The lens and the hand: a Gaussian of its own size, shape and direction at every pixel, in steps
 * of 3 x 3 pixels weighted to a part of its variance; WIDE: pixels that are a stride apart.
 */
#include "common/pass.glsl"
#include "common/texel.glsl"
#include "common/tile.glsl"

layout(binding = 3) uniform sampler2D linear_light;
uniform ivec2 last_texel; /* the last pixel in use */
uniform int stride;
uniform vec2 step_px2; /* variance that the narrower steps do, and the most that this one does */
#include "capture/lens.glsl"

vec4 at(ivec2 px)
{
    return texel(linear_light, clamp(px, ivec2(0), last_texel));
}

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
    vec4 sum = w.middle * at(px);
    sum += w.level * (at(px - ivec2(stride, 0)) + at(px + ivec2(stride, 0)));
    sum += w.upright * (at(px - ivec2(0, stride)) + at(px + ivec2(0, stride)));
    sum += w.falling * (at(px - ivec2(stride)) + at(px + ivec2(stride)));
    sum += w.rising * (at(px + ivec2(stride, -stride)) + at(px + ivec2(-stride, stride)));
    pixel = max(sum, 0.0);
}
