/*
 * Fingerprints, correction fluid, marker bars, tape, dog-ears and staples. Each lets a share of
 * what is below through and adds light of its own: two outputs, blended as add + keep * below.
 * Shapes are those of engine/render/sheet_decal.c, to which visibility belongs.
 */
#include "common/ink.glsl"
#include "common/noise.glsl"
#include "sheet/slow.glsl"
#include "sheet/paper.glsl"
#include "light/light.glsl"

uniform vec2 half_mm;
uniform vec3 param; /* of the kind: sheet_decal.c */
uniform float strength;
uniform uint decal_seed;
uniform vec2 shadow_uv; /* where shadows fall, mm per mm of height, in the decal's frame */

noperspective in vec2 uv_mm;
noperspective in vec2 sheet_mm;
noperspective in vec3 space_mm;
noperspective in vec3 normal;

layout(location = 0, index = 0) out vec4 add;
layout(location = 0, index = 1) out vec4 keep;

float rounded_box(vec2 p, vec2 half_size, float radius)
{
    vec2 q = abs(p) - half_size + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

/* Share of a pixel inside a border at distance d mm, negative inside. */
float inside(float d)
{
    return clamp(0.5 - d * scale_px_mm, 0.0, 1.0);
}

vec3 lit_here(vec3 color)
{
    return lit(color, sheet_mm, 1.0, space_mm, normal);
}

void over(vec3 color, float cover)
{
    add = vec4(color * cover, 0.0);
    keep = vec4(1.0 - cover);
}

#if defined(KIND_FINGERPRINT)
void main()
{
    vec2 p = uv_mm;
    float shape = 1.0 - length(p / half_mm);
    vec2 warp = noise_pair(p * 0.22, decal_seed) * 1.6 + noise_pair(p * 0.7, decal_seed + 1u) * 0.3;
    vec2 q = p + warp - vec2(-0.12 * half_mm.x, 0.0);
    float r = length(q * vec2(0.85, 1.0));
    /* A whorl winds out; a loop's ridges come in, turn round the core and leave again. */
    float phase = param.x > 0.5 ? r + param.y * atan(q.y, q.x) * 0.159
                                : length(vec2(max(q.x, 0.0), q.y + 0.02 * q.x * q.x));
    float ridge = 0.5 + 0.5 * cos(phase / param.y * 6.2832);
    float press = noise_value(p * 0.27, decal_seed + 2u) + 0.35 * noise_value(p * 1.4, decal_seed + 3u);
    float edge = smoothstep(0.0, 0.35, shape + 0.25 * (press - 0.6));
    float fine = noise_value(p * 5.0, decal_seed + 4u);
    float mark = mix(ridge * smoothstep(0.15, 0.9, fine + ridge), 0.45, 0.55 * param.z);
    float density = strength * 0.55 * edge * mark * smoothstep(0.25, 1.05, press);
    add = vec4(0.0);
    keep = vec4(exp(-density * vec3(1.0, 1.06, 1.2)), 1.0);
}
#endif

#if defined(KIND_FLUID) || defined(KIND_BAR)
float blob(vec2 p, float radius, float rough, float per_mm)
{
    float d = rounded_box(p, half_mm, radius);
    return d + rough * 2.0 * (noise_fbm(p * per_mm, 3, decal_seed) - 0.5);
}
#endif

#if defined(KIND_FLUID)
float fluid(vec2 p)
{
    return blob(p, half_mm.y * 0.9, half_mm.y * 0.30, 1.1 / half_mm.y);
}

/* Paint: brushed, thickest just inside its border. */
float fluid_height(vec2 p)
{
    float d = fluid(p);
    float brush = noise_value(p * vec2(0.35, 2.6), decal_seed + 5u);
    return smoothstep(0.0, -0.6, d) * (0.35 + 0.45 * exp(min(d, 0.0) * 1.4) + 0.35 * brush);
}

void main()
{
    float d = fluid(uv_mm);
    float h = fluid_height(uv_mm);
    float slope = dot(vec2(fluid_height(uv_mm + vec2(0.15, 0.0)),
                          fluid_height(uv_mm + vec2(0.0, 0.15))) - h, -shadow_uv) / 0.15;
    vec3 white = vec3(0.90, 0.905, 0.895) * (1.0 + 0.16 * param.x * clamp(slope, -1.0, 1.0));
    float thin = noise_value(uv_mm * vec2(0.5, 2.2), decal_seed + 6u);
    float cover = inside(d) * mix(1.0, 0.90, smoothstep(0.55, 0.95, thin) * (1.0 - param.x));
    float shadow = 0.22 * param.x * inside(fluid(uv_mm - 0.25 * shadow_uv) - 0.15) * (1.0 - cover);
    add = vec4(lit_here(white) * cover, 0.0);
    keep = vec4(vec3((1.0 - cover) * (1.0 - shadow)), 1.0);
}
#endif

#if defined(KIND_BAR)
void main()
{
    float cover = inside(blob(uv_mm, 0.8, 0.16, 0.5));
    float pitch = 2.0 * half_mm.y / max(param.x, 1.0);
    float v = (uv_mm.y + half_mm.y + 0.3 * (noise_value(uv_mm * vec2(0.05, 0.4), decal_seed) - 0.5));
    float seam = abs(fract(v / pitch) - 0.5) * 2.0;
    float grain = noise_value(uv_mm * vec2(0.5, 4.0), decal_seed + 2u);
    vec3 black = vec3(0.011, 0.0105, 0.013) * (1.0 + 0.9 * smoothstep(0.75, 1.0, seam) + 0.5 * grain);
    over(lit_here(black), cover * (1.0 - 0.012 * grain));
}
#endif

#if defined(KIND_TAPE)
float tape(vec2 p)
{
    float teeth = 0.35 * abs(fract(p.y / 0.9) - 0.5);
    return max(abs(p.y) - half_mm.y, abs(p.x) - half_mm.x + teeth);
}

void main()
{
    float d = tape(uv_mm);
    float cover = inside(d);
    float rim = cover * exp(min(d, 0.0) * 5.0);
    float air = noise_fbm(uv_mm * vec2(0.16, 0.3), 3, decal_seed);
    if (param.x > 1.5) { /* white, woven */
        vec2 weave = cos(uv_mm * 6.2832 / vec2(0.55, 0.45));
        vec3 color = vec3(0.86, 0.85, 0.82) * (1.0 + 0.03 * weave.x * weave.y - 0.10 * rim);
        color *= 0.97 + 0.06 * air;
        float shadow = 0.20 * inside(tape(uv_mm - 0.3 * shadow_uv) - 0.2) * (1.0 - cover);
        add = vec4(lit_here(color) * cover, 0.0);
        keep = vec4(vec3((1.0 - cover) * (1.0 - shadow)), 1.0);
        return;
    }
    /* The glue yellows, most where it had air. */
    float old = param.y * (0.55 + 0.5 * air + 0.35 * exp(min(d, 0.0) * 0.9));
    vec3 density = old * vec3(0.05, 0.17, 0.52) + vec3(0.02) + rim * vec3(0.10);
    float veil = param.x > 0.5 ? 0.07 : 0.016;
    /* Where it did not stick, air shows as a pale patch. */
    veil += 0.03 * smoothstep(0.62, 0.68, air);
    vec3 haze = lit_here(vec3(0.85)) * veil;
    keep = vec4(mix(vec3(1.0), exp(-density) * (1.0 - veil), cover), 1.0);
    add = vec4(haze * cover, 0.0);
#ifdef GLOSS
    vec3 ripple = vec3(0.02 * noise_pair(uv_mm * 0.12, decal_seed + 3u), 0.0);
    float shiny = param.x > 0.5 ? 0.25 : 1.0;
    add.rgb += gloss_at(space_mm, normal + ripple, 1.0) * cover * shiny;
#endif
}
#endif

#if defined(KIND_EAR)
float flap(vec2 p)
{
    float h = half_mm.y, a = half_mm.x, tip = param.x;
    float left = ((tip + a) * p.y - h * (p.x + a)) / length(vec2(tip + a, h));
    float right = (h * (p.x - a) - (tip - a) * p.y) / length(vec2(tip - a, h));
    return max(-p.y, max(left, right));
}

void main()
{
    float d = flap(uv_mm);
    float cover = inside(d);
    /* The bend catches light and then falls away from it; the flap rises a little to its tip. */
    float v = max(uv_mm.y, 0.0);
    float bend = exp(-v * 1.6) * (0.10 * shadow_uv.y + 0.03) - 0.05 * exp(-v * 0.35);
    vec3 color = paper_color(sheet_mm + 61.0, fabric_at(sheet_mm + 61.0)) * (0.965 + bend + 0.02 * v / half_mm.y);
    color *= 1.0 - 0.06 * exp(min(d, 0.0) * 6.0);
    float lift = 0.25 + 1.3 * clamp(v / half_mm.y, 0.0, 1.0);
    float far = max(flap(uv_mm - shadow_uv * lift), 0.0);
    float shadow = (0.42 * exp(-far / (0.35 * lift)) + 0.10 * exp(-max(d, 0.0) / 1.2)) * step(0.0, uv_mm.y);
    add = vec4(lit_here(color) * cover, 0.0);
    keep = vec4(vec3((1.0 - cover) * (1.0 - shadow * (1.0 - cover))), 1.0);
}
#endif

#if defined(KIND_STAPLE)
void main()
{
    vec2 p = uv_mm;
    float d = rounded_box(p, half_mm, half_mm.y);
    float cover = inside(d);
    float s = clamp(p.y / half_mm.y, -1.0, 1.0);
    /* A wire: its normal leans across; the light's side is bright, with one sharp line. */
    float towards = -s * sign(shadow_uv.y + 1e-4);
    float shine = exp(-16.0 * (towards - 0.35) * (towards - 0.35));
    float end = smoothstep(half_mm.x - 1.1, half_mm.x - 0.1, abs(p.x));
    float scratch = noise_value(p * vec2(0.8, 9.0), decal_seed);
    vec3 metal = vec3(0.26, 0.265, 0.28) * (0.55 + 0.5 * towards + 0.25 * scratch) +
                 vec3(0.62) * shine * (0.7 + 0.5 * scratch);
    metal *= 1.0 - 0.55 * end;
    float rust = param.x * smoothstep(0.35, 0.8, noise_fbm(p * vec2(0.6, 2.0), 2, decal_seed + 2u));
    metal = mix(metal, vec3(0.20, 0.085, 0.035), rust);
    vec2 q = p - shadow_uv * 0.35;
    float shadow = 0.50 * smoothstep(0.55, -0.25, rounded_box(q, half_mm - vec2(0.3, 0.0), half_mm.y));
    float dent = 0.25 * exp(-4.0 * max(d, 0.0)) ;
    float bruise = param.x * 0.6 * exp(-1.6 * max(d, 0.0));
    add = vec4(lit_here(metal) * cover, 0.0);
    keep = vec4((1.0 - cover) * (1.0 - shadow) * (1.0 - dent) *
                    exp(-bruise * vec3(0.25, 0.7, 1.2)), 1.0);
}
#endif
