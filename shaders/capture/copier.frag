/* A photocopy of a photocopy: toner or none, specks, mottled greys, a dark edge. */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"
#include "capture/around.glsl"

uniform int generations;
uniform vec4 toner; /* contrast, specks, mottle, dark edge */
uniform float px_per_mm;

/* How dark the glass is beside a sheet that does not cover it, under a lid that stands open: black
 * up to the sheet's straight edge, and the shadow of where the sheet lifts. One side has it, others
 * may. */
float open_lid(vec2 mm)
{
    vec2 size_mm = image_size_px / px_per_mm;
    float dark = 0.0;
    for (int side = 0; side < 4; side++) {
        float inwards = side < 2 ? mm[side] : size_mm[side - 2] - mm[side - 2];
        uint h = noise_hash(ivec2(side, 51), noise_seed);
        bool is_dark = (h & 3u) == 0u || uint(side) == (noise_seed & 3u);
        if (!is_dark || inwards > 25.0)
            continue;
        vec4 own = vec4((uvec4(h) >> uvec4(4u, 11u, 18u, 25u)) & 127u) / 127.0;
        float along = mm[(side + 1) & 1], length_mm = size_mm[(side + 1) & 1];
        float edge = 0.6 + 5.0 * own.x * own.x + (own.y - 0.5) * 0.016 * (along - 0.5 * length_mm) +
                     0.25 * noise_value(vec2(along * 0.2, float(side)), noise_seed + 33u);
        float beyond = inwards - edge;
        float shadow = 0.5 * own.w * exp(-max(beyond, 0.0) / (0.8 + 3.0 * own.z));
        dark = max(dark, max(shadow, 1.0 - smoothstep(-0.2, 0.2, beyond)));
    }
    return dark;
}

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    ivec2 image_px = px + ivec2(tile_corner_px);
    vec2 mm = (vec2(image_px) + 0.5) / px_per_mm;
    /* Each generation spreads toner a little: the glass sees the neighbours too. */
    lights l = lights_round(px);
    float grey = luminance(l.own), round_it = 0.25 * luminance(l.level + l.upright);
    float code = srgb_from_linear(vec3(mix(grey, round_it, 0.3))).g;
    code *= 1.0 - toner.w * open_lid(mm);
    float hard = 3.0 + 9.0 * toner.x;
    float mottle = toner.z * (noise_fbm(mm * 1.3, 3, noise_seed) - 0.5);
    for (int g = 0; g < generations; g++) {
        float middle = 0.60 + 0.05 * (noise_unit(noise_hash(ivec2(g, 9), noise_seed)) - 0.5);
        float level = code + (0.30 + 0.12 * float(g)) * mottle;
        code = mix(code, 1.0 / (1.0 + exp(-hard * (level - middle))), 0.35 + 0.6 * toner.x);
        float fine = noise_unit(noise_hash(image_px, noise_seed + uint(g) * 77u + 1u));
        code += 0.10 * toner.z * (fine - 0.5) * (1.0 - code) * 2.0;
    }
    /* Specks: single spots of toner, more with every generation. */
    float cell_px = max(0.45 * px_per_mm, 2.0);
    ivec2 cell = ivec2(floor(vec2(image_px) / cell_px));
    uint h = noise_hash(cell, noise_seed + 21u);
    float wanted = toner.y * 0.012 * float(generations);
    if (noise_unit(h) < wanted) {
        vec2 middle = (vec2(cell) + 0.5) * cell_px;
        float size = cell_px * (0.10 + 0.25 * float(h & 255u) / 255.0);
        code = mix(code, 0.08, 1.0 - smoothstep(size - 0.5, size + 0.5, length(vec2(image_px) + 0.5 - middle)));
    }
    pixel = vec4(vec3(clamp(code, 0.0, 1.0)), 1.0);
}
