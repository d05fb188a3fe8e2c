/*
 * The light at a pixel and at the eight round it, from four fetches: a rasterizer shades squares of
 * 2 x 2 pixels together, and what the other three of a square have fetched is a derivative away.
 * After capture/pixel.glsl or another light_at(). Call it where all four of a square do.
 */
struct lights {
    vec3 own;
    vec3 level, upright;  /* sums of the two beside it, of the one above and the one below */
    vec3 falling, rising; /* of the two on the diagonal that goes down to the right, on the other */
    vec3 slope_x, slope_y; /* right less left, below less above */
};

lights lights_round(ivec2 px)
{
    ivec2 way = 1 - 2 * (px & 1); /* to the other pixels of the square */
    vec2 side = vec2(way);
    vec3 own = light_at(px), out_x = light_at(px - ivec2(way.x, 0));
    vec3 out_y = light_at(px - ivec2(0, way.y)), out_both = light_at(px - way);
    vec3 in_x = own + side.x * dFdxFine(own), in_y = own + side.y * dFdyFine(own);
    vec3 in_both = in_y + side.x * dFdxFine(in_y);
    vec3 same = in_both + out_both;
    vec3 other = out_y + side.x * dFdxFine(out_y) + out_x + side.y * dFdyFine(out_x);
    bool falls = way.x == way.y;
    return lights(own, in_x + out_x, in_y + out_y, falls ? same : other, falls ? other : same,
        side.x * (in_x - out_x), side.y * (in_y - out_y));
}
