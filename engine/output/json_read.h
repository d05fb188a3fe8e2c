/* JSON read into a tree, for certain. */
#ifndef OUTPUT_JSON_READ_H
#define OUTPUT_JSON_READ_H

#include <jansson.h>

/* As json_loadb with JSON_REJECT_DUPLICATES, but twice: when memory runs out jansson 2.14 may leave
 * a character out of a string and say nothing. NULL when it is no JSON, or memory ran out. */
json_t *ecg_json_parse(const char *text, size_t size);

#endif
