/* A flat, clean sheet: paper and ink straight to the picture. */
#include "common/color.glsl"
#include "common/ink.glsl"

layout(location = 0) out vec4 picture;

void main()
{
    vec3 color = with_ink(paper_linear, ink_at(ivec2(gl_FragCoord.xy)));
    picture = vec4(srgb_from_linear(color), 1.0);
}
