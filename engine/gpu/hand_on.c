#include "gpu/hand_on.h"

#include <stdlib.h>
#include <string.h>

/* "uniform T name;" or "uniform T name[N];" */
struct uniform {
    const char *type, *name, *array; /* in the text; array: from '[', or empty */
    int n_type, n_name, n_array;
    int components;
};

enum { UNIFORMS = 128 };

struct uniforms {
    struct uniform list[UNIFORMS];
    int n;
};

static const char KEYWORD[] = "uniform ";
enum { N_KEYWORD = sizeof KEYWORD - 1 };

static int components_of(const char *type, int n_type)
{
    static const struct {
        const char *name;
        int components;
    } types[] = { { "float", 1 }, { "vec2", 2 }, { "vec3", 3 }, { "vec4", 4 }, { "mat3", 9 },
        { "int", 1 }, { "ivec2", 2 }, { "uint", 1 } };
    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        if ((int)strlen(types[k].name) == n_type &&
            memcmp(types[k].name, type, (size_t)n_type) == 0)
            return types[k].components;
    return 0;
}

static int word_length(const char *at)
{
    return (int)strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

/* Whether the line at `line` declares what can be handed on. */
static int parse(const char *line, struct uniform *uniform)
{
    if (strncmp(line, KEYWORD, N_KEYWORD) != 0)
        return 0;
    struct uniform u = { .type = line + N_KEYWORD };
    u.n_type = word_length(u.type);
    u.components = components_of(u.type, u.n_type);
    if (!u.components || u.type[u.n_type] != ' ')
        return 0;
    u.name = u.type + u.n_type + 1;
    u.n_name = word_length(u.name);
    u.array = u.name + u.n_name;
    if (u.n_name && *u.array == '[') {
        char *end;
        long n = strtol(u.array + 1, &end, 10);
        if (n < 1 || n > ECG_HAND_ON_LONGEST || *end != ']')
            return 0;
        u.components *= (int)n;
        u.n_array = (int)(end + 1 - u.array);
    }
    *uniform = u;
    return u.n_name && u.array[u.n_array] == ';';
}

static const char *next_line(const char *line)
{
    const char *newline = strchr(line, '\n');
    return newline ? newline + 1 : line + strlen(line);
}

static int is_listed(const struct uniforms *uniforms, const struct uniform *u)
{
    for (int i = 0; i < uniforms->n; i++)
        if (uniforms->list[i].n_name == u->n_name &&
            memcmp(uniforms->list[i].name, u->name, (size_t)u->n_name) == 0)
            return 1;
    return 0;
}

static void list(struct uniforms *uniforms, const char *text, int components)
{
    struct uniform u;
    uniforms->n = 0;
    for (const char *line = text; *line; line = next_line(line)) {
        if (!parse(line, &u) || is_listed(uniforms, &u))
            continue;
        if (u.components > components || uniforms->n == UNIFORMS)
            return;
        components -= u.components;
        uniforms->list[uniforms->n++] = u;
    }
}

/* The source takes over the text. */
static int replace(struct ecg_source *source, struct ecg_buffer *text, struct ecg_error *error)
{
    if (text->failed) {
        ecg_buffer_free(text);
        return ecg_fail(error, ECG_E_MEMORY, "shaders/%s: out of memory", source->files[0]);
    }
    ecg_buffer_free(&source->text);
    source->text = *text;
    return 0;
}

static int rewrite_fragment(
    struct ecg_source *fragment, const struct uniforms *handed, struct ecg_error *error)
{
    const char *text = (const char *)fragment->text.data, *first = next_line(text);
    struct ecg_buffer out = { 0 };
    ecg_buffer_bytes(&out, text, (size_t)(first - text)); /* #version */
    /* The vertex shader has the uniforms by their own names. */
    for (int i = 0; i < handed->n; i++) {
        const struct uniform *u = &handed->list[i];
        ecg_buffer_format(
            &out, "#define %.*s handed_%.*s\n", u->n_name, u->name, u->n_name, u->name);
    }
    struct uniform u;
    for (const char *line = first; *line; line = next_line(line)) {
        const char *from = line;
        if (parse(line, &u) && is_listed(handed, &u)) {
            ecg_buffer_text(&out, "flat in ");
            from += N_KEYWORD;
        }
        ecg_buffer_bytes(&out, from, (size_t)(next_line(line) - from));
    }
    return replace(fragment, &out, error);
}

static int rewrite_vertex(
    struct ecg_source *vertex, const struct uniforms *handed, struct ecg_error *error)
{
    const char *text = (const char *)vertex->text.data, *first = next_line(text);
    struct uniforms own;
    struct ecg_buffer out = { 0 };
    ecg_buffer_bytes(&out, text, (size_t)(first - text)); /* #version */
    ecg_buffer_text(&out, "void hand_on();\n");
    ecg_buffer_text(&out, first);
    list(&own, text, UNIFORMS * 16);
    for (int i = 0; i < handed->n; i++) {
        const struct uniform *u = &handed->list[i];
        if (!is_listed(&own, u))
            ecg_buffer_format(&out, "uniform %.*s %.*s%.*s;\n", u->n_type, u->type, u->n_name,
                u->name, u->n_array, u->array);
        ecg_buffer_format(&out, "flat out %.*s handed_%.*s%.*s;\n", u->n_type, u->type, u->n_name,
            u->name, u->n_array, u->array);
    }
    ecg_buffer_text(&out, "void hand_on()\n{\n");
    for (int i = 0; i < handed->n; i++) {
        const struct uniform *u = &handed->list[i];
        ecg_buffer_format(
            &out, "    handed_%.*s = %.*s;\n", u->n_name, u->name, u->n_name, u->name);
    }
    ecg_buffer_text(&out, "}\n");
    return replace(vertex, &out, error);
}

int ecg_hand_on(struct ecg_source *vertex, struct ecg_source *fragment, int components,
    struct ecg_error *error)
{
    struct uniforms handed;
    if (!strstr((const char *)vertex->text.data, "hand_on();"))
        return 0;
    list(&handed, (const char *)fragment->text.data, components);
    /* The vertex shader first: the list points into the fragment shader's text. */
    int code = rewrite_vertex(vertex, &handed, error);
    if (code == 0 && handed.n)
        code = rewrite_fragment(fragment, &handed, error);
    return code < 0 ? code : handed.n;
}
