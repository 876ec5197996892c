package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * The instructions of one function of {@link Programs}. The type of a slot follows from its number, and so does what a
 * callee's frame may begin with. The first slots, where the parameters are, are never written.
 */
final class CodeArbitraries {
    /**
     * Where vectors of integers are in a turn, of f32 and of f64; those of integers are as {@link Programs} has them.
     */
    private static final int VECTOR = Programs.SLOT_TYPES.indexOf(VecType.V128);

    private static final int VECTORS = 3;
    private static final int TYPES = VECTOR + VECTORS * VecType.V128.slots();

    /**
     * Where frames of callees begin, behind all that other instructions read: what callees leave there besides their
     * results is unspecified.
     */
    private static final int CALLEE = 6 * TYPES;

    private static final int SLOTS = CALLEE + 2 * TYPES;

    /** Slots from here on are written. */
    private static final int FIRST_RESULT = TYPES;

    private static final int REFERENCES = 4;

    private static final int FUNCREF = 4;

    /** More than enough for the longest body. */
    private static final int PAYMENT = 50;

    private final int function;
    private final FuncType type;

    CodeArbitraries(int function) {
        this.function = function;
        this.type = Programs.FUNCTION_TYPES.get(function);
    }

    /**
     * {@return the frame of a function} All slots are locals: what temporaries hold on entry is unspecified.
     */
    static FrameShape frame(FuncType type) {
        return new FrameShape(type.paramSlots(), type.resultSlots(), SLOTS, SLOTS, true);
    }

    /** {@return all instructions that the function may have, as if it were endlessly long} */
    Arbitrary<Instruction> instructions() {
        return Arbitraries.of(Stream.of(Op.values()).filter(this::isAllowed).toList())
                .flatMap(op -> Arbitraries.of(numericTypes(op)).flatMap(word -> Arbitraries.of(referenceTypes(op))
                        .flatMap(reference -> Arbitraries.of(callees(op))
                                .flatMap(callee -> InstructionArbitraries.instructions(
                                        op, operands(op, word, reference, callee))))));
    }

    private boolean isAllowed(Op op) {
        boolean one = type.results().size() == 1;
        boolean references = type.results().stream().anyMatch(ValType::isReference);
        return switch (op) {
            case RETURN_S, RETURN_I -> one && !references;
            case RETURN_REF -> one && references;
            case RETURN_SPAN -> !references;
            case RETURN_SPAN_REFS -> references;
            default ->
                GeneratedProgram.mayHave(op) && (!op.isCall() || !callees(op).isEmpty());
        };
    }

    /** {@return the functions, or those whose types, that an instruction may call; 0 if it is no call} */
    private List<Integer> callees(Op op) {
        List<FuncType> types = Programs.FUNCTION_TYPES;
        boolean indirect =
                switch (op) {
                    case CALL_INDIRECT, RETURN_CALL_INDIRECT, CALL_REF, RETURN_CALL_REF -> true;
                    default -> false;
                };
        boolean imported = op == Op.CALL_IMPORT || op == Op.RETURN_CALL_IMPORT;
        if (!op.isCall()) {
            return List.of(0);
        }
        return IntStream.range(0, types.size())
                .filter(each -> indirect || (imported ? each < Programs.IMPORTED : each > function))
                .filter(each -> !op.terminates() || types.get(each).results().equals(type.results()))
                .boxed()
                .toList();
    }

    /** {@return what 64 bits whose type the instruction does not tell may be, as indices of types} */
    private static List<Integer> numericTypes(Op op) {
        // Only integers go to memory, for NaNs may differ; an i32 has no upper half to be seen.
        if (op.operator().equals("store64")) {
            return List.of(1);
        }
        return op.operator().startsWith("store") ? List.of(0, 1) : List.of(0, 1, 2, 3);
    }

    private static List<Integer> referenceTypes(Op op) {
        return switch (op) {
            case REF_FUNC -> List.of(FUNCREF);
            case REF_I31, I31_GET_S, I31_GET_U -> List.of(FUNCREF + 2);
            default -> List.of(FUNCREF, FUNCREF + 1, FUNCREF + 2);
        };
    }

    private List<Arbitrary<?>> operands(Op op, int word, int reference, int callee) {
        List<Arbitrary<?>> operands = new ArrayList<>();
        List<OperandKind> kinds = op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            operands.add(
                    switch (kinds.get(i)) {
                        case RESULT -> slots(typeOf(op, i, word, reference), FIRST_RESULT);
                        case SLOT -> read(op, i, word, reference);
                        case RESULT_PAIR -> slots(word % 3, FIRST_RESULT);
                        // Source and destination are a whole number of turns apart.
                        case RESULT_SPAN -> slots(0, FIRST_RESULT);
                        case SLOT_SPAN -> slots(0, 0);
                        case COUNT -> count(op);
                        case FRAME -> frames(callee);
                        case IMM32 -> op == Op.TRAP ? traps() : isHeapType(op, i) ? heapTypes() : numbers(op);
                        case IMM64 ->
                            op == Op.I8X16_SHUFFLE
                                    ? Arbitraries.longs().map(each -> each & 0x1F1F_1F1F_1F1F_1F1FL)
                                    : Arbitraries.longs();
                        case OFFSET32 -> Arbitraries.integers().between(0, 100);
                        case OFFSET64 -> Arbitraries.longs().between(0, 100);
                        case LANE -> Arbitraries.integers().between(0, op.lanes() - 1);
                        case INDEX -> index(op, i, word, reference, callee);
                        case BRANCH -> targets();
                        case TARGETS -> targets().list().ofMinSize(1).ofMaxSize(4);
                    });
        }
        return operands;
    }

    /** {@return slots of a type, from one on} */
    private static Arbitrary<Integer> slots(int slotType, int from) {
        return Arbitraries.of(IntStream.range(from, CALLEE)
                .filter(slot -> slot % TYPES == slotType)
                .boxed()
                .toList());
    }

    private Arbitrary<Integer> read(Op op, int operand, int word, int reference) {
        if (op == Op.COPY2) {
            return slots(word % 3 + operand - 1, 0);
        }
        if (op.operator().endsWith("copysign") && operand == 2) {
            // The sign of a NaN would show; parameters are none.
            return Arbitraries.just(typeOf(op, operand, word, reference));
        }
        if (op == Op.RETURN_S || op == Op.RETURN_REF) {
            return slots(Programs.SLOT_TYPES.indexOf(type.results().get(0)), 0);
        }
        return slots(typeOf(op, operand, word, reference), 0);
    }

    private static int typeOf(Op op, int operand, int word, int reference) {
        SlotType slotType = op.type(operand).orElseThrow();
        return switch (slotType) {
            case I32 -> 0;
            case I64 -> 1;
            case F32 -> 2;
            case F64 -> 3;
            case WORD -> word;
            case V128 -> VECTOR + 2 * lanesOf(op, operand, word % VECTORS);
            case REF, BOTH -> reference;
        };
    }

    /**
     * {@return what lanes a vector has: 0 for integers, 1 for f32, 2 for f64} So NaNs stay where their bits do not
     * show.
     *
     * @param any what to return if the instruction does not look at lanes
     */
    private static int lanesOf(Op op, int operand, int any) {
        String operator = op.operator();
        switch (op.kind()) {
            case LOAD, CONSTANT, SELECT -> {
                return any;
            }
            case VECTOR -> {
                boolean result = op.format().operands().get(operand).isResult();
                if (result && operator.matches(".*\\.(eq|ne|lt|le)")) {
                    return 0;
                }
                Matcher converted = Pattern.compile(".*_([if]\\d+x\\d+).*").matcher(operator);
                String shape = !result && converted.matches() ? converted.group(1) : operator;
                return shape.startsWith("f32x4") ? 1 : shape.startsWith("f64x2") ? 2 : 0;
            }
            default -> {
                return 0;
            }
        }
    }

    private Arbitrary<Integer> count(Op op) {
        if (op == Op.THROW) {
            return Arbitraries.just(Programs.THROWN);
        }
        int results = type.resultSlots();
        return op.terminates()
                ? Arbitraries.just(results)
                : Arbitraries.integers().between(0, TYPES);
    }

    /** {@return frames of which each slot has the type of the callee's parameter or result there} */
    private static Arbitrary<Integer> frames(int callee) {
        FuncType calleeType = Programs.FUNCTION_TYPES.get(callee);
        int first = calleeType.results().isEmpty()
                ? 0
                : Programs.SLOT_TYPES.indexOf(calleeType.results().get(0));
        return Arbitraries.just(CALLEE + first);
    }

    private static boolean isHeapType(Op op, int operand) {
        return (op.format() == Format.RSII || op.format() == Format.BSII) && operand == 2;
    }

    private static Arbitrary<Integer> heapTypes() {
        return Arbitraries.of(AbstractHeapType.values()).map(AbstractHeapType::code);
    }

    private static Arbitrary<Integer> traps() {
        return Arbitraries.of(Trap.values()).map(Trap::code);
    }

    private static Arbitrary<Integer> numbers(Op op) {
        return switch (op) {
            case CONSUME_FUEL -> Arbitraries.integers().between(PAYMENT, 2 * PAYMENT);
            case CHARGE_FUEL -> Arbitraries.just(1);
            default ->
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(-2, 40)), Tuple.of(1, Arbitraries.integers()));
        };
    }

    private static Arbitrary<Integer> index(Op op, int operand, int word, int reference, int callee) {
        int kindOfReference = reference - REFERENCES;
        return switch (op.indexSpace(operand)) {
            case GLOBAL -> Arbitraries.just(op.touchesVectors() ? VECTOR : op.touchesReferences() ? reference : word);
            case TABLE -> Arbitraries.just(op.isCall() ? 0 : kindOfReference);
            case ELEM -> Arbitraries.just(kindOfReference);
            case MEMORY ->
                op.hasWideAddresses() && op != Op.MEMORY_COPY64
                        ? Arbitraries.just(Programs.WIDE_MEMORY)
                        : Arbitraries.integers().between(0, 1);
            case DATA, TAG -> Arbitraries.integers().between(0, 1);
            case TYPE -> Arbitraries.just(callee);
            case FUNC ->
                op.isCall()
                        ? Arbitraries.just(callee)
                        : Arbitraries.integers().between(0, Programs.FUNCTION_TYPES.size() - 1);
        };
    }

    /** {@return targets of branches, to be brought within the code} */
    private static Arbitrary<Integer> targets() {
        return Arbitraries.integers().between(0, 1_000);
    }

    /**
     * {@return a body that ends and pays: it begins with a payment and ends with a return, its branches lead forward or
     * to a payment on each path to the branch, and what works on many bytes or elements is paid just before}
     */
    static List<Instruction> complete(int function, List<Instruction> body) {
        List<Instruction> complete = new ArrayList<>();
        complete.add(Instruction.of(Op.CONSUME_FUEL, PAYMENT));
        for (Instruction each : body) {
            if (each.op().isBulk()) {
                complete.add(charge(each));
                complete.add(Instruction.of(Op.CONSUME_FUEL, PAYMENT));
            }
            complete.add(each);
        }
        complete.add(end(Programs.FUNCTION_TYPES.get(function)));
        int[] farthest = new int[complete.size()];
        for (int at = 0; at < complete.size(); at++) {
            complete.set(at, targeted(complete, at, farthest));
        }
        return complete;
    }

    private static Instruction charge(Instruction bulk) {
        Op op = bulk.op();
        boolean wide = op.inputs().get(op.inputs().size() - 1) == SlotType.I64;
        boolean pages = op == Op.MEMORY_GROW || op == Op.MEMORY_GROW64;
        return Instruction.of(wide ? Op.CHARGE_FUEL64 : Op.CHARGE_FUEL, count(bulk), pages ? 1 << 16 : 1);
    }

    /** {@return the slot that says how many, which is the last operand} */
    private static long count(Instruction bulk) {
        return bulk.value(bulk.operands().size() - 1);
    }

    private static Instruction end(FuncType type) {
        return type.results().stream().anyMatch(ValType::isReference)
                        && type.results().size() == 1
                ? Instruction.of(Op.RETURN_REF, FUNCREF + 1)
                : Instruction.of(Op.RETURN);
    }

    private static Instruction targeted(List<Instruction> code, int at, int[] farthest) {
        return code.get(at).withTargets(wish -> target(code, at, farthest, wish));
    }

    /**
     * {@return a target within the code}
     *
     * @param farthest the farthest target of each instruction up to the current one; this records the target there
     */
    private static int target(List<Instruction> code, int at, int[] farthest, int wish) {
        int target = wish % code.size();
        // Not between the charge for many bytes or elements and the instruction that works on them.
        if (code.get(target).op().isBulk()) {
            target -= 2;
        } else if (target + 1 < code.size() && code.get(target + 1).op().isBulk()) {
            target--;
        }
        if (target <= at && !isPaidOnEachPath(code, target, farthest)) {
            target = at + 1;
        }
        farthest[at] = Math.max(farthest[at], target);
        return target;
    }

    /**
     * {@return whether an instruction pays and no branch from before it leads behind it, where less may have been paid}
     */
    private static boolean isPaidOnEachPath(List<Instruction> code, int at, int[] farthest) {
        return code.get(at).op() == Op.CONSUME_FUEL
                && Arrays.stream(farthest, 0, at).allMatch(target -> target <= at);
    }
}
