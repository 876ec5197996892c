package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;

/**
 * The methods of a class that write values to slots of the machine, for frames that leave. They keep that code, which
 * hardly ever runs, out of the methods that HotSpot is to compile and inline.
 */
final class Spills {
    private static final String PREFIX = "w";

    private final ClassVisitor out;
    private final String owner;
    private final Map<List<LiveSlot>, String> names = new HashMap<>();

    Spills(ClassVisitor out, String owner) {
        this.out = out;
        this.owner = owner;
    }

    /**
     * A half of a slot with a value, and the kind of the local that has it.
     *
     * @param half its number in the {@link Analysis}
     */
    record LiveSlot(int half, int slot, Kind kind) {}

    /**
     * Calls the method that takes the values of slots, which have been pushed, then the context and the frame pointer.
     */
    void call(MethodVisitor from, List<LiveSlot> values) {
        String known = names.get(values);
        if (known == null) {
            known = PREFIX + names.size();
            names.put(values, known);
            write(known, values);
        }
        from.visitMethodInsn(INVOKESTATIC, owner, known, descriptor(values), false);
    }

    private static String descriptor(List<LiveSlot> values) {
        StringBuilder text = new StringBuilder("(");
        values.forEach(each -> text.append(each.kind().descriptor));
        return text.append('L').append(Names.CONTEXT).append(";I)V").toString();
    }

    private void write(String name, List<LiveSlot> values) {
        MethodVisitor method = out.visitMethod(ACC_PRIVATE | ACC_STATIC, name, descriptor(values), null, null);
        int context = values.stream().mapToInt(each -> each.kind().words).sum();
        int framePointer = context + 1;
        method.visitCode();
        int local = 0;
        for (LiveSlot each : values) {
            each.kind().pushHalves(method, context);
            method.visitVarInsn(ILOAD, framePointer);
            Constants.push(method, each.slot());
            method.visitInsn(IADD);
            method.visitVarInsn(each.kind().load, local);
            each.kind().storeHalf(method);
            local += each.kind().words;
        }
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
