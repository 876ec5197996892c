/* A text of 4 KiB as codes of Huffman's and back, n times: a heap, a tree, and bits one by one. */
#include "workload.h"

enum { LENGTH = 4096, SYMBOLS = 64 };

static uint8_t text[LENGTH], back[LENGTH], bits[LENGTH * 2];
static uint32_t counts[2 * SYMBOLS], codes[SYMBOLS];
static uint8_t lengths[SYMBOLS];
static int32_t lefts[2 * SYMBOLS], rights[2 * SYMBOLS], heap[SYMBOLS], size;

static void down(int at) {
    for (;;) {
        int child = 2 * at + 1;
        if (child >= size) {
            return;
        }
        if (child + 1 < size && counts[heap[child + 1]] < counts[heap[child]]) {
            child++;
        }
        if (counts[heap[at]] <= counts[heap[child]]) {
            return;
        }
        int32_t node = heap[at];
        heap[at] = heap[child];
        heap[child] = node;
        at = child;
    }
}

static void name(int32_t node, uint32_t code, int length) {
    if (node < SYMBOLS) {
        codes[node] = code;
        lengths[node] = (uint8_t) length;
    } else {
        name(lefts[node], code << 1, length + 1);
        name(rights[node], code << 1 | 1, length + 1);
    }
}

static int32_t build(void) {
    for (int i = 0; i < SYMBOLS; i++) {
        counts[i] = 1;
    }
    for (int i = 0; i < LENGTH; i++) {
        counts[text[i]]++;
    }
    size = SYMBOLS;
    for (int i = 0; i < SYMBOLS; i++) {
        heap[i] = i;
    }
    for (int i = size / 2; i >= 0; i--) {
        down(i);
    }
    int32_t next = SYMBOLS;
    while (size > 1) {
        int32_t first = heap[0];
        heap[0] = heap[--size];
        down(0);
        int32_t second = heap[0];
        counts[next] = counts[first] + counts[second];
        lefts[next] = first;
        rights[next] = second;
        heap[0] = next++;
        down(0);
    }
    return heap[0];
}

static int32_t encode(void) {
    int32_t at = 0;
    for (int i = 0; i < LENGTH; i++) {
        uint32_t code = codes[text[i]];
        for (int j = lengths[text[i]] - 1; j >= 0; j--, at++) {
            uint8_t mask = (uint8_t) (1 << (at & 7));
            if (code >> j & 1) {
                bits[at >> 3] |= mask;
            } else {
                bits[at >> 3] &= (uint8_t) ~mask;
            }
        }
    }
    return at;
}

static void decode(int32_t root) {
    int32_t at = 0;
    for (int i = 0; i < LENGTH; i++) {
        int32_t node = root;
        while (node >= SYMBOLS) {
            node = bits[at >> 3] >> (at & 7) & 1 ? rights[node] : lefts[node];
            at++;
        }
        back[i] = (uint8_t) node;
    }
}

int64_t run(int32_t n) {
    uint32_t random = 5;
    uint64_t checksum = 0;
    for (int32_t i = 0; i < n; i++) {
        for (int j = 0; j < LENGTH; j++) {
            uint32_t r = next_random(&random);
            text[j] = (uint8_t) ((r & 63) * (r >> 8 & 63) >> 6);
        }
        int32_t root = build();
        name(root, 0, 0);
        checksum = fold(checksum, (uint64_t) encode());
        decode(root);
        checksum = fold(checksum, back[i & (LENGTH - 1)]);
    }
    return (int64_t) checksum;
}
