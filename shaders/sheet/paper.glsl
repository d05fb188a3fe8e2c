/*
 * The paper itself, before ink: grain, fibres and clouds. Frequencies are per millimetre; an
 * octave that the image cannot resolve is left out rather than aliased.
 */
uniform vec3 paper_tint;   /* linear */
uniform float scale_px_mm; /* mean image px per mm of sheet */

/* Noise that several effects share: the paper's fibres shape ink, stains and tears alike. */
struct fabric {
    vec2 fine; /* 4.6 a mm, each -1/2..1/2 */
    slow_noise slow;
};

fabric fabric_at(vec2 p)
{
    return fabric(noise_pair(p * 4.6, paper_seed + 20u), slow_at(p));
}

float resolved(float per_mm)
{
    return smoothstep(1.3, 2.6, scale_px_mm / per_mm);
}

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
#if defined(TEXTURE) || defined(CLOUDS)
    vec3 less = vec3(f.slow.paper);
#ifdef CLOUDS
    less *= vec3(1.0, 1.06, 1.235);
#endif
#ifdef TEXTURE
    less += PAPER_CONTRAST * paper_texture * 0.55 * resolved(4.6) * f.fine.x;
#endif
    color *= 1.0 - less;
#endif
#ifdef RECYCLED
    color *= mix(vec3(1.0), paper_specks(p), min(1.0, 2.0 * paper_texture));
#endif
    return color;
}
