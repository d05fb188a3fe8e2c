/* Shaders: includes, defines, the override folder, and complaints that name file and line. */
#include "core/file.h"
#include "gpu/context.h"
#include "gpu/program.h"
#include "gpu/source.h"
#include "gpu/timer.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_text(const char *path, const char *text)
{
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_file_write(path, text, strlen(text), &error), 0);
}

static const char VERTEX[] = "void main() { gl_Position = vec4(0); }\n";

static void test_complaints(struct ecg_programs *programs)
{
    struct ecg_error error = { 0 };
    GLuint program;
    write_text("s/t/ok.vert", VERTEX);
    write_text("s/t/bad.frag", "out vec4 c;\n\nvoid main() { c = nonsense; }\n");
    CHECK_INT(
        ecg_program_get(programs, "t/ok.vert", "t/bad.frag", NULL, &program, &error), ECG_E_GPU);
    CHECK_INT(program, 0);
    CHECK_HAS(error.message, "shaders/t/bad.frag:3: ");
    CHECK_HAS(error.message, "nonsense");

    /* A mistake inside an included file is that file's; after it, numbers go on. */
    write_text("s/t/part.glsl", "float one() { return 1.0; }\nfloat two() { return 2.0 }\n");
    write_text("s/t/includes.frag", "#include \"t/part.glsl\"\nout vec4 c;\nvoid main() { }\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/includes.frag", NULL, &program, &error),
        ECG_E_GPU);
    CHECK_HAS(error.message, "shaders/t/part.glsl:2: ");
    write_text("s/t/part.glsl", "float one() { return 1.0; }\n");
    write_text("s/t/includes.frag",
        "#include \"t/part.glsl\"\n#include \"t/part.glsl\"\nout vec4 c;\nvoid main() { c = "
        "vec4(three()); }\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/includes.frag", NULL, &program, &error),
        ECG_E_GPU);
    CHECK_HAS(error.message, "shaders/t/includes.frag:4: ");

    write_text("s/t/lost.frag", "\n#include \"t/none.glsl\"\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/lost.frag", NULL, &program, &error),
        ECG_E_ARGUMENT);
    CHECK_STR(error.message, "shaders/t/lost.frag:2: #include \"t/none.glsl\": no such shader");
    CHECK_INT(ecg_program_get(programs, "t/none.vert", "t/bad.frag", NULL, &program, &error),
        ECG_E_ARGUMENT);
    CHECK_STR(error.message, "shaders/t/none.vert: no such shader");
}

static void test_kept(struct ecg_programs *programs)
{
    struct ecg_error error = { 0 };
    GLuint first, again, other, edited;
    write_text(
        "s/t/c.frag", "layout(location = 0) out vec4 c;\nvoid main() { c = vec4(A, B, 0, 1); }\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/c.frag", "A 1;B 0", &first, &error), 0);
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/c.frag", "A 1;B 0", &again, &error), 0);
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/c.frag", "A 0;;B 0", &other, &error), 0);
    CHECK(first && first == again && other && other != first);
    /* An edited file counts once the programs are forgotten. */
    write_text("s/t/c.frag", "void main() { syntax }\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/c.frag", "A 1;B 0", &again, &error), 0);
    ecg_programs_clear(programs);
    CHECK_INT(
        ecg_program_get(programs, "t/ok.vert", "t/c.frag", "A 1;B 0", &edited, &error), ECG_E_GPU);
    /* Embedded files are found where the folder has none of that name. */
    CHECK_INT(
        ecg_program_get(programs, "common/screen.vert", "print/flat.frag", NULL, &edited, &error),
        0);
}

/* Some are compiled once, however many others come and go. */
static void test_bounded(struct ecg_programs *programs)
{
    struct ecg_error error = { 0 };
    GLuint kept, again, program;
    char defines[32];
    write_text("s/t/d.frag", "layout(location = 0) out vec4 c;\nvoid main() { c = vec4(A); }\n");
    CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/d.frag", "A 0", &kept, &error), 0);
    glUseProgram(kept);
    for (int i = 1; i < 2 * ECG_PROGRAMS_KEPT; i++) {
        snprintf(defines, sizeof defines, "A %d", i);
        CHECK_INT(
            ecg_program_get(programs, "t/ok.vert", "t/d.frag", defines, &program, &error), 0);
        CHECK_INT(ecg_program_get(programs, "t/ok.vert", "t/d.frag", "A 0", &again, &error), 0);
        CHECK_INT(again, kept);
    }
    int alive = 0;
    for (GLuint name = 1; name < 8 * ECG_PROGRAMS_KEPT; name++)
        alive += glIsProgram(name) == GL_TRUE;
    CHECK_INT(alive, ECG_PROGRAMS_KEPT);
    /* One that was given up is made again, also where it had been in use. */
    glUseProgram(program);
    for (int i = 1; i <= ECG_PROGRAMS_KEPT; i++) {
        snprintf(defines, sizeof defines, "A %d", i);
        CHECK_INT(
            ecg_program_get(programs, "t/ok.vert", "t/d.frag", defines, &program, &error), 0);
    }
    GLint used = 1;
    glGetIntegerv(GL_CURRENT_PROGRAM, &used);
    CHECK_INT(used, 0);
    CHECK_INT(glGetError(), GL_NO_ERROR);
}

/* What other drivers say, without having them. */
static void test_drivers(void)
{
    struct ecg_error error = { 0 };
    struct ecg_source source = { .n_files = 2, .files = { "a.frag", "b.glsl" } };
    ecg_source_complain(&source, "1(12) : error C1503: undefined variable \"x\"\n", &error);
    CHECK_STR(error.message, "shaders/b.glsl:12: error C1503: undefined variable \"x\"");
    ecg_source_complain(&source, "0:3(4): warning: unused\n0:7(1): error: syntax error\n", &error);
    CHECK_STR(error.message, "shaders/a.frag:7: error: syntax error");
    ecg_source_complain(&source, "internal trouble", &error);
    CHECK_STR(error.message, "shaders/a.frag: internal trouble");
    ecg_source_complain(&source, "", &error);
    CHECK_STR(error.message, "shaders/a.frag: rejected without a message");
}

static void test_timers(struct ecg_gpu *gpu)
{
    struct ecg_timers *timers = ecg_gpu_timers(gpu);
    struct ecg_timing timing;
    ecg_timers_begin(timers, "off");
    ecg_timers_end(timers);
    CHECK(!ecg_timers_read(timers, 0, &timing));
    ecg_timers_enable(timers, 1);
    for (int i = 0; i < 20; i++) {
        ecg_timers_begin(timers, "one");
        ecg_timers_end(timers);
        ecg_timers_begin(timers, "two");
        ecg_timers_end(timers);
    }
    CHECK(ecg_timers_read(timers, 0, &timing));
    CHECK_STR(timing.name, "one");
    CHECK_INT(timing.runs, 20);
    CHECK(timing.total_ms >= 0 && timing.total_ms < 1000);
    CHECK(ecg_timers_read(timers, 1, &timing));
    CHECK_STR(timing.name, "two");
    CHECK(!ecg_timers_read(timers, 2, &timing));
    ecg_timers_enable(timers, 0);
}

int main(void)
{
    struct ecg_error error = { 0 };
    struct ecg_gpu *gpu;
    CHECK_INT(ecg_folder_make("s/t", &error), 0);
    setenv("ECGPRESS_SHADER_DIR", "s", 1);
    if (!CHECK(ecg_gpu_open(&gpu, NULL, &error) == 0))
        return check_done();
    test_complaints(ecg_gpu_programs(gpu));
    test_kept(ecg_gpu_programs(gpu));
    test_bounded(ecg_gpu_programs(gpu));
    test_drivers();
    test_timers(gpu);
    ecg_gpu_close(&gpu);
    return check_done();
}
