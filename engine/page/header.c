#include "page/header.h"

double ecg_header_height_mm(const struct ecg_scene *scene)
{
    (void)scene;
    return 0;
}

double ecg_footer_height_mm(const struct ecg_scene *scene)
{
    (void)scene;
    return 0;
}
