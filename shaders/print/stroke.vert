/* A stroke as a quad, pulled from the records of engine/render/ink.h: four vertices each. */
#include "common/tile.glsl"

layout(std430, binding = 0) readonly buffer Strokes
{
    vec4 strokes[]; /* three to a stroke */
};

flat out vec4 place;                 /* first end, in image px; direction */
flat out vec4 shape;                 /* length, half width at either end, alpha */
flat out vec4 ends;                  /* reaches; dashed: first centre, last dash, half, period */
flat out vec4 kernel;                /* see stroke.frag */
flat out vec3 tile;                  /* its corner in the image; the layer */

/* Half the extent of a pixel's footprint along the stroke, and a margin. */
const float FOOT = 0.75;

/* How far past an end its quad must go. Where the next piece goes on nearly straight, that piece
 * covers what lies beyond: only the wedge on the outer side of the turn is left. The turn is known
 * from the end's reach (ecg_ink_reach). */
float beyond(float reach, float thick)
{
    float cosine = 4.0 * reach - 1.0;
    if (reach <= 0.0 || cosine <= 0.0)
        return thick + FOOT;
    return (thick + FOOT) * sqrt(max(1.0 - cosine * cosine, 0.0)) + 0.0625;
}

void main()
{
    int i = gl_VertexID / 4 * 3;
    vec4 points = strokes[i], widths = strokes[i + 1], look = strokes[i + 2];
    vec2 d = points.zw - points.xy;
    float len = length(d);
    vec2 dir = len > 0.0 ? d / len : vec2(1.0, 0.0);
    float thick = max(widths.x, widths.y);
    vec2 reach = vec2(beyond(widths.z, thick), beyond(widths.w, thick));
    shape = vec4(len, widths.xy, look.x);
    ends = vec4(widths.zw, 0.0, 0.0);
#ifdef DASHED
    float period = max(look.w, 0.01);
    float last = look.w > 0.0 ? max(floor((len - widths.z) / period + 1e-3), 0.0) : 0.0;
    ends = vec4(widths.z, last, look.z, period);
    reach = vec2(thick + look.z + FOOT);
#endif
    /* The pixel's footprint across the stroke is a box of width |nx| blurred by one of width |ny|.
     * A floor keeps the divisions finite; it blurs axis-aligned strokes by 1/256 px. */
    float wide = max(abs(dir.x), abs(dir.y)), thin = max(min(abs(dir.x), abs(dir.y)), 1.0 / 256.0);
    kernel = vec4(1.0 / wide, 0.5 / (wide * thin), 0.5 * (wide - thin), 0.5 * (wide + thin));
    place = vec4(points.xy, dir);
    tile = vec3(tile_corner_px, look.y);
    float aside = thick + kernel.w + 1.0 / 64.0;
    float along = (gl_VertexID & 1) == 0 ? -reach.x : len + reach.y;
    float across = (gl_VertexID & 2) == 0 ? -aside : aside;
    gl_Position = position_of_px(points.xy + dir * along + vec2(-dir.y, dir.x) * across);
}
