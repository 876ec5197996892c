package org.wasmi.translate.internal.function;

import java.util.Optional;
import java.util.stream.Stream;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Patch;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.translate.fuel.FuelCosts;

/**
 * Writes instructions with a look-back of one: the last instruction is pending until the next comes, and may be changed
 * until then. Branches are written at once, and the place of a label ends the look-back, since other code may lead
 * there.
 *
 * <p>Where fuel is metered, each basic block that has any operators begins with {@code consume_fuel}. What works on
 * many bytes or elements begins a block, before which it has charged for them.
 */
final class Emitter {
    private static final int MAX_OPERANDS = Stream.of(Format.values())
            .mapToInt(format -> format.operands().size())
            .max()
            .orElseThrow();

    /** More than this is not charged at once, so that a sum fits into 32 bits. */
    private static final int MAX_BLOCK_FUEL = 1 << 30;

    /** By code of an instruction; of wide operands, a bit for each operand. */
    private static final int[] WIDE = new int[Op.count()];

    private static final boolean[] HAS_RESULT = new boolean[Op.count()];
    private static final boolean[] HAS_SOURCE = new boolean[Op.count()];

    static {
        for (int code = 0; code < Op.count(); code++) {
            Op op = Op.of(code);
            for (int i = 0; i < op.format().operands().size(); i++) {
                OperandKind kind = op.format().operands().get(i);
                WIDE[code] |= (kind.words() - 1) << i;
                HAS_RESULT[code] |= kind == OperandKind.RESULT;
            }
            HAS_SOURCE[code] = op.mayTrap() || op.isCall();
        }
    }

    private final Encoding encoding;
    private InstructionEncoder encoder;
    private final boolean fusion;
    private final boolean sources;
    private final Optional<Metering> metering;

    private boolean metered;
    private int offset;
    private boolean references;

    /** The pending instruction and its operands. */
    private Op op = Op.RETURN;

    private final long[] operands = new long[MAX_OPERANDS];
    private int count;
    private int source;
    private boolean pending;

    /** Whether the pending instruction, a comparison of floats or a test of a reference, stands for its negation. */
    private boolean negated;

    /** The current basic block: where its fuel is to be filled in, and how much that is. */
    private Patch fuelPatch = new Patch(0);

    private int fuel;

    Emitter(Encoding encoding, boolean fusion, boolean sources, Optional<FuelCosts> fuel) {
        this.encoding = encoding;
        this.fusion = fusion;
        this.sources = sources;
        this.metering = fuel.map(Metering::new);
        encoder = encoding.encoder();
    }

    /** Starts new code, in which fuel may be metered. */
    void reset(boolean mayMeter) {
        metered = metering.isPresent() && mayMeter;
        encoder = encoding.encoder();
        pending = false;
        references = false;
        fuel = 0;
    }

    /** {@return whether operators may be fused} */
    boolean fuses() {
        return fusion;
    }

    /** Says where the operator begins from which the instructions to come stem. */
    void at(int byteOffset) {
        offset = byteOffset;
    }

    /** {@return where the operator begins from which the instructions to come stem} */
    int offset() {
        return offset;
    }

    /** Begins an operator, which is paid for where its basic block begins. */
    void meter(WasmOpcode opcode) {
        if (metered) {
            charge(metering.orElseThrow().fixed(opcode));
        }
    }

    /** Has a branch pay for the values that it carries. */
    void meterValues(int count) {
        if (metered) {
            charge(metering.orElseThrow().values(count));
        }
    }

    /** Begins an instruction that may work on many bytes or elements, as many as a slot says. */
    void meter(Op next, int slot) {
        if (metered && next.isBulk()) {
            meterMany(charging(next), slot, metering.orElseThrow().rate(next));
        }
    }

    /** Begins an instruction that works on many elements of arrays, as many as a slot says. */
    void meterElements(int slot, StorageType element) {
        if (metered) {
            meterMany(Op.CHARGE_FUEL, slot, metering.orElseThrow().rate(element));
        }
    }

    /** Begins an instruction that grows a memory, by as many pages as a slot says. */
    void meterGrowth(Op next, int slot, int pageShift) {
        if (metered) {
            meterMany(charging(next), slot, metering.orElseThrow().rateOfGrowth(pageShift));
        }
    }

    /** {@return what charges for as many as the last operand of an instruction says} */
    private static Op charging(Op next) {
        return next.inputs().get(next.inputs().size() - 1) == SlotType.I64 ? Op.CHARGE_FUEL64 : Op.CHARGE_FUEL;
    }

    private void meterMany(Op charging, int slot, int rate) {
        emit(charging, slot, rate);
        flush();
        endBasicBlock();
        charge(metering.orElseThrow().fixedOfBulk());
    }

    private void charge(int cost) {
        if (fuel > MAX_BLOCK_FUEL) {
            endBasicBlock();
        }
        if (fuel == 0 && cost > 0) {
            flush();
            encoder.source(offset);
            encoder.begin(Op.CONSUME_FUEL);
            fuelPatch = encoder.patch();
        }
        fuel += cost;
    }

    private void endBasicBlock() {
        if (fuel > 0) {
            encoder.set(fuelPatch, fuel);
            fuel = 0;
        }
    }

    void emit(Op next) {
        set(next, 0, 0, 0, 0, 0, 0);
    }

    void emit(Op next, long a) {
        set(next, 1, a, 0, 0, 0, 0);
    }

    void emit(Op next, long a, long b) {
        set(next, 2, a, b, 0, 0, 0);
    }

    void emit(Op next, long a, long b, long c) {
        set(next, 3, a, b, c, 0, 0);
    }

    void emit(Op next, long a, long b, long c, long d) {
        set(next, 4, a, b, c, d, 0);
    }

    void emit(Op next, long a, long b, long c, long d, long e) {
        set(next, 5, a, b, c, d, e);
    }

    private void set(Op next, int operandCount, long a, long b, long c, long d, long e) {
        begin(next);
        count = operandCount;
        operands[0] = a;
        operands[1] = b;
        operands[2] = c;
        operands[3] = d;
        operands[4] = e;
        end();
    }

    /** Begins an instruction; its operands must follow, then {@link #end}. */
    void begin(Op next) {
        flush();
        op = next;
        count = 0;
        source = offset;
        negated = false;
        pending = true;
    }

    /** Appends an operand to the instruction that has begun. */
    void operand(long value) {
        operands[count++] = value;
    }

    /** Ends the instruction that has begun. */
    void end() {
        if (!fusion) {
            flush();
        }
    }

    /** Copies an operand, perhaps together with the copy before. */
    void copy(int to, int from, OperandClass operandClass) {
        switch (operandClass) {
            case REFERENCE -> emit(Op.COPY_REF, to, from);
            case VECTOR -> emit(Op.COPY2, to, from, from + 1);
            case NUMBER -> copyNumber(to, from);
        }
    }

    private void copyNumber(int to, int from) {
        if (pending && op == Op.COPY && to == operands[0] + 1 && from != operands[0]) {
            pair(operands[0], operands[1], from);
        } else if (pending && op == Op.COPY && to == operands[0] - 1 && from != operands[0]) {
            pair(to, from, operands[1]);
        } else {
            emit(Op.COPY, to, from);
        }
    }

    private void pair(long to, long first, long second) {
        pending = false;
        emit(Op.COPY2, to, first, second);
    }

    /** Copies an operand before the pending instruction, which neither reads nor writes the slots that are written. */
    void copyAhead(int to, int from, OperandClass operandClass) {
        sourceOfAny();
        encoder.begin(
                switch (operandClass) {
                    case REFERENCE -> Op.COPY_REF;
                    case VECTOR -> Op.COPY2;
                    case NUMBER -> Op.COPY;
                });
        encoder.operand(to);
        for (int i = 0; i < operandClass.slots(); i++) {
            encoder.operand(from + i);
        }
        references |= operandClass == OperandClass.REFERENCE;
    }

    /** {@return whether the pending instruction may be changed and its result goes to a slot} */
    boolean isResult(int slot) {
        return pending && HAS_RESULT[op.code()] && operands[0] == slot;
    }

    /** Has the pending instruction, which has a result, write it to another slot. */
    void retarget(int slot) {
        operands[0] = slot;
    }

    /** Forgets the pending instruction. */
    void discard() {
        pending = false;
    }

    /** {@return the pending instruction} */
    Op op() {
        return op;
    }

    /** {@return an operand of 32 bits of the pending instruction; 0 is its result} */
    int operandAt(int number) {
        return (int) operands[number];
    }

    /** {@return whether the pending instruction compares} */
    boolean isComparison() {
        return Comparison.of(op).isPresent();
    }

    /** {@return whether the pending instruction tests a reference, as there is a branch that does} */
    boolean isReferenceTest() {
        return switch (op) {
            case REF_IS_NULL, REF_TEST, REF_TEST_ABSTRACT -> true;
            default -> false;
        };
    }

    /** {@return whether the pending instruction, a comparison or a test of a reference, stands for its negation} */
    boolean isNegated() {
        return negated;
    }

    /** Negates the pending instruction, a comparison or a test of a reference. */
    void negate() {
        Optional<Comparison.Match> negation = Comparison.of(op).flatMap(Comparison::negation);
        if (negation.isEmpty()) {
            negated = !negated;
            return;
        }
        op = negation.get().op();
        if (negation.get().swaps()) {
            long first = operands[1];
            operands[1] = operands[2];
            operands[2] = first;
        }
    }

    /** Writes the pending instruction. */
    private void flush() {
        if (!pending) {
            return;
        }
        pending = false;
        write();
        if (negated) {
            encoder.begin(Op.I32_EQ_SI);
            encoder.operand(operandAt(0));
            encoder.operand(operandAt(0));
            encoder.operand(0);
        }
    }

    private void write() {
        int code = op.code();
        if (sources || HAS_SOURCE[code]) {
            encoder.source(source);
        }
        references |= op.touchesReferences();
        encoder.begin(op);
        int wide = WIDE[code];
        for (int i = 0; i < count; i++, wide >>= 1) {
            if ((wide & 1) != 0) {
                encoder.wide(operands[i]);
            } else {
                encoder.operand(operandAt(i));
            }
        }
    }

    /** {@return a new label} */
    Label newLabel() {
        return encoder.newLabel();
    }

    /** Binds a label to the next instruction. */
    void bind(Label label) {
        flush();
        endBasicBlock();
        encoder.bind(label);
    }

    /** {@return a label that is bound to the next instruction} */
    Label mark() {
        Label label = newLabel();
        bind(label);
        return label;
    }

    /** Has exceptions of a range be handled. */
    void handler(Guard.Handler handler, Label from, Label to) {
        encoder.handler(handler.clause(), from, to, handler.tag(), handler.target(), handler.slot());
    }

    /** Branches. */
    void branch(Label target) {
        beginBranch(Op.BR);
        encoder.branch(target);
    }

    /** Branches on a slot. */
    void branch(Op conditional, Label target, int slot) {
        beginBranch(conditional);
        encoder.branch(target);
        encoder.operand(slot);
    }

    /** Branches on a comparison. */
    void branch(Op conditional, Label target, int first, int second) {
        beginBranch(conditional);
        encoder.branch(target);
        encoder.operand(first);
        encoder.operand(second);
    }

    /** Branches on whether a reference in a slot is of a type, or is not. */
    void branchOnCast(boolean holds, Label target, int slot, RefType type) {
        int nullable = type.nullable() ? 1 : 0;
        if (type.heap() instanceof TypeUse use) {
            branchOnTest(Op.REF_TEST, holds, target, slot, use.index(), nullable);
        } else {
            branchOnTest(Op.REF_TEST_ABSTRACT, holds, target, slot, abstractCode(type), nullable);
        }
    }

    /**
     * Branches on a test of a reference.
     *
     * @param test the instruction that tests
     * @param holds whether its result must be 1
     * @param target where to
     * @param slot where the reference is
     * @param type what the test has of a type, if it has one
     * @param nullable whether null belongs to that type
     */
    void branchOnTest(Op test, boolean holds, Label target, int slot, int type, int nullable) {
        if (test == Op.REF_IS_NULL) {
            branch(holds ? Op.BR_ON_NULL : Op.BR_ON_NON_NULL, target, slot);
            return;
        }
        boolean concrete = test == Op.REF_TEST;
        beginBranch(
                holds
                        ? concrete ? Op.BR_ON_CAST : Op.BR_ON_CAST_ABSTRACT
                        : concrete ? Op.BR_ON_CAST_FAIL : Op.BR_ON_CAST_ABSTRACT_FAIL);
        encoder.branch(target);
        encoder.operand(slot);
        encoder.operand(type);
        encoder.operand(nullable);
    }

    /** Tests or casts a reference. */
    void cast(Op concrete, Op ofAbstract, int result, int slot, RefType type) {
        int nullable = type.nullable() ? 1 : 0;
        if (type.heap() instanceof TypeUse use) {
            emit(concrete, result, slot, use.index(), nullable);
        } else {
            emit(ofAbstract, result, slot, abstractCode(type), nullable);
        }
    }

    private static int abstractCode(RefType type) {
        if (type.heap() instanceof AbstractHeapType general) {
            return general.code();
        }
        throw new IllegalArgumentException("a type of an engine in a module: " + type);
    }

    /** Begins a branch by table; as many targets must follow at once. */
    void branchTable(int slot, int targets) {
        beginBranch(Op.BR_TABLE);
        encoder.operand(slot);
        encoder.operand(targets);
    }

    /** Appends a target to a branch by table. */
    void target(Label label) {
        encoder.branch(label);
    }

    private void beginBranch(Op branch) {
        flush();
        endBasicBlock();
        references |= branch.touchesReferences();
        sourceOfAny();
        encoder.begin(branch);
    }

    /** Keeps the source of an instruction that cannot trap. */
    private void sourceOfAny() {
        if (sources) {
            encoder.source(offset);
        }
    }

    /** Says that a call takes or returns references. */
    void passReferences() {
        references = true;
    }

    /** {@return whether an instruction so far touches the reference half of a slot, or a call takes or returns one} */
    boolean touchesReferences() {
        return references || (pending && op.touchesReferences());
    }

    /** {@return the code, which ends with an instruction that never continues} */
    Code finish(FrameShape frame) {
        flush();
        endBasicBlock();
        return encoder.finish(frame);
    }
}
