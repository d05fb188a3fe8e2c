/* Linear light to the picture, for sheets that are lit but not captured. */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/texel.glsl"

layout(binding = 3) uniform sampler2D linear_light;

#ifdef BACKDROP
/* A scanner's lid behind the sheet, with the shadow of the sheet's edges on it. */
uniform float shadow_px;

vec3 backdrop(ivec2 at)
{
    ivec2 last = textureSize(linear_light, 0) - 1;
    float shade = 0.0;
    for (int k = 1; k <= 2; k++) {
        ivec2 from = at - ivec2(vec2(0.5, 0.85) * shadow_px * float(k) * 0.6);
        shade += texel(linear_light, clamp(from, ivec2(0), last)).a;
    }
    return vec3(0.80, 0.80, 0.79) * (1.0 - 0.2 * shade);
}
#endif

void set_pixel()
{
    ivec2 at = ivec2(pixel_at);
    vec4 sheet = texel(linear_light, at);
#ifdef BACKDROP
    vec3 behind = sheet.a < 1.0 ? backdrop(at) : vec3(0.0);
#else
    vec3 behind = vec3(1.0);
#endif
    pixel = vec4(srgb_from_linear(sheet.rgb + (1.0 - sheet.a) * behind), 1.0);
}
