package org.wasmi.encoding.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.error.MalformedException;

/**
 * Prints code as text, which {@link Assembler} parses to equal code. Deterministic.
 *
 * <p>The first line is the frame: {@code frame params 1, results 1, locals 2, slots 5}, then {@code , references} if
 * the code touches reference halves. Each instruction takes a line: the mnemonic, then the operands of its {@link
 * Format}, separated by commas:
 *
 * <ul>
 *   <li>a slot, or the first one of several, as {@code s3};
 *   <li>an immediate as a signed decimal number; that of a float instruction as the shortest decimal number that rounds
 *       to it, {@code inf}, {@code nan} or {@code nan:0x7fffff}, the last with the bits of the significand;
 *   <li>an offset as {@code +8}, a number of slots as {@code count 2}, both unsigned;
 *   <li>the number of a lane as {@code lane 3};
 *   <li>an index after the name of its space: {@code func 3};
 *   <li>the target of a branch as a label; those of {@code br_table} one after another, the default last.
 * </ul>
 *
 * After the instructions comes a line for each handler of exceptions ({@link HandlerTable}), in the order of the table:
 * the clause, the label of the first instruction of the range, the label of the first one behind it, the index of the
 * tag if there is one, the label of the target, and the slot if there is one: {@code catch_ref L1, L2, tag 0, L3, s4}.
 *
 * <p>A label, {@code L1}, is bound to the next instruction by a line of its own, {@code L1:}. A comment begins with
 * {@code ;} and ends with the line.
 */
public final class Disassembler {
    private static final String INDENT = "    ";

    private final Code code;
    private final InstructionDecoder decoder;

    /** By position that branches lead to: the label. */
    private final Map<Integer, String> labels = new HashMap<>();

    private Disassembler(Code code) {
        this.code = code;
        decoder = Encodings.decoder(code);
        findTargets().stream().forEach(target -> labels.put(target, "L" + labels.size()));
        decoder.seek(0);
    }

    /**
     * An instruction or a handler as text.
     *
     * @param position the position, in units of the encoding; for handlers the end of the code
     * @param label its label, if branches or handlers refer to it; for the first handler the label of the end of the
     *     code
     * @param text the mnemonic and the operands, or the clause and its parts
     */
    public record Line(int position, Optional<String> label, String text) {}

    /**
     * {@return the text of code in any encoding}
     *
     * @throws MalformedException if it does not decode, or if a branch leads to what is not an instruction
     */
    public static String disassemble(Code code) {
        StringBuilder text = new StringBuilder(header(code.frame())).append('\n');
        for (Line line : lines(code)) {
            line.label().ifPresent(label -> text.append(label).append(":\n"));
            text.append(INDENT).append(line.text()).append('\n');
        }
        return text.toString();
    }

    /**
     * {@return the instructions of code, then its handlers, for callers with a layout of their own}
     *
     * @throws MalformedException if it does not decode, or if a branch leads to what is not an instruction
     */
    public static List<Line> lines(Code code) {
        return new Disassembler(code).all();
    }

    private static String header(FrameShape frame) {
        return "frame params " + frame.params() + ", results " + frame.results() + ", locals " + frame.locals()
                + ", slots " + frame.slots() + (frame.references() ? ", references" : "");
    }

    private BitSet findTargets() {
        BitSet starts = new BitSet();
        while (decoder.next()) {
            starts.set(decoder.position());
        }
        decoder.seek(0);
        BitSet targets = new BitSet();
        while (decoder.next()) {
            decoder.visit((number, target) -> {
                if (target < 0 || !starts.get(target)) {
                    throw decoder.malformed("a branch leads to what is not an instruction");
                }
                targets.set(target);
            });
        }
        for (HandlerTable.Handler each : code.handlers().handlers()) {
            boolean ends = starts.get(each.to()) || each.to() == code.length();
            if (!starts.get(each.from()) || !ends || !starts.get(each.target())) {
                throw new MalformedException("a handler does not begin, end and lead where instructions begin", 0);
            }
            targets.set(each.from());
            targets.set(each.to());
            targets.set(each.target());
        }
        return targets;
    }

    /** {@return the labels of the targets of the current instruction} */
    private String targets() {
        StringJoiner targets = new StringJoiner(", ");
        decoder.visit((number, target) -> targets.add(labels.get(target)));
        return targets.toString();
    }

    private List<Line> all() {
        List<Line> lines = new ArrayList<>();
        while (decoder.next()) {
            int position = decoder.position();
            lines.add(new Line(position, Optional.ofNullable(labels.get(position)), text()));
        }
        Optional<String> end = Optional.ofNullable(labels.get(code.length()));
        for (HandlerTable.Handler each : code.handlers().handlers()) {
            lines.add(new Line(code.length(), end, text(each)));
            end = Optional.empty();
        }
        return List.copyOf(lines);
    }

    private String text(HandlerTable.Handler handler) {
        StringJoiner parts = new StringJoiner(", ", handler.clause() + " ", "");
        parts.add(labels.get(handler.from())).add(labels.get(handler.to()));
        if (handler.clause().hasTag()) {
            parts.add(IndexSpace.TAG + " " + handler.tag());
        }
        parts.add(labels.get(handler.target()));
        if (handler.clause() != HandlerTable.Clause.CATCH_ALL) {
            parts.add("s" + handler.slot());
        }
        return parts.toString();
    }

    private String text() {
        Op op = decoder.op();
        int count = op.format().operands().size();
        if (count == 0) {
            return op.mnemonic();
        }
        StringJoiner operands = new StringJoiner(", ", op.mnemonic() + " ", "");
        for (int i = 0; i < count; i++) {
            operands.add(operand(op, i));
        }
        return operands.toString();
    }

    private String operand(Op op, int number) {
        return switch (op.format().operands().get(number)) {
            case RESULT, RESULT_PAIR, RESULT_SPAN, SLOT, SLOT_SPAN, FRAME -> "s" + unsigned(number);
            case IMM32 ->
                op.type(number).equals(Optional.of(SlotType.F32))
                        ? FloatText.ofF32(decoder.operand(number))
                        : Integer.toString(decoder.operand(number));
            case IMM64 ->
                op.type(number).equals(Optional.of(SlotType.F64))
                        ? FloatText.ofF64(decoder.wide(number))
                        : Long.toString(decoder.wide(number));
            case OFFSET32 -> "+" + unsigned(number);
            case OFFSET64 -> "+" + Long.toUnsignedString(decoder.wide(number));
            case COUNT -> "count " + unsigned(number);
            case LANE -> "lane " + unsigned(number);
            case INDEX -> op.indexSpace(number) + " " + unsigned(number);
            case BRANCH, TARGETS -> targets();
        };
    }

    private String unsigned(int number) {
        return Integer.toUnsignedString(decoder.operand(number));
    }
}
