/* A process with a decimal comma: recipes, recordings and all that is written are the same. */
#include "core/buffer.h"
#include "core/file.h"
#include "ecgpress.h"
#include "support/check.h"
#include "support/dataset.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sets[] = { "output.dpi=50.5", "page.trace.width_mm=uniform(0.2,0.45)",
    "page.paper_speed_mm_s=choice(12.5:1.5, 25:0.5)", "page.header.style=table",
    "notes.handwriting.count=3", "page.paper_color=jitter(#fffff0, 0.05)" };

static void print(const char *output)
{
    struct ecg_error error = { 0 };
    const char *inputs[] = { "table.csv" };
    struct ecg_job_params params = {
        .inputs = inputs,
        .n_inputs = 1,
        .synthetic = 1,
        .output = output,
        .sets = sets,
        .n_sets = sizeof sets / sizeof sets[0],
        .seed = 2,
        .device = "software",
    };
    dataset_remove(output);
    if (!CHECK_INT(ecg_job_run(&params, NULL, &error), 0))
        printf("  %s\n", error.message);
}

static void describe(struct ecg_string *text)
{
    const char *inputs[] = { "table.csv" };
    CHECK_INT(ecg_inspect_records(inputs, 1, 0, 1, NULL, NULL, text, NULL), 0);
}

/* A locale of our own: no other need be installed. 0 when the system cannot make one. */
static int use_comma(void)
{
    static const char source[] = "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \".\"\n"
                                 "grouping 3;3\nEND LC_NUMERIC\n";
    char folder[1000];
    CHECK_INT(ecg_file_write("comma.src", source, strlen(source), NULL), 0);
    if (system("localedef -c -i comma.src ./comma >/dev/null 2>&1") < 0 ||
        !getcwd(folder, sizeof folder) || setenv("LOCPATH", folder, 1) < 0)
        return 0;
    return setlocale(LC_ALL, "comma") != NULL;
}

int main(void)
{
    static const char table[] = "time,I,II\n0,0.25,1.5e-1\n0.004,-0.5,0.125\n0.008,0.5,0.25\n"
                                "0.012,0.1,0.2\n";
    struct ecg_string plain = { 0 }, comma = { 0 };
    char number[16];
    CHECK_INT(ecg_file_write("table.csv", table, strlen(table), NULL), 0);
    print("plain");
    describe(&plain);
    if (use_comma()) {
        snprintf(number, sizeof number, "%.1f", 0.5);
        CHECK_STR(number, "0,5");
        print("comma-out");
        describe(&comma);
        CHECK(dataset_same("plain", "comma-out"));
        CHECK_STR(comma.data, plain.data);
    } else {
        printf("skipped: no localedef here\n");
    }
    ecg_string_free(&plain);
    ecg_string_free(&comma);
    return check_done();
}
