package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes calls of functions of the program. Those of functions that were {@linkplain Hotness cold} when the caller was
 * compiled go through a method of the caller's class, which calls the interpreter until the callee is compiled: so code
 * that is hot does not have all compiled that it ever calls.
 */
final class Callees {
    /** What the name of a method begins with that looks whether a function is compiled; its index follows. */
    private static final String LOOK = "w";

    /** Likewise, of one that calls the interpreter. */
    private static final String INTERPRETED = "i";

    private final String name;
    private final Shape shape;
    private final Form form;
    private final int caller;
    private final SortedMap<Integer, Signature> cold = new TreeMap<>();

    /**
     * Begins with a class.
     *
     * @param name its name
     * @param caller the index of the function that it is of
     */
    Callees(String name, Shape shape, Form form, int caller) {
        this.name = name;
        this.shape = shape;
        this.form = form;
        this.caller = caller;
    }

    /** Writes a call. What it takes is on the JVM's stack. */
    void call(MethodVisitor out, int function, Signature signature) {
        if (function != caller && (cold.containsKey(function) || shape.hotness().isCold(function, form))) {
            cold.put(function, signature);
            out.visitMethodInsn(INVOKESTATIC, name, LOOK + function, signature.descriptor(), false);
        } else {
            compiled(out, function, signature);
        }
    }

    private void compiled(MethodVisitor out, int function, Signature signature) {
        out.visitMethodInsn(INVOKESTATIC, form.className(function), ClassMaker.BODY, signature.descriptor(), false);
    }

    /** Writes the methods that calls need. */
    void write(ClassWriter out) {
        cold.forEach((function, signature) -> {
            MethodVisitor look =
                    out.visitMethod(ACC_PRIVATE | ACC_STATIC, LOOK + function, signature.descriptor(), null, null);
            Label interpreted = new Label();
            look.visitCode();
            look.visitVarInsn(ALOAD, 0);
            look.visitFieldInsn(GETFIELD, Names.CONTEXT, "compiled", "[Z");
            Constants.push(look, Hotness.index(function, form));
            look.visitInsn(BALOAD);
            look.visitJumpInsn(IFEQ, interpreted);
            ClassMaker.arguments(look, signature, 0);
            compiled(look, function, signature);
            look.visitInsn(ClassMaker.returnOf(signature));
            look.visitLabel(interpreted);
            look.visitFrame(F_SAME, 0, null, 0, null);
            ClassMaker.arguments(look, signature, 0);
            look.visitMethodInsn(INVOKESTATIC, name, INTERPRETED + function, signature.descriptor(), false);
            ClassMaker.returnValue(look, signature);
            ClassMaker.outByIndex(out, INTERPRETED + function, signature, function);
        });
    }
}
