/* Splits: what is accepted, shares as asked for, and a recording's part for good. */
#include "job/split.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static void check_refused(const char *text)
{
    struct ecg_split split;
    struct ecg_error error = { 0 };
    CHECK_INT(ecg_split_parse(&split, text, &error), ECG_E_ARGUMENT);
    CHECK_HAS(error.message, text);
    CHECK_INT(split.n, 0);
}

static void test_parse(void)
{
    struct ecg_split split;
    struct ecg_buffer text = { 0 };
    CHECK_INT(ecg_split_parse(&split, "train:8,val:1,fold-3_b:1", NULL), 0);
    CHECK_INT(split.n, 3);
    CHECK_STR(split.names[2], "fold-3_b");
    CHECK_NEAR(split.share[0], 0.8, 1e-12);
    ecg_split_print(&split, &text);
    CHECK_STR((const char *)text.data, "train:0.8,val:0.1,fold-3_b:0.1");
    ecg_buffer_free(&text);

    CHECK_INT(ecg_split_parse(&split, "", NULL), 0);
    CHECK_INT(split.n, 0);
    CHECK(ecg_split_name(&split, "a") == NULL);
    static const char *const bad[] = { "train", "train:", "train:0", "train:-1", "train:x",
        "train:1,", ",train:1", "train:1,train:2", "../x:1", "a/b:1", ".a:1", "-a:1", ":1",
        "train:1;val:2", "train:nan", "train:inf", "train:1e99", "train:1 ,val:1",
        "a23456789012345678901234567890123:1",
        "a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1,j:1,k:1,l:1,m:1,n:1,o:1,p:1,q:1" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_refused(bad[i]);
}

/* These must never change: datasets made with earlier versions would mix. */
static void test_for_good(void)
{
    struct ecg_split split;
    char parts[33] = "";
    CHECK_INT(ecg_split_parse(&split, "train:0.5,val:0.25,test:0.25", NULL), 0);
    for (int i = 0; i < 32; i++) {
        char id[24];
        snprintf(id, sizeof id, "synthetic-%04d", i);
        parts[i] = split.names[ecg_split_of(&split, id)][1];
    }
    CHECK_STR(parts, "rrrarrereereaerraraereraerereear");
}

static void test_shares(void)
{
    struct ecg_split split, fewer;
    int counts[3] = { 0 }, moved = 0;
    CHECK_INT(ecg_split_parse(&split, "train:0.8,val:0.1,test:0.1", NULL), 0);
    CHECK_INT(ecg_split_parse(&fewer, "train:0.7,val:0.2,test:0.1", NULL), 0);
    for (int i = 0; i < 20000; i++) {
        char id[24];
        snprintf(id, sizeof id, "%05d_hr", i);
        int part = ecg_split_of(&split, id), other = ecg_split_of(&fewer, id);
        counts[part]++;
        /* With other shares only those between the old and the new border move. */
        moved += part != other;
    }
    CHECK_NEAR(counts[0] / 20000.0, 0.8, 0.01);
    CHECK_NEAR(counts[1] / 20000.0, 0.1, 0.01);
    CHECK_NEAR(counts[2] / 20000.0, 0.1, 0.01);
    CHECK_NEAR(moved / 20000.0, 0.1, 0.01);
}

int main(void)
{
    test_parse();
    test_for_good();
    test_shares();
    return check_done();
}
