package org.wasmi.encoding.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * Parses code in the text form that {@link Disassembler} prints and describes. Blanks, empty lines and comments may
 * occur anywhere between the parts of the text. A label is a letter followed by letters, digits or underscores.
 */
public final class Assembler {
    private static final int NONE = -1;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern SIGNED = Pattern.compile("-?[0-9]+");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]+");

    private final InstructionEncoder encoder;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private int instructions;

    private Assembler(Encoding encoding) {
        encoder = encoding.encoder();
    }

    /** The range of a handler, and what to say if it turns out to end before it begins. */
    private record Range(Target from, Target to, AssemblyException backwards) {}

    /** What is known of a label. */
    private static final class Target {
        private final Label label;
        /** The number of the instruction that it is bound to. */
        private int instruction = NONE;
        /** What to say of the first that leads to it if it turns out not to be bound to an instruction. */
        private @Nullable AssemblyException noInstruction;
        /** What to say of the first that refers to it if it turns out not to be bound. */
        private @Nullable AssemblyException unbound;

        Target(Label label) {
            this.label = label;
        }
    }

    /**
     * {@return the canonical code for a text}
     *
     * @throws AssemblyException if it describes none
     */
    public static Code assemble(String text) {
        return assemble(text, Encodings.named(Encodings.WORDS));
    }

    /**
     * {@return the code for a text}
     *
     * @param text the text
     * @param encoding the encoding of the code
     * @throws AssemblyException if it describes none
     */
    public static Code assemble(String text, Encoding encoding) {
        return new Assembler(encoding).code(text);
    }

    private Code code(String text) {
        FrameShape frame = null;
        int number = 0;
        for (String each : text.lines().toList()) {
            TextLine line = new TextLine(each, ++number);
            if (line.isEmpty()) {
                continue;
            }
            if (frame == null) {
                frame = frame(line);
            } else {
                instructionOrLabel(line);
            }
        }
        if (frame == null) {
            throw new AssemblyException("there is no line with the frame", number + 1, 1);
        }
        checkTargets();
        return encoder.finish(frame);
    }

    private static FrameShape frame(TextLine line) {
        line.expect("frame");
        int params = frameNumber(line, "params");
        line.expect(",");
        int results = frameNumber(line, "results");
        line.expect(",");
        int locals = frameNumber(line, "locals");
        line.expect(",");
        int slots = frameNumber(line, "slots");
        boolean references = !line.isEmpty();
        if (references) {
            line.expect(",");
            line.expect("references");
        }
        line.expectEnd();
        try {
            return new FrameShape(params, results, locals, slots, references);
        } catch (IllegalArgumentException e) {
            throw line.error(String.valueOf(e.getMessage()));
        }
    }

    private static int frameNumber(TextLine line, String name) {
        line.expect(name);
        return line.read("a number of slots", Assembler::signed32);
    }

    private void instructionOrLabel(TextLine line) {
        String word = line.next();
        Optional<HandlerTable.Clause> clause = Stream.of(HandlerTable.Clause.values())
                .filter(each -> each.toString().equals(word))
                .findFirst();
        if (word.endsWith(":")) {
            bind(line, word.substring(0, word.length() - 1));
        } else if (clause.isPresent()) {
            handler(line, clause.get());
        } else {
            instruction(line, word);
        }
        line.expectEnd();
    }

    private void bind(TextLine line, String name) {
        Target target = target(line, name);
        if (target.instruction != NONE) {
            throw line.error("label " + name + " is bound already");
        }
        target.instruction = instructions;
        encoder.bind(target.label);
    }

    private Target target(TextLine line, String name) {
        if (!LABEL.matcher(name).matches()) {
            throw line.error("'" + name + "' is not a label");
        }
        return targets.computeIfAbsent(name, absent -> new Target(encoder.newLabel()));
    }

    private void instruction(TextLine line, String mnemonic) {
        Op op = Op.named(mnemonic).orElseThrow(() -> line.error("there is no instruction '" + mnemonic + "'"));
        encoder.begin(op);
        for (int i = 0; i < op.format().operands().size(); i++) {
            if (i > 0) {
                line.expect(",");
            }
            operand(line, op, i);
        }
        instructions++;
    }

    private void handler(TextLine line, HandlerTable.Clause clause) {
        Target from = label(line, true);
        line.expect(",");
        Target to = label(line, true);
        ranges.add(new Range(from, to, line.error("the range ends before it begins")));
        line.expect(",");
        int tag = 0;
        if (clause.hasTag()) {
            line.expect(IndexSpace.TAG.toString());
            tag = line.read("an index", Assembler::unsigned31);
            line.expect(",");
        }
        Label target = branch(line);
        int slot = 0;
        if (clause != HandlerTable.Clause.CATCH_ALL) {
            line.expect(",");
            slot = slot(line, Assembler::unsigned31);
        }
        encoder.handler(clause, from.label, to.label, tag, target, slot);
    }

    private void operand(TextLine line, Op op, int number) {
        switch (op.format().operands().get(number)) {
            case RESULT, RESULT_PAIR, RESULT_SPAN, SLOT, SLOT_SPAN, FRAME ->
                encoder.operand(slot(line, Assembler::unsigned32));
            case IMM32 -> encoder.operand(imm32(line, op.type(number)));
            case IMM64 -> encoder.wide(imm64(line, op.type(number)));
            case OFFSET32 ->
                encoder.operand(line.read("an offset, such as +8", word -> unsigned32(withoutPrefix("+", word))));
            case OFFSET64 ->
                encoder.wide(line.read("an offset, such as +8", word -> unsigned64(withoutPrefix("+", word))));
            case COUNT -> {
                line.expect("count");
                encoder.operand(line.read("a number of slots", Assembler::unsigned32));
            }
            case LANE -> {
                line.expect("lane");
                encoder.operand(line.read("a number of a lane", Assembler::unsigned32));
            }
            case INDEX -> {
                line.expect(op.indexSpace(number).toString());
                encoder.operand(line.read("an index", Assembler::unsigned32));
            }
            case BRANCH -> encoder.branch(branch(line));
            case TARGETS -> table(line);
        }
    }

    private static int imm32(TextLine line, Optional<SlotType> type) {
        return type.equals(Optional.of(SlotType.F32))
                ? line.read("a float of 32 bits", FloatText::toF32)
                : line.read("an integer of 32 bits", Assembler::signed32);
    }

    private static long imm64(TextLine line, Optional<SlotType> type) {
        return type.equals(Optional.of(SlotType.F64))
                ? line.read("a float of 64 bits", FloatText::toF64)
                : line.read("an integer of 64 bits", Assembler::signed64);
    }

    private static int slot(TextLine line, ToIntFunction<String> number) {
        return line.read("a slot, such as s3", word -> number.applyAsInt(withoutPrefix("s", word)));
    }

    private Label branch(TextLine line) {
        return label(line, false).label;
    }

    /** A label that must be bound, to an instruction or perhaps at the end of the code. */
    private Target label(TextLine line, boolean mayBeEnd) {
        String name = line.next();
        Target target = target(line, name);
        if (!mayBeEnd && target.noInstruction == null) {
            target.noInstruction = line.error("label " + name + " is not bound to an instruction");
        } else if (target.unbound == null) {
            target.unbound = line.error("label " + name + " is not bound");
        }
        return target;
    }

    private void table(TextLine line) {
        List<Label> labels = new ArrayList<>();
        labels.add(branch(line));
        while (!line.isEmpty()) {
            line.expect(",");
            labels.add(branch(line));
        }
        encoder.operand(labels.size());
        labels.forEach(encoder::branch);
    }

    private void checkTargets() {
        for (Target target : targets.values()) {
            if (target.noInstruction != null && (target.instruction == NONE || target.instruction == instructions)) {
                throw target.noInstruction;
            } else if (target.unbound != null && target.instruction == NONE) {
                throw target.unbound;
            }
        }
        for (Range range : ranges) {
            if (range.from.instruction > range.to.instruction) {
                throw range.backwards;
            }
        }
    }

    private static String withoutPrefix(String prefix, String word) {
        if (!word.startsWith(prefix)) {
            throw new NumberFormatException(word);
        }
        return word.substring(prefix.length());
    }

    private static int signed32(String word) {
        return Integer.parseInt(matching(SIGNED, word));
    }

    private static long signed64(String word) {
        return Long.parseLong(matching(SIGNED, word));
    }

    private static int unsigned32(String word) {
        return Integer.parseUnsignedInt(matching(UNSIGNED, word));
    }

    private static int unsigned31(String word) {
        return Integer.parseInt(matching(UNSIGNED, word));
    }

    private static long unsigned64(String word) {
        return Long.parseUnsignedLong(matching(UNSIGNED, word));
    }

    /** Java's own parsers take other digits and a plus as well. */
    private static String matching(Pattern pattern, String word) {
        if (!pattern.matcher(word).matches()) {
            throw new NumberFormatException(word);
        }
        return word;
    }
}
