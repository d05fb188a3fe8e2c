#include "truth/products.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t bit;
} products_by_name[] = {
    { "points", ECG_PRODUCT_POINTS },
    { "corners", ECG_PRODUCT_CORNERS },
    { "wfdb", ECG_PRODUCT_WFDB },
    { "mask-leads", ECG_PRODUCT_MASK_LEADS },
    { "mask-coverage", ECG_PRODUCT_COVERAGE },
    { "mask-layers", ECG_PRODUCT_MASK_LAYERS },
    { "uv", ECG_PRODUCT_UV },
    { "uv-png", ECG_PRODUCT_UV_PNG },
    { "mesh", ECG_PRODUCT_MESH },
    { "depth", ECG_PRODUCT_DEPTH },
    { "normal", ECG_PRODUCT_NORMAL },
    { "grid", ECG_PRODUCT_GRID },
    { "clean", ECG_PRODUCT_CLEAN },
    { "rectified", ECG_PRODUCT_RECTIFIED },
    { "coco", ECG_PRODUCT_COCO },
    { "yolo", ECG_PRODUCT_YOLO },
    { "yolo-seg", ECG_PRODUCT_YOLO_SEG },
    { "yolo-obb", ECG_PRODUCT_YOLO_OBB },
    { "all", ~(uint32_t)ECG_PRODUCTS_YOLO },
};

enum { KNOWN = (ECG_PRODUCT_YOLO_OBB << 1) - 1 };

enum { N_NAMES = sizeof products_by_name / sizeof products_by_name[0] };

static int refuse(const char *word, size_t length, struct ecg_error *error)
{
    struct ecg_buffer names = { 0 };
    for (int k = 0; k < N_NAMES; k++)
        ecg_buffer_format(&names, "%s%s", k ? ", " : "", products_by_name[k].name);
    int code = ecg_fail(error, ECG_E_ARGUMENT, "truth: expected some of %s; got \"%.*s\"",
        names.failed ? "" : (const char *)names.data, (int)(length < 40 ? length : 40), word);
    ecg_buffer_free(&names);
    return code;
}

static int choose_yolo(uint32_t *products, struct ecg_error *error)
{
    uint32_t yolo = *products & ECG_PRODUCTS_YOLO;
    if (yolo & (yolo - 1))
        return ecg_fail(error, ECG_E_ARGUMENT,
            "truth: expected one of yolo, yolo-seg and yolo-obb: all are NAME.txt");
    if (!yolo && *products & ~(uint32_t)KNOWN)
        *products |= ECG_PRODUCT_YOLO;
    *products &= KNOWN;
    return 0;
}

int ecg_products_parse(const char *list, uint32_t *products, struct ecg_error *error)
{
    *products = ECG_PRODUCTS_DEFAULT;
    if (!list || !*list)
        return 0;
    *products = ECG_PRODUCT_POINTS | ECG_PRODUCT_CORNERS;
    for (const char *word = list;; word++) {
        size_t length = strcspn(word, ",");
        int k = 0;
        while (k < N_NAMES && (strlen(products_by_name[k].name) != length ||
                                  strncmp(products_by_name[k].name, word, length) != 0))
            k++;
        if (k == N_NAMES)
            return refuse(word, length, error);
        *products |= products_by_name[k].bit;
        word += length;
        if (!*word)
            return choose_yolo(products, error);
    }
}

void ecg_products_print(uint32_t products, struct ecg_buffer *out)
{
    int n = 0;
    for (int k = 0; k < N_NAMES - 1; k++)
        if (products & products_by_name[k].bit)
            ecg_buffer_format(out, "%s%s", n++ ? "," : "", products_by_name[k].name);
}
