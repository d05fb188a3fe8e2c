/* What of the ink dissolves, as sqrt(optical density / 4), gathered over 4 x 4 px. */
#include "common/pass.glsl"
#include "common/ink.glsl"
#include "common/tile.glsl"

uniform vec4 dye_soluble[2]; /* by layer 0..7 */

vec3 layer_density(int layer)
{
    return -log(max(mix(vec3(1.0), ink_linear[layer].rgb, ink_linear[layer].a), 0.02));
}

void set_pixel()
{
    ivec2 corner = ivec2(pixel_at) * 4 - ivec2(tile_corner_px);
    ivec2 last = ivec2(tile_size_px) - 1;
    vec4 print = vec4(0.0), notes = vec4(0.0);
    for (int k = 0; k < 16; k++) {
        ink_sample s = ink_at(min(corner + ivec2(k & 3, k >> 2), last));
        print += s.print;
        notes += s.notes;
    }
    print *= dye_soluble[0] / 16.0;
    notes *= dye_soluble[1] / 16.0;
    vec3 sum = vec3(0.0);
    for (int k = 0; k < 4; k++)
        sum += print[k] * layer_density(k) + notes[k] * layer_density(4 + k);
    pixel = vec4(sqrt(min(sum, 4.0) * 0.25), 1.0);
}
