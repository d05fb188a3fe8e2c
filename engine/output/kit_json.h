/*
 * The JSON that ECG-Image-Kit's own command line writes: its keys in its order and its indented
 * form, each with what was drawn. Our "ecgpress" object is the last key, on one line.
 */
#ifndef OUTPUT_KIT_JSON_H
#define OUTPUT_KIT_JSON_H

#include "output/image_json.h"

struct ecg_kit_json_form {
    int has_all; /* --store_config 2: how the picture was made, too */
    int has_names_box, has_leads_box;
};

/* Appends it. Boxes are whole pixels round the ink, as the kit's; leads are listed as the kit
 * lists them, the lowest row first and strips last (params->order is not looked at). ECG_E_MEMORY.
 */
int ecg_kit_json_write(const struct ecg_image_json_params *params,
    const struct ecg_kit_json_form *form, struct ecg_buffer *out, struct ecg_error *error);

#endif
