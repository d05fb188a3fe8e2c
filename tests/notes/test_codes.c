/* Bar and QR codes: the symbols are Code 128's, and what is drawn on the page reads back. */
#include "notes/code128.h"
#include "notes/notes.h"
#include "support/check.h"

#include <math.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

static void test_widths(void)
{
    for (int i = 0; i <= 106; i++) {
        const char *w = ecg_code128_widths(i);
        int sum = 0, bars = 0;
        for (int k = 0; w[k]; k++) {
            sum += w[k] - '0';
            bars += k % 2 ? 0 : w[k] - '0';
        }
        CHECK_INT(sum, i == 106 ? 13 : 11);
        CHECK_INT(bars % 2, 0); /* the standard's parity */
        for (int k = 0; k < i; k++)
            CHECK(strcmp(ecg_code128_widths(k), w) != 0);
    }
    CHECK_STR(ecg_code128_widths(107), "");
    CHECK_STR(ecg_code128_widths(-1), "");
}

static void test_symbols(void)
{
    struct ecg_code128 code;
    /* PJJ123C in set B: 104 + 48 + 2*42 + 3*42 + 4*17 + 5*18 + 6*19 + 7*35 = 879 = 55 mod 103. */
    CHECK_INT(ecg_code128_encode(&code, "PJJ123C"), 0);
    static const uint8_t EXPECTED[] = { 104, 48, 42, 42, 17, 18, 19, 35, 55, 106 };
    CHECK_INT(code.n_symbols, (int)sizeof EXPECTED);
    CHECK(memcmp(code.symbols, EXPECTED, sizeof EXPECTED) == 0);
    CHECK_INT(code.n_modules, 11 * 9 + 13);
    /* Digits go two to a symbol: 105 + 12 + 2*34 = 185 = 82. */
    CHECK_INT(ecg_code128_encode(&code, "1234"), 0);
    static const uint8_t DIGITS[] = { 105, 12, 34, 82, 106 };
    CHECK_INT(code.n_symbols, (int)sizeof DIGITS);
    CHECK(memcmp(code.symbols, DIGITS, sizeof DIGITS) == 0);
    CHECK_INT(ecg_code128_encode(&code, ""), -1);
    CHECK_INT(ecg_code128_encode(&code, "caf\xc3\xa9"), -1);
    CHECK_INT(
        ecg_code128_encode(&code, "a text that is far too long for one of these bar codes !"), -1);
}

struct sheet {
    struct ecg_scene scene;
    struct ecg_record *record;
    struct ecg_fonts *fonts;
    struct ecg_page *page;
};

static void open_sheet(struct sheet *sheet)
{
    ecg_scene_defaults(&sheet->scene);
    CHECK_INT(ecg_record_synthesize(&sheet->record, 1, 0, 10, NULL), 0);
    CHECK_INT(ecg_fonts_open(&sheet->fonts, NULL), 0);
}

static void make_sheet(struct sheet *sheet, uint64_t seed)
{
    ecg_page_destroy(&sheet->page);
    sheet->scene.key = ecg_key_make(seed, "codes", 0);
    CHECK_INT(ecg_page_build(&sheet->page, &sheet->scene, sheet->record, sheet->fonts, NULL), 0);
    CHECK_INT(ecg_notes_add(sheet->page, &sheet->scene, sheet->record, sheet->fonts, NULL), 0);
}

static void close_sheet(struct sheet *sheet)
{
    ecg_page_destroy(&sheet->page);
    ecg_fonts_close(&sheet->fonts);
    ecg_record_destroy(&sheet->record);
}

static const struct ecg_region *find_code(const struct ecg_page *page)
{
    for (size_t i = 0; i < page->n_regions; i++)
        if (page->regions[i].kind == ECG_KIND_CODE)
            return &page->regions[i];
    return NULL;
}

/* Position of a point along a quad's top edge (0..1) and its left edge. */
static void in_quad(const double quad[4][2], const double p[2], double uv[2])
{
    for (int k = 0; k < 2; k++) {
        const double *end = quad[k ? 3 : 1];
        double ex = end[0] - quad[0][0], ey = end[1] - quad[0][1];
        uv[k] = ((p[0] - quad[0][0]) * ex + (p[1] - quad[0][1]) * ey) / (ex * ex + ey * ey);
    }
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Reads the bars' edges as a scanner would and compares them with the content's symbols. */
static void test_bars_read_back(void)
{
    struct sheet sheet = { 0 };
    open_sheet(&sheet);
    sheet.scene.notes_sticker_barcode = 1;
    for (uint64_t seed = 0; seed < 8; seed++) {
        make_sheet(&sheet, seed);
        const struct ecg_page *page = sheet.page;
        const struct ecg_region *region = find_code(page);
        CHECK(region != NULL);
        if (!region)
            continue;
        double edges[400];
        int n = 0;
        for (size_t i = 0; i < page->n_fills && n < 398; i++) {
            double uv[2];
            if (page->fills[i].kind != ECG_KIND_CODE)
                continue;
            in_quad(region->quad_mm, page->fills[i].corner_mm[0], uv);
            edges[n++] = uv[0];
            in_quad(region->quad_mm, page->fills[i].corner_mm[1], uv);
            edges[n++] = uv[0];
        }
        qsort(edges, (size_t)n, sizeof edges[0], compare_doubles);
        struct ecg_code128 code;
        CHECK_INT(ecg_code128_encode(&code, page->strings + region->string), 0);
        int edge = 0;
        for (int i = 0; i < code.n_symbols; i++)
            for (const char *w = ecg_code128_widths(code.symbols[i]); *w && edge + 1 < n; w++) {
                CHECK_NEAR((edges[edge + 1] - edges[edge]) * code.n_modules, *w - '0', 0.01);
                edge++;
            }
        CHECK_INT(edge + 1, n);
    }
    close_sheet(&sheet);
}

static void test_qr_reads_back(void)
{
    struct sheet sheet = { 0 };
    open_sheet(&sheet);
    sheet.scene.notes_qr_count = 1;
    sheet.scene.seed = 77;
    strcpy(sheet.scene.notes_qr_content, "{record}/{seed}-{variant} {number}");
    for (int on_label = 0; on_label < 2; on_label++) {
        sheet.scene.notes_qr_on = on_label;
        make_sheet(&sheet, 5);
        const struct ecg_page *page = sheet.page;
        const struct ecg_region *region = find_code(page);
        CHECK(region != NULL);
        if (!region)
            continue;
        const char *content = page->strings + region->string;
        CHECK_HAS(content, sheet.record->id);
        CHECK_HAS(content, "/77-0 ");
        QRcode *qr = QRcode_encodeString8bit(content, 0, QR_ECLEVEL_M);
        int wrong = 0, n = qr->width;
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++) {
                double u = (x + 0.5) / n, v = (y + 0.5) / n, p[2];
                const double(*q)[2] = region->quad_mm;
                for (int k = 0; k < 2; k++)
                    p[k] = q[0][k] + u * (q[1][k] - q[0][k]) + v * (q[3][k] - q[0][k]);
                int dark = 0;
                for (size_t i = 0; i < page->n_fills && !dark; i++) {
                    double uv[2];
                    if (page->fills[i].kind != ECG_KIND_CODE)
                        continue;
                    in_quad((const double(*)[2])page->fills[i].corner_mm, p, uv);
                    dark = uv[0] >= 0 && uv[0] <= 1 && uv[1] >= 0 && uv[1] <= 1;
                }
                wrong += dark != (qr->data[y * n + x] & 1);
            }
        CHECK_INT(wrong, 0);
        QRcode_free(qr);
    }
    close_sheet(&sheet);
}

int main(void)
{
    test_widths();
    test_symbols();
    test_bars_read_back();
    test_qr_reads_back();
    return check_done();
}
