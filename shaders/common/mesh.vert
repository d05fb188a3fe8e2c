/* The sheet's nodes: image position, place on the sheet, and what the surface does there. The
 * image position is the true one, so everything between the nodes is linear in the image. */
#include "common/tile.glsl"

layout(location = 0) in vec2 node_px;
layout(location = 1) in float node_depth_mm;
layout(location = 2) in vec3 node_space_mm;
layout(location = 3) in vec3 node_normal;
layout(location = 4) in float node_occlusion;

uniform int mesh_columns;
uniform vec2 mesh_step_mm;

noperspective out vec2 sheet_mm; /* on the flat sheet, from its top-left corner */
noperspective out vec3 space_mm;
noperspective out vec3 normal; /* unit at the nodes */
noperspective out float depth_mm;
noperspective out float occlusion;

void main()
{
    hand_on();
    sheet_mm = vec2(gl_VertexID % mesh_columns, gl_VertexID / mesh_columns) * mesh_step_mm;
    space_mm = node_space_mm;
    normal = node_normal;
    depth_mm = node_depth_mm;
    occlusion = node_occlusion;
    gl_Position = position_in_view(node_px);
}
