package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;

/**
 * Writes loads and stores: of memory 0 on its array, of which the own check of an index is that of the address; of other
 * memories by {@link AnyMemory}.
 */
final class MemoryEmitter {
    private final BodyEmitter body;
    private final MethodVisitor out;

    /** Keeps the array. */
    private int array;

    /** Keeps the size of the memory, where accesses check addresses against that. */
    private int size;

    MemoryEmitter(BodyEmitter body) {
        this.body = body;
        this.out = body.out();
    }

    /** Adds the locals, which {@link #reload} sets. */
    void addLocals() {
        array = body.locals().add("[B");
        if (body.form().checks) {
            size = body.locals().add(INTEGER);
        }
    }

    /** Reads the array again, wherever the memory may have got another one. */
    void reload() {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "memory", "[B");
        out.visitVarInsn(ASTORE, array);
        if (body.form().checks) {
            out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
            out.visitFieldInsn(GETFIELD, Names.CONTEXT, "memorySize", "I");
            out.visitVarInsn(ISTORE, size);
        }
    }

    /** Copies or sets bytes of memory 0; the machine does it where they are many or not there. */
    void bulk(Insn insn) {
        Label done = new Label();
        out.visitVarInsn(ALOAD, array);
        for (int i = 0; i < 3; i++) {
            body.use(insn, i, Kind.INT);
        }
        String method = insn.op == Op.MEMORY_FILL ? "fill" : "copy";
        out.visitMethodInsn(INVOKESTATIC, Names.ACCESS, method, "([BIII)Z", false);
        out.visitJumpInsn(IFNE, done);
        body.generic(insn);
        body.place(done);
    }

    /** {@return whether an instruction is written by {@link #bulk}} */
    static boolean isBulk(Insn insn) {
        return (insn.op == Op.MEMORY_FILL && insn.operands[0] == 0)
                || (insn.op == Op.MEMORY_COPY && insn.operands[0] == 0 && insn.operands[1] == 0);
    }

    /** Pushes the array and the index, and what else is to be there. */
    private void address(Insn insn, int offset, int bytes) {
        out.visitVarInsn(ALOAD, array);
        if (offset < 0) { // at 2 GiB or more, where no array has anything
            out.visitInsn(ICONST_M1);
            return;
        }
        if (insn.op.loadsAtSum()) {
            sum(insn);
        } else {
            body.use(insn, 0, Kind.INT);
        }
        if (offset > 0) {
            // A negative address gives -1, and so does a sum that overflows give something negative.
            Constants.push(out, offset);
            out.visitInsn(IADD);
            body.use(insn, 0, Kind.INT);
            Constants.push(out, 31);
            out.visitInsn(ISHR);
            out.visitInsn(IOR);
        }
        if (body.form().checks) { // the array may be longer than the memory
            out.visitVarInsn(ILOAD, size);
            Constants.push(out, bytes - 1);
            out.visitInsn(ISUB);
            out.visitMethodInsn(INVOKESTATIC, "java/util/Objects", "checkIndex", "(II)I", false);
        }
    }

    /** Pushes the sum of two operands, of which the second may be shifted by a third. */
    private void sum(Insn insn) {
        body.input(insn, 0);
        body.input(insn, 1);
        if (insn.op.loadsAtShiftedSum()) {
            body.input(insn, 2);
            out.visitInsn(ISHL);
        }
        out.visitInsn(IADD);
    }

    private void handle(String name) {
        out.visitFieldInsn(GETSTATIC, Names.ACCESS, name, "L" + Names.VAR_HANDLE + ";");
    }

    private void access(String method, String descriptor) {
        out.visitMethodInsn(INVOKEVIRTUAL, Names.VAR_HANDLE, method, descriptor, false);
    }

    /** Writes a load of a number. */
    void load(Insn insn) {
        body.savePosition(insn);
        int width = Integer.parseInt(insn.op.operator().replaceAll("\\D", ""));
        loadFrom(insn, width, 0);
        Kind kind = width == 64 ? Kind.LONG : Kind.INT;
        if (insn.op.operator().endsWith("_u")) {
            if (width == 32) {
                out.visitInsn(I2L);
                kind = Kind.LONG;
            }
            Constants.push(out, kind, (1L << width) - 1);
            out.visitInsn(kind == Kind.LONG ? LAND : IAND);
        }
        body.def(insn, 0, kind);
    }

    /**
     * Pushes what a memory has at an address, which is the first use: a long if it is 64 bits wide, or else an int.
     *
     * @param more what is added to the instruction's offset
     */
    void loadFrom(Insn insn, int width, int more) {
        if (!insn.op.accessesMemory0()) {
            anyAddress(insn, more);
            Constants.push(out, width);
            anyMemory("load", "IJJI)J");
            if (width < 64) {
                out.visitInsn(L2I);
            }
            return;
        }
        int offset = insn.op.loadsAtSum() ? 0 : offset(insn.operands[2], more);
        switch (width) {
            case 8 -> {
                address(insn, offset, 1);
                out.visitInsn(BALOAD);
            }
            case 16 -> {
                handle("SHORT");
                address(insn, offset, 2);
                access("get", "([BI)S");
            }
            case 32 -> {
                handle("INT");
                address(insn, offset, 4);
                access("get", "([BI)I");
            }
            default -> {
                handle("LONG");
                address(insn, offset, 8);
                access("get", "([BI)J");
            }
        }
    }

    /** {@return a sum of offsets, which is negative, and so out of bounds, if one of them or the sum is} */
    private static int offset(int offset, int more) {
        return offset < 0 ? offset : offset + more;
    }

    private void anyMemory(String method, String descriptor) {
        out.visitMethodInsn(INVOKESTATIC, Names.ANY_MEMORY, method, "(L" + Names.CONTEXT + ";" + descriptor, false);
    }

    /** Pushes what both methods of {@link AnyMemory} take first. */
    private void anyAddress(Insn insn, int more) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, insn.operands[insn.operands.length - 1]);
        if (insn.op.hasWideAddresses()) {
            body.use(insn, 0, Kind.LONG);
        } else {
            body.use(insn, 0, Kind.INT);
            out.visitInsn(I2L);
            Constants.push(out, 0xFFFF_FFFFL);
            out.visitInsn(LAND);
        }
        long offset = insn.wide + more;
        Constants.push(out, Long.compareUnsigned(offset, insn.wide) < 0 ? -1 : offset);
    }

    /** Writes a store of a number. */
    void store(Insn insn) {
        body.savePosition(insn);
        int width = Integer.parseInt(insn.op.operator().substring("store".length()));
        storeTo(insn, width, 0, () -> value(insn, width == 64 ? Kind.LONG : Kind.INT));
    }

    /**
     * Stores to a memory a value that is pushed when it is wanted: a long if it is 64 bits wide, or else an int.
     *
     * @param more what is added to the instruction's offset
     */
    void storeTo(Insn insn, int width, int more, Runnable value) {
        if (!insn.op.accessesMemory0()) {
            anyAddress(insn, more);
            value.run();
            if (width < 64) {
                out.visitInsn(I2L);
            }
            Constants.push(out, width);
            anyMemory("store", "IJJJI)V");
            return;
        }
        int offset = offset(insn.operands[1], more);
        switch (width) {
            case 8 -> {
                address(insn, offset, 1);
                value.run();
                out.visitInsn(BASTORE);
            }
            case 16 -> {
                handle("SHORT");
                address(insn, offset, 2);
                value.run();
                out.visitInsn(I2S);
                access("set", "([BIS)V");
            }
            case 32 -> {
                handle("INT");
                address(insn, offset, 4);
                value.run();
                access("set", "([BII)V");
            }
            default -> {
                handle("LONG");
                address(insn, offset, 8);
                value.run();
                access("set", "([BIJ)V");
            }
        }
    }

    private void value(Insn insn, Kind kind) {
        if (insn.useSlots.length > 1) {
            body.use(insn, 1, kind);
        } else {
            Constants.push(out, kind, insn.operands[2]);
        }
    }
}
