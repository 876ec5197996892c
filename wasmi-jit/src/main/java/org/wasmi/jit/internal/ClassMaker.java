package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.type.FuncType;

/**
 * Writes the classes of a program. Each function has a class {@code F} with its index, or the letter of another
 * {@link Form}; its static method {@code f} takes the context, the frame pointer, the level, and the
 * arguments. It extends the abstract class {@code S} of its signature, of which {@code O} is the subclass for functions
 * that are not compiled.
 */
final class ClassMaker {
    /** What compiles all that a function does. */
    static final String BODY = "f";

    /** Likewise, of a function with tail calls of others, which its caller goes on with: see {@link TailCalling}. */
    static final String TAIL_CALLING_BODY = "t";

    /** What calls a function through the machine, with arguments and results in its slots. */
    static final String OUT = "o";

    /** What a callable does. */
    static final String CALL = "call";

    private static final int CONTEXT = 0;
    private static final int FRAME_POINTER = 1;
    private static final int LEVEL = 2;

    /** The first local of a static method that is an argument of the guest's. */
    static final int FIRST_ARGUMENT = 3;

    private static final String EXACT_DESCRIPTOR = "(L" + Names.CONTEXT + ";III)V";

    /**
     * A class, and what of it is of interest.
     *
     * @param bytes the class file
     * @param instructions how many instructions of the code are compiled
     * @param chunks between how many methods they are divided
     */
    @SuppressWarnings("ArrayRecordComponent") // it is compared with nothing
    record Made(byte[] bytes, int instructions, int chunks) {
        /** No class. */
        static final Made NOTHING = new Made(new byte[0], 0, 0);
    }

    private final Shape shape;
    private final int function;
    private final Code code;
    private final FuncType type;
    private final Signature signature;
    private final Form form;
    private final int chunkWeight;

    /** Makes a maker of classes that cuts a function only if it is too long for one method. */
    ClassMaker(Shape shape, int function, Code code, FuncType type, Signature signature, Form form) {
        this(shape, function, code, type, signature, form, ChunkSizes.CHUNK);
    }

    /**
     * Makes a maker of classes.
     *
     * @param chunkWeight what a chunk may weigh; only if that is {@link ChunkSizes#CHUNK}, functions that fit into one
     *     method are not cut
     */
    ClassMaker(Shape shape, int function, Code code, FuncType type, Signature signature, Form form, int chunkWeight) {
        this.shape = shape;
        this.function = function;
        this.code = code;
        this.type = type;
        this.signature = signature;
        this.form = form;
        this.chunkWeight = chunkWeight;
    }

    /** {@return whether a function that fits into one method is one} */
    private boolean mayBeWhole() {
        return chunkWeight == ChunkSizes.CHUNK;
    }

    /** Makes the class of the function. */
    Made make() {
        String name = form.className(function);
        Analysis analysis = new Analysis(code, function, type, shape, Integer.MAX_VALUE);
        ClassWriter out = function(name, signature, true, analysis.tailCalls);
        FunctionEmitter methods = methods(out, name, analysis, payments(analysis));
        boolean fits = mayBeWhole() && looksAhead(analysis) && methods.whole();
        if (!fits && mayBeWhole() && analysis.weight() < 2 * FunctionEmitter.MAX_BYTES) {
            out = function(name, signature, true, analysis.tailCalls);
            methods = methods(out, name, analysis, Payments.EXACT);
            fits = methods.whole();
        }
        ChunkSizes sizes = new ChunkSizes(chunkWeight);
        while (!fits) {
            out = function(name, signature, true, analysis.tailCalls);
            Analysis pieces = new Analysis(code, function, type, shape, sizes.piece());
            methods = methods(out, name, pieces, Payments.EXACT);
            fits = methods.chunks(sizes);
            requireFit(fits, sizes);
        }
        outByIndex(out, OUT, signature, function);
        return new Made(bytes(out), analysis.instructions, methods.chunkCount());
    }

    /** Declines the function if methods do not fit, and will not where chunks are smaller. */
    private static void requireFit(boolean fits, ChunkSizes sizes) {
        if (!fits && !sizes.shrink()) {
            throw new Analysis.Declined("its parts are too long to be compiled");
        }
    }

    /** {@return the class file} */
    private static byte[] bytes(ClassWriter out) {
        out.visitEnd();
        try {
            return out.toByteArray();
        } catch (ClassTooLargeException tooLarge) {
            throw new Analysis.Declined(
                    "too many constants and methods for a class: " + tooLarge.getConstantPoolCount());
        }
    }

    /** {@return whether code pays ahead: if it is small, since code that does not is there as well then} */
    private boolean looksAhead(Analysis analysis) {
        return shape.metered()
                && !form.suspends
                && !analysis.references
                && analysis.handlers.isEmpty()
                && !analysis.tailCalls
                && analysis.weight() < FunctionEmitter.MAX_BYTES;
    }

    private Payments payments(Analysis analysis) {
        return looksAhead(analysis) ? Payments.of(analysis, code.length()) : Payments.EXACT;
    }

    /**
     * {@return the class that goes on in a function, with payments of which each looks for itself}
     *
     * @param entries where to put, by position of a payment that looks ahead elsewhere, what to go on with behind it
     */
    byte[] exact(String name, Map<Integer, Integer> entries) {
        Payments payments = payments(new Analysis(code, function, type, shape, Integer.MAX_VALUE));
        ChunkSizes sizes = new ChunkSizes(chunkWeight);
        while (true) {
            Analysis analysis = new Analysis(code, function, type, shape, sizes.piece());
            List<Block> behind = analysis.blocks.stream()
                    .filter(each -> Payments.pays(analysis, each) && payments.looksAhead(analysis.insn(each.first)))
                    .toList();
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            out.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, Names.EXACT_CODE, null);
            constructor(out, Names.EXACT_CODE);
            MethodVisitor method = out.visitMethod(ACC_PUBLIC, "goOn", EXACT_DESCRIPTOR, null, null);
            method.visitCode();
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ILOAD, 2);
            method.visitVarInsn(ILOAD, 3);
            method.visitVarInsn(ILOAD, 4);
            method.visitMethodInsn(INVOKESTATIC, name, BODY, EXACT_DESCRIPTOR, false);
            method.visitInsn(RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
            entries.clear();
            boolean fits = methods(out, name, analysis, Payments.EXACT).behind(behind, sizes, entries);
            if (fits || !sizes.shrink()) { // the JVM may interpret it: it was a short function
                return bytes(out);
            }
        }
    }

    /** {@return the class that goes on in a function where the instruction at a position begins} */
    Made resumption(String name, int at) {
        Payments payments = resuming(at);
        ChunkSizes sizes = new ChunkSizes(chunkWeight);
        while (true) {
            Analysis analysis = new Analysis(code, function, type, shape, sizes.piece());
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            out.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, Names.CALLABLE, null);
            constructor(out, Names.CALLABLE);
            answer(out, true);
            MethodVisitor method = out.visitMethod(ACC_PUBLIC, "enter", "(L" + Names.CONTEXT + ";II)V", null, null);
            method.visitCode();
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ILOAD, 2);
            method.visitVarInsn(ILOAD, 3);
            method.visitMethodInsn(INVOKESTATIC, name, BODY, "(L" + Names.CONTEXT + ";II)V", false);
            method.visitInsn(RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
            FunctionEmitter methods = methods(out, name, analysis, payments);
            boolean fits = methods.resumption(analysis.blockAt(at), sizes);
            if (fits) {
                return new Made(bytes(out), analysis.instructions, methods.chunkCount());
            }
            requireFit(fits, sizes);
        }
    }

    /** {@return payments that look ahead, if it begins at one that does} */
    private Payments resuming(int at) {
        if (shape.metered()) {
            Analysis analysis = new Analysis(code, function, type, shape, Integer.MAX_VALUE);
            Block block = analysis.blockAt(at);
            Payments ahead = payments(analysis);
            if (Payments.pays(analysis, block) && ahead.needed(analysis.insn(block.first)) > 0) {
                return ahead;
            }
        }
        return Payments.EXACT;
    }

    private FunctionEmitter methods(ClassWriter out, String name, Analysis analysis, Payments payments) {
        return new FunctionEmitter(out, name, shape, function, signature, form, analysis, payments);
    }

    /** Has a static method go on in the one that calls through the machine. */
    static void forwardOut(MethodVisitor method, String name, Signature signature) {
        arguments(method, signature, 0);
        method.visitMethodInsn(INVOKESTATIC, name, OUT, signature.descriptor(), false);
        method.visitInsn(returnOf(signature));
    }

    /** {@return the abstract class of the functions of a signature} */
    static byte[] callable(Signature signature, String name) {
        ClassWriter out = new ClassWriter(0);
        out.visit(V17, ACC_PUBLIC | ACC_ABSTRACT | ACC_SUPER, name, null, Names.CALLABLE, null);
        constructor(out, Names.CALLABLE);
        out.visitMethod(ACC_PUBLIC | ACC_ABSTRACT, CALL, signature.descriptor(), null, null)
                .visitEnd();
        out.visitEnd();
        return out.toByteArray();
    }

    /** {@return the class of what is not compiled, of any function of a signature} */
    static byte[] interpreted(Signature signature, String name) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, signature.callable(), null);
        constructor(out, signature.callable());
        answer(out, false);
        enter(out, name, signature, OUT);
        call(out, name, signature, OUT);
        out(out, OUT, signature, target -> {
            target.visitVarInsn(ALOAD, CONTEXT);
            target.visitVarInsn(ILOAD, FRAME_POINTER);
            target.visitVarInsn(ILOAD, LEVEL);
            target.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "callPending", "(II)V", false);
        });
        out.visitEnd();
        return out.toByteArray();
    }

    /** {@return the class of a function that cannot be compiled} */
    static byte[] declined(Signature signature, int function, String name) {
        ClassWriter out = function(name, signature, false, false);
        MethodVisitor body = out.visitMethod(ACC_PUBLIC | ACC_STATIC, BODY, signature.descriptor(), null, null);
        body.visitCode();
        forwardOut(body, name, signature);
        body.visitMaxs(0, 0);
        body.visitEnd();
        outByIndex(out, OUT, signature, function);
        out.visitEnd();
        return out.toByteArray();
    }

    private static ClassWriter function(String name, Signature signature, boolean compiled, boolean tailCalls) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String[] interfaces = tailCalls ? new String[] {Names.TAIL_CALLING} : null;
        out.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, signature.callable(), interfaces);
        constructor(out, signature.callable());
        answer(out, compiled);
        enter(out, name, signature, tailCalls ? TAIL_CALLING_BODY : BODY);
        call(out, name, signature, BODY);
        if (tailCalls) {
            tailCalls(out, name, signature);
        }
        return out;
    }

    /** The method that goes on with tail calls until a function returns. */
    private static void tailCalls(ClassWriter out, String name, Signature signature) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, BODY, signature.descriptor(), null, null);
        Label again = new Label();
        Label returned = new Label();
        List<Kind> results = signature.results();
        method.visitCode();
        arguments(method, signature, 0);
        method.visitMethodInsn(INVOKESTATIC, name, TAIL_CALLING_BODY, signature.descriptor(), false);
        pushTail(method, CONTEXT);
        method.visitJumpInsn(IFNULL, returned);
        if (results.size() == 1) {
            method.visitInsn(results.get(0).words == 2 ? POP2 : POP);
        }
        method.visitLabel(again);
        method.visitFrame(F_SAME, 0, null, 0, null);
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitVarInsn(ILOAD, FRAME_POINTER);
        method.visitVarInsn(ILOAD, LEVEL);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "goOnWithTailCall", "(II)V", false);
        pushTail(method, CONTEXT);
        method.visitJumpInsn(IFNONNULL, again);
        resultFromSlots(method, signature);
        method.visitInsn(returnOf(signature));
        method.visitLabel(returned);
        if (results.size() == 1) {
            method.visitFrame(F_SAME1, 0, null, 1, new Object[] {results.get(0).frameType});
        } else {
            method.visitFrame(F_SAME, 0, null, 0, null);
        }
        returnValue(method, signature);
    }

    /** Pushes a result that is in the machine's slots, and has the machine let go of references there. */
    private static void resultFromSlots(MethodVisitor method, Signature signature) {
        if (signature.results().size() == 1) {
            Kind kind = signature.results().get(0);
            kind.pushHalves(method, CONTEXT);
            slot(method, FRAME_POINTER, 0);
            kind.loadHalf(method);
        }
        if (signature.hasReferences()) {
            int kept = signature.results().size() == 1 ? 0 : signature.results().size();
            references(method, "releaseReferences", CONTEXT, kept);
        }
    }

    /** Pushes the function that a frame has called in its place, or null. */
    static void pushTail(MethodVisitor method, int context) {
        method.visitVarInsn(ALOAD, context);
        method.visitFieldInsn(GETFIELD, Names.CONTEXT, "tail", "L" + Names.FUNCTION_STATE + ";");
    }

    /** {@return the instruction by which methods return} */
    static int returnOf(Signature signature) {
        return signature.results().size() == 1 ? signature.results().get(0).returns : RETURN;
    }

    private static void constructor(ClassWriter out, String superclass) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 0);
        method.visitMethodInsn(INVOKESPECIAL, superclass, "<init>", "()V", false);
        method.visitInsn(RETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
    }

    private static void answer(ClassWriter out, boolean compiled) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC, "isCompiled", "()Z", null, null);
        method.visitCode();
        method.visitInsn(compiled ? ICONST_1 : ICONST_0);
        method.visitInsn(IRETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
    }

    /** The virtual method: what a static one does. */
    private static void call(ClassWriter out, String name, Signature signature, String target) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC, CALL, signature.descriptor(), null, null);
        method.visitCode();
        arguments(method, signature, 1);
        method.visitMethodInsn(INVOKESTATIC, name, target, signature.descriptor(), false);
        returnValue(method, signature);
    }

    /** Pushes the arguments of a method, of which the context is in a local. */
    static void arguments(MethodVisitor method, Signature signature, int first) {
        method.visitVarInsn(ALOAD, first + CONTEXT);
        method.visitVarInsn(ILOAD, first + FRAME_POINTER);
        method.visitVarInsn(ILOAD, first + LEVEL);
        int local = first + FIRST_ARGUMENT;
        for (Kind each : signature.params()) {
            method.visitVarInsn(each.load, local);
            local += each.words;
        }
    }

    /** Ends a method that returns what is on the stack. */
    static void returnValue(MethodVisitor method, Signature signature) {
        method.visitInsn(returnOf(signature));
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** From the machine's slots into the function, and back unless it has ended in a tail call. */
    private static void enter(ClassWriter out, String name, Signature signature, String target) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC, "enter", "(L" + Names.CONTEXT + ";II)V", null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 1);
        method.visitVarInsn(ILOAD, 2);
        method.visitVarInsn(ILOAD, 3);
        for (int i = 0; i < signature.params().size(); i++) {
            signature.params().get(i).pushHalves(method, 1);
            slot(method, 2, i);
            signature.params().get(i).loadHalf(method);
        }
        if (signature.params().contains(Kind.REF)) {
            references(method, "releaseReferences", 1, 0);
        }
        method.visitMethodInsn(INVOKESTATIC, name, target, signature.descriptor(), false);
        if (signature.results().size() == 1) {
            Kind kind = signature.results().get(0);
            method.visitVarInsn(kind.store, 4);
            if (target.equals(TAIL_CALLING_BODY)) {
                Label returned = new Label();
                pushTail(method, 1);
                method.visitJumpInsn(IFNULL, returned);
                method.visitInsn(RETURN);
                method.visitLabel(returned);
                method.visitFrame(F_APPEND, 1, new Object[] {kind.frameType}, 0, null);
            }
            if (kind == Kind.REF) {
                references(method, "claimReferences", 1, 1);
            }
            kind.pushHalves(method, 1);
            slot(method, 2, 0);
            method.visitVarInsn(kind.load, 4);
            kind.storeHalf(method);
        }
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Claims or releases references, of the context and the frame pointer that are in a local and the next. */
    private static void references(MethodVisitor method, String what, int context, int slot) {
        method.visitVarInsn(ALOAD, context);
        slot(method, context + 1, slot);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, what, "(I)V", false);
    }

    private static void slot(MethodVisitor method, int framePointer, int slot) {
        method.visitVarInsn(ILOAD, framePointer);
        Constants.push(method, slot);
        method.visitInsn(IADD);
    }

    /** What makes a call with arguments and results in slots. */
    private interface Target {
        void emit(MethodVisitor method);
    }

    /** As {@link #out}, of the function with an index. */
    static void outByIndex(ClassWriter out, String name, Signature signature, int function) {
        out(out, name, signature, target -> {
            target.visitVarInsn(ALOAD, CONTEXT);
            Constants.push(target, function);
            target.visitVarInsn(ILOAD, FRAME_POINTER);
            target.visitVarInsn(ILOAD, LEVEL);
            target.visitInsn(ICONST_1);
            target.visitInsn(ISUB);
            target.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "call", "(III)V", false);
        });
    }

    /** A method that puts its arguments into the machine's slots, calls, and returns the result from there. */
    private static void out(ClassWriter out, String name, Signature signature, Target target) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, name, signature.descriptor(), null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitVarInsn(ILOAD, FRAME_POINTER);
        Constants.push(method, signature.slots());
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "(II)[J", false);
        method.visitInsn(POP);
        if (signature.hasReferences()) {
            references(method, "claimReferences", CONTEXT, signature.slots());
        }
        int local = FIRST_ARGUMENT;
        for (int i = 0; i < signature.params().size(); i++) {
            Kind kind = signature.params().get(i);
            kind.pushHalves(method, CONTEXT);
            slot(method, FRAME_POINTER, i);
            method.visitVarInsn(kind.load, local);
            kind.storeHalf(method);
            local += kind.words;
        }
        target.emit(method);
        resultFromSlots(method, signature);
        returnValue(method, signature);
    }
}
