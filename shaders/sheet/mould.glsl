/* Mould over paper and ink: the field's colonies, broken up into fuzz and spore heads. */
vec3 mould_over(vec3 below, vec2 at, fabric f)
{
    vec4 mould = texture(mould_field, at * field_scale);
    float fuzz = f.fine.y;
    float cover = clamp(mould.a * (1.0 + 0.9 * fuzz) + 0.5 * fuzz * mould.a * (1.0 - mould.a),
        0.0, 1.0);
    vec3 color = mould.rgb * mould.rgb * (1.0 + 0.5 * fuzz);
    return mix(below, color, cover);
}
