/* One triangle over the tile; the rulings go on as flat inputs, which llvmpipe reads much faster
 * than uniforms. */
uniform vec4 line[RULINGS]; /* first, step, last, half width */
uniform vec4 end[RULINGS];  /* from, to; one in how many is missing, and which */

flat out vec4 flat_line[RULINGS];
flat out vec4 flat_end[RULINGS];
flat out vec2 flat_rest[RULINGS]; /* 1 / step, coverage of a line's middle */

void main()
{
    for (int i = 0; i < RULINGS; i++) {
        flat_line[i] = line[i];
        flat_end[i] = end[i];
        flat_rest[i] = vec2(1.0 / line[i].y, min(2.0 * line[i].w, 1.0));
    }
    gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1);
}
