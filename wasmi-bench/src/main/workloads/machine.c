/*
 * A virtual machine with eight registers runs a small program: one br_table per simulated instruction. The program
 * adds up the lengths of the Collatz sequences that start at 1 to n and remembers the longest.
 */
#include "workload.h"

typedef enum {
    SET,
    MOVE,
    ADD,
    ADD_IMMEDIATE,
    TRIPLE,
    HALVE,
    SHIFT_LEFT,
    XOR,
    JUMP,
    IF_ODD,
    IF_ONE,
    IF_LESS,
    HALT
} Operator;

typedef struct {
    uint8_t operator, target, source;
    int8_t operand; /* an immediate, or a distance from this instruction */
} Instruction;

enum { START, VALUE, LENGTH, TOTAL, LONGEST, LIMIT, HASH, REGISTERS = 8 };

static const Instruction program[] = {
    {SET, START, 0, 1},
    {MOVE, VALUE, START, 0}, /* 1: the next sequence */
    {SET, LENGTH, 0, 1},
    {IF_ONE, VALUE, 0, 7}, /* 3: the next step; to 10 */
    {ADD_IMMEDIATE, LENGTH, 0, 1},
    {IF_ODD, VALUE, 0, 3}, /* to 8 */
    {HALVE, VALUE, 0, 0},
    {JUMP, 0, 0, -4}, /* to 3 */
    {TRIPLE, VALUE, 0, 1},
    {JUMP, 0, 0, -6}, /* to 3 */
    {ADD, TOTAL, LENGTH, 0}, /* 10: the end of a sequence */
    {SHIFT_LEFT, HASH, 0, 1},
    {XOR, HASH, LENGTH, 0},
    {IF_LESS, LENGTH, LONGEST, 2}, /* to 15 */
    {MOVE, LONGEST, LENGTH, 0},
    {ADD_IMMEDIATE, START, 0, 1}, /* 15 */
    {IF_LESS, LIMIT, START, 2}, /* to 18 */
    {JUMP, 0, 0, -16}, /* to 1 */
    {HALT, 0, 0, 0}, /* 18 */
};

int64_t run(int32_t n) {
    uint64_t registers[REGISTERS] = {0};
    registers[LIMIT] = (uint64_t) n;
    for (const Instruction *next = program;;) {
        uint64_t *target = &registers[next->target];
        uint64_t source = registers[next->source];
        int64_t operand = next->operand;
        switch ((Operator) next->operator) {
            case SET:
                *target = (uint64_t) operand;
                next++;
                break;
            case MOVE:
                *target = source;
                next++;
                break;
            case ADD:
                *target += source;
                next++;
                break;
            case ADD_IMMEDIATE:
                *target += (uint64_t) operand;
                next++;
                break;
            case TRIPLE:
                *target = 3 * *target + (uint64_t) operand;
                next++;
                break;
            case HALVE:
                *target /= 2;
                next++;
                break;
            case SHIFT_LEFT:
                *target <<= operand;
                next++;
                break;
            case XOR:
                *target ^= source;
                next++;
                break;
            case JUMP:
                next += operand;
                break;
            case IF_ODD:
                next += *target & 1 ? operand : 1;
                break;
            case IF_ONE:
                next += *target == 1 ? operand : 1;
                break;
            case IF_LESS:
                next += *target < source ? operand : 1;
                break;
            case HALT:
                return (int64_t) fold(fold(registers[TOTAL], registers[LONGEST]), registers[HASH]);
        }
    }
}
