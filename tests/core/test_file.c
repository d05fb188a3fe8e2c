/* Files: whole or not at all, limits kept, errors that name the path. */
#include "core/file.h"
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n - 2;
}

int main(void)
{
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_folder_make("a/b/c", &error), 0);
    CHECK_INT(ecg_folder_make("a/b/c", &error), 0);
    unlink("a/b/c/x"); /* of an earlier run */
    rmdir("a/b/c/taken");
    CHECK_INT(ecg_file_write("a/b/c/x", "hello", 5, &error), 0);
    CHECK_INT(ecg_file_write("a/b/c/x", "world!", 6, &error), 0);
    CHECK_INT(entries("a/b/c"), 1);
    struct ecg_buffer buffer = { 0 };
    CHECK_INT(ecg_file_read(&buffer, "a/b/c/x", 6, &error), 0);
    CHECK_STR((const char *)buffer.data, "world!");
    ecg_buffer_free(&buffer);

    CHECK_INT(ecg_file_read(&buffer, "a/b/c/x", 5, &error), ECG_E_LIMIT);
    CHECK_HAS(error.message, "a/b/c/x");
    CHECK_INT(ecg_file_read(&buffer, "a/b", 100, &error), ECG_E_IO);
    CHECK_INT(ecg_file_read(&buffer, "no\nsuch", 100, &error), ECG_E_IO);
    CHECK_HAS(error.message, "no?such: cannot open");
    CHECK_INT(ecg_file_write("missing/x", "1", 1, &error), ECG_E_IO);
    CHECK_INT(ecg_folder_make("a/b/c/x/y", &error), ECG_E_IO);
    /* A folder in the target's place: nothing may be left beside it. */
    mkdir("a/b/c/taken", 0777);
    CHECK_INT(ecg_file_write("a/b/c/taken", "1", 1, &error), ECG_E_IO);
    CHECK_INT(entries("a/b/c"), 2);
    ecg_buffer_free(&buffer);
    return check_done();
}
