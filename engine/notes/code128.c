#include "notes/code128.h"

#include <string.h>

enum { SWITCH_C = 99, SWITCH_B = 100, START_B = 104, START_C = 105, STOP = 106 };

static const char WIDTHS[107][8] = { "212222", "222122", "222221", "121223", "121322", "131222",
    "122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231",
    "113222", "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131",
    "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311",
    "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331", "231131",
    "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221",
    "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111",
    "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212",
    "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
    "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214",
    "211232", "2331112" };

const char *ecg_code128_widths(int symbol)
{
    return symbol >= 0 && symbol <= STOP ? WIDTHS[symbol] : "";
}

static int digits_at(const char *text)
{
    int n = 0;
    while (text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

static void add(struct ecg_code128 *code, int symbol)
{
    if (code->n_symbols < ECG_CODE128_SYMBOLS)
        code->symbols[code->n_symbols] = (uint8_t)symbol;
    code->n_symbols++;
}

int ecg_code128_encode(struct ecg_code128 *code, const char *text)
{
    memset(code, 0, sizeof *code);
    if (!text[0])
        return -1;
    int in_c = 0;
    for (const char *s = text; *s;) {
        int run = digits_at(s);
        /* C pays for its switches from four digits on, at the start or end of the text. */
        int wants_c = in_c ? run >= 2 : run >= 4;
        if (s == text)
            add(code, wants_c ? START_C : START_B);
        else if (wants_c != in_c)
            add(code, wants_c ? SWITCH_C : SWITCH_B);
        in_c = wants_c;
        if (*s < 32 || *s > 126)
            return -1;
        add(code, in_c ? (s[0] - '0') * 10 + (s[1] - '0') : *s - 32);
        s += in_c ? 2 : 1;
    }
    if (code->n_symbols + 2 > ECG_CODE128_SYMBOLS)
        return -1;
    int sum = code->symbols[0];
    for (int i = 1; i < code->n_symbols; i++)
        sum += i * code->symbols[i];
    add(code, sum % 103);
    add(code, STOP);
    code->n_modules = 11 * (code->n_symbols - 1) + 13;
    return 0;
}
