/*
 * The lens and the hand: a Gaussian of its own size, shape and direction at every pixel. NARROW:
 * the 3 x 3 pixels weighted to the blur's variance; else a few places of its ellipse, between
 * whose pixels the hardware interpolates.
 */
#include "common/tile.glsl"

layout(binding = 3) uniform sampler2D linear_light;
uniform vec2 texture_size_px; /* allocated */
uniform vec2 last_px;         /* the last pixel in use */
#include "capture/lens.glsl"

layout(location = 0) out vec4 light;

#ifdef NARROW
uniform ivec2 last_texel;

vec4 at(ivec2 px)
{
    return texelFetch(linear_light, clamp(px, ivec2(0), last_texel), 0);
}

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy);
    lens_weights w = weights_of(spread_at(gl_FragCoord.xy + tile_corner_px));
    vec4 sum = w.middle * at(px);
    sum += w.level * (at(px - ivec2(1, 0)) + at(px + ivec2(1, 0)));
    sum += w.upright * (at(px - ivec2(0, 1)) + at(px + ivec2(0, 1)));
    sum += w.falling * (at(px - ivec2(1, 1)) + at(px + ivec2(1, 1)));
    sum += w.rising * (at(px + ivec2(1, -1)) + at(px + ivec2(-1, 1)));
    light = max(sum, 0.0);
}
#else
vec4 at(vec2 px)
{
    return texture(linear_light, clamp(px, vec2(0.5), last_px) / texture_size_px);
}

void main()
{
    vec2 px = gl_FragCoord.xy;
    vec3 v = spread_at(px + tile_corner_px);
    /* Interpolating adds a sixth of a pixel's square on average, but not where the places come
     * close to the middle. */
    v.xy -= v.xy / (6.0 * v.xy + 1.0);
    /* The ellipse's own axes: the square root of the covariance, by Cholesky. */
    float a = sqrt(max(v.x, 1e-6));
    float b = v.z / a;
    float c = sqrt(max(v.y - b * b, 1e-6));
    vec2 along = vec2(a, b), across = vec2(0.0, c);
#ifdef WIDE
    /* 1 + 8 + 12 places, weights and radii such that the variance is 1. */
    vec4 sum = 0.12 * at(px);
    for (int k = 0; k < 8; k++) {
        float t = 0.785398163 * float(k);
        sum += (0.53 / 8.0) * at(px + 1.017 * (cos(t) * along + sin(t) * across));
    }
    for (int k = 0; k < 12; k++) {
        float t = 0.523598776 * (float(k) + 0.5);
        sum += (0.35 / 12.0) * at(px + 2.034 * (cos(t) * along + sin(t) * across));
    }
#else
    /* 1 + 6 places likewise. */
    vec4 sum = 0.25 * at(px);
    for (int k = 0; k < 6; k++) {
        float t = 1.04719755 * float(k) + 0.26;
        sum += 0.125 * at(px + 1.633 * (cos(t) * along + sin(t) * across));
    }
#endif
    light = sum;
}
#endif
