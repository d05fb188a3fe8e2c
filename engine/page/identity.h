/* The person, place and device on a sheet: all invented, from the scene's key. */
#ifndef PAGE_IDENTITY_H
#define PAGE_IDENTITY_H

#include "recipe/scene.h"
#include "record/record.h"

struct ecg_identity {
    const char *language;
    char family[48], given[48];
    int is_female;
    int age_years;
    char id[24], order[24], serial[24], room[24];
    int day, month, year, hour, minute, second; /* when it was recorded */
    int birth_day, birth_month, birth_year;     /* agrees with age and date */
    int height_cm, weight_kg;
    char hospital[80], department[40], technician[32], doctor[48], referrer[48];
};

/* Age and sex are the record's where it has them and page.header.use_record is on. */
void ecg_identity_invent(
    struct ecg_identity *identity, const struct ecg_scene *scene, const struct ecg_record *record);

#endif
