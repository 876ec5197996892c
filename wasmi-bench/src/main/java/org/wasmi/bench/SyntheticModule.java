package org.wasmi.bench;

import java.util.Random;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Modules of a chosen size, the same at every call: arithmetic, memory accesses, branches and calls as compilers emit
 * them.
 */
public final class SyntheticModule {
    private static final int FUNCTIONS = 500;
    private static final int STATEMENTS = 270;
    private static final int LOCALS = 8;

    private SyntheticModule() {}

    /** What makes a module larger. */
    public enum Growth {
        /** The number of functions. */
        MORE_FUNCTIONS,
        /** The length of each function. */
        LONGER_FUNCTIONS
    }

    /**
     * {@return a module of about 1.6 MB times {@code factor}}
     *
     * @param growth what makes it larger
     * @param factor how much
     */
    public static byte[] build(Growth growth, int factor) {
        int functions = growth == Growth.MORE_FUNCTIONS ? FUNCTIONS * factor : FUNCTIONS;
        int statements = growth == Growth.LONGER_FUNCTIONS ? STATEMENTS * factor : STATEMENTS;
        Random random = new Random(42);
        ModuleBuilder module = new ModuleBuilder().memory(Limits.atLeast(1));
        for (int i = 0; i < functions; i++) {
            int index = i;
            module.function("i32 i32 -> i32", code -> body(code, random, statements, index));
        }
        return module.build();
    }

    private static void body(CodeBuilder code, Random random, int statements, int index) {
        for (int i = 0; i < LOCALS - 2; i++) {
            code.locals(NumType.I32);
        }
        for (int i = 0; i < statements; i++) {
            statement(code, random, index);
        }
        code.localGet(0);
    }

    private static void statement(CodeBuilder code, Random random, int index) {
        int a = random.nextInt(LOCALS);
        int b = random.nextInt(LOCALS);
        switch (random.nextInt(6)) {
            case 0 ->
                code.localGet(a)
                        .localGet(b)
                        .op("i32.add")
                        .i32Const(random.nextInt(1 << 20))
                        .op("i32.xor")
                        .localSet(a);
            case 1 ->
                code.localGet(a)
                        .localGet(b)
                        .op("i32.load", random.nextInt(4096))
                        .op("i32.store", 16);
            case 2 ->
                code.block()
                        .localGet(a)
                        .localGet(b)
                        .op("i32.lt_s")
                        .brIf(0)
                        .i32Const(7)
                        .localSet(b)
                        .end();
            case 3 ->
                code.localGet(a)
                        .op("i32.eqz")
                        .ifThen()
                        .localGet(b)
                        .i32Const(3)
                        .op("i32.shl")
                        .localSet(a)
                        .end();
            case 4 ->
                code.loop()
                        .localGet(a)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(a)
                        .brIf(0)
                        .end();
            default -> {
                if (index > 0) {
                    code.localGet(a).localGet(b).call(random.nextInt(index)).localSet(b);
                } else {
                    code.localGet(a).localSet(b);
                }
            }
        }
    }
}
