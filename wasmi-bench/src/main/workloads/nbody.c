/* n steps of a few bodies that attract one another: f64 arithmetic, square roots and divisions. */
#include "workload.h"

enum { BODIES = 5 };

typedef struct {
    double x, y, z, vx, vy, vz, mass;
} Body;

static Body bodies[BODIES];

/* A double from -1 to 1. */
static double random_unit(uint32_t *seed) {
    return (double) (int32_t) next_random(seed) / 2147483648.0;
}

static void place(void) {
    uint32_t seed = 2463534242u;
    for (int i = 0; i < BODIES; i++) {
        Body *body = &bodies[i];
        body->x = 10 * random_unit(&seed);
        body->y = 10 * random_unit(&seed);
        body->z = 10 * random_unit(&seed);
        body->vx = random_unit(&seed);
        body->vy = random_unit(&seed);
        body->vz = random_unit(&seed);
        body->mass = 2 + random_unit(&seed);
    }
}

static void step(double dt) {
    for (int i = 0; i < BODIES; i++) {
        Body *left = &bodies[i];
        for (int j = i + 1; j < BODIES; j++) {
            Body *right = &bodies[j];
            double dx = right->x - left->x, dy = right->y - left->y, dz = right->z - left->z;
            double squared = dx * dx + dy * dy + dz * dz + 0.01; /* softened: bodies may come close */
            double pull = dt / (squared * __builtin_sqrt(squared));
            double to_left = pull * right->mass, to_right = pull * left->mass;
            left->vx += dx * to_left;
            left->vy += dy * to_left;
            left->vz += dz * to_left;
            right->vx -= dx * to_right;
            right->vy -= dy * to_right;
            right->vz -= dz * to_right;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        Body *body = &bodies[i];
        body->x += dt * body->vx;
        body->y += dt * body->vy;
        body->z += dt * body->vz;
    }
}

int64_t run(int32_t n) {
    place();
    for (int32_t i = 0; i < n; i++) {
        step(0.001);
    }
    uint64_t checksum = 0;
    for (int i = 0; i < BODIES; i++) {
        checksum = fold(checksum, bits_of(bodies[i].x));
        checksum = fold(checksum, bits_of(bodies[i].y));
        checksum = fold(checksum, bits_of(bodies[i].z));
    }
    return (int64_t) checksum;
}
