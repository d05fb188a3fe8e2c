/* A glyph: its box of the atlas as a parallelogram of the image. */
#include "common/tile.glsl"

layout(std430, binding = 0) readonly buffer Stamps
{
    vec4 stamps[]; /* three to a glyph */
};

flat out vec4 to_texel; /* px to texels, by columns */
flat out vec4 place;    /* where texel `limits` + 0.5 lies, in image px; the tile's corner */
flat out vec4 limits; /* where the glyph's own texels and the empty ones round them end */
flat out vec2 spread; /* texels from the middle to each tap */
flat out float layer;

void main()
{
    int i = gl_VertexID / 4 * 3;
    vec4 sides = stamps[i], down_box = stamps[i + 1], rest = stamps[i + 2];
    vec2 origin = sides.xy, right = sides.zw, down = down_box.xy;
    vec2 low = down_box.zw, high = rest.xy;
    layer = rest.z;
    place = vec4(origin, tile_corner_px);
    bool exact = rest.w > 0.5;
    /* Texels that a pixel spans, along and down; taps in the middle of each half of them. */
    vec2 per_px = (high - low) / max(vec2(length(right), length(down)), 1e-3);
    spread = exact ? vec2(0.0) : 0.25 * per_px;
    limits = vec4(low - 0.5, high + 0.5);
    vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1);
    /* An askew glyph's soft border reaches out of its box. */
    vec2 grow = exact ? vec2(0.0) : per_px / (high - low);
    at = mix(-grow, 1.0 + grow, at);
    mat2 box = inverse(mat2(right, down));
    to_texel = vec4(box[0] * (high - low), box[1] * (high - low));
    gl_Position = position_of_px(origin + right * at.x + down * at.y);
}
