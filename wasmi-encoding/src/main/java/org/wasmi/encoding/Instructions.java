package org.wasmi.encoding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Converts between {@link Code} and lists of {@link Instruction}s. Sources ({@link SourceMap}) are not kept,
 * as opposed to {@link Encodings#transcode}.
 */
public final class Instructions {
    private final InstructionDecoder decoder;
    private final Map<Integer, Integer> indices = new HashMap<>();

    private Instructions(Code code) {
        decoder = Encodings.decoder(code);
        while (decoder.next()) {
            indices.put(decoder.position(), indices.size());
        }
        decoder.seek(0);
    }

    /**
     * {@return the instructions of a code, whatever its encoding}
     *
     * @throws MalformedException if it does not decode, or if a branch leads to what is not an instruction
     */
    public static List<Instruction> decode(Code code) {
        return new Instructions(code).all();
    }

    /**
     * {@return the code of instructions}
     *
     * @param instructions the instructions
     * @param frame what the code expects of its frame
     * @param encoding how to encode it
     * @throws IndexOutOfBoundsException if the target of a branch is not in the list
     */
    public static Code encode(List<Instruction> instructions, FrameShape frame, Encoding encoding) {
        InstructionWriter writer = new InstructionWriter(encoding.encoder());
        Label[] labels = new Label[instructions.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = writer.newLabel();
        }
        for (int i = 0; i < labels.length; i++) {
            writer.bind(labels[i]);
            instructions.get(i).writeTo(writer, target -> labels[Objects.checkIndex(target, labels.length)]);
        }
        return writer.finish(frame);
    }

    private List<Instruction> all() {
        List<Instruction> list = new ArrayList<>(indices.size());
        while (decoder.next()) {
            list.add(current());
        }
        return List.copyOf(list);
    }

    private Instruction current() {
        Op op = decoder.op();
        return switch (op.format()) {
            case NONE -> new Instruction.None(op);
            case S -> new Instruction.S(op, decoder.operand(0));
            case R -> new Instruction.R(op, decoder.operand(0));
            case I -> new Instruction.I(op, decoder.operand(0));
            case X -> new Instruction.X(op, decoder.operand(0));
            case SC -> new Instruction.Sc(op, decoder.operand(0), decoder.operand(1));
            case RS -> new Instruction.Rs(op, decoder.operand(0), decoder.operand(1));
            case RI -> new Instruction.Ri(op, decoder.operand(0), decoder.operand(1));
            case RL -> new Instruction.Rl(op, decoder.operand(0), decoder.wide(1));
            case RX -> new Instruction.Rx(op, decoder.operand(0), decoder.operand(1));
            case XS -> new Instruction.Xs(op, decoder.operand(0), decoder.operand(1));
            case XI -> new Instruction.Xi(op, decoder.operand(0), decoder.operand(1));
            case SI -> new Instruction.Si(op, decoder.operand(0), decoder.operand(1));
            case RSS -> new Instruction.Rss(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RSI -> new Instruction.Rsi(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RIS -> new Instruction.Ris(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RSL -> new Instruction.Rsl(op, decoder.operand(0), decoder.operand(1), decoder.wide(2));
            case RLS -> new Instruction.Rls(op, decoder.operand(0), decoder.wide(1), decoder.operand(2));
            case DSS -> new Instruction.Dss(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RSC -> new Instruction.Rsc(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RSSS ->
                new Instruction.Rsss(
                        op, decoder.operand(0), decoder.operand(1), decoder.operand(2), decoder.operand(3));
            case RSSSS ->
                new Instruction.Rssss(
                        op,
                        decoder.operand(0),
                        decoder.operand(1),
                        decoder.operand(2),
                        decoder.operand(3),
                        decoder.operand(4));
            case RSSSI ->
                new Instruction.Rsssi(
                        op,
                        decoder.operand(0),
                        decoder.operand(1),
                        decoder.operand(2),
                        decoder.operand(3),
                        decoder.operand(4));
            case B -> new Instruction.B(op, indexOf(decoder.target(0)));
            case BS -> new Instruction.Bs(op, indexOf(decoder.target(0)), decoder.operand(1));
            case BSS -> new Instruction.Bss(op, indexOf(decoder.target(0)), decoder.operand(1), decoder.operand(2));
            case BSI -> new Instruction.Bsi(op, indexOf(decoder.target(0)), decoder.operand(1), decoder.operand(2));
            case ST -> new Instruction.St(op, decoder.operand(0), targets(1));
            case RSO -> new Instruction.Rso(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case SOS -> new Instruction.Sos(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case SOI -> new Instruction.Soi(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RSPX ->
                new Instruction.Rspx(op, decoder.operand(0), decoder.operand(1), decoder.wide(2), decoder.operand(3));
            case SPSX ->
                new Instruction.Spsx(op, decoder.operand(0), decoder.wide(1), decoder.operand(2), decoder.operand(3));
            case XF -> new Instruction.Xf(op, decoder.operand(0), decoder.operand(1));
            case XXSF ->
                new Instruction.Xxsf(
                        op, decoder.operand(0), decoder.operand(1), decoder.operand(2), decoder.operand(3));
            case RXS -> new Instruction.Rxs(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case XSS -> new Instruction.Xss(op, decoder.operand(0), decoder.operand(1), decoder.operand(2));
            case RXSS ->
                new Instruction.Rxss(
                        op, decoder.operand(0), decoder.operand(1), decoder.operand(2), decoder.operand(3));
            case XSSS ->
                new Instruction.Xsss(
                        op, decoder.operand(0), decoder.operand(1), decoder.operand(2), decoder.operand(3));
            case XXSSS ->
                new Instruction.Xxsss(
                        op,
                        decoder.operand(0),
                        decoder.operand(1),
                        decoder.operand(2),
                        decoder.operand(3),
                        decoder.operand(4));
        };
    }

    private List<Integer> targets(int operand) {
        List<Integer> targets = new ArrayList<>();
        int count = decoder.operand(operand);
        for (int entry = 0; entry < count; entry++) {
            targets.add(indexOf(decoder.target(operand, entry)));
        }
        return targets;
    }

    private int indexOf(int position) {
        Integer index = indices.get(position);
        if (index == null) {
            throw decoder.malformed("a branch leads to what is not an instruction");
        }
        return index;
    }
}
