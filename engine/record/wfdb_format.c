#include "record/wfdb_format.h"

#include <string.h>

static int32_t sign_extend(uint32_t value, int bits)
{
    uint32_t sign = 1u << (bits - 1);
    value &= (sign << 1) - 1;
    return (int32_t)((value ^ sign) - sign);
}

static uint32_t little16(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static int32_t sample_8(const unsigned char *bytes, size_t i)
{
    return (int8_t)bytes[i];
}

static int32_t sample_16(const unsigned char *bytes, size_t i)
{
    return (int16_t)little16(bytes + 2 * i);
}

static int32_t sample_24(const unsigned char *bytes, size_t i)
{
    const unsigned char *p = bytes + 3 * i;
    return sign_extend(little16(p) | (uint32_t)p[2] << 16, 24);
}

static int32_t sample_32(const unsigned char *bytes, size_t i)
{
    const unsigned char *p = bytes + 4 * i;
    return (int32_t)(little16(p) | little16(p + 2) << 16);
}

static int32_t sample_61(const unsigned char *bytes, size_t i)
{
    const unsigned char *p = bytes + 2 * i;
    return (int16_t)(p[1] | (uint32_t)p[0] << 8);
}

static int32_t sample_80(const unsigned char *bytes, size_t i)
{
    return (int32_t)bytes[i] - 128;
}

static int32_t sample_160(const unsigned char *bytes, size_t i)
{
    return (int32_t)little16(bytes + 2 * i) - 32768;
}

/* Two 12-bit samples in 3 bytes: the middle byte's low nibble tops the first, its high one the
 * second. */
static int32_t sample_212(const unsigned char *bytes, size_t i)
{
    const unsigned char *p = bytes + 3 * (i / 2);
    return i % 2 ? sign_extend(p[2] | (uint32_t)(p[1] >> 4) << 8, 12)
                 : sign_extend(little16(p), 12);
}

/* Three 10-bit samples in two 16-bit words: bits 1..10 of each word, and the two 5-bit tops. */
static int32_t sample_310(const unsigned char *bytes, size_t i)
{
    const unsigned char *p = bytes + 4 * (i / 3);
    if (i % 3 < 2)
        return sign_extend(little16(p + 2 * (i % 3)) >> 1, 10);
    return sign_extend((little16(p) >> 11) | (little16(p + 2) >> 11) << 5, 10);
}

/* Three 10-bit samples in the low 30 bits of a 32-bit word; only the bytes in use may be there. */
static int32_t sample_311(const unsigned char *bytes, size_t i)
{
    static const size_t first_byte[3] = { 0, 1, 2 };
    static const int shift[3] = { 0, 2, 4 };
    const unsigned char *p = bytes + 4 * (i / 3) + first_byte[i % 3];
    return sign_extend(little16(p) >> shift[i % 3], 10);
}

static int32_t sample_native(const unsigned char *bytes, size_t i)
{
    int32_t value;
    memcpy(&value, bytes + i * sizeof value, sizeof value);
    return value;
}

static const struct ecg_wfdb_format formats[] = {
    /* number, difference, FLAC bits, can miss, missing, samples, bytes, partial, sample */
    { 8, 1, 0, 0, 0, 1, 1, { 0 }, sample_8 },
    { 16, 0, 0, 1, INT16_MIN, 1, 2, { 0 }, sample_16 },
    { 24, 0, 0, 1, -8388608, 1, 3, { 0 }, sample_24 },
    { 32, 0, 0, 1, INT32_MIN, 1, 4, { 0 }, sample_32 },
    { 61, 0, 0, 1, INT16_MIN, 1, 2, { 0 }, sample_61 },
    { 80, 0, 0, 1, -128, 1, 1, { 0 }, sample_80 },
    { 160, 0, 0, 1, -32768, 1, 2, { 0 }, sample_160 },
    { 212, 0, 0, 1, -2048, 2, 3, { 0, 2 }, sample_212 },
    { 310, 0, 0, 1, -512, 3, 4, { 0, 2, 4 }, sample_310 },
    { 311, 0, 0, 1, -512, 3, 4, { 0, 2, 3 }, sample_311 },
    { 508, 0, 8, 1, -128, 1, 4, { 0 }, sample_native },
    { 516, 0, 16, 1, INT16_MIN, 1, 4, { 0 }, sample_native },
    { 524, 0, 24, 1, -8388608, 1, 4, { 0 }, sample_native },
};

const struct ecg_wfdb_format *ecg_wfdb_format(int number)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].number == number)
            return &formats[i];
    return NULL;
}

size_t ecg_wfdb_bytes(const struct ecg_wfdb_format *format, size_t n)
{
    return n / format->samples * format->bytes + format->partial[n % format->samples];
}

size_t ecg_wfdb_samples(const struct ecg_wfdb_format *format, size_t bytes)
{
    size_t n = bytes / format->bytes * format->samples;
    for (size_t more = format->samples - 1; more > 0; more--)
        if (bytes % format->bytes >= format->partial[more])
            return n + more;
    return n;
}
