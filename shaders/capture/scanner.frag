/*
 * Flatbed and sheet-fed scanners: sharpening, levels, noise, dust and scratches on the glass,
 * streaks along the feed, grey and one-bit modes.
 */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"
#include "capture/around.glsl"

uniform vec4 levels;  /* gain after the exponent, exponent, cast, what is black after the gain */
uniform float curve[6];   /* CURVE: code values to the exponent, by powers of light's root */
uniform vec2 curve_start; /* linear light below which they are a line, and its slope */
uniform vec3 kernel;  /* of blur and sharpening: middle, sides, corners */
uniform vec4 effects; /* noise in code values, dust per px^2, streaks, threshold */
uniform vec3 tint;    /* of white, in code values */
uniform float px_per_mm;
uniform int n_scratches;
uniform vec4 scratch_px[20]; /* from and to, image px */

#ifdef EDGE_SHADOW
#include "capture/near.glsl"
uniform float edge_shadow; /* depth */
#endif
float distance_to(vec2 p, vec4 piece)
{
    vec2 d = piece.zw - piece.xy;
    float t = clamp(dot(p - piece.xy, d) / max(dot(d, d), 1e-6), 0.0, 1.0);
    return length(p - piece.xy - t * d);
}

/* A speck or a hair in one cell of the glass in so many; dark or, where it stuck to the lid's side,
 * pale. */
float dust_at(vec2 image_px)
{
    float cell_px = 6.0 * px_per_mm;
    vec2 cell = floor(image_px / cell_px);
    uint h = noise_hash(ivec2(cell), noise_seed + 17u);
    if (noise_unit(h) > effects.y * cell_px * cell_px)
        return 0.0;
    vec2 middle = (cell + 0.25 + 0.5 * vec2(h & 255u, (h >> 8) & 255u) / 255.0) * cell_px;
    float turn = float((h >> 4) & 255u) * 0.02464;
    float is_hair = step(0.78, float((h >> 10) & 63u) / 63.0);
    vec2 d = image_px - middle;
    d = vec2(d.x * cos(turn) + d.y * sin(turn), d.y * cos(turn) - d.x * sin(turn));
    float size = (0.05 + 0.16 * float(h & 15u) / 15.0) * px_per_mm;
    float speck = 1.0 - smoothstep(size - 0.5, size + 0.7, length(d * vec2(1.0, 1.4)));
    float curl = 4.0 + 60.0 * float((h >> 20) & 63u) / 63.0;
    float half_mm = 0.4 + 1.6 * float((h >> 26) & 63u) / 63.0;
    float bow = d.y - d.x * d.x / (curl * px_per_mm);
    float hair = (1.0 - smoothstep(0.1, 0.9, abs(bow))) *
                 (1.0 - smoothstep(half_mm * px_per_mm, (half_mm + 0.1) * px_per_mm, abs(d.x)));
    float side = ((h >> 12) & 3u) == 0u ? -0.6 : 1.0;
    return side * mix(speck, 0.7 * hair, is_hair);
}

float halftone_cell(vec2 image_px)
{
    /* Round dots on a lattice at 45 degrees, about 60 lines per inch. */
    vec2 q = mat2(0.7071, -0.7071, 0.7071, 0.7071) * image_px / max(px_per_mm * 0.42, 2.6);
    return 0.5 + 0.25 * (cos(6.2832 * q.x) + cos(6.2832 * q.y));
}

#ifdef EDGE_SHADOW
/* What light is left where the sheet lifts from the glass at its edges, and just beside them. */
float edge_light(float own)
{
    float near = near_at(pixel_at);
    return 1.0 - edge_shadow * mix(0.6 * smoothstep(0.0, 1.0, near), 1.6 * (1.0 - near), own);
}
#endif

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    ivec2 image_px = px + ivec2(tile_corner_px);
    vec4 own = light_texel(px);
#ifdef KERNEL
    lights l = lights_round(px);
    vec3 color = kernel.x * l.own + kernel.y * (l.level + l.upright);
#ifdef CORNERS
    color += kernel.z * (l.falling + l.rising);
#endif
    color = max(color, 0.0);
#else
    vec3 color = over_lid(own);
#endif
#ifdef EDGE_SHADOW
    color *= edge_light(own.a);
#endif
    color *= vec3(1.0 + levels.z, 1.0, 1.0 - levels.z);
#ifdef CURVE
    color = clamp(color, 0.0, 1.0);
    vec3 root = sqrt(color);
    vec3 code = vec3(curve[5]);
    for (int k = 4; k >= 0; k--)
        code = code * root + curve[k];
    code = mix(code, curve_start.y * color, lessThan(color, vec3(curve_start.x)));
#else
    vec3 code = srgb_from_linear(color);
#ifdef GAMMA
    code = pow(code, vec3(levels.y));
#endif
#endif
    code = clamp(code * levels.x - levels.w, 0.0, 1.0);
#ifdef STREAKS
    float column = float(image_px.x);
    float wide = noise_value(vec2(column * 0.013, 0.5), noise_seed + 5u) - 0.5;
    float fine = noise_unit(noise_hash(ivec2(image_px.x, 3), noise_seed + 6u));
    float dirty = step(0.9965, noise_unit(noise_hash(ivec2(image_px.x / 2, 4), noise_seed + 7u)));
    code *= 1.0 + effects.z * (0.05 * wide + 0.02 * (fine - 0.5) - 0.22 * dirty);
#endif
#ifdef DUST
    float dust = dust_at(vec2(image_px) + 0.5);
    code = dust > 0.0 ? mix(code, vec3(0.25, 0.24, 0.23), 0.75 * dust) : mix(code, vec3(1.0), -dust);
#endif
#ifdef SCRATCHES
    for (int k = 0; k < n_scratches; k++) {
        float far = distance_to(vec2(image_px) + 0.5, scratch_px[k]);
        float broken = smoothstep(0.3, 0.5, noise_value(vec2(image_px) * 0.02, noise_seed + uint(k)));
        code = mix(code, vec3(0.97), 0.55 * broken * (1.0 - smoothstep(0.2, 1.2, far)));
    }
#endif
#ifdef NOISE
    code += effects.x * grain(image_px, noise_seed);
#endif
#ifdef TINT
    code = clamp(code, 0.0, 1.0) * tint;
#endif
#ifdef GREY
    code = vec3(dot(code, vec3(0.299, 0.587, 0.114)));
#endif
#ifdef THRESHOLD
    code = vec3(step(effects.w, code.g));
#endif
#ifdef HALFTONE
    code = vec3(step(halftone_cell(vec2(image_px)) * 0.94 + 0.03, code.g));
#endif
    pixel = vec4(clamp(code, 0.0, 1.0), 1.0);
}
