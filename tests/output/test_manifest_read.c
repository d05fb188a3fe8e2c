/* A manifest's lines come back whatever follows them, and what is none is named: file, line,
 * field.
 */
#include "core/file.h"
#include "output/manifest_read.h"
#include "support/check.h"

#include <string.h>
#include <sys/stat.h>

#define LINE(name)                                                                                \
    "{\"name\":\"" name "\",\"record\":\"r\",\"recipe\":\"clean\",\"files\":{\"" name ".png\":7}" \
    "}"

static const char PATH[] = "manifest.jsonl";

/* How many lines the text has, or the error; *error as the last call left it. */
static int read_bytes(const void *text, size_t size, struct ecg_error *error)
{
    struct ecg_manifest *manifest = NULL;
    struct ecg_manifest_line line = { 0 };
    int n = 0, more = 0;
    *error = (struct ecg_error){ 0 };
    CHECK_INT(ecg_file_write(PATH, text, size, NULL), 0);
    CHECK_INT(ecg_manifest_open(&manifest, PATH, NULL), 0);
    while ((more = ecg_manifest_next(manifest, &line, error)) == 1)
        n++;
    CHECK(line.object == NULL);
    ecg_manifest_close(&manifest);
    return more < 0 ? more : n;
}

static int read_text(const char *text, struct ecg_error *error)
{
    return read_bytes(text, strlen(text), error);
}

static void refuse(const char *text, const char *place, const char *why)
{
    struct ecg_error error;
    CHECK_INT(read_text(text, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, place);
    CHECK_HAS(error.message, why);
}

static void test_fields(void)
{
    static const char text[] =
        "{\"name\":\"a-1-p2\",\"record\":\"a\",\"variant\":1,\"page\":2,\"pages\":3,"
        "\"split\":\"val\",\"recipe\":\"old\",\"width\":20,\"height\":10,\"leads\":[\"I\",\"V1\"],"
        "\"files\":{\"a-1-p2.png\":9,\"a-1-p2.json\":0},\"shard\":\"s.tar\",\"offset\":512}";
    struct ecg_manifest_line line = { 0 };
    CHECK_INT(ecg_manifest_line_parse(&line, text, strlen(text), NULL), 0);
    CHECK_STR(line.name, "a-1-p2");
    CHECK_STR(line.record, "a");
    CHECK_STR(line.recipe, "old");
    CHECK_STR(line.split, "val");
    CHECK_STR(line.shard, "s.tar");
    CHECK(line.folder == NULL);
    CHECK_INT(line.variant, 1);
    CHECK_INT(line.page, 2);
    CHECK_INT(line.pages, 3);
    CHECK_INT(line.width_px, 20);
    CHECK_INT(line.height_px, 10);
    CHECK_INT(line.n_leads, 2);
    CHECK_INT(line.n_files, 2);
    CHECK_INT(json_integer_value(json_object_get(line.files, "a-1-p2.png")), 9);
    ecg_manifest_line_free(&line);
    CHECK(line.object == NULL && line.name == NULL);
}

static void test_lines(void)
{
    struct ecg_manifest *manifest;
    struct ecg_manifest_line line = { 0 };
    CHECK_INT(ecg_file_write(PATH, LINE("a") "\n" LINE("b"), strlen(LINE("a")) * 2 + 1, NULL), 0);
    CHECK_INT(ecg_manifest_open(&manifest, PATH, NULL), 0);
    CHECK_INT(ecg_manifest_next(manifest, &line, NULL), 1);
    CHECK_STR(line.name, "a");
    CHECK_STR(ecg_manifest_text(manifest), LINE("a"));
    CHECK_INT(ecg_manifest_next(manifest, &line, NULL), 1);
    CHECK_STR(line.name, "b");
    CHECK_STR(ecg_manifest_text(manifest), LINE("b"));
    CHECK_INT(ecg_manifest_next(manifest, &line, NULL), 0);
    CHECK_INT(ecg_manifest_next(manifest, &line, NULL), 0);
    ecg_manifest_close(&manifest);
    ecg_manifest_close(&manifest);
}

/* What a killed job, a full disk or a power cut leaves. */
static void test_torn(void)
{
    static const char zeros[] = LINE("a") "\n" LINE("b") "\n\0\0\0\0\n\0" LINE("c") "\n";
    static const char half_zeros[] = LINE("a") "\n{\"name\":\0\0\0\0\n";
    static const char whole[] = LINE("a") "\n" LINE("b");
    struct ecg_error error;
    CHECK_INT(read_text("", &error), 0);
    CHECK_INT(read_text(LINE("a") "\n", &error), 1);
    for (size_t n = strlen(LINE("a")) + 1; n < strlen(whole); n++)
        CHECK_INT(read_bytes(whole, n, &error), 1);
    CHECK_INT(read_text(whole, &error), 2);
    CHECK_INT(read_bytes(zeros, sizeof zeros - 1, &error), 2);
    CHECK_INT(read_bytes(half_zeros, sizeof half_zeros - 1, &error), 1);
}

static void test_refused(void)
{
    refuse(LINE("a") "\n\n" LINE("b") "\n", "manifest.jsonl:2:", "expected a JSON object");
    refuse(
        LINE("a") "\n" LINE("b") "\n{\"name\":\n", "manifest.jsonl:3:", "expected a JSON object");
    refuse("[]\n", "manifest.jsonl:1:", "\"name\": expected a text");
    refuse("{\"name\":1,\"record\":\"r\",\"recipe\":\"x\",\"files\":{}}\n",
        "manifest.jsonl:1:", "\"name\": expected a text");
    refuse("{\"name\":\"a\",\"recipe\":\"x\",\"files\":{}}\n",
        "manifest.jsonl:1:", "\"record\": expected a text");
    refuse("{\"name\":\"a\",\"record\":\"r\",\"files\":{}}\n",
        "manifest.jsonl:1:", "\"recipe\": expected a text");
    refuse("{\"name\":\"a\",\"record\":\"r\",\"recipe\":\"x\"}\n",
        "manifest.jsonl:1:", "\"files\": expected an object");
    refuse("{\"name\":\"a\",\"record\":\"r\",\"recipe\":\"x\",\"files\":{\"f\":-1}}\n",
        "manifest.jsonl:1:", "\"files\": expected an object of file sizes");
    refuse("{\"name\":\"a\",\"name\":\"b\",\"record\":\"r\",\"recipe\":\"x\",\"files\":{}}\n",
        "manifest.jsonl:1:", "expected a JSON object");
}

/* A line of `size` bytes, its newline not counted, behind another. */
static int read_long(size_t size, struct ecg_error *error)
{
    static const char before[] = LINE("a") "\n" LINE("b");
    struct ecg_buffer text = { 0 };
    ecg_buffer_text(&text, before);
    size_t blanks = size - strlen(LINE("b"));
    memset(ecg_buffer_reserve(&text, blanks), ' ', blanks);
    text.size += blanks;
    ecg_buffer_text(&text, "\n");
    int n = read_bytes(text.data, text.size, error);
    ecg_buffer_free(&text);
    return n;
}

static void test_overlong(void)
{
    struct ecg_error error;
    CHECK_INT(read_long(ECG_MANIFEST_LINE_BYTES, &error), 2);
    CHECK_INT(read_long(ECG_MANIFEST_LINE_BYTES + 1, &error), ECG_E_FORMAT);
    CHECK_HAS(error.message, "manifest.jsonl:2: expected a line of at most 1048576 bytes");
}

static void test_files(void)
{
    struct ecg_manifest *manifest;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_manifest_open(&manifest, "nowhere.jsonl", &error), ECG_E_IO);
    CHECK_HAS(error.message, "nowhere.jsonl: cannot open");
    CHECK(manifest == NULL);
    mkfifo("fifo", 0600);
    CHECK_INT(ecg_manifest_open(&manifest, "fifo", &error), ECG_E_IO);
    CHECK_HAS(error.message, "fifo: not a regular file");
}

int main(void)
{
    test_fields();
    test_lines();
    test_torn();
    test_refused();
    test_overlong();
    test_files();
    return check_done();
}
