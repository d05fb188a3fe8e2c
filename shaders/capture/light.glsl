/*
 * What a capture's steps read: the light at a texel, RGBA16F, as an image. llvmpipe loads from one
 * by whole coordinates; sampling a texture goes by way of fractions and takes longer.
 */
layout(binding = 1, rgba16f) restrict readonly uniform image2D linear_light;
uniform ivec2 last_texel; /* the last pixel in use */

vec4 light_texel(ivec2 px)
{
    return imageLoad(linear_light, clamp(px, ivec2(0), last_texel));
}
