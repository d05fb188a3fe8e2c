/*
 * The sheet's slow noise: what varies over a millimetre and more, of the paper and of the light on
 * its relief. Where pixels are smaller by far, slow.frag works it out for points of a lattice
 * beforehand, and SLOW_FIELD reads it from there.
 */
const float PAPER_CONTRAST = 0.085;

uniform uint paper_seed;
uniform float paper_texture; /* 0..1, times what the stock shows */
#ifdef RELIEF
uniform vec2 relief_way; /* towards the key light, of length 1 */
uniform uint relief_seed;
#endif
#ifdef SLOW_FIELD
layout(binding = 11) uniform sampler2D slow_field;
uniform vec2 slow_scale; /* page mm -> texture coordinate */
#endif

struct slow_noise {
    vec2 fibres;  /* 0.7 a mm, each -1/2..1/2 */
    float paper;  /* share of light that felt and clouds take, +-0.12 at most */
    float relief; /* how wrinkles and fibres lean towards the light: slope, +-1.13 at most */
};

#ifdef SLOW_FIELD
slow_noise slow_at(vec2 p)
{
    vec4 s = texture(slow_field, p * slow_scale) - 0.5;
    return slow_noise(s.xy, 0.25 * s.z, 2.3 * s.w);
}
#else
uniform float paper_clouds; /* 0..1 */

slow_noise slow_at(vec2 p)
{
    slow_noise s = slow_noise(noise_pair(p * 0.7, paper_seed + 21u), 0.0, 0.0);
#ifdef TEXTURE
    /* Felt: fibres lie along the machine direction. */
    float grain = 0.55 * (noise_value(p * vec2(0.9, 2.3), paper_seed + 1u) - 0.5);
#ifndef CLOUDS
    grain += 0.35 * (noise_value(p * 0.37, paper_seed + 2u) - 0.5);
#endif
    s.paper = PAPER_CONTRAST * paper_texture * grain;
#endif
#ifdef CLOUDS
    float cloud = 0.6 * (noise_value(p * 0.24, paper_seed + 4u) - 0.5);
    cloud += 0.55 * (noise_value(p * 0.075, paper_seed + 5u) - 0.5);
    s.paper += PAPER_CONTRAST * paper_clouds * cloud;
#endif
#ifdef RELIEF
    vec2 slope = 0.33 * noise_slope(p * 0.19, relief_seed);
    slope += 0.20 * noise_slope(p * 1.1, relief_seed + 1u);
    s.relief = dot(slope, relief_way);
#endif
    return s;
}

/* As SLOW_FIELD reads it. */
vec4 slow_texel(slow_noise s)
{
    return vec4(s.fibres, s.paper / 0.25, s.relief / 2.3) + 0.5;
}
#endif
