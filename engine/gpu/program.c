#include "gpu/program.h"

#include "core/alloc.h"
#include "gpu/hand_on.h"
#include "gpu/source.h"

#include <stdint.h>
#include <string.h>

struct entry {
    char *key; /* names and defines, each ended by '|' */
    GLuint program;
    uint64_t asked; /* when last, by the cache's count */
};

struct ecg_programs {
    struct entry entries[ECG_PROGRAMS_KEPT];
    size_t n_entries;
    uint64_t count;
    int components; /* that vertex shaders may hand on */
};

/* Of the floats between vertex and fragment shader, those left to what the vertex shaders say of
 * themselves; common/mesh.vert needs 10. */
enum { OWN_COMPONENTS = 16 };

struct ecg_programs *ecg_programs_make(int hands_on)
{
    struct ecg_programs *programs = ecg_calloc(1, sizeof(struct ecg_programs));
    GLint components = 0;
    if (programs && hands_on)
        glGetIntegerv(GL_MAX_VARYING_COMPONENTS, &components);
    if (components > OWN_COMPONENTS)
        programs->components = components - OWN_COMPONENTS;
    return programs;
}

void ecg_programs_clear(struct ecg_programs *programs)
{
    /* A deleted program that stays in use cannot be put in use again by whoever saved its name. */
    if (programs->n_entries)
        glUseProgram(0);
    for (size_t i = 0; i < programs->n_entries; i++) {
        glDeleteProgram(programs->entries[i].program);
        ecg_free(programs->entries[i].key);
    }
    programs->n_entries = 0;
}

void ecg_programs_destroy(struct ecg_programs **programs)
{
    if (!*programs)
        return;
    ecg_programs_clear(*programs);
    ecg_free(*programs);
    *programs = NULL;
}

struct stage {
    GLenum type;
    const char *name;
    struct ecg_source source;
};

static int compile(const struct stage *stage, GLuint *shader, struct ecg_error *error)
{
    const char *text = (const char *)stage->source.text.data;
    *shader = glCreateShader(stage->type);
    glShaderSource(*shader, 1, &text, NULL);
    glCompileShader(*shader);
    GLint ok = 0;
    glGetShaderiv(*shader, GL_COMPILE_STATUS, &ok);
    if (ok)
        return 0;
    char log[4096] = "";
    glGetShaderInfoLog(*shader, sizeof log, NULL, log);
    return ecg_source_complain(&stage->source, log, error);
}

static int link(GLuint program, const char *name, struct ecg_error *error)
{
    glLinkProgram(program);
    GLint ok = 0;
    glGetProgramiv(program, GL_LINK_STATUS, &ok);
    if (ok)
        return 0;
    char log[400] = "";
    glGetProgramInfoLog(program, sizeof log, NULL, log);
    return ecg_fail(error, ECG_E_GPU, "shaders/%s: does not link: %s", name, log);
}

static int compile_and_link(
    const struct stage *stages, int n_stages, GLuint *program, struct ecg_error *error)
{
    int code = 0;
    *program = glCreateProgram();
    for (int i = 0; code == 0 && i < n_stages; i++) {
        GLuint shader;
        code = compile(&stages[i], &shader, error);
        if (code == 0)
            glAttachShader(*program, shader);
        glDeleteShader(shader); /* lives on while it is attached */
    }
    if (code == 0)
        code = link(*program, stages[n_stages - 1].name, error);
    if (code < 0) {
        glDeleteProgram(*program);
        *program = 0;
    }
    return code;
}

/* components: how many floats the vertex shader may hand on. */
static int build(struct stage *stages, int n_stages, const char *defines, int components,
    GLuint *program, struct ecg_error *error)
{
    int code = 0;
    for (int i = 0; code == 0 && i < n_stages; i++)
        code = ecg_source_load(&stages[i].source, stages[i].name, defines, error);
    if (code == 0 && n_stages > 1)
        code = ecg_hand_on(&stages[0].source, &stages[1].source, components, error);
    if (code >= 0)
        code = compile_and_link(stages, n_stages, program, error);
    for (int i = 0; i < n_stages; i++)
        ecg_source_free(&stages[i].source);
    return code;
}

static void give_up_oldest(struct ecg_programs *programs)
{
    struct entry *oldest = &programs->entries[0];
    for (size_t i = 1; i < programs->n_entries; i++)
        if (programs->entries[i].asked < oldest->asked)
            oldest = &programs->entries[i];
    GLint used = 0;
    glGetIntegerv(GL_CURRENT_PROGRAM, &used);
    if ((GLuint)used == oldest->program)
        glUseProgram(0);
    glDeleteProgram(oldest->program);
    ecg_free(oldest->key);
    *oldest = programs->entries[--programs->n_entries];
}

/* Compares key with "a|b|c|" without putting that string together. */
static int key_is(const char *key, const char *const parts[3])
{
    for (int i = 0; i < 3; i++) {
        size_t n = strlen(parts[i]);
        if (strncmp(key, parts[i], n) != 0 || key[n] != '|')
            return 0;
        key += n + 1;
    }
    return *key == 0;
}

static int get(struct ecg_programs *programs, struct stage *stages, int n_stages,
    const char *defines, GLuint *program, struct ecg_error *error)
{
    const char *const parts[3] = { stages[0].name, n_stages > 1 ? stages[1].name : "",
        defines ? defines : "" };
    *program = 0;
    for (size_t i = 0; i < programs->n_entries; i++) {
        if (key_is(programs->entries[i].key, parts)) {
            *program = programs->entries[i].program;
            programs->entries[i].asked = ++programs->count;
            return 0;
        }
    }
    struct ecg_buffer key = { 0 };
    ecg_buffer_format(&key, "%s|%s|%s|", parts[0], parts[1], parts[2]);
    if (key.failed) {
        ecg_buffer_free(&key);
        return ecg_fail(error, ECG_E_MEMORY, "shaders/%s: out of memory", parts[0]);
    }
    int code = build(stages, n_stages, defines, programs->components, program, error);
    if (code < 0) {
        ecg_buffer_free(&key);
        return code;
    }
    if (programs->n_entries == ECG_PROGRAMS_KEPT)
        give_up_oldest(programs);
    programs->entries[programs->n_entries++] =
        (struct entry){ (char *)key.data, *program, ++programs->count };
    return 0;
}

int ecg_program_get(struct ecg_programs *programs, const char *vertex, const char *fragment,
    const char *defines, GLuint *program, struct ecg_error *error)
{
    struct stage stages[] = { { .type = GL_VERTEX_SHADER, .name = vertex },
        { .type = GL_FRAGMENT_SHADER, .name = fragment } };
    return get(programs, stages, 2, defines, program, error);
}

int ecg_program_get_compute(struct ecg_programs *programs, const char *compute,
    const char *defines, GLuint *program, struct ecg_error *error)
{
    struct stage stage = { .type = GL_COMPUTE_SHADER, .name = compute };
    return get(programs, &stage, 1, defines, program, error);
}
