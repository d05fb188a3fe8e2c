/* Which colour a sensor's pixel takes: red, green / green, blue; 0, 1, 2. */
int filter_at(ivec2 image_px)
{
    return (image_px.x & 1) + (image_px.y & 1);
}
