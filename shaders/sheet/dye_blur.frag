/* One direction of the dye's spread: a long-tailed kernel, since a little goes far. */
#include "common/pass.glsl"
#include "common/texel.glsl"

layout(binding = 3) uniform sampler2D dye_in;
uniform vec2 dye_step; /* texels */
uniform ivec2 dye_last; /* last texel in use */

void set_pixel()
{
    vec3 sum = vec3(0.0);
    float total = 0.0;
    for (int k = -6; k <= 6; k++) {
        ivec2 at = ivec2(pixel_at + dye_step * float(k));
        float weight = 1.0 / (1.0 + 0.22 * float(k * k));
        vec3 v = texel(dye_in, clamp(at, ivec2(0), dye_last)).rgb;
        sum += weight * v * v;
        total += weight;
    }
    pixel = vec4(sqrt(sum / total), 1.0);
}
