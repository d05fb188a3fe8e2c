/*
 * One texel of a target, which has no smaller levels and is not filtered. As texelFetch(), but
 * llvmpipe's works out for each pixel how large its level is, and takes twice as long.
 */
vec4 texel(sampler2D target, ivec2 px)
{
    return textureLod(target, (vec2(px) + 0.5) / vec2(textureSize(target, 0)), 0.0);
}
