package org.wasmi.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.testkit.ModuleBuilder;

/**
 * An instruction between others that set the slots it reads and return what it has done. A function with such code
 * returns a number, which is the result if that is one and otherwise says where the instruction has led to, and a
 * reference.
 *
 * @param op the instruction
 * @param values which of the sets of values it reads
 * @param overlapped the operand of which the slot is the one that is written, or {@link #NONE}
 * @param shift how many slots behind that of the operand the result begins
 * @param garbage what is in the upper half of operands that have none
 */
record SingleInstruction(Op op, int values, int overlapped, int shift, int garbage) {
    static final int NONE = -1;

    /** What slots hold, in order of the operands: small, nothing, and negative numbers. */
    private static final int[][] NUMBERS = {{5, 2, 3, 1}, {0, 0, 0, 0}, {-1, 6, 2, -7}, {0x8000_0000, -2, 1, 4}};

    /**
     * What vectors hold, likewise. No instruction gets two different NaNs, of which it could return either: compilers
     * exchange operands.
     */
    private static final long[] VECTORS = {0x7F80_81FF_0001_0203L, 0, 0x8000_7FFF_BFC0_0000L, 0x4048_F5C3_3FC0_0000L};

    /** The number of sets of values. */
    static final int VALUES = NUMBERS.length;

    private static final List<Integer> GARBAGE = List.of(-1, 1, 0x8000_0000);

    /** What a frame holds: the results, two slots for each operand, those of the result, and the frame of a callee. */
    private static final int FIRST_OPERAND = 2;

    private static final int RESULT = 16;
    private static final int CALLEE = 18;
    private static final int SLOTS = 22 + SingleObjects.SCRATCH_SLOTS;

    /** Where in memory 0 the upper half of a vector goes that is the result. */
    private static final int HIGH_HALF = 48;

    private static final int TARGETS = 8;

    /** The functions: an imported one, one to call, those of which there are references. */
    private static final String TYPE = "-> i64 funcref";

    private static final int DEFINED = 1;
    private static final int TESTED = 6;

    /** {@return the instructions that such code can be written for: those that read or write single slots} */
    static List<Op> allOps() {
        List<Op> ofOneResult = List.of(Op.RETURN_S, Op.RETURN_I, Op.RETURN_REF);
        return Arrays.stream(Op.values())
                .filter(op -> !ofOneResult.contains(op))
                .filter(op -> op.format().operands().stream()
                        .noneMatch(kind -> kind == OperandKind.RESULT_PAIR
                                || kind == OperandKind.RESULT_SPAN
                                || kind == OperandKind.SLOT_SPAN))
                .toList();
    }

    /** {@return an instruction of which each operand has a slot of its own} */
    static SingleInstruction plain(Op op, int values) {
        return new SingleInstruction(op, values, NONE, 0, 0);
    }

    private boolean isSlot(int operand) {
        return op.format().operands().get(operand) == OperandKind.SLOT;
    }

    /** {@return the same instruction with its result in the slot of each operand, and of vectors half in it} */
    List<SingleInstruction> overlapping() {
        List<SingleInstruction> forms = new ArrayList<>();
        List<OperandKind> kinds = op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.contains(OperandKind.RESULT) && isSlot(i)) {
                forms.add(new SingleInstruction(op, values, i, 0, garbage));
                if (op.touchesVectors()) {
                    forms.add(new SingleInstruction(op, values, i, -1, garbage));
                    forms.add(new SingleInstruction(op, values, i, 1, garbage));
                }
            }
        }
        return forms;
    }

    /** {@return the same instruction with other bits in the upper half of each slot that is seen as an i32 or f32} */
    List<SingleInstruction> withGarbage() {
        for (int i = 0; i < op.format().operands().size(); i++) {
            if (isSlot(i) && isHalf(type(i))) {
                return GARBAGE.stream()
                        .map(each -> new SingleInstruction(op, values, overlapped, shift, each))
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean isHalf(SlotType type) {
        return type == SlotType.I32 || type == SlotType.F32;
    }

    private SlotType type(int operand) {
        return op.type(operand).orElseThrow();
    }

    private static int slot(int operand) {
        return FIRST_OPERAND + 2 * operand;
    }

    /** {@return the slot of the result, which may be the second one of the operand, or begin before its first} */
    private int result() {
        return overlapped == NONE ? RESULT : slot(overlapped) + shift;
    }

    /** {@return the code of the function} */
    private String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < op.format().operands().size(); i++) {
            if (isSlot(i)) {
                code.append(setSlot(i)).append('\n');
            }
        }
        code.append(instruction()).append('\n');
        if (op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY) {
            code.append(SingleObjects.shown(op, result(), slot(object())));
        } else if (op.isCall()) {
            code.append("copy s0, s%d%ncopy_ref s1, s%d%n".formatted(CALLEE, CALLEE + 1));
        } else if (op.results().isEmpty()) {
            code.append("const32 s0, 100\nref_null s1\n");
        } else if (op == Op.REF_I31) {
            code.append("i31_get_s s0, s%d%nref_null s1%n".formatted(result()));
        } else if (op.results().get(0) == SlotType.REF) {
            code.append("const32 s0, 100\ncopy_ref s1, s%d%n".formatted(result()));
        } else if (op.results().get(0) == SlotType.V128) {
            code.append("const32 s1, 0%nstore64_s s1, +%d, s%d%n".formatted(HIGH_HALF, result() + 1));
            code.append("copy s0, s%d%nref_null s1%n".formatted(result()));
        } else {
            code.append("copy s0, s%d%nref_null s1%n".formatted(result()));
        }
        code.append("consume_fuel 1\nreturn\n");
        for (int i = 0; i < TARGETS; i++) {
            code.append("L%d:%nconst32 s0, %d%nref_null s1%nreturn%n".formatted(i, i));
        }
        return code.toString();
    }

    private String setSlot(int operand) {
        int number = NUMBERS[values][operand % NUMBERS[values].length];
        return switch (type(operand)) {
            case REF -> setReference(operand, number);
            case I32 -> setSlot(operand, number, garbage);
            case F32 -> setSlot(operand, Float.floatToRawIntBits(number + 0.75f), garbage);
            case F64 -> {
                long bits = Double.doubleToRawLongBits(number + 0.75);
                yield setSlot(operand, (int) bits, (int) (bits >>> 32));
            }
            case I64 -> setSlot(operand, number, op.hasWideAddresses() ? number >> 31 : number * 3);
            // Of any two that an instruction may choose from, one differs from the other.
            case WORD, BOTH -> setSlot(operand, number + 1_000 * operand, number * 3);
            case V128 ->
                "v128.const s%d, %d, %d"
                        .formatted(slot(operand), VECTORS[values] * (operand + 1), VECTORS[values] >>> (7 * operand));
        };
    }

    /** {@return the operand that is the structure or array that is accessed} */
    private int object() {
        return op.results().isEmpty() && op.indexSpaces().isEmpty() ? 0 : 1;
    }

    private String setReference(int operand, int number) {
        int slot = slot(operand);
        if (SingleObjects.isObject(op, operand)) {
            return SingleObjects.made(op, slot);
        }
        return switch (op) {
            case I31_GET_S, I31_GET_U -> "const32 s%d, %d%nref_i31 s%d, s%d".formatted(slot, number, slot, slot);
            default -> "ref_func s%d, func %d".formatted(slot, DEFINED + Math.floorMod(number + operand, 4));
        };
    }

    private static String setSlot(int operand, int lower, int upper) {
        return "const64 s%d, %d".formatted(slot(operand), Integer.toUnsignedLong(lower) | (long) upper << 32);
    }

    private String instruction() {
        StringJoiner text = new StringJoiner(", ", op.mnemonic() + " ", "");
        for (int i = 0; i < op.format().operands().size(); i++) {
            text.add(operand(i));
        }
        return text.toString();
    }

    private String operand(int operand) {
        return switch (op.format().operands().get(operand)) {
            case RESULT -> "s" + result();
            case SLOT -> "s" + slot(operand);
            case FRAME -> "s" + CALLEE;
            case LANE -> "lane " + (op.lanes() - 1);
            case IMM32, IMM64 -> immediate(operand);
            case OFFSET32, OFFSET64 -> "+4";
            case INDEX -> index(op.indexSpace(operand));
            case BRANCH -> "L1";
            case TARGETS -> "L0, L1, L2, L3, L4, L5, L6, L7";
            default -> throw new IllegalStateException("no single slot: " + op);
        };
    }

    private String immediate(int operand) {
        return switch (op) {
            case CHARGE_FUEL -> "40000";
            case I8X16_SHUFFLE -> "%d".formatted(0x1F00_0F10_0807_1811L);
            case TRAP -> "" + Trap.UNREACHABLE.code();
            case REF_TEST_ABSTRACT, REF_CAST_ABSTRACT, BR_ON_CAST_ABSTRACT, BR_ON_CAST_ABSTRACT_FAIL ->
                operand == 2 ? "" + AbstractHeapType.FUNC.code() : "1";
            default -> "3";
        };
    }

    private String index(IndexSpace space) {
        return switch (space) {
            case FUNC -> "func " + (op == Op.CALL_IMPORT || op == Op.RETURN_CALL_IMPORT ? 0 : DEFINED);
            case GLOBAL -> "global " + (op.touchesReferences() ? 1 : op.touchesVectors() ? 2 : 0);
            case MEMORY -> "memory " + (op.hasWideAddresses() ? 2 : op.format().words() > 5 ? 1 : 0);
            case TYPE -> "type " + SingleObjects.type(op);
            default -> space.name().toLowerCase(java.util.Locale.ROOT) + " 0";
        };
    }

    /**
     * {@return what can be seen of a run on an executor: what it returns or how it traps, and the state that it leaves}
     */
    List<Object> run(Executor executor) {
        Bytecode program = new Bytecode().importFunction("f", TYPE);
        for (int i = DEFINED; i < TESTED; i++) {
            program.function("f" + i, TYPE, 2, "const32 s0, %d%nref_func s1, func %d%nreturn".formatted(1_000 + i, i));
        }
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (100 + i * 7);
        }
        SingleObjects.TYPES.forEach(program::type);
        program.function("tested", TYPE, SLOTS, code())
                .memory(Limits.between(1, 20))
                .memory(Limits.between(1, 20))
                .memory(new MemoryType(AddressType.I64, Limits.between(1, 20), MemoryType.PAGE_SHIFT, false))
                .data(0, bytes)
                .data(1, bytes)
                .data(2, bytes)
                .table(Limits.between(8, 20))
                .elements(0, 1, 2, 3, 4, 1, 2, 3, 4)
                .global(NumType.I64)
                .global(RefType.FUNCREF)
                .global(VecType.V128);
        try (Store store = Engine.create(EngineConfig.DEFAULT, executor).newStore()) {
            Linker linker = new Linker().function("host", "f", ModuleBuilder.signature(TYPE), call -> {
                call.returnI64(0, 7_000);
                call.returnValue(1, Value.nullRef(RefType.FUNCREF));
            });
            Instance instance = linker.instantiate(store, program.build());
            List<Object> seen = new ArrayList<>();
            try {
                instance.function("tested").call().forEach(each -> seen.add(seen(each)));
            } catch (TrapException trap) {
                seen.add(trap.trap());
            } catch (ResourceException tooLarge) {
                seen.add(tooLarge.getMessage());
            }
            seen.add(store.fuelUsed());
            addState(seen, instance);
            return seen;
        }
    }

    private static void addState(List<Object> seen, Instance instance) {
        for (String name : List.of("memory0", "memory1", "memory2")) {
            Memory memory = instance.memory(name);
            seen.add(memory.pages());
            seen.add(Arrays.toString(memory.getBytes(0, 64)));
        }
        Table table = instance.table("table0");
        for (int i = 0; i < table.size(); i++) {
            seen.add(reference(table.valueAt(i)));
        }
        seen.add(instance.global("global0").get());
        seen.add(reference(instance.global("global1").get()));
        seen.add(instance.global("global2").get());
    }

    /** {@return a result; of a number no more than the instruction writes} */
    private Object seen(Value value) {
        if (value instanceof Value.I64 number) {
            boolean half = op.results().stream().anyMatch(SingleInstruction::isHalf);
            return half ? (int) number.value() : number.value();
        }
        return reference(value);
    }

    private static String reference(Value value) {
        return value instanceof Value.FuncRef reference && reference.function() instanceof GuestFunction function
                ? "func " + function.index()
                : "null";
    }

    @Override
    public String toString() {
        return "\n" + code();
    }
}
