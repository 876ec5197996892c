/*
 * Counts the lines, words and bytes of a file and lists its most frequent words.
 * A word is a run of ASCII letters; upper and lower case are the same.
 * Usage: wordcount FILE [SHOWN]
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Word {
    struct Word *next; /* in the same bucket */
    long count;
    char text[];
} Word;

enum { BUCKETS = 1024, LONGEST = 64 };

static Word *buckets[BUCKETS];
static long distinct;

static unsigned hash(const char *text) {
    unsigned h = 0;
    for (; *text; text++) {
        h = h * 31 + (unsigned char) *text;
    }
    return h % BUCKETS;
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (!memory) {
        fprintf(stderr, "wordcount: out of memory\n");
        exit(1);
    }
    return memory;
}

static void count_word(const char *text) {
    Word **bucket = &buckets[hash(text)];
    for (Word *word = *bucket; word; word = word->next) {
        if (!strcmp(word->text, text)) {
            word->count++;
            return;
        }
    }
    Word *word = allocate(sizeof(Word) + strlen(text) + 1);
    strcpy(word->text, text);
    word->count = 1;
    word->next = *bucket;
    *bucket = word;
    distinct++;
}

/* The more frequent word first, then in the order of the alphabet. */
static int by_frequency(const void *a, const void *b) {
    const Word *left = *(Word *const *) a, *right = *(Word *const *) b;
    if (left->count != right->count) {
        return left->count > right->count ? -1 : 1;
    }
    return strcmp(left->text, right->text);
}

static void print_most_frequent(long shown) {
    Word **words = allocate((size_t) distinct * sizeof *words + 1);
    long size = 0;
    for (int i = 0; i < BUCKETS; i++) {
        for (Word *word = buckets[i]; word; word = word->next) {
            words[size++] = word;
        }
    }
    qsort(words, (size_t) size, sizeof *words, by_frequency);
    for (long i = 0; i < size && i < shown; i++) {
        printf("%7ld %s\n", words[i]->count, words[i]->text);
    }
    free(words);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: wordcount FILE [SHOWN]\n");
        return 2;
    }
    FILE *file = fopen(argv[1], "rb");
    if (!file) {
        perror(argv[1]);
        return 1;
    }

    long lines = 0, words = 0, bytes = 0;
    char text[LONGEST + 1]; /* longer words are cut */
    size_t length = 0;
    int c;
    do {
        c = getc(file);
        bytes += c != EOF;
        lines += c == '\n';
        if (c != EOF && c < 128 && isalpha(c)) {
            if (length < LONGEST) {
                text[length++] = (char) tolower(c);
            }
        } else if (length) {
            text[length] = 0;
            count_word(text);
            words++;
            length = 0;
        }
    } while (c != EOF);
    if (ferror(file)) {
        perror(argv[1]);
        return 1;
    }
    fclose(file);

    printf("%ld lines, %ld words (%ld distinct), %ld bytes\n", lines, words, distinct, bytes);
    print_most_frequent(argc > 2 ? atol(argv[2]) : 10);
    return 0;
}
