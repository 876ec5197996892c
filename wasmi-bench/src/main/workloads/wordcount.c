/* n times counts the words of a generated text in a hash table: byte loads, hashing, short compares. */
#include "workload.h"

enum { TEXT = 8192, SLOTS = 4096 };

typedef struct {
    int32_t start, length, count; /* length 0: free */
} Slot;

static char text[TEXT];
static Slot slots[SLOTS];

static void generate(void) {
    uint32_t seed = 362436069;
    int length = 0;
    for (int i = 0; i < TEXT; i++) {
        uint32_t random = next_random(&seed) >> 8;
        /* The longer the word, the likelier its end; few letters, so that words come back. */
        if (length > 0 && random % 5 < (uint32_t) length) {
            text[i] = random % 8 ? ' ' : '\n';
            length = 0;
        } else {
            text[i] = (char) ('a' + random / 5 % 5);
            length++;
        }
    }
    text[TEXT - 1] = '\n';
}

static void count(int start, int length, uint32_t hash) {
    for (uint32_t at = (hash >> 16) % SLOTS;; at = (at + 1) % SLOTS) {
        Slot *slot = &slots[at];
        if (slot->length == 0) {
            slot->start = start;
            slot->length = length;
            slot->count = 1;
            return;
        }
        if (slot->length != length) {
            continue;
        }
        int same = 0;
        while (same < length && text[slot->start + same] == text[start + same]) {
            same++;
        }
        if (same == length) {
            slot->count++;
            return;
        }
    }
}

int64_t run(int32_t n) {
    generate();
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        for (int i = 0; i < SLOTS; i++) {
            slots[i].length = 0;
        }
        int words = 0, lines = 0, start = round % 64;
        uint32_t hash = 0;
        for (int i = start; i < TEXT; i++) {
            char c = text[i];
            if (c >= 'a') {
                hash = (hash ^ (uint32_t) c) * 16777619;
                continue;
            }
            lines += c == '\n';
            if (i > start) {
                count(start, i - start, hash);
                words++;
            }
            start = i + 1;
            hash = 0;
        }
        uint64_t frequencies = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (slots[i].length) {
                frequencies += (uint64_t) slots[i].count * (uint64_t) slots[i].count;
            }
        }
        checksum = fold(fold(fold(checksum, (uint64_t) words), (uint64_t) lines), frequencies);
    }
    return (int64_t) checksum;
}
