/* Short strokes in a row as one quad: the box round them. */
#include "common/tile.glsl"

layout(std430, binding = 0) readonly buffer Chains
{
    vec4 chains[]; /* five to a chain */
};

/* Two points each, in px from the first one. */
flat out vec4 points[4];
flat out vec4 square[2]; /* 1 / length^2 of each stroke; 0 where there is none */
flat out vec4 place;     /* the first point, in image px; the tile's corner */
flat out vec3 look;      /* half width, alpha, layer */

/* Half a pixel's diagonal, and a margin. */
const float FOOT = 0.75;

void main()
{
    int first = gl_VertexID / 4 * 5;
    vec4 rest = chains[first + 4];
    vec2 at[8], origin = chains[first].xy, low = vec2(0.0), high = vec2(0.0);
    for (int i = 0; i < 4; i++) {
        points[i] = chains[first + i] - origin.xyxy;
        at[2 * i] = points[i].xy;
        at[2 * i + 1] = points[i].zw;
        low = min(low, min(points[i].xy, points[i].zw));
        high = max(high, max(points[i].xy, points[i].zw));
    }
    for (int i = 0; i < 7; i++) {
        vec2 d = at[i + 1] - at[i];
        float s = dot(d, d);
        square[i >> 2][i & 3] = s > 0.0 ? 1.0 / s : 0.0;
    }
    square[1][3] = 0.0;
    place = vec4(origin, tile_corner_px);
    look = rest.xyz;
    vec2 side = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1);
    gl_Position = position_of_px(origin + mix(low - rest.x - FOOT, high + rest.x + FOOT, side));
}
