package org.wasmi.jit.internal;

import java.util.Optional;
import org.wasmi.encoding.Op;

/**
 * How the compiler treats each instruction of the set. This is the only place that decides it: {@link BodyEmitter} asks
 * here which way to go, and {@link Declining} which functions not to compile.
 */
enum Lowering {
    /** {@link BodyEmitter} writes bytecode for it. */
    EMITTED,

    /** Compiled code has its {@link org.wasmi.exec.handler.Handler} execute it, on the machine's slots. */
    GENERIC,

    /** A function with it stays in the interpreter. */
    DECLINED;

    private static final Lowering[] BY_CODE = new Lowering[Op.count()];

    static {
        for (Op op : Op.values()) {
            BY_CODE[op.code()] = decide(op);
        }
    }

    /** {@return how an instruction is treated} */
    static Lowering of(Op op) {
        return BY_CODE[op.code()];
    }

    /** {@return why functions with an instruction are not compiled, if that is so} */
    static Optional<String> reason(Op op) {
        if (of(op) != DECLINED) {
            return Optional.empty();
        }
        return Optional.of(
                op.isCall() && op.terminates() ? "tail calls of other functions" : op + " has no form in bytecode");
    }

    private static Lowering decide(Op op) {
        if (VectorEmitter.emits(op)) {
            return EMITTED;
        }
        return switch (op.kind()) {
            case COPY, SELECT, LOAD, STORE, RETURN, TRAP -> EMITTED;
            case NUMERIC -> emittedIf(isScalar(op) && op.results().size() == 1);
            case CONSTANT -> emittedIf(op == Op.CONST32 || op == Op.CONST64);
            case FUEL -> emittedIf(op == Op.CONSUME_FUEL);
            case BRANCH ->
                switch (op) {
                    case BR, BR_IF_NEZ, BR_IF_EQZ, BR_TABLE -> EMITTED;
                    default -> op.relation().isPresent() || ReferenceEmitter.emits(op) ? EMITTED : DECLINED;
                };
            case CALL ->
                switch (op) {
                    // A tail call is emitted if it is of the function itself; Declining looks at that.
                    case CALL, CALL_IMPORT, CALL_INDIRECT, CALL_REF, RETURN_CALL -> EMITTED;
                    default -> DECLINED;
                };
            default -> emittedIf(ReferenceEmitter.emits(op));
        };
    }

    private static Lowering emittedIf(boolean emitted) {
        return emitted ? EMITTED : GENERIC;
    }

    private static boolean isScalar(Op op) {
        return !op.touchesVectors() && !op.touchesReferences();
    }
}
