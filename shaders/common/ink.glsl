/*
 * What is printed, written and stuck on the sheet at one pixel. Inks are mixed in linear light,
 * because coverage is a share of area: a pixel half covered by black reflects half the light, as a
 * scanner or an eye would add it up; mixing sRGB values would thicken every thin line.
 */
#include "common/texel.glsl"

uniform vec3 paper_linear;
uniform vec4 ink_linear[8]; /* by layer; a: opacity at full coverage */

layout(binding = 0) uniform sampler2D print_coverage;
#ifdef NOTES
layout(binding = 1) uniform sampler2D notes_coverage;
#endif
#ifdef STUCK
layout(binding = 2) uniform sampler2D stuck_color;
#endif

struct ink_sample {
    vec4 print; /* coverage of layers 0..3: minor grid, major grid, trace, print */
    vec4 notes; /* layers 4..7: pen a, pen b, highlighter, stamp */
    vec4 stuck; /* premultiplied linear colour */
};

/* At a pixel of the tile, its print coverage known. */
ink_sample ink_over(vec4 print, ivec2 tile_px)
{
    ink_sample s = ink_sample(print, vec4(0.0), vec4(0.0));
#ifdef NOTES
    s.notes = texel(notes_coverage, tile_px);
#endif
#ifdef STUCK
    s.stuck = texel(stuck_color, tile_px);
#endif
    return s;
}

/* At a pixel of the tile. */
ink_sample ink_at(ivec2 tile_px)
{
    return ink_over(texel(print_coverage, tile_px), tile_px);
}

vec3 under_ink(vec3 below, int layer, float coverage)
{
    return mix(below, ink_linear[layer].rgb, coverage * ink_linear[layer].a);
}

/* The light that comes back from a surface of linear colour `below` with that ink on it. */
vec3 with_ink(vec3 below, ink_sample s)
{
    vec3 color = below;
    for (int k = 0; k < 4; k++)
        color = under_ink(color, k, s.print[k]);
#ifdef NOTES
    color = under_ink(color, 4, s.notes[0]);
    color = under_ink(color, 5, s.notes[1]);
    /* A highlighter's ink is a filter: what is black below stays black. */
    color *= mix(vec3(1.0), ink_linear[6].rgb, s.notes[2] * ink_linear[6].a);
    color = under_ink(color, 7, s.notes[3]);
#endif
#ifdef STUCK
    color = color * (1.0 - s.stuck.a) + s.stuck.rgb;
#endif
    return color;
}
