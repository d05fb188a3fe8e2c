/* What the last step of every capture shares: the light at a pixel, and noise of its own. */
#include "capture/light.glsl"

uniform uint noise_seed;

/* LID: what a scanner's, copier's or fax machine's sheet leaves free shows its lid. */
#ifdef LID
uniform vec3 lid_color; /* linear */

vec3 over_lid(vec4 sheet)
{
    return sheet.rgb + (1.0 - sheet.a) * lid_color;
}
#else
#define over_lid(sheet) (sheet).rgb
#endif

vec3 light_at(ivec2 px)
{
    return over_lid(light_texel(px));
}

float luminance(vec3 linear)
{
    return dot(linear, vec3(0.2126, 0.7152, 0.0722));
}

/* Three independent numbers, mean 0 and variance 1, of about normal distribution: sums of bytes of
 * hashes, four of them for green and, for the others, two. */
vec3 grain(ivec2 px, uint seed)
{
    uint g = noise_hash(px, seed), h = noise_hash(px, seed + 0x51ed270bu);
    uint sum = (g & 255u) + ((g >> 8) & 255u) + ((g >> 16) & 255u) + (g >> 24);
    vec2 pair = vec2((h & 255u) + ((h >> 8) & 255u), ((h >> 16) & 255u) + (h >> 24));
    return vec3((pair.x - 255.0) * (1.0 / 104.5), (float(sum) - 510.0) * (1.0 / 147.8),
        (pair.y - 255.0) * (1.0 / 104.5));
}
