/* How much of a pixel a glyph covers: its bitmap, averaged over the pixel. */
flat in vec4 to_texel;
flat in vec4 place;
flat in vec4 limits;
flat in vec2 spread;
flat in float layer;

layout(binding = 0) uniform sampler2D atlas; /* bilinear */

layout(location = 0) out vec4 coverage;

/* At texels from the glyph's corner. Where in the atlas the glyph lies depends on what was printed
 * before: in these steps, the finest that samplers tell apart, and with an atlas whose height is a
 * power of two, no rounding does. */
float tap(vec2 at)
{
    vec2 inside = clamp(at, vec2(-0.5), limits.zw - limits.xy - 0.5);
    vec2 texel = limits.xy + 0.5 + floor(inside * 256.0 + 0.5) / 256.0;
    return textureLod(atlas, texel / vec2(textureSize(atlas, 0)), 0.0).r;
}

void main()
{
    vec2 from = gl_FragCoord.xy + place.zw - place.xy;
    vec2 texel = to_texel.xy * from.x + to_texel.zw * from.y;
    float c = 0.25 * (tap(texel - spread) + tap(texel + spread) +
                         tap(texel + vec2(spread.x, -spread.y)) +
                         tap(texel + vec2(-spread.x, spread.y)));
    coverage = vec4(equal(vec4(layer), vec4(0, 1, 2, 3))) * c;
}
