/*
 * The lens and the hand: a Gaussian of its own size, shape and direction at every pixel, sampled
 * at a few places of its ellipse between which the hardware interpolates.
 */
#include "common/tile.glsl"

layout(binding = 3) uniform sampler2D linear_light;
uniform vec2 texture_size_px; /* allocated */
uniform vec2 last_px;         /* the last pixel in use */
uniform vec3 spread_px2;      /* variance of the blur in focus: xx, yy, xy */
#ifdef DEFOCUS
#include "capture/defocus.glsl"
#endif

layout(location = 0) out vec4 light;

vec4 at(vec2 px)
{
    return texture(linear_light, clamp(px, vec2(0.5), last_px) / texture_size_px);
}

void main()
{
    vec2 px = gl_FragCoord.xy;
    vec3 v = spread_px2;
#ifdef DEFOCUS
    float sigma = defocus_px(px + tile_corner_px);
    v.xy += sigma * sigma;
#endif
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
    vec4 sum = 0.22 * at(px);
    for (int k = 0; k < 8; k++) {
        float t = 0.785398163 * (float(k) + 0.5);
        sum += (0.78 / 8.0) * at(px + 1.601 * (cos(t) * along + sin(t) * across));
    }
#endif
    light = sum;
}
