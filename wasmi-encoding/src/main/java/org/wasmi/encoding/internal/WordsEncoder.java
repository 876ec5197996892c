package org.wasmi.encoding.internal;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Patch;
import org.wasmi.encoding.SourceMap;

/** Writes the canonical encoding. The branches that wait for a label form a chain, which its binding walks. */
final class WordsEncoder implements InstructionEncoder {
    private static final int UNBOUND = -1;
    private static final int MAX_GROWTH = 1 << 29;
    private static final int END_OF_CHAIN = -1;

    private int[] words = new int[64];
    private int size;
    private boolean finished;

    /** The current instruction: where it starts, what operands it takes and how many of them it has. */
    private int start = -1;

    private List<OperandKind> kinds = List.of();
    private int operands;
    private int targetsLeft;

    /** By label: where it is bound, and the last of the branches that wait for it. */
    private int[] positions = new int[16];

    private int[] chains = new int[16];
    private int labels;

    /** By waiting branch, three numbers: where its operand is, where its instruction starts, and the next in the chain. */
    private int[] waiting = new int[48];

    private int waitingSize;
    private int waitingOpen;
    private int furthestTarget;

    private int[] patches = new int[4];
    private int patchCount;

    private final SourceMap.Builder sources = SourceMap.builder();
    private int source = SourceMap.UNKNOWN;
    private int writtenSource = SourceMap.UNKNOWN;

    @Override
    public void begin(Op op) {
        endInstruction();
        if (source != writtenSource) {
            sources.add(size, source);
            writtenSource = source;
        }
        start = size;
        kinds = op.format().operands();
        operands = 0;
        put(op.code());
    }

    @Override
    public void operand(int value) {
        OperandKind kind = take();
        switch (kind) {
            case IMM64, OFFSET64, BRANCH -> throw wrong(kind, "32 bits");
            case TARGETS -> {
                if (value < 1) {
                    throw new IllegalArgumentException("a table of targets needs a default");
                }
                targetsLeft = value;
            }
            default -> {}
        }
        put(value);
    }

    @Override
    public void wide(long value) {
        OperandKind kind = take();
        if (kind != OperandKind.IMM64 && kind != OperandKind.OFFSET64) {
            throw wrong(kind, "64 bits");
        }
        put((int) value);
        put((int) (value >>> 32));
    }

    @Override
    public void branch(Label target) {
        if (targetsLeft > 0) {
            targetsLeft--;
        } else {
            OperandKind kind = take();
            if (kind != OperandKind.BRANCH) {
                throw wrong(kind, "a label");
            }
        }
        int position = positions[checked(target)];
        if (position == UNBOUND) {
            int at = waitingSize;
            if (at == waiting.length) {
                waiting = grow(waiting);
            }
            waiting[at] = size;
            waiting[at + 1] = start;
            waiting[at + 2] = chains[target.id()];
            chains[target.id()] = at;
            waitingSize = at + 3;
            waitingOpen++;
            put(0);
        } else {
            put(position - start);
        }
    }

    @Override
    public Patch patch() {
        operand(0);
        if (patchCount == patches.length) {
            patches = grow(patches);
        }
        patches[patchCount] = size - 1;
        return new Patch(patchCount++);
    }

    @Override
    public void set(Patch patch, int value) {
        checkOpen();
        if (patch.id() < 0 || patch.id() >= patchCount) {
            throw new IllegalArgumentException("a patch of another encoder");
        }
        words[patches[patch.id()]] = value;
    }

    @Override
    public Label newLabel() {
        if (labels == positions.length) {
            positions = grow(positions);
            chains = grow(chains);
        }
        positions[labels] = UNBOUND;
        chains[labels] = END_OF_CHAIN;
        return new Label(labels++);
    }

    @Override
    public void bind(Label label) {
        endInstruction();
        int id = checked(label);
        if (positions[id] != UNBOUND) {
            throw new IllegalStateException("label " + id + " is bound already");
        }
        positions[id] = size;
        if (chains[id] != END_OF_CHAIN) {
            furthestTarget = size;
        }
        for (int at = chains[id]; at != END_OF_CHAIN; at = waiting[at + 2]) {
            words[waiting[at]] = size - waiting[at + 1];
            waitingOpen--;
        }
        chains[id] = END_OF_CHAIN;
    }

    @Override
    public void source(int byteOffset) {
        source = byteOffset;
    }

    @Override
    public Code finish(FrameShape frame) {
        endInstruction();
        if (waitingOpen > 0) {
            throw new IllegalStateException(waitingOpen + " branches lead to labels that are not bound");
        }
        if (furthestTarget == size && size > 0) {
            throw new IllegalStateException("a branch leads to the end of the code");
        }
        finished = true;
        return new Code(Encodings.WORDS, Arrays.copyOf(words, size), size, frame, sources.build());
    }

    private void endInstruction() {
        checkOpen();
        if (start >= 0 && (operands < kinds.size() || targetsLeft > 0)) {
            throw new IllegalStateException(
                    Op.of(words[start]) + " takes more operands than the " + operands + " it was given");
        }
    }

    private void checkOpen() {
        if (finished) {
            throw new IllegalStateException("the encoder is finished");
        }
    }

    private OperandKind take() {
        checkOpen();
        if (start < 0) {
            throw new IllegalStateException("no instruction has begun");
        }
        if (targetsLeft > 0) {
            throw new IllegalArgumentException(targetsLeft + " more targets are due");
        }
        if (operands == kinds.size()) {
            throw new IllegalArgumentException(Op.of(words[start]) + " takes " + operands + " operands only");
        }
        return kinds.get(operands++);
    }

    private IllegalArgumentException wrong(OperandKind kind, String given) {
        return new IllegalArgumentException(
                "operand " + (operands - 1) + " of " + Op.of(words[start]) + " is " + kind + ", not " + given);
    }

    private int checked(Label label) {
        if (label.id() < 0 || label.id() >= labels) {
            throw new IllegalArgumentException("a label of another encoder");
        }
        return label.id();
    }

    private void put(int word) {
        if (size == words.length) {
            words = grow(words);
        }
        words[size++] = word;
    }

    private static int[] grow(int[] array) {
        if (array.length > MAX_GROWTH) {
            throw new IllegalStateException("the code is too long");
        }
        return Arrays.copyOf(array, array.length * 2);
    }
}
