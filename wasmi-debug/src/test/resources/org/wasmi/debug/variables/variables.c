// What the debugger shows of C: run shape(3) and stop where the comments say.

enum color { RED, GREEN = 5, BLUE };

typedef unsigned char byte;

struct point {
    int x;
    double y;
};

struct shape {
    struct point corners[2];
    enum color color;
    byte bytes[4];
    unsigned low : 3, high : 5;
    const char *name;
    struct shape *next;
};

union number {
    int integer;
    float real;
};

static long long total = 40;

static int sum(struct shape *all, int count) {
    int result = 0;
    for (struct shape *each = all; each != 0; each = each->next) {
        int x = each->corners[1].x;
        result += x; // inner
    }
    return result + count; // outer
}

__attribute__((export_name("shape"))) int shape(int n) {
    struct shape second = {{{1, 0.5}, {n, 2.5}}, BLUE, {1, 2, 3, 255}, 5, 17, "second", 0};
    struct shape first = {{{-7, 0}, {n + 1, 1.0}}, GREEN, {0}, 0, 0, "first", &second};
    union number one = {.real = 1.0f};
    float grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    _Bool yes = n > 2;
    char letter = 'w';
    int (*function)(struct shape *, int) = sum;
    int *pointer = &first.corners[1].x;
    total += n;
    return function(&first, *pointer) + (int) grid[1][2] + letter + yes + one.integer; // all
}
