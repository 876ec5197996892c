/*
 * Shows what the host handed over: the arguments, the environment, and standard input line by line.
 * Exits with the number of arguments.
 */
#include <stdio.h>

extern char **environ;

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        printf("argument %d: %s\n", i, argv[i]);
    }
    for (char **entry = environ; *entry; entry++) {
        printf("environment: %s\n", *entry);
    }
    int number = 0, start = 1;
    for (int c; (c = getchar()) != EOF; start = c == '\n') {
        if (start) {
            printf("input %d: ", ++number);
        }
        putchar(c);
    }
    return argc - 1;
}
