/* What the truth of a picture can be had as, chosen by name. */
#ifndef TRUTH_PRODUCTS_H
#define TRUTH_PRODUCTS_H

#include "core/buffer.h"
#include "core/error.h"

#include <stdint.h>

/* Bits of a set. */
enum ecg_product {
    ECG_PRODUCT_POINTS = 1 << 0,  /* the JSON, which is always written */
    ECG_PRODUCT_CORNERS = 1 << 1, /* in the JSON as well */
    ECG_PRODUCT_WFDB = 1 << 2,
    ECG_PRODUCT_MASK_LEADS = 1 << 3,
    ECG_PRODUCT_COVERAGE = 1 << 4,
    ECG_PRODUCT_MASK_LAYERS = 1 << 5,
    ECG_PRODUCT_UV = 1 << 6,
    ECG_PRODUCT_UV_PNG = 1 << 7,
    ECG_PRODUCT_MESH = 1 << 8,
    ECG_PRODUCT_DEPTH = 1 << 9,
    ECG_PRODUCT_NORMAL = 1 << 10,
    ECG_PRODUCT_GRID = 1 << 11,
    ECG_PRODUCT_CLEAN = 1 << 12,
    ECG_PRODUCT_RECTIFIED = 1 << 13,
    ECG_PRODUCT_COCO = 1 << 14,
    ECG_PRODUCT_YOLO = 1 << 15, /* these three are one file: not together */
    ECG_PRODUCT_YOLO_SEG = 1 << 16,
    ECG_PRODUCT_YOLO_OBB = 1 << 17,
};

enum { ECG_PRODUCTS_DEFAULT = ECG_PRODUCT_POINTS | ECG_PRODUCT_CORNERS | ECG_PRODUCT_WFDB };

/* All kinds of YOLO labels, and what looks at what can be seen. */
enum {
    ECG_PRODUCTS_YOLO = ECG_PRODUCT_YOLO | ECG_PRODUCT_YOLO_SEG | ECG_PRODUCT_YOLO_OBB,
    ECG_PRODUCTS_LABELS = ECG_PRODUCT_COCO | ECG_PRODUCTS_YOLO,
};

/* A comma list such as "points,wfdb,mask-leads", or "all" (of YOLO labels the boxes, unless others
 * are named); NULL or "" is the default. The JSON's own are always in the set. ECG_E_ARGUMENT
 * lists what there is. */
int ecg_products_parse(const char *list, uint32_t *products, struct ecg_error *error);
/* Appends the set as such a list, always in one order. */
void ecg_products_print(uint32_t products, struct ecg_buffer *out);

#endif
