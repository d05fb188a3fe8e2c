/* A fax: one bit, lines lost on the way and shown as the line before, specks in bursts. */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"

uniform vec3 line; /* threshold, share of lines lost, noise */
uniform int coarse; /* 1: every scanned line is printed twice */

float code_at(ivec2 px)
{
    return srgb_from_linear(vec3(luminance(light_at(px)))).g;
}

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    ivec2 image_px = px + ivec2(tile_corner_px);
    int row = coarse == 1 ? image_px.y & ~1 : image_px.y;
    for (int k = 0; k < 3; k++) {
        bool is_lost = noise_unit(noise_hash(ivec2(5, row), noise_seed)) < line.y;
        row -= is_lost ? 1 + coarse : 0;
    }
    ivec2 from = ivec2(px.x, px.y + row - image_px.y);
    float code = coarse == 1 ? 0.5 * (code_at(from) + code_at(from + ivec2(0, 1))) : code_at(from);
    float burst = smoothstep(0.60, 0.80, noise_value(vec2(0.5, float(row) * 0.03), noise_seed + 1u));
    float speck = noise_unit(noise_hash(ivec2(image_px.x / 2, row), noise_seed + 2u));
    bool is_speck = speck < line.z * (0.0015 + 0.03 * burst);
    pixel = vec4(vec3(is_speck ? 0.0 : step(line.x, code)), 1.0);
}
