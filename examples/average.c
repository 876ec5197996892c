/*
 * The average of the numbers from 1 to count. There is none for a count of 0: the division traps. The module keeps its
 * line tables, so that the backtrace names these lines.
 */
#define EXPORT(name) __attribute__((export_name(#name)))

__attribute__((noinline))
static int quotient(int sum, int count) {
    return sum / count;
}

EXPORT(average)
int average(int count) {
    int sum = 0;
    for (int i = 1; i <= count; i++) {
        sum += i;
    }
    return quotient(sum, count);
}
