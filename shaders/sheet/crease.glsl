/* Creases: fibres broken open in the middle, dirt on both sides. near: sheet.h's field. */
uniform vec2 crease_wear; /* how open, how dirty */

struct crease_sample {
    float open;
    vec3 dirt; /* optical density */
};

crease_sample crease_at(float near, fabric f)
{
    float fine = f.fine.y + 0.5;
    float slow = f.slow.fibres.x + 0.5;
    float core = smoothstep(0.70, 0.96, near + 0.22 * (fine - 0.5));
    float open = core * smoothstep(0.15, 0.75, 0.9 * slow + 0.5 * fine + crease_wear.x - 0.55);
    float side = smoothstep(0.48, 1.05, near);
    float dirt = crease_wear.y * side * (0.2 + 0.9 * fine * (0.4 + slow)) * 0.55;
    return crease_sample(crease_wear.x * open, dirt * vec3(0.95, 1.05, 1.2) * (1.0 - 0.7 * open));
}
