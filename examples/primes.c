/*
 * Counts the primes up to a limit with the sieve of Eratosthenes and prints the ten largest.
 * Usage: primes [LIMIT]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHOWN = 10, LIMIT_MAX = 100000000 };

/* Parses a limit between 2 and LIMIT_MAX; -1 for anything else. */
static long parse_limit(const char *text) {
    char *end;
    errno = 0;
    long limit = strtol(text, &end, 10);
    return errno || *end || end == text || limit < 2 || limit > LIMIT_MAX ? -1 : limit;
}

int main(int argc, char **argv) {
    long limit = argc > 1 ? parse_limit(argv[1]) : 1000000;
    if (limit < 0) {
        fprintf(stderr, "usage: primes [LIMIT], a number from 2 to %d\n", LIMIT_MAX);
        return 2;
    }
    unsigned char *composite = calloc((size_t) limit + 1, 1);
    if (!composite) {
        fprintf(stderr, "primes: out of memory\n");
        return 1;
    }
    long count = 0;
    for (long i = 2; i <= limit; i++) {
        if (composite[i]) {
            continue;
        }
        count++;
        for (long long j = (long long) i * i; j <= limit; j += i) {
            composite[j] = 1;
        }
    }
    printf("primes up to %ld: %ld\n", limit, count);

    printf("the largest:");
    int shown = 0;
    for (long i = limit; i >= 2 && shown < SHOWN; i--) {
        if (!composite[i]) {
            printf(" %ld", i);
            shown++;
        }
    }
    putchar('\n');
    free(composite);
    return 0;
}
