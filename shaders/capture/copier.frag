/* A photocopy of a photocopy: toner or none, specks, mottled greys, a dark edge. */
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"
#include "capture/around.glsl"

uniform int generations;
uniform vec4 toner; /* contrast, specks, mottle, dark edge */
uniform float px_per_mm;

layout(location = 0) out vec4 picture;

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy);
    ivec2 image_px = px + ivec2(tile_corner_px);
    vec2 mm = (vec2(image_px) + 0.5) / px_per_mm;
    /* Each generation spreads toner a little: the glass sees the neighbours too. */
    lights l = lights_round(px);
    float grey = luminance(l.own), round_it = 0.25 * luminance(l.level + l.upright);
    float code = srgb_from_linear(vec3(mix(grey, round_it, 0.3))).g;
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
    vec2 inwards = min(vec2(image_px), image_size_px - vec2(image_px)) / px_per_mm;
    float ragged = 3.0 * noise_value(mm * 0.12, noise_seed + 33u);
    float band = 1.0 - smoothstep(1.0 + ragged, 3.5 + 2.0 * ragged, min(inwards.x, inwards.y));
    code *= 1.0 - toner.w * 0.85 * band;
    picture = vec4(vec3(clamp(code, 0.0, 1.0)), 1.0);
}
