/*
 * A printed grid: in each pixel, the nearest line of every ruling. Along the axes a pixel's overlap
 * with a line is exact. First come rulings 0 to U0 - 1, upright and minor, then up to U1 upright
 * and major, to L0 level and minor, to L1 level and major. BOUNDED: some rulings begin or end
 * within the tile; ENDS: so do some of their lines; GAPS: some have lines missing; TURNED: the page
 * lies a little askew. PLACED: it is bent, and where each pixel lies on it is known; a line there
 * is as wide as it would be on a sheet that goes on as it does at the pixel.
 */
flat in vec4 flat_scale[RULINGS];
flat in float flat_peak[RULINGS];
flat in float flat_last[RULINGS];
flat in vec4 flat_end[RULINGS];
flat in vec4 flat_way; /* across upright lines, across level ones */
flat in vec2 flat_corner;

layout(location = 0) out vec4 coverage;

#ifdef PLACED
#include "common/texel.glsl"
layout(binding = 3) uniform sampler2D place_map;
uniform ivec2 place_last_px; /* of the tile */
uniform float scale_px_mm;   /* at the sheet's middle */

/* Of a pixel: its place on the sheet, px per mm across upright and level lines, and 0 where the
 * sheet shows its back. */
struct bent_sample {
    vec2 sheet_mm, px_mm;
    float seen;
};

/* Differences to a pixel of another part of the sheet, or of none, say nothing. */
float plausible(float mm_px)
{
    float times = mm_px * scale_px_mm;
    return times > 0.2 && times < 4.0 ? 1.0 / mm_px : scale_px_mm;
}

bent_sample bent_at(ivec2 tile_px)
{
    /* Squares of 2 x 2 pixels may reach beyond the tile. */
    vec2 mm = texel(place_map, min(tile_px, place_last_px)).xy;
    vec2 dx = dFdx(mm), dy = dFdy(mm);
    vec2 mm_px = sqrt(dx * dx + dy * dy);
    bool is_back = dx.x * dy.y < dx.y * dy.x && max(mm_px.x, mm_px.y) * scale_px_mm < 4.0;
    return bent_sample(
        mm, vec2(plausible(mm_px.x), plausible(mm_px.y)), is_back ? 0.0 : 1.0);
}
#endif

/* Of ruling i at a pixel's place across and along its lines. (min and max cost three instructions
 * each on llvmpipe, a clamp to 0..1 only two.) */
float ruling(int i, vec2 at, vec2 px_mm)
{
    vec4 scale = flat_scale[i];
    float place = at.x * scale.x + scale.y, k = round(place);
#ifdef BOUNDED
    k = clamp(k, 0.0, flat_last[i]);
#endif
#ifdef PLACED
    float within_mm = scale.z - abs(place - k) * scale.w;
    float c = clamp(within_mm * px_mm.x + 0.5, 0.0, min(2.0 * scale.z * px_mm.x, 1.0));
#else
    float c = flat_peak[i] * clamp(scale.z - abs(place - k) * scale.w, 0.0, 1.0);
#endif
#if defined(ENDS) && defined(PLACED)
    vec2 end_px = (at.y - flat_end[i].xy) * vec2(px_mm.y, -px_mm.y);
    c *= clamp(min(end_px.x, end_px.y) + 0.5, 0.0, 1.0);
#elif defined(ENDS)
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
    vec2 upright_px_mm = vec2(1.0), level_px_mm = vec2(1.0);
#ifdef PLACED
    bent_sample bent = bent_at(ivec2(gl_FragCoord.xy));
    upright = bent.sheet_mm;
    level = bent.sheet_mm.yx;
    upright_px_mm = bent.px_mm;
    level_px_mm = bent.px_mm.yx;
#elif defined(TURNED)
    upright = vec2(dot(px, flat_way.xy), dot(px, vec2(-flat_way.y, flat_way.x)));
    level = vec2(dot(px, flat_way.zw), dot(px, vec2(flat_way.w, -flat_way.z)));
#endif
    for (int i = 0; i < U0; i++)
        grid.x = join(i == 0, grid.x, ruling(i, upright, upright_px_mm));
    for (int i = U0; i < U1; i++)
        grid.y = join(i == U0, grid.y, ruling(i, upright, upright_px_mm));
    for (int i = U1; i < L0; i++)
        grid.x = join(U0 == 0 && i == U1, grid.x, ruling(i, level, level_px_mm));
    for (int i = L0; i < L1; i++)
        grid.y = join(U0 == U1 && i == L0, grid.y, ruling(i, level, level_px_mm));
#ifdef PLACED
    grid *= bent.seen;
#endif
    coverage = vec4(grid, 0.0, 0.0);
}
