/* Which part of the image the target holds (frame.h). gl_FragCoord.xy + tile_corner_px = image px.
 */
uniform vec2 tile_corner_px;
uniform vec2 tile_size_px;
uniform vec2 image_size_px;
uniform vec4 view_px; /* corner and size of the view, in the image: ecg_frame_view() */

/* For vertex shaders: row 0 of a target is the top row, so y is not turned over. */
vec4 position_of_px(vec2 image_px)
{
    return vec4((image_px - tile_corner_px) / tile_size_px * 2.0 - 1.0, 0.0, 1.0);
}

/* The same within a view. */
vec4 position_in_view(vec2 image_px)
{
    return vec4((image_px - view_px.xy) / view_px.zw * 2.0 - 1.0, 0.0, 1.0);
}
