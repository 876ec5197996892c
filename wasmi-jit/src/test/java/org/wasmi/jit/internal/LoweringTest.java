package org.wasmi.jit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/** Each instruction, compiled: the bytecode is what the table of the compiler announces. */
class LoweringTest {
    private static final int TESTED = 1;
    private static final int SLOTS = 40;

    static Stream<Op> ops() {
        return Arrays.stream(Op.values());
    }

    /** {@return the result of the function that has the instruction: what a return of one slot returns} */
    private static List<ValType> results(Op op) {
        return switch (op) {
            case RETURN_S, RETURN_I -> List.of(NumType.I32);
            case RETURN_REF, RETURN_SPAN_REFS -> List.of(RefType.FUNCREF);
            case RETURN_SPAN -> List.of(NumType.I32, NumType.I64);
            default -> List.of();
        };
    }

    private static String operand(Op op, int operand) {
        return switch (op.format().operands().get(operand)) {
            case RESULT, RESULT_PAIR, RESULT_SPAN -> "s20";
            case SLOT, SLOT_SPAN -> "s" + 2 * operand;
            case FRAME -> "s30";
            case LANE -> "lane 1";
            case COUNT -> op == Op.STRUCT_NEW ? "count 8" : "count 2";
            case IMM32, IMM64 -> "3";
            case OFFSET32, OFFSET64 -> "+4";
            case BRANCH -> "L0";
            case TARGETS -> "L0, L1";
            case INDEX -> {
                IndexSpace space = op.indexSpace(operand);
                int index =
                        switch (space) {
                            case FUNC -> op == Op.CALL_IMPORT || op == Op.RETURN_CALL_IMPORT ? 0 : TESTED;
                            case GLOBAL -> op.touchesReferences() ? 1 : op.touchesVectors() ? 2 : 0;
                            case MEMORY -> 1;
                            case TYPE -> op.kind() == Op.Kind.STRUCT ? 2 : op.kind() == Op.Kind.ARRAY ? 3 : 0;
                            default -> 0;
                        };
                yield space.name().toLowerCase(java.util.Locale.ROOT) + " " + index;
            }
        };
    }

    /** {@return code that can go on anywhere after the instruction} */
    private static Code code(Op op) {
        StringJoiner instruction = new StringJoiner(", ", op.mnemonic() + " ", "\n");
        for (int i = 0; i < op.format().operands().size(); i++) {
            instruction.add(operand(op, i));
        }
        return Assembler.assemble(
                "frame params 0, results " + results(op).size() + ", locals " + SLOTS + ", slots " + SLOTS
                        + (op.touchesReferences() ? ", references" : "")
                        + "\n" + instruction + "    trap 1\nL0:\n    trap 1\nL1:\n    trap 1\n");
    }

    private static byte[] compile(Op op) {
        FuncType type = new FuncType(List.of(), results(op));
        Program.Builder program = Program.builder()
                .type(new FuncType(List.of(), List.of()))
                .type(type)
                .type(new StructType(Collections.nCopies(8, new FieldType(NumType.I64, true))))
                .type(new ArrayType(new FieldType(NumType.I32, true)))
                .importFunction("m", "f", 0)
                .function(new Function(1, () -> code(op)))
                .tag(0)
                .metered(op.kind() == Op.Kind.FUEL);
        for (ValType each : List.of(NumType.I64, RefType.FUNCREF, VecType.V128)) {
            program.imports(new Import("m", "g", new GlobalType(each, true)));
        }
        Shape shape = Shape.of(program.build());
        Code code = code(op);
        Signature signature = Objects.requireNonNull(Signature.of(type));
        return new ClassMaker(shape, TESTED, code, type, signature, Form.GROWING)
                .make()
                .bytes();
    }

    /** {@return how often compiled code asks for a handler} */
    private static int handled(byte[] compiled) {
        int[] count = {0};
        new ClassReader(compiled)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode,
                                            String owner,
                                            String called,
                                            String types,
                                            boolean inInterface) {
                                        if (owner.equals(Names.CONTEXT) && called.startsWith("execute")) {
                                            count[0]++;
                                        }
                                    }
                                };
                            }
                        },
                        0);
        return count[0];
    }

    @ParameterizedTest
    @MethodSource("ops")
    void bytecodeIsWhatTheTableAnnounces(Op op) {
        switch (Lowering.of(op)) {
            case EMITTED ->
                assertThat(handled(compile(op))).as("handlers of " + op).isZero();
            case GENERIC ->
                assertThat(handled(compile(op))).as("handlers of " + op).isOne();
        }
    }
}
