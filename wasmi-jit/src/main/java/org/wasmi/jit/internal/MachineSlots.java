package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.objectweb.asm.MethodVisitor;

/**
 * How a method of compiled code reaches the slots of its frame on the machine, where values pass through that go to
 * other methods, to handlers or to other code, and come from there.
 */
final class MachineSlots {
    private final MethodVisitor out;
    private final Analysis analysis;
    private final Locals locals;
    private final HeldSlots held;

    /** Keeps the array of the numeric halves. */
    private int local;

    MachineSlots(MethodVisitor out, Analysis analysis, Locals locals, HeldSlots held) {
        this.out = out;
        this.analysis = analysis;
        this.locals = locals;
        this.held = held;
    }

    /** Adds the local, which is to be null at first. */
    int addLocal() {
        local = locals.add("[J");
        return local;
    }

    /** Keeps the slots as they are, for which there is room. */
    void keepPresent() {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "()[J", false);
        out.visitVarInsn(ASTORE, local);
    }

    /** Pushes the machine's slots, with room for some of the frame. */
    private void push(int count) {
        if (held.isChunk() && count <= analysis.slots) {
            out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
            out.visitFieldInsn(GETFIELD, Names.CONTEXT, "slots", "[J");
            return;
        }
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        Constants.push(out, count);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "(II)[J", false);
    }

    /** Pushes the index of a slot of the frame. */
    void index(int slot) {
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        if (slot != 0) {
            Constants.push(out, slot);
            out.visitInsn(IADD);
        }
    }

    /** Pushes the halves that hold values of a kind; those that hold numbers are kept. */
    void pushHalves(Kind kind) {
        if (kind == Kind.REF) {
            kind.pushHalves(out, BodyEmitter.CONTEXT);
        } else {
            out.visitVarInsn(ALOAD, local);
        }
    }

    /** Has the machine keep references in the first slots of the frame, for which there is room. */
    void claimReferences(int count) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        index(count);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "claimReferences", "(I)V", false);
    }

    /** Has the machine let go of references from a slot of the frame on. */
    void releaseReferences(int from) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        index(from);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "releaseReferences", "(I)V", false);
    }

    /** {@return whether an instruction reads or writes references in slots} */
    boolean touchesReferences(Insn insn) {
        return anyReference(insn.useSlots) || anyReference(insn.defSlots);
    }

    private boolean anyReference(int[] halves) {
        return Arrays.stream(halves).anyMatch(each -> each >= analysis.slots);
    }

    /** Keeps the slots, with room for some. */
    void keep(int count) {
        push(count);
        out.visitVarInsn(ASTORE, local);
    }

    /** Writes the value of a slot, of a kind, to the machine's slots, which are kept. */
    void spill(int slot, Kind kind) {
        pushHalves(kind);
        index(analysis.slotOf(slot));
        locals.load(slot, kind);
        kind.storeHalf(out);
    }

    /** Reads the value of a slot, of a kind, from the machine's slots, which are kept. */
    void reload(int slot, Kind kind) {
        pushHalves(kind);
        index(analysis.slotOf(slot));
        kind.loadHalf(out);
        locals.store(slot, kind);
    }

    /** {@return what is live at the start of a block and not yet in the machine's slots} */
    int[] changed(Block block) {
        return IntStream.of(analysis.liveSlots.get(block.number))
                .filter(held::changes)
                .toArray();
    }

    /** {@return what is live at the start of a block and held by locals} */
    int[] held(Block block) {
        return IntStream.of(analysis.liveSlots.get(block.number))
                .filter(held::holds)
                .toArray();
    }

    /** Has the machine's slots hold all that is live at the start of a block. */
    void spillLive(Block block) {
        int[] live = changed(block);
        if (live.length > 0) {
            keep(analysis.slots);
            if (anyReference(live)) {
                claimReferences(analysis.slots);
            }
            for (int slot : live) {
                spill(slot, analysis.kindOfLive(block, slot));
            }
        }
    }

    /** Has the locals hold what they are to hold of what is live at the start of a block. */
    void reloadLive(Block block) {
        int[] live = held(block);
        if (live.length > 0) {
            keep(analysis.slots);
            for (int slot : live) {
                reload(slot, analysis.kindOfLive(block, slot));
            }
            if (anyReference(live)) {
                releaseReferences(0);
            }
        }
    }
}
