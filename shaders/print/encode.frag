/* Linear light to the picture, for sheets that are lit but not captured. */
#include "common/color.glsl"

layout(binding = 3) uniform sampler2D linear_light;

layout(location = 0) out vec4 picture;

void main()
{
    vec3 color = texelFetch(linear_light, ivec2(gl_FragCoord.xy), 0).rgb;
    picture = vec4(srgb_from_linear(color), 1.0);
}
