/*
 * In how many ways so many queens can stand on a board without attacking each other. Most of the time goes to a few
 * lines, which a profile shows: the module keeps its line tables.
 */
#define EXPORT(name) __attribute__((export_name(#name)))

static int column_of[16];

static int attacks(int row, int column, int other) {
    int distance = row - other;
    int difference = column - column_of[other];
    return difference == 0 || difference == distance || difference == -distance;
}

__attribute__((noinline))
static int is_safe(int row, int column) {
    for (int other = 0; other < row; other++) {
        if (attacks(row, column, other)) {
            return 0;
        }
    }
    return 1;
}

__attribute__((noinline))
static int place(int row, int size) {
    if (row == size) {
        return 1;
    }
    int ways = 0;
    for (int column = 0; column < size; column++) {
        if (is_safe(row, column)) {
            column_of[row] = column;
            ways += place(row + 1, size);
        }
    }
    return ways;
}

EXPORT(queens)
int queens(int size) {
    return size < 1 || size > 16 ? 0 : place(0, size);
}
