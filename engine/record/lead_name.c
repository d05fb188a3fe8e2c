#include "record/lead_name.h"

#include "record/text.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 24 };

/* Lower-case letters and digits of the name, a leading '-' kept; 0 when something else is in it.
 */
static int squeeze(char *to, size_t size, const char *from)
{
    size_t n = 0;
    while (*from == ' ')
        from++;
    for (size_t i = 0; from[i]; i++) {
        char c = from[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        int kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i == 0);
        if (!kept && !strchr(" _-.:", c))
            return 0;
        if (!kept)
            continue;
        if (n + 1 >= size)
            return 0;
        to[n++] = c;
    }
    to[n] = 0;
    return n > 0;
}

static const char *without_prefix(const char *s)
{
    static const char *const prefixes[] = { "ecg", "ekg", "lead", "channel", "derivation" };
    for (int again = 1; again;) {
        again = 0;
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
            const char *rest = ecg_text_after(s, prefixes[i]);
            if (rest && *rest) {
                s = rest;
                again = 1;
            }
        }
    }
    return s;
}

static const char *limb_lead(const char *s)
{
    static const struct {
        const char *spelling, *name;
    } table[] = {
        { "i", "I" },
        { "ii", "II" },
        { "iii", "III" },
        { "di", "I" },
        { "dii", "II" },
        { "diii", "III" },
        { "d1", "I" },
        { "d2", "II" },
        { "d3", "III" },
        { "li", "I" },
        { "lii", "II" },
        { "liii", "III" },
        { "mli", "I" },
        { "mlii", "II" },
        { "mliii", "III" },
        { "ml1", "I" },
        { "ml2", "II" },
        { "ml3", "III" },
        { "avr", "aVR" },
        { "avl", "aVL" },
        { "avf", "aVF" },
        { "-avr", "-aVR" },
        { "vx", "Vx" },
        { "vy", "Vy" },
        { "vz", "Vz" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(s, table[i].spelling) == 0)
            return table[i].name;
    return NULL;
}

int ecg_lead_name(char *name, const char *raw_name)
{
    char squeezed[64];
    if (!squeeze(squeezed, sizeof squeezed, raw_name))
        return 0;
    const char *s = without_prefix(squeezed);
    const char *limb = limb_lead(s);
    if (limb) {
        snprintf(name, NAME_SIZE, "%s", limb);
        return 1;
    }
    int is_chest =
        s[0] == 'v' && s[1] >= '1' && s[1] <= '9' && (s[2] == 0 || (s[2] == 'r' && s[3] == 0));
    if (is_chest)
        snprintf(name, NAME_SIZE, "V%c%s", s[1], s[2] ? "R" : "");
    return is_chest;
}

int ecg_lead_is_other(const char *name)
{
    static const char *const other[] = { "pleth", "ppg", "resp", "abp", "art", "pap", "cvp", "icp",
        "bp", "nbp", "ibp", "spo2", "sao2", "co2", "etco2", "eeg", "emg", "eog", "eda", "gsr",
        "scg", "pcg", "bcg", "icg", "airflow", "flow", "snore", "sound", "temp", "mcg", "acc",
        "thorax", "chest", "abdo", "oronasal", "nasal", "imp", "marker", "event", "trigger" };
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        const char *rest = ecg_text_after(name, other[i]);
        int at_word_end =
            rest && !((*rest >= 'a' && *rest <= 'z') || (*rest >= 'A' && *rest <= 'Z'));
        if (at_word_end || ecg_text_same(name, "respiration") || ecg_text_same(name, "abdomen"))
            return 1;
    }
    return 0;
}
