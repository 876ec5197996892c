/* n decompositions of matrices of 40 by 40 f64 with partial pivoting, and the solution of an equation each. */
#include "../workload.h"

enum { SIZE = 40 };

static double a[SIZE][SIZE], b[SIZE];

static void solve(void) {
    for (int k = 0; k < SIZE; k++) {
        int pivot = k;
        for (int i = k + 1; i < SIZE; i++) {
            if (__builtin_fabs(a[i][k]) > __builtin_fabs(a[pivot][k])) {
                pivot = i;
            }
        }
        if (pivot != k) {
            for (int j = 0; j < SIZE; j++) {
                double t = a[k][j];
                a[k][j] = a[pivot][j];
                a[pivot][j] = t;
            }
            double t = b[k];
            b[k] = b[pivot];
            b[pivot] = t;
        }
        for (int i = k + 1; i < SIZE; i++) {
            double factor = a[i][k] / a[k][k];
            for (int j = k; j < SIZE; j++) {
                a[i][j] -= factor * a[k][j];
            }
            b[i] -= factor * b[k];
        }
    }
    for (int i = SIZE - 1; i >= 0; i--) {
        for (int j = i + 1; j < SIZE; j++) {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
}

int64_t run(int32_t n) {
    uint32_t seed = 99;
    uint64_t sum = 0;
    for (int32_t round = 0; round < n; round++) {
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                a[i][j] = (double) (next_random(&seed) % 1000) / 100.0 - 5.0;
            }
            b[i] = (double) i;
        }
        solve();
        for (int i = 0; i < SIZE; i++) {
            sum = fold(sum, bits_of(b[i]));
        }
    }
    return (int64_t) sum;
}
