/*
 * The paper itself, before ink: grain, fibres and clouds. Frequencies are per millimetre; an
 * octave that the image cannot resolve is left out rather than aliased.
 */
uniform vec3 paper_tint;     /* linear */
uniform float paper_texture; /* 0..1, times what the stock shows */
uniform float paper_clouds;  /* 0..1 */
uniform uint paper_seed;
uniform float scale_px_mm; /* mean image px per mm of sheet */

/* Noise that several effects share, each -1/2..1/2: the paper's fibres shape ink, stains and tears
 * alike, and one lookup is cheaper than five. */
struct fabric {
    vec2 fine; /* 4.6 a mm */
    vec2 slow; /* 0.7 a mm */
};

fabric fabric_at(vec2 p)
{
    return fabric(noise_pair(p * 4.6, paper_seed + 20u), noise_pair(p * 0.7, paper_seed + 21u));
}

float resolved(float per_mm)
{
    return smoothstep(1.3, 2.6, scale_px_mm / per_mm);
}

#ifdef TEXTURE
/* Density round 0, about +-1 at most. */
float paper_grain(vec2 p, fabric f)
{
    float grain = 0.55 * resolved(4.6) * f.fine.x;
    /* Felt: fibres lie along the machine direction. */
    grain += 0.55 * (noise_value(p * vec2(0.9, 2.3), paper_seed + 1u) - 0.5);
#ifndef CLOUDS
    grain += 0.35 * (noise_value(p * 0.37, paper_seed + 2u) - 0.5);
#endif
    return grain;
}
#endif

#ifdef RECYCLED
/* Specks and coloured fibres: at most one a cell, wholly inside it. */
vec3 paper_specks(vec2 p)
{
    vec2 cell = p * 0.42;
    ivec2 i = ivec2(floor(cell));
    uint h = noise_hash(i, paper_seed + 9u);
    float rare = noise_unit(h * 0x9e3779b1u);
    vec2 at = vec2(h & 0xffu, (h >> 8) & 0xffu) / 255.0 * 0.5 + 0.25;
    float turn = float((h >> 16) & 0xffu) * 0.0246;
    vec2 way = vec2(cos(turn), sin(turn));
    vec2 to = cell - vec2(i) - at;
    float half_length = 0.2 * fract(rare * 91.0) * fract(rare * 91.0);
    float along = clamp(dot(to, way), -half_length, half_length);
    float d = length(to - along * way) / 0.42;
    float dark = smoothstep(0.13, 0.03, d) * step(0.72, rare) * (0.1 + 0.45 * fract(rare * 37.0));
    vec3 hue = rare > 0.97 ? vec3(0.9, 0.6, 0.2) : rare > 0.94 ? vec3(0.2, 0.9, 0.8) : vec3(0.8);
    return 1.0 - dark * hue * 0.7;
}
#endif

vec3 paper_color(vec2 p, fabric f)
{
    vec3 color = paper_linear * paper_tint;
#ifdef TEXTURE
    color *= 1.0 - 0.085 * paper_texture * paper_grain(p, f);
#endif
#ifdef CLOUDS
    float cloud = noise_value(p * 0.24, paper_seed + 4u) - 0.5;
    cloud = 0.6 * cloud + 0.55 * (noise_value(p * 0.075, paper_seed + 5u) - 0.5);
    color *= 1.0 - paper_clouds * vec3(0.085, 0.09, 0.105) * cloud;
#endif
#ifdef RECYCLED
    color *= mix(vec3(1.0), paper_specks(p), min(1.0, 2.0 * paper_texture));
#endif
    return color;
}
