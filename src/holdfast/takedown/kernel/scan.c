/* Every query against every hash. A block of the bank stays in the first cache while all queries pass over it; the
   first 128 bits are compared, and only a block whose smallest count is within the radius is looked at whole: among
   unrelated hashes that happens once in 10^8 (mean 64 of 128 bits differ, deviation 5.7). */
#include "kernel.h"

#include <stdlib.h>

#define BLOCK 1024

void hf_hits_add(hf_hits *hits, uint32_t query, uint32_t number, uint32_t distance) {
    if (hits->used == hits->room) {
        size_t room = hits->room ? 2 * hits->room : 256;
        hf_hit *rows = realloc(hits->rows, room * sizeof *rows);
        if (!rows) { hits->failed = 1; return; }
        hits->rows = rows;
        hits->room = room;
    }
    hits->rows[hits->used++] = (hf_hit){query, number, distance};
}

/* The smallest distance of the first 128 bits in a block. */
HF_INLINE uint64_t nearest_body(const uint64_t *HF_RESTRICT a, const uint64_t *HF_RESTRICT b, uint64_t n,
                                uint64_t qa, uint64_t qb) {
    uint64_t least = 128;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t d = (uint64_t)(hf_ones(a[i] ^ qa) + hf_ones(b[i] ^ qb));
        least = d < least ? d : least;
    }
    return least;
}

typedef uint64_t (*nearest)(const uint64_t *HF_RESTRICT, const uint64_t *HF_RESTRICT, uint64_t, uint64_t, uint64_t);

static uint64_t nearest_plain(const uint64_t *HF_RESTRICT a, const uint64_t *HF_RESTRICT b, uint64_t n, uint64_t qa,
                              uint64_t qb) { return nearest_body(a, b, n, qa, qb); }

#ifdef HF_X86
__attribute__((target("popcnt"))) static uint64_t nearest_popcnt(
    const uint64_t *HF_RESTRICT a, const uint64_t *HF_RESTRICT b, uint64_t n, uint64_t qa, uint64_t qb) {
    return nearest_body(a, b, n, qa, qb);
}

/* Ones of each byte by two look-ups of four bits. */
__attribute__((target("avx2"))) HF_INLINE __m256i ones_avx2(__m256i x) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
                                           0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    __m256i lower = _mm256_shuffle_epi8(table, _mm256_and_si256(x, low));
    return _mm256_add_epi8(lower, _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

__attribute__((target("avx2,popcnt"))) static uint64_t nearest_avx2(
    const uint64_t *HF_RESTRICT a, const uint64_t *HF_RESTRICT b, uint64_t n, uint64_t qa, uint64_t qb) {
    __m256i left = _mm256_set1_epi64x((long long)qa), right = _mm256_set1_epi64x((long long)qb);
    __m256i least = _mm256_set1_epi64x(128), zero = _mm256_setzero_si256();
    uint64_t i = 0, lanes[4];
    for (; i + 4 <= n; i += 4) {
        __m256i x = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(a + i)), left);
        __m256i y = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(b + i)), right);
        __m256i d = _mm256_sad_epu8(_mm256_add_epi8(ones_avx2(x), ones_avx2(y)), zero);
        least = _mm256_min_epu32(least, d);
    }
    _mm256_storeu_si256((__m256i *)lanes, least);
    uint64_t rest = nearest_body(a + i, b + i, n - i, qa, qb);
    for (int k = 0; k < 4; k++) rest = lanes[k] < rest ? lanes[k] : rest;
    return rest;
}

__attribute__((target("avx512f,avx512vpopcntdq,popcnt"))) static uint64_t nearest_avx512(
    const uint64_t *HF_RESTRICT a, const uint64_t *HF_RESTRICT b, uint64_t n, uint64_t qa, uint64_t qb) {
    __m512i left = _mm512_set1_epi64((long long)qa), right = _mm512_set1_epi64((long long)qb);
    __m512i even = _mm512_set1_epi64(128), odd = even;
    uint64_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m512i x = _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(a + i), left));
        __m512i y = _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(b + i), right));
        even = _mm512_min_epu64(even, _mm512_add_epi64(x, y));
        x = _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(a + i + 8), left));
        y = _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(b + i + 8), right));
        odd = _mm512_min_epu64(odd, _mm512_add_epi64(x, y));
    }
    uint64_t rest = nearest_body(a + i, b + i, n - i, qa, qb);
    uint64_t least = _mm512_reduce_min_epu64(_mm512_min_epu64(even, odd));
    return least < rest ? least : rest;
}
#endif

static nearest best_nearest(void) {
#ifdef HF_X86
    if (hf_level() >= HF_AVX512) return nearest_avx512;
    if (hf_level() >= HF_AVX2) return nearest_avx2;
    if (hf_level() >= HF_POPCNT) return nearest_popcnt;
#endif
    return nearest_plain;
}

static void look_whole(const hf_bank *bank, uint64_t from, uint64_t to, const uint64_t *query, uint32_t number,
                       int radius, hf_hits *hits) {
    for (uint64_t i = from; i < to; i++) {
        int distance = 0;
        for (int p = 0; p < 4; p++) distance += hf_ones(bank->plane[p][i] ^ query[p]);
        if (distance <= radius && !hf_is_gone(bank, i))
            hf_hits_add(hits, number, (uint32_t)i, (uint32_t)distance);
    }
}

void hf_scan(const hf_bank *bank, const uint64_t *queries, size_t many, int radius, hf_hits *hits) {
    nearest least = best_nearest();
    for (uint64_t from = 0; from < bank->count; from += BLOCK) {
        uint64_t to = from + BLOCK < bank->count ? from + BLOCK : bank->count;
        for (size_t q = 0; q < many && !hits->failed; q++) {
            const uint64_t *query = queries + 4 * q;
            if (least(bank->plane[0] + from, bank->plane[1] + from, to - from, query[0], query[1]) <= (uint64_t)radius)
                look_whole(bank, from, to, query, (uint32_t)q, radius, hits);
        }
    }
}
