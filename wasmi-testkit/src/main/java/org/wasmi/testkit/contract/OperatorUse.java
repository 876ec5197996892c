package org.wasmi.testkit.contract;

import java.util.function.Consumer;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;

/** What a function does with what an operator yields; all but {@link #VALUE} are for i32. */
enum OperatorUse {
    /** Returns it. */
    VALUE,
    /** Branches on it. */
    BRANCH,
    /** Branches on its negation. */
    BRANCH_NOT,
    /** Takes one arm of an {@code if}. */
    IF,
    /** Selects one of two constants. */
    SELECT,
    /** Selects one of two constants by its negation. */
    SELECT_NOT;

    /** Writes the body of a function that returns what was yielded, or else 1 if that is not zero, and 0 if it is. */
    void write(CodeBuilder code, Consumer<CodeBuilder> yields) {
        switch (this) {
            case VALUE -> yields.accept(code);
            case BRANCH -> {
                yields.accept(code.block());
                code.brIf(0).i32Const(0).op("return").end().i32Const(1);
            }
            case BRANCH_NOT -> {
                yields.accept(code.block());
                code.op("i32.eqz").brIf(0).i32Const(1).op("return").end().i32Const(0);
            }
            case IF -> {
                yields.accept(code);
                code.ifThen("-> i32").i32Const(1).orElse().i32Const(0).end();
            }
            case SELECT -> {
                yields.accept(code.i32Const(1).i32Const(0));
                code.op("select");
            }
            case SELECT_NOT -> {
                yields.accept(code.i32Const(0).i32Const(1));
                code.op("i32.eqz").op("select");
            }
        }
    }

    /** {@return what such a function returns} */
    Value returned(Value yielded) {
        return this == VALUE ? yielded : Value.i32(yielded.equals(Value.i32(0)) ? 0 : 1);
    }
}
