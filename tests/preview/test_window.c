/* Screenshots of the real window on a display in memory (Xvfb) against kept ones. */
#include "core/file.h"
#include "support/check.h"
#include "support/golden.h"
#include "support/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Letters are drawn a little differently by other versions of FreeType. */
enum { MOST_STEPS = 48 };
static const double SHARE = 0.01;

static void check_shot(const char *name)
{
    char path[80];
    struct ecg_error error = { 0 };
    struct ecg_buffer file = { 0 };
    struct ecg_image image = { .channels = 4 };
    int stored;
    snprintf(path, sizeof path, "%s.png", name);
    CHECK_INT(ecg_file_read(&file, path, 1 << 24, &error), 0);
    image.data = picture_decode(&file, 4, &image.width_px, &image.height_px, &stored);
    if (CHECK(image.data != NULL))
        CHECK(golden_check(&image, name, MOST_STEPS, SHARE));
    free(image.data);
    ecg_buffer_free(&file);
}

static int run(const char *arguments)
{
    char command[800];
    snprintf(command, sizeof command,
        "xvfb-run -a -s '-screen 0 1280x1024x24' ../../ecgpress preview --device software "
        "--size 1000x700 %s",
        arguments);
    return system(command);
}

static void write_script(const char *text)
{
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_file_write("session.txt", text, strlen(text), &error), 0);
}

static void test_window(void)
{
    write_script("overlay boxes\n"
                 "search light\n"
                 "compare split\n"
                 "point 300 200\n"
                 "screenshot preview-split.png\n"
                 "overlay points\n"
                 "compare off\n"
                 "search tilt roll\n"
                 "set capture.scan.skew_deg=uniform(-3, 4)\n"
                 "lock capture.camera.tilt_deg\n"
                 "search\n"
                 "show changed\n"
                 "zoom 300\n"
                 "look 250 150\n"
                 "screenshot preview-zoomed.png\n"
                 "show help\n"
                 "overlay off\n"
                 "stages print\n"
                 "zoom fit\n"
                 "screenshot preview-help.png\n");
    CHECK_INT(run("--recipe 0003-scan-color --seed 2 --set capture.scan.dpi=70 --set "
                  "capture.scan.noise=0 --script session.txt"),
        0);
    check_shot("preview-split");
    check_shot("preview-zoomed");
    check_shot("preview-help");
}

int main(void)
{
    if (access("../../ecgpress", X_OK) != 0 || system("command -v xvfb-run >/dev/null") != 0 ||
        system("../../ecgpress preview 2>&1 | grep -q 'built without'") == 0) {
        printf("the window is not built, or there is no xvfb-run: not tested\n");
        CHECK(1);
        return check_done();
    }
    test_window();
    return check_done();
}
