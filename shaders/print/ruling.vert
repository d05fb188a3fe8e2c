/* One triangle over the tile; the rulings go on as flat inputs, which llvmpipe reads much faster
 * than uniforms. */
uniform vec4 line[RULINGS]; /* first, step, last, half width: px, or PLACED mm */
uniform vec4 end[RULINGS];  /* from, to; one in how many is missing, and which */
uniform vec2 way[2];        /* across upright and level lines */
uniform vec2 tile_corner_px;

/* Place in steps = x * x + y; reach in widths, steps per width. PLACED: half width, step. */
flat out vec4 flat_scale[RULINGS];
flat out float flat_peak[RULINGS];  /* coverage of a line's middle */
flat out float flat_last[RULINGS];
flat out vec4 flat_end[RULINGS];
flat out vec4 flat_way;
flat out vec2 flat_corner;

void main()
{
    for (int i = 0; i < RULINGS; i++) {
        float step_px = line[i].y, half_px = line[i].w, peak = min(2.0 * half_px, 1.0);
#ifdef PLACED
        flat_scale[i] = vec4(1.0 / step_px, -line[i].x / step_px, half_px, step_px);
#else
        flat_scale[i] =
            vec4(1.0 / step_px, -line[i].x / step_px, (half_px + 0.5) / peak, step_px / peak);
#endif
        flat_peak[i] = peak;
        flat_last[i] = line[i].z;
        flat_end[i] = end[i];
    }
    flat_way = vec4(way[0], way[1]);
    flat_corner = tile_corner_px;
    gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1);
}
