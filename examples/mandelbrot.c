/*
 * The Mandelbrot set as characters: the longer a point takes to escape, the darker its character.
 * Usage: mandelbrot [COLUMNS [ROWS]]
 */
#include <stdio.h>
#include <stdlib.h>

static const char SHADES[] = " .,:;-~=+*oxO%#@";
enum { LAST_SHADE = sizeof SHADES - 2, MAX_STEPS = 256 };

/* The number of steps after which z := z^2 + c leaves the circle of radius 2; MAX_STEPS when it stays. */
static int steps_to_escape(double cr, double ci) {
    double zr = 0, zi = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
        double zr2 = zr * zr, zi2 = zi * zi;
        if (zr2 + zi2 > 4) {
            return step;
        }
        zi = 2 * zr * zi + ci;
        zr = zr2 - zi2 + cr;
    }
    return MAX_STEPS;
}

static char shade(int steps) {
    if (steps == MAX_STEPS) {
        return SHADES[LAST_SHADE];
    }
    return SHADES[steps < LAST_SHADE ? steps : LAST_SHADE - 1];
}

int main(int argc, char **argv) {
    int columns = argc > 1 ? atoi(argv[1]) : 78;
    int rows = argc > 2 ? atoi(argv[2]) : 32;
    if (columns < 2 || rows < 2) {
        fprintf(stderr, "usage: mandelbrot [COLUMNS [ROWS]], both at least 2\n");
        return 2;
    }
    for (int row = 0; row < rows; row++) {
        double ci = -1.2 + 2.4 * row / (rows - 1);
        for (int column = 0; column < columns; column++) {
            double cr = -2.1 + 2.9 * column / (columns - 1);
            putchar(shade(steps_to_escape(cr, ci)));
        }
        putchar('\n');
    }
    return 0;
}
