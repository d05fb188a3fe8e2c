#include "page/identity.h"

#include "page/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One in so many people, patients and doctors alike, has a name from another language. */
static const double FOREIGN = 0.12;
enum { LANGUAGES = 11 };

static const char *origin_of_name(const struct ecg_scene *scene, struct ecg_random *random)
{
    int language = scene->page_header_language;
    if (ecg_random_chance(random, FOREIGN))
        language = (int)ecg_random_int(random, 0, LANGUAGES - 1);
    return ecg_language_name(language);
}

static void invent_person(
    struct ecg_identity *who, const struct ecg_scene *scene, const struct ecg_record *record)
{
    struct ecg_random random = ecg_random_named(scene->key, "page.header.person");
    int uses_record = scene->page_header_use_record;
    who->is_female = ecg_random_chance(&random, 0.5);
    /* Adults of a cardiology ward, most of them old. */
    double age = 64 + 17 * ecg_random_normal(&random);
    who->age_years = (int)fmin(fmax(age, 17), 98);
    if (uses_record && record->sex != ECG_SEX_UNKNOWN)
        who->is_female = record->sex == ECG_SEX_FEMALE;
    if (uses_record && record->age_years >= 0 && record->age_years < 130)
        who->age_years = (int)record->age_years;
    const char *origin = origin_of_name(scene, &random);
    ecg_word_pick("people", origin, "family", &random, who->family, sizeof who->family);
    ecg_word_pick("people", origin, who->is_female ? "female" : "male", &random, who->given,
        sizeof who->given);
    double height = (who->is_female ? 163 : 176) + 7 * ecg_random_normal(&random);
    double mass_index = 26 + 4 * ecg_random_normal(&random);
    if (who->age_years < 16)
        height *= 0.45 + 0.55 * who->age_years / 16;
    who->height_cm = (int)lround(height);
    who->weight_kg = (int)lround(fmax(mass_index, 15) * height * height / 1e4);
}

/* A whole number of so many digits, its first not 0. */
static void digits(struct ecg_random *random, int n, char *out)
{
    for (int i = 0; i < n; i++)
        out[i] = (char)('0' + ecg_random_int(random, i == 0, 9));
    out[n] = 0;
}

static void invent_numbers(struct ecg_identity *who, const struct ecg_scene *scene)
{
    struct ecg_random random = ecg_random_named(scene->key, "page.header.numbers");
    char number[16];
    digits(&random, (int)ecg_random_int(&random, 5, 10), who->id);
    digits(&random, (int)ecg_random_int(&random, 6, 9), who->order);
    digits(&random, 5, number);
    char second = (char)('A' + ecg_random_int(&random, 0, 25));
    char first = (char)('A' + ecg_random_int(&random, 0, 25));
    snprintf(who->serial, sizeof who->serial, "%c%c-%s", first, second, number);
    digits(&random, 3, number);
    snprintf(
        who->room, sizeof who->room, "%s%s", number, ecg_random_chance(&random, 0.3) ? "A" : "");
}

static void invent_dates(struct ecg_identity *who, const struct ecg_scene *scene)
{
    struct ecg_random random = ecg_random_named(scene->key, "page.header.date");
    who->year = (int)ecg_random_int(&random, 1994, 2024);
    who->month = (int)ecg_random_int(&random, 1, 12);
    who->day = (int)ecg_random_int(&random, 1, 28);
    who->hour = (int)lround(fmin(fmax(11.5 + 4.5 * ecg_random_normal(&random), 0), 23));
    who->minute = (int)ecg_random_int(&random, 0, 59);
    who->second = (int)ecg_random_int(&random, 0, 59);
    who->birth_month = (int)ecg_random_int(&random, 1, 12);
    who->birth_day = (int)ecg_random_int(&random, 1, 28);
    int had_birthday = who->birth_month * 100 + who->birth_day <= who->month * 100 + who->day;
    who->birth_year = who->year - who->age_years - !had_birthday;
}

/* "$TOWN" in a pattern becomes the town. */
static void fill_town(const char *pattern, const char *town, char *out, size_t size)
{
    const char *mark = strstr(pattern, "$TOWN");
    if (mark)
        snprintf(out, size, "%.*s%s%s", (int)(mark - pattern), pattern, town, mark + 5);
    else
        snprintf(out, size, "%s", pattern);
}

static void invent_place(struct ecg_identity *who, const struct ecg_scene *scene)
{
    struct ecg_random random = ecg_random_named(scene->key, "page.header.place");
    char town[40], pattern[64], family[40];
    ecg_word_pick("people", who->language, "town", &random, town, sizeof town);
    ecg_word_pick("people", who->language, "hospital", &random, pattern, sizeof pattern);
    fill_town(pattern, town, who->hospital, sizeof who->hospital);
    ecg_word_pick(
        "people", who->language, "department", &random, who->department, sizeof who->department);
    ecg_word_pick(
        "people", who->language, "tech", &random, who->technician, sizeof who->technician);
    ecg_word_pick(
        "people", origin_of_name(scene, &random), "family", &random, family, sizeof family);
    snprintf(who->doctor, sizeof who->doctor, "Dr. %s", family);
    ecg_word_pick(
        "people", origin_of_name(scene, &random), "family", &random, family, sizeof family);
    snprintf(who->referrer, sizeof who->referrer, "Dr. %s", family);
}

void ecg_identity_invent(
    struct ecg_identity *identity, const struct ecg_scene *scene, const struct ecg_record *record)
{
    *identity = (struct ecg_identity){ 0 };
    identity->language = ecg_language_name(scene->page_header_language);
    invent_person(identity, scene, record);
    invent_numbers(identity, scene);
    invent_dates(identity, scene);
    invent_place(identity, scene);
}
