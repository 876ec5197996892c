/*
 * An interpreter of a small stack machine, by switch, that runs n times a program that searches primes: loads of code,
 * a stack in memory, unpredictable branches.
 */
#include "../workload.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, EQUAL, NOT, JUMP, JUMP_ZERO, DUP, SWAP, FOLD, HALT };

/* for (i = 2; i < limit; i++) { prime = 1; for (d = 2; d * d < i + 1; d++) if (i % d == 0) prime = 0; fold(i * prime) } */
static const int32_t program[] = {
    PUSH, 2, STORE, 0,
    /* 4: */ LOAD, 0, LOAD, 3, LESS, JUMP_ZERO, 68,
    /* 11 */ PUSH, 1, STORE, 2, PUSH, 2, STORE, 1,
    /* 19: */ LOAD, 1, DUP, MUL, LOAD, 0, PUSH, 1, ADD, LESS, JUMP_ZERO, 53,
    /* 31 */ LOAD, 0, LOAD, 1, MOD, JUMP_ZERO, 40, JUMP, 44,
    /* 40: */ PUSH, 0, STORE, 2,
    /* 44: */ LOAD, 1, PUSH, 1, ADD, STORE, 1, JUMP, 19,
    /* 53: */ LOAD, 0, LOAD, 2, MUL, FOLD, LOAD, 0, PUSH, 1, ADD, STORE, 0, JUMP, 4,
    /* 68: */ HALT};

static int32_t stack[64], variables[8];

static uint64_t interpret(int32_t limit) {
    uint64_t sum = 0;
    int32_t *sp = stack;
    int pc = 0;
    variables[3] = limit;
    for (;;) {
        switch (program[pc++]) {
            case PUSH: *sp++ = program[pc++]; break;
            case LOAD: *sp++ = variables[program[pc++]]; break;
            case STORE: variables[program[pc++]] = *--sp; break;
            case ADD: sp--, sp[-1] += *sp; break;
            case SUB: sp--, sp[-1] -= *sp; break;
            case MUL: sp--, sp[-1] *= *sp; break;
            case MOD: sp--, sp[-1] = (int32_t) ((uint32_t) sp[-1] % (uint32_t) *sp); break;
            case LESS: sp--, sp[-1] = sp[-1] < *sp; break;
            case EQUAL: sp--, sp[-1] = sp[-1] == *sp; break;
            case NOT: sp[-1] = !sp[-1]; break;
            case JUMP: pc = program[pc]; break;
            case JUMP_ZERO:
                if (*--sp == 0) {
                    pc = program[pc];
                } else {
                    pc++;
                }
                break;
            case DUP: *sp = sp[-1], sp++; break;
            case SWAP: {
                int32_t t = sp[-1];
                sp[-1] = sp[-2];
                sp[-2] = t;
                break;
            }
            case FOLD: sum = fold(sum, (uint64_t) (int64_t) *--sp); break;
            default: return sum;
        }
    }
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int32_t round = 0; round < n; round++) {
        sum = fold(sum, interpret(60 + (round & 7)));
    }
    return (int64_t) sum;
}
