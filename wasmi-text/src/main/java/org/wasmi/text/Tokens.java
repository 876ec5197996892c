package org.wasmi.text;

import java.util.Arrays;

/** The tokens of a text, as arrays: each token has a kind, a start and an end. */
final class Tokens {
    static final byte END = 0;
    static final byte OPEN = 1;
    static final byte CLOSE = 2;
    static final byte KEYWORD = 3;
    static final byte ID = 4;
    static final byte NUMBER = 5;
    static final byte STRING = 6;
    static final byte RESERVED = 7;

    /** {@code (@id}: begins an annotation. */
    static final byte ANNOTATION = 8;

    private byte[] kinds;
    private int[] starts;

    /** Where a token ends; for what opens, the token that closes it. */
    private int[] ends;

    private int size;

    Tokens(int chars) {
        int capacity = Math.max(16, chars / 8);
        kinds = new byte[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
    }

    void add(byte kind, int start, int end) {
        if (size == kinds.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 16L);
            kinds = Arrays.copyOf(kinds, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        kinds[size] = kind;
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    int size() {
        return size;
    }

    byte kind(int token) {
        return kinds[token];
    }

    int start(int token) {
        return starts[token];
    }

    /** {@return where a token ends that is neither a parenthesis nor the start of an annotation} */
    int end(int token) {
        return ends[token];
    }

    /** {@return the parenthesis that closes what a token opens} */
    int closing(int token) {
        return ends[token];
    }

    void close(int open, int closing) {
        ends[open] = closing;
    }
}
