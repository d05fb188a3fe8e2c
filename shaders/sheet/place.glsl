/* A place on the sheet in two normalised 16-bit numbers; 0 is nowhere. */
uniform vec2 place_size_mm;

vec2 short_of_place(vec2 sheet_mm)
{
    return (clamp(sheet_mm / place_size_mm, 0.0, 1.0) * 65534.0 + 1.0) / 65535.0;
}

/* Nowhere comes out left of -1e4 mm. */
vec2 place_of_short(vec2 place)
{
    vec2 sheet_mm = (place * 65535.0 - 1.0) / 65534.0 * place_size_mm;
    return place.x > 0.0 ? sheet_mm : vec2(-1e5, 0.0);
}
