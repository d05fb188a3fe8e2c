/* Uniforms that the vertex shader hands on: what becomes of the texts, and the same pixels. */
#include "core/file.h"
#include "gpu/context.h"
#include "gpu/hand_on.h"
#include "gpu/program.h"
#include "gpu/readback.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_text(struct ecg_source *source, const char *text)
{
    ecg_source_free(source);
    ecg_buffer_text(&source->text, text);
}

static const char *text_of(const struct ecg_source *source)
{
    return (const char *)source->text.data;
}

static const char VERTEX[] = "#version 450 core\n"
                             "#line 1 0\n"
                             "uniform vec2 both;\n"
                             "void main()\n{\n    hand_on();\n}\n";

static const char FRAGMENT[] = "#version 450 core\n"
                               "#line 1 0\n"
                               "uniform float one; /* 0..1 */\n"
                               "uniform vec2 both;\n"
                               "uniform mat3 turn;\n"
                               "uniform uint seed;\n"
                               "uniform vec4 few[2];\n"
                               "uniform vec4 many[20];\n"
                               "uniform vec4 named[N];\n"
                               "uniform ivec3 cell;\n"
                               "uniform float started = 1.0;\n"
                               "uniform float a, b;\n"
                               "layout(binding = 0) uniform sampler2D picture;\n"
                               "/* uniform float said; */\n"
                               "void main() { }\n";

static void test_texts(void)
{
    struct ecg_error error = { 0 };
    struct ecg_source vertex = { 0 }, fragment = { 0 };
    set_text(&vertex, VERTEX);
    set_text(&fragment, FRAGMENT);
    CHECK_INT(ecg_hand_on(&vertex, &fragment, 96, &error), 5);
    CHECK_STR(text_of(&vertex), "#version 450 core\n"
                                "void hand_on();\n"
                                "#line 1 0\n"
                                "uniform vec2 both;\n"
                                "void main()\n{\n    hand_on();\n}\n"
                                "uniform float one;\n"
                                "flat out float handed_one;\n"
                                "flat out vec2 handed_both;\n"
                                "uniform mat3 turn;\n"
                                "flat out mat3 handed_turn;\n"
                                "uniform uint seed;\n"
                                "flat out uint handed_seed;\n"
                                "uniform vec4 few[2];\n"
                                "flat out vec4 handed_few[2];\n"
                                "void hand_on()\n{\n"
                                "    handed_one = one;\n"
                                "    handed_both = both;\n"
                                "    handed_turn = turn;\n"
                                "    handed_seed = seed;\n"
                                "    handed_few = few;\n"
                                "}\n");
    CHECK_STR(text_of(&fragment), "#version 450 core\n"
                                  "#define one handed_one\n"
                                  "#define both handed_both\n"
                                  "#define turn handed_turn\n"
                                  "#define seed handed_seed\n"
                                  "#define few handed_few\n"
                                  "#line 1 0\n"
                                  "flat in float one; /* 0..1 */\n"
                                  "flat in vec2 both;\n"
                                  "flat in mat3 turn;\n"
                                  "flat in uint seed;\n"
                                  "flat in vec4 few[2];\n"
                                  "uniform vec4 many[20];\n"
                                  "uniform vec4 named[N];\n"
                                  "uniform ivec3 cell;\n"
                                  "uniform float started = 1.0;\n"
                                  "uniform float a, b;\n"
                                  "layout(binding = 0) uniform sampler2D picture;\n"
                                  "/* uniform float said; */\n"
                                  "void main() { }\n");
    ecg_source_free(&vertex);
    ecg_source_free(&fragment);
}

/* As many as there is room for; on a GPU none; and nothing without the call. */
static void test_room(void)
{
    struct ecg_error error = { 0 };
    struct ecg_source vertex = { 0 }, fragment = { 0 };
    set_text(&vertex, VERTEX);
    set_text(&fragment, FRAGMENT);
    CHECK_INT(ecg_hand_on(&vertex, &fragment, 11, &error), 2);
    CHECK(strstr(text_of(&fragment), "flat in vec2 both;\nuniform mat3 turn;\n"));
    CHECK(!strstr(text_of(&vertex), "turn"));
    set_text(&vertex, VERTEX);
    set_text(&fragment, FRAGMENT);
    CHECK_INT(ecg_hand_on(&vertex, &fragment, 0, &error), 0);
    CHECK_STR(text_of(&fragment), FRAGMENT);
    CHECK(strstr(text_of(&vertex), "void hand_on()\n{\n}\n"));
    set_text(&vertex, "#version 450 core\nvoid main() { }\n");
    CHECK_INT(ecg_hand_on(&vertex, &fragment, 96, &error), 0);
    CHECK_STR(text_of(&fragment), FRAGMENT);
    CHECK_STR(text_of(&vertex), "#version 450 core\nvoid main() { }\n");
    ecg_source_free(&vertex);
    ecg_source_free(&fragment);
}

static void write_text(const char *path, const char *text)
{
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_file_write(path, text, strlen(text), &error), 0);
}

enum { SIDE = 32 };

/* A picture, with uniforms handed on or not. */
static void draw(struct ecg_gpu *gpu, int hands_on, struct ecg_image *image)
{
    struct ecg_error error = { 0 };
    struct ecg_programs *programs = ecg_programs_make(hands_on);
    struct ecg_target target = { 0 };
    struct ecg_readback *readback = NULL;
    GLuint program = 0, vao;
    if (!CHECK(programs != NULL) || !CHECK_INT(ecg_program_get(programs, "common/screen.vert",
                                                   "t/color.frag", NULL, &program, &error),
                                        0)) {
        printf("%s\n", error.message);
        ecg_programs_destroy(&programs);
        return;
    }
    GLuint base = glGetProgramResourceIndex(program, GL_UNIFORM, "base");
    GLint is_referenced = -1;
    glGetProgramResourceiv(program, GL_UNIFORM, base, 1,
        &(const GLenum){ GL_REFERENCED_BY_FRAGMENT_SHADER }, 1, NULL, &is_referenced);
    CHECK_INT(is_referenced, !hands_on);

    glUseProgram(program);
    const float turn[9] = { 0.1f, 0.7f, 0.3f, 0.2f, 0.9f, 0.4f, 0.5f, 0.6f, 0.8f };
    const float steps[8] = { 0.011f, 0.023f, 0.003f, 0.7f, 0.013f, 0.017f, 0.019f, 0.3f };
    glUniform1f(glGetUniformLocation(program, "base"), 1.0f / 3);
    glUniformMatrix3fv(glGetUniformLocation(program, "turn"), 1, GL_FALSE, turn);
    glUniform4fv(glGetUniformLocation(program, "steps"), 2, steps);
    glUniform1i(glGetUniformLocation(program, "period"), 7);
    glUniform1ui(glGetUniformLocation(program, "seed"), 0xfedcba98u);
    glCreateVertexArrays(1, &vao);
    CHECK_INT(ecg_target_size(&target, SIDE, SIDE, GL_RGBA8, &error), 0);
    ecg_target_draw(&target);
    ecg_draw_screen(vao);
    CHECK_INT(ecg_readback_make(&readback, gpu, ECG_READBACK_DIRECT, &error), 0);
    CHECK_INT(ecg_readback_begin(readback, SIDE, SIDE, 4, &error), 0);
    CHECK_INT(ecg_readback_copy(readback, &target, NULL, 0, 0, &error), 0);
    ecg_readback_end(readback);
    CHECK_INT(ecg_readback_take(readback, image, &error), 0);
    CHECK_INT(glGetError(), GL_NO_ERROR);
    ecg_readback_destroy(&readback);
    ecg_target_free(&target);
    glDeleteVertexArrays(1, &vao);
    ecg_programs_destroy(&programs);
}

static void test_pixels(struct ecg_gpu *gpu)
{
    write_text("s/t/color.frag",
        "uniform float base;\nuniform mat3 turn;\nuniform vec4 steps[2];\nuniform int "
        "period;\nuniform uint seed;\n"
        "layout(location = 0) out vec4 color;\n"
        "void main()\n{\n"
        "    vec3 at = turn * vec3(gl_FragCoord.xy / 32.0, base);\n"
        "    float wave = float(int(gl_FragCoord.x) % period) * steps[1].x;\n"
        "    wave += float((seed ^ 0x1fffu) >> 16) / 65535.0;\n"
        "    color = vec4(fract(at + steps[0].xyz * gl_FragCoord.y + wave), steps[1].w);\n"
        "}\n");
    struct ecg_image with = { 0 }, without = { 0 };
    draw(gpu, 0, &without);
    draw(gpu, 1, &with);
    const size_t size = 4 * SIDE * SIDE;
    if (CHECK(with.data && without.data)) {
        CHECK(memcmp(with.data, without.data, size) == 0);
        CHECK(memcmp(with.data, with.data + 4, size - 4) != 0); /* not one colour */
    }
    ecg_image_free(&with);
    ecg_image_free(&without);
}

int main(void)
{
    struct ecg_error error = { 0 };
    struct ecg_gpu *gpu;
    test_texts();
    test_room();
    CHECK_INT(ecg_folder_make("s/t", &error), 0);
    setenv("ECGPRESS_SHADER_DIR", "s", 1);
    if (!CHECK(ecg_gpu_open(&gpu, NULL, &error) == 0))
        return check_done();
    test_pixels(gpu);
    ecg_gpu_close(&gpu);
    return check_done();
}
