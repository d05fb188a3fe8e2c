/*
 * A screen as the lens shows it to the sensor. Each pixel of the sensor takes one colour, and the
 * light of that colour's subpixels in its footprint (its own square, widened by the lens's blur);
 * red, green and blue lie side by side and dark gaps between. Moire is not drawn: it comes of two
 * lattices that meet, and goes away with blur and distance as a real one does.
 */
#include "common/pass.glsl"
#include "common/noise.glsl"
#include "common/texel.glsl"
#include "common/tile.glsl"
#include "capture/camera.glsl"
#include "capture/mosaic.glsl"
#ifdef DEFOCUS
#include "capture/defocus.glsl"
#endif

layout(binding = 3) uniform sampler2D screen_pixels; /* linear light */
uniform vec2 screen_size_px;
uniform vec3 screen_place; /* its top-left corner in space mm, and the step of its pixels */
uniform vec3 eye_mm;
uniform vec3 spread_px2; /* variance of a pixel's footprint: xx, yy, xy */
uniform vec4 shine;      /* brightness, falloff by angle, mirrored light, banding */
uniform vec2 dark;       /* share between subpixels across, and along */
uniform float bezel_mm;
uniform vec3 bands;      /* phase from px.x, px.y, and an offset */
uniform vec3 room_color; /* linear, behind the screen */
uniform uint screen_seed;

/* How much of the footprint's weight lies left of an edge, `x` in half widths of it. */
float weight_below(float x)
{
    float t = clamp(0.5 + 0.5 * x, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

/* The light of one colour's subpixels in a footprint round `at`, `reach` half widths long. */
float subpixels(vec2 at, vec2 reach, int color)
{
    vec2 cell = floor(at);
    vec2 open = vec2((1.0 - dark.x) / 3.0, 1.0 - dark.y);
    float first = (float(color) + 0.5) / 3.0 - 0.5 * open.x;
    float across[2 * RADIUS + 1];
    for (int i = 0; i <= 2 * RADIUS; i++) {
        float left = first + (cell.x + float(i - RADIUS) - at.x);
        across[i] = weight_below((left + open.x) / reach.x) - weight_below(left / reach.x);
    }
    float sum = 0.0;
    for (int j = 0; j <= 2 * RADIUS; j++) {
        float top = cell.y + float(j - RADIUS) - at.y + 0.5 * dark.y;
        float along = weight_below((top + open.y) / reach.y) - weight_below(top / reach.y);
        for (int i = 0; i <= 2 * RADIUS; i++) {
            vec2 px = cell + vec2(i - RADIUS, j - RADIUS);
            float weight = px == clamp(px, vec2(0.0), screen_size_px - 1.0) ? along * across[i] : 0.0;
            if (weight > 0.0)
                sum += weight * texel(screen_pixels, ivec2(px))[color];
        }
    }
    return sum / (open.x * open.y);
}

/* Light of the room in the glass: a window or a lamp, out of focus, and what is pale near it. */
vec3 mirrored(vec3 at_mm)
{
    vec3 way = normalize(at_mm - eye_mm);
    vec2 wall = at_mm.xy + way.xy / max(-way.z, 0.1) * 1500.0;
    uvec3 h = uvec3(noise_hash(ivec2(1, 1), screen_seed), noise_hash(ivec2(2, 1), screen_seed),
        noise_hash(ivec2(3, 1), screen_seed));
    vec2 middle = vec2(noise_unit(h.x), noise_unit(h.y)) * 2400.0 - 1200.0;
    vec2 size = vec2(160.0, 220.0) + 260.0 * noise_unit(h.z);
    vec2 far = abs(wall - middle) - size;
    float window = 1.0 - smoothstep(-60.0, 160.0, max(far.x, far.y));
    float room = noise_value(wall / 900.0, screen_seed + 5u);
    return vec3(1.0, 0.97, 0.92) * (0.25 + 0.35 * room + 0.9 * window);
}

void set_pixel()
{
    vec2 image_px = pixel_at + tile_corner_px;
    vec3 q = plane_at(image_px);
    vec2 at_mm = q.xy / max(q.z, 1e-6);
    vec2 at = (at_mm - screen_place.xy) / screen_place.z;
    vec2 along_x = dFdxFine(vec3(at, 0.0)).xy, along_y = dFdyFine(vec3(at, 0.0)).xy;
    vec3 v = spread_px2;
#ifdef DEFOCUS
    float sigma = defocus_px(image_px);
    v.xy += sigma * sigma;
#endif
    /* The footprint's variance along the screen's axes; weight_below's is a fifth of its width. */
    vec2 variance = along_x * along_x * v.x + along_y * along_y * v.y +
                    2.0 * along_x * along_y * v.z;
    vec2 reach = min(sqrt(5.0 * variance), vec2(float(RADIUS)));
    vec3 to_eye = normalize(eye_mm - vec3(at_mm, 0.0));
    float facing = pow(max(to_eye.z, 1e-3), 12.0 * shine.y);
    float wave = dot(vec3(image_px, 1.0), bands);
    float band = 1.0 - shine.w * smoothstep(-0.3, 0.9, sin(wave));
    int own = filter_at(ivec2(image_px));
    float value = subpixels(at, reach, own) * shine.x * facing * band;
    vec2 beyond_mm = max(-at, at - screen_size_px) * screen_place.z;
    float outside = max(beyond_mm.x, beyond_mm.y);
    value += outside > 0.0 ? 0.006 : 0.0;
    value += shine.z * mirrored(vec3(at_mm, 0.0))[own] * (outside > 0.0 ? 0.5 : 1.0);
    float px_mm = length(along_x) * screen_place.z;
    float room = clamp(0.5 + (outside - bezel_mm) / px_mm, 0.0, 1.0);
    float dim = 0.5 + noise_value(at_mm / 160.0, screen_seed + 9u);
    pixel = vec4(mix(value, room_color[own] * dim, q.z > 0.0 ? room : 1.0));
}
