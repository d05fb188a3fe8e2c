/*
 * Printed and written ink on aged paper: what common/ink.glsl does on clean paper, with the
 * character of the printers, fading, lost and run ink.
 */
#ifdef HEAD
layout(binding = 8) uniform sampler2D head_profile;
uniform int feed_is_y;
#endif
#ifdef CHARACTER
uniform vec2 ink_rough;  /* of trace and text, of the grid */
uniform vec2 ink_uneven;
#endif
#ifdef STRAY
uniform float ink_specks;
uniform uint ink_seed;
#endif
uniform vec4 ink_fade_color; /* what trace and text fade to, linear; a: how much */

#ifdef CHARACTER
float ragged(float coverage, float rough, float noise)
{
    return clamp(coverage + rough * noise * coverage * (1.0 - coverage) * 4.0, 0.0, 1.0);
}

vec4 with_character(vec4 print, fabric f)
{
    float fine = f.fine.y;
    float broad = f.slow.fibres.x + 0.5;
    print.x = ragged(print.x, ink_rough.y, fine);
    print.y = ragged(print.y, ink_rough.y, fine);
    print.z = ragged(print.z, ink_rough.x, fine);
    print.w = ragged(print.w, ink_rough.x, fine);
    float pale = 0.5 * broad + 0.6 * (0.5 - fine);
    /* Where a solid ink's density falls by a share, its absorption falls by about that squared. */
    vec2 loss = ink_uneven * pale;
    loss *= loss;
    print.zw *= 1.0 - loss.x;
    print.xy *= 1.0 - loss.y;
    return print;
}
#endif

#ifdef STRAY
/* Toner where none belongs: coverage of single specks. */
float stray_toner(vec2 p)
{
    ivec2 cell = ivec2(floor(p * 1.9));
    uint h = noise_hash(cell, ink_seed + 7u);
    vec2 at = (vec2(cell) + 0.2 + 0.6 * vec2(h & 0xffu, (h >> 8) & 0xffu) / 255.0) / 1.9;
    float size = 0.04 + 0.05 * float((h >> 16) & 0xfu) / 15.0;
    float d = length(p - at) - size;
    return step(noise_unit(h * 0x85ebca77u), ink_specks) * clamp(0.5 - d * scale_px_mm, 0.0, 1.0);
}
#endif

/* wear: as sheet.h's field. */
ink_sample aged_ink(ink_sample s, vec2 p, vec4 wear, fabric f)
{
#ifdef CHARACTER
    s.print = with_character(s.print, f);
#endif
#ifdef STRAY
    s.print.w = max(s.print.w, stray_toner(p));
#endif
#ifdef HEAD
    int dots = textureSize(head_profile, 0).x;
    int dot_index = clamp(int((feed_is_y != 0 ? p.x : p.y) * 8.0), 0, dots - 1);
    vec2 head = texel(head_profile, ivec2(dot_index, 0)).rg;
    s.print *= head.ggrr;
#endif
#ifdef WEAR
    float kept = 1.0 - wear.x;
    s.print *= kept * vec4(vec2(1.0 - wear.w), vec2(1.0 - 0.92 * wear.z));
    s.notes *= 1.0 - 0.8 * wear.x;
#endif
    return s;
}

/* with_ink() with fading's change of colour. */
vec3 aged_with_ink(vec3 below, ink_sample s, float faded)
{
#ifdef FADE_COLOR
    vec3 color = under_ink(below, 0, s.print.x);
    color = under_ink(color, 1, s.print.y);
    float share = faded * ink_fade_color.a;
    for (int k = 2; k < 4; k++)
        color = mix(color, mix(ink_linear[k].rgb, ink_fade_color.rgb, share),
            s.print[k] * ink_linear[k].a);
    s.print = vec4(0.0);
    return with_ink(color, s);
#else
    return with_ink(below, s);
#endif
}
