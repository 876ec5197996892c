/* The smallest program that prints. */
#include <stdio.h>

int main(void) {
    puts("Hello, WebAssembly!");
    return 0;
}
