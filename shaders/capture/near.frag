/*
 * How much of what is around a place is sheet: its coverage at an eighth of the size, spread as a
 * Gaussian. GATHER: from the sheet's light; else one of two spreading steps, along x or along y.
 */
#include "common/pass.glsl"

#ifdef GATHER
#include "capture/light.glsl"

void set_pixel()
{
    ivec2 corner = 8 * ivec2(pixel_at);
    float sum = 0.0, least = 1.0;
    for (int j = 0; j < 8; j++)
        for (int i = 0; i < 8; i++) {
            float cover = light_texel(corner + ivec2(i, j)).a;
            sum += cover;
            least = min(least, cover);
        }
    /* 1 says that no pixel is left free, be it in part. */
    pixel = vec4(least < 1.0 ? min(sum / 64.0, 254.0 / 255.0) : 1.0);
}
#else
layout(binding = 3) uniform sampler2D gathered;
uniform vec2 gathered_scale; /* texel -> texture coordinate */
uniform vec2 half_sigma;     /* texels, along the step's axis */

void set_pixel()
{
    float sum = 0.0, total = 0.0;
    for (int k = -6; k <= 6; k++) {
        float weight = exp(-0.125 * float(k * k));
        vec2 at = (pixel_at + float(k) * half_sigma) * gathered_scale;
        sum += weight * texture(gathered, at).r;
        total += weight;
    }
    pixel = vec4(sum / total);
}
#endif
