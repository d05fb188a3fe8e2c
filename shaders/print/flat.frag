/* A flat, clean sheet: paper and ink straight to the picture. IN_PLACE: the target already holds
 * the print's coverage and is read from there, not as a texture. */
#ifdef IN_PLACE
#extension GL_EXT_shader_framebuffer_fetch : require
#endif
#include "common/color.glsl"
#include "common/ink.glsl"

#ifdef IN_PLACE
layout(location = 0) inout vec4 picture;
#else
layout(location = 0) out vec4 picture;
#endif

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy);
#ifdef IN_PLACE
    ink_sample ink = ink_over(picture, px);
#else
    ink_sample ink = ink_at(px);
#endif
    picture = vec4(srgb_from_linear(with_ink(paper_linear, ink)), 1.0);
}
