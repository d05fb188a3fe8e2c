/*
 * How much of a pixel a stroke covers. Across the stroke the area of a pixel's square inside the
 * strip is exact, so that the sum over a row or column is the stroke's true width wherever it
 * lies, however thin. Along it, the pixel's extent is taken as one, and the round end by its mean
 * over what the pixel sees. Places are worked out from the pixel's own, not interpolated, so that
 * a tile holds exactly what the whole picture would.
 */
flat in vec4 place;
flat in vec4 shape;
flat in vec4 ends;
flat in vec4 kernel;
flat in vec3 tile;

layout(location = 0) out vec4 coverage;

/* The footprint's area on the near side of x: the integral of a trapezoid. */
float area_before(float x)
{
    float at = min(abs(x), kernel.w), beyond = max(at - kernel.z, 0.0);
    return 0.5 + sign(x) * (at * kernel.x - beyond * beyond * kernel.y);
}

/* How far a round end of radius `half` bulges at `across`, on the average of two points of what
 * the pixel sees of it (Gauss-Legendre). */
float bulge(float across, float half_px)
{
    float low = max(across - 0.5, -half_px), high = min(across + 0.5, half_px);
    float middle = 0.5 * (low + high), aside = 0.288675 * (high - low);
    vec2 at = vec2(middle - aside, middle + aside);
    vec2 chord = sqrt(max(half_px * half_px - at * at, 0.0));
    return 0.5 * (chord.x + chord.y);
}

void main()
{
    vec2 from = gl_FragCoord.xy + tile.xy - place.xy;
    float along = dot(from, place.zw), across = from.y * place.z - from.x * place.w;
    float share = shape.x > 0.0 ? clamp(along / shape.x, 0.0, 1.0) : 0.0;
    float half_px = mix(shape.y, shape.z, share);
    float strip = area_before(across + half_px) - area_before(across - half_px);
    float round_px = bulge(across, half_px);
#ifdef DASHED
    float dash = clamp(round((along - ends.x) / ends.w), 0.0, ends.y);
    float from_center = along - ends.x - dash * ends.w;
    float low = -ends.z - round_px, high = ends.z + round_px;
    along = from_center;
#else
    vec2 reach = mix(max(ends.xy, round_px), vec2(0.0), lessThan(ends.xy, vec2(0.0)));
    float low = -reach.x, high = shape.x + reach.y;
#endif
    float stretch = clamp(min(along + 0.5, high) - max(along - 0.5, low), 0.0, 1.0);
    float c = shape.w * strip * stretch;
    coverage = vec4(equal(vec4(tile.z), vec4(0, 1, 2, 3))) * c;
}
