/*
 * Value noise from an integer hash: the same numbers as engine/render/sheet_noise.h, on every
 * device. Coordinates are lattice units.
 */
const uvec2 NOISE_STEP = uvec2(0x9e3779b1u, 0x85ebca77u);

uint noise_mix(uint h)
{
    h = (h ^ (h >> 15)) * 0x2c1b3c6du;
    h = (h ^ (h >> 12)) * 0x297a2d39u;
    return h ^ (h >> 15);
}

uint noise_hash(ivec2 p, uint seed)
{
    return noise_mix(uint(p.x) * NOISE_STEP.x + uint(p.y) * NOISE_STEP.y + seed);
}

/* 0..1 from the hash's top half. */
float noise_unit(uint h)
{
    return float(h >> 16) * (1.0 / 65535.0);
}

/* The hashes of a cell's corners: left top, right top, left bottom, right bottom. */
uvec4 noise_corners(ivec2 i, uint seed)
{
    uint h = uint(i.x) * NOISE_STEP.x + uint(i.y) * NOISE_STEP.y + seed;
    return uvec4(noise_mix(h), noise_mix(h + NOISE_STEP.x), noise_mix(h + NOISE_STEP.y),
        noise_mix(h + NOISE_STEP.x + NOISE_STEP.y));
}

float noise_blend(vec4 corner, vec2 t)
{
    return mix(mix(corner.x, corner.y, t.x), mix(corner.z, corner.w, t.x), t.y);
}

/* 0..1, mean 1/2. */
float noise_value(vec2 p, uint seed)
{
    vec2 f = floor(p);
    vec2 t = p - f;
    uvec4 h = noise_corners(ivec2(f), seed);
    return noise_blend(vec4(h >> 16) * (1.0 / 65535.0), t * t * (3.0 - 2.0 * t));
}

/* Two noises from one set of hashes, for warping: -1/2..1/2 each. */
vec2 noise_pair(vec2 p, uint seed)
{
    vec2 f = floor(p);
    vec2 t = p - f;
    t = t * t * (3.0 - 2.0 * t);
    uvec4 h = noise_corners(ivec2(f), seed);
    return vec2(noise_blend(vec4(h >> 16) * (1.0 / 65535.0), t),
               noise_blend(vec4(h & 0xffffu) * (1.0 / 65535.0), t)) - 0.5;
}

/* Slope of noise_value along x and y, per lattice unit. */
vec2 noise_slope(vec2 p, uint seed)
{
    vec2 f = floor(p);
    vec2 t = p - f;
    vec2 s = t * t * (3.0 - 2.0 * t);
    vec4 c = vec4(noise_corners(ivec2(f), seed) >> 16) * (1.0 / 65535.0);
    return 6.0 * t * (1.0 - t) *
           vec2(mix(c.y - c.x, c.w - c.z, s.y), mix(c.z - c.x, c.w - c.y, s.x));
}

/* Octaves of half the size and height each; 0..1, mean 1/2. */
float noise_fbm(vec2 p, int octaves, uint seed)
{
    float sum = 0.0, total = 0.0, height = 1.0;
    for (int i = 0; i < octaves; i++) {
        sum += height * noise_value(p, seed + uint(i) * 0x68bc21ebu);
        total += height;
        height *= 0.5;
        p *= 2.03;
    }
    return sum / total;
}
