/* A JSON text of some kilobytes is written and then parsed n times, by recursive descent: bytes, branches, calls. */
#include "../workload.h"

enum { ROOM = 16384 };

static char text[ROOM];
static int length, at;
static uint64_t sum;

static void put(char c) {
    text[length++] = c;
}

static void put_string(const char *s) {
    put('"');
    while (*s) {
        put(*s++);
    }
    put('"');
}

static void put_number(uint32_t value) {
    char digits[10];
    int count = 0;
    do {
        digits[count++] = (char) ('0' + value % 10);
        value /= 10;
    } while (value);
    while (count) {
        put(digits[--count]);
    }
}

static void write_value(uint32_t *seed, int depth) {
    static const char *const names[4] = {"name", "size", "a longer name with \\n an escape", "x"};
    uint32_t kind = depth == 0 ? 0 : depth > 4 ? 2 + next_random(seed) % 4 : next_random(seed) % 6;
    if (kind == 0 || kind == 1) {
        uint32_t count = 2 + next_random(seed) % 5;
        put(kind == 0 ? '{' : '[');
        for (uint32_t i = 0; i < count; i++) {
            if (i) {
                put(',');
                put(' ');
            }
            if (kind == 0) {
                put_string(names[next_random(seed) % 4]);
                put(':');
            }
            write_value(seed, depth + 1);
        }
        put(kind == 0 ? '}' : ']');
    } else if (kind == 2) {
        put_string(names[next_random(seed) % 4]);
    } else if (kind == 3) {
        put('-');
        put_number(next_random(seed) % 100000);
        put('.');
        put_number(next_random(seed) % 1000);
    } else {
        const char *word = kind == 4 ? "true" : "null";
        while (*word) {
            put(*word++);
        }
    }
}

static void skip_blanks(void) {
    while (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
        at++;
    }
}

static void parse_string(void) {
    uint32_t hash = 5381;
    at++;
    while (text[at] != '"') {
        if (text[at] == '\\') {
            at++;
        }
        hash = hash * 33 + (uint8_t) text[at++];
    }
    at++;
    sum = fold(sum, hash);
}

static void parse_number(void) {
    int negative = text[at] == '-';
    at += negative;
    double value = 0, scale = 1;
    while (text[at] >= '0' && text[at] <= '9') {
        value = value * 10 + (text[at++] - '0');
    }
    if (text[at] == '.') {
        at++;
        while (text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + (text[at++] - '0');
            scale *= 10;
        }
    }
    sum = fold(sum, bits_of(negative ? -value / scale : value / scale));
}

static void parse_value(void) {
    skip_blanks();
    switch (text[at]) {
        case '{':
        case '[': {
            char close = text[at] == '{' ? '}' : ']';
            int object = text[at] == '{';
            uint32_t count = 0;
            do {
                at++;
                skip_blanks();
                if (object) {
                    parse_string();
                    at++;
                }
                parse_value();
                skip_blanks();
                count++;
            } while (text[at] != close);
            at++;
            sum = fold(sum, count);
            break;
        }
        case '"': parse_string(); break;
        case 't':
        case 'n': sum = fold(sum, (uint64_t) text[at]); at += 4; break;
        default: parse_number(); break;
    }
}

int64_t run(int32_t n) {
    uint32_t seed = 12345;
    length = 0;
    put('[');
    for (int i = 0; length < ROOM / 4; i++) {
        if (i) {
            put(',');
        }
        write_value(&seed, 0);
    }
    put(']');
    put(0);
    sum = 0;
    for (int32_t round = 0; round < n; round++) {
        at = 0;
        parse_value();
    }
    return (int64_t) sum;
}
