/* Multi-index look-ups, exact (Norouzi, Punjani, Fleet: Fast search in Hamming space with multi-index hashing, 2012).

   A hash is 16 chunks of 16 bits. When two hashes differ in at most R bits and chunk i is searched up to r_i bits, one
   chunk must be found as long as sum(r_i) + 16 > R: else every chunk had r_i + 1 or more. With R = 31 that is one bit
   in every chunk: 272 of the 16 * 65536 lists. An entry carries the other 128 bits of its hash, so that a list is read
   in one sweep and the hash itself only where those are near enough. */
#include "kernel.h"

#define CHUNKS 16
#define VALUES 65536
#define LISTS (CHUNKS * 17)

typedef struct { uint32_t from, to; int chunk; } list;
typedef struct { list lists[LISTS]; int used; uint64_t entries; } plan;

HF_INLINE uint32_t chunk_of(const uint64_t *words, int chunk) {
    return (uint32_t)(words[chunk >> 2] >> (16 * (chunk & 3))) & 0xffffu;
}

/* The half of the hash that a chunk's sketch holds: the one the chunk is not in. */
HF_INLINE int other_half(int chunk) { return chunk < CHUNKS / 2 ? 2 : 0; }

HF_INLINE int chunk_radius(int chunk, int radius) { return chunk < radius - (CHUNKS - 1) ? 1 : 0; }

static void lists_of(const hf_postings *postings, const uint64_t *query, int radius, plan *out) {
    out->used = 0;
    out->entries = 0;
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
        const uint32_t *starts = postings->starts + (size_t)chunk * (VALUES + 1);
        uint32_t value = chunk_of(query, chunk);
        int turns = chunk_radius(chunk, radius) ? 16 : 0;
        for (int bit = -1; bit < turns; bit++) {
            uint32_t near = bit < 0 ? value : value ^ (1u << bit);
            uint32_t from = starts[near], to = starts[near + 1];
            if (from != to) {
                out->lists[out->used++] = (list){from, to, chunk};
                out->entries += to - from;
            }
        }
    }
}

static void fetch_ahead(const hf_postings *postings, uint64_t count, const list *one) {
    const char *place = (const char *)(postings->sketch + 2 * ((uint64_t)one->chunk * count + one->from));
    uint64_t bytes = 16u * (uint64_t)(one->to - one->from);
    for (uint64_t i = 0; i < bytes && i < 512; i += 64) HF_PREFETCH(place + i);
}

typedef struct {
    const hf_bank *bank;
    const hf_postings *postings;
    const uint64_t *query;
    uint32_t number;
    int radius;
    hf_hits *hits;
} search;

/* A hash that is near in its sketch: counted whole, and told once, by the first chunk that finds it. */
static void verify(const search *s, int chunk, uint32_t number) {
    uint64_t words[4];
    int distance = 0;
    if (number >= s->bank->count) return;  /* a damaged file reads nothing that is not there */
    for (int p = 0; p < 4; p++) {
        words[p] = s->bank->plane[p][number];
        distance += hf_ones(words[p] ^ s->query[p]);
    }
    if (distance > s->radius || hf_is_gone(s->bank, number)) return;
    for (int earlier = 0; earlier < chunk; earlier++)
        if (hf_ones(chunk_of(words, earlier) ^ chunk_of(s->query, earlier)) <= chunk_radius(earlier, s->radius)) return;
    hf_hits_add(s->hits, s->number, number, (uint32_t)distance);
}

HF_INLINE void sweep_body(const search *s, const list *one, uint64_t from) {
    const uint64_t base = (uint64_t)one->chunk * s->bank->count;
    const uint64_t *half = s->query + other_half(one->chunk);
    for (uint64_t i = from; i < one->to; i++) {
        const uint64_t *sketch = s->postings->sketch + 2 * (base + i);
        if (hf_ones(sketch[0] ^ half[0]) + hf_ones(sketch[1] ^ half[1]) <= s->radius)
            verify(s, one->chunk, s->postings->number[base + i]);
    }
}

typedef void (*sweep)(const search *, const list *);

static void sweep_plain(const search *s, const list *one) { sweep_body(s, one, one->from); }
#ifdef HF_X86
__attribute__((target("popcnt"))) static void sweep_popcnt(const search *s, const list *one) {
    sweep_body(s, one, one->from);
}

/* Eight entries at a time; lanes of the unpacked pairs are entries 0 4 1 5 2 6 3 7. */
__attribute__((target("avx512f,avx512vpopcntdq,popcnt"))) static void sweep_avx512(const search *s, const list *one) {
    static const unsigned char entry[8] = {0, 4, 1, 5, 2, 6, 3, 7};
    const uint64_t base = (uint64_t)one->chunk * s->bank->count;
    const uint64_t *half = s->query + other_half(one->chunk), *sketch = s->postings->sketch + 2 * base;
    const __m512i wanted = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)half));
    const __m512i within = _mm512_set1_epi64(s->radius);
    for (uint64_t i = one->from; i < one->to; i += 8) {
        uint64_t left = 2 * (one->to - i);
        __mmask8 first = (__mmask8)(left >= 8 ? 0xff : (1u << left) - 1);
        __mmask8 second = (__mmask8)(left >= 16 ? 0xff : left > 8 ? (1u << (left - 8)) - 1 : 0);
        __m512i x = _mm512_xor_si512(_mm512_maskz_loadu_epi64(first, sketch + 2 * i), wanted);
        __m512i y = _mm512_xor_si512(_mm512_maskz_loadu_epi64(second, sketch + 2 * i + 8), wanted);
        x = _mm512_popcnt_epi64(x);
        y = _mm512_popcnt_epi64(y);
        __m512i sum = _mm512_add_epi64(_mm512_unpacklo_epi64(x, y), _mm512_unpackhi_epi64(x, y));
        unsigned near = _mm512_cmple_epu64_mask(sum, within);
        for (; near; near &= near - 1) {
            uint64_t at = i + entry[__builtin_ctz(near)];
            if (at < one->to) verify(s, one->chunk, s->postings->number[base + at]);
        }
    }
}
#endif

static sweep best_sweep(void) {
#ifdef HF_X86
    if (hf_level() >= HF_AVX512) return sweep_avx512;
    if (hf_level() >= HF_POPCNT) return sweep_popcnt;
#endif
    return sweep_plain;
}

static void prepare(const hf_bank *bank, const hf_postings *postings, const uint64_t *query, int radius, plan *out) {
    lists_of(postings, query, radius, out);
    for (int i = 0; i < out->used; i++) fetch_ahead(postings, bank->count, &out->lists[i]);
}

void hf_probe(const hf_bank *bank, const hf_postings *postings, const uint64_t *queries, size_t many, int radius,
              hf_hits *hits) {
    plan plans[2];
    sweep over = best_sweep();
    if (many) prepare(bank, postings, queries, radius, &plans[0]);
    for (size_t q = 0; q < many && !hits->failed; q++) {
        plan *now = &plans[q & 1];
        const uint64_t *query = queries + 4 * q;
        if (q + 1 < many) prepare(bank, postings, query + 4, radius, &plans[(q + 1) & 1]);
        search one = {bank, postings, query, (uint32_t)q, radius, hits};
        if (now->entries > bank->count / 2) {  /* a crowd: reading everything once is less work */
            size_t before = hits->used;
            hf_scan(bank, query, 1, radius, hits);
            for (size_t i = before; i < hits->used; i++) hits->rows[i].query = (uint32_t)q;
            continue;
        }
        for (int i = 0; i < now->used; i++) over(&one, &now->lists[i]);
    }
}

void hf_post(const hf_bank *bank, int chunk, uint32_t *starts, uint64_t *sketch, uint32_t *number) {
    const uint64_t *own = bank->plane[chunk >> 2];
    const uint64_t *a = bank->plane[other_half(chunk)], *b = bank->plane[other_half(chunk) + 1];
    int shift = 16 * (chunk & 3);
    for (size_t v = 0; v <= VALUES; v++) starts[v] = 0;
    for (uint64_t i = 0; i < bank->count; i++) starts[((own[i] >> shift) & 0xffff) + 1]++;
    for (size_t v = 1; v <= VALUES; v++) starts[v] += starts[v - 1];
    for (uint64_t i = 0; i < bank->count; i++) {
        uint32_t place = starts[(own[i] >> shift) & 0xffff]++;
        sketch[2 * (uint64_t)place] = a[i];
        sketch[2 * (uint64_t)place + 1] = b[i];
        number[place] = (uint32_t)i;
    }
    for (size_t v = VALUES; v > 0; v--) starts[v] = starts[v - 1];
    starts[0] = 0;
}
