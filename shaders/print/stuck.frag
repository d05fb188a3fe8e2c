/* One colour where something is stuck on, premultiplied. */
#include "common/texel.glsl"

layout(binding = 0) uniform sampler2D batch_coverage;
uniform vec4 color_linear;

layout(location = 0) out vec4 color;

void main()
{
    float c = texel(batch_coverage, ivec2(gl_FragCoord.xy)).r * color_linear.a;
    color = vec4(color_linear.rgb * c, c);
}
