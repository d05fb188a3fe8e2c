/* How much of a pixel a glyph covers: its bitmap, averaged over the pixel. */
flat in vec4 to_texel;
flat in vec4 place;
flat in vec4 limits;
flat in vec2 spread;
flat in float layer;

layout(binding = 0) uniform sampler2D atlas; /* bilinear */

layout(location = 0) out vec4 coverage;

float tap(vec2 at)
{
    return textureLod(atlas, clamp(at, limits.xy, limits.zw) / vec2(textureSize(atlas, 0)), 0.0).r;
}

void main()
{
    vec2 from = gl_FragCoord.xy + place.zw - place.xy;
    vec2 texel = limits.xy + 0.5 + to_texel.xy * from.x + to_texel.zw * from.y;
    float c = 0.25 * (tap(texel - spread) + tap(texel + spread) +
                         tap(texel + vec2(spread.x, -spread.y)) +
                         tap(texel + vec2(-spread.x, spread.y)));
    coverage = vec4(equal(vec4(layer), vec4(0, 1, 2, 3))) * c;
}
