package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.RefType.EXTERNREF;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;

/**
 * A stored program whose operands lie about references: a callee takes a number and reads the reference half of its
 * slot, where its caller has an object, by each instruction that reads references. It finds null or ends in a typed
 * error.
 */
class ForgedReferencesTest {
    private static final FuncType CALLEE = new FuncType(List.of(I32), List.of());
    private static final FuncType CALLER = new FuncType(List.of(EXTERNREF), List.of());
    private static final FieldType FIELD = new FieldType(I32, true);
    private static final int STRUCT = 2;
    private static final int ARRAY = 3;
    private static final int TYPES = 4;

    /** Where the callee's frame begins. */
    private static final int FRAME = 2;

    /** The callers' bodies, which leave an object in the slot of the argument. */
    private static final List<Consumer<InstructionWriter>> CALLERS = List.of(
            w -> w.write(Op.COPY_REF, FRAME, 0),
            w -> w.write(Op.REF_FUNC, FRAME, 0),
            w -> w.write(Op.REF_I31, FRAME, 1),
            w -> w.write(Op.STRUCT_NEW_DEFAULT, FRAME, STRUCT),
            w -> w.write(Op.ARRAY_NEW_DEFAULT, FRAME, ARRAY, 1));

    static Stream<String> executors() {
        return Executors.all().keySet().stream();
    }

    private static boolean readsReferences(Op op) {
        List<OperandKind> kinds = op.format().operands();
        return kinds.contains(OperandKind.FRAME)
                || IntStream.range(0, kinds.size())
                        .filter(i -> kinds.get(i).isRead())
                        .anyMatch(i -> op.type(i).filter(SlotType::hasReference).isPresent());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void referencesThatAreReadWhereNumbersAreDoNoHarm(String executor) {
        Set<Op> run = EnumSet.noneOf(Op.class);
        Engine engine =
                Engine.create(EngineConfig.DEFAULT.withExecutor(executor).withLimit(StoreLimit.CALL_DEPTH, 8));
        for (Op op : Op.values()) {
            for (int index = 0; readsReferences(op) && index < TYPES; index++) {
                if (op == Op.RETURN_CALL && index == 0) {
                    continue; // it would call itself for ever
                }
                Program program = program(op, index);
                try {
                    Verifier.verify(program);
                } catch (WasmException refused) {
                    continue; // it has no such index, or one of another kind
                }
                run.add(op);
                run(engine, StoredPrograms.read(StoredPrograms.write(program)));
            }
        }

        assertThat(run).contains(Op.COPY_REF, Op.REF_TEST, Op.CALL, Op.CALL_REF, Op.BR_ON_NULL, Op.THROW_REF);
        assertThat(run).contains(Op.STRUCT_GET, Op.ARRAY_LEN, Op.I31_GET_S);
    }

    private static void run(Engine engine, Program program) {
        try (Store store = engine.newStore()) {
            Instance instance = new Linker().instantiate(store, program);
            for (Export each : program.exports()) {
                try {
                    instance.function(each.name()).call(Value.externRef("object"));
                } catch (WasmException typed) {
                    assertThat(typed).hasMessageNotContaining("java.");
                }
            }
        }
    }

    private static Program program(Op op, int index) {
        Program.Builder program = Program.builder()
                .type(CALLEE)
                .type(CALLER)
                .type(new StructType(List.of(FIELD)))
                .type(new ArrayType(FIELD));
        function(program, 0, CALLEE, w -> readArgument(w, op, index));
        for (Consumer<InstructionWriter> each : CALLERS) {
            function(program, 1, CALLER, w -> {
                w.write(Op.CONST32, 1, 1);
                each.accept(w);
                w.write(Op.CONST32, FRAME, 0);
                w.write(Op.CALL, 0, FRAME);
                w.write(Op.RETURN);
            });
        }
        for (int i = 1; i <= CALLERS.size(); i++) {
            program.export(new Export("caller " + i, ExternKind.FUNC, i));
        }
        return program.build();
    }

    private static void function(Program.Builder program, int index, FuncType type, Consumer<InstructionWriter> body) {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        body.accept(new InstructionWriter(encoder));
        Code code = encoder.finish(new FrameShape(type.paramSlots(), 0, type.paramSlots(), 16, true));
        program.function(new Function(index, () -> code));
    }

    private static void readArgument(InstructionWriter w, Op op, int index) {
        long[] operands = op.format().operands().stream()
                .filter(kind -> !kind.isTarget())
                .mapToLong(kind -> switch (kind) {
                    case RESULT, RESULT_PAIR, RESULT_SPAN -> 5;
                    case COUNT -> 1;
                    case INDEX -> index;
                    default -> 0;
                })
                .toArray();
        if (op.format().operands().contains(OperandKind.BRANCH)) {
            Label end = w.newLabel();
            w.branch(op, end, operands);
            w.bind(end);
        } else {
            w.write(op, operands);
        }
        if (!op.terminates()) {
            w.write(Op.RETURN);
        }
    }
}
