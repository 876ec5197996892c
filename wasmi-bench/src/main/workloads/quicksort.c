/* n times fills an array with random numbers and sorts it: recursion, compares and swaps. */
#include "workload.h"

enum { SIZE = 1024, SHORT = 8 };

static int32_t values[SIZE];

static void insertion_sort(int32_t *low, int32_t *high) {
    for (int32_t *next = low + 1; next <= high; next++) {
        int32_t value = *next, *hole = next;
        for (; hole > low && hole[-1] > value; hole--) {
            *hole = hole[-1];
        }
        *hole = value;
    }
}

/* Sorts the values from low to high, both included. */
static void quicksort(int32_t *low, int32_t *high) {
    while (high - low > SHORT) {
        int32_t pivot = low[(high - low) / 2];
        int32_t *left = low, *right = high;
        while (left <= right) {
            while (*left < pivot) {
                left++;
            }
            while (*right > pivot) {
                right--;
            }
            if (left <= right) {
                int32_t value = *left;
                *left++ = *right;
                *right-- = value;
            }
        }
        /* Recursion into the smaller part keeps the depth logarithmic. */
        if (right - low < high - left) {
            quicksort(low, right);
            low = left;
        } else {
            quicksort(left, high);
            high = right;
        }
    }
    insertion_sort(low, high);
}

int64_t run(int32_t n) {
    uint32_t seed = 88172645;
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        for (int i = 0; i < SIZE; i++) {
            values[i] = (int32_t) next_random(&seed);
        }
        quicksort(values, values + SIZE - 1);
        for (int i = 0; i < SIZE; i += 16) {
            checksum = fold(checksum, (uint32_t) values[i]);
        }
    }
    return (int64_t) checksum;
}
