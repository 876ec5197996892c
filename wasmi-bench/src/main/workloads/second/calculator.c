/* Expressions are tokenised, turned into postfix code by operator precedence, and evaluated, n times. */
#include "../workload.h"

enum { MOST = 256 };

static const char source[] =
    "(a+12)*3-b/(7+c%5)+((a-b)*(c+4)-100)/3+a*b*c-((a+1)*(b+2)*(c+3))%1000+(a<<2)-(b>>1)+(17&a|b^c)";

static int32_t numbers[MOST];
static uint8_t operators[MOST], code[MOST];
static int32_t operands[MOST];

static int precedence(uint8_t c) {
    switch (c) {
        case '*':
        case '/':
        case '%': return 6;
        case '+':
        case '-': return 5;
        case '<':
        case '>': return 4;
        case '&': return 3;
        case '^': return 2;
        case '|': return 1;
        default: return 0;
    }
}

static int compile(const char *text, const int32_t *variables) {
    int emitted = 0, depth = 0;
    for (int i = 0; text[i]; i++) {
        char c = text[i];
        if (c >= '0' && c <= '9') {
            int32_t value = 0;
            for (; text[i] >= '0' && text[i] <= '9'; i++) {
                value = value * 10 + (text[i] - '0');
            }
            i--;
            code[emitted] = 'n';
            operands[emitted++] = value;
        } else if (c >= 'a' && c <= 'c') {
            code[emitted] = 'n';
            operands[emitted++] = variables[c - 'a'];
        } else if (c == '(') {
            operators[depth++] = '(';
        } else if (c == ')') {
            while (operators[depth - 1] != '(') {
                code[emitted++] = operators[--depth];
            }
            depth--;
        } else {
            if (c == '<' || c == '>') {
                i++;
            }
            while (depth > 0 && precedence(operators[depth - 1]) >= precedence((uint8_t) c)) {
                code[emitted++] = operators[--depth];
            }
            operators[depth++] = (uint8_t) c;
        }
    }
    while (depth > 0) {
        code[emitted++] = operators[--depth];
    }
    return emitted;
}

static int32_t evaluate(int count) {
    int depth = 0;
    for (int i = 0; i < count; i++) {
        if (code[i] == 'n') {
            numbers[depth++] = operands[i];
            continue;
        }
        int32_t right = numbers[--depth], left = numbers[depth - 1], result;
        switch (code[i]) {
            case '*': result = (int32_t) ((uint32_t) left * (uint32_t) right); break;
            case '/': result = right == 0 || right == -1 ? left : left / right; break;
            case '%': result = right == 0 || right == -1 ? 0 : left % right; break;
            case '+': result = (int32_t) ((uint32_t) left + (uint32_t) right); break;
            case '-': result = (int32_t) ((uint32_t) left - (uint32_t) right); break;
            case '<': result = (int32_t) ((uint32_t) left << (right & 31)); break;
            case '>': result = left >> (right & 31); break;
            case '&': result = left & right; break;
            case '^': result = left ^ right; break;
            default: result = left | right; break;
        }
        numbers[depth - 1] = result;
    }
    return numbers[0];
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    int32_t variables[3] = {5, 9, 2};
    for (int32_t round = 0; round < n; round++) {
        int count = compile(source, variables);
        for (int i = 0; i < 4; i++) {
            int32_t value = evaluate(count);
            sum = fold(sum, (uint64_t) (int64_t) value);
        }
        variables[round % 3] = numbers[0] & 1023;
    }
    return (int64_t) sum;
}
