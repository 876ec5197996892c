/*
 * CRC-32 (the reflected polynomial 0xEDB88320 of zip and PNG) of a buffer of 4096 bytes repeated n times: one table
 * look-up per byte, each dependent on the one before. The checksum is the CRC.
 */
#include "workload.h"

enum { SIZE = 4096 };

static uint8_t buffer[SIZE];
static uint32_t table[256];

int64_t run(int32_t n) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t entry = i;
        for (int bit = 0; bit < 8; bit++) {
            entry = entry & 1 ? entry >> 1 ^ 0xEDB88320u : entry >> 1;
        }
        table[i] = entry;
    }
    for (int i = 0; i < SIZE; i++) {
        buffer[i] = (uint8_t) (i * 13 + (i >> 8));
    }
    uint32_t crc = ~0u;
    for (int32_t round = 0; round < n; round++) {
        for (int i = 0; i < SIZE; i++) {
            crc = table[(crc ^ buffer[i]) & 0xFF] ^ crc >> 8;
        }
    }
    return (int64_t) (uint64_t) ~crc;
}
