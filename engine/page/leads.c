#include "page/plan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const standard_order[] = { "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2",
    "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V3R", "V4R", "V5R", "V6R", NULL };
static const char *const cabrera_order[] = { "aVL", "I", "-aVR", "II", "aVF", "III", "V1", "V2",
    "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V3R", "V4R", "V5R", "V6R", NULL };

int ecg_lead_is_chest(const char *name)
{
    return name[0] == 'V' && isdigit((unsigned char)name[1]);
}

/* Finds a lead as it is asked for; "-X" is X upside down unless the record has a lead "-X". */
static int find_lead(const struct ecg_record *record, const char *name, struct ecg_choice *choice)
{
    int lead = ecg_record_lead(record, name);
    int sign = 1;
    if (lead < 0 && name[0] == '-') {
        lead = ecg_record_lead(record, name + 1);
        sign = -1;
    }
    if (lead < 0 || !record->leads[lead].is_ecg)
        return -1;
    choice->lead = lead;
    choice->sign = sign;
    snprintf(choice->name, sizeof choice->name, "%s", name);
    return 0;
}

static int is_chosen(const struct ecg_choice *choices, int n, int lead)
{
    for (int i = 0; i < n; i++)
        if (choices[i].lead == lead)
            return 1;
    return 0;
}

static int add_once(
    struct ecg_choice *choices, int n, const struct ecg_record *record, const char *name)
{
    struct ecg_choice choice;
    if (n >= ECG_MAX_LEADS || find_lead(record, name, &choice) < 0 ||
        is_chosen(choices, n, choice.lead))
        return n;
    choices[n] = choice;
    return n + 1;
}

/* Appends the leads of "II, V1,-aVR" that the record has. */
static int add_list(
    struct ecg_choice *choices, int n, const struct ecg_record *record, const char *list)
{
    char name[sizeof choices->name];
    while (*list) {
        list += strspn(list, ", \t");
        size_t length = strcspn(list, ", \t");
        if (length > 0 && length < sizeof name) {
            memcpy(name, list, length);
            name[length] = 0;
            n = add_once(choices, n, record, name);
        }
        list += length;
    }
    return n;
}

static int add_rest(struct ecg_choice *choices, int n, const struct ecg_record *record)
{
    for (int i = 0; i < record->n_leads && n < ECG_MAX_LEADS; i++) {
        if (!record->leads[i].is_ecg || is_chosen(choices, n, i))
            continue;
        choices[n].lead = i;
        choices[n].sign = 1;
        snprintf(choices[n].name, sizeof choices[n].name, "%s", record->leads[i].name);
        n++;
    }
    return n;
}

/* A record whose own lead is the turned one ("-aVR") needs no second search: the rest takes it. */
int ecg_leads_in_order(const struct ecg_scene *scene, const struct ecg_record *record,
    struct ecg_choice *choices, struct ecg_error *error)
{
    enum { STANDARD, CABRERA };
    int n = 0;
    if (scene->page_leads[0]) {
        n = add_list(choices, n, record, scene->page_leads);
    } else {
        const char *const *order = scene->page_lead_order == STANDARD  ? standard_order
                                   : scene->page_lead_order == CABRERA ? cabrera_order
                                                                       : NULL;
        for (; order && *order; order++)
            n = add_once(choices, n, record, *order);
        n = add_rest(choices, n, record);
    }
    if (n == 0)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "page.leads: expected a lead that %s has; none of \"%s\" is an ECG lead of it",
            record->id, scene->page_leads[0] ? scene->page_leads : "its signals");
    return n;
}

int ecg_leads_of_strips(const struct ecg_scene *scene, const struct ecg_record *record, int wanted,
    struct ecg_choice *choices)
{
    static const char second_best[] = "II,V1,V5,I,aVF";
    struct ecg_choice all[ECG_MAX_LEADS];
    int n = add_list(all, 0, record, scene->page_strips);
    if (n < wanted)
        n = add_list(all, n, record, second_best);
    if (n < wanted)
        n = add_rest(all, n, record);
    if (n > wanted)
        n = wanted;
    memcpy(choices, all, (size_t)n * sizeof *choices);
    return n;
}
