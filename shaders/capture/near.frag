/*
 * How much of what is around a place is sheet: its coverage at an eighth of the size, spread as a
 * Gaussian. GATHER: from the sheet's light; else one of two spreading steps, along x or along y.
 */
layout(location = 0) out vec4 near;

#ifdef GATHER
layout(binding = 3) uniform sampler2D sheet_light; /* a: coverage */
uniform ivec2 last_texel;

float cover_at(ivec2 px)
{
    return texelFetch(sheet_light, min(px, last_texel), 0).a;
}

void main()
{
    ivec2 px = 8 * ivec2(gl_FragCoord.xy);
    near = vec4(0.25 * (cover_at(px + ivec2(1, 3)) + cover_at(px + ivec2(5, 1)) +
                           cover_at(px + ivec2(3, 6)) + cover_at(px + ivec2(7, 5))));
}
#else
layout(binding = 3) uniform sampler2D gathered;
uniform vec4 gathered_scale; /* texel -> texture coordinate; the last texel's middle */
uniform vec2 half_sigma;     /* texels, along the step's axis */

void main()
{
    float sum = 0.0, total = 0.0;
    for (int k = -6; k <= 6; k++) {
        float weight = exp(-0.125 * float(k * k));
        vec2 at = max(gl_FragCoord.xy + float(k) * half_sigma, vec2(0.5)) * gathered_scale.xy;
        sum += weight * texture(gathered, min(at, gathered_scale.zw)).r;
        total += weight;
    }
    near = vec4(sum / total);
}
#endif
