/* The sheet's slow noise as a field in page space: slow.glsl. */
#include "common/pass.glsl"
#include "common/noise.glsl"
#include "sheet/slow.glsl"

uniform vec2 slow_texel_mm;

void set_pixel()
{
    pixel = slow_texel(slow_at(pixel_at * slow_texel_mm));
}
