package org.wasmi.exec.internal.bind;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;

/**
 * Writes the code of a method without branches, perhaps with an exception handler at its end: local 0 is {@code this},
 * the parameters follow, further locals come behind them. What is popped must have been pushed; the JVM verifies that,
 * not this class. Not thread-safe.
 */
public final class CodeWriter {
    private static final int ICONST_0 = 0x03;
    private static final int BIPUSH = 0x10;
    private static final int SIPUSH = 0x11;
    private static final int ILOAD = 0x15;
    private static final int AALOAD = 0x32;
    private static final int ASTORE = 0x3A;
    private static final int POP = 0x57;
    private static final int DUP = 0x59;
    private static final int IRETURN = 0xAC;
    private static final int RETURN = 0xB1;
    private static final int GETFIELD = 0xB4;
    private static final int PUTFIELD = 0xB5;
    private static final int INVOKEVIRTUAL = 0xB6;
    private static final int INVOKESPECIAL = 0xB7;
    private static final int INVOKEINTERFACE = 0xB9;
    private static final int NEW = 0xBB;
    private static final int ATHROW = 0xBF;
    private static final int CHECKCAST = 0xC0;
    private static final int WIDE = 0xC4;

    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int MAX_CODE = 0xFFFF;

    /**
     * In a stack map (Java Virtual Machine Specification, 4.7.4): the locals as at first, and one item on the stack.
     */
    private static final int SAME_LOCALS_1_STACK_ITEM_FRAME_EXTENDED = 247;

    private static final int ITEM_OBJECT = 7;
    private static final String THROWABLE = "java/lang/Throwable";
    private static final int STACK_MAP_BYTES = 8;

    /** What a handler adds to the attribute: itself, and the stack map. */
    private static final int HANDLER_BYTES = 8 + 6 + STACK_MAP_BYTES;

    private final ClassFileWriter file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int stack;
    private int maxStack;
    private int locals;

    /** The code that the handler is for, from the first to behind the last, and the handler; 0 if there is none. */
    private int guardedFrom;

    private int guardedTo;
    private int handler;

    CodeWriter(ClassFileWriter file, MethodType type) {
        this.file = file;
        locals = 1 + slots(type);
    }

    /** {@return the number of slots of the parameters} */
    private static int slots(MethodType type) {
        int slots = 0;
        for (Class<?> each : type.parameterArray()) {
            slots += slots(each);
        }
        return slots;
    }

    /** {@return the number of slots that a value takes, on the stack and among the locals} */
    public static int slots(Class<?> type) {
        return type == void.class ? 0 : type == long.class || type == double.class ? 2 : 1;
    }

    /** {@return where the kind of a type is among the instructions that exist for each of five kinds} */
    private static int kind(Class<?> type) {
        if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 1;
        } else if (type == float.class) {
            return 2;
        } else if (type == double.class) {
            return 3;
        } else if (type.isPrimitive()) {
            throw new IllegalArgumentException("no values of type " + type + " are supported");
        }
        return 4;
    }

    private void push(int slots) {
        stack += slots;
        maxStack = Math.max(maxStack, stack);
    }

    /** A step that may write to memory only, which fails in no other way than by too much of it. */
    private interface Step {
        void write() throws IOException;
    }

    private CodeWriter emit(Step step) {
        try {
            step.write();
            return this;
        } catch (IOException tooLong) {
            throw new UncheckedIOException(tooLong);
        }
    }

    private void local(int instruction, int local) throws IOException {
        if (local > 0xFF) {
            out.writeByte(WIDE);
            out.writeByte(instruction);
            out.writeShort(local);
        } else {
            out.writeByte(instruction);
            out.writeByte(local);
        }
    }

    /** Pushes a local. */
    public CodeWriter load(Class<?> type, int local) {
        push(slots(type));
        return emit(() -> local(ILOAD + kind(type), local));
    }

    /** Pops a reference into a local. */
    public CodeWriter storeReference(int local) {
        stack--;
        locals = Math.max(locals, local + 1);
        return emit(() -> local(ASTORE, local));
    }

    /** Pushes a number, from 0 to 32,767. */
    public CodeWriter push(short value) {
        push(1);
        return emit(() -> {
            if (value <= 5) {
                out.writeByte(ICONST_0 + value);
            } else if (value <= Byte.MAX_VALUE) {
                out.writeByte(BIPUSH);
                out.writeByte(value);
            } else {
                out.writeByte(SIPUSH);
                out.writeShort(value);
            }
        });
    }

    /** Pushes an element of the array of references that is below the index. */
    public CodeWriter loadElement() {
        stack--;
        return emit(() -> out.writeByte(AALOAD));
    }

    /** Pops a reference. */
    public CodeWriter pop() {
        stack--;
        return emit(() -> out.writeByte(POP));
    }

    /** Pushes the value of a field of this class, of the object on top. */
    public CodeWriter getField(String name, Class<?> type) {
        push(slots(type) - 1);
        return field(GETFIELD, name, type);
    }

    /** Pops a value into a field of this class, of the object below it. */
    public CodeWriter putField(String name, Class<?> type) {
        stack -= slots(type) + 1;
        return field(PUTFIELD, name, type);
    }

    private CodeWriter field(int instruction, String name, Class<?> type) {
        return emit(() -> {
            out.writeByte(instruction);
            out.writeShort(file.constants().member(FIELD, file.name(), name, type.descriptorString()));
        });
    }

    /** Pushes a new object twice: for its constructor, and as the result of that. */
    public CodeWriter newTwice(Class<?> type) {
        push(2);
        return emit(() -> {
            out.writeByte(NEW);
            out.writeShort(file.constants().type(ClassFileWriter.name(type)));
            out.writeByte(DUP);
        });
    }

    /** Has the JVM look whether the reference on top is of a type. */
    public CodeWriter checkCast(Class<?> type) {
        return emit(() -> {
            out.writeByte(CHECKCAST);
            out.writeShort(file.constants().type(ClassFileWriter.name(type)));
        });
    }

    /** Calls a method of a class or interface on the object below the arguments. */
    public CodeWriter invoke(Class<?> owner, String name, MethodType type) {
        boolean ofInterface = owner.isInterface();
        return invoke(ofInterface ? INVOKEINTERFACE : INVOKEVIRTUAL, owner, name, type);
    }

    /** Calls a constructor on the object below the arguments. */
    public CodeWriter construct(Class<?> owner, MethodType type) {
        return invoke(INVOKESPECIAL, owner, "<init>", type);
    }

    private CodeWriter invoke(int instruction, Class<?> owner, String name, MethodType type) {
        int popped = 1 + slots(type);
        stack -= popped;
        push(slots(type.returnType()));
        return emit(() -> {
            out.writeByte(instruction);
            int tag = owner.isInterface() ? INTERFACE_METHOD : METHOD;
            out.writeShort(
                    file.constants().member(tag, ClassFileWriter.name(owner), name, type.toMethodDescriptorString()));
            if (instruction == INVOKEINTERFACE) {
                out.writeByte(popped);
                out.writeByte(0);
            }
        });
    }

    /** Returns a value of a type, or nothing. */
    public void returns(Class<?> type) {
        stack -= slots(type);
        emit(() -> out.writeByte(type == void.class ? RETURN : IRETURN + kind(type)));
    }

    /** {@return where the next instruction will be} */
    public int position() {
        return bytes.size();
    }

    /** Begins the handler of everything that is thrown between two positions: the exception is on the stack then. */
    public CodeWriter handler(int from, int to) {
        guardedFrom = from;
        guardedTo = to;
        handler = position();
        stack = 0;
        push(1);
        return this;
    }

    /** Throws the exception on top. */
    public void throwException() {
        stack--;
        emit(() -> out.writeByte(ATHROW));
    }

    /** Writes the attribute {@code Code} (Java Virtual Machine Specification, 4.7.3). */
    void writeTo(DataOutputStream target) throws IOException {
        if (bytes.size() > MAX_CODE) {
            throw new IllegalArgumentException("too much code for a method");
        }
        boolean hasHandler = handler > 0;
        target.writeShort(file.constants().utf8("Code"));
        target.writeInt(12 + bytes.size() + (hasHandler ? HANDLER_BYTES : 0));
        target.writeShort(maxStack);
        target.writeShort(locals);
        target.writeInt(bytes.size());
        bytes.writeTo(target);
        target.writeShort(hasHandler ? 1 : 0); // exception handlers
        if (hasHandler) {
            target.writeShort(guardedFrom);
            target.writeShort(guardedTo);
            target.writeShort(handler);
            target.writeShort(0); // for all exceptions
        }
        target.writeShort(hasHandler ? 1 : 0); // attributes
        if (hasHandler) {
            target.writeShort(file.constants().utf8("StackMapTable"));
            target.writeInt(STACK_MAP_BYTES);
            target.writeShort(1);
            target.writeByte(SAME_LOCALS_1_STACK_ITEM_FRAME_EXTENDED);
            target.writeShort(handler);
            target.writeByte(ITEM_OBJECT);
            target.writeShort(file.constants().type(THROWABLE));
        }
    }
}
