/*
 * A small Forth. As a program it runs standard input, line by line. As a library it has exports: start() makes the
 * dictionary, mostly by compiling what is written in Forth below; then the host puts a line at input(), ended by a zero
 * byte, has eval() run it (0 if that went well), and takes results with pop(). A host that needs many of them takes a
 * snapshot after start().
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { STACK = 256, CELLS = 16384, WORDS = 256, NAME = 16, LINE = 1024 };

enum code {
    LITERAL, JUMP, JUMP_IF_ZERO, CALL,
    EXIT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, LESS, EQUAL, AND, OR, XOR, DUPLICATE, DROP, SWAP, OVER, TO_RETURN,
    FROM_RETURN, FETCH, STORE, HERE, COMMA, PRINT, EMIT, COLON, CONSTANT,
    /* From here on they act even in definitions. */
    SEMICOLON, IF, ELSE, THEN, BEGIN, UNTIL, WHILE, REPEAT, CODES
};

static const char *const primitives[CODES] = {
    [EXIT] = "exit", [ADD] = "+", [SUBTRACT] = "-", [MULTIPLY] = "*", [DIVIDE] = "/", [MODULO] = "mod", [LESS] = "<",
    [EQUAL] = "=", [AND] = "and", [OR] = "or", [XOR] = "xor", [DUPLICATE] = "dup", [DROP] = "drop", [SWAP] = "swap",
    [OVER] = "over", [TO_RETURN] = ">r", [FROM_RETURN] = "r>", [FETCH] = "@", [STORE] = "!", [HERE] = "here",
    [COMMA] = ",", [PRINT] = ".", [EMIT] = "emit", [COLON] = ":", [CONSTANT] = "constant", [SEMICOLON] = ";", [IF] = "if",
    [ELSE] = "else", [THEN] = "then", [BEGIN] = "begin", [UNTIL] = "until", [WHILE] = "while", [REPEAT] = "repeat",
};

static const char prelude[] =
    ": negate 0 swap - ; : 1+ 1 + ; : 1- 1 - ; : 2* 2 * ; : 2/ 2 / ; : not 0 = ; : > swap < ; : <= > not ; "
    ": >= < not ; : <> = not ; : nip swap drop ; : tuck swap over ; : rot >r swap r> swap ; : 2dup over over ; "
    ": 2drop drop drop ; : abs dup 0 < if negate then ; : min 2dup > if swap then drop ; "
    ": max 2dup < if swap then drop ; : +! dup @ rot + swap ! ; : space 32 emit ; : cr 10 emit ; : square dup * ; "
    ": gcd begin dup while tuck mod repeat drop ; : lcm 2dup gcd rot rot * swap / ; "
    ": factorial 1 swap begin dup while tuck * swap 1- repeat drop ; "
    ": fib 0 1 rot begin dup while >r tuck + r> 1- repeat 2drop ; "
    ": power 1 swap begin dup while >r over * r> 1- repeat drop nip ; "
    ": prime 2 begin 2dup square >= while 2dup mod not if 2drop 0 exit then 1+ repeat 2drop -1 ; "
    ": collect-primes 2 begin dup 500 < while dup prime if dup , then 1+ repeat drop ; "
    "here collect-primes constant primes "
    ": nth-prime primes + @ ; ";

static char names[WORDS][NAME];
static int32_t meanings[WORDS]; /* a code, or what is CODES more than an address */
static int32_t cells[CELLS];
static int32_t stack[STACK];
static int32_t returns[STACK];
static int32_t words, here, depth, return_depth;
static int compiling, failed;
static const char *rest;
static char line[LINE];

static int32_t fail(const char *why) {
    if (!failed) {
        printf("? %s\n", why);
    }
    failed = 1;
    return 0;
}

static void push(int32_t value) {
    if (depth == STACK) {
        fail("the stack is full");
    } else {
        stack[depth++] = value;
    }
}

EXPORT(pop)
int32_t pop(void) {
    return depth == 0 ? fail("the stack is empty") : stack[--depth];
}

static void push_return(int32_t value) {
    if (return_depth == STACK) {
        fail("too many calls");
    } else {
        returns[return_depth++] = value;
    }
}

static int32_t pop_return(void) {
    return return_depth == 0 ? fail("no call") : returns[--return_depth];
}

static int32_t *cell(int32_t at) {
    if (at < 0 || at >= CELLS) {
        fail("no such cell");
        return cells;
    }
    return &cells[at];
}

static void comma(int32_t value) {
    *cell(here) = value;
    here++;
}

/* Copies the next word of the text. */
static int next_word(char word[NAME]) {
    rest += strspn(rest, " \n");
    size_t length = strcspn(rest, " \n");
    size_t kept = length < NAME ? length : NAME - 1;
    memcpy(word, rest, kept);
    word[kept] = 0;
    rest += length;
    return length > 0;
}

static void define(const char *name, int32_t meaning) {
    if (words == WORDS) {
        fail("the dictionary is full");
        return;
    }
    strcpy(names[words], name);
    meanings[words++] = meaning;
}

static void define_next(int32_t meaning) {
    char name[NAME];
    if (next_word(name)) {
        define(name, meaning);
    } else {
        fail("no name");
    }
}

static int find(const char *name) {
    int i = words - 1;
    while (i >= 0 && strcmp(names[i], name) != 0) {
        i--;
    }
    return i;
}

/* Compiles a jump whose target follows, and leaves the place of that on the stack. */
static void jump_forward(enum code code) {
    comma(code);
    push(here);
    comma(0);
}

static void resolve(void) {
    *cell(pop()) = here;
}

static void compile(enum code code) {
    int32_t place;
    switch (code) {
        case SEMICOLON: comma(EXIT); compiling = 0; break;
        case IF: case WHILE: jump_forward(JUMP_IF_ZERO); break;
        case ELSE: place = pop(); jump_forward(JUMP); *cell(place) = here; break;
        case THEN: resolve(); break;
        case BEGIN: push(here); break;
        case UNTIL: comma(JUMP_IF_ZERO); comma(pop()); break;
        case REPEAT: place = pop(); comma(JUMP); comma(pop()); *cell(place) = here; break;
        default: comma(code); break;
    }
}

static void binary(enum code code) {
    int32_t b = pop(), a = pop();
    if ((code == DIVIDE || code == MODULO) && (b == 0 || b == -1)) {
        push(b == 0 ? fail("division by zero") : code == MODULO ? 0 : (int32_t) (0 - (uint32_t) a));
        return;
    }
    switch (code) {
        case ADD: push((int32_t) ((uint32_t) a + (uint32_t) b)); break;
        case SUBTRACT: push((int32_t) ((uint32_t) a - (uint32_t) b)); break;
        case MULTIPLY: push((int32_t) ((uint32_t) a * (uint32_t) b)); break;
        case DIVIDE: push(a / b); break;
        case MODULO: push(a % b); break;
        case LESS: push(a < b ? -1 : 0); break;
        case EQUAL: push(a == b ? -1 : 0); break;
        case AND: push(a & b); break;
        case OR: push(a | b); break;
        default: push(a ^ b); break;
    }
}

/* Runs code up to the exit that ends it. */
static void run(int32_t at) {
    int32_t outermost = return_depth, a, b;
    while (!failed) {
        enum code code = (enum code) *cell(at++);
        switch (code) {
            case LITERAL: push(*cell(at++)); break;
            case JUMP: at = *cell(at); break;
            case JUMP_IF_ZERO: at = pop() ? at + 1 : *cell(at); break;
            case CALL: push_return(at + 1); at = *cell(at); break;
            case EXIT:
                if (return_depth <= outermost) {
                    return;
                }
                at = pop_return();
                break;
            case DUPLICATE: a = pop(); push(a); push(a); break;
            case DROP: pop(); break;
            case SWAP: b = pop(); a = pop(); push(b); push(a); break;
            case OVER: b = pop(); a = pop(); push(a); push(b); push(a); break;
            case TO_RETURN: push_return(pop()); break;
            case FROM_RETURN: push(pop_return()); break;
            case FETCH: push(*cell(pop())); break;
            case STORE: a = pop(); *cell(a) = pop(); break;
            case HERE: push(here); break;
            case COMMA: comma(pop()); break;
            case PRINT: printf("%d ", (int) pop()); break;
            case EMIT: putchar(pop()); break;
            case COLON: define_next(CODES + here); compiling = 1; break;
            case CONSTANT: define_next(CODES + here); comma(LITERAL); comma(pop()); comma(EXIT); break;
            default: binary(code); break;
        }
    }
}

static void use(int32_t meaning) {
    if (compiling && meaning < CODES) {
        compile((enum code) meaning);
    } else if (compiling) {
        comma(CALL);
        comma(meaning - CODES);
    } else if (meaning >= SEMICOLON && meaning < CODES) {
        fail("only in definitions");
    } else if (meaning < CODES) {
        int32_t scratch = CELLS - 2;
        cells[scratch] = meaning;
        cells[scratch + 1] = EXIT;
        run(scratch);
    } else {
        run(meaning - CODES);
    }
}

static void number(const char *word) {
    char *end;
    long value = strtol(word, &end, 10);
    if (*end) {
        fail(word);
    } else if (compiling) {
        comma(LITERAL);
        comma((int32_t) value);
    } else {
        push((int32_t) value);
    }
}

static int run_text(const char *text) {
    char word[NAME];
    rest = text;
    failed = 0;
    while (!failed && next_word(word)) {
        int found = find(word);
        if (found >= 0) {
            use(meanings[found]);
        } else {
            number(word);
        }
    }
    if (failed) {
        depth = return_depth = compiling = 0;
    }
    return failed;
}

EXPORT(start)
void start(void) {
    words = here = depth = return_depth = compiling = 0;
    for (int code = EXIT; code < CODES; code++) {
        define(primitives[code], code);
    }
    run_text(prelude);
}

EXPORT(input)
char *input(void) {
    return line;
}

EXPORT(eval)
int eval(void) {
    line[LINE - 1] = 0;
    int status = run_text(line);
    fflush(stdout);
    return status;
}

int main(void) {
    int status = 0;
    start();
    while (fgets(line, LINE, stdin)) {
        status |= eval();
    }
    return status;
}
