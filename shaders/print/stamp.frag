/* How much of a pixel a glyph covers: its bitmap, averaged over the pixel. */
noperspective in vec2 texel;
flat in vec4 limits;
flat in vec2 spread;
flat in int layer;

layout(binding = 0) uniform sampler2D atlas; /* bilinear */

layout(location = 0) out vec4 coverage;

float tap(vec2 at)
{
    return textureLod(atlas, clamp(at, limits.xy, limits.zw) / vec2(textureSize(atlas, 0)), 0.0).r;
}

void main()
{
    float c = 0.25 * (tap(texel - spread) + tap(texel + spread) +
                         tap(texel + vec2(spread.x, -spread.y)) +
                         tap(texel + vec2(-spread.x, spread.y)));
    coverage = vec4(equal(ivec4(layer), ivec4(0, 1, 2, 3))) * c;
}
