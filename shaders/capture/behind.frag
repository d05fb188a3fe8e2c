/*
 * The desk behind and around a photographed sheet, with the sheet's shadow on it, added under it
 * (blended by 1 - coverage).
 */
#include "common/noise.glsl"
#include "common/tile.glsl"

layout(location = 0) out vec4 light;

uniform vec2 sheet_size_mm;
uniform float px_mm;        /* a pixel's size on the desk, where plane_at's z is 1 */
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
    /* A pixel's size grows with the ray's length. */
    vec3 color = q.z > 0.0 ? desk_at(p, px_mm / q.z) : vec3(0.0);
    color *= light_at(p);
#ifdef SHADOW
    color *= sheet_shadow();
#endif
    light = vec4(color, 1.0);
}
