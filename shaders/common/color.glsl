/* sRGB (IEC 61966-2-1) and linear light. */
vec3 srgb_from_linear(vec3 linear)
{
    vec3 x = clamp(linear, 0.0, 1.0), s = sqrt(x);
    /* 1.055 x^(1/2.4) - 0.055 as a polynomial of the root, off by at most 0.09 / 255: a fraction
     * of pow's cost where there is no hardware for it. */
    vec3 curve = ((((0.5172375 * s - 1.6234908) * s + 2.0314208) * s - 1.402676) * s + 1.5179413) *
                     s -
                 0.0401092;
    return mix(curve, 12.92 * x, lessThan(x, vec3(0.0031308)));
}

vec3 linear_from_srgb(vec3 srgb)
{
    return mix(pow((srgb + 0.055) / 1.055, vec3(2.4)), srgb / 12.92,
        lessThan(srgb, vec3(0.04045)));
}
