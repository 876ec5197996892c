package org.wasmi.encoding.instruction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.OperandVisitor;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;

/**
 * Converts between {@link Code} and lists of {@link Instruction}s. Unlike {@link Encodings#transcode}, this does not
 * keep the {@link SourceMap}.
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
     * {@return the instructions of code in any encoding}
     *
     * @throws MalformedException if it does not decode, or if the target of a branch is not an instruction
     */
    public static List<Instruction> decode(Code code) {
        return new Instructions(code).all();
    }

    /**
     * {@return the code for a list of instructions}
     *
     * @param instructions the instructions
     * @param frame the shape of its frame
     * @param encoding the encoding of the code
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
            writer.write(instructions.get(i), target -> labels[Objects.checkIndex(target, labels.length)]);
        }
        return writer.finish(frame);
    }

    private List<Instruction> all() {
        List<Instruction> list = new ArrayList<>(indices.size());
        while (decoder.next()) {
            list.add(new Instruction(decoder.op(), operands()));
        }
        return List.copyOf(list);
    }

    private List<Operand> operands() {
        List<OperandKind> kinds = decoder.op().format().operands();
        List<Operand> operands = new ArrayList<>(kinds.size());
        decoder.visit(new OperandVisitor() {
            @Override
            public void value(int number, long value) {
                if (!kinds.get(number).isTarget()) {
                    operands.add(new Operand(kinds.get(number), value));
                }
            }

            @Override
            public void target(int number, int position) {
                operands.add(new Operand(kinds.get(number), indexOf(position)));
            }
        });
        return operands;
    }

    private int indexOf(int position) {
        Integer index = indices.get(position);
        if (index == null) {
            throw decoder.malformed("a branch leads to what is not an instruction");
        }
        return index;
    }
}
