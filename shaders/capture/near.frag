/* How much of what is around a place, as far as a scanned sheet's edge throws its shadow, is
 * sheet: one texel for a few pixels. */
layout(binding = 3) uniform sampler2D sheet_light; /* a: coverage */
uniform ivec2 last_texel;
uniform float reach_px;
uniform int shrink;

layout(location = 0) out vec4 near;

float cover_at(vec2 px)
{
    return texelFetch(sheet_light, clamp(ivec2(px), ivec2(0), last_texel), 0).a;
}

void main()
{
    vec2 px = gl_FragCoord.xy * float(shrink);
    float sum = cover_at(px);
    for (int k = 0; k < 8; k++) {
        float t = 0.785398163 * float(k);
        vec2 way = reach_px * vec2(cos(t), sin(t));
        sum += cover_at(px + 0.45 * way) + cover_at(px + 0.9 * way);
    }
    near = vec4(sum / 17.0);
}
