/* Binary trees of depth 9 are built in a pool, summed up by recursion, and turned over, n times: pointers and calls. */
#include "../workload.h"

enum { NODES = 1 << 10 };

typedef struct Node {
    struct Node *left, *right;
    int32_t value;
} Node;

static Node pool[NODES];
static int used;

static Node *build(int depth, int32_t value) {
    Node *node = &pool[used++];
    node->value = value;
    if (depth == 0) {
        node->left = node->right = 0;
    } else {
        node->left = build(depth - 1, value * 2);
        node->right = build(depth - 1, value * 2 + 1);
    }
    return node;
}

static uint32_t weigh(const Node *node) {
    return node ? (uint32_t) node->value + 3 * weigh(node->left) + 5 * weigh(node->right) : 1;
}

static void turn(Node *node) {
    if (node) {
        Node *left = node->left;
        node->left = node->right;
        node->right = left;
        turn(node->left);
        turn(node->right);
    }
}

int64_t run(int32_t n) {
    uint64_t sum = 0;
    for (int32_t round = 0; round < n; round++) {
        used = 0;
        Node *root = build(8 + (round & 1), round);
        sum = fold(sum, weigh(root));
        turn(root);
        sum = fold(sum, weigh(root));
    }
    return (int64_t) sum;
}
