/* Digits of pi by a spigot on large numbers of 32-bit digits, n of them: i64 products, quotients and carries. */
#include "../workload.h"

enum { DIGITS = 64 };

typedef struct {
    uint32_t digits[DIGITS];
    int length;
} Number;

static Number product, sum_of;

static void multiply(Number *number, uint32_t factor) {
    uint64_t carry = 0;
    for (int i = 0; i < number->length; i++) {
        carry += (uint64_t) number->digits[i] * factor;
        number->digits[i] = (uint32_t) carry;
        carry >>= 32;
    }
    if (carry && number->length < DIGITS) {
        number->digits[number->length++] = (uint32_t) carry;
    }
}

static uint32_t divide(Number *number, uint32_t divisor) {
    uint64_t rest = 0;
    for (int i = number->length - 1; i >= 0; i--) {
        rest = rest << 32 | number->digits[i];
        number->digits[i] = (uint32_t) (rest / divisor);
        rest %= divisor;
    }
    while (number->length > 1 && number->digits[number->length - 1] == 0) {
        number->length--;
    }
    return (uint32_t) rest;
}

static void add(Number *to, const Number *other) {
    uint64_t carry = 0;
    for (int i = 0; i < DIGITS; i++) {
        carry += (uint64_t) (i < to->length ? to->digits[i] : 0) + (i < other->length ? other->digits[i] : 0);
        if (i >= to->length) {
            if (carry == 0 && i >= other->length) {
                break;
            }
            to->length = i + 1;
        }
        to->digits[i] = (uint32_t) carry;
        carry >>= 32;
    }
}

int64_t run(int32_t n) {
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        product.length = sum_of.length = 1;
        product.digits[0] = 7 + (uint32_t) round % 5;
        sum_of.digits[0] = 1;
        for (uint32_t k = 1; k <= 120; k++) {
            multiply(&product, 3 * k + 1);
            multiply(&product, 2 * k + 1);
            if (product.length > 40) {
                checksum = fold(checksum, divide(&product, 1000000007));
                checksum = fold(checksum, divide(&product, k));
            }
            add(&sum_of, &product);
        }
        while (sum_of.length > 1) {
            checksum = fold(checksum, divide(&sum_of, 1000000000));
        }
    }
    return (int64_t) checksum;
}
