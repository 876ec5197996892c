/*
 * n rounds of the kinds of work that CoreMark mixes, in our own words: a linked list is searched, reversed and sorted,
 * integer matrices are multiplied, a text is scanned by a state machine, and a CRC covers the results.
 */
#include "workload.h"

/* ---- CRC-16, one bit at a time ---- */

static uint16_t crc16(uint16_t crc, uint32_t value, int bits) {
    for (int i = 0; i < bits; i++) {
        uint16_t low = (uint16_t) ((crc ^ value) & 1);
        crc = (uint16_t) (crc >> 1);
        value >>= 1;
        if (low) {
            crc ^= 0xA001;
        }
    }
    return crc;
}

/* ---- the list ---- */

enum { NODES = 96 };

typedef struct Node {
    struct Node *next;
    int16_t key, position;
} Node;

typedef int Before(const Node *left, const Node *right);

static Node nodes[NODES];

static int key_before(const Node *left, const Node *right) {
    return left->key <= right->key;
}

static int position_before(const Node *left, const Node *right) {
    return left->position <= right->position;
}

static Node *build_list(uint32_t *seed) {
    for (int i = 0; i < NODES; i++) {
        nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : 0;
        nodes[i].key = (int16_t) (next_random(seed) % 1000);
        nodes[i].position = (int16_t) i;
    }
    return nodes;
}

static const Node *find(const Node *list, int key) {
    while (list && list->key != key) {
        list = list->next;
    }
    return list;
}

static Node *reverse(Node *list) {
    Node *reversed = 0;
    while (list) {
        Node *next = list->next;
        list->next = reversed;
        reversed = list;
        list = next;
    }
    return reversed;
}

static Node *merge(Node *left, Node *right, Before *before) {
    Node *merged = 0, **end = &merged;
    while (left && right) {
        Node **first = before(left, right) ? &left : &right;
        *end = *first;
        end = &(*first)->next;
        *first = *end;
    }
    *end = left ? left : right;
    return merged;
}

static Node *sort(Node *list, int length, Before *before) {
    if (length < 2) {
        return list;
    }
    Node *middle = list;
    for (int i = 1; i < length / 2; i++) {
        middle = middle->next;
    }
    Node *rest = middle->next;
    middle->next = 0;
    list = sort(list, length / 2, before);
    rest = sort(rest, length - length / 2, before);
    return merge(list, rest, before);
}

static uint16_t list_round(Node **list, uint16_t crc, int32_t round) {
    for (int i = 0; i < 8; i++) {
        const Node *found = find(*list, (round * 37 + i * 113) % 1000);
        crc = crc16(crc, found ? (uint32_t) found->position : 0xFFFF, 16);
        *list = reverse(*list);
    }
    *list = sort(*list, NODES, key_before);
    crc = crc16(crc, (uint32_t) (*list)->next->position, 16);
    *list = sort(*list, NODES, position_before);
    return crc16(crc, (uint32_t) (*list)->next->key, 16);
}

/* ---- the matrices ---- */

enum { SIDE = 10 };

static int16_t left[SIDE][SIDE], right[SIDE][SIDE];
static int32_t product[SIDE][SIDE];

static void build_matrices(uint32_t *seed) {
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = (int16_t) next_random(seed);
            right[i][j] = (int16_t) (next_random(seed) % 256);
        }
    }
}

static uint16_t matrix_round(uint16_t crc, int32_t round) {
    int16_t shift = (int16_t) (round % 16);
    int32_t sum = 0;
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            uint32_t dot = 0;
            for (int k = 0; k < SIDE; k++) {
                int32_t value = left[i][k] * right[k][j];
                dot += (uint32_t) ((value >> 2 & 0xF) * (value >> 5 & 0x7F) + value);
            }
            product[i][j] = (int32_t) dot;
        }
    }
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            sum += product[i][j] > product[j][i] ? 10 : product[i][j] >> 24;
            left[i][j] = (int16_t) (left[i][j] + shift);
        }
    }
    return crc16(crc, (uint32_t) sum, 32);
}

/* ---- the scanner ---- */

enum { TEXT = 512 };

typedef enum { BEGIN, SIGN, INTEGER, POINT, FRACTION, EXPONENT, POWER, NAME, WRONG, STATES } State;

static char text[TEXT];

static void build_text(uint32_t *seed) {
    static const char *const tokens[] = {"42", "-7", "+1234", "3.14", "-0.5", "6e23", "1.5E-9", "x", "name", "2fast",
                                         "-", "1.e", "9.9.9"};
    const char *token = "";
    for (int i = 0; i < TEXT; i++) {
        if (*token) {
            text[i] = *token++;
        } else {
            text[i] = ',';
            token = tokens[next_random(seed) % (sizeof tokens / sizeof *tokens)];
        }
    }
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static State next_state(State state, char c) {
    switch (state) {
        case BEGIN:
            if (is_digit(c)) {
                return INTEGER;
            }
            if (c == '+' || c == '-') {
                return SIGN;
            }
            return c == '.' ? POINT : c >= 'a' && c <= 'z' ? NAME : WRONG;
        case SIGN:
            return is_digit(c) ? INTEGER : c == '.' ? POINT : WRONG;
        case INTEGER:
            if (is_digit(c)) {
                return INTEGER;
            }
            return c == '.' ? POINT : c == 'e' || c == 'E' ? EXPONENT : WRONG;
        case POINT:
            return is_digit(c) ? FRACTION : WRONG;
        case FRACTION:
            return is_digit(c) ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : WRONG;
        case EXPONENT:
            return is_digit(c) || c == '+' || c == '-' ? POWER : WRONG;
        case POWER:
            return is_digit(c) ? POWER : WRONG;
        case NAME:
            return c >= 'a' && c <= 'z' ? NAME : WRONG;
        default:
            return WRONG;
    }
}

static uint16_t scanner_round(uint16_t crc, int32_t round) {
    uint32_t ends[STATES] = {0}, visits[STATES] = {0};
    State state = BEGIN;
    for (int i = 0; i < TEXT; i++) {
        if (text[i] == ',') {
            ends[state]++;
            state = BEGIN;
        } else {
            state = next_state(state, text[i]);
            visits[state]++;
        }
    }
    for (int i = 0; i < STATES; i++) {
        crc = crc16(crc, ends[i] << 8 | visits[i], 32);
    }
    /* The next round reads a slightly different text. */
    char *changed = &text[round * 31 % TEXT];
    if (is_digit(*changed)) {
        *changed = (char) ('0' + (*changed - '0' + 1) % 10);
    }
    return crc;
}

int64_t run(int32_t n) {
    uint32_t seed = 20210607;
    Node *list = build_list(&seed);
    build_matrices(&seed);
    build_text(&seed);
    uint64_t checksum = 0;
    for (int32_t round = 0; round < n; round++) {
        uint16_t crc = list_round(&list, (uint16_t) round, round);
        crc = matrix_round(crc, round);
        crc = scanner_round(crc, round);
        checksum = fold(checksum, crc);
    }
    return (int64_t) checksum;
}
