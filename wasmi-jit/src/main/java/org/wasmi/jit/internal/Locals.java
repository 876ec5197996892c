package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * The locals of a method of compiled code: one for each half of a slot and kind, and what the emitters keep besides.
 * All blocks have the same, so all stack map frames are the same.
 */
final class Locals {
    private final MethodVisitor out;
    private final Analysis analysis;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Object> frame = new ArrayList<>();
    private int next = ClassMaker.FIRST_ARGUMENT;
    private boolean framed;

    Locals(MethodVisitor out, Analysis analysis) {
        this.out = out;
        this.analysis = analysis;
    }

    /** {@return how many words they take} */
    int count() {
        return next;
    }

    /** {@return the number of a local that is no slot, of a type of stack map frames, to be set at once} */
    int add(Object frameType) {
        frame.add(frameType);
        return next++;
    }

    private static int key(int slot, Kind kind) {
        return 8 * slot + kind.number;
    }

    /** Has an argument of the method be the local of a slot. */
    void argument(int slot, Kind kind) {
        numbers.put(key(analysis.half(slot, kind), kind), next);
        frame.add(kind.frameType);
        next += kind.words;
    }

    /** Has an argument of the method that is no slot. */
    int plainArgument() {
        frame.add(INTEGER);
        return next++;
    }

    /** Has the local of a half of a slot be there and 0 from the start, if it is not yet. */
    void define(int slot, Kind kind) {
        if (numbers.containsKey(key(slot, kind))) {
            return;
        }
        numbers.put(key(slot, kind), next);
        frame.add(kind.frameType);
        switch (kind) {
            case INT -> out.visitInsn(ICONST_0);
            case LONG -> out.visitInsn(LCONST_0);
            case FLOAT -> out.visitInsn(FCONST_0);
            case DOUBLE -> out.visitInsn(DCONST_0);
            case REF -> out.visitInsn(ACONST_NULL);
        }
        out.visitVarInsn(kind.store, next);
        next += kind.words;
    }

    /** {@return the local of a slot; one that is in no frame is always written before it is read, within a block} */
    private int local(int slot, Kind kind) {
        Integer known = numbers.get(key(slot, kind));
        if (known == null) {
            known = next;
            numbers.put(key(slot, kind), known);
            next += kind.words;
        }
        return known;
    }

    /** Pushes the value of a half of a slot. */
    void load(int slot, Kind kind) {
        out.visitVarInsn(kind.load, local(slot, kind));
    }

    /** Pops the value of a half of a slot. */
    void store(int slot, Kind kind) {
        out.visitVarInsn(kind.store, local(slot, kind));
    }

    private Object[] frameTypes() {
        List<Object> types = new ArrayList<>(List.of(Names.CONTEXT, INTEGER, INTEGER));
        types.addAll(frame);
        return types.toArray();
    }

    /** Places a label at which the JVM's stack is empty. */
    void place(Label label) {
        out.visitLabel(label);
        if (framed) {
            out.visitFrame(F_SAME, 0, null, 0, null);
        } else {
            Object[] types = frameTypes();
            out.visitFrame(F_FULL, types.length, types, 0, new Object[0]);
            framed = true;
        }
    }
}
