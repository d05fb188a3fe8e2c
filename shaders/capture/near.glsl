/* near.frag's map, filtered: how much of what is around a pixel of the tile is sheet. */
layout(binding = 4) uniform sampler2D near_sheet;
uniform vec2 near_scale; /* px -> texture coordinate */

float near_at(vec2 tile_px)
{
    return texture(near_sheet, tile_px * near_scale).r;
}
