package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.EnumMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.VectorShape;
import org.wasmi.encoding.numeric.Vectors;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * Writes instructions on vectors, which are two locals of 64 bits each. The methods of {@link Vectors} compute one
 * half; only what is bit by bit, or of lanes of 64 bits, is written without them.
 */
final class VectorEmitter {
    /** By instruction: the method that computes a half of its result, or all of it. */
    private static final Map<Op, Meaning> MEANINGS = new EnumMap<>(Op.class);

    static {
        for (Op op : Op.values()) {
            if (op.kind() == Op.Kind.VECTOR) {
                MEANINGS.put(op, meaning(VectorShape.operatorOnHalves(op), parameters(op)));
            }
        }
    }

    private static final Meaning GLOBAL_GET = Meaning.of(StoreAccess.class, "globalGet", 2);
    private static final Meaning GLOBAL_GET_HIGH = Meaning.of(StoreAccess.class, "globalGetHigh", 2);
    private static final Meaning GLOBAL_SET = Meaning.of(StoreAccess.class, "globalSetV128", 4);

    private final BodyEmitter body;
    private final MethodVisitor out;
    private final Insn insn;
    private final Op op;

    private VectorEmitter(BodyEmitter body, Insn insn) {
        this.body = body;
        this.out = body.out();
        this.insn = insn;
        this.op = insn.op;
    }

    private static Meaning meaning(String operator, int parameters) {
        return Meaning.of(Vectors.class, Arithmetic.methodName(operator), parameters);
    }

    /** {@return how many arguments the method of an instruction takes} */
    private static int parameters(Op op) {
        return switch (VectorShape.of(op)) {
            case NARROW, REDUCE, EXTRACT -> 2;
            case SPLAT -> 1;
            case SWIZZLE, REPLACE -> 3;
            case SHUFFLE -> 5;
            default -> op.inputs().size();
        };
    }

    /** {@return whether an instruction is written here} */
    static boolean emits(Op op) {
        return switch (op.kind()) {
            case VECTOR -> true;
            case LOAD, STORE -> op.touchesVectors();
            case CONSTANT, SELECT, GLOBAL -> op.touchesVectors();
            default -> false;
        };
    }

    /** Writes an instruction that {@link #emits} has. */
    static void emit(BodyEmitter body, Insn insn) {
        new VectorEmitter(body, insn).emit();
    }

    private void emit() {
        switch (op.kind()) {
            case VECTOR -> compute();
            case LOAD -> load();
            case STORE -> store();
            case CONSTANT -> {
                Constants.push(out, insn.wide);
                Constants.push(out, insn.upper);
                define();
            }
            case SELECT -> select();
            default -> global();
        }
    }

    /** Pops both halves of the result, the lower one below. */
    private void define() {
        body.def(insn, 1, Kind.LONG);
        body.def(insn, 0, Kind.LONG);
    }

    /** {@return the number of the first use of an input} */
    private int use(int input) {
        int use = 0;
        for (int i = 0; i < input; i++) {
            use += op.inputs().get(i).slots();
        }
        return use;
    }

    private void half(int input, boolean upper) {
        body.use(insn, use(input) + (upper ? 1 : 0), Kind.LONG);
    }

    private void number(int input) {
        body.use(insn, use(input), BodyEmitter.kindOf(op.inputs().get(input)));
    }

    /** Pushes the inputs: of vectors a half, of numbers all. */
    private void halves(boolean upper) {
        for (int i = 0; i < op.inputs().size(); i++) {
            if (op.inputs().get(i) == SlotType.V128) {
                half(i, upper);
            } else {
                number(i);
            }
        }
    }

    private void both(int input) {
        half(input, false);
        half(input, true);
    }

    /** Pushes the lower or the upper 32 bits of a half of each input. */
    private void quarters(boolean upperHalf, boolean upper) {
        for (int i = 0; i < op.inputs().size(); i++) {
            half(i, upperHalf);
            quarter(upper);
        }
    }

    private void quarter(boolean upper) {
        if (upper) {
            Constants.push(out, 32);
            out.visitInsn(LUSHR);
        }
        out.visitInsn(L2I);
    }

    private void call() {
        call(MEANINGS.get(op));
    }

    private void call(@org.jspecify.annotations.Nullable Meaning meaning) {
        if (meaning == null) {
            throw new IllegalStateException("no method: " + op);
        }
        meaning.call(out);
    }

    private void compute() {
        switch (VectorShape.of(op)) {
            case HALVES -> {
                halves(false);
                computeHalf();
                halves(true);
                computeHalf();
                define();
            }
            case NARROW -> {
                both(0);
                call();
                if (op.inputs().size() == 2) {
                    both(1);
                    call();
                } else {
                    out.visitInsn(LCONST_0);
                }
                define();
            }
            case WIDEN_LOW, WIDEN_HIGH -> {
                boolean high = VectorShape.of(op) == VectorShape.WIDEN_HIGH;
                quarters(high, false);
                call();
                quarters(high, true);
                call();
                define();
            }
            case REDUCE -> {
                both(0);
                call();
                body.def(insn, 0, Kind.INT);
            }
            case SPLAT -> {
                number(0);
                call();
                out.visitInsn(DUP2);
                define();
            }
            case SWIZZLE -> {
                for (boolean upper : new boolean[] {false, true}) {
                    both(0);
                    half(1, upper);
                    call();
                }
                define();
            }
            case SHUFFLE -> {
                for (long numbers : new long[] {insn.wide, insn.upper}) {
                    both(0);
                    both(1);
                    Constants.push(out, numbers);
                    call();
                }
                define();
            }
            case EXTRACT -> {
                int lane = insn.operands[2];
                half(0, isUpper(lane));
                Constants.push(out, lane);
                call();
                body.def(insn, 0, BodyEmitter.kindOf(op.results().get(0)));
            }
            case REPLACE -> replace(0, insn.operands[3], MEANINGS.get(op), () -> number(1));
        }
    }

    /** Computes a half from halves that are on the JVM's stack. */
    private void computeHalf() {
        switch (op) {
            case V128_AND_SS -> out.visitInsn(LAND);
            case V128_OR_SS -> out.visitInsn(LOR);
            case V128_XOR_SS -> out.visitInsn(LXOR);
            case I64X2_ADD_SS -> out.visitInsn(LADD);
            case I64X2_SUB_SS -> out.visitInsn(LSUB);
            case I64X2_MUL_SS -> out.visitInsn(LMUL);
            default -> call();
        }
    }

    private boolean isUpper(int lane) {
        return lane >= op.lanes() / 2;
    }

    /** Replaces a lane of an input by a value that is pushed when the method wants it. */
    private void replace(int vector, int lane, @org.jspecify.annotations.Nullable Meaning method, Runnable value) {
        for (boolean upper : new boolean[] {false, true}) {
            half(vector, upper);
            if (upper == isUpper(lane)) {
                Constants.push(out, lane);
                value.run();
                call(method);
            }
        }
        define();
    }

    private void select() {
        Label other = new Label();
        Label done = new Label();
        number(2);
        out.visitJumpInsn(IFEQ, other);
        both(0);
        define();
        out.visitJumpInsn(GOTO, done);
        body.place(other);
        both(1);
        define();
        body.place(done);
    }

    private void global() {
        if (op == Op.GLOBAL_SET_V128) {
            GLOBAL_SET.emit(body, insn);
            return;
        }
        GLOBAL_GET.emit(body, insn);
        GLOBAL_GET_HIGH.emit(body, insn);
        define();
    }

    // Memory.

    private void load() {
        body.savePosition(insn);
        String name = op.operator().substring("v128.load".length());
        if (name.isEmpty()) {
            loaded(64);
            body.memory().loadFrom(insn, 64, 8);
            define();
        } else if (op.lanes() != 0) {
            int width = 128 / op.lanes();
            replace(1, insn.operands[4], meaning(laneOperator("replace_lane", width), 3), () -> loaded(width));
        } else if (name.endsWith("_splat")) {
            int width = Integer.parseInt(name.substring(0, name.indexOf('_')));
            loaded(width);
            call(meaning(laneOperator("splat", width), 1));
            out.visitInsn(DUP2);
            define();
        } else if (name.endsWith("_zero")) {
            if (name.startsWith("32")) {
                loaded(32);
                out.visitInsn(I2L);
                Constants.push(out, 0xFFFF_FFFFL);
                out.visitInsn(LAND);
            } else {
                loaded(64);
            }
            out.visitInsn(LCONST_0);
            define();
        } else {
            Meaning widen = meaning(VectorShape.widening(op), 1);
            loaded(64);
            out.visitInsn(DUP2);
            quarter(true);
            call(widen);
            // the lower half of what was loaded is below
            body.def(insn, 1, Kind.LONG);
            quarter(false);
            call(widen);
            body.def(insn, 0, Kind.LONG);
        }
    }

    /** Pushes what is at the address that the first input is: an int, or of 64 bits a long. */
    private void loaded(int width) {
        body.memory().loadFrom(insn, width, 0);
    }

    private void store() {
        body.savePosition(insn);
        if (op.lanes() != 0) {
            int width = 128 / op.lanes();
            int lane = insn.operands[3];
            body.memory().storeTo(insn, width, 0, () -> {
                half(1, isUpper(lane));
                Constants.push(out, lane);
                call(meaning(laneOperator(width < 32 ? "extract_lane_u" : "extract_lane", width), 2));
            });
            return;
        }
        // The upper half first: if that is within the memory, so is the lower one, and nothing is stored otherwise.
        body.memory().storeTo(insn, 64, 8, () -> half(1, true));
        body.memory().storeTo(insn, 64, 0, () -> half(1, false));
    }

    private static String laneOperator(String operator, int width) {
        return "i" + width + "x" + 128 / width + "." + operator;
    }
}
