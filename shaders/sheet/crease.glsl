/* Creases: fibres broken open in the middle, dirt on both sides. near is 1 on a sharp crease. */
uniform vec2 crease_wear; /* how open, how dirty */

struct crease_sample {
    float open;
    vec3 dirt; /* optical density */
};

crease_sample crease_at(float near, fabric f)
{
    float fine = f.fine.y + 0.5;
    float slow = f.slow.x + 0.5;
    float core = near + 0.16 * (fine - 0.5);
    float open = smoothstep(0.80, 0.97, core) * smoothstep(0.1, 0.7, slow + crease_wear.x - 0.35);
    float side = near * near * near * near;
    float dirt = crease_wear.y * side * (0.25 + 0.75 * fine * slow) * 0.8;
    return crease_sample(crease_wear.x * open, dirt * vec3(0.95, 1.05, 1.2) * (1.0 - 0.6 * open));
}
