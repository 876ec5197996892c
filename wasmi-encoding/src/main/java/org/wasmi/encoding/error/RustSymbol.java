package org.wasmi.encoding.error;

import java.util.Map;
import java.util.Optional;

/** Reads a symbol in the second form that Rust has for them (Rust RFC 2603). */
final class RustSymbol {
    /** Symbols are the guest's: parts of one can stand for others, so that a short one can be very long. */
    private static final int LONGEST = 2_000;

    private static final int DEEPEST = 100;
    private static final int MOST_PARTS = 20_000;

    /** Those of parts that are read again count again. */
    private static final int MOST_LETTERS = 100_000;

    private static final int RADIX = 62;

    private static final Map<Character, String> BASIC_TYPES = Map.ofEntries(
            Map.entry('a', "i8"),
            Map.entry('b', "bool"),
            Map.entry('c', "char"),
            Map.entry('d', "f64"),
            Map.entry('e', "str"),
            Map.entry('f', "f32"),
            Map.entry('h', "u8"),
            Map.entry('i', "isize"),
            Map.entry('j', "usize"),
            Map.entry('l', "i32"),
            Map.entry('m', "u32"),
            Map.entry('n', "i128"),
            Map.entry('o', "u128"),
            Map.entry('p', "_"),
            Map.entry('s', "i16"),
            Map.entry('t', "u16"),
            Map.entry('u', "()"),
            Map.entry('v', "..."),
            Map.entry('x', "i64"),
            Map.entry('y', "u64"),
            Map.entry('z', "!"));

    private final String symbol;
    private final StringBuilder path = new StringBuilder();
    private int at;
    private int depth;
    private int parts;
    private int letters;

    /** How many lifetimes are bound where we are. */
    private int bound;

    /** Says that this is no such symbol, or one that is too long. */
    private static final class NoSymbol extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSymbol() {
            super("no symbol of Rust", null, false, false);
        }
    }

    private RustSymbol(String symbol) {
        this.symbol = symbol;
    }

    /** {@return the path that a symbol stands for, if it is one} */
    static Optional<String> path(String symbol) {
        int end = symbol.indexOf('.');
        RustSymbol reader = new RustSymbol(symbol.substring(2, end < 0 ? symbol.length() : end));
        try {
            reader.path(true);
            return Optional.of(reader.path.toString());
        } catch (NoSymbol none) {
            return Optional.empty();
        }
    }

    private char peek() {
        return at < symbol.length() ? symbol.charAt(at) : 0;
    }

    private char next() {
        if (at == symbol.length() || ++letters > MOST_LETTERS) {
            throw new NoSymbol();
        }
        return symbol.charAt(at++);
    }

    private boolean take(char letter) {
        if (peek() == letter) {
            at++;
            return true;
        }
        return false;
    }

    private void write(String text) {
        if (path.length() + text.length() > LONGEST) {
            throw new NoSymbol();
        }
        path.append(text);
    }

    private void nest() {
        if (++depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new NoSymbol();
        }
    }

    /**
     * Reads a path.
     *
     * @param value whether it names a value, whose arguments have another form than those of a type
     */
    private void path(boolean value) {
        nest();
        switch (next()) {
            case 'C' -> {
                disambiguator();
                write(identifier());
            }
            case 'M' -> {
                implementation();
                write("<");
                type();
                write(">");
            }
            case 'X' -> {
                implementation();
                qualified();
            }
            case 'Y' -> qualified();
            case 'N' -> nested(value);
            case 'I' -> {
                path(value);
                write(value ? "::<" : "<");
                list(this::argument);
                write(">");
            }
            case 'B' -> again(() -> path(value));
            default -> throw new NoSymbol();
        }
        depth--;
    }

    private void qualified() {
        write("<");
        type();
        write(" as ");
        path(false);
        write(">");
    }

    /** Reads where an implementation is, which is not shown. */
    private void implementation() {
        disambiguator();
        int shown = path.length();
        path(false);
        path.setLength(shown);
    }

    private void nested(boolean value) {
        char space = next();
        path(value);
        long number = disambiguator();
        String name = identifier();
        if (space >= 'a' && space <= 'z') {
            write(name.isEmpty() ? "" : "::" + name);
            return;
        }
        String kind = space == 'C' ? "closure" : space == 'S' ? "shim" : String.valueOf(space);
        write("::{" + kind + (name.isEmpty() ? "" : ":" + name) + "#" + number + "}");
    }

    /** Reads what stands until an E, with commas. */
    private int list(Runnable part) {
        int count = 0;
        while (!take('E')) {
            write(count++ > 0 ? ", " : "");
            part.run();
        }
        return count;
    }

    private void argument() {
        if (take('L')) {
            lifetime(number());
        } else if (take('K')) {
            constant();
        } else {
            type();
        }
    }

    private void lifetime(long index) {
        long outer = bound - index;
        if (index == 0) {
            write("'_");
        } else if (outer < 0) {
            throw new NoSymbol();
        } else {
            write(outer < 26 ? "'" + (char) ('a' + outer) : "'_" + outer);
        }
    }

    private void type() {
        nest();
        char kind = next();
        String basic = BASIC_TYPES.get(kind);
        if (basic != null) {
            write(basic);
            depth--;
            return;
        }
        switch (kind) {
            case 'A' -> {
                write("[");
                type();
                write("; ");
                constant();
                write("]");
            }
            case 'S' -> {
                write("[");
                type();
                write("]");
            }
            case 'T' -> {
                write("(");
                int count = list(this::type);
                write(count == 1 ? ",)" : ")");
            }
            case 'R', 'Q' -> {
                write("&");
                if (take('L')) {
                    long index = number();
                    if (index > 0) {
                        lifetime(index);
                        write(" ");
                    }
                }
                write(kind == 'Q' ? "mut " : "");
                type();
            }
            case 'P' -> {
                write("*const ");
                type();
            }
            case 'O' -> {
                write("*mut ");
                type();
            }
            case 'F' -> binding(this::function);
            case 'D' -> {
                write("dyn ");
                binding(this::bounds);
                if (!take('L')) {
                    throw new NoSymbol();
                }
                long index = number();
                if (index > 0) {
                    write(" + ");
                    lifetime(index);
                }
            }
            case 'B' -> again(this::type);
            default -> {
                at--;
                path(false);
            }
        }
        depth--;
    }

    private void binding(Runnable inside) {
        int before = bound;
        if (take('G')) {
            long more = number() + 1;
            if (more > RADIX) {
                throw new NoSymbol();
            }
            write("for<");
            for (int i = 0; i < more; i++) {
                bound++;
                write(i > 0 ? ", " : "");
                lifetime(1);
            }
            write("> ");
        }
        inside.run();
        bound = before;
    }

    private void function() {
        write(take('U') ? "unsafe " : "");
        if (take('K')) {
            write("extern \"" + (take('C') ? "C" : identifier().replace('_', '-')) + "\" ");
        }
        write("fn(");
        list(this::type);
        write(")");
        if (!take('u')) {
            write(" -> ");
            type();
        }
    }

    private void bounds() {
        boolean first = true;
        while (!take('E')) {
            write(first ? "" : " + ");
            first = false;
            path(false);
            while (take('p')) {
                // Behind the arguments of the trait, if there are any.
                boolean open = path.length() > 0 && path.charAt(path.length() - 1) == '>';
                if (open) {
                    path.setLength(path.length() - 1);
                }
                write(open ? ", " : "<");
                write(identifier() + " = ");
                type();
                write(">");
            }
        }
    }

    private void constant() {
        nest();
        if (take('B')) {
            again(this::constant);
        } else if (take('p')) {
            write("_");
        } else {
            char kind = next();
            boolean negative = take('n');
            int end = symbol.indexOf('_', at);
            if (end < 0 || !symbol.substring(at, end).matches("[0-9a-f]*")) {
                throw new NoSymbol();
            }
            String hex = symbol.substring(at, end);
            at = end + 1;
            write((negative ? "-" : "") + value(kind, hex));
        }
        depth--;
    }

    private static String value(char kind, String hex) {
        String digits = hex.isEmpty() ? "0" : hex;
        if (digits.length() > 16) {
            return "0x" + digits;
        }
        long bits = Long.parseUnsignedLong(digits, 16);
        if (kind == 'b') {
            return bits == 0 ? "false" : "true";
        }
        return kind == 'c' && Character.isLetterOrDigit((int) bits)
                ? "'" + Character.toString((int) bits) + "'"
                : Long.toUnsignedString(bits);
    }

    /** Reads a part that stands further ahead. */
    private void again(Runnable part) {
        int here = at - 1;
        long there = number();
        if (there < 0 || there >= here) { // a number that is too large may be negative
            throw new NoSymbol();
        }
        int after = at;
        at = (int) there;
        part.run();
        at = after;
    }

    /** {@return the number that tells namesakes apart} */
    private long disambiguator() {
        return take('s') ? number() + 1 : 0;
    }

    private long number() {
        long number = 0;
        if (take('_')) {
            return 0;
        }
        while (true) {
            char digit = next();
            if (digit == '_') {
                return number + 1;
            }
            int value;
            if (digit >= '0' && digit <= '9') {
                value = digit - '0';
            } else if (digit >= 'a' && digit <= 'z') {
                value = 10 + digit - 'a';
            } else if (digit >= 'A' && digit <= 'Z') {
                value = 36 + digit - 'A';
            } else {
                throw new NoSymbol();
            }
            number = number * RADIX + value; // of hashes, which are not shown, any part will do
        }
    }

    private String identifier() {
        boolean punycode = take('u');
        int length = 0;
        if (!take('0')) {
            char digit = next();
            if (digit < '1' || digit > '9') {
                throw new NoSymbol();
            }
            while (digit >= '0' && digit <= '9') {
                length = length * 10 + digit - '0';
                if (length > symbol.length()) {
                    throw new NoSymbol();
                }
                digit = peek();
                if (digit >= '0' && digit <= '9') {
                    at++;
                }
            }
        }
        take('_');
        letters += length;
        if (length > symbol.length() - at) {
            throw new NoSymbol();
        }
        String name = symbol.substring(at, at + length);
        at += length;
        return punycode ? "punycode{" + name + "}" : name;
    }
}
