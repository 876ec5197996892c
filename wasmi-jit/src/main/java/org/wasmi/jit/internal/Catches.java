package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.HandlerTable;

/**
 * Where a method catches exceptions of guests: an entry of its exception table for each instruction that may throw one
 * within the range of a handler, and for each list of such handlers the code that asks which of them it is. Nothing of
 * it runs as long as nothing is thrown.
 */
final class Catches {
    private static final String EXCEPTION = "org/wasmi/exec/runtime/ExceptionState";

    private final BodyEmitter body;
    private final MethodVisitor out;
    private final Label leave;

    /** Keeps which handler catches an exception, where there are any. */
    private int handlerNumber;

    /** By the numbers of handlers, in their order: the code that asks them. */
    private final Map<List<Integer>, Label> asking = new LinkedHashMap<>();

    /**
     * Makes what is empty.
     *
     * @param leave where to go on with an exception on the JVM's stack that nothing here catches
     */
    Catches(BodyEmitter body, Label leave) {
        this.body = body;
        this.out = body.out();
        this.leave = leave;
    }

    /** Adds the local, and sets it. */
    void addLocal() {
        if (!body.analysis().handlers.isEmpty()) {
            handlerNumber = body.locals().add(INTEGER);
            out.visitInsn(ICONST_M1);
            out.visitVarInsn(ISTORE, handlerNumber);
        }
    }

    /** Has the handlers of an instruction be asked if its code throws an exception. */
    void cover(Insn insn, Label start, Label end) {
        List<Integer> numbers = IntStream.of(insn.handlers).boxed().toList();
        out.visitTryCatchBlock(start, end, asking.computeIfAbsent(numbers, ignored -> new Label()), EXCEPTION);
    }

    /** Writes all that. */
    void write() {
        Map<Integer, Label> entries = new HashMap<>();
        asking.forEach((numbers, label) -> {
            Label caught = new Label();
            place(label);
            out.visitInsn(DUP);
            askHandlers();
            loadHandlerNumber();
            out.visitJumpInsn(IFGE, caught);
            out.visitJumpInsn(GOTO, leave);
            place(caught);
            out.visitInsn(POP);
            for (int number : numbers.subList(0, numbers.size() - 1)) {
                loadHandlerNumber();
                Constants.push(out, number);
                out.visitJumpInsn(IF_ICMPEQ, entry(entries, number));
            }
            out.visitJumpInsn(GOTO, entry(entries, numbers.get(numbers.size() - 1)));
        });
        entries.forEach((number, label) -> {
            body.place(label);
            enter(number);
        });
    }

    /** Asks the handlers of the frame for an exception that is on the JVM's stack; keeps the answer in a local. */
    private void askHandlers() {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitInsn(SWAP);
        body.pushPosition();
        Constants.push(out, body.function());
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "handler", "(Ljava/lang/Throwable;III)I", false);
        out.visitVarInsn(ISTORE, handlerNumber);
    }

    private void loadHandlerNumber() {
        out.visitVarInsn(ILOAD, handlerNumber);
    }

    /** Goes on where a handler leads to, with what its clause has put into slots. */
    private void enter(int number) {
        Analysis analysis = body.analysis();
        HandlerTable.Handler handler = analysis.handlers.get(number);
        Block target = analysis.blockAt(handler.target());
        body.fuel().read();
        body.slots().keepPresent();
        int count = handler.clause().hasTag()
                ? Signature.slots(body.shape().tags().get(handler.tag()).params())
                : 0;
        for (int half : body.slots().held(target)) {
            int slot = analysis.slotOf(half) - handler.slot();
            boolean caught = handler.clause().hasReference() && slot == count && half >= analysis.slots;
            if ((slot >= 0 && slot < count) || caught) {
                body.slots().reload(half, analysis.kindOfLive(target, half));
            }
        }
        if (analysis.references) {
            body.slots().releaseReferences(0);
        }
        leaveIfNeeded(target, handler.target());
        body.memory().reload();
        out.visitJumpInsn(GOTO, body.labelOf(target));
    }

    /** The memory may have got another kind of array before the exception was thrown. */
    private void leaveIfNeeded(Block target, int position) {
        if (!body.shape().hasMemory()) {
            return;
        }
        Label stay = new Label();
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "mustLeave", "()Z", false);
        out.visitJumpInsn(IFEQ, stay);
        body.slots().spillLive(target);
        body.fuel().write();
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        Constants.push(out, position);
        Constants.push(out, body.function());
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "leaveAt", "(IIII)L" + Names.LEAVING + ";", false);
        out.visitInsn(ATHROW);
        body.place(stay);
    }

    private static Label entry(Map<Integer, Label> entries, int number) {
        return entries.computeIfAbsent(number, ignored -> new Label());
    }

    private void place(Label label) {
        out.visitLabel(label);
        out.visitFrame(F_SAME1, 0, null, 1, new Object[] {EXCEPTION});
    }
}
