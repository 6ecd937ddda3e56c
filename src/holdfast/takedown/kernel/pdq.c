/* The 64x64 samples of PDQ: two box blurs along each axis, read at 64 centres.

   Blur and sampling are one linear operator per axis, with at most 2*window-1 weights for each of the 64 outputs. Only
   those outputs are computed here ("banded"). The reference program keeps running sums in float32 over whole rows and
   columns; hf_pdq_samples(how = 1) adds in that very order, for the rare picture whose bits hang on the rounding. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 64
#define TILE 4096

/* --- the operator of one axis ------------------------------------------------------------------------ */

typedef struct { int64_t first, count; float *weight; } band;

static int64_t at_least(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t at_most(int64_t a, int64_t b) { return a < b ? a : b; }

/* Where the blurred value at `place` begins and ends to read. */
static void window_of(int64_t place, int64_t size, int64_t window, int64_t *left, int64_t *right) {
    int64_t half = (window + 2) / 2;
    *left = at_least(0, place + half - window);
    *right = at_most(size - 1, place + half - 1);
}

static int band_of(int64_t place, int64_t size, int64_t window, band *out) {
    int64_t left, right, inner_left, inner_right, ignored;
    window_of(place, size, window, &left, &right);
    window_of(left, size, window, &inner_left, &ignored);
    window_of(right, size, window, &ignored, &inner_right);
    out->first = inner_left;
    out->count = inner_right - inner_left + 1;
    double *steps = calloc((size_t)out->count + 1, sizeof *steps);
    out->weight = malloc((size_t)out->count * sizeof *out->weight);
    if (!steps || !out->weight) { free(steps); return -1; }
    for (int64_t middle = left; middle <= right; middle++) {
        int64_t from, to;
        window_of(middle, size, window, &from, &to);
        double share = 1.0 / ((double)(right - left + 1) * (double)(to - from + 1));
        steps[from - out->first] += share;
        steps[to + 1 - out->first] -= share;
    }
    double sum = 0;
    for (int64_t i = 0; i < out->count; i++) { sum += steps[i]; out->weight[i] = (float)sum; }
    free(steps);
    return 0;
}

static void free_bands(band *bands) {
    if (bands) for (int i = 0; i < SIDE; i++) free(bands[i].weight);
    free(bands);
}

static int64_t centre(int i, int64_t size) { return (int64_t)(((double)i + 0.5) * (double)size / SIDE); }

static band *bands_of(int64_t size) {
    int64_t window = (size + 2 * SIDE - 1) / (2 * SIDE);
    band *bands = calloc(SIDE, sizeof *bands);
    for (int i = 0; bands && i < SIDE; i++) {
        if (band_of(centre(i, size), size, window, &bands[i])) {
            free_bands(bands);
            return NULL;
        }
    }
    return bands;
}

/* --- the fast way -------------------------------------------------------------------------------------- */

HF_INLINE void add_rows_body(float *HF_RESTRICT sum, const uint8_t *HF_RESTRICT row, int64_t step,
                             const float *weight, int64_t rows, int64_t n) {
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        const uint8_t *a = row + r * step, *b = a + step, *c = b + step, *d = c + step;
        float wa = weight[r], wb = weight[r + 1], wc = weight[r + 2], wd = weight[r + 3];
        for (int64_t i = 0; i < n; i++)
            sum[i] += (wa * (float)a[i] + wb * (float)b[i]) + (wc * (float)c[i] + wd * (float)d[i]);
    }
    for (; r < rows; r++)
        for (int64_t i = 0; i < n; i++) sum[i] += weight[r] * (float)row[r * step + i];
}

typedef void (*add_rows)(float *HF_RESTRICT, const uint8_t *HF_RESTRICT, int64_t, const float *, int64_t, int64_t);

static void add_rows_plain(float *HF_RESTRICT s, const uint8_t *HF_RESTRICT p, int64_t step, const float *w,
                           int64_t rows, int64_t n) { add_rows_body(s, p, step, w, rows, n); }
#ifdef HF_X86
__attribute__((target("avx2,fma"))) static void add_rows_avx2(
    float *HF_RESTRICT s, const uint8_t *HF_RESTRICT p, int64_t step, const float *w, int64_t rows, int64_t n) {
    add_rows_body(s, p, step, w, rows, n);
}
/* 16 bytes of eight rows at a time: widen, turn to float, one fused multiply-add each. */
__attribute__((target("avx512f,avx512bw"))) static void add_rows_avx512(
    float *HF_RESTRICT s, const uint8_t *HF_RESTRICT p, int64_t step, const float *w, int64_t rows, int64_t n) {
    int64_t r = 0, whole = n & ~(int64_t)15;
    for (; r + 8 <= rows; r += 8) {
        const uint8_t *row = p + r * step;
        for (int64_t i = 0; i < whole; i += 16) {
            __m512 even = _mm512_loadu_ps(s + i), odd = _mm512_setzero_ps();
            for (int k = 0; k < 8; k += 2) {
                __m128i a = _mm_loadu_si128((const __m128i *)(row + k * step + i));
                __m128i b = _mm_loadu_si128((const __m128i *)(row + (k + 1) * step + i));
                even = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(a)), _mm512_set1_ps(w[r + k]), even);
                odd = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(b)), _mm512_set1_ps(w[r + k + 1]), odd);
            }
            _mm512_storeu_ps(s + i, _mm512_add_ps(even, odd));
        }
    }
    if (r) add_rows_body(s + whole, p + whole, step, w, r, n - whole);
    add_rows_body(s, p + r * step, step, w + r, rows - r, n);
}
#endif

static add_rows best_add_rows(void) {
#ifdef HF_X86
    if (hf_level() >= HF_AVX512) return add_rows_avx512;
    if (hf_level() >= HF_AVX2) return add_rows_avx2;
#endif
    return add_rows_plain;
}

/* One row of 64 samples from weighted sums of columns. */
static void sample_row(const float *sum, int channels, const band *across, float *luma, int64_t width, float *out) {
    if (channels == 3)
        for (int64_t x = 0; x < width; x++)
            luma[x] = 0.299f * sum[3 * x] + 0.587f * sum[3 * x + 1] + 0.114f * sum[3 * x + 2];
    else
        memcpy(luma, sum, (size_t)width * sizeof *luma);
    for (int i = 0; i < SIDE; i++) {
        float part[8] = {0}, total = 0;
        const float *from = luma + across[i].first, *weight = across[i].weight;
        int64_t x = 0;
        for (; x + 8 <= across[i].count; x += 8)
            for (int k = 0; k < 8; k++) part[k] += weight[x + k] * from[x + k];
        for (; x < across[i].count; x++) total += weight[x] * from[x];
        for (int k = 0; k < 8; k++) total += part[k];
        out[i] = total;
    }
}

static int banded(const hf_picture *p, float *out) {
    int64_t wide = p->width * p->channels;
    band *down = bands_of(p->height), *across = bands_of(p->width);
    float *sum = malloc((size_t)wide * sizeof *sum), *luma = malloc((size_t)p->width * sizeof *luma);
    int failed = !down || !across || !sum || !luma;
    add_rows add = best_add_rows();
    for (int i = 0; !failed && i < SIDE; i++) {
        memset(sum, 0, (size_t)wide * sizeof *sum);
        for (int64_t x = 0; x < wide; x += TILE)
            add(sum + x, p->bytes + down[i].first * p->row + x, p->row, down[i].weight, down[i].count,
                at_most(TILE, wide - x));
        sample_row(sum, p->channels, across, luma, p->width, out + i * SIDE);
    }
    free(sum);
    free(luma);
    free_bands(down);
    free_bands(across);
    return failed ? -1 : 0;
}

/* --- the reference's order ------------------------------------------------------------------------------ */

/* `lanes` vectors side by side, element i of vector l at in[i*lanes+l]; running sums as the reference keeps them. */
static void box(const float *HF_RESTRICT in, float *HF_RESTRICT out, int64_t size, int64_t window, int64_t lanes,
                float *HF_RESTRICT sum) {
    int64_t half = (window + 2) / 2, right = 0, left = 0, place = 0;
    int64_t early = window - half + 1, full = size - window;
    float inside = 0;
    memset(sum, 0, (size_t)lanes * sizeof *sum);
    for (int64_t i = 0; i < half - 1; i++, right++, inside++)
        for (int64_t l = 0; l < lanes; l++) sum[l] += in[right * lanes + l];
    for (int64_t i = 0; i < early; i++, right++, place++) {
        inside++;
        for (int64_t l = 0; l < lanes; l++) {
            sum[l] += in[right * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    }
    for (int64_t i = 0; i < full; i++, right++, left++, place++)
        for (int64_t l = 0; l < lanes; l++) {
            sum[l] += in[right * lanes + l];
            sum[l] -= in[left * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    for (int64_t i = 0; i < half - 1; i++, left++, place++) {
        inside--;
        for (int64_t l = 0; l < lanes; l++) {
            sum[l] -= in[left * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    }
}

#define LANES 16

/* Blurs every line of `count` lines, LANES at a time. `line` and `step`: how far to the next line, the next element. */
static void blur_lines(float *all, int64_t count, int64_t size, int64_t line, int64_t step, float *work) {
    int64_t window = (size + 2 * SIDE - 1) / (2 * SIDE);
    float *in = work, *out = work + size * LANES, sum[LANES];
    for (int64_t first = 0; first < count; first += LANES) {
        int64_t lanes = at_most(LANES, count - first);
        float *from = all + first * line;
        memset(in, 0, (size_t)(size * LANES) * sizeof *in);
        for (int64_t i = 0; i < size; i++)
            for (int64_t l = 0; l < lanes; l++) in[i * LANES + l] = from[l * line + i * step];
        box(in, out, size, window, LANES, sum);
        for (int64_t i = 0; i < size; i++)
            for (int64_t l = 0; l < lanes; l++) from[l * line + i * step] = out[i * LANES + l];
    }
}

static void luma_row(const uint8_t *from, int channels, int64_t width, float *to) {
    int64_t next = channels == 3 ? 1 : 0;
    for (int64_t x = 0; x < width; x++, from += channels)
        to[x] = (float)((from[0] * 0.299 + from[next] * 0.587) + from[2 * next] * 0.114);
}

static int in_order(const hf_picture *p, float *out) {
    int64_t longer = at_least(p->height, p->width);
    float *all = malloc((size_t)(p->height * p->width) * sizeof *all);
    float *work = malloc((size_t)(2 * longer * LANES) * sizeof *work);
    int failed = !all || !work;
    for (int64_t y = 0; !failed && y < p->height; y++)
        luma_row(p->bytes + y * p->row, p->channels, p->width, all + y * p->width);
    int blurred = p->height != SIDE || p->width != SIDE;
    for (int pass = 0; !failed && blurred && pass < 2; pass++) {
        blur_lines(all, p->height, p->width, p->width, 1, work);
        blur_lines(all, p->width, p->height, 1, p->width, work);
    }
    for (int i = 0; !failed && i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            out[i * SIDE + j] = all[centre(i, p->height) * p->width + centre(j, p->width)];
    free(all);
    free(work);
    return failed ? -1 : 0;
}

int hf_pdq_samples(const hf_picture *picture, int how, float *out) {
    return how ? in_order(picture, out) : banded(picture, out);
}
