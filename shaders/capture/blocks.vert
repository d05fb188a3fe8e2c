/*
 * Squares of 32 x 32 pixels, those only where the sheet leaves a pixel or part of one free: what is
 * behind it is dear to work out, and llvmpipe works out both sides of every branch. Two triangles
 * each, no vertex data.
 */
#include "common/texel.glsl"

layout(binding = 5) uniform sampler2D sheet_cover; /* near.frag's, gathered: below 1 where any pixel is */
uniform ivec2 last_block;      /* texels */
uniform int blocks_across;
uniform vec2 tile_size_px;

void main()
{
    hand_on();
    const int side = 4; /* texels */
    int block = gl_VertexID / 6, corner = gl_VertexID % 6;
    ivec2 first = side * ivec2(block % blocks_across, block / blocks_across);
    float least = 1.0;
    for (int k = 0; k < side * side; k++) {
        ivec2 at = min(first + ivec2(k % side, k / side), last_block);
        least = min(least, texel(sheet_cover, at).r);
    }
    ivec2 part = ivec2(corner == 1 || corner == 2 || corner == 4, corner == 2 || corner >= 4);
    vec2 px = 8.0 * vec2(first + side * part);
    vec2 place = px / tile_size_px * 2.0 - 1.0;
    gl_Position = vec4(least < 1.0 ? place : vec2(2.0), 0.0, 1.0);
}
