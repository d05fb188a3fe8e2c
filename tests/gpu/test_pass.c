/* Passes over all pixels: the same pixels from both kinds of shader, and what is chosen. */
#include "core/file.h"
#include "gpu/pass.h"
#include "gpu/program.h"
#include "gpu/target.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_PX = 37 };

static struct ecg_error error;

static void write_text(const char *path, const char *text)
{
    CHECK_INT(ecg_file_write(path, text, strlen(text), &error), 0);
}

struct picture {
    uint8_t rgba[SIDE_PX][SIDE_PX][4];
};

/* The pass over a part of a target whose other pixels are white. */
static void draw(struct ecg_gpu *gpu, enum ecg_pass_build build, const int viewport[4],
    const int scissor[4], struct picture *picture)
{
    static const float white[4] = { 1, 1, 1, 1 };
    struct ecg_target target = { 0 };
    GLuint vao, program;
    glCreateVertexArrays(1, &vao);
    CHECK_INT(ecg_pass_choose(gpu, build, &error), 0);
    CHECK_INT(ecg_target_size(&target, SIDE_PX, SIDE_PX, GL_RGBA8, &error), 0);
    ecg_target_clear(&target, white);
    if (!CHECK_INT(ecg_pass_get(gpu, "t/where.frag", "STEP 4.0", &program, &error), 0))
        printf("%s\n", error.message);
    glUseProgram(program);
    glUniform1f(glGetUniformLocation(program, "blue"), 0.2f);
    glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
    if (scissor) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(scissor[0], scissor[1], scissor[2], scissor[3]);
    }
    ecg_pass_run(gpu, vao);
    glDisable(GL_SCISSOR_TEST);
    glGetTextureImage(
        target.texture, 0, GL_RGBA, GL_UNSIGNED_BYTE, sizeof picture->rgba, picture->rgba);
    ecg_target_free(&target);
    glDeleteVertexArrays(1, &vao);
    CHECK_INT(ecg_gpu_check(gpu, "test", &error), 0);
}

/* Red and green say where a pixel is; blue has what squares of 2 x 2 pixels share. */
static const char WHERE[] =
    "/* where */\n"
    "#include \"common/pass.glsl\"\n"
    "uniform float blue;\n"
    "void set_pixel()\n"
    "{\n"
    "    vec3 v = vec3(fract(pixel_at.x * pixel_at.y * 0.013));\n"
    "    float across = dFdxFine(v).x, down = dFdyFine(v).x;\n"
    "    pixel = vec4(pixel_at * STEP / 255.0, blue + 0.3 * across - 0.2 * down, 1.0);\n"
    "}\n";

static void test_same(struct ecg_gpu *gpu)
{
    static const int boxes[][4] = { { 0, 0, SIDE_PX, SIDE_PX }, { 3, 5, 17, 18 },
        { 8, 2, 1, 29 } };
    static const int scissors[][4] = { { 5, 6, 9, 11 }, { 0, 0, 4, 4 }, { 36, 36, 1, 1 } };
    struct picture raster, computed;
    write_text("s/t/where.frag", WHERE);
    for (int b = 0; b < 3; b++)
        for (int s = -1; s < 3; s++) {
            const int *scissor = s < 0 ? NULL : scissors[s];
            draw(gpu, ECG_PASS_FRAGMENT, boxes[b], scissor, &raster);
            draw(gpu, ECG_PASS_COMPUTE, boxes[b], scissor, &computed);
            if (!CHECK(memcmp(&raster, &computed, sizeof raster) == 0))
                printf("viewport %d, scissor %d\n", b, s);
        }
    draw(gpu, ECG_PASS_COMPUTE, boxes[1], scissors[0], &computed);
    CHECK_INT(computed.rgba[6][5][0], 22); /* 4 x 5.5 */
    CHECK_INT(computed.rgba[6][4][0], 255);
    CHECK_INT(computed.rgba[16][13][1], 66);
    CHECK_INT(computed.rgba[17][13][1], 255);
}

static void test_names(struct ecg_gpu *gpu)
{
    enum ecg_pass_build build;
    CHECK_INT(ecg_pass_parse(NULL, &build, &error), 0);
    CHECK_INT(build, ECG_PASS_AUTO);
    CHECK_INT(ecg_pass_parse("compute", &build, &error), 0);
    CHECK_INT(build, ECG_PASS_COMPUTE);
    CHECK_STR(ecg_pass_name(build), "compute");
    CHECK_INT(ecg_pass_parse("fast", &build, &error), ECG_E_ARGUMENT);
    CHECK_STR(error.message, "passes: \"fast\": expected auto, fragment or compute");
    CHECK_INT(ecg_pass_choose(gpu, ECG_PASS_AUTO, &error), 0);
    if (ecg_gpu_is_software(gpu))
        CHECK_INT(ecg_gpu_passes(gpu), ECG_PASS_FRAGMENT);
}

/* The probe with another text in the place of one of its own. */
static void replace_probe(const char *text)
{
    char all[400];
    snprintf(all, sizeof all, "#include \"common/pass.glsl\"\nvoid set_pixel() { %s }\n", text);
    write_text("s/common/probe.frag", all);
}

static void test_measure(struct ecg_gpu *gpu)
{
    struct ecg_pass_probe probe;
    CHECK_INT(ecg_pass_measure(gpu, &probe, &error), 0);
    CHECK(probe.fragment_ms > 0 && probe.compute_ms > 0);
    if (ecg_gpu_is_software(gpu))
        CHECK_INT(probe.is_same, 1);

    const struct {
        const char *text;
        int code, is_same;
    } cases[] = {
        { "pixel = vec4(0.5);", 0, 1 },
        { "\n#ifdef COMPUTE\npixel = vec4(0.4);\n#else\npixel = vec4(0.5);\n#endif\n", 0, 0 },
        { "\n#ifdef COMPUTE\nmistake\n#endif\npixel = vec4(0.5);", 0, 0 },
        { "\n#ifndef COMPUTE\nmistake\n#endif\npixel = vec4(0.5);", ECG_E_GPU, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        replace_probe(cases[i].text);
        ecg_programs_clear(ecg_gpu_programs(gpu));
        CHECK_INT(ecg_pass_measure(gpu, &probe, &error), cases[i].code);
        CHECK_INT(probe.is_same, cases[i].is_same);
        CHECK_INT(ecg_gpu_check(gpu, "test", NULL), 0);
    }
    remove("s/common/probe.frag");
}

int main(void)
{
    struct ecg_gpu *gpu;
    CHECK_INT(ecg_folder_make("s/t", &error), 0);
    CHECK_INT(ecg_folder_make("s/common", &error), 0);
    setenv("ECGPRESS_SHADER_DIR", "s", 1);
    if (!CHECK(ecg_gpu_open(&gpu, NULL, &error) == 0))
        return check_done();
    test_names(gpu);
    test_same(gpu);
    test_measure(gpu);
    ecg_gpu_close(&gpu);
    return check_done();
}
