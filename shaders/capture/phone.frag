/*
 * The phone's sensor and what its software makes of it: vignetting, exposure and white balance,
 * photon and read noise, smoothing, sharpening, tone curve. LENS: the narrow part of the lens's blur,
 * too.
 */
#include "common/pass.glsl"
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"
#include "capture/around.glsl"
#ifdef LENS
#include "capture/lens.glsl"
#endif

uniform vec3 balance;     /* exposure and white balance, by channel */
uniform vec4 noise_sigma; /* shot at white, read, chroma, share that is smoothed */
uniform vec2 from_black;  /* black point in code values, and the gain that keeps white */
uniform vec4 finish;      /* sharpening, contrast, saturation, vignette */
uniform float fringe_px;  /* red against blue in the corners */

/* Distance from the middle, 1 in the corners. */
vec2 from_middle()
{
    return (pixel_at + tile_corner_px - 0.5 * image_size_px) / (0.5 * length(image_size_px));
}

/* What the lens shows to a pixel, and how light it is round about. */
struct sight {
    vec3 color;
    float beside;
};

#ifdef LENS
sight seen(ivec2 px)
{
    lights l = lights_round(px);
    lens_weights w = weights_of(narrow_part(spread_at(pixel_at + tile_corner_px)));
    vec3 color = w.middle * l.own + w.level * l.level + w.upright * l.upright +
                 w.falling * l.falling + w.rising * l.rising;
#ifdef FRINGE
    /* Less than a pixel: along the slope. */
    vec2 off = 0.25 * fringe_px * from_middle();
    vec3 shift = off.x * l.slope_x + off.y * l.slope_y;
    color.r -= shift.r;
    color.b += shift.b;
#endif
    /* The mean of the four blurred neighbours, as far as 3 x 3 pixels tell. */
    float side = 0.5 * (w.level + w.upright), corner = 0.5 * (w.falling + w.rising);
    float sides = w.middle + 2.0 * corner;
    vec3 around = side * l.own + 0.25 * sides * (l.level + l.upright) +
                  0.25 * (1.0 - side - sides) * (l.falling + l.rising);
    return sight(max(color, 0.0), luminance(around));
}
#else
vec3 color_at(ivec2 px)
{
#ifdef FRINGE
    vec2 off = 0.5 * fringe_px * from_middle();
    vec2 f = floor(off + 0.5);
    vec2 t = off - f;
    /* Red is drawn outwards and blue inwards, by less than a pixel more than whole ones. */
    vec3 here = light_at(px);
    ivec2 r = px - ivec2(f), b = px + ivec2(f);
    ivec2 way = ivec2(sign(t));
    vec2 w = abs(t);
    float red = mix(mix(light_at(r).r, light_at(r - ivec2(way.x, 0)).r, w.x),
        light_at(r - ivec2(0, way.y)).r, 0.5 * w.y);
    float blue = mix(mix(light_at(b).b, light_at(b + ivec2(way.x, 0)).b, w.x),
        light_at(b + ivec2(0, way.y)).b, 0.5 * w.y);
    return vec3(red, here.g, blue);
#else
    return light_at(px);
#endif
}

sight seen(ivec2 px)
{
#ifdef SHARPEN
    lights l = lights_round(px);
    return sight(color_at(px), 0.25 * luminance(l.level + l.upright));
#else
    return sight(color_at(px), 0.0);
#endif
}
#endif

vec3 with_noise(vec3 color, ivec2 px)
{
    vec3 sigma = sqrt(noise_sigma.x * noise_sigma.x * max(color, 0.0) + noise_sigma.y * noise_sigma.y);
    vec3 own = grain(px, noise_seed);
    /* Demosaicing makes neighbours and channels alike; smoothing leaves blotches some pixels wide. */
    vec3 fine = vec3(0.774 * own.r + 0.633 * own.g, own.g, 0.774 * own.b + 0.633 * own.g);
    vec2 at = vec2(px);
#ifdef SMOOTHED
    float blotch = 3.6 * (noise_value(at * 0.42, noise_seed + 1u) - 0.5);
    fine = mix(fine, vec3(blotch), noise_sigma.w);
#endif
    color += sigma * fine;
#ifdef CHROMA
    vec2 c = noise_pair(at * 0.3, noise_seed + 2u);
    color += noise_sigma.z * 4.0 * (0.35 + sqrt(max(luminance(color), 0.0)) * 0.65) *
             vec3(c.x, -0.35 * (c.x + c.y), c.y);
#endif
    return color;
}

/* A tone curve on the coded values: black from the black point on, then the light half lifted and
 * the dark one deepened. */
vec3 toned(vec3 code)
{
    code = clamp((code - from_black.x) * from_black.y, 0.0, 1.0);
    vec3 curve = code * code * (3.0 - 2.0 * code);
    return mix(code, curve, finish.y * 0.6);
}

void set_pixel()
{
    ivec2 px = ivec2(pixel_at);
    ivec2 image_px = px + ivec2(tile_corner_px);
    sight s = seen(px);
    vec3 color = s.color;
#ifdef SHARPEN
    /* By square roots, nearly as on coded values: pale halos, dark cores. */
    float here = sqrt(max(luminance(color), 0.0)), beside = sqrt(max(s.beside, 0.0));
    float gain = 1.0 + finish.x * (here - beside) / max(here, 0.06);
    color *= clamp(gain * abs(gain), 0.0, 2.5);
#endif
    float r = length(from_middle());
    color *= balance * (1.0 - finish.w * r * r * (0.6 + 0.4 * r * r));
    color = with_noise(color, image_px);
    vec3 code = srgb_from_linear(color);
#ifdef TONE
    code = toned(code);
    code = mix(vec3(dot(code, vec3(0.299, 0.587, 0.114))), code, finish.z);
#endif
    pixel = vec4(code, 1.0);
}
