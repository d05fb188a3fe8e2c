/*
 * A printed grid: in each pixel, the nearest line of every ruling. Along the axes a pixel's overlap
 * with a line is exact. First come rulings 0 to U0 - 1, upright and minor, then up to U1 upright
 * and major, to L0 level and minor, to L1 level and major. ENDS: some lines end within the tile;
 * GAPS: some have lines missing.
 */
flat in vec4 flat_line[RULINGS];
flat in vec4 flat_end[RULINGS];
flat in vec2 flat_rest[RULINGS];

layout(location = 0) out vec4 coverage;

/* Of ruling i at a pixel's place across and along its lines. */
float ruling(int i, vec2 at)
{
    vec4 line = flat_line[i];
    float across = at.x - line.x;
    float k = clamp(round(across * flat_rest[i].x), 0.0, line.z);
    float c = clamp(line.w + 0.5 - abs(across - k * line.y), 0.0, flat_rest[i].y);
#ifdef ENDS
    c *= clamp(min(at.y + 0.5, flat_end[i].y) - max(at.y - 0.5, flat_end[i].x), 0.0, 1.0);
#endif
#ifdef GAPS
    float every = flat_end[i].z, turn = (k - flat_end[i].w) / max(every, 1.0);
    c = every > 0.0 && abs(turn - round(turn)) * every < 0.5 ? 0.0 : c;
#endif
    return c;
}

void main()
{
    vec2 at = gl_FragCoord.xy, grid = vec2(0.0);
    for (int i = 0; i < U0; i++)
        grid.x = max(grid.x, ruling(i, at.xy));
    for (int i = U0; i < U1; i++)
        grid.y = max(grid.y, ruling(i, at.xy));
    for (int i = U1; i < L0; i++)
        grid.x = max(grid.x, ruling(i, at.yx));
    for (int i = L0; i < L1; i++)
        grid.y = max(grid.y, ruling(i, at.yx));
    coverage = vec4(grid, 0.0, 0.0);
}
