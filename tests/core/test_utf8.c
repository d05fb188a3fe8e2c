/* UTF-8 characters of every length, and every way to be none. */
#include "core/utf8.h"
#include "support/check.h"

#include <string.h>

static int length(const char *text)
{
    return (int)ecg_utf8_length((const unsigned char *)text, strlen(text));
}

int main(void)
{
    CHECK_INT(length("a"), 1);
    CHECK_INT(length("\xc3\xa9"), 2);
    CHECK_INT(length("\xe2\x82\xac"), 3);
    CHECK_INT(length("\xf0\x9f\xab\x80"), 4);
    CHECK_INT(length("\xf4\x8f\xbf\xbf"), 4);
    static const char *const broken[] = {
        "\x80",             /* a byte that only goes on */
        "\xc0\xaf",         /* overlong, as are the next three */
        "\xc1\xbf",
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",     /* surrogates */
        "\xed\xbf\xbf",
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xf5\x80\x80\x80",
        "\xff",
        "\xc3",             /* cut off */
        "\xe2\x82",
        "\xe2\x28\xa1",     /* broken within */
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        CHECK_INT(length(broken[i]), 0);
    /* Cut off by the 0 that ends a text. */
    CHECK_INT(ecg_utf8_length((const unsigned char *)"\xe2\x82\0\xac", 4), 0);
    /* The next character's bytes may not be read. */
    CHECK_INT(ecg_utf8_length((const unsigned char *)"\xe2\x82\xac", 2), 0);
    return check_done();
}
