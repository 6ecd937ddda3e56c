/* holdfast.takedown._kernel: buffers in, bytes out. Limited API (3.11), so that one wheel serves every newer Python.
   Optional: where it was not built, numpy gives the same answers (holdfast/takedown/kernel.py). */
#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#include <stdlib.h>

#include "kernel.h"

static int asked_level = HF_AVX512;

int hf_level(void) {
    static int able = -1;
    if (able < 0) {
        int found = HF_PLAIN;
#ifdef HF_X86
        if (__builtin_cpu_supports("popcnt")) found = HF_POPCNT;
        if (found && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found = HF_AVX2;
        if (found == HF_AVX2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512vpopcntdq")) found = HF_AVX512;
#endif
        able = found;
    }
    return able < asked_level ? able : asked_level;
}

int hf_set_level(int level) {
    asked_level = level < HF_PLAIN ? HF_PLAIN : level;
    return hf_level();
}

static PyObject *level(PyObject *self, PyObject *arguments) {
    int asked = -1;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "|i", &asked)) return NULL;
    return PyLong_FromLong(asked < 0 ? hf_level() : hf_set_level(asked));
}

static PyObject *wrong(const char *what) {
    PyErr_SetString(PyExc_ValueError, what);
    return NULL;
}

static PyObject *pdq_samples(PyObject *self, PyObject *arguments) {
    Py_buffer in, out;
    hf_picture p;
    long long height, width, row;
    int how, done = -2;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "y*LLLiiw*", &in, &height, &width, &row, &p.channels, &how, &out)) return NULL;
    p.bytes = in.buf; p.height = height; p.width = width; p.row = row;
    int fits = height > 0 && width > 0 && (p.channels == 1 || p.channels == 3) && row >= width * p.channels &&
               in.len >= (height - 1) * row + width * p.channels &&
               out.len == (Py_ssize_t)(64 * 64 * sizeof(float));
    if (fits) {
        PyThreadState *state = PyEval_SaveThread();
        done = hf_pdq_samples(&p, how, out.buf);
        PyEval_RestoreThread(state);
    }
    PyBuffer_Release(&in);
    PyBuffer_Release(&out);
    if (done == -2) return wrong("the picture's size and its bytes do not agree");
    if (done) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

/* The buffers of a bank: four planes and, maybe, one bit for each hash that is gone. */
typedef struct { Py_buffer plane[4], gone; hf_bank bank; } held;

static int hold(PyObject *planes, PyObject *gone, held *out) {
    int taken = 0, fits = PyTuple_Check(planes) && PyTuple_Size(planes) == 4;
    out->gone.buf = NULL;
    for (; fits && taken < 4; taken++) {
        if (PyObject_GetBuffer(PyTuple_GetItem(planes, taken), &out->plane[taken], PyBUF_SIMPLE)) { fits = 0; break; }
        out->bank.plane[taken] = out->plane[taken].buf;
        if (taken && out->plane[taken].len != out->plane[0].len) { fits = 0; taken++; break; }
    }
    if (fits) {
        out->bank.count = (uint64_t)out->plane[0].len / 8;
        fits = out->bank.count < UINT32_MAX;
    }
    if (fits && gone != Py_None) {
        fits = !PyObject_GetBuffer(gone, &out->gone, PyBUF_SIMPLE);
        if (fits && (uint64_t)out->gone.len * 8 < out->bank.count) { PyBuffer_Release(&out->gone); fits = 0; }
    }
    if (!fits) {
        while (taken) PyBuffer_Release(&out->plane[--taken]);
        if (!PyErr_Occurred()) wrong("four planes of one length, and bits for all of them");
        return -1;
    }
    out->bank.gone = gone != Py_None ? out->gone.buf : NULL;
    return 0;
}

static void let_go(held *one) {
    for (int p = 0; p < 4; p++) PyBuffer_Release(&one->plane[p]);
    if (one->bank.gone) PyBuffer_Release(&one->gone);
}

static PyObject *bytes_of(hf_hits *hits) {
    PyObject *out = hits->failed ? PyErr_NoMemory()
                                 : PyBytes_FromStringAndSize((const char *)hits->rows,
                                                             (Py_ssize_t)(hits->used * sizeof *hits->rows));
    free(hits->rows);
    return out;
}

static PyObject *scan(PyObject *self, PyObject *arguments) {
    PyObject *planes, *gone;
    Py_buffer queries;
    int radius;
    held on;
    hf_hits hits = {0};
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOy*i", &planes, &gone, &queries, &radius)) return NULL;
    if (hold(planes, gone, &on)) { PyBuffer_Release(&queries); return NULL; }
    PyThreadState *state = PyEval_SaveThread();
    hf_scan(&on.bank, queries.buf, (size_t)queries.len / 32, radius, &hits);
    PyEval_RestoreThread(state);
    let_go(&on);
    PyBuffer_Release(&queries);
    return bytes_of(&hits);
}

static PyObject *probe(PyObject *self, PyObject *arguments) {
    PyObject *planes, *gone, *out = NULL;
    Py_buffer starts, sketch, number, queries;
    int radius;
    held on;
    hf_hits hits = {0};
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOy*y*y*y*i", &planes, &gone, &starts, &sketch, &number, &queries, &radius))
        return NULL;
    if (!hold(planes, gone, &on)) {
        uint64_t entries = 16 * on.bank.count;
        if (radius < 0 || radius > 31 || starts.len != 16 * 65537 * 4 || (uint64_t)sketch.len != entries * 16 ||
            (uint64_t)number.len != entries * 4) {
            wrong("postings of another bank, or a radius over 31");
        } else {
            hf_postings postings = {starts.buf, sketch.buf, number.buf};
            PyThreadState *state = PyEval_SaveThread();
            hf_probe(&on.bank, &postings, queries.buf, (size_t)queries.len / 32, radius, &hits);
            PyEval_RestoreThread(state);
            out = bytes_of(&hits);
        }
        let_go(&on);
    }
    PyBuffer_Release(&starts); PyBuffer_Release(&sketch); PyBuffer_Release(&number); PyBuffer_Release(&queries);
    return out;
}

static PyObject *post(PyObject *self, PyObject *arguments) {
    PyObject *planes, *out = NULL;
    Py_buffer starts, sketch, number;
    int chunk;
    held on;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "Oiw*w*w*", &planes, &chunk, &starts, &sketch, &number)) return NULL;
    if (!hold(planes, Py_None, &on)) {
        if (chunk < 0 || chunk > 15 || starts.len != 65537 * 4 || (uint64_t)sketch.len != on.bank.count * 16 ||
            (uint64_t)number.len != on.bank.count * 4) {
            wrong("room for other postings than these");
        } else {
            PyThreadState *state = PyEval_SaveThread();
            hf_post(&on.bank, chunk, starts.buf, sketch.buf, number.buf);
            PyEval_RestoreThread(state);
            out = Py_None;
            Py_INCREF(out);
        }
        let_go(&on);
    }
    PyBuffer_Release(&starts); PyBuffer_Release(&sketch); PyBuffer_Release(&number);
    return out;
}

static PyMethodDef methods[] = {
    {"level", level, METH_VARARGS, "level([asked]): 0 plain, 1 popcnt, 2 AVX2, 3 AVX-512; never above the processor"},
    {"pdq_samples", pdq_samples, METH_VARARGS, "pdq_samples(bytes, height, width, row, channels, how, out)"},
    {"scan", scan, METH_VARARGS, "scan(planes, gone, queries, radius) -> hits"},
    {"probe", probe, METH_VARARGS, "probe(planes, gone, starts, sketch, number, queries, radius) -> hits"},
    {"post", post, METH_VARARGS, "post(planes, chunk, starts, sketch, number)"},
    {NULL, NULL, 0, NULL},
};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernel", "Fingerprints and their index, compiled.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module); }
