/* Ink that left its place: run where the sheet was wet, smeared where a hand went over it. The
 * dye target holds blurred optical density of what dissolves (dye.frag), at a quarter of the
 * image's size. */
layout(binding = 9) uniform sampler2D dye_density;
uniform vec2 dye_scale;   /* image px -> texture coordinate */
uniform vec4 dye_dissolved; /* share of ink gone: grid, trace and text, pens; w unused */
uniform float run_amount;
uniform vec4 smear;       /* direction in px per mm of drag (x, y), amount, length in mm */
uniform uint dye_seed;

vec3 dye_at(vec2 image_px)
{
    vec3 v = texture(dye_density, image_px * dye_scale).rgb;
    return v * v * 4.0;
}

/* How much runs at a place: paper does not take up water evenly. */
float run_at(vec2 p, float wet)
{
    return min(1.0, run_amount * wet * (0.3 + 1.4 * noise_value(p * 0.05, dye_seed + 5u)));
}

ink_sample dissolve(ink_sample s, float gone)
{
    s.print *= 1.0 - gone * dye_dissolved.xxyy;
    s.notes.xyz *= 1.0 - gone * dye_dissolved.z;
    return s;
}

/* Optical density of run ink: what dissolved, spread, and carried to the border of the wet part
 * (where `wet` falls off). Black dyes come apart and turn bluish. */
vec3 run_density(vec2 image_px, fabric f, float wet, float gone)
{
    vec2 feather = 0.6 * f.fine.yx + 1.3 * f.slow.fibres.yx;
    float border = wet * (1.0 - wet) * 4.0;
    float share = gone * (0.9 + 0.7 * border);
    return dye_at(image_px + feather * gone * scale_px_mm) * share * vec3(1.1, 1.0, 0.88);
}

vec3 smear_density(vec2 image_px, vec2 p)
{
    float zone = smoothstep(0.52, 0.72, noise_value(p * 0.028, dye_seed + 3u));
    vec2 across = vec2(-smear.y, smear.x);
    float streak = noise_value(vec2(dot(p, normalize(across)) * 1.9,
        dot(p, normalize(smear.xy)) * 0.16), dye_seed + 4u);
    vec3 sum = vec3(0.0);
    for (int k = 1; k <= 3; k++)
        sum += dye_at(image_px - smear.xy * smear.w * float(k) * 0.33) * (1.25 - 0.33 * float(k));
    return sum * smear.z * zone * smoothstep(0.25, 0.8, streak) * 0.45;
}
