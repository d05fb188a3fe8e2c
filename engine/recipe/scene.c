#include "recipe/scene.h"

#include "recipe/distribution.h"
#include "recipe/value.h"

#include <string.h>

void ecg_scene_defaults(struct ecg_scene *scene)
{
    memset(scene, 0, sizeof *scene);
    scene->key = ecg_key_make(0, "", 0);
    strcpy(scene->recipe, "default");
    for (const struct ecg_param *param = ecg_params; param->name; param++) {
        struct ecg_random random = ecg_random_named(scene->key, param->name);
        /* Cannot fail: a test parses every default of the table. */
        (void)ecg_dist_draw_text(param->dflt, param, &random, scene, NULL);
    }
}

void ecg_scene_copy_group(struct ecg_scene *scene, const struct ecg_scene *from, const char *group)
{
    size_t n = strlen(group);
    for (const struct ecg_param *param = ecg_params; param->name; param++)
        if (strncmp(param->name, group, n) == 0 && param->name[n] == '.')
            memcpy((char *)scene + param->offset, (const char *)from + param->offset,
                ecg_param_size(param));
}

void ecg_scene_get(
    const struct ecg_scene *scene, const struct ecg_param *param, struct ecg_buffer *out)
{
    struct ecg_value value = ecg_value_of(scene, param);
    ecg_value_print(&value, param, out);
}

int ecg_scene_put(struct ecg_scene *scene, const struct ecg_param *param, const char *text,
    struct ecg_error *error)
{
    struct ecg_value value;
    int code = ecg_value_parse(&value, param, text, strlen(text), error);
    if (code == 0)
        ecg_value_store(&value, param, scene);
    return code;
}
