package org.wasmi.codegen;

import org.wasmi.encoding.Op;

/** What the instructions on types of references do, as Java expressions. */
final class ReferenceHandlers {
    private ReferenceHandlers() {}

    /** {@return whether the reference is of the type} */
    static String test(Op op, Operands at) {
        return switch (op.format()) {
            case RSXI, BSXI -> "ReferenceAccess.isOf(instance, " + arguments(at) + ")";
            case RSII, BSII -> "ReferenceAccess.isOfAbstract(" + arguments(at) + ")";
            default -> throw new IllegalStateException("no test: " + op);
        };
    }

    /** {@return the reference, which must be of the type} */
    static String cast(Op op, Operands at) {
        return switch (op.format()) {
            case RSXI -> "ReferenceAccess.cast(instance, " + arguments(at) + ")";
            case RSII -> "ReferenceAccess.castAbstract(" + arguments(at) + ")";
            default -> throw new IllegalStateException("no cast: " + op);
        };
    }

    /** The reference, the type and whether null belongs to it. */
    private static String arguments(Operands at) {
        return at.reference(1) + ", " + at.raw(2) + ", " + at.raw(3);
    }
}
