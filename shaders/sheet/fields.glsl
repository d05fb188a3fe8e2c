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

/* mm */
vec2 field_shake(fabric f)
{
    return 0.32 * f.fine + 0.55 * f.slow.fibres;
}
