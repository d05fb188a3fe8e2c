/* sRGB (IEC 61966-2-1) and linear light. */
vec3 srgb_from_linear(vec3 linear)
{
    vec3 x = clamp(linear, 0.0, 1.0);
    return mix(1.055 * pow(x, vec3(1.0 / 2.4)) - 0.055, 12.92 * x, lessThan(x, vec3(0.0031308)));
}

vec3 linear_from_srgb(vec3 srgb)
{
    return mix(pow((srgb + 0.055) / 1.055, vec3(2.4)), srgb / 12.92,
        lessThan(srgb, vec3(0.04045)));
}
