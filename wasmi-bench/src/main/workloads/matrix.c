/* n products of two square matrices of doubles: f64 arithmetic with strided loads. */
#include "workload.h"

enum { SIZE = 40 };

static double a[SIZE][SIZE], b[SIZE][SIZE], product[SIZE][SIZE];

static void multiply(void) {
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            double sum = 0;
            for (int k = 0; k < SIZE; k++) {
                sum += a[i][k] * b[k][j];
            }
            product[i][j] = sum;
        }
    }
}

int64_t run(int32_t n) {
    uint32_t seed = 12345;
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            a[i][j] = (double) (next_random(&seed) % 2000) / 1000 - 1;
            b[i][j] = (double) (next_random(&seed) % 2000) / 1000 - 1;
        }
    }
    double trace = 0;
    for (int32_t round = 0; round < n; round++) {
        multiply();
        /* One row of the next left factor depends on this product; the scale keeps it small. */
        int row = round % SIZE;
        for (int j = 0; j < SIZE; j++) {
            trace += product[j][j];
            a[row][j] = product[row][j] / SIZE;
        }
    }
    return (int64_t) bits_of(trace);
}
