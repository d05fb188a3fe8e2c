#include "notes/letters.h"

#include "core/alloc.h"
#include "core/asset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint32_t ecg_letter_next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    if (!s[0])
        return 0;
    static const uint32_t LEAST[] = { 0, 0x80, 0x800, 0x10000 };
    int extra = s[0] < 0x80 ? 0 : s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : s[0] >= 0xc2 ? 1 : -1;
    uint32_t code = s[0];
    if (extra > 0)
        code &= 0x3fu >> extra;
    for (int i = 1; i <= extra; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            extra = -1;
            break;
        }
        code = code << 6 | (s[i] & 0x3fu);
    }
    if (extra < 0 || code < LEAST[extra] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        extra = -1;
    *text += extra < 0 ? 1 : extra + 1;
    return extra < 0 ? '?' : code;
}

/* Rows of: accented letters in pairs with their bases, and the accent. */
static const struct {
    uint32_t accent;
    const char *pairs;
} ACCENTS[] = {
    { 0xb4, "ÁAÉEÍIÓOÚUÝYáaéeíıóoúuýyćcĆCńnŃNśsŚSźzŹZĺlĹLŕrŔR" },
    { '`', "ÀAÈEÌIÒOÙUàaèeìıòoùu" },
    { '^', "ÂAÊEÎIÔOÛUâaêeîıôoûuĉcĈCĝgĜGŵwŴWŷyŶY" },
    { 0xa8, "ÄAËEÏIÖOÜUŸYäaëeïıöoüuÿy" },
    { 0x2dc, "ÃAÑNÕOãañnõoĩıĨIũuŨU" },
    { 0x2da, "ÅAåaŮUůu" },
    { 0xb8, "ÇCçcŞSşsŢTţtĢGĶKķkĻLļlŅNņnŖRŗr" },
    { 0x2db, "ĄAąaĘEęeĮIįiŲUųu" },
    { 0x2c7, "ČCčcĎDďdŇNňnŘRřrŠSšsŤTťtŽZžzĚEěeĽLľl" },
    { 0x2d8, "ĂAăaĞGğgŬUŭuĕeĔE" },
    { 0x2d9, "ŻZżzİIĖEėeĊCċcĠGġg" },
    { 0x2dd, "ŐOőoŰUűu" },
    { 0xaf, "ĀAāaĒEēeĪIīıŌOōoŪUūu" },
};

uint32_t ecg_letter_base(uint32_t code, uint32_t *accent)
{
    *accent = 0;
    if (code < 0xc0 || code > 0x17f)
        return code;
    for (size_t i = 0; i < sizeof ACCENTS / sizeof ACCENTS[0]; i++) {
        for (const char *s = ACCENTS[i].pairs; *s;) {
            uint32_t letter = ecg_letter_next(&s), base = ecg_letter_next(&s);
            if (letter == code) {
                *accent = ACCENTS[i].accent;
                return base;
            }
        }
    }
    return code;
}

int ecg_accent_is_under(uint32_t accent)
{
    return accent == 0xb8 || accent == 0x2db;
}

uint32_t ecg_letter_capital(uint32_t code)
{
    if ((code >= 'a' && code <= 'z') || (code >= 0xe0 && code <= 0xfe && code != 0xf7))
        return code - 32;
    if (code == 0xff)
        return 0x178;
    if (code == 0x131)
        return 'I';
    /* Latin Extended-A: pairs, the small letter odd, but even in two runs of them. */
    int is_shifted = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e);
    if (code >= 0x100 && code <= 0x17e && code != 0x138 && code != 0x149 && code != 0x178)
        return is_shifted ? code - (code % 2 == 0) : code - (code % 2 == 1);
    return code;
}

void ecg_letters_raise(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (const char *s = text, *from = s; *s; from = s) {
        uint32_t code = ecg_letter_next(&s), capital = ecg_letter_capital(code);
        size_t bytes = capital == code ? (size_t)(s - from) : capital < 0x80 ? 1 : 2;
        if (n + bytes >= size)
            break;
        if (capital == code) {
            memcpy(out + n, from, bytes);
        } else if (bytes == 1) {
            out[n] = (char)capital;
        } else {
            out[n] = (char)(0xc0 | capital >> 6);
            out[n + 1] = (char)(0x80 | (capital & 0x3f));
        }
        n += bytes;
    }
    out[n] = 0;
}

static const char *skip_blanks(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\r')
        s++;
    return s;
}

/* A whole number of at most 4 digits at *s. */
static int parse_number(const char **s, float *value)
{
    const char *p = *s;
    int negative = *p == '-';
    p += negative;
    int n = 0, digits = 0;
    for (; *p >= '0' && *p <= '9' && digits < 4; p++, digits++)
        n = 10 * n + (*p - '0');
    *value = (float)(negative ? -n : n);
    *s = p;
    return digits > 0 ? 0 : -1;
}

/* "x,y" or "x,y,turn" */
static int parse_aim(struct ecg_letters *letters, const char **s)
{
    struct ecg_aim aim = { 0 };
    if (parse_number(s, &aim.x) || *(*s)++ != ',' || parse_number(s, &aim.y))
        return ECG_E_FORMAT;
    if (**s == ',') {
        ++*s;
        if (parse_number(s, &aim.turn_rad) || fabsf(aim.turn_rad) > 270)
            return ECG_E_FORMAT;
    }
    aim.x /= 100;
    aim.y /= 100;
    aim.turn_rad *= (float)(M_PI / 180);
    if (ecg_grow(&letters->aims, &letters->cap_aims, letters->n_aims + 1, sizeof aim))
        return ECG_E_MEMORY;
    letters->aims[letters->n_aims++] = aim;
    return 0;
}

static int begin_stroke(struct ecg_letters *letters, int is_delayed)
{
    struct ecg_form_stroke stroke = { (uint16_t)letters->n_aims, 0, (uint8_t)is_delayed };
    if (letters->n_aims > UINT16_MAX - 64 || letters->n_strokes > UINT16_MAX - 64)
        return ECG_E_FORMAT;
    if (ecg_grow(&letters->strokes, &letters->cap_strokes, letters->n_strokes + 1, sizeof stroke))
        return ECG_E_MEMORY;
    letters->strokes[letters->n_strokes++] = stroke;
    return 0;
}

static int parse_strokes(struct ecg_letters *letters, const char *s)
{
    int code = begin_stroke(letters, 0);
    for (s = skip_blanks(s); !code && *s && *s != '\n'; s = skip_blanks(s)) {
        struct ecg_form_stroke *stroke = &letters->strokes[letters->n_strokes - 1];
        if (*s == '/') {
            int is_delayed = s[1] == '/';
            s += 1 + is_delayed;
            code = stroke->n_aims < 2 ? ECG_E_FORMAT : begin_stroke(letters, is_delayed);
        } else {
            code = parse_aim(letters, &s);
            stroke->n_aims++;
            if (*s && !strchr(" \t\r\n", *s))
                code = code ? code : ECG_E_FORMAT;
        }
    }
    if (!code && letters->strokes[letters->n_strokes - 1].n_aims < 2)
        code = ECG_E_FORMAT;
    return code;
}

static int parse_form(struct ecg_letters *letters, const char *line)
{
    static const char TAGS[] = "pcb<>";
    struct ecg_form form = { 0 };
    form.code = ecg_letter_next(&line);
    if (*line != ' ')
        return ECG_E_FORMAT;
    for (line = skip_blanks(line); *line && *line != ' '; line++) {
        const char *tag = strchr(TAGS, *line);
        if (!tag)
            return ECG_E_FORMAT;
        form.tags |= (uint8_t)(1u << (tag - TAGS));
    }
    line = skip_blanks(line);
    if (parse_number(&line, &form.advance))
        return ECG_E_FORMAT;
    form.advance /= 100;
    form.first_stroke = (uint16_t)letters->n_strokes;
    int code = parse_strokes(letters, line);
    if (code)
        return code;
    form.n_strokes = (uint16_t)(letters->n_strokes - form.first_stroke);
    if (ecg_grow(&letters->forms, &letters->cap_forms, letters->n_forms + 1, sizeof form))
        return ECG_E_MEMORY;
    letters->forms[letters->n_forms++] = form;
    return 0;
}

/* By code, forms of one character staying in the file's order. */
static int compare_forms(const void *a, const void *b)
{
    const struct ecg_form *f = a, *g = b;
    if (f->code != g->code)
        return f->code < g->code ? -1 : 1;
    return f->first_stroke < g->first_stroke ? -1 : f->first_stroke > g->first_stroke;
}

int ecg_letters_parse(struct ecg_letters **out, const char *text, struct ecg_error *error)
{
    struct ecg_letters *letters = ecg_calloc(1, sizeof *letters);
    if (!letters)
        return ecg_fail(error, ECG_E_MEMORY, "letters: out of memory");
    int line = 1;
    for (const char *s = text; *s; line++) {
        /* '#' alone starts a comment; followed by a blank and a tag it is the sign itself. */
        int is_sign = s[0] == '#' && s[1] == ' ' && s[2] == 'p' && s[3] == ' ';
        int code = (*s == '#' && !is_sign) || *s == '\n' ? 0 : parse_form(letters, s);
        if (code) {
            ecg_letters_close(&letters);
            return ecg_fail(
                error, code, "hand.txt:%d: expected CHARACTER TAGS ADVANCE x,y[,turn] ...", line);
        }
        const char *end = strchr(s, '\n');
        s = end ? end + 1 : s + strlen(s);
    }
    qsort(letters->forms, letters->n_forms, sizeof letters->forms[0], compare_forms);
    *out = letters;
    return 0;
}

int ecg_letters_open(struct ecg_letters **letters, struct ecg_error *error)
{
    const struct ecg_asset *asset = ecg_asset_find("assets/letters/hand.txt");
    if (!asset)
        return ecg_fail(error, ECG_E_IO, "assets/letters/hand.txt: not embedded");
    return ecg_letters_parse(letters, (const char *)asset->data, error);
}

void ecg_letters_close(struct ecg_letters **letters)
{
    if (!*letters)
        return;
    ecg_free((*letters)->forms);
    ecg_free((*letters)->strokes);
    ecg_free((*letters)->aims);
    ecg_free(*letters);
    *letters = NULL;
}

const struct ecg_form *ecg_letters_find(
    const struct ecg_letters *letters, uint32_t code, size_t *count)
{
    size_t lo = 0, hi = letters->n_forms;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (letters->forms[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    size_t end = lo;
    while (end < letters->n_forms && letters->forms[end].code == code)
        end++;
    *count = end - lo;
    return end > lo ? &letters->forms[lo] : NULL;
}
