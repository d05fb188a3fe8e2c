/* near.frag's map, filtered: how much of what is around a pixel of the tile is sheet. */
layout(binding = 4) uniform sampler2D near_sheet;
uniform vec4 near_scale; /* px -> texture coordinate; the last texel's middle */

float near_at(vec2 tile_px)
{
    return texture(near_sheet, clamp(tile_px * near_scale.xy, vec2(0.0), near_scale.zw)).r;
}
