/* Functions that are inlined, in the way that compilers like: one level, three levels, and with code in several places. */
#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))

INLINE int divide(int a, int b) {
    return a / b;
}

INLINE int twice(int a, int b) {
    return 2 * divide(a, b);
}

INLINE int checked(int a, int b) {
    if (__builtin_expect(b > 100, 0)) {
        __builtin_trap();
    }
    return twice(a + 1, b);
}

EXPORT(one)
int one(int a, int b) {
    return divide(a, b) + 1;
}

EXPORT(three)
int three(int a, int b) {
    return checked(a, b) - checked(b, 7);
}
