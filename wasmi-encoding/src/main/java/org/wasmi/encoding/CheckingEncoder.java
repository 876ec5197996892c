package org.wasmi.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A base class for encoders. It checks everything that {@link InstructionEncoder} demands, keeps labels and patches,
 * and records the sources of instructions. A subclass writes operands and fills in targets. This suits encodings in
 * which the size of an operand does not depend on its value, so that a target can be filled in later. Where the size
 * depends on the value, as in {@code compact}, an encoder may write canonical code and lay it out when it is finished.
 *
 * <p>Positions count the units of the encoding. Not thread-safe.
 */
public abstract class CheckingEncoder implements InstructionEncoder {
    private static final int UNBOUND = -1;
    private static final int MAX_GROWTH = 1 << 29;
    private static final int END_OF_CHAIN = -1;

    private boolean finished;

    /** The current instruction: where it starts, what operands it takes and how many of them it has. */
    private int start = -1;

    private Op op = Op.of(0);
    private List<OperandKind> kinds = List.of();
    private int operands;
    private int targetsLeft;

    /** By label: where it is bound, and the last of the branches that wait for it. */
    private int[] positions = new int[16];

    private int[] chains = new int[16];
    private int labels;

    /**
     * By waiting branch, three numbers: where its target is, where its instruction starts, and the next in the chain.
     */
    private int[] waiting = new int[48];

    private int waitingSize;
    private int waitingOpen;
    private int furthestTarget;

    private int[] patches = new int[4];
    private int patchCount;

    private final List<DeclaredHandler> handlers = new ArrayList<>();

    private final SourceMap.Builder sources = SourceMap.builder();
    private int source = SourceMap.UNKNOWN;
    private int writtenSource = SourceMap.UNKNOWN;

    /** A handler with labels for its positions. */
    private record DeclaredHandler(HandlerTable.Clause clause, int from, int to, int tag, int target, int slot) {}

    /** For subclasses. */
    protected CheckingEncoder() {}

    /** {@return the number of units written so far, which is the position of the next unit} */
    protected abstract int size();

    /** Writes the start of an instruction. */
    protected abstract void writeOp(Op op);

    /**
     * Writes a 32-bit operand.
     *
     * @param kind its kind; for {@link OperandKind#TARGETS}, the value is the number of targets that follow
     * @param value its value
     */
    protected abstract void writeOperand(OperandKind kind, int value);

    /** Writes a 64-bit operand. */
    protected abstract void writeWide(OperandKind kind, long value);

    /** Reserves space for the target of a branch or of an entry of a table of targets. */
    protected abstract void writeTarget();

    /**
     * Sets a 32-bit operand.
     *
     * @param position the position at which it was written
     * @param value its value
     */
    protected abstract void setOperand(int position, int value);

    /**
     * Fills in a target.
     *
     * @param position the position of the space reserved for it
     * @param instruction the position of the branching instruction
     * @param target the position of the instruction to which it branches
     */
    protected abstract void setTarget(int position, int instruction, int target);

    /** {@return the written code} Called once, at the end. */
    protected abstract Code code(FrameShape frame, SourceMap instructionSources, HandlerTable handlers);

    @Override
    public final void begin(Op begun) {
        endInstruction();
        int position = size();
        if (source != writtenSource) {
            sources.add(position, source);
            writtenSource = source;
        }
        start = position;
        op = begun;
        kinds = begun.format().operands();
        operands = 0;
        writeOp(begun);
    }

    @Override
    public final void operand(int value) {
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
        writeOperand(kind, value);
    }

    @Override
    public final void wide(long value) {
        OperandKind kind = take();
        if (kind != OperandKind.IMM64 && kind != OperandKind.OFFSET64) {
            throw wrong(kind, "64 bits");
        }
        writeWide(kind, value);
    }

    @Override
    public final void branch(Label target) {
        if (targetsLeft > 0) {
            targetsLeft--;
        } else {
            OperandKind kind = take();
            if (kind != OperandKind.BRANCH) {
                throw wrong(kind, "a label");
            }
        }
        int bound = positions[checked(target)];
        int position = size();
        writeTarget();
        if (bound == UNBOUND) {
            int at = waitingSize;
            if (at == waiting.length) {
                waiting = grown(waiting);
            }
            waiting[at] = position;
            waiting[at + 1] = start;
            waiting[at + 2] = chains[target.id()];
            chains[target.id()] = at;
            waitingSize = at + 3;
            waitingOpen++;
        } else {
            setTarget(position, start, bound);
        }
    }

    @Override
    public final Patch patch() {
        int position = size();
        operand(0);
        if (patchCount == patches.length) {
            patches = grown(patches);
        }
        patches[patchCount] = position;
        return new Patch(patchCount++);
    }

    @Override
    public final void set(Patch patch, int value) {
        checkOpen();
        if (patch.id() < 0 || patch.id() >= patchCount) {
            throw new IllegalArgumentException("a patch of another encoder");
        }
        setOperand(patches[patch.id()], value);
    }

    @Override
    public final Label newLabel() {
        if (labels == positions.length) {
            positions = grown(positions);
            chains = grown(chains);
        }
        positions[labels] = UNBOUND;
        chains[labels] = END_OF_CHAIN;
        return new Label(labels++);
    }

    @Override
    public final void bind(Label label) {
        endInstruction();
        int id = checked(label);
        if (positions[id] != UNBOUND) {
            throw new IllegalStateException("label " + id + " is bound already");
        }
        int position = size();
        positions[id] = position;
        if (chains[id] != END_OF_CHAIN) {
            furthestTarget = position;
        }
        for (int at = chains[id]; at != END_OF_CHAIN; at = waiting[at + 2]) {
            setTarget(waiting[at], waiting[at + 1], position);
            waitingOpen--;
        }
        chains[id] = END_OF_CHAIN;
    }

    @Override
    public final void source(int byteOffset) {
        source = byteOffset;
    }

    @Override
    public final void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot) {
        checkOpen();
        handlers.add(new DeclaredHandler(clause, checked(from), checked(to), tag, checked(target), slot));
    }

    @Override
    public final Code finish(FrameShape frame) {
        endInstruction();
        if (waitingOpen > 0) {
            throw new IllegalStateException(waitingOpen + " branches lead to labels that are not bound");
        }
        if (furthestTarget == size() && furthestTarget > 0) {
            throw new IllegalStateException("a branch leads to the end of the code");
        }
        finished = true;
        return code(frame, sources.build(), handlerTable());
    }

    private HandlerTable handlerTable() {
        List<HandlerTable.Handler> table = new ArrayList<>();
        for (DeclaredHandler each : handlers) {
            int from = position(each.from());
            int to = position(each.to());
            int target = position(each.target());
            if (target == size()) {
                throw new IllegalStateException("a handler leads to the end of the code");
            }
            if (from != to) {
                table.add(new HandlerTable.Handler(from, to, each.clause(), each.tag(), target, each.slot()));
            }
        }
        return HandlerTable.of(table);
    }

    private int position(int label) {
        if (positions[label] == UNBOUND) {
            throw new IllegalStateException("label " + label + " of a handler is not bound");
        }
        return positions[label];
    }

    private void endInstruction() {
        checkOpen();
        if (start >= 0 && (operands < kinds.size() || targetsLeft > 0)) {
            throw new IllegalStateException(op + " takes more operands than the " + operands + " it was given");
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
            throw new IllegalArgumentException(op + " takes " + operands + " operands only");
        }
        return kinds.get(operands++);
    }

    private IllegalArgumentException wrong(OperandKind kind, String given) {
        return new IllegalArgumentException(
                "operand " + (operands - 1) + " of " + op + " is " + kind + ", not " + given);
    }

    private int checked(Label label) {
        if (label.id() < 0 || label.id() >= labels) {
            throw new IllegalArgumentException("a label of another encoder");
        }
        return label.id();
    }

    /**
     * {@return a copy of an array that is twice as long}
     *
     * @throws IllegalStateException if that is too long
     */
    protected static int[] grown(int[] array) {
        if (array.length > MAX_GROWTH) {
            throw new IllegalStateException("the code is too long");
        }
        return Arrays.copyOf(array, array.length * 2);
    }
}
