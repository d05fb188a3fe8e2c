/* A thing on the sheet: its own frame's coordinates, carried through the mesh on the CPU. */
#include "common/tile.glsl"

layout(location = 0) in vec2 vertex_px;
layout(location = 1) in vec2 vertex_uv_mm;
layout(location = 2) in vec2 vertex_sheet_mm;
layout(location = 3) in vec3 vertex_space_mm;
layout(location = 4) in vec3 vertex_normal;

noperspective out vec2 uv_mm;
noperspective out vec2 sheet_mm;
noperspective out vec3 space_mm;
noperspective out vec3 normal;

void main()
{
    hand_on();
    uv_mm = vertex_uv_mm;
    sheet_mm = vertex_sheet_mm;
    space_mm = vertex_space_mm;
    normal = vertex_normal;
    gl_Position = position_in_view(vertex_px);
}
