/*
 * Shader programs, compiled when first asked for and kept; of more than ECG_PROGRAMS_KEPT those
 * that were longest not asked for are given up.
 *
 * A shader is a file of shaders/, named without that prefix ("print/line.frag"), embedded at build
 * time; a file of that name under $ECGPRESS_SHADER_DIR is used instead where there is one. Files
 * start without #version: "#version 450 core" and the defines are put before them. A line
 * `#include "common/ink.glsl"` is replaced by that file, the first time in each shader.
 */
#ifndef GPU_PROGRAM_H
#define GPU_PROGRAM_H

#include "core/error.h"
#include "gpu/gl.h"

struct ecg_programs;

/* A batch of all recipes has some hundreds in all, a picture at most twenty. */
enum { ECG_PROGRAMS_KEPT = 128 };

/* hands_on: vertex shaders that call hand_on() hand the fragment shader's uniforms on (hand_on.h):
 * for software renderers. NULL when out of memory. */
struct ecg_programs *ecg_programs_make(int hands_on);
void ecg_programs_destroy(struct ecg_programs **programs);

/* Forgets every program, so that edited shaders are compiled again. */
void ecg_programs_clear(struct ecg_programs *programs);

/*
 * The program of a vertex and a fragment shader; cheap after the first time. It is to be put in
 * use before many others are asked for. defines: NULL or preprocessor definitions, each "NAME" or
 * "NAME VALUE", separated by ';'. ECG_E_GPU names shader file and line of the compiler's first
 * complaint; ECG_E_ARGUMENT a file that does not exist.
 */
int ecg_program_get(struct ecg_programs *programs, const char *vertex, const char *fragment,
    const char *defines, GLuint *program, struct ecg_error *error);

/* The same for a compute shader. */
int ecg_program_get_compute(struct ecg_programs *programs, const char *compute,
    const char *defines, GLuint *program, struct ecg_error *error);

/* A uniform's place, -1 where the program has none of that name. */
static inline GLint ecg_uniform(GLuint program, const char *name)
{
    return glGetUniformLocation(program, name);
}

#endif
