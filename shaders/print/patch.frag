/* How much of a pixel a convex quad covers: the overlap in each of its two directions, exact for
 * rectangles along the axes, also those thinner than a pixel. */
noperspective in vec4 inside_px;
flat in int layer;

layout(location = 0) out vec4 coverage;

void main()
{
    vec4 edge = min(inside_px, 0.5);
    vec2 overlap = clamp(edge.xy + edge.zw, 0.0, 1.0);
    coverage = vec4(equal(ivec4(layer), ivec4(0, 1, 2, 3))) * overlap.x * overlap.y;
}
