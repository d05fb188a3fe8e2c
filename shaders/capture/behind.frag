/*
 * What is behind and around the sheet, added under it: the desk with the sheet's shadow in a
 * photo, the lid in a scan. Blended by 1 - coverage, or IN_PLACE: what the target holds is read,
 * and where the sheet covers the pixel nothing is worked out.
 */
#ifdef IN_PLACE
#extension GL_EXT_shader_framebuffer_fetch : require
#endif
#include "common/noise.glsl"
#include "common/tile.glsl"

#ifdef IN_PLACE
layout(location = 0) inout vec4 light;

void put(vec3 color)
{
    light = vec4(light.rgb + (1.0 - light.a) * color, light.a);
}
#else
layout(location = 0) out vec4 light;

void put(vec3 color)
{
    light = vec4(color, 1.0);
}
#endif

#ifdef LID
uniform vec3 lid_color; /* linear */

void main()
{
    put(lid_color);
}
#else
uniform vec2 sheet_size_mm;
uniform vec3 desk_light[4]; /* irradiance at the sheet's corners: tl, tr, bl, br */

#include "capture/camera.glsl"
#include "capture/desk.glsl"
#ifdef SHADOW
#include "capture/near.glsl"
uniform float shadow;   /* depth */
uniform vec2 shadow_px; /* how far the shadow lies from the sheet */
#endif

#ifdef SHADOW
/* What the sheet leaves of the light: its own shape, soft and a little aside, and darker where it
 * touches the desk; light falls in through what is punched or torn out of it. */
float sheet_shadow()
{
    float around = near_at(gl_FragCoord.xy);
    float soft = min(1.7 * near_at(gl_FragCoord.xy - shadow_px), 1.0);
    float contact = smoothstep(0.1, 0.5, around);
    float within = 1.0 - 0.5 * smoothstep(0.6, 0.95, around);
    return 1.0 - shadow * max(0.8 * soft, 0.55 * contact * contact) * within;
}
#endif

/* The light falls on with the slope it has across the sheet, levelling off. */
vec3 light_at(vec2 p)
{
    vec2 t = clamp(p / sheet_size_mm, -0.35, 1.35);
    return max(mix(mix(desk_light[0], desk_light[1], t.x), mix(desk_light[2], desk_light[3], t.x),
                   t.y), vec3(0.03));
}

void main()
{
    vec3 q = plane_at(gl_FragCoord.xy + tile_corner_px);
    vec2 p = q.xy / max(q.z, 1e-6);
    vec2 step_mm = fwidth(p);
#ifdef IN_PLACE
    if (light.a >= 1.0)
        return;
#endif
    vec3 color = q.z > 0.0 ? desk_at(p, max(step_mm.x, step_mm.y)) : vec3(0.0);
    color *= light_at(p);
#ifdef SHADOW
    color *= sheet_shadow();
#endif
    put(color);
}
#endif
