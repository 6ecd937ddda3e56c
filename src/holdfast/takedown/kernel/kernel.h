/* What the parts of the kernel share. Plain C11; every processor-specific twin is chosen at run time. */
#ifndef HOLDFAST_KERNEL_H
#define HOLDFAST_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HF_X86 1
#include <immintrin.h>
#endif

#if defined(_MSC_VER) && !defined(__clang__)
#define HF_INLINE static __forceinline
#define HF_RESTRICT __restrict
#define HF_PREFETCH(place) ((void)(place))
#else
#define HF_INLINE static inline __attribute__((always_inline))
#define HF_RESTRICT restrict
#define HF_PREFETCH(place) __builtin_prefetch(place)
#endif

/* Levels of hf_level(): what this processor can do. Tests and benches may ask for less. */
enum { HF_PLAIN = 0, HF_POPCNT = 1, HF_AVX2 = 2, HF_AVX512 = 3 };
int hf_level(void);
int hf_set_level(int level);

/* Number of ones, for machines without the instruction. */
HF_INLINE int hf_ones(uint64_t x) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_popcountll(x);
#else
    x -= (x >> 1) & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (int)((x * 0x0101010101010101u) >> 56);
#endif
}

/* --- pdq.c ------------------------------------------------------------------------------------------ */

/* One picture as it lies in memory: rows of `row` bytes, `channels` 1 (grey) or 3 (R, G, B). */
typedef struct {
    const uint8_t *bytes;
    int64_t height, width, row;
    int channels;
} hf_picture;

/* Writes 64x64 samples of the blurred luma. `how` 0: banded operator; 1: float32 sums in the order of the
   reference program. Returns 0, or -1 where memory ran out. */
int hf_pdq_samples(const hf_picture *picture, int how, float *out);

/* --- hits -------------------------------------------------------------------------------------------- */

/* A hit: number of the query, number of the hash in the bank, distance in bits. */
typedef struct { uint32_t query, number, distance; } hf_hit;
typedef struct { hf_hit *rows; size_t used, room; int failed; } hf_hits;
void hf_hits_add(hf_hits *hits, uint32_t query, uint32_t number, uint32_t distance);

/* --- scan.c ------------------------------------------------------------------------------------------ */

/* A bank as four planes: plane p holds bits 64p..64p+63 of every hash, one uint64 each. */
typedef struct { const uint64_t *plane[4]; uint64_t count; const uint8_t *gone; } hf_bank;

HF_INLINE int hf_is_gone(const hf_bank *bank, uint64_t number) {
    return bank->gone && (bank->gone[number >> 3] >> (number & 7)) & 1;
}

/* Compares every query (4 words each) with every hash of the bank. */
void hf_scan(const hf_bank *bank, const uint64_t *queries, size_t many, int radius, hf_hits *hits);

/* --- probe.c ----------------------------------------------------------------------------------------- */

/* Postings of 16 chunks of 16 bits. For chunk c and value v the entries starts[c*65537+v] up to
   starts[c*65537+v+1]: `sketch` the two words of the other half of the hash, `number` which hash. */
typedef struct { const uint32_t *starts; const uint64_t *sketch; const uint32_t *number; } hf_postings;

void hf_probe(const hf_bank *bank, const hf_postings *postings, const uint64_t *queries, size_t many,
              int radius, hf_hits *hits);

/* Fills the postings of one chunk: starts (65537), sketch (2*count words), number (count). */
void hf_post(const hf_bank *bank, int chunk, uint32_t *starts, uint64_t *sketch, uint32_t *number);

#endif
