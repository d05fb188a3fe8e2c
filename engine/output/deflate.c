#include "output/deflate.h"

#include "core/alloc.h"
#include "output/huffman.h"

#include <string.h>

enum {
    END_OF_BLOCK = 256,
    N_LITLEN = 286,
    N_DISTANCE = 30,
    N_PRECODE = 19,
    MAX_CODE_BITS = 14, /* four literals and seven left-over bits fit in 64 */
    MIN_MATCH = 4,
    MAX_MATCH = 258,
    HASH_BITS = 15,
    STORED_MOST = 65535,
};

/* Literals, then one match; the literals are read from the data itself. */
struct run {
    uint32_t literals;
    uint16_t length; /* 0 in the last run of a block */
    uint16_t distance;
};

struct ecg_deflate {
    uint64_t bits; /* not yet written, lowest first */
    int n_bits;
    uint32_t position;                    /* bytes of the stream before this block, modulo 2^32 */
    uint32_t recent[1 << HASH_BITS][2];   /* where six bytes of that hash were seen last */
    uint8_t length_symbol[MAX_MATCH + 1]; /* less 257 */
    uint8_t distance_symbol[512];         /* of d - 1 below 256, else of 256 + ((d - 1) >> 7) */
    size_t n_runs;
    struct run runs[ECG_DEFLATE_BLOCK / MIN_MATCH + 2];
    uint32_t litlen_count[N_LITLEN], distance_count[N_DISTANCE];
    uint8_t litlen_bits[N_LITLEN], distance_bits[N_DISTANCE];
    uint16_t litlen_code[N_LITLEN], distance_code[N_DISTANCE];
};

static const uint16_t length_base[29] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31,
    35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
static const uint8_t length_extra[29] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3,
    3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
static const uint16_t distance_base[N_DISTANCE] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65,
    97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
    24577 };
static const uint8_t distance_extra[N_DISTANCE] = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6,
    7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13 };

struct ecg_deflate *ecg_deflate_make(void)
{
    struct ecg_deflate *d = ecg_calloc(1, sizeof *d);
    if (!d)
        return NULL;
    for (int s = 0; s < 29; s++)
        for (int k = length_base[s]; k <= MAX_MATCH; k++)
            d->length_symbol[k] = (uint8_t)s;
    for (int s = 0; s < N_DISTANCE; s++) {
        int first = distance_base[s] - 1, end = first + (1 << distance_extra[s]);
        for (int k = first; k < end; k++)
            d->distance_symbol[k < 256 ? k : 256 + (k >> 7)] = (uint8_t)s;
    }
    return d;
}

void ecg_deflate_destroy(struct ecg_deflate **deflate)
{
    ecg_free(*deflate);
    *deflate = NULL;
}

void ecg_deflate_start(struct ecg_deflate *d)
{
    d->bits = 0;
    d->n_bits = 0;
    d->position = 0;
    memset(d->recent, 0, sizeof d->recent);
}

static inline uint64_t load8(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

/* Of six bytes: two RGB pixels. */
static inline uint32_t hash6(uint64_t v)
{
    return (uint32_t)(((v << 16) * 0x9e3779b97f4a7c15u) >> (64 - HASH_BITS));
}

static inline int distance_symbol(const struct ecg_deflate *d, unsigned distance)
{
    unsigned k = distance - 1;
    return d->distance_symbol[k < 256 ? k : 256 + (k >> 7)];
}

/* Bytes that p and p - distance have in common, at most `most`. */
static inline size_t common(const uint8_t *p, size_t distance, size_t most)
{
    const uint8_t *q = p - distance;
    size_t n = 0;
    while (n + 8 <= most) {
        uint64_t difference = load8(p + n) ^ load8(q + n);
        if (difference)
            return n + (size_t)__builtin_ctzll(difference) / 8;
        n += 8;
    }
    while (n < most && p[n] == q[n])
        n++;
    return n;
}

struct match {
    size_t length, distance;
};

static inline void try_match(
    struct match *best, const uint8_t *p, size_t distance, size_t reach, size_t most)
{
    if (distance == 0 || distance > reach)
        return;
    size_t length = common(p, distance, most);
    if (length > best->length)
        *best = (struct match){ length, distance };
}

static void add_run(struct ecg_deflate *d, size_t literals, struct match match)
{
    d->runs[d->n_runs++] =
        (struct run){ (uint32_t)literals, (uint16_t)match.length, (uint16_t)match.distance };
    if (match.length) {
        d->litlen_count[257 + d->length_symbol[match.length]]++;
        d->distance_count[distance_symbol(d, (unsigned)match.distance)]++;
    }
}

/* Cuts the block into runs, greedily. A ruled page repeats after one square: the distance that
 * served last is tried before the hash. The hash is told of a place only where a search starts:
 * the insides of long repeats would only push better places out. */
static void find_runs(struct ecg_deflate *d, const struct ecg_deflate_input *in)
{
    size_t literal_start = 0, at = 0, last = 0;
    while (at + 8 <= in->size) {
        const uint8_t *p = in->data + at;
        size_t reach = in->history + at, most = in->size - at;
        reach = reach < ECG_DEFLATE_WINDOW ? reach : ECG_DEFLATE_WINDOW;
        most = most < MAX_MATCH ? most : MAX_MATCH;
        struct match best = { MIN_MATCH - 1, 0 };
        uint32_t here = d->position + (uint32_t)at;
        uint32_t *slot = d->recent[hash6(load8(p))];
        try_match(&best, p, in->row_bytes, reach, most);
        if (best.length < MAX_MATCH)
            try_match(&best, p, in->pixel_bytes, reach, most);
        if (best.length < 32)
            try_match(&best, p, last, reach, most);
        if (best.length < 32)
            try_match(&best, p, here - slot[0], reach, most);
        if (best.length < 32)
            try_match(&best, p, here - slot[1], reach, most);
        slot[1] = slot[0];
        slot[0] = here;
        if (best.distance) {
            if (best.distance != in->row_bytes && best.distance != in->pixel_bytes)
                last = best.distance;
            add_run(d, at - literal_start, best);
            at += best.length;
            literal_start = at;
        } else {
            /* The longer nothing has repeated, the less it is looked for. */
            at += 1 + ((at - literal_start) >> 5);
        }
    }
    add_run(d, in->size - literal_start, (struct match){ 0, 0 });
}

/* Four tables, so that equal bytes in a row do not wait for one another's count. */
static void count_literals(struct ecg_deflate *d, const uint8_t *data)
{
    uint32_t count[4][256] = { 0 };
    for (size_t k = 0; k < d->n_runs; k++) {
        size_t n = d->runs[k].literals, i = 0;
        for (; i + 4 <= n; i += 4) {
            count[0][data[i]]++;
            count[1][data[i + 1]]++;
            count[2][data[i + 2]]++;
            count[3][data[i + 3]]++;
        }
        for (; i < n; i++)
            count[0][data[i]]++;
        data += n + d->runs[k].length;
    }
    for (int s = 0; s < 256; s++)
        d->litlen_count[s] += count[0][s] + count[1][s] + count[2][s] + count[3][s];
    d->litlen_count[END_OF_BLOCK] = 1;
}

/* Bits go out eight bytes at a time into room reserved beforehand. */
struct sink {
    uint64_t bits;
    int n_bits;
    uint8_t *at;
};

static inline void put(struct sink *s, uint64_t bits, int n)
{
    s->bits |= bits << s->n_bits;
    s->n_bits += n;
}

static inline void flush(struct sink *s)
{
    memcpy(s->at, &s->bits, 8);
    s->at += s->n_bits >> 3;
    s->bits >>= s->n_bits & ~7;
    s->n_bits &= 7;
}

static inline void put_flush(struct sink *s, uint64_t bits, int n)
{
    put(s, bits, n);
    flush(s);
}

/* The two codes' lengths, run-length coded (RFC 1951, 3.2.7): code | extra bits << 8. */
static int pack_lengths(const uint8_t *lengths, int n, uint16_t *packed, uint32_t *counts)
{
    int n_packed = 0;
    for (int i = 0; i < n;) {
        int run = 1;
        while (i + run < n && lengths[i + run] == lengths[i])
            run++;
        int symbol = lengths[i], extra = 0, used = 1;
        if (symbol == 0 && run >= 3) {
            used = run < 138 ? run : 138;
            symbol = used < 11 ? 17 : 18;
            extra = used - (used < 11 ? 3 : 11);
        } else if (i > 0 && lengths[i] == lengths[i - 1] && run >= 3) {
            used = run < 6 ? run : 6;
            symbol = 16;
            extra = used - 3;
        }
        packed[n_packed++] = (uint16_t)(symbol | extra << 8);
        counts[symbol]++;
        i += used;
    }
    return n_packed;
}

struct header {
    int n_litlen, n_distance, n_precode, n_packed;
    uint16_t packed[N_LITLEN + N_DISTANCE];
    uint8_t precode_bits[N_PRECODE];
    uint16_t precode_code[N_PRECODE];
    size_t bits; /* its size */
};

static const uint8_t precode_order[N_PRECODE] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3,
    13, 2, 14, 1, 15 };

static void make_header(const struct ecg_deflate *d, struct header *h)
{
    static const uint8_t extra_bits[3] = { 2, 3, 7 };
    uint8_t lengths[N_LITLEN + N_DISTANCE];
    uint32_t counts[N_PRECODE] = { 0 };
    h->n_litlen = N_LITLEN;
    while (h->n_litlen > 257 && d->litlen_bits[h->n_litlen - 1] == 0)
        h->n_litlen--;
    h->n_distance = N_DISTANCE;
    while (h->n_distance > 1 && d->distance_bits[h->n_distance - 1] == 0)
        h->n_distance--;
    memcpy(lengths, d->litlen_bits, (size_t)h->n_litlen);
    memcpy(lengths + h->n_litlen, d->distance_bits, (size_t)h->n_distance);
    h->n_packed = pack_lengths(lengths, h->n_litlen + h->n_distance, h->packed, counts);
    ecg_huffman_lengths(counts, N_PRECODE, 7, h->precode_bits);
    ecg_huffman_codes(h->precode_bits, N_PRECODE, h->precode_code);
    h->n_precode = N_PRECODE;
    while (h->n_precode > 4 && h->precode_bits[precode_order[h->n_precode - 1]] == 0)
        h->n_precode--;
    h->bits = 3 + 14 + 3 * (size_t)h->n_precode;
    for (int k = 0; k < N_PRECODE; k++)
        h->bits +=
            (size_t)counts[k] * (size_t)(h->precode_bits[k] + (k > 15 ? extra_bits[k - 16] : 0));
}

static void put_header(struct sink *s, const struct header *h, int is_last)
{
    static const uint8_t extra_bits[3] = { 2, 3, 7 };
    put(s, is_last ? 1 : 0, 1);
    put(s, 2, 2);
    put(s, (uint64_t)(h->n_litlen - 257), 5);
    put(s, (uint64_t)(h->n_distance - 1), 5);
    put_flush(s, (uint64_t)(h->n_precode - 4), 4);
    for (int k = 0; k < h->n_precode; k++)
        put_flush(s, h->precode_bits[precode_order[k]], 3);
    for (int k = 0; k < h->n_packed; k++) {
        int symbol = h->packed[k] & 255;
        put(s, h->precode_code[symbol], h->precode_bits[symbol]);
        if (symbol > 15)
            put(s, (uint64_t)(h->packed[k] >> 8), extra_bits[symbol - 16]);
        flush(s);
    }
}

static void put_runs(const struct ecg_deflate *d, struct sink *s, const uint8_t *data)
{
    uint32_t literal[256]; /* code | length << 16 */
    for (int k = 0; k < 256; k++)
        literal[k] = d->litlen_code[k] | (uint32_t)d->litlen_bits[k] << 16;
    for (size_t k = 0; k < d->n_runs; k++) {
        const struct run *run = &d->runs[k];
        size_t i = 0;
        for (; i + 4 <= run->literals; i += 4) {
            for (int j = 0; j < 4; j++) {
                uint32_t code = literal[data[i + (size_t)j]];
                put(s, code & 0xffff, (int)(code >> 16));
            }
            flush(s);
        }
        for (; i < run->literals; i++) {
            uint32_t code = literal[data[i]];
            put_flush(s, code & 0xffff, (int)(code >> 16));
        }
        data += run->literals + run->length;
        if (run->length == 0)
            continue;
        int length = d->length_symbol[run->length], distance = distance_symbol(d, run->distance);
        put(s, d->litlen_code[257 + length], d->litlen_bits[257 + length]);
        put_flush(s, (uint64_t)(run->length - length_base[length]), length_extra[length]);
        put(s, d->distance_code[distance], d->distance_bits[distance]);
        put_flush(
            s, (uint64_t)(run->distance - distance_base[distance]), distance_extra[distance]);
    }
    put_flush(s, d->litlen_code[END_OF_BLOCK], d->litlen_bits[END_OF_BLOCK]);
}

static void put_stored(struct sink *s, const uint8_t *data, size_t size, int is_last)
{
    while (size) {
        size_t n = size < STORED_MOST ? size : STORED_MOST;
        put_flush(s, is_last && n == size ? 1 : 0, 3);
        put_flush(s, 0, -s->n_bits & 7);
        put_flush(s, n | (~n & 0xffff) << 16, 32);
        memcpy(s->at, data, n);
        s->at += n;
        data += n;
        size -= n;
    }
}

static size_t coded_bits(const struct ecg_deflate *d)
{
    size_t bits = 0;
    for (int k = 0; k < N_LITLEN; k++)
        bits += (size_t)d->litlen_count[k] *
                (size_t)(d->litlen_bits[k] + (k > 256 ? length_extra[k - 257] : 0));
    for (int k = 0; k < N_DISTANCE; k++)
        bits += (size_t)d->distance_count[k] * (size_t)(d->distance_bits[k] + distance_extra[k]);
    return bits;
}

void ecg_deflate_block(
    struct ecg_deflate *d, const struct ecg_deflate_input *in, struct ecg_buffer *out)
{
    memset(d->litlen_count, 0, sizeof d->litlen_count);
    memset(d->distance_count, 0, sizeof d->distance_count);
    d->n_runs = 0;
    if (in->literals_only)
        add_run(d, in->size, (struct match){ 0, 0 });
    else
        find_runs(d, in);
    d->position += (uint32_t)in->size;
    count_literals(d, in->data);
    ecg_huffman_lengths(d->litlen_count, N_LITLEN, MAX_CODE_BITS, d->litlen_bits);
    ecg_huffman_lengths(d->distance_count, N_DISTANCE, MAX_CODE_BITS, d->distance_bits);
    ecg_huffman_codes(d->litlen_bits, N_LITLEN, d->litlen_code);
    ecg_huffman_codes(d->distance_bits, N_DISTANCE, d->distance_code);
    struct header header;
    make_header(d, &header);
    size_t coded = (header.bits + coded_bits(d)) / 8 + 1;
    size_t stored = in->size + 5 * (in->size / STORED_MOST + 1) + 1;
    uint8_t *room = ecg_buffer_reserve(out, (coded < stored ? coded : stored) + 16);
    if (!room)
        return;
    struct sink sink = { d->bits, d->n_bits, room };
    if (coded < stored) {
        put_header(&sink, &header, in->is_last);
        put_runs(d, &sink, in->data);
    } else {
        put_stored(&sink, in->data, in->size, in->is_last);
    }
    if (in->is_last)
        put_flush(&sink, 0, -sink.n_bits & 7);
    d->bits = sink.bits;
    d->n_bits = sink.n_bits;
    out->size += (size_t)(sink.at - room);
    out->data[out->size] = 0;
}
