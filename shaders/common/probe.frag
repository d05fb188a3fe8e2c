/* What is measured to choose how passes are built (engine/gpu/pass.c): hashed noise; or with AROUND
 * what is 3 x 3 pixels round each, and a difference within its square, coded as pictures are. */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/texel.glsl"

#ifdef AROUND
layout(binding = 3) uniform sampler2D probe_light;

void set_pixel()
{
    vec3 sum = vec3(0.0);
    for (int k = 0; k < 9; k++) {
        ivec2 px = ivec2(pixel_at) + ivec2(k % 3 - 1, k / 3 - 1);
        sum += texel(probe_light, clamp(px, ivec2(0), textureSize(probe_light, 0) - 1)).rgb;
    }
    pixel = vec4(srgb_from_linear(sum / 9.0 + 0.1 * dFdxFine(sum)), 1.0);
}
#else
void set_pixel()
{
    pixel = vec4(noise_value(pixel_at * 0.31, 1u), noise_pair(pixel_at * 0.043, 2u) + 0.5, 1.0);
}
#endif
