/*
 * What a screen is told to show: the page in a viewer's window, in 8 bits a channel as a display
 * takes them, decoded to linear light once so that the many reads that follow need not.
 */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/ink.glsl"
#include "common/noise.glsl"

uniform vec4 page_px;     /* left, top, right, bottom */
uniform vec2 screen_px;   /* the screen's size */
uniform vec3 surround;    /* linear colour round the page */
uniform uint viewer_seed;

float inside(vec2 px, vec4 box)
{
    vec2 low = clamp(px + 0.5 - box.xy, 0.0, 1.0), high = clamp(box.zw - px + 0.5, 0.0, 1.0);
    return low.x * low.y * high.x * high.y;
}

/* A bar of tools on top, as high as the margin over the page has room for, with a title and
 * buttons in it. */
vec3 viewer(vec2 px)
{
    float bar = min(page_px.y * 0.75, 0.045 * screen_px.y);
    vec3 color = surround;
    float far = length(max(max(page_px.xy - px, px - page_px.zw), 0.0));
    color *= 1.0 - 0.35 * exp(-far / 5.0);
    if (bar < 14.0 || px.y > bar)
        return color;
    float light = dot(surround, vec3(0.3333)) > 0.3 ? 0.85 : 0.03;
    color = vec3(light, light, light * 1.04);
    vec3 glyph = vec3(light > 0.5 ? 0.08 : 0.6);
    float middle = abs(px.y - 0.5 * bar);
    float button = screen_px.x - px.x;
    float cell = fract(button / (1.2 * bar)) - 0.5;
    bool is_button = button < 3.6 * bar && abs(cell) < 0.14 && middle < 0.16 * bar;
    float letter = noise_unit(noise_hash(ivec2(int(px.x / (0.22 * bar)), 3), viewer_seed));
    bool is_title = px.x > bar && px.x < 8.0 * bar && middle < 0.14 * bar && letter > 0.25 &&
                    fract(px.x / (0.22 * bar)) < 0.6;
    return is_button || is_title ? glyph : color;
}

void set_pixel()
{
    vec2 px = pixel_at;
    vec3 color = viewer(px);
    float page = inside(px, page_px);
    if (page > 0.0)
        color = mix(color, with_ink(paper_linear, ink_at(ivec2(px))), page);
    vec3 code = floor(srgb_from_linear(color) * 255.0 + 0.5) / 255.0;
    pixel = vec4(linear_from_srgb(code), 1.0);
}
