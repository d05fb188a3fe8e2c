/* How much of a pixel a convex quad covers: the overlap in each of its two directions, exact for
 * rectangles along the axes, also those thinner than a pixel. */
flat in vec4 normal_x, normal_y, inside_at_first;
flat in vec4 place;
flat in float layer;

layout(location = 0) out vec4 coverage;

void main()
{
    vec2 from = gl_FragCoord.xy + place.zw - place.xy;
    vec4 edge = min(normal_x * from.x + normal_y * from.y + inside_at_first, 0.5);
    vec2 overlap = clamp(edge.xy + edge.zw, 0.0, 1.0);
    coverage = vec4(equal(vec4(layer), vec4(0, 1, 2, 3))) * overlap.x * overlap.y;
}
