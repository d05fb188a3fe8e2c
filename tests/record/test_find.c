/* Paths to records: folders, lists, segments left out, ids that stay what they are. */
#include "core/file.h"
#include "record/find.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *path, const char *text)
{
    struct ecg_error error = { 0 };
    char *folder = strdup(path);
    char *slash = strrchr(folder, '/');
    *slash = 0;
    CHECK_INT(ecg_folder_make(folder, &error), 0);
    CHECK_INT(ecg_file_write(path, text, strlen(text), &error), 0);
    free(folder);
}

static struct ecg_found_list find(const char *const *paths, size_t n)
{
    struct ecg_found_list list;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_find_records(&list, paths, n, &error), 0);
    return list;
}

static const char *path_of(const struct ecg_found_list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].id, id) == 0)
            return list->items[i].path;
    return NULL;
}

static void make_tree(void)
{
    static const char hea[] = "x 1 500 10\nx.dat 16 200 16 0 0 0 0 II\n";
    put("in/b/100.hea", hea);
    put("in/a/100.hea", hea);
    put("in/top.hea", hea);
    put("in/.hidden/x.hea", hea);
    put("in/a/notes.txt", "hello\n");
    put("in/a/table.csv", "patient,age,report\n1,2,x\n");
    put("in/a/ecg.csv", "\"time (s)\";\"II (mV)\"\n0;1\n");
    put("in/multi/m.hea", "# comment\nm/2 1 500 20\nm_1 10\nm_2 10\n");
    put("in/multi/m_1.hea", hea);
    put("in/multi/m_2.hea", hea);
    put("in/multi/other.hea", hea);
    put("list/RECORDS", "p1/\nx1\nmissing\n../in/top\n# no\n");
    put("list/p1/RECORDS", "r1\r\nr2\n");
    put("list/p1/r1.hea", hea);
    put("list/p1/r2.hea", hea);
    put("list/p1/r3.hea", hea);
    put("list/x1.hea", hea);
    symlink("..", "in/loop");
}

static void test_folder(void)
{
    const char *paths[] = { "./in//" };
    struct ecg_found_list list = find(paths, 1);
    CHECK_INT(list.n, 6);
    CHECK_INT(list.n_problems, 0);
    CHECK_STR(path_of(&list, "a-100"), "in/a/100.hea");
    CHECK_STR(path_of(&list, "b-100"), "in/b/100.hea");
    CHECK_STR(path_of(&list, "top"), "in/top.hea");
    CHECK_STR(list.items[0].id, "a-100");
    CHECK_STR(list.items[0].name, "a/100");
    CHECK_STR(path_of(&list, "a-ecg"), "in/a/ecg.csv");
    CHECK_STR(path_of(&list, "multi-m"), "in/multi/m.hea");
    CHECK_STR(path_of(&list, "multi-other"), "in/multi/other.hea");
    for (size_t i = 1; i < list.n; i++)
        CHECK(strcmp(list.items[i - 1].id, list.items[i].id) < 0);
    ecg_found_free(&list);
}

static void test_list(void)
{
    const char *paths[] = { "list/RECORDS" };
    struct ecg_found_list list = find(paths, 1);
    CHECK_INT(list.n, 3);
    CHECK_STR(path_of(&list, "p1-r1"), "list/p1/r1.hea");
    CHECK_STR(path_of(&list, "p1-r2"), "list/p1/r2.hea");
    CHECK_STR(path_of(&list, "x1"), "list/x1.hea");
    CHECK_INT(list.n_problems, 2);
    CHECK_HAS(list.problems[0], "list/missing: no such record");
    CHECK_HAS(list.problems[1], "leaves the list's folder");
    ecg_found_free(&list);
}

/* Files given one by one; the same one twice; the order does not matter. */
static void test_files(void)
{
    const char *forward[] = { "in/top", "in/a/100.hea", "in/b/100.hea", "in/top.hea", "no/such" };
    const char *backward[] = { "no/such", "in/b/100", "in/./top.hea", "in/a/100", "in/top.hea" };
    struct ecg_found_list a = find(forward, 5), b = find(backward, 5);
    CHECK_INT(a.n, 3);
    CHECK_INT(b.n, 3);
    CHECK(path_of(&a, "top") != NULL);
    CHECK(path_of(&a, "100") == NULL);
    for (size_t i = 0; i < 3 && b.n == 3; i++)
        CHECK_STR(a.items[i].id, b.items[i].id);
    CHECK(strncmp(a.items[0].id, "100-", 4) == 0 && strlen(a.items[0].id) == 12);
    CHECK_INT(a.n_problems, 1);
    CHECK_HAS(a.problems[0], "no/such");
    ecg_found_free(&a);
    ecg_found_free(&b);
}

static void test_problems(void)
{
    const char *paths[] = { "list/p1/r1.hea", "in/a/notes.txt", "empty" };
    mkdir("empty", 0777);
    struct ecg_found_list list = find(paths, 3);
    CHECK_INT(list.n, 1);
    CHECK_INT(list.n_problems, 2);
    CHECK_HAS(list.problems[0], "hello: no such record");
    CHECK_HAS(list.problems[1], "empty: no records");
    ecg_found_free(&list);
    if (geteuid() == 0)
        return;
    mkdir("in/locked", 0);
    const char *with_locked[] = { "in" };
    list = find(with_locked, 1);
    CHECK_INT(list.n, 6);
    CHECK_INT(list.n_problems, 1);
    CHECK_HAS(list.problems[0], "in/locked: Permission denied");
    ecg_found_free(&list);
    rmdir("in/locked");
}

static void test_read(void)
{
    struct ecg_found found = { "list/x1.hea", "x1", "some-id" };
    struct ecg_record *record;
    struct ecg_error error = { 0 };
    unlink("list/x.dat");
    CHECK_INT(ecg_found_read(&record, &found, 0, &error), ECG_E_IO);
    CHECK(record == NULL);
    CHECK_HAS(error.message, "list/x1.hea: line 2: file name: \"x.dat\"");
    CHECK_INT(
        ecg_file_write("list/x.dat", "\1\0\2\0\3\0\4\0\5\0\6\0\7\0\10\0\11\0\12\0", 20, &error),
        0);
    CHECK_INT(ecg_found_read(&record, &found, 0, &error), 0);
    CHECK_STR(record->id, "some-id");
    CHECK_NEAR(record->leads[0].samples[9], 0.05, 1e-12);
    ecg_record_destroy(&record);
}

int main(void)
{
    make_tree();
    test_folder();
    test_list();
    test_files();
    test_problems();
    test_read();
    return check_done();
}
