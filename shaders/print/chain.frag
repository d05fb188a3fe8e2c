/*
 * How much of a pixel a row of strokes covers: from the nearest of them, the area of the pixel's
 * square within their width, as exact as in stroke.frag where the stroke is straight.
 */
flat in vec4 points[4];
flat in vec4 square[2];
flat in vec4 place;
flat in vec3 look;

layout(location = 0) out vec4 coverage;

/* The vector from the stroke a b to the pixel, if it is shorter than the one so far. */
vec2 nearer(vec2 so_far, vec2 pixel, vec2 a, vec2 b, float over_square)
{
    vec2 from = pixel - a, d = b - a;
    vec2 v = from - d * clamp(dot(from, d) * over_square, 0.0, 1.0);
    return dot(v, v) < dot(so_far, so_far) ? v : so_far;
}

void main()
{
    vec2 pixel = gl_FragCoord.xy + place.zw - place.xy;
    vec2 v = vec2(1e3);
    v = nearer(v, pixel, points[0].xy, points[0].zw, square[0].x);
    v = nearer(v, pixel, points[0].zw, points[1].xy, square[0].y);
    v = nearer(v, pixel, points[1].xy, points[1].zw, square[0].z);
    v = nearer(v, pixel, points[1].zw, points[2].xy, square[0].w);
    v = nearer(v, pixel, points[2].xy, points[2].zw, square[1].x);
    v = nearer(v, pixel, points[2].zw, points[3].xy, square[1].y);
    v = nearer(v, pixel, points[3].xy, points[3].zw, square[1].z);
    /* The footprint across: a box of width |nx| blurred by one of width |ny|; see stroke.vert. */
    float away = length(v);
    vec2 n = abs(v) / max(away, 1e-6);
    float wide = max(max(n.x, n.y), 0.5), thin = clamp(min(n.x, n.y), 1.0 / 256.0, wide);
    float inner = 0.5 * (wide - thin), outer = 0.5 * (wide + thin);
    /* Area before the border away from the pixel and the one towards it; they are at least a pixel
     * apart. */
    float outside = min(away + look.x, outer), inside = clamp(away - look.x, -outer, outer);
    float outside_end = max(outside - inner, 0.0), inside_end = max(abs(inside) - inner, 0.0);
    float scale = 0.5 / (wide * thin);
    float c = (outside - inside) / wide - scale * outside_end * outside_end +
              sign(inside) * scale * inside_end * inside_end;
    coverage = vec4(equal(vec4(look.z), vec4(0, 1, 2, 3))) * (look.y * clamp(c, 0.0, 1.0));
}
