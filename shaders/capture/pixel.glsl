/* What the last step of every capture shares: the light at a pixel, and noise of its own. */
layout(binding = 3) uniform sampler2D linear_light;
uniform ivec2 last_texel; /* the last pixel in use */
uniform uint noise_seed;

vec3 light_at(ivec2 px)
{
    return texelFetch(linear_light, clamp(px, ivec2(0), last_texel), 0).rgb;
}

float luminance(vec3 linear)
{
    return dot(linear, vec3(0.2126, 0.7152, 0.0722));
}

/* Three independent numbers of about normal distribution, mean 0 and variance 1: sums of four
 * bytes of a hash. */
vec3 grain(ivec2 px, uint seed)
{
    uvec3 h = uvec3(noise_hash(px, seed), noise_hash(px, seed + 0x51ed270bu),
        noise_hash(px, seed + 0xa3cf1e93u));
    uvec3 sum = (h & 255u) + ((h >> 8) & 255u) + ((h >> 16) & 255u) + (h >> 24);
    return (vec3(sum) - 510.0) * (1.0 / 147.8);
}
