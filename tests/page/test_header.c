/* Headers and footers: inside the sheet, clear of each other and of the rows, invented, and true
 * to what the record says. */
#include "core/alloc.h"
#include "core/asset.h"
#include "page/font_data.h"
#include "page/header.h"
#include "page/words.h"
#include "support/check.h"
#include "support/sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TWELVE "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"

static const char *const styles[] = { "table", "report", "boxed", "line", "minimal" };
static const char *const footers[] = { "none", "plain", "speed", "device", "kit" };
static const char *const languages[] = { "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv",
    "cs", "tr" };
static const char *const sheets[] = { "page.size=letter", "page.size=a4",
    "page.orientation=portrait", "page.size=roll" };

static struct ecg_record *record;

static int is_block(const struct ecg_text *text)
{
    return text->kind == ECG_KIND_HEADER || text->kind == ECG_KIND_FOOTER;
}

static void check_clear(const struct ecg_page *page, const char *what)
{
    for (size_t i = 0; i < page->n_texts; i++) {
        const struct ecg_text *a = &page->texts[i];
        const double *lo = a->quad_mm[0], *hi = a->quad_mm[2];
        int ok = lo[0] >= 0 && lo[1] >= 0 && hi[0] <= page->width_mm && hi[1] <= page->height_mm;
        if (a->kind == ECG_KIND_HEADER)
            ok &= hi[1] <= page->area_mm[1] + 1e-9;
        if (a->kind == ECG_KIND_FOOTER)
            ok &= lo[1] >= page->area_mm[3] - 1e-9;
        if (!CHECK(ok))
            fprintf(stderr, "%s: \"%s\" is out of place\n", what, page->strings + a->string);
        for (size_t j = i + 1; is_block(a) && j < page->n_texts; j++) {
            const struct ecg_text *b = &page->texts[j];
            int apart = lo[0] >= b->quad_mm[2][0] || hi[0] <= b->quad_mm[0][0] ||
                        lo[1] >= b->quad_mm[2][1] || hi[1] <= b->quad_mm[0][1];
            if (!CHECK(apart))
                fprintf(stderr, "%s: \"%s\" over \"%s\"\n", what, page->strings + a->string,
                    page->strings + b->string);
        }
    }
}

static int has_text(const struct ecg_page *page, const char *part)
{
    for (size_t i = 0; i < page->n_texts; i++)
        if (strstr(page->strings + page->texts[i].string, part))
            return 1;
    return 0;
}

static void test_all_clear(void)
{
    for (size_t s = 0; s < 5; s++)
        for (size_t l = 0; l < 11; l++)
            for (size_t k = 0; k < 4; k++) {
                char style[64], language[64], footer[64], what[64];
                snprintf(style, sizeof style, "page.header.style=%s", styles[s]);
                snprintf(language, sizeof language, "page.header.language=%s", languages[l]);
                snprintf(footer, sizeof footer, "page.footer.style=%s", footers[(l + k) % 4]);
                snprintf(what, sizeof what, "%s %s %s", styles[s], languages[l], sheets[k]);
                struct ecg_scene scene =
                    sheet_scene(NULL, l * 5 + s, style, language, footer, sheets[k], NULL);
                struct ecg_page *page = sheet_page(&scene, record);
                if (page)
                    check_clear(page, what);
                ecg_page_destroy(&page);
            }
}

/* Every language has every word that a header asks for. */
static void test_words(void)
{
    static const char *const keys[] = { "id", "name", "birth", "age", "years", "sex", "female",
        "male", "height", "weight", "room", "location", "technician", "indication", "referred",
        "confirmed", "unconfirmed", "rate", "pr", "qrs", "qt", "axes", "bpm", "order", "page",
        "of", "speed", "limb", "chest", "previous", "normal", "borderline", "abnormal" };
    static const char *const people[] = { "family", "female", "male", "town", "hospital",
        "department", "tech" };
    for (int l = 0; l < 11; l++) {
        char word[80];
        CHECK_STR(ecg_language_name(l), languages[l]);
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            ecg_word_get("labels", languages[l], keys[k], word, sizeof word);
            if (!CHECK(word[0] && !strchr(word, '\n')))
                fprintf(stderr, "%s.%s\n", languages[l], keys[k]);
        }
        for (size_t k = 0; k < sizeof people / sizeof people[0]; k++) {
            int n_empty = 0;
            for (uint64_t i = 0; i < 50; i++) {
                struct ecg_random random = ecg_random_named(ecg_key_make(i, "w", 0), people[k]);
                ecg_word_pick("people", languages[l], people[k], &random, word, sizeof word);
                n_empty += !word[0] || word[0] == ' ' || strchr(word, ',');
            }
            CHECK_INT(n_empty, 0);
        }
    }
    char cut[4];
    ecg_utf8_copy(cut, sizeof cut, "aé€", 6);
    CHECK_STR(cut, "aé");
}

/* The letters of all word lists are in every outline font. */
static void test_letters(void)
{
    static const char *const lists[] = { "people", "labels", "statements" };
    for (int i = 0; i < 3; i++) {
        char path[64];
        snprintf(path, sizeof path, "assets/words/%s.txt", lists[i]);
        const struct ecg_asset *asset = ecg_asset_find(path);
        if (!CHECK(asset != NULL))
            continue;
        const char *text = (const char *)asset->data;
        for (uint32_t c; (c = ecg_utf8_next(&text));)
            for (int font = 0; c >= ' ' && font < ECG_FONT_PLOTTER; font++) {
                int question = ecg_font_glyph(sheet_fonts(), font, '?');
                if (c != '?' && ecg_font_glyph(sheet_fonts(), font, c) == question &&
                    !CHECK(0 && "a font lacks a letter"))
                    fprintf(stderr, "U+%04X in font %d\n", (unsigned)c, font);
            }
        CHECK_INT(*text, 0);
    }
}

static void test_use_of_record(void)
{
    struct ecg_record *own = sheet_record(TWELVE, 500, 10);
    char secret[] = "Name: Zaphod Beeblebrox";
    char *comments[] = { secret };
    own->comments = ecg_calloc(1, sizeof *own->comments);
    own->comments[0] = ecg_strdup(comments[0]);
    own->n_comments = 1;
    own->age_years = 103;
    own->sex = ECG_SEX_FEMALE;
    snprintf(own->base_date, sizeof own->base_date, "17/05/1987");
    snprintf(own->diagnosis, sizeof own->diagnosis, "164889003");
    for (uint64_t variant = 0; variant < 10; variant++)
        for (size_t s = 0; s < 3; s++) {
            char style[64];
            snprintf(style, sizeof style, "page.header.style=%s", styles[s]);
            struct ecg_scene scene = sheet_scene(NULL, variant, style, NULL);
            struct ecg_page *page = sheet_page(&scene, own);
            CHECK(has_text(page, "103") && has_text(page, "Female"));
            CHECK(has_text(page, "Atrial fibrillation") && has_text(page, "Abnormal ECG"));
            CHECK(
                !has_text(page, "Zaphod") && !has_text(page, "1987") && !has_text(page, "sheet"));
            ecg_page_destroy(&page);
            scene = sheet_scene(NULL, variant, style, "page.header.use_record=false", NULL);
            page = sheet_page(&scene, own);
            CHECK(!has_text(page, "103 yr") && !has_text(page, "fibrillation"));
            ecg_page_destroy(&page);
        }
    sheet_record_free(&own);
}

/* A PR interval is printed where it can be measured, but not beside a diagnosis without P waves.
 */
static void test_no_p(void)
{
    struct ecg_record *own = NULL;
    struct ecg_error error;
    CHECK_INT(ecg_record_synthesize(&own, 1, 0, 10, &error), 0);
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.header.style=table", NULL);
    for (int fibrillates = 0; fibrillates < 2; fibrillates++) {
        snprintf(own->diagnosis, sizeof own->diagnosis, "%s", fibrillates ? "AFIB" : "NORM");
        struct ecg_page *page = sheet_page(&scene, own);
        CHECK(has_text(page, "QRS duration"));
        CHECK_INT(has_text(page, "PR interval"), !fibrillates);
        ecg_page_destroy(&page);
    }
    sheet_record_free(&own);
}

/* Dates, age and birthday agree. */
static void test_identity(void)
{
    int n_female = 0;
    char first[48] = "";
    int n_same = 0;
    for (uint64_t variant = 0; variant < 200; variant++) {
        struct ecg_scene scene = sheet_scene(NULL, variant, NULL);
        struct ecg_identity who;
        ecg_identity_invent(&who, &scene, record);
        int age = who.year - who.birth_year;
        age -= who.birth_month * 100 + who.birth_day > who.month * 100 + who.day;
        CHECK_INT(age, who.age_years);
        CHECK(who.family[0] && who.given[0] && who.hospital[0] && who.doctor[0]);
        CHECK(!strstr(who.hospital, "$TOWN"));
        CHECK(who.weight_kg > 30 && who.weight_kg < 200 && who.id[0] != '0');
        n_female += who.is_female;
        n_same += strcmp(first, who.family) == 0;
        snprintf(first, sizeof first, "%s", who.family);
    }
    CHECK(n_female > 70 && n_female < 130);
    CHECK(n_same < 12);
}

static void check_statements(
    const char *codes, const char *language, const char *expected, const char *conclusion)
{
    struct ecg_statements statements;
    char joined[ECG_MAX_STATEMENTS * ECG_STATEMENT_SIZE] = "";
    snprintf(record->diagnosis, sizeof record->diagnosis, "%s", codes);
    ecg_statements_make(&statements, record, language);
    for (int i = 0; i < statements.n; i++) {
        size_t n = strlen(joined);
        snprintf(joined + n, sizeof joined - n, "%s%s", i ? "; " : "", statements.line[i]);
    }
    CHECK_STR(joined, expected);
    CHECK_STR(statements.conclusion, conclusion);
    CHECK_INT(statements.has_no_p, strstr(expected, "Atrial fibrillation") != NULL);
    record->diagnosis[0] = 0;
}

static void test_statements(void)
{
    check_statements("", "en", "", "");
    check_statements("426783006", "en", "Normal sinus rhythm", "");
    check_statements("NORM", "en", "", "normal");
    check_statements("NORM,SR", "en", "Normal sinus rhythm", "normal");
    check_statements(
        "59118001,164889003", "en", "Atrial fibrillation; Right bundle branch block", "abnormal");
    check_statements(
        " 270492004 , 426177001 ", "de", "Sinusbradykardie; AV-Block I. Grades", "borderline");
    check_statements("427084000", "fr", "Tachycardie sinusale", "borderline");
    check_statements("427084000", "pl", "Sinus tachycardia", "borderline");
    check_statements("Old MI, CD", "en",
        "Nonspecific intraventricular conduction delay; Old myocardial infarction", "abnormal");
    check_statements("713427006,59118001", "en", "Right bundle branch block", "abnormal");
    check_statements("123456789,n/a,unknown,;;|", "en", "", "");
    /* More than fit: the foremost seven. */
    check_statements("164934002,59931005,164917005,39732003,445118002,270492004,427172004,"
                     "284470004,164889003",
        "en",
        "Atrial fibrillation; Premature atrial complexes; Premature ventricular "
        "complexes; 1st degree AV block; Left axis deviation; Left anterior fascicular block; "
        "Abnormal Q waves",
        "abnormal");
    /* PTB-XL's comment, when there are no codes. */
    char comment[] = "Labels: STTC, HYP, PVC";
    char *comments[] = { comment };
    record->comments = comments;
    record->n_comments = 1;
    check_statements("", "en",
        "Premature ventricular complexes; Left ventricular hypertrophy; Nonspecific ST and T "
        "wave abnormality",
        "abnormal");
    record->comments = NULL;
    record->n_comments = 0;
}

/* Every line of the table is complete, and no code stands twice. */
static void test_statement_table(void)
{
    const struct ecg_asset *asset = ecg_asset_find("assets/words/statements.txt");
    char *text = ecg_strdup((const char *)asset->data);
    int n_codes = 0, n_broken = 0, n_twice = 0;
    char *codes[400];
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        int bars = 0;
        if (line[0] == '#')
            continue;
        for (char *c = line; *c; c++)
            bars += *c == '|';
        n_broken += bars != 6 || strlen(line) > 600;
        char *end = strchr(line, '|');
        for (char *c = line; end && c < end && n_codes < 400;) {
            c += strspn(c, "; ");
            size_t n = strcspn(c, ";|");
            codes[n_codes] = ecg_strdup(c);
            while (n > 0 && codes[n_codes][n - 1] == ' ')
                n--;
            codes[n_codes][n] = 0;
            for (int i = 0; n && i < n_codes; i++)
                if (strcmp(codes[i], codes[n_codes]) == 0) {
                    fprintf(stderr, "%s stands twice\n", codes[i]);
                    n_twice++;
                }
            n_codes++;
            c += strcspn(c, ";|");
        }
    }
    CHECK_INT(n_broken, 0);
    CHECK_INT(n_twice, 0);
    CHECK(n_codes > 200);
    for (int i = 0; i < n_codes; i++)
        ecg_free(codes[i]);
    ecg_free(text);
}

/* A low sheet gets a block that fits, or none. */
static void test_low_sheet(void)
{
    struct ecg_scene scene = sheet_scene(
        NULL, 0, "page.size=roll", "page.roll.width_mm=50", "page.header.style=table", NULL);
    CHECK(ecg_header_style_for(&scene) == ECG_HEADER_LINE);
    scene = sheet_scene(
        NULL, 0, "page.size=roll", "page.roll.width_mm=20", "page.header.style=boxed", NULL);
    CHECK(ecg_header_style_for(&scene) == ECG_HEADER_MINIMAL);
    CHECK(ecg_header_height_mm(&scene) > 0);
    scene = sheet_scene(NULL, 0, NULL);
    CHECK_NEAR(ecg_header_height_mm(&scene) + ecg_footer_height_mm(&scene), 0, 0);
}

/* Any allocation may fail: an error, and nothing lost. */
static void test_out_of_memory(void)
{
    struct ecg_scene scene = sheet_scene(NULL, 0, "page.header.style=table",
        "page.footer.style=plain", "page.label.font=plotter", NULL);
    const struct ecg_fonts *fonts = sheet_fonts();
    int code = ECG_E_MEMORY;
    for (long n = 1; code != 0 && n < 500; n++) {
        struct ecg_page *page;
        struct ecg_error error;
        ecg_alloc_fail_from(n);
        code = ecg_page_build(&page, &scene, record, fonts, &error);
        ecg_alloc_fail_from(0);
        CHECK(code == 0 || (code == ECG_E_MEMORY && page == NULL));
        ecg_page_destroy(&page);
    }
    CHECK_INT(code, 0);
}

int main(void)
{
    record = sheet_record(TWELVE, 500, 10);
    test_words();
    test_letters();
    test_all_clear();
    test_use_of_record();
    test_no_p();
    test_identity();
    test_statements();
    test_statement_table();
    test_low_sheet();
    test_out_of_memory();
    sheet_record_free(&record);
    sheet_fonts_close();
    return check_done();
}
