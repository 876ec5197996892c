package org.wasmi.codegen;

import java.util.List;

/**
 * What a loop over words executes in place of {@code i8x16.shuffle}: one of several forms, which {@code Shuffles}
 * chooses and describes. That of any bytes has the number of the instruction, the others have numbers of their own.
 */
final class ShuffleForms {
    private static final String ZIPPED = "SHUFFLE_ZIPPED";
    private static final String SPREAD_OVER_LANE = "SHUFFLE_SPREAD_OVER_LANE";
    private static final String ROTATED = "SHUFFLE_ROTATED";
    private static final String REVERSED = "SHUFFLE_REVERSED";
    private static final String FILLED = "SHUFFLE_FILLED";
    private static final String SHORTS = "SHUFFLE_16";

    private ShuffleForms() {}

    /** {@return the names of the forms that have numbers of their own} */
    static List<String> names() {
        return List.of(
                ofLanes(32),
                ofLanes(16),
                ZIPPED,
                spread(16, 32),
                spread(8, 16),
                spread(8, 32),
                SPREAD_OVER_LANE,
                SHORTS,
                ROTATED,
                REVERSED,
                FILLED);
    }

    private static String ofLanes(int turn) {
        return "SHUFFLE_LANES_" + turn;
    }

    private static String spread(int width, int step) {
        return "SHUFFLE_SPREAD_" + width + "_" + step;
    }

    /**
     * Writes the cases of all forms. They call nothing: the JIT does not inline calls that its profile has not seen yet
     * when it compiles the loop again because of them.
     */
    static void write(JavaWriter out) {
        lanes(out, 32);
        lanes(out, 16);
        zipped(out);
        spread(out, 16, 32);
        spread(out, 8, 16);
        spread(out, 8, 32);
        spreadOverLane(out);
        places(out, SHORTS, 16);
        rotated(out);
        reversed(out);
        filled(out);
        places(out, "I8X16_SHUFFLE", 8);
    }

    /** Two lanes of 32 bits make a half, so many bits of each in turn. */
    private static void lanes(JavaWriter out, int turn) {
        begin(out, ofLanes(turn));
        for (int i = 0; i < 4; i++) {
            out.lines("int s" + i + " = code[ip + " + (4 + i) + "];");
            out.lines("long lane" + i + " = (st[fp + (s" + i + " >> 1)] >>> (s" + i + " << 5)) & 0xFFFF_FFFFL;");
            out.lines(turn == 16 ? spread("lane" + i, 16) : "");
        }
        out.lines("long low = lane0 | lane1 << " + turn + ";");
        out.lines("long high = lane2 | lane3 << " + turn + ";");
        end(out);
    }

    /** Two halves, a byte of each in turn. */
    private static void zipped(JavaWriter out) {
        begin(out, ZIPPED);
        for (int i = 0; i < 2; i++) {
            out.lines("long half" + i + " = st[fp + code[ip + " + (4 + i) + "]];");
            zipped(out, "low" + i, "half" + i + " & 0xFFFF_FFFFL");
            zipped(out, "high" + i, "half" + i + " >>> 32");
        }
        out.lines("long low = low0 | low1 << 8;");
        out.lines("long high = high0 | high1 << 8;");
        end(out);
    }

    private static void zipped(JavaWriter out, String name, String lane) {
        out.lines("long " + name + " = " + lane + ";");
        out.lines(spread(name, 16) + spread(name, 8));
    }

    /** {@return a statement that moves every other group of so many bits of a lane up by as many} */
    private static String spread(String lane, int bits) {
        String mask = bits == 16 ? "0x0000_FFFF_0000_FFFFL" : "0x00FF_00FF_00FF_00FFL";
        return "%1$s = (%1$s | %1$s << %2$d) & %3$s;\n".formatted(lane, bits, mask);
    }

    /** Lanes that follow each other come to multiples of a step, each; all other bits are those of a half. */
    private static void spread(JavaWriter out, int width, int step) {
        begin(out, spread(width, step));
        spread(out, "low", 4, width, step);
        spread(out, "high", 5, width, step);
        String others = width == 16
                ? "0xFFFF_0000_FFFF_0000L"
                : step == 16 ? "0xFF00_FF00_FF00_FF00L" : "0xFFFF_FF00_FFFF_FF00L";
        out.lines("low |= st[fp + code[ip + 6]] & " + others + ";");
        out.lines("high |= st[fp + code[ip + 7]] & " + others + ";");
        end(out);
    }

    /** Lanes of 16 bits come to even places; all odd ones have the same lane. */
    private static void spreadOverLane(JavaWriter out) {
        begin(out, SPREAD_OVER_LANE);
        spread(out, "low", 4, 16, 32);
        spread(out, "high", 5, 16, 32);
        out.lines("""
                int s6 = code[ip + 6];
                long lane = (st[fp + (s6 >> 6)] >>> s6 & 0xFFFF) << 16;
                lane |= lane << 32;
                low |= lane;
                high |= lane;
                """);
        end(out);
    }

    private static void spread(JavaWriter out, String half, int word, int width, int step) {
        out.lines("int s%1$d = code[ip + %1$d];".formatted(word));
        out.lines("long %1$s = st[fp + (s%2$d >> 6)] >>> s%2$d;".formatted(half, word));
        if (width == 16) {
            out.lines("%1$s = %1$s & 0xFFFF | (%1$s & 0xFFFF_0000L) << 16;".formatted(half));
        } else if (step == 32) {
            out.lines("%1$s = %1$s & 0xFF | (%1$s & 0xFF00) << 24;".formatted(half));
        } else {
            out.lines(half + " &= 0xFFFF_FFFFL;");
            out.lines(spread(half, 16) + spread(half, 8));
        }
    }

    private static void rotated(JavaWriter out) {
        begin(out, ROTATED);
        out.lines("int table = ip + code[ip + 4];");
        rotated(out, "low", 0);
        rotated(out, "high", 3);
        end(out);
    }

    /** A half, described from a word of the table on. */
    private static void rotated(JavaWriter out, String half, int first) {
        parts(out, first);
        out.lines("long %1$s = part%2$d & %4$s | part%3$d & ~%4$s;".formatted(half, first, first + 1, mask(first, 0)));
    }

    private static void reversed(JavaWriter out) {
        begin(out, REVERSED);
        for (int word = 4; word < 6; word++) {
            out.lines("int s%1$d = code[ip + %1$d];".formatted(word));
            out.lines("long from%1$d = Long.reverseBytes(st[fp + (s%1$d >> 6)]);".formatted(word));
            out.lines("long %1$s = %2$s;".formatted(word == 4 ? "low" : "high", rotated(word)));
        }
        end(out);
    }

    private static void filled(JavaWriter out) {
        begin(out, FILLED);
        out.lines("int table = ip + code[ip + 4];");
        filled(out, "low", 0);
        filled(out, "high", 4);
        end(out);
    }

    private static void filled(JavaWriter out, String half, int first) {
        parts(out, first);
        out.lines("int s%1$d = code[table + %1$d];".formatted(first + 3));
        out.lines("long filled%1$d = (st[fp + (s%2$d >> 6)] >>> s%2$d & 0xFF) * 0x0101_0101_0101_0101L;"
                .formatted(first, first + 3));
        out.lines("long rest" + first + " = ~(" + mask(first, 0) + " | " + mask(first, 1) + ");");
        out.lines("long " + half + " = part" + first + " & " + mask(first, 0));
        out.lines("| part" + (first + 1) + " & " + mask(first, 1) + " | filled" + first + " & rest" + first + ";");
    }

    /** Writes two halves of operands, rotated, as words of the table say, and the masks that follow. */
    private static void parts(JavaWriter out, int first) {
        for (int word = first; word < first + 2; word++) {
            out.lines("int s%1$d = code[table + %1$d];".formatted(word));
            out.lines("long from%1$d = st[fp + (s%1$d >> 6)];".formatted(word));
            out.lines("long part%1$d = %2$s;".formatted(word, rotated(word)));
        }
        out.lines("int masks%1$d = code[table + %2$d];".formatted(first, first + 2));
    }

    private static String rotated(int word) {
        return "from%1$d >>> s%1$d | from%1$d << -s%1$d".formatted(word);
    }

    private static String mask(int first, int i) {
        return "Shuffles.MASKS[masks" + first + (i == 0 ? "" : " >> " + 8 * i) + " & 0xFF]";
    }

    /** Lanes of so many bits, each from a place of its own. */
    private static void places(JavaWriter out, String name, int width) {
        begin(out, name);
        out.lines("int table = ip + code[ip + 4];");
        places(out, "low", 0, width);
        places(out, "high", Long.SIZE / width, width);
        end(out);
    }

    private static void places(JavaWriter out, String half, int first, int width) {
        StringBuilder sum = new StringBuilder();
        for (int i = 0; i < Long.SIZE / width; i++) {
            String place = "s" + (first + i);
            out.lines("int " + place + " = code[table + " + (first + i) + "];");
            sum.append(i == 0 ? "" : "\n| ")
                    .append("(st[fp + (" + place + " >> 6)] >>> " + place + " & " + (width == 8 ? "0xFF" : "0xFFFF")
                            + ") << " + width * i);
        }
        out.lines("long " + half + " = " + sum + ";");
    }

    private static void begin(JavaWriter out, String name) {
        out.lines("case DispatchNumbers." + name + ": {");
    }

    private static void end(JavaWriter out) {
        out.lines("""
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;
                ip += 8;
                continue;
                }
                """);
    }
}
