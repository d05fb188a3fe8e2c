/*
 * What a photographed sheet lies on, as linear colour at a place of the desk, in millimetres of
 * the sheet's frame. Patterns are made of a few noises; desk_px_mm says how fine a detail still
 * shows.
 */
uniform vec3 desk_color; /* linear */
uniform float desk_contrast;
uniform vec2 desk_along; /* unit, the pattern's direction */
uniform uint desk_seed;

/* A detail of that size fades where pixels are coarser. */
float desk_resolved(float size_mm, float px_mm)
{
    return clamp(1.5 - 1.5 * px_mm / size_mm, 0.0, 1.0);
}

#if DESK == 0
/* Wood: boards of veneer, growth rings cut lengthwise, pores along the grain. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    float board = floor(p.y / 118.0);
    float shift = noise_unit(noise_hash(ivec2(board, 7), desk_seed)) * 900.0;
    vec2 q = vec2(p.x + shift, p.y);
    vec2 warp = noise_pair(q * vec2(0.004, 0.02), desk_seed + 3u);
    float rings = q.y * 0.16 + 5.0 * warp.x + 1.6 * noise_value(q * vec2(0.012, 0.05), desk_seed);
    float ring = fract(rings);
    float late = smoothstep(0.35, 0.95, ring) * (1.0 - smoothstep(0.95, 1.0, ring));
    float pores = noise_value(q * vec2(0.10, 3.2), desk_seed + 11u);
    float tone = 0.55 * late + 0.45 * desk_resolved(0.8, px_mm) * smoothstep(0.62, 0.9, pores);
    float plank = noise_unit(noise_hash(ivec2(board, 1), desk_seed + 5u)) - 0.5;
    float gap = abs(fract(p.y / 118.0) - 0.5) * 118.0;
    float joint = smoothstep(58.2, 58.9, gap);
    vec3 tint = mix(vec3(1.0), vec3(0.55, 0.44, 0.36), desk_contrast * tone);
    return desk_color * tint * (1.0 + 0.35 * desk_contrast * plank) * (1.0 - 0.6 * joint);
}
#elif DESK == 1
/* Laminate: an even colour with a fine, dull speckle. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    float fine = noise_value(p * 1.7, desk_seed) - 0.5;
    float broad = noise_value(p * 0.012, desk_seed + 1u) - 0.5;
    float speck = smoothstep(0.80, 0.92, noise_value(p * 0.9, desk_seed + 2u));
    float shine = 0.25 * desk_resolved(0.6, px_mm) * fine - 0.18 * speck;
    return desk_color * (1.0 + desk_contrast * (shine + 0.12 * broad));
}
#elif DESK == 2
/* Cloth: a plain weave of uneven threads. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    vec2 wave = noise_pair(p * 0.05, desk_seed);
    vec2 thread = (p + 0.8 * wave) / 1.1;
    vec2 cell = floor(thread);
    vec2 f = fract(thread) - 0.5;
    float over = mod(cell.x + cell.y, 2.0);
    float round_top = over > 0.5 ? 1.0 - 3.2 * f.y * f.y : 1.0 - 3.2 * f.x * f.x;
    float yarn = noise_unit(noise_hash(over > 0.5 ? ivec2(0, cell.y) : ivec2(cell.x, 1), desk_seed));
    float weave = desk_resolved(1.1, px_mm) * (round_top - 0.75) + 0.35 * (yarn - 0.5);
    float fold = noise_value(p * 0.009, desk_seed + 4u) - 0.5;
    return desk_color * (1.0 + desk_contrast * (0.55 * weave + 0.35 * fold));
}
#elif DESK == 3
/* The clip at a clipboard's upper edge: a bent plate of metal, bright where it curves. */
vec3 desk_clip(vec3 below, vec2 p, float px_mm)
{
    vec2 middle = vec2(0.5 * sheet_size_mm.x, -11.0);
    vec2 far = abs(p - middle) - vec2(46.0, 6.0);
    float edge = length(max(far, 0.0)) + min(max(far.x, far.y), 0.0) - 2.0;
    float plate = clamp(0.5 - edge / px_mm, 0.0, 1.0);
    float t = (p.y - middle.y) / 8.0;
    float shine = 0.16 + 0.5 * exp(-9.0 * (t + 0.35) * (t + 0.35)) + 0.12 * smoothstep(0.5, 0.9, t);
    float shadow = exp(-max(edge, 0.0) / 2.0);
    return mix(below * (1.0 - 0.5 * shadow), vec3(0.92, 0.95, 1.0) * shine, plate);
}

/* A clipboard's hardboard, short flecks pressed together, on a dull table. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    vec2 bend = noise_pair(p * 0.12, desk_seed + 9u);
    float fleck = noise_value(p * vec2(0.55, 1.6) + 2.0 * bend, desk_seed);
    float dark = smoothstep(0.55, 0.85, noise_value(p * 0.75 + bend, desk_seed + 2u));
    float tone = desk_resolved(1.0, px_mm) * (fleck - 0.5) - 0.45 * dark;
    vec3 board = desk_clip(desk_color * (1.0 + 0.8 * desk_contrast * tone), p, px_mm);
    vec2 beyond = abs(p - 0.5 * sheet_size_mm + vec2(0.0, 5.0)) - (0.5 * sheet_size_mm + vec2(0.0, 8.0));
    float edge = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - 9.0;
    float speck = noise_value(p * 1.3, desk_seed + 6u) - 0.5;
    float cloud = noise_fbm(p * 0.02 + bend * 0.3, 3, desk_seed + 7u) - 0.5;
    float shadow = 1.0 - 0.45 * exp(-max(edge, 0.0) / 5.0);
    vec3 table = vec3(0.20, 0.19, 0.175) * shadow *
                 (1.0 + 0.2 * cloud + 0.2 * desk_resolved(0.8, px_mm) * speck);
    return mix(table, board, clamp(0.5 - edge / px_mm, 0.0, 1.0));
}
#elif DESK == 4
/* Other papers, lying about at angles: each an even white with printed lines, the upper hiding the
 * lower. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    vec3 color = desk_color * (0.9 + 0.2 * noise_value(p * 0.01, desk_seed));
    for (int k = 0; k < 5; k++) {
        uint h = noise_hash(ivec2(k, 31), desk_seed);
        vec2 place = vec2(h & 255u, (h >> 8) & 255u) / 255.0;
        float turn = (noise_unit(noise_hash(ivec2(k, 32), desk_seed)) - 0.5) * 1.3;
        vec2 middle = sheet_size_mm * (place * 1.5 - 0.25);
        vec2 d = p - middle;
        vec2 q = vec2(d.x * cos(turn) + d.y * sin(turn), d.y * cos(turn) - d.x * sin(turn));
        vec2 out_mm = abs(q) - vec2(148.0, 105.0);
        float far = max(out_mm.x, out_mm.y);
        float shadow = exp(-max(far, 0.0) / 2.5);
        color *= 1.0 - 0.35 * shadow * step(0.0, far);
        float row = floor(q.y / 4.2);
        float line = smoothstep(0.16, 0.24, abs(fract(q.y / 4.2) - 0.5));
        float word = smoothstep(0.27, 0.31, noise_value(vec2(q.x * 0.45, row * 7.0), h));
        word *= 0.35 + 0.65 * noise_unit(noise_hash(ivec2(q.x / 0.8, row), h));
        /* Ragged lines; every few of them a paragraph ends. */
        uint r = noise_hash(ivec2(row, k), h);
        float end = 128.0 - 9.0 * noise_unit(r);
        end -= (r & 7u) == 0u ? 40.0 + 150.0 * noise_unit(r * 3u) : 0.0;
        float blank = step(-128.0, q.x) * step(q.x, end) * step(abs(q.y), 88.0);
        float ink = (1.0 - line) * word * blank * (0.15 + 0.3 * desk_contrast);
        float tone = 0.80 + 0.14 * noise_unit(noise_hash(ivec2(k, 33), desk_seed));
        color = mix(color, vec3(tone) * vec3(1.0, 0.985, 0.95) * (1.0 - ink),
            1.0 - smoothstep(-0.5 * px_mm, 0.5 * px_mm, far));
    }
    return color;
}
#elif DESK == 5
/* A bed sheet: soft, long folds and a fine weave. */
vec3 desk_pattern(vec2 p, float px_mm)
{
    vec2 warp = noise_pair(p * 0.006, desk_seed);
    float ridge = abs(noise_value(p * vec2(0.004, 0.016) + 1.8 * warp, desk_seed + 1u) - 0.5);
    float fold = smoothstep(0.0, 0.22, ridge) - 0.35 * smoothstep(0.03, 0.0, ridge);
    float soft = noise_value(p * 0.02 + warp, desk_seed + 2u) - 0.5;
    float weave = noise_value(p * 1.9, desk_seed + 3u) - 0.5;
    float tone = -0.30 * (1.0 - fold) + 0.30 * soft + 0.12 * desk_resolved(0.5, px_mm) * weave;
    return desk_color * (1.0 + desk_contrast * tone);
}
#else
vec3 desk_pattern(vec2 p, float px_mm)
{
    return desk_color * (1.0 + 0.06 * desk_contrast * (noise_value(p * 0.02, desk_seed) - 0.5));
}
#endif

vec3 desk_at(vec2 p, float px_mm)
{
    vec2 turned = vec2(dot(p, desk_along), p.y * desk_along.x - p.x * desk_along.y);
#if DESK == 3 || DESK == 4
    turned = p;
#endif
    return max(desk_pattern(turned, px_mm), vec3(0.0));
}
