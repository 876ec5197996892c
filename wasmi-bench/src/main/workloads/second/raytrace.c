/* n pictures of 24 by 24 points of spheres above a plane: f32 arithmetic, square roots, branches on floats. */
#include "../workload.h"

enum { SIDE = 24, SPHERES = 6 };

typedef struct {
    float x, y, z, radius;
} Sphere;

static Sphere spheres[SPHERES];

static float hit(const Sphere *s, float ox, float oy, float oz, float dx, float dy, float dz) {
    float cx = s->x - ox, cy = s->y - oy, cz = s->z - oz;
    float along = cx * dx + cy * dy + cz * dz;
    float miss = cx * cx + cy * cy + cz * cz - along * along;
    float r2 = s->radius * s->radius;
    if (miss > r2) {
        return -1.0f;
    }
    return along - __builtin_sqrtf(r2 - miss);
}

static float trace(float ox, float oy, float oz, float dx, float dy, float dz, int depth) {
    float nearest = 1e30f;
    int which = -1;
    for (int i = 0; i < SPHERES; i++) {
        float t = hit(&spheres[i], ox, oy, oz, dx, dy, dz);
        if (t > 0.001f && t < nearest) {
            nearest = t;
            which = i;
        }
    }
    if (which < 0) {
        if (dy >= -0.0001f) {
            return 0.2f + 0.3f * dy;
        }
        float t = -(oy + 1.0f) / dy;
        int square = (int) ((ox + t * dx) * 2.0f + 100.0f) + (int) ((oz + t * dz) * 2.0f + 100.0f);
        return square & 1 ? 0.9f : 0.1f;
    }
    float px = ox + nearest * dx, py = oy + nearest * dy, pz = oz + nearest * dz;
    float inverse = 1.0f / spheres[which].radius;
    float nx = (px - spheres[which].x) * inverse;
    float ny = (py - spheres[which].y) * inverse;
    float nz = (pz - spheres[which].z) * inverse;
    float light = nx * 0.577f + ny * 0.577f - nz * 0.577f;
    float shade = light > 0.0f ? light : 0.0f;
    if (depth == 0) {
        return shade;
    }
    float twice = 2.0f * (dx * nx + dy * ny + dz * nz);
    return 0.6f * shade + 0.4f * trace(px, py, pz, dx - twice * nx, dy - twice * ny, dz - twice * nz, depth - 1);
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int32_t frame = 0; frame < n; frame++) {
        for (int i = 0; i < SPHERES; i++) {
            spheres[i].x = (float) ((i * 7 + frame) % 11) * 0.5f - 2.5f;
            spheres[i].y = (float) (i % 3) * 0.7f;
            spheres[i].z = 4.0f + (float) i;
            spheres[i].radius = 0.6f + 0.1f * (float) i;
        }
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                float dx = ((float) x - 11.5f) / 12.0f, dy = (11.5f - (float) y) / 12.0f;
                float scale = 1.0f / __builtin_sqrtf(dx * dx + dy * dy + 1.0f);
                float value = trace(0.0f, 0.5f, -2.0f, dx * scale, dy * scale, scale, 2);
                sum = fold(sum, (uint64_t) (int64_t) (value * 1000000.0f));
            }
        }
    }
    return (int64_t) sum;
}
