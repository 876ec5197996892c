package org.wasmi.codegen;

import java.util.List;

/**
 * What a loop over words executes in place of {@code i8x16.shuffle}: one of several forms, which {@code Shuffles}
 * chooses and describes. That of any bytes has the number of the instruction, the others have numbers of their own.
 */
final class ShuffleForms {
    private static final String ROTATED = "SHUFFLE_ROTATED";

    private ShuffleForms() {}

    /** {@return the names of the forms that have numbers of their own} */
    static List<String> names() {
        return List.of(ofLanes(32), ofLanes(16), ofLanes(8), ROTATED);
    }

    private static String ofLanes(int turn) {
        return "SHUFFLE_LANES_" + turn;
    }

    /**
     * Writes the cases of all forms. They call nothing: the JIT does not inline calls that its profile has not seen yet
     * when it compiles the loop again because of them.
     */
    static void write(JavaWriter out) {
        lanes(out, 32, "");
        lanes(out, 16, spread(16));
        lanes(out, 8, spread(16) + spread(8));
        rotated(out);
        bytes(out);
    }

    /** {@return a statement that moves every other group of so many bits of a lane up by as many} */
    private static String spread(int bits) {
        String mask = bits == 16 ? "0x0000_FFFF_0000_FFFFL" : "0x00FF_00FF_00FF_00FFL";
        return "lane%1$d = (lane%1$d | lane%1$d << " + bits + ") & " + mask + ";\n";
    }

    /** Two lanes of 32 bits make a half, so many bits of each in turn. */
    private static void lanes(JavaWriter out, int turn, String spread) {
        begin(out, ofLanes(turn));
        for (int i = 0; i < 4; i++) {
            out.lines("int s" + i + " = code[ip + " + (4 + i) + "];");
            out.lines("long lane" + i + " = (st[fp + (s" + i + " >> 1)] >>> (s" + i + " << 5)) & 0xFFFF_FFFFL;");
            out.lines(spread.formatted(i));
        }
        out.lines("long low = lane0 | lane1 << " + turn + ";");
        out.lines("long high = lane2 | lane3 << " + turn + ";");
        end(out);
    }

    private static void rotated(JavaWriter out) {
        begin(out, ROTATED);
        out.lines("int table = ip + code[ip + 4];");
        rotated(out, "low", 0);
        rotated(out, "high", 4);
        end(out);
    }

    private static void rotated(JavaWriter out, String half, int first) {
        for (int i = first; i < first + 2; i++) {
            out.lines("int s" + i + " = code[table + " + i + "];");
            out.lines("long from" + i + " = st[fp + (s" + i + " >> 6)];");
            out.lines("long part%1$d = from%1$d >>> s%1$d | from%1$d << -s%1$d;".formatted(i));
        }
        out.lines("long mask%1$d = code[table + %1$d] & 0xFFFF_FFFFL | (long) code[table + %2$d] << 32;"
                .formatted(first + 2, first + 3));
        out.lines(
                "long %1$s = part%2$d & mask%4$d | part%3$d & ~mask%4$d;".formatted(half, first, first + 1, first + 2));
    }

    private static void bytes(JavaWriter out) {
        begin(out, "I8X16_SHUFFLE");
        out.lines("int table = ip + code[ip + 4];");
        bytes(out, "low", 0);
        bytes(out, "high", 8);
        end(out);
    }

    private static void bytes(JavaWriter out, String half, int first) {
        StringBuilder sum = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            String place = "s" + (first + i);
            out.lines("int " + place + " = code[table + " + (first + i) + "];");
            sum.append(i == 0 ? "" : "\n| ")
                    .append("(st[fp + (" + place + " >> 6)] >>> " + place + " & 0xFF) << " + 8 * i);
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
