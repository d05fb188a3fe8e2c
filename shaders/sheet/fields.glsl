/* The fields of engine/render/sheet.h. Below a texel they are continued by noise: the point where
 * a field is read is shaken by a fraction of a millimetre, as a liquid follows single fibres. */
uniform vec2 field_scale; /* page mm -> texture coordinate */

#ifdef STAIN
layout(binding = 3) uniform sampler2D stain_field;
#endif
#ifdef MOULD
layout(binding = 4) uniform sampler2D mould_field;
#endif
#ifdef WEAR
layout(binding = 5) uniform sampler2D wear_field;
#endif
#ifdef OUTLINE
layout(binding = 6) uniform sampler2D outline_field;
#endif

uniform uint field_seed;

/* mm */
vec2 field_shake(vec2 p)
{
    return 0.34 * noise_pair(p * 3.1, field_seed) + 0.5 * noise_pair(p * 0.8, field_seed + 1u);
}
