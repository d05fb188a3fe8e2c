/* Rectangles of the viewport: engine/render/part_boxes.h. */
#include "common/tile.glsl"

layout(location = 0) in vec2 corner_px; /* in the tile */

void main()
{
    hand_on();
    gl_Position = position_of_px(corner_px + tile_corner_px);
}
