/*
 * Light on the sheet. The irradiance of the bent surface (colours, fall-off, shadows, ambient
 * occlusion) varies slowly and is worked out by engine/render/light.c in page space; here it is
 * read, fine relief is added, and what shines.
 */
#ifdef EVEN_LIGHT
uniform vec3 even_light;
#elif defined(LIGHT)
layout(binding = 7) uniform sampler2D irradiance; /* its root */
uniform vec2 light_scale; /* page mm -> texture coordinate */
#endif
#ifdef RELIEF
uniform float relief; /* what a slope of 1 towards the key light changes of the light */
#endif
#ifdef GLOSS
uniform vec4 gloss_light; /* xyz: where it is in page space, mm; w: 1 a place, 0 a direction */
uniform vec3 gloss_color;
uniform vec2 gloss;   /* strength, exponent */
uniform vec3 eye_mm;
#endif

#ifdef GLOSS
/* Light mirrored towards the eye, broadened by the surface's roughness (Blinn's half vector). */
vec3 gloss_at(vec3 at_mm, vec3 n, float smoothness)
{
    vec3 to_eye = normalize(eye_mm - at_mm);
    vec3 to_light = normalize(gloss_light.xyz - at_mm * gloss_light.w);
    float facing = max(dot(normalize(n), normalize(to_eye + to_light)), 0.0);
    float shine = pow(facing, gloss.y * smoothness);
    float grazing = 1.0 - max(dot(to_eye, normalize(to_eye + to_light)), 0.0);
    float fresnel = 0.04 + 0.96 * grazing * grazing * grazing * grazing * grazing;
    return gloss_color * (gloss.x * shine * (0.5 + 12.0 * fresnel));
}
#endif

/* relief_light: the share that fine relief leaves of it, round 1. */
vec3 lit(vec3 color, vec2 p, float relief_light, vec3 at_mm, vec3 n)
{
    vec3 light = vec3(1.0);
#ifdef EVEN_LIGHT
    light = even_light;
#elif defined(LIGHT)
    light = texture(irradiance, p * light_scale).rgb;
    light *= light;
#endif
    light *= relief_light;
    color *= light;
#ifdef GLOSS
    color += gloss_at(at_mm, n, 1.0) * light;
#endif
    return color;
}
