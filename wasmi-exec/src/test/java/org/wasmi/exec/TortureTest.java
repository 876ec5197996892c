package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.encoding.verify.Verifier;

/**
 * Every instruction runs a million times, in straight blocks longer than any chain of handlers, on a thread with a
 * stack of 256 KB: no executor may use more of it the longer it runs.
 */
class TortureTest {
    private static final int ITERATIONS = 1_000_000;
    private static final int STACK = 256 << 10;
    private static final int FAMILY = 40;

    /** The arguments of a family's function: what its instructions read. */
    private static final FuncType FAMILY_TYPE = Guest.type(
            List.of(NumType.I32, NumType.I32, NumType.I64, NumType.F32, NumType.F64, FUNCREF, VecType.V128),
            List.of(NumType.I64));

    private static final List<Value> ARGUMENTS = List.of(
            Value.i32(3), Value.i64(5), Value.f32(1.5f), Value.f64(2.5), Value.nullRef(FUNCREF), new Value.V128(7, 11));

    /** From the second iteration on, loads see what was stored, and no result changes any more. */
    private static final int SETTLED = 2;

    private static final int COUNTER = 0;
    private static final int INT = 1;
    private static final int LONG = 2;
    private static final int FLOAT = 3;
    private static final int DOUBLE = 4;
    private static final int REFERENCE = 5;
    private static final int VECTOR = 6;
    private static final int ZERO = 8;
    private static final int SCRATCH = 9;

    /** The structure and the arrays, each at the index of its type behind the slots before. */
    private static final int OBJECTS = 11;

    private static final int SLOTS = 20;

    /** The types from 1 on, 0 being that of the function: a structure, and arrays by their elements. */
    private static final CompositeType[] OBJECT_TYPES = {
        new StructType(Stream.of(NumType.I64, FUNCREF)
                .flatMap(each -> Collections.nCopies(10, new FieldType(each, true)).stream())
                .toList()),
        array(PackedType.I8),
        array(PackedType.I16),
        array(NumType.I32),
        array(NumType.I64),
        array(VecType.V128),
        array(FUNCREF)
    };

    /** The type behind these, of structures that are made of two slots. */
    private static final CompositeType PAIR = new StructType(Collections.nCopies(2, new FieldType(NumType.I64, true)));

    private static ArrayType array(StorageType element) {
        return new ArrayType(new FieldType(element, true));
    }

    /** What ends a function or calls another has a test of its own. */
    private static boolean isCallOrEnd(Op op) {
        return op.isCall() || (op.terminates() && op != Op.BR && op != Op.BR_TABLE);
    }

    /** What needs an object, as the reference that families have is none. */
    private static boolean needsObject(Op op) {
        return switch (op) {
            case REF_AS_NON_NULL, I31_GET_S, I31_GET_U -> true;
            default -> op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY;
        };
    }

    /** Only memories that are shared have what to wait for: SharedMemoryTest. */
    private static boolean waits(Op op) {
        return op == Op.ATOMIC_WAIT32_M || op == Op.ATOMIC_WAIT64_M;
    }

    private static List<List<Op>> families() {
        List<Op> all = Arrays.stream(Op.values())
                .filter(op -> !isCallOrEnd(op) && !needsObject(op) && !waits(op))
                .toList();
        List<List<Op>> families = new ArrayList<>();
        for (int i = 0; i < all.size(); i += FAMILY) {
            families.add(all.subList(i, Math.min(all.size(), i + FAMILY)));
        }
        return families;
    }

    /**
     * A function that executes each instruction of a family as often as its argument says, and returns the last result.
     */
    private static Program loop(List<Op> family) {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        InstructionWriter w = new InstructionWriter(encoder);
        w.write(Op.CONST32, ZERO, 0);
        w.write(Op.CONST32, SCRATCH, 10);
        w.write(Op.STRUCT_NEW_DEFAULT, OBJECTS + 1, 1);
        for (int type = 2; type <= OBJECT_TYPES.length; type++) {
            w.write(Op.ARRAY_NEW_DEFAULT, OBJECTS + type, type, SCRATCH);
        }
        w.write(Op.CONST32, SCRATCH, 0);
        Label again = w.newLabel();
        w.bind(again);
        family.forEach(op -> write(encoder, op));
        w.write(Op.I32_ADD_SI, COUNTER, COUNTER, -1);
        w.branch(Op.BR_IF_NEZ, again, COUNTER);
        w.write(Op.RETURN_S, SCRATCH);
        int params = FAMILY_TYPE.paramSlots();
        Code code = encoder.finish(new FrameShape(params, FAMILY_TYPE.resultSlots(), params, SLOTS, true));
        Guest guest = new Guest();
        guest.typeIndex(FAMILY_TYPE);
        return guest.types(OBJECT_TYPES)
                .types(PAIR)
                .memory("memory", Limits.atLeast(1))
                .memory("wide", new MemoryType(AddressType.I64, Limits.atLeast(1), MemoryType.PAGE_SHIFT, false))
                .table("table", FUNCREF, Limits.atLeast(8))
                .global("number", true, Guest.i32(7))
                .global("reference", true, Guest.refNull(FUNCREF))
                .global("vector", true, Guest.v128(1, 2))
                .data(new SegmentMode.Passive(), (byte) 1)
                .elements(new SegmentMode.Passive(), Guest.refNull(FUNCREF))
                .function("run", FAMILY_TYPE, () -> code)
                .build();
    }

    private static void write(InstructionEncoder encoder, Op op) {
        Label next = encoder.newLabel();
        encoder.begin(op);
        Iterator<SlotType> inputs = op.inputs().iterator();
        Iterator<IndexSpace> spaces = op.indexSpaces().iterator();
        int objects = op == Op.ARRAY_COPY ? 2 : readsObject(op) ? 1 : 0;
        for (OperandKind kind : op.format().operands()) {
            switch (kind) {
                case RESULT, RESULT_PAIR, RESULT_SPAN -> encoder.operand(SCRATCH);
                case SLOT -> {
                    SlotType type = inputs.next();
                    boolean object = type == SlotType.REF && objects-- > 0;
                    encoder.operand(object ? OBJECTS + objectType(op) : slot(op, type));
                }
                case SLOT_SPAN -> encoder.operand(LONG);
                case COUNT -> encoder.operand(2);
                case IMM32 ->
                    encoder.operand(
                            isHeapType(op)
                                    ? AbstractHeapType.FUNC.code()
                                    : inputs.hasNext() && inputs.next() == SlotType.F32 ? 0x3FC0_0000 : 5);
                case IMM64 ->
                    encoder.wide(op == Op.I8X16_SHUFFLE ? 0x1F00_0F10_0807_1811L : Double.doubleToRawLongBits(2.5));
                case OFFSET32 -> encoder.operand(8);
                case OFFSET64 -> encoder.wide(8);
                case LANE -> encoder.operand(op.lanes() - 1);
                case INDEX -> encoder.operand(index(op, spaces.next()));
                case BRANCH -> encoder.branch(next);
                case TARGETS -> {
                    encoder.operand(2);
                    encoder.branch(next);
                    encoder.branch(next);
                }
                case FRAME -> throw new IllegalArgumentException(op + " is a call");
            }
        }
        encoder.bind(next);
    }

    private static boolean isHeapType(Op op) {
        return op.format() == Format.RSII || op.format() == Format.BSII;
    }

    private static int index(Op op, IndexSpace space) {
        return switch (space) {
            case GLOBAL -> op.touchesReferences() ? 1 : op.touchesVectors() ? 2 : 0;
            case MEMORY -> op.hasWideAddresses() ? 1 : 0;
            case TYPE -> isOnObjects(op) ? objectType(op) : 0;
            default -> 0;
        };
    }

    private static boolean isOnObjects(Op op) {
        return op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY;
    }

    /** The type that an instruction names, or of what it works on. */
    private static int objectType(Op op) {
        return switch (op) {
            case ARRAY_GET8_S_SS, ARRAY_GET8_U_SS, ARRAY_SET8 -> 2;
            case ARRAY_GET16_S_SS, ARRAY_GET16_U_SS, ARRAY_SET16 -> 3;
            case ARRAY_GET64_SS, ARRAY_SET64 -> 5;
            case ARRAY_NEW128, ARRAY_GET128_SS, ARRAY_SET128, ARRAY_FILL128 -> 6;
            case ARRAY_NEW_REF, ARRAY_NEW_ELEM, ARRAY_INIT_ELEM -> 7;
            case ARRAY_GET_REF_SS, ARRAY_SET_REF, ARRAY_FILL_REF -> 7;
            case STRUCT_NEW -> 1 + OBJECT_TYPES.length;
            default -> op.kind() == Op.Kind.STRUCT ? 1 : 4;
        };
    }

    /** {@return whether an instruction reads a structure or array, before all other references} */
    private static boolean readsObject(Op op) {
        return isOnObjects(op) && op != Op.ARRAY_NEW_REF;
    }

    /** Sizes and places in memories, tables and segments are 0, so that nothing is out of bounds or grows. */
    private static int slot(Op op, SlotType type) {
        return switch (type) {
            case I32 -> op.indexSpaces().isEmpty() ? INT : ZERO;
            case I64 -> op.indexSpaces().isEmpty() ? LONG : ZERO;
            case WORD -> op.kind() == Op.Kind.ATOMIC ? ZERO : LONG;
            case F32 -> FLOAT;
            case F64 -> DOUBLE;
            case V128 -> VECTOR;
            case REF, BOTH -> REFERENCE;
        };
    }

    private static final FuncType TWO = Guest.type(List.of(), List.of(NumType.I64, FUNCREF));
    private static final List<String> LEAVES = List.of(
            "nothing",
            "slot",
            "immediate",
            "reference",
            "span",
            "both",
            "tail",
            "tail indirect",
            "tail import",
            "object",
            "tail reference");

    /** Functions that end in each way there is, one that calls them all in a loop, and two that call themselves. */
    private static Program calls() {
        FuncType toRef = Guest.type(List.of(), List.of(FUNCREF));
        FuncType twoNumbers = Guest.type(List.of(), List.of(NumType.I32, NumType.I32));
        int first = 1;
        return new Guest()
                .imports("host", "count", Guest.NOTHING)
                .table("table", FUNCREF, Limits.atLeast(1))
                .elements(new SegmentMode.Active(0, Guest.i32(0)), first)
                .function(LEAVES.get(0), Guest.NOTHING, 1, w -> w.write(Op.RETURN))
                .function(LEAVES.get(1), Guest.TO_I32, 1, w -> {
                    w.write(Op.CONST32, 0, 3);
                    w.write(Op.RETURN_S, 0);
                })
                .function(LEAVES.get(2), Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 4))
                .function(LEAVES.get(3), toRef, 1, w -> {
                    w.write(Op.REF_FUNC, 0, first);
                    w.write(Op.RETURN_REF, 0);
                })
                .function(LEAVES.get(4), twoNumbers, 4, w -> {
                    w.write(Op.CONST32, 2, 5);
                    w.write(Op.CONST32, 3, 6);
                    w.write(Op.RETURN_SPAN, 2, 2);
                })
                .function(LEAVES.get(5), TWO, 4, w -> {
                    w.write(Op.CONST32, 2, 7);
                    w.write(Op.REF_FUNC, 3, first);
                    w.write(Op.RETURN_SPAN_REFS, 2, 2);
                })
                .function(LEAVES.get(6), Guest.TO_I32, 1, w -> w.write(Op.RETURN_CALL, first + 1, 0))
                .function(LEAVES.get(7), Guest.NOTHING, 1, w -> {
                    w.write(Op.CONST32, 0, 0);
                    w.write(Op.RETURN_CALL_INDIRECT, 0, 0, 0, 0);
                })
                .function(LEAVES.get(8), Guest.NOTHING, 1, w -> w.write(Op.RETURN_CALL_IMPORT, 0, 0))
                .function(
                        LEAVES.get(9),
                        Guest.NOTHING,
                        () -> Guest.code(new FrameShape(0, 0, 0, 2, true), w -> {
                            w.write(Op.CONST32, 0, 3);
                            w.write(Op.REF_I31, 1, 0);
                            w.write(Op.REF_AS_NON_NULL, 1, 1);
                            w.write(Op.I31_GET_S, 0, 1);
                            w.write(Op.I31_GET_U, 0, 1);
                            w.write(Op.REF_FUNC, 1, first);
                            w.write(Op.CALL_REF, 0, 1, 1);
                            w.write(Op.RETURN);
                        }))
                .function(
                        LEAVES.get(10),
                        Guest.NOTHING,
                        () -> Guest.code(new FrameShape(0, 0, 0, 1, true), w -> {
                            w.write(Op.REF_FUNC, 0, first);
                            w.write(Op.RETURN_CALL_REF, 0, 0, 0);
                        }))
                .function(
                        "run",
                        Guest.I32_TO_I32,
                        () -> Guest.code(new FrameShape(1, 1, 1, 6, true), w -> {
                            w.write(Op.CONST32, 1, 0);
                            Label again = w.newLabel();
                            w.bind(again);
                            for (int i = 0; i < LEAVES.size(); i++) {
                                w.write(Op.CALL, first + i, 2);
                                if (i == 1 || i == 2 || i == 6) {
                                    w.write(Op.I32_ADD_SS, 1, 1, 2);
                                }
                            }
                            w.write(Op.CALL_IMPORT, 0, 2);
                            w.write(Op.CONST32, 2, 0);
                            w.write(Op.CALL_INDIRECT, 0, 0, 2, 3);
                            w.write(Op.I32_ADD_SI, 0, 0, -1);
                            w.branch(Op.BR_IF_NEZ, again, 0);
                            w.write(Op.RETURN_S, 1);
                        }))
                .function("down", Guest.I32_TO_I32, 2, w -> {
                    Label more = w.newLabel();
                    w.branch(Op.BR_IF_NEZ, more, 0);
                    w.write(Op.RETURN_I, 42);
                    w.bind(more);
                    w.write(Op.I32_ADD_SI, 1, 0, -1);
                    w.write(Op.RETURN_CALL, first + LEAVES.size() + 1, 1);
                })
                .function("deep", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, first + LEAVES.size() + 2))
                .build();
    }

    static Stream<Arguments> executorsAndFamilies() {
        return Guest.executors()
                .flatMap(executor -> families().stream().map(family -> Arguments.of(executor, family.get(0), family)));
    }

    static Stream<String> executors() {
        return Guest.executors();
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource("executorsAndFamilies")
    void instructionsRunAMillionTimes(String executor, Op first, List<Op> family) throws Exception {
        Program program = loop(family);
        Verifier.verify(program);

        assertThat(onSmallStack(() -> run(executor, program, ITERATIONS))).isEqualTo(run(executor, program, SETTLED));
    }

    private static List<Value> run(String executor, Program program, int iterations) {
        List<Value> arguments = new ArrayList<>(List.of(Value.i32(iterations)));
        arguments.addAll(ARGUMENTS);
        return instantiate(executor, program, new int[1]).function("run").call(arguments.toArray(new Value[0]));
    }

    private static Instance instantiate(String executor, Program program, int[] hostCalls) {
        Linker linker = new Linker().function("host", "count", Guest.NOTHING, call -> hostCalls[0]++);
        return linker.instantiate(
                Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore(), program);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void callsAndReturnsRunAMillionTimes(String executor) throws Exception {
        Program program = calls();
        Verifier.verify(program);
        int[] hostCalls = new int[1];
        Instance instance = instantiate(executor, program, hostCalls);

        assertThat(onSmallStack(() -> instance.function("run").call(Value.i32(ITERATIONS))))
                .containsExactly(Value.i32(10 * ITERATIONS));
        assertThat(hostCalls[0]).isEqualTo(2 * ITERATIONS);
        assertThat(onSmallStack(() -> instance.function("down").call(Value.i32(ITERATIONS))))
                .containsExactly(Value.i32(42));
        assertThat(onSmallStack(() -> instance.function("deep").call(Value.i32(90_000))))
                .containsExactly(Value.i32(90_000));
    }

    @Test
    void everyInstructionRunsButThoseThatEndTheGuest() {
        Set<Op> seen = EnumSet.of(Op.TRAP, Op.THROW, Op.THROW_REFS, Op.THROW_REF);
        Stream.concat(families().stream().map(TortureTest::loop), Stream.of(calls()))
                .flatMap(program -> program.functions().stream())
                .forEach(function -> {
                    InstructionDecoder decoder =
                            Encodings.decoder(function.body().code());
                    while (decoder.next()) {
                        seen.add(decoder.op());
                    }
                });
        Set<Op.Kind> elsewhere = EnumSet.of(Op.Kind.STRUCT, Op.Kind.ARRAY, Op.Kind.THROW);
        assertThat(Op.values()).allMatch(op -> seen.contains(op) || waits(op) || elsewhere.contains(op.kind()));
    }

    private static <T> T onSmallStack(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(null, task, "small stack", STACK);
        thread.start();
        return task.get();
    }
}
