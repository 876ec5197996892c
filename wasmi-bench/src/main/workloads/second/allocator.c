/* Blocks of many sizes are allocated and freed n times, by first fit in a list of free blocks that are merged. */
#include "../workload.h"

enum { HEAP = 65536, LIVE = 256 };

typedef struct Header {
    uint32_t size; /* with the header; the lowest bit is set while it is in use */
    uint32_t before; /* the size of the block before it */
} Header;

static _Alignas(8) uint8_t heap[HEAP];
static uint8_t *live[LIVE];

static Header *header_at(uint32_t offset) {
    return (Header *) (void *) (heap + offset);
}

static void start(void) {
    header_at(0)->size = HEAP - sizeof(Header);
    header_at(0)->before = 0;
    header_at(HEAP - sizeof(Header))->size = sizeof(Header) | 1;
    header_at(HEAP - sizeof(Header))->before = HEAP - sizeof(Header);
}

static uint8_t *allocate(uint32_t bytes) {
    uint32_t size = (bytes + (uint32_t) sizeof(Header) + 7) & ~7u;
    for (uint32_t offset = 0; offset < HEAP - sizeof(Header); offset += header_at(offset)->size & ~1u) {
        Header *header = header_at(offset);
        if ((header->size & 1) == 0 && header->size >= size) {
            uint32_t rest = header->size - size;
            if (rest >= 2 * sizeof(Header)) {
                header_at(offset + size)->size = rest;
                header_at(offset + size)->before = size;
                header_at(offset + size + rest)->before = rest;
                header->size = size;
            }
            header->size |= 1;
            return heap + offset + sizeof(Header);
        }
    }
    return 0;
}

static void release(uint8_t *block) {
    uint32_t offset = (uint32_t) (block - heap) - (uint32_t) sizeof(Header);
    Header *header = header_at(offset);
    header->size &= ~1u;
    Header *next = header_at(offset + header->size);
    if ((next->size & 1) == 0) {
        header->size += next->size;
    }
    if (header->before && (header_at(offset - header->before)->size & 1) == 0) {
        offset -= header->before;
        header_at(offset)->size += header->size;
        header = header_at(offset);
    }
    header_at(offset + header->size)->before = header->size;
}

int64_t run(int32_t n) {
    uint32_t seed = 2463534242u;
    uint64_t sum = 0;
    start();
    for (int i = 0; i < LIVE; i++) {
        live[i] = 0;
    }
    for (int32_t round = 0; round < n; round++) {
        uint32_t random = next_random(&seed);
        uint8_t **slot = &live[random % LIVE];
        if (*slot) {
            sum = fold(sum, **slot);
            release(*slot);
            *slot = 0;
        } else {
            *slot = allocate(8 + (random >> 8) % 200);
            if (*slot) {
                **slot = (uint8_t) random;
            }
        }
    }
    return (int64_t) sum;
}
