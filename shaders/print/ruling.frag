/*
 * A printed grid: in each pixel, the nearest line of every ruling. Along the axes a pixel's overlap
 * with a line is exact. First come rulings 0 to U0 - 1, upright and minor, then up to U1 upright
 * and major, to L0 level and minor, to L1 level and major. BOUNDED: some rulings begin or end
 * within the tile; ENDS: so do some of their lines; GAPS: some have lines missing; TURNED: the page
 * lies a little askew.
 */
flat in vec4 flat_scale[RULINGS];
flat in float flat_peak[RULINGS];
flat in float flat_last[RULINGS];
flat in vec4 flat_end[RULINGS];
flat in vec4 flat_way; /* across upright lines, across level ones */
flat in vec2 flat_corner;

layout(location = 0) out vec4 coverage;

/* Of ruling i at a pixel's place across and along its lines. (min and max cost three instructions
 * each on llvmpipe, a clamp to 0..1 only two.) */
float ruling(int i, vec2 at)
{
    vec4 scale = flat_scale[i];
    float place = at.x * scale.x + scale.y, k = round(place);
#ifdef BOUNDED
    k = clamp(k, 0.0, flat_last[i]);
#endif
    float c = flat_peak[i] * clamp(scale.z - abs(place - k) * scale.w, 0.0, 1.0);
#ifdef ENDS
    c *= clamp(min(at.y + 0.5, flat_end[i].y) - max(at.y - 0.5, flat_end[i].x), 0.0, 1.0);
#endif
#ifdef GAPS
    float every = flat_end[i].z, turn = (k - flat_end[i].w) / max(every, 1.0);
    c = every > 0.0 && abs(turn - round(turn)) * every < 0.5 ? 0.0 : c;
#endif
    return c;
}

float join(bool is_first, float so_far, float c)
{
    return is_first ? c : max(so_far, c);
}

void main()
{
    vec2 px = gl_FragCoord.xy + flat_corner, upright = px, level = px.yx, grid = vec2(0.0);
#ifdef TURNED
    upright = vec2(dot(px, flat_way.xy), dot(px, vec2(-flat_way.y, flat_way.x)));
    level = vec2(dot(px, flat_way.zw), dot(px, vec2(flat_way.w, -flat_way.z)));
#endif
    for (int i = 0; i < U0; i++)
        grid.x = join(i == 0, grid.x, ruling(i, upright));
    for (int i = U0; i < U1; i++)
        grid.y = join(i == U0, grid.y, ruling(i, upright));
    for (int i = U1; i < L0; i++)
        grid.x = join(U0 == 0 && i == U1, grid.x, ruling(i, level));
    for (int i = L0; i < L1; i++)
        grid.y = join(U0 == U1 && i == L0, grid.y, ruling(i, level));
    coverage = vec4(grid, 0.0, 0.0);
}
