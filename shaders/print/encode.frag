/* Linear light to the picture, for sheets that are lit but not captured. */
#include "common/color.glsl"

layout(binding = 3) uniform sampler2D linear_light;

layout(location = 0) out vec4 picture;

void main()
{
    vec4 sheet = texelFetch(linear_light, ivec2(gl_FragCoord.xy), 0);
    /* White behind it, as a scanner's lid. */
    picture = vec4(srgb_from_linear(sheet.rgb + 1.0 - sheet.a), 1.0);
}
