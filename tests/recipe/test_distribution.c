/* Distributions: what parses, what is refused and how it is said, what is drawn. */
#include "recipe/distribution.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A scene with room behind it for values of types that the table may not have. */
static struct room {
    struct ecg_scene scene;
    double number;
    int whole;
    char text[ECG_TEXT_SIZE];
    float rgb[3];
} room;

#define AT(member) offsetof(struct room, member)
static const struct ecg_param real = { "t.real_mm", ECG_PARAM_REAL, "mm", -10, 50, "", "0", "",
    AT(number) };
static const struct ecg_param positive = { "t.positive_s", ECG_PARAM_REAL, "s", 1, 4, "", "1", "",
    AT(number) };
static const struct ecg_param whole = { "t.whole", ECG_PARAM_INT, "", -5, 100, "", "0", "",
    AT(whole) };
static const struct ecg_param flag = { "t.flag", ECG_PARAM_BOOL, "", 0, 1, "false|true", "false",
    "", AT(whole) };
static const struct ecg_param kind = { "t.kind", ECG_PARAM_ENUM, "", 0, 0, "none|dots|lines",
    "none", "", AT(whole) };
static const struct ecg_param text = { "t.text", ECG_PARAM_TEXT, "", 0, 0, "", "", "", AT(text) };
static const struct ecg_param color = { "t.color", ECG_PARAM_COLOR, "", 0, 0, "", "black", "",
    AT(rgb) };

static void draw(
    const struct ecg_dist *dist, const struct ecg_param *param, struct ecg_random *random)
{
    ecg_dist_draw(dist, param, random, (struct ecg_scene *)(void *)&room);
}

/* The canonical text, or the message. */
static const char *parsed(const struct ecg_param *param, const char *source)
{
    static char out[4096];
    struct ecg_error error = { 0 };
    struct ecg_dist *dist;
    if (ecg_dist_parse(&dist, param, source, &error) < 0) {
        CHECK(dist == NULL);
        CHECK(error.code < 0);
        strcpy(out, error.message);
        return out;
    }
    struct ecg_buffer buffer = { 0 };
    ecg_dist_print(dist, param, &buffer);
    strcpy(out, (const char *)buffer.data);
    struct ecg_dist *again;
    CHECK(ecg_dist_parse(&again, param, out, &error) == 0);
    CHECK(again && ecg_dist_equal(dist, again));
    ecg_dist_unref(&again);
    ecg_dist_unref(&dist);
    ecg_buffer_free(&buffer);
    return out;
}

static void test_constants(void)
{
    CHECK_STR(parsed(&real, "25"), "25");
    CHECK_STR(parsed(&real, "  -2.50e0 "), "-2.5");
    CHECK_STR(parsed(&real, "0.1"), "0.1");
    CHECK_STR(parsed(&real, "0.1234567890123456"), "0.1234567890123456");
    CHECK_STR(parsed(&real, "-0"), "0");
    CHECK_STR(parsed(&whole, "7"), "7");
    CHECK_STR(parsed(&flag, "yes"), "true");
    CHECK_STR(parsed(&flag, "off"), "false");
    CHECK_STR(parsed(&kind, "dots"), "dots");
    CHECK_STR(parsed(&color, "#FF8800"), "#ff8800");
    CHECK_STR(parsed(&color, "pink"), "#ffcbdd");
    CHECK_STR(parsed(&text, "Speed: 25 mm/s, (chest) 10"), "\"Speed: 25 mm/s, (chest) 10\"");
    CHECK_STR(parsed(&text, "'it''"), "t.text: expected the end at \"'\"");
    CHECK_STR(parsed(&text, "'say \\'hm\\''"), "\"say 'hm'\"");
    CHECK_STR(parsed(&text, "\"a \\\\ \\\" b\""), "\"a \\\\ \\\" b\"");
    CHECK_STR(parsed(&text, ""), "\"\"");
    CHECK_STR(parsed(&text, "caf\xc3\xa9"), "\"caf\xc3\xa9\"");
}

static void test_calls(void)
{
    CHECK_STR(parsed(&real, "uniform(0,3)"), "uniform(0, 3)");
    CHECK_STR(parsed(&real, " uniform ( -1 , 3 ) "), "uniform(-1, 3)");
    CHECK_STR(parsed(&real, "int(1, 3)"), "int(1, 3)");
    CHECK_STR(parsed(&whole, "uniform(1, 3)"), "int(1, 3)");
    CHECK_STR(parsed(&real, "normal(0, 1.5)"), "normal(0, 1.5)");
    CHECK_STR(parsed(&real, "lognormal(2, 0.3)"), "lognormal(2, 0.3)");
    CHECK_STR(
        parsed(&real, "choice(0:3, uniform(1,2):1, 7)"), "choice(0:3, uniform(1, 2):1, 7:1)");
    CHECK_STR(parsed(&real, "maybe(0.3, choice(1, normal(4,1)))"),
        "maybe(0.3, choice(1:1, normal(4, 1):1))");
    CHECK_STR(parsed(&flag, "chance(0.25)"), "chance(0.25)");
    CHECK_STR(parsed(&kind, "choice(none:1, dots: 2)"), "choice(none:1, dots:2)");
    CHECK_STR(parsed(&text, "choice(3x4+1R:5, 'a:b, (c)', maybe(0.5, x y ))"),
        "choice(\"3x4+1R\":5, \"a:b, (c)\":1, maybe(0.5, \"x y\"):1)");
    CHECK_STR(parsed(&color, "jitter(choice(pink, #102030:2), 0.1)"),
        "jitter(choice(#ffcbdd:1, #102030:2), 0.1)");
}

static void test_refused_numbers(void)
{
    CHECK_STR(
        parsed(&real, "fast"), "t.real_mm: expected a number from -10 to 50 mm, not \"fast\"");
    CHECK_STR(parsed(&real, "51"), "t.real_mm: 51 is out of range, expected -10 to 50 mm");
    CHECK_HAS(parsed(&real, "nan"), "expected a number");
    CHECK_HAS(parsed(&real, "inf"), "expected a number");
    CHECK_HAS(parsed(&real, "1e999"), "expected a number");
    CHECK_HAS(parsed(&real, "0x10"), "expected a number");
    CHECK_HAS(parsed(&real, ""), "expected a number");
    CHECK_HAS(parsed(&real, "1 2"), "expected a number");
    CHECK_HAS(parsed(&whole, "2.5"), "expected a whole number from -5 to 100");
    CHECK_STR(parsed(&real, "uniform(0, 60)"),
        "t.real_mm: a number 60 is out of range, expected -10 to 50 mm");
    CHECK_HAS(parsed(&real, "uniform(3, 0)"), "expected uniform(low, high), not (3, 0)");
    CHECK_HAS(parsed(&real, "uniform(3)"), "expected ',' and a second number at \")\"");
    CHECK_HAS(parsed(&real, "uniform(3, 4"), "expected ')' at the end of the text");
    CHECK_HAS(parsed(&real, "uniform(3, 4) x"), "expected the end at \"x\"");
    CHECK_HAS(parsed(&real, "unifrom(3, 4)"), "one of uniform, int, normal");
    CHECK_HAS(parsed(&whole, "int(1.5, 3)"), "expected whole numbers");
    CHECK_HAS(parsed(&real, "normal(60, 1)"), "a mean 60 is out of range");
    CHECK_HAS(parsed(&real, "normal(0, -1)"), "a deviation -1 is out of range");
    CHECK_HAS(parsed(&real, "lognormal(-1, 1)"), "expected a median above 0");
    CHECK_HAS(parsed(&real, "chance(0.5)"), "expected maybe(p, value)");
    CHECK_HAS(parsed(&positive, "maybe(0.5, 2)"), "needs 0 in the range");
    CHECK_HAS(parsed(&real, "choice()"), "expected a value at \")\"");
    CHECK_HAS(parsed(&real, "choice(1:0, 2:0)"), "a weight above 0");
    CHECK_HAS(parsed(&real, "choice(1:-2, 2)"), "a weight -2 is out of range");
    CHECK_HAS(parsed(&real, "choice(1:x)"), "expected a weight at \"x)\"");
}

static void test_refused_others(void)
{
    CHECK_HAS(parsed(&flag, "uniform(0,1)"), "expected true, false or chance()");
    CHECK_HAS(parsed(&flag, "chance(1.5)"), "a probability 1.5 is out of range");
    CHECK_STR(parsed(&flag, "maybe"), "t.flag: expected true or false, not \"maybe\"");
    CHECK_STR(parsed(&kind, "dot"), "t.kind: expected one of none, dots, lines, not \"dot\"");
    CHECK_HAS(parsed(&color, "maybe(0.5, red)"), "expected a colour, choice() or jitter()");
    CHECK_HAS(parsed(&color, "#12345"), "expected a colour such as #ff8800");
    CHECK_HAS(parsed(&color, "jitter(red, 0.6)"), "an amount 0.6 is out of range");
    CHECK_HAS(parsed(&text, "'open"), "expected a closing quote");
    CHECK_HAS(parsed(&text, "choice(a(b))"), "expected quotes round a text");
    CHECK_HAS(parsed(&text, "a\tb\x01"), "without control characters");
    CHECK_HAS(parsed(&text, "\xff"), "expected UTF-8");
    CHECK_HAS(parsed(&text, "\xc0\xaf"), "expected UTF-8");
    char longer[ECG_TEXT_SIZE + 1];
    memset(longer, 'a', sizeof longer);
    longer[ECG_TEXT_SIZE] = 0;
    CHECK_HAS(parsed(&text, longer), "at most 255 bytes");
    longer[ECG_TEXT_SIZE - 1] = 0;
    CHECK_INT(strlen(parsed(&text, longer)), ECG_TEXT_SIZE - 1 + 2);
}

static void test_limits(void)
{
    static char big[20000];
    strcpy(big, "");
    for (int i = 0; i < 8; i++)
        strcat(big, "maybe(1, ");
    strcat(big, "1))))))))");
    CHECK_HAS(parsed(&real, big), "maybe(1, maybe(1,");
    strcpy(big, "");
    for (int i = 0; i < 1000; i++)
        strcat(big, "maybe(1, ");
    CHECK_HAS(parsed(&real, big), "at most 4096 bytes");
    big[4000] = 0;
    CHECK_HAS(parsed(&real, big), "nested 8 deep");
    strcpy(big, "choice(1");
    for (int i = 0; i < 300; i++)
        strcat(big, ",1");
    CHECK_HAS(parsed(&real, big), "at most 256 parts");
}

struct moments {
    double mean, sd, least, most;
};

static struct moments draw_many(const struct ecg_param *param, const char *source, int n)
{
    struct ecg_dist *dist;
    struct moments m = { 0, 0, 1e300, -1e300 };
    CHECK(ecg_dist_parse(&dist, param, source, NULL) == 0);
    struct ecg_random random = ecg_random_named(ecg_key_make(5, source, 0), "moments");
    double sum = 0, squares = 0;
    for (int i = 0; i < n; i++) {
        draw(dist, param, &random);
        double x = param->type == ECG_PARAM_REAL ? room.number : room.whole;
        sum += x;
        squares += x * x;
        m.least = fmin(m.least, x);
        m.most = fmax(m.most, x);
    }
    m.mean = sum / n;
    m.sd = sqrt(squares / n - m.mean * m.mean);
    ecg_dist_unref(&dist);
    return m;
}

static void test_moments(void)
{
    enum { N = 40000 };
    struct moments m = draw_many(&real, "uniform(2, 8)", N);
    CHECK_NEAR(m.mean, 5, 0.03);
    CHECK_NEAR(m.sd, 6 / sqrt(12), 0.03);
    CHECK(m.least >= 2 && m.least < 2.01 && m.most <= 8 && m.most > 7.99);
    m = draw_many(&real, "normal(20, 3)", N);
    CHECK_NEAR(m.mean, 20, 0.06);
    CHECK_NEAR(m.sd, 3, 0.05);
    /* Half a normal: mean sd * sqrt(2 / pi) above the end, nothing piled up at it. */
    m = draw_many(&real, "normal(-10, 3)", N);
    CHECK_NEAR(m.mean, -10 + 3 * sqrt(2 / 3.14159265), 0.05);
    CHECK(m.least > -10 && m.least < -9.9);
    m = draw_many(&real, "lognormal(5, 0.2)", N);
    CHECK_NEAR(m.mean, 5 * exp(0.02), 0.02);
    m = draw_many(&whole, "int(-2, 3)", N);
    CHECK_NEAR(m.mean, 0.5, 0.03);
    CHECK_NEAR(m.sd, sqrt(35.0 / 12), 0.03);
    CHECK_NEAR(m.least, -2, 0);
    CHECK_NEAR(m.most, 3, 0);
    m = draw_many(&whole, "normal(10, 2)", N);
    CHECK_NEAR(m.mean, 10, 0.04);
    CHECK_NEAR(m.sd, sqrt(4 + 1.0 / 12), 0.04);
    m = draw_many(&flag, "chance(0.2)", N);
    CHECK_NEAR(m.mean, 0.2, 0.008);
    m = draw_many(&kind, "choice(none:1, dots:0, lines:3)", N);
    CHECK_NEAR(m.mean, 1.5, 0.02);
    CHECK_NEAR(m.sd, sqrt(0.75), 0.01); /* never 1 */
    m = draw_many(&real, "choice(0:3, uniform(1,2):1)", N);
    CHECK_NEAR(m.mean, 1.5 / 4, 0.01);
    m = draw_many(&real, "maybe(0.1, 10)", N);
    CHECK_NEAR(m.mean, 1, 0.05);
}

static void test_drawn_texts(void)
{
    struct ecg_dist *dist;
    struct ecg_random random = ecg_random_start(ecg_key_make(1, "", 0));
    CHECK(ecg_dist_parse(&dist, &text, "choice(alpha, maybe(0.5, 'be, ta'))", NULL) == 0);
    int alpha = 0, beta = 0, off = 0;
    for (int i = 0; i < 4000; i++) {
        draw(dist, &text, &random);
        alpha += strcmp(room.text, "alpha") == 0;
        beta += strcmp(room.text, "be, ta") == 0;
        off += *room.text == 0;
    }
    ecg_dist_unref(&dist);
    CHECK_INT(alpha + beta + off, 4000);
    CHECK_NEAR(alpha, 2000, 120);
    CHECK_NEAR(beta, 1000, 100);
}

static void test_drawn_colors(void)
{
    struct ecg_dist *dist;
    struct ecg_random random = ecg_random_start(ecg_key_make(1, "", 0));
    CHECK(ecg_dist_parse(&dist, &color, "jitter(#c06040, 0.05)", NULL) == 0);
    double mean[3] = { 0 }, spread = 0;
    enum { N = 2000 };
    for (int i = 0; i < N; i++) {
        draw(dist, &color, &random);
        for (int c = 0; c < 3; c++) {
            double x = 255 * (double)room.rgb[c];
            CHECK_NEAR(x, nearbyint(x), 1e-4);
            mean[c] += x / N;
        }
        spread += fabs(255 * (double)room.rgb[0] - 0xc0) / N;
    }
    ecg_dist_unref(&dist);
    CHECK_NEAR(mean[0], 0xc0, 4);
    CHECK_NEAR(mean[1], 0x60, 4);
    CHECK_NEAR(mean[2], 0x40, 6);
    CHECK(spread > 5 && spread < 20);
    CHECK(ecg_dist_parse(&dist, &color, "jitter(#c06040, 0)", NULL) == 0);
    draw(dist, &color, &random);
    CHECK(room.rgb[0] == 192.0f / 255.0f && room.rgb[2] == 64.0f / 255.0f);
    ecg_dist_unref(&dist);
    CHECK(ecg_dist_parse(&dist, &color, "jitter(#808080, 0.2)", NULL) == 0);
    draw(dist, &color, &random);
    CHECK_NEAR((double)(room.rgb[0] - room.rgb[2]), 0, 0.004); /* grey stays grey */
    ecg_dist_unref(&dist);
}

static void check_span(const char *source, double lo, double hi)
{
    struct ecg_dist *dist;
    double a, b;
    CHECK(ecg_dist_parse(&dist, &real, source, NULL) == 0);
    ecg_dist_span(dist, &real, &a, &b);
    CHECK_NEAR(a, lo, 1e-9);
    CHECK_NEAR(b, hi, 1e-9);
    CHECK_INT(ecg_dist_is_constant(dist), lo == hi);
    ecg_dist_unref(&dist);
}

static void test_spans(void)
{
    check_span("3", 3, 3);
    check_span("uniform(1, 4)", 1, 4);
    check_span("normal(-9, 1)", -10, -6);
    check_span("maybe(0.5, choice(2, int(3, 7)))", 0, 7);
}

int main(void)
{
    test_constants();
    test_calls();
    test_refused_numbers();
    test_refused_others();
    test_limits();
    test_moments();
    test_drawn_texts();
    test_drawn_colors();
    test_spans();
    return check_done();
}
