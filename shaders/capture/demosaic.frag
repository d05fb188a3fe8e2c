/*
 * Colours from a sensor whose pixels take one each: linear interpolation corrected by the slope of
 * the pixel's own colour, 5 x 5 (Malvar, He, Cutler: "High-quality linear interpolation for
 * demosaicing of Bayer-patterned color images", 2004). Red and blue are met at every second pixel
 * only, so a fine lattice comes out in false colours, as from a real camera.
 */
#include "common/pass.glsl"
#include "common/texel.glsl"
#include "common/tile.glsl"
#include "capture/mosaic.glsl"

layout(binding = 3) uniform sampler2D mosaic;
uniform ivec2 last_texel;

/* Beyond the border the pattern is mirrored, which keeps its colours in place. */
float at(ivec2 px)
{
    px = abs(px);
    return texel(mosaic, last_texel - abs(last_texel - px)).r;
}

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    ivec2 image_px = px + ivec2(tile_corner_px);
    float own = at(px);
    float beside = at(px + ivec2(1, 0)) + at(px - ivec2(1, 0));
    float above = at(px + ivec2(0, 1)) + at(px - ivec2(0, 1));
    float beside2 = at(px + ivec2(2, 0)) + at(px - ivec2(2, 0));
    float above2 = at(px + ivec2(0, 2)) + at(px - ivec2(0, 2));
    float corners = at(px + ivec2(1, 1)) + at(px + ivec2(-1, 1)) + at(px + ivec2(1, -1)) +
                    at(px + ivec2(-1, -1));
    int kind = filter_at(image_px);
    vec3 color;
    if (kind == 1) {
        float across = (5.0 * own + 4.0 * beside - corners - beside2 + 0.5 * above2) / 8.0;
        float along = (5.0 * own + 4.0 * above - corners - above2 + 0.5 * beside2) / 8.0;
        bool is_red_row = (image_px.y & 1) == 0;
        color = is_red_row ? vec3(across, own, along) : vec3(along, own, across);
    } else {
        float far = beside2 + above2;
        float green = (4.0 * own + 2.0 * (beside + above) - far) / 8.0;
        float other = (6.0 * own + 2.0 * corners - 1.5 * far) / 8.0;
        color = kind == 0 ? vec3(own, green, other) : vec3(other, green, own);
    }
    pixel = vec4(max(color, 0.0), 1.0);
}
