/* Saving a recipe into the file it came from: the text stays, values change. */
#include "core/alloc.h"
#include "core/file.h"
#include "recipe/recipe_source.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* Where a parameter's value stands in the file, in bytes; end 0: nowhere. */
struct place {
    size_t start, end;
    int in_flow;
};

struct editor {
    const char *text;
    size_t size;
    yaml_document_t document;
    struct place *places; /* one a parameter */
};

/* libyaml counts characters, we cut bytes. */
static size_t byte_at(const struct editor *editor, size_t character)
{
    size_t i = 0;
    for (; i < editor->size; i++) {
        int starts = ((unsigned char)editor->text[i] & 0xc0) != 0x80;
        if (starts && character-- == 0)
            break;
    }
    return i;
}

static void find_in_map(
    struct editor *editor, const yaml_node_t *map, const char *prefix, int depth, int in_flow)
{
    in_flow |= map->data.mapping.style == YAML_FLOW_MAPPING_STYLE;
    for (const yaml_node_pair_t *p = map->data.mapping.pairs.start;
         p < map->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = yaml_document_get_node(&editor->document, p->key);
        const yaml_node_t *value = yaml_document_get_node(&editor->document, p->value);
        char name[ECG_RECIPE_MAX_NAME];
        if (!key || key->type != YAML_SCALAR_NODE || !value)
            continue;
        int n = snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "." : "",
            (const char *)key->data.scalar.value);
        if (n >= (int)sizeof name)
            continue;
        int param = ecg_param_find(name);
        if (param >= 0 && value->type == YAML_SCALAR_NODE)
            editor->places[param] =
                (struct place){ .start = byte_at(editor, value->start_mark.index),
                    .end = byte_at(editor, value->end_mark.index),
                    .in_flow = in_flow };
        else if (value->type == YAML_MAPPING_NODE && depth < ECG_RECIPE_MAX_MAPS_DEEP)
            find_in_map(editor, value, name, depth + 1, in_flow);
    }
}

static int find_places(struct editor *editor)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return -1;
    yaml_parser_set_input_string(&parser, (const unsigned char *)editor->text, editor->size);
    int ok = yaml_parser_load(&parser, &editor->document);
    if (ok) {
        const yaml_node_t *root = yaml_document_get_root_node(&editor->document);
        if (root && root->type == YAML_MAPPING_NODE)
            find_in_map(editor, root, "", 0, 0);
        yaml_document_delete(&editor->document);
    }
    yaml_parser_delete(&parser);
    return ok ? 0 : -1;
}

/* The changed parameter whose place comes next at or after byte `from`; -1 when there is none. */
static int next_change(const struct editor *editor, const struct ecg_recipe *now,
    const struct ecg_recipe *was, size_t from)
{
    int next = -1;
    for (int i = 0; i < ecg_param_count(); i++) {
        const struct place *place = &editor->places[i];
        if (place->end > 0 && place->start >= from &&
            (next < 0 || place->start < editor->places[next].start) &&
            !ecg_recipe_same_in(now, was, i))
            next = i;
    }
    return next;
}

static void write_value(
    const struct ecg_recipe *recipe, int param, int in_flow, struct ecg_buffer *out)
{
    ecg_recipe_print_dist(ecg_recipe_way_dist(recipe, 0, param), &ecg_params[param], in_flow, out);
}

static void write_edited(const struct editor *editor, const struct ecg_recipe *now,
    const struct ecg_recipe *was, struct ecg_buffer *out)
{
    size_t done = 0;
    for (int i; (i = next_change(editor, now, was, done)) >= 0;) {
        const struct place *place = &editor->places[i];
        ecg_buffer_bytes(out, editor->text + done, place->start - done);
        write_value(now, i, place->in_flow, out);
        done = place->end;
    }
    ecg_buffer_bytes(out, editor->text + done, editor->size - done);
    if (editor->size && editor->text[editor->size - 1] != '\n')
        ecg_buffer_text(out, "\n");
    for (int i = 0; i < ecg_param_count(); i++) {
        if (editor->places[i].end > 0 || ecg_recipe_same_in(now, was, i))
            continue;
        ecg_buffer_format(out, "%s: ", ecg_params[i].name);
        write_value(now, i, 0, out);
        ecg_buffer_text(out, "\n");
    }
}

/* 1 when the text, as the file at `path`, reads as the recipe. */
static int reads_as(
    const struct ecg_buffer *text, const char *path, const struct ecg_recipe *recipe)
{
    struct ecg_recipe *read;
    if (text->failed || !text->data ||
        ecg_recipe_read(&read, path, (const char *)text->data, text->size, NULL) < 0)
        return 0;
    int same = ecg_recipe_equal(read, recipe);
    ecg_recipe_destroy(&read);
    return same;
}

/* The edited text appended to *out; -1 when it would not read as the recipe. */
static int edit(const struct ecg_recipe *now, const struct ecg_recipe *was, const char *path,
    const struct ecg_buffer *file, struct ecg_buffer *out)
{
    struct editor editor = { .text = file->data ? (const char *)file->data : "",
        .size = file->size };
    struct ecg_buffer edited = { 0 };
    editor.places = ecg_calloc((size_t)ecg_param_count(), sizeof *editor.places);
    int code = editor.places && ecg_recipe_same_ways(now, was) ? find_places(&editor) : -1;
    if (code == 0) {
        write_edited(&editor, now, was, &edited);
        code = reads_as(&edited, path, now) ? 0 : -1;
    }
    if (code == 0)
        ecg_buffer_bytes(out, edited.data, edited.size);
    ecg_buffer_free(&edited);
    ecg_free(editor.places);
    return code;
}

int ecg_recipe_print_into(const struct ecg_recipe *recipe, const char *path,
    struct ecg_buffer *out, struct ecg_error *error)
{
    struct ecg_buffer file = { 0 };
    struct ecg_recipe *was = NULL;
    int code = ecg_file_read(&file, path, ECG_RECIPE_MAX_BYTES, error);
    if (code == 0)
        code = ecg_recipe_read(
            &was, path, file.data ? (const char *)file.data : "", file.size, error);
    if (code == 0 && edit(recipe, was, path, &file, out) < 0)
        code = ecg_recipe_print(recipe, out, error);
    if (code == 0 && out->failed)
        code = ecg_fail(error, ECG_E_MEMORY, "recipe: out of memory");
    ecg_recipe_destroy(&was);
    ecg_buffer_free(&file);
    return code;
}
