/* Torn and cut edges: how much of the pixel is paper, and the bared fibres along a tear. */
struct outline_sample {
    float cover;
    float bare;  /* 0..1: the printed surface is torn off */
    float shade; /* of the bare fibres */
};

outline_sample outline_at(vec2 p, fabric f)
{
    vec2 d = (texture(outline_field, p * field_scale).rg - 0.5) * 8.0; /* mm inwards */
    float fibres = f.fine.x;
    float slow = f.slow.fibres.y + 0.5;
    /* Only torn edges fray; the two distances are the same there. */
    float is_torn = smoothstep(0.25, 0.0, abs(d.y - d.x));
    float edge = d.x + 0.16 * fibres * is_torn;
    float width = 0.12 + 0.95 * slow * slow;
    float bare = smoothstep(width + 0.12, width - 0.12, d.y + 0.35 * fibres);
    return outline_sample(clamp(edge * scale_px_mm + 0.5, 0.0, 1.0), bare, 0.97 + 0.10 * fibres);
}
