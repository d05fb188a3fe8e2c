/*
 * Uniforms by way of the vertex shader. llvmpipe reads a uniform anew, lane by lane, wherever a
 * fragment shader uses it; what comes flat from the vertex shader is read once and kept. The
 * values, and so the pixels, are the same bits. Private to engine/gpu.
 *
 * A vertex shader takes part by calling hand_on(), which is defined here. It should have few
 * vertices: each carries all the values.
 */
#ifndef GPU_HAND_ON_H
#define GPU_HAND_ON_H

#include "gpu/source.h"

/*
 * Turns `uniform T name;` and `uniform T name[N];` of the fragment shader into flat inputs, and
 * has the vertex shader's hand_on() give them the values of the uniforms of these names, which
 * move there. T: float, vec2 to vec4, mat3, int, ivec2 or uint, declared at the beginning of a
 * line; N: a number, at most ECG_HAND_ON_LONGEST, as longer arrays are gone through by index. In
 * the order of the text, as many as `components` floats hold (GL_MAX_VARYING_COMPONENTS, less what
 * the vertex shader gives by itself); with 0, none. Lines keep their numbers. Returns how many
 * there were, 0 where the vertex shader has no call, or ECG_E_MEMORY.
 */
enum { ECG_HAND_ON_LONGEST = 8 };
int ecg_hand_on(struct ecg_source *vertex, struct ecg_source *fragment, int components,
    struct ecg_error *error);

#endif
