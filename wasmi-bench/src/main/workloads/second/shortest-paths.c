/* Dijkstra's shortest paths in a graph of 400 nodes with a binary heap, n times. */
#include "../workload.h"

enum { NODES = 400, EDGES = 5, HEAP = NODES * EDGES + 1 };

static int32_t target[NODES][EDGES], weight[NODES][EDGES], distance[NODES];
static uint64_t heap[HEAP]; /* distance and node */
static int size;

static void push(uint64_t entry) {
    int i = size++;
    while (i > 0 && heap[(i - 1) / 2] > entry) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = entry;
}

static uint64_t pop(void) {
    uint64_t top = heap[0], last = heap[--size];
    int i = 0;
    for (;;) {
        int child = 2 * i + 1;
        if (child >= size) {
            break;
        }
        if (child + 1 < size && heap[child + 1] < heap[child]) {
            child++;
        }
        if (heap[child] >= last) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    return top;
}

static void search(int from) {
    for (int i = 0; i < NODES; i++) {
        distance[i] = INT32_MAX;
    }
    size = 0;
    distance[from] = 0;
    push((uint64_t) from);
    while (size > 0) {
        uint64_t entry = pop();
        int node = (int) (entry & 0xFFFF);
        int32_t so_far = (int32_t) (entry >> 16);
        if (so_far > distance[node]) {
            continue;
        }
        for (int k = 0; k < EDGES; k++) {
            int32_t there = so_far + weight[node][k];
            int to = target[node][k];
            if (there < distance[to]) {
                distance[to] = there;
                push((uint64_t) there << 16 | (uint64_t) to);
            }
        }
    }
}

int64_t run(int32_t n) {
    uint32_t seed = 5551212;
    uint64_t sum = 0;
    for (int i = 0; i < NODES; i++) {
        for (int k = 0; k < EDGES; k++) {
            target[i][k] = (int32_t) (next_random(&seed) % NODES);
            weight[i][k] = 1 + (int32_t) (next_random(&seed) % 100);
        }
    }
    for (int32_t round = 0; round < n; round++) {
        search(round % NODES);
        for (int i = 0; i < NODES; i += 16) {
            sum = fold(sum, (uint64_t) (int64_t) distance[i]);
        }
    }
    return (int64_t) sum;
}
