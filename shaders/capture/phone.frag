/*
 * The phone's sensor and what its software makes of it: vignetting, exposure and white balance,
 * photon and read noise, smoothing, sharpening, tone curve.
 */
#include "common/color.glsl"
#include "common/noise.glsl"
#include "common/tile.glsl"
#include "capture/pixel.glsl"

uniform vec3 balance;     /* exposure and white balance, by channel */
uniform vec4 noise_sigma; /* shot at white, read, chroma, share that is smoothed */
uniform vec4 finish;      /* sharpening, contrast, saturation, vignette */
uniform float fringe_px;  /* red against blue in the corners */

layout(location = 0) out vec4 picture;

/* Distance from the middle, 1 in the corners. */
vec2 from_middle()
{
    return (gl_FragCoord.xy + tile_corner_px - 0.5 * image_size_px) / (0.5 * length(image_size_px));
}

vec3 seen(ivec2 px)
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

/* A tone curve on the coded values: lifts the light half and deepens the dark one. */
vec3 toned(vec3 code)
{
    vec3 curve = code * code * (3.0 - 2.0 * code);
    return mix(code, curve, finish.y * 0.6);
}

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy);
    ivec2 image_px = px + ivec2(tile_corner_px);
    vec3 color = seen(px);
#ifdef SHARPEN
    /* Against the neighbours' square root, nearly as on coded values: pale halos, dark cores. */
    float here = sqrt(max(luminance(color), 0.0));
    vec3 round_it = light_at(px + ivec2(1, 0)) + light_at(px - ivec2(1, 0)) +
                    light_at(px + ivec2(0, 1)) + light_at(px - ivec2(0, 1));
    float beside = sqrt(0.25 * luminance(round_it));
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
    picture = vec4(code, 1.0);
}
