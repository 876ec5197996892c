package org.wasmi.text;

import org.jspecify.annotations.Nullable;

/**
 * Number literals (Wasm specification, 6.3.1 and 6.3.2). A method returns the error, or null if it has stored the bits.
 */
final class Numbers {
    static final String RANGE = "constant out of range";
    private static final String MALFORMED = "malformed number";

    private final char[] chars;
    private long bits;

    Numbers(char[] chars) {
        this.chars = chars;
    }

    /** {@return the bits of the last literal that was right} */
    long bits() {
        return bits;
    }

    /** Reads an unsigned integer of some width without a sign. */
    @Nullable
    String natural(int from, int to, int width) {
        return from < to && (chars[from] == '+' || chars[from] == '-') ? MALFORMED : integer(from, to, width);
    }

    /** Reads an integer of some width, signed or unsigned. */
    @Nullable
    String integer(int from, int to, int width) {
        int at = from;
        boolean negative = false;
        if (at < to && (chars[at] == '+' || chars[at] == '-')) {
            negative = chars[at] == '-';
            at++;
        }
        boolean hex = isHex(at, to);
        int radix = hex ? 16 : 10;
        at += hex ? 2 : 0;
        long value = 0;
        boolean digit = false;
        boolean overflow = false;
        long most = Long.divideUnsigned(-1, radix);
        for (; at < to; at++) {
            if (chars[at] == '_' && digit) {
                digit = false;
                continue;
            }
            int next = chars[at] < 128 ? Character.digit(chars[at], radix) : -1;
            if (next < 0) {
                return MALFORMED;
            }
            digit = true;
            long product = value * radix;
            overflow |= Long.compareUnsigned(value, most) > 0 || Long.compareUnsigned(product + next, product) < 0;
            value = product + next;
        }
        if (!digit) {
            return MALFORMED;
        }
        long least = 1L << (width - 1);
        if (overflow
                || (negative && Long.compareUnsigned(value, least) > 0)
                || (!negative && width < 64 && value >>> width != 0)) {
            return RANGE;
        }
        bits = negative ? -value : value;
        return null;
    }

    private boolean isHex(int from, int to) {
        return from + 1 < to && chars[from] == '0' && (chars[from + 1] == 'x' || chars[from + 1] == 'X');
    }

    private boolean is(int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (chars[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Reads a float of 32 bits. */
    @Nullable
    String f32(int from, int to) {
        int sign = from < to && (chars[from] == '+' || chars[from] == '-') ? 1 : 0;
        int start = from + sign;
        if (start + 3 < to && is(start, start + 4, "nan:")) {
            String wrong = natural(start + 4, to, 32);
            if (wrong != null || !isHex(start + 4, to)) {
                return wrong == null ? MALFORMED : wrong;
            } else if (bits <= 0 || bits >= 1 << 23) {
                return RANGE;
            }
            bits |= 0x7F80_0000;
        } else if (is(start, to, "nan")) {
            bits = 0x7FC0_0000;
        } else if (is(start, to, "inf")) {
            bits = 0x7F80_0000;
        } else {
            String text = decimal(start, to);
            if (text == null) {
                return MALFORMED;
            }
            float value = Float.parseFloat(text);
            if (Float.isInfinite(value)) {
                return RANGE;
            }
            bits = Float.floatToRawIntBits(value);
        }
        if (chars[from] == '-') {
            bits |= 0x8000_0000L;
        }
        return null;
    }

    /** Reads a float of 64 bits. */
    @Nullable
    String f64(int from, int to) {
        int sign = from < to && (chars[from] == '+' || chars[from] == '-') ? 1 : 0;
        int start = from + sign;
        if (start + 3 < to && is(start, start + 4, "nan:")) {
            String wrong = natural(start + 4, to, 64);
            if (wrong != null || !isHex(start + 4, to)) {
                return wrong == null ? MALFORMED : wrong;
            } else if (bits <= 0 || bits >= 1L << 52) {
                return RANGE;
            }
            bits |= 0x7FF0_0000_0000_0000L;
        } else if (is(start, to, "nan")) {
            bits = 0x7FF8_0000_0000_0000L;
        } else if (is(start, to, "inf")) {
            bits = 0x7FF0_0000_0000_0000L;
        } else {
            String text = decimal(start, to);
            if (text == null) {
                return MALFORMED;
            }
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                return RANGE;
            }
            bits = Double.doubleToRawLongBits(value);
        }
        if (chars[from] == '-') {
            bits |= Long.MIN_VALUE;
        }
        return null;
    }

    /** {@return a float without its sign as Java reads it, without separators, or null if it is malformed} */
    private @Nullable String decimal(int from, int to) {
        boolean hex = isHex(from, to);
        StringBuilder text = new StringBuilder(to - from + 2);
        int at = from;
        if (hex) {
            text.append("0x");
            at += 2;
        }
        int radix = hex ? 16 : 10;
        at = digits(at, to, radix, text);
        if (at < 0) {
            return null;
        }
        if (at < to && chars[at] == '.') {
            text.append('.');
            at++;
            if (at < to && digit(at, radix) >= 0) {
                at = digits(at, to, radix, text);
            }
        }
        if (at < 0) {
            return null;
        }
        if (at < to) {
            char e = Character.toLowerCase(chars[at]);
            if (e != (hex ? 'p' : 'e')) {
                return null;
            }
            text.append(e);
            at++;
            if (at < to && (chars[at] == '+' || chars[at] == '-')) {
                text.append(chars[at++]);
            }
            at = digits(at, to, 10, text);
        } else if (hex) {
            text.append("p0");
        }
        return at == to ? text.toString() : null;
    }

    private int digit(int at, int radix) {
        return chars[at] < 128 ? Character.digit(chars[at], radix) : -1;
    }

    /** Appends digits between which there may be separators. {@return what follows, or -1 if they are malformed} */
    private int digits(int from, int to, int radix, StringBuilder text) {
        int at = from;
        boolean digit = false;
        for (; at < to; at++) {
            if (chars[at] == '_' && digit) {
                digit = false;
            } else if (digit(at, radix) >= 0) {
                text.append(chars[at]);
                digit = true;
            } else {
                break;
            }
        }
        return digit ? at : -1;
    }
}
