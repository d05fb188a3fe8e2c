/*
 * For passes over all pixels of a target, first of all includes: `set_pixel()` sets `pixel` from
 * `pixel_at`, the place of the pixel's middle. Built as a fragment shader, or with COMPUTE as a
 * compute shader (engine/gpu/pass.h). IN_PLACE: `pixel` comes with what the target holds there.
 */
#ifdef IN_PLACE
#extension GL_EXT_shader_framebuffer_fetch : require
#endif

#ifdef COMPUTE
layout(local_size_x = 8, local_size_y = 8) in;
layout(binding = 0) writeonly uniform image2D pass_target;
uniform ivec4 pass_box; /* the pixels to set: first, and one past the last */

vec4 pixel;
vec2 pixel_at;
void set_pixel();

void main()
{
    /* From an even pixel on, so that squares of 2 x 2 pixels are those of a rasterizer. Pixels out
     * of the box are worked out, too: others may take differences from them. */
    ivec2 at = (pass_box.xy & ~1) + ivec2(gl_GlobalInvocationID.xy);
    pixel_at = vec2(at) + 0.5;
    set_pixel();
    if (all(greaterThanEqual(at, pass_box.xy)) && all(lessThan(at, pass_box.zw)))
        imageStore(pass_target, at, pixel);
}

shared vec3 pass_squares[64];

/* Of what one pixel of each pair has, less what the other has; where all of a group come by. */
vec3 pass_difference(vec3 own, uint pair)
{
    uint at = gl_LocalInvocationIndex;
    barrier(); /* the one before this was read by all */
    pass_squares[at] = own;
    barrier();
    return pass_squares[at | pair] - pass_squares[at & ~pair];
}

#define dFdxFine(v) pass_difference(v, 1u)
#define dFdyFine(v) pass_difference(v, 8u)
#else
#ifdef IN_PLACE
layout(location = 0) inout vec4 pixel;
#else
layout(location = 0) out vec4 pixel;
#endif
#define pixel_at gl_FragCoord.xy
#define set_pixel main
#endif
