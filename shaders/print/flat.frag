/* A flat, clean sheet: paper and ink straight to the picture. IN_PLACE: the target already holds
 * the print's coverage and is read from there, not as a texture. */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/ink.glsl"

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
#ifdef IN_PLACE
    ink_sample ink = ink_over(pixel, px);
#else
    ink_sample ink = ink_at(px);
#endif
    pixel = vec4(srgb_from_linear(with_ink(paper_linear, ink)), 1.0);
}
