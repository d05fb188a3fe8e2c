/* A convex piece of a fill: its quad grown by a pixel over the outline edges. */
#include "common/tile.glsl"

layout(std430, binding = 0) readonly buffer Patches
{
    vec4 patches[]; /* four to a piece */
};

/* Of each edge: unit inward normal, and the distance of the first corner inside it. */
flat out vec4 normal_x, normal_y, inside_at_first;
flat out vec4 place; /* the first corner, in image px; the tile's corner */
flat out float layer;

const float MARGIN = 1.0;

void main()
{
    int i = gl_VertexID / 4 * 4;
    vec4 a = patches[i], b = patches[i + 1], soft = patches[i + 2];
    vec2 corners[4] = vec2[4](a.xy, a.zw, b.xy, b.zw);
    layer = patches[i + 3].x;
    place = vec4(corners[0], tile_corner_px);
    /* Shoelace: the sign says which way round the corners go. */
    vec2 p = corners[2] - corners[0], q = corners[3] - corners[1];
    float turn = p.x * q.y - p.y * q.x < 0.0 ? -1.0 : 1.0;
    vec3 edges[4];
    for (int k = 0; k < 4; k++) {
        vec2 from = corners[k], d = corners[(k + 1) & 3] - from;
        float len = length(d);
        vec2 n = len > 0.0 ? turn * vec2(-d.y, d.x) / len : vec2(0.0);
        edges[k] = vec3(n, dot(n, corners[0] - from));
        if (len <= 0.0)
            soft[k] = 0.0; /* a triangle's missing side */
    }
    /* Triangle order 0 1 2, 2 1 3 of the index buffer: corners 0 1 3 2. */
    int c = gl_VertexID & 3;
    int k = c == 2 ? 3 : c == 3 ? 2 : c;
    vec3 before = edges[(k + 3) & 3], after = edges[k];
    vec2 push = vec2(soft[(k + 3) & 3], soft[k]) * MARGIN;
    /* The corner moves to where both of its edges, pushed outward, meet. */
    float det = before.x * after.y - before.y * after.x;
    vec2 out_px = vec2(push.y * before.y - push.x * after.y, push.x * after.x - push.y * before.x);
    out_px = abs(det) > 1e-3 ? out_px / det : vec2(0.0);
    /* A needle's tip must not fly off. */
    vec2 moved = corners[k] + out_px * min(1.0, 4.0 * MARGIN / max(length(out_px), MARGIN));
    for (int e = 0; e < 4; e++) {
        bool is_soft = soft[e] > 0.0;
        normal_x[e] = is_soft ? edges[e].x : 0.0;
        normal_y[e] = is_soft ? edges[e].y : 0.0;
        inside_at_first[e] = is_soft ? edges[e].z : 1e4;
    }
    gl_Position = position_of_px(moved);
}
