/* Particles that springs of a ring hold together, n steps: f32 sums, differences, square roots and quotients. */
#include "workload.h"

enum { COUNT = 128 };

typedef struct {
    float x, y, vx, vy;
} particle;

static particle ring[COUNT];

static void step(void) {
    for (int i = 0; i < COUNT; i++) {
        particle *a = &ring[i], *b = &ring[(i + 1) % COUNT];
        float dx = b->x - a->x, dy = b->y - a->y;
        float length = __builtin_sqrtf(dx * dx + dy * dy) + 0.001f;
        float force = (length - 1.0f) * 0.05f / length;
        a->vx += dx * force;
        a->vy += dy * force;
        b->vx -= dx * force;
        b->vy -= dy * force;
    }
    for (int i = 0; i < COUNT; i++) {
        particle *p = &ring[i];
        p->vx = p->vx * 0.99f;
        p->vy = p->vy * 0.99f - 0.001f;
        p->x += p->vx;
        p->y += p->vy;
        if (p->y < -20.0f) {
            p->y = -20.0f;
            p->vy = -p->vy;
        }
    }
}

int64_t run(int32_t n) {
    uint32_t random = 77;
    for (int i = 0; i < COUNT; i++) {
        ring[i].x = (float) (next_random(&random) & 1023) / 32.0f;
        ring[i].y = (float) (next_random(&random) & 1023) / 32.0f;
        ring[i].vx = ring[i].vy = 0.0f;
    }
    for (int32_t i = 0; i < n; i++) {
        step();
    }
    uint64_t checksum = 0;
    for (int i = 0; i < COUNT; i++) {
        checksum = fold(checksum, bits_of((double) ring[i].x + (double) ring[i].y));
    }
    return (int64_t) checksum;
}
