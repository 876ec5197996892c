/* n transforms of 512 complex numbers and back (Cooley and Tukey, in place): f64 in nested loops with growing strides. */
#include "../workload.h"

enum { SIZE = 512 };

static double re[SIZE], im[SIZE], cosines[SIZE / 2], sines[SIZE / 2];

/* Each angle from the one before: C has no library here. */
static void prepare(void) {
    double c = 0.99992470183914450299, s = 0.01227153828571992540; /* of 2 pi / 512 */
    cosines[0] = 1.0;
    sines[0] = 0.0;
    for (int i = 1; i < SIZE / 2; i++) {
        cosines[i] = cosines[i - 1] * c - sines[i - 1] * s;
        sines[i] = sines[i - 1] * c + cosines[i - 1] * s;
    }
}

static void transform(double sign) {
    for (int i = 1, j = 0; i < SIZE; i++) {
        int bit = SIZE >> 1;
        for (; j & bit; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            double x = re[i], y = im[i];
            re[i] = re[j], im[i] = im[j];
            re[j] = x, im[j] = y;
        }
    }
    for (int length = 2; length <= SIZE; length <<= 1) {
        int half = length >> 1, step = SIZE / length;
        for (int from = 0; from < SIZE; from += length) {
            for (int k = 0; k < half; k++) {
                double wr = cosines[k * step], wi = sign * sines[k * step];
                int a = from + k, b = a + half;
                double xr = re[b] * wr - im[b] * wi, xi = re[b] * wi + im[b] * wr;
                re[b] = re[a] - xr, im[b] = im[a] - xi;
                re[a] += xr, im[a] += xi;
            }
        }
    }
}

int64_t run(int32_t n) {
    prepare();
    for (int i = 0; i < SIZE; i++) {
        re[i] = (double) ((i * 37) % 101) / 101.0;
        im[i] = 0.0;
    }
    for (int32_t round = 0; round < n; round++) {
        transform(-1.0);
        re[round & (SIZE - 1)] += 0.5;
        transform(1.0);
        for (int i = 0; i < SIZE; i++) {
            re[i] /= SIZE, im[i] /= SIZE;
        }
    }
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        sum = fold(sum, bits_of(re[i]) ^ bits_of(im[i]));
    }
    return (int64_t) sum;
}
