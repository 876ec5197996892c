/* The Mandelbrot set on a grid of n by n points, at most 64 steps each: f64 arithmetic with a side exit. */
#include "workload.h"

enum { MAX_STEPS = 64 };

static int steps_to_escape(double cr, double ci) {
    double zr = 0, zi = 0;
    int step = 0;
    for (; step < MAX_STEPS; step++) {
        double zr2 = zr * zr, zi2 = zi * zi;
        if (zr2 + zi2 > 4) {
            break;
        }
        zi = 2 * zr * zi + ci;
        zr = zr2 - zi2 + cr;
    }
    return step;
}

int64_t run(int32_t n) {
    uint64_t checksum = 0;
    for (int32_t row = 0; row < n; row++) {
        for (int32_t column = 0; column < n; column++) {
            int steps = steps_to_escape(-2.0 + 2.5 * column / n, -1.25 + 2.5 * row / n);
            checksum = fold(checksum, (uint64_t) steps);
        }
    }
    return (int64_t) checksum;
}
