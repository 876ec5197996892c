package org.wasmi.jit.internal;

import org.wasmi.encoding.Op;

/**
 * How the compiler treats each instruction of the set. This is the only place that decides it: {@link BodyEmitter} asks
 * here which way to go.
 */
enum Lowering {
    /** {@link BodyEmitter} writes bytecode for it. */
    EMITTED,

    /** Compiled code has its {@link org.wasmi.exec.handler.Handler} execute it, on the machine's slots. */
    GENERIC;

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

    private static Lowering decide(Op op) {
        if (VectorEmitter.emits(op)) {
            return EMITTED;
        }
        return switch (op.kind()) {
            case COPY, SELECT, LOAD, STORE, BRANCH, CALL, RETURN, TRAP -> EMITTED;
            case NUMERIC -> emittedIf(isScalar(op) && op.results().size() == 1);
            case CONSTANT -> emittedIf(op == Op.CONST32 || op == Op.CONST64);
            case GLOBAL -> emittedIf(GlobalEmitter.emits(op) || ReferenceEmitter.emits(op));
            case FUEL -> emittedIf(op == Op.CONSUME_FUEL);
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
