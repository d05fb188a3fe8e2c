#include "recipe/color.h"

#include "core/srgb.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

const struct ecg_color_name ecg_color_names[] = {
    { "black", "#000000" },
    { "white", "#ffffff" },
    { "red", "#ff0000" },
    { "red-light", "#fedfdb" },
    { "pink", "#ffcbdd" },
    { "pink-light", "#feedf8" },
    { "orange", "#f0905a" },
    { "orange-light", "#fadcc8" },
    { "brown", "#6d322f" },
    { "brown-light", "#966b65" },
    { "green", "#004d00" },
    { "green-light", "#00cc4d" },
    { "blue", "#000066" },
    { "blue-light", "#0000b3" },
    { "grey", "#666666" },
    { "grey-light", "#bfbfbf" },
    { 0 },
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static int parse_hex(const char *text, size_t length, float rgb[3])
{
    if (length != 7 || text[0] != '#')
        return 0;
    for (int i = 0; i < 3; i++) {
        int high = hex_digit(text[1 + 2 * i]), low = hex_digit(text[2 + 2 * i]);
        if (high < 0 || low < 0)
            return 0;
        rgb[i] = (float)(16 * high + low) / 255.0f;
    }
    return 1;
}

int ecg_color_parse(const char *text, size_t length, float rgb[3])
{
    for (const struct ecg_color_name *c = ecg_color_names; c->name; c++)
        if (strlen(c->name) == length && memcmp(c->name, text, length) == 0)
            return parse_hex(c->hex, 7, rgb);
    return parse_hex(text, length, rgb);
}

static unsigned to_byte(double channel)
{
    return (unsigned)lround(255.0 * fmin(1.0, fmax(0.0, channel)));
}

void ecg_color_print(const float rgb[3], char hex[8])
{
    unsigned r = to_byte((double)rgb[0]), g = to_byte((double)rgb[1]), b = to_byte((double)rgb[2]);
    snprintf(hex, 8, "#%02x%02x%02x", r & 255u, g & 255u, b & 255u);
}

static void oklab_from_srgb(const float rgb[3], double lab[3])
{
    double r = ecg_linear_from_srgb((double)rgb[0]);
    double g = ecg_linear_from_srgb((double)rgb[1]);
    double b = ecg_linear_from_srgb((double)rgb[2]);
    double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static void srgb_from_oklab(const double lab[3], float rgb[3])
{
    double l = lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2];
    double m = lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2];
    double s = lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2];
    l = l * l * l;
    m = m * m * m;
    s = s * s * s;
    double linear[3] = {
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    };
    for (int i = 0; i < 3; i++)
        rgb[i] = (float)to_byte(ecg_srgb_from_linear(fmax(0.0, linear[i]))) / 255.0f;
}

static double cut_normal(struct ecg_random *random)
{
    return fmin(2.0, fmax(-2.0, ecg_random_normal(random)));
}

void ecg_color_jitter(float rgb[3], double amount, struct ecg_random *random)
{
    static const double RADIANS_PER_60_DEG = 1.0471975511965976;
    double lab[3];
    oklab_from_srgb(rgb, lab);
    double lightness = lab[0] + amount * cut_normal(random);
    double chroma = hypot(lab[1], lab[2]) * exp(amount * cut_normal(random));
    double hue = atan2(lab[2], lab[1]) + RADIANS_PER_60_DEG * amount * cut_normal(random);
    lab[0] = fmin(1.0, fmax(0.0, lightness));
    lab[1] = chroma * cos(hue);
    lab[2] = chroma * sin(hue);
    srgb_from_oklab(lab, rgb);
}
