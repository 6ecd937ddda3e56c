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

/* --- the reference's order ------------------------------------------------------------------------------

   Every sum as the reference adds it, but in one sweep: rows are blurred in groups of LANES, go into the running sums of
   the columns, come out half a window later, are blurred again, and of each only 64 values are kept. */

#define LANES 16

/* `lanes` vectors side by side, element i of vector l at in[i*lanes+l]; running sums as the reference keeps them. */
HF_INLINE void box(const float *HF_RESTRICT in, float *HF_RESTRICT out, int64_t size, int64_t window, const int lanes,
                   float *HF_RESTRICT sum) {
    int64_t half = (window + 2) / 2, right = 0, left = 0, place = 0;
    int64_t early = window - half + 1, full = size - window;
    float inside = 0;
    for (int l = 0; l < lanes; l++) sum[l] = 0;
    for (int64_t i = 0; i < half - 1; i++, right++, inside++)
        for (int l = 0; l < lanes; l++) sum[l] += in[right * lanes + l];
    for (int64_t i = 0; i < early; i++, right++, place++) {
        inside++;
        for (int l = 0; l < lanes; l++) {
            sum[l] += in[right * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    }
    for (int64_t i = 0; i < full; i++, right++, left++, place++)
        for (int l = 0; l < lanes; l++) {
            sum[l] += in[right * lanes + l];
            sum[l] -= in[left * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    for (int64_t i = 0; i < half - 1; i++, left++, place++) {
        inside--;
        for (int l = 0; l < lanes; l++) {
            sum[l] -= in[left * lanes + l];
            out[place * lanes + l] = sum[l] / inside;
        }
    }
}

/* Everything one picture needs on its way; `all` is the one allocation. */
typedef struct {
    const hf_picture *picture;
    int64_t across, down;       /* windows along rows and along columns */
    int64_t emitted;            /* rows that came out of the columns' sums */
    float *sum, *ring;          /* columns' sums; the rows inside the window */
    float *rows, *waiting;      /* LANES rows that go into the columns; LANES that came out of them */
    float *in, *out;            /* LANES rows side by side, before and after a blur along them */
    float *tall;                /* height x 64 */
    float *all;
} sweep;

static int64_t window_for(int64_t size) { return (size + 2 * SIDE - 1) / (2 * SIDE); }

static int sweep_room(sweep *s, const hf_picture *p) {
    int64_t w = p->width;
    *s = (sweep){.picture = p, .across = window_for(w), .down = window_for(p->height)};
    s->all = malloc((size_t)(w * (1 + s->down + 1 + 4 * LANES) + SIDE * 2 * p->height) * sizeof *s->all);
    if (!s->all) return -1;
    s->sum = s->all;
    s->ring = s->sum + w;
    s->rows = s->ring + w * (s->down + 1);
    s->waiting = s->rows + w * LANES;
    s->in = s->waiting + w * LANES;
    s->out = s->in + w * LANES;
    s->tall = s->out + w * LANES;
    memset(s->sum, 0, (size_t)w * sizeof *s->sum);
    memset(s->rows, 0, (size_t)(2 * w * LANES) * sizeof *s->rows);
    return 0;
}

/* LANES rows under each other to LANES numbers side by side, and back. */
HF_INLINE void side_by_side(const float *HF_RESTRICT rows, int64_t width, float *HF_RESTRICT in) {
    for (int64_t x = 0; x < width; x++)
        for (int l = 0; l < LANES; l++) in[x * LANES + l] = rows[l * width + x];
}

HF_INLINE void under_each_other(const float *HF_RESTRICT out, int64_t width, float *HF_RESTRICT rows) {
    for (int64_t x = 0; x < width; x++)
        for (int l = 0; l < LANES; l++) rows[l * width + x] = out[x * LANES + l];
}

HF_INLINE void luma_row(const uint8_t *HF_RESTRICT from, int channels, int64_t width, float *HF_RESTRICT to) {
    if (channels == 3)
        for (int64_t x = 0; x < width; x++)
            to[x] = (float)((from[3 * x] * 0.299 + from[3 * x + 1] * 0.587) + from[3 * x + 2] * 0.114);
    else
        for (int64_t x = 0; x < width; x++) to[x] = (float)((from[x] * 0.299 + from[x] * 0.587) + from[x] * 0.114);
}

/* The second blur along rows, of which 64 values each are kept. */
HF_INLINE void second_rows(sweep *s, int64_t rows) {
    int64_t width = s->picture->width, first = s->emitted - rows;
    float sum[LANES];
    side_by_side(s->waiting, width, s->in);
    box(s->in, s->out, width, s->across, LANES, sum);
    for (int64_t l = 0; l < rows; l++)
        for (int j = 0; j < SIDE; j++) s->tall[(first + l) * SIDE + j] = s->out[centre(j, width) * LANES + l];
}

HF_INLINE void emit(sweep *s, float inside) {
    int64_t width = s->picture->width;
    float *HF_RESTRICT row = s->waiting + s->emitted % LANES * width, *HF_RESTRICT sum = s->sum;
    for (int64_t x = 0; x < width; x++) row[x] = sum[x] / inside;
    s->emitted++;
    if (s->emitted % LANES == 0) second_rows(s, LANES);
}

/* Takes in row `y` of what was blurred along its rows. */
HF_INLINE void columns(sweep *s, int64_t y, const float *HF_RESTRICT row) {
    int64_t width = s->picture->width, window = s->down, half = (window + 2) / 2;
    float *HF_RESTRICT kept = s->ring + (y % (window + 1)) * width, *HF_RESTRICT sum = s->sum;
    for (int64_t x = 0; x < width; x++) {
        kept[x] = row[x];
        sum[x] += row[x];
    }
    if (y >= window) {
        const float *HF_RESTRICT left = s->ring + ((y - window) % (window + 1)) * width;
        for (int64_t x = 0; x < width; x++) sum[x] -= left[x];
    }
    if (y >= half - 1) emit(s, (float)at_most(y + 1, window));
}

HF_INLINE void last_columns(sweep *s) {
    int64_t width = s->picture->width, height = s->picture->height, window = s->down, half = (window + 2) / 2;
    for (int64_t i = 0; i < half - 1; i++) {
        const float *HF_RESTRICT left = s->ring + ((height - window + i) % (window + 1)) * width;
        for (int64_t x = 0; x < width; x++) s->sum[x] -= left[x];
        emit(s, (float)(window - 1 - i));
    }
    if (s->emitted % LANES) second_rows(s, s->emitted % LANES);
}

HF_INLINE void sweep_body(sweep *s, float *out) {
    const hf_picture *p = s->picture;
    float sum[SIDE];
    for (int64_t y = 0; y < p->height; y += LANES) {
        int64_t rows = at_most(LANES, p->height - y);
        for (int64_t l = 0; l < rows; l++)
            luma_row(p->bytes + (y + l) * p->row, p->channels, p->width, s->rows + l * p->width);
        side_by_side(s->rows, p->width, s->in);
        box(s->in, s->out, p->width, s->across, LANES, sum);
        under_each_other(s->out, p->width, s->rows);
        for (int64_t l = 0; l < rows; l++) columns(s, y + l, s->rows + l * p->width);
    }
    last_columns(s);
    float *second = s->tall + SIDE * p->height;
    box(s->tall, second, p->height, s->down, SIDE, sum);
    for (int i = 0; i < SIDE; i++)
        memcpy(out + i * SIDE, second + centre(i, p->height) * SIDE, SIDE * sizeof *out);
}

static void sweep_plain(sweep *s, float *out) { sweep_body(s, out); }
#ifdef HF_X86
__attribute__((target("avx2"))) static void sweep_avx2(sweep *s, float *out) { sweep_body(s, out); }
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) static void sweep_avx512(sweep *s, float *out) {
    sweep_body(s, out);
}
#endif

/* 64x64 pixels are taken as they are: the reference blurs nothing there. */
static void as_it_is(const hf_picture *p, float *out) {
    for (int64_t y = 0; y < SIDE; y++) luma_row(p->bytes + y * p->row, p->channels, SIDE, out + y * SIDE);
}

static int in_order(const hf_picture *p, float *out) {
    sweep s;
    if (p->height == SIDE && p->width == SIDE) { as_it_is(p, out); return 0; }
    if (sweep_room(&s, p)) return -1;
    void (*best)(sweep *, float *) = sweep_plain;
#ifdef HF_X86
    if (hf_level() >= HF_AVX512) best = sweep_avx512;
    else if (hf_level() >= HF_AVX2) best = sweep_avx2;
#endif
    best(&s, out);
    free(s.all);
    return 0;
}

int hf_pdq_samples(const hf_picture *picture, int how, float *out) {
    return how ? in_order(picture, out) : banded(picture, out);
}
