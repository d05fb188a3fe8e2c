#include "output/json_read.h"

json_t *ecg_json_parse(const char *text, size_t size)
{
    json_t *tree = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    json_t *again = tree ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (!json_equal(tree, again)) {
        json_decref(tree);
        tree = NULL;
    }
    json_decref(again);
    return tree;
}
