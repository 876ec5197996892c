/* A chain of four recursive filters of second order over n blocks of 256 samples: f32 products and sums in memory. */
#include "workload.h"

enum { SAMPLES = 256, STAGES = 4 };

typedef struct {
    float b0, b1, b2, a1, a2, z1, z2;
} stage;

static stage stages[STAGES];
static float samples[SAMPLES];

static void pass(void) {
    for (int i = 0; i < SAMPLES; i++) {
        float x = samples[i];
        for (int s = 0; s < STAGES; s++) {
            stage *f = &stages[s];
            float y = f->b0 * x + f->z1;
            f->z1 = f->b1 * x - f->a1 * y + f->z2;
            f->z2 = f->b2 * x - f->a2 * y;
            x = y;
        }
        samples[i] = x;
    }
}

int64_t run(int32_t n) {
    for (int s = 0; s < STAGES; s++) {
        stages[s] = (stage) {0.2f + 0.01f * (float) s, 0.3f, 0.2f, -0.5f, 0.2f, 0.0f, 0.0f};
    }
    uint64_t checksum = 0;
    uint32_t random = 4711;
    for (int32_t i = 0; i < n; i++) {
        for (int j = 0; j < SAMPLES; j++) {
            samples[j] = (float) (int32_t) (next_random(&random) & 0xFFFF) / 32768.0f - 1.0f;
        }
        pass();
        checksum = fold(checksum, bits_of((double) samples[SAMPLES - 1]));
    }
    return (int64_t) checksum;
}
