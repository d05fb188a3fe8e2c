#include "record/voltage.h"

#include "record/text.h"

#include <stddef.h>

double ecg_voltage_scale(const char *units)
{
    /* U+00B5 micro sign and U+03BC Greek mu; "?V" is what a Latin-1 micro sign was cleaned to. */
    static const struct {
        const char *spelling;
        double mv;
    } table[] = {
        { "", 1 },
        { "mV", 1 },
        { "millivolt", 1 },
        { "millivolts", 1 },
        { "uV", 1e-3 },
        { "\xc2\xb5V", 1e-3 },
        { "\xce\xbcV", 1e-3 },
        { "?V", 1e-3 },
        { "mcV", 1e-3 },
        { "microvolt", 1e-3 },
        { "microvolts", 1e-3 },
        { "nV", 1e-6 },
        { "V", 1e3 },
        { "volt", 1e3 },
        { "volts", 1e3 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (ecg_text_same(units, table[i].spelling))
            return table[i].mv;
    return 0;
}
