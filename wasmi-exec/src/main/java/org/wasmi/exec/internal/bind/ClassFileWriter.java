package org.wasmi.exec.internal.bind;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a class file (Java Virtual Machine Specification, 4): a final class that extends {@code Object} and implements
 * one interface, with private final fields and public methods without branches, which therefore need no stack maps. Not
 * thread-safe.
 */
public final class ClassFileWriter {
    private static final int MAGIC = 0xCAFEBABE;
    /** Java 17. */
    private static final int VERSION = 61;

    private static final int PUBLIC = 0x0001;
    private static final int PRIVATE = 0x0002;
    private static final int FINAL = 0x0010;
    private static final int SUPER = 0x0020;
    private static final int SYNTHETIC = 0x1000;

    private record Member(int access, String name, String descriptor) {}

    private final String name;
    private final Class<?> implemented;
    private final ConstantPool constants = new ConstantPool();
    private final List<Member> fields = new ArrayList<>();
    private final List<Member> methods = new ArrayList<>();
    private final List<CodeWriter> codes = new ArrayList<>();

    /**
     * Begins a class.
     *
     * @param name its name, with dots
     * @param implemented the interface that it implements
     */
    public ClassFileWriter(String name, Class<?> implemented) {
        this.name = name.replace('.', '/');
        this.implemented = implemented;
    }

    /** {@return the internal name of a class} */
    static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    String name() {
        return name;
    }

    ConstantPool constants() {
        return constants;
    }

    /** Adds a private final field. */
    public void field(String fieldName, Class<?> type) {
        fields.add(new Member(PRIVATE | FINAL, fieldName, type.descriptorString()));
    }

    /** {@return the writer of the code of a new public method} */
    public CodeWriter method(String methodName, MethodType type) {
        methods.add(new Member(PUBLIC, methodName, type.toMethodDescriptorString()));
        CodeWriter code = new CodeWriter(this, type);
        codes.add(code);
        return code;
    }

    /** {@return the writer of the code of a new public constructor, which has called that of {@code Object}} */
    public CodeWriter constructor(Class<?>... parameters) {
        return method("<init>", MethodType.methodType(void.class, parameters))
                .load(Object.class, 0)
                .construct(Object.class, MethodType.methodType(void.class));
    }

    /**
     * {@return the class file}
     *
     * @throws IllegalArgumentException if it has more constants than fit into a class file
     */
    public byte[] toBytes() {
        try {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            writeRest(new DataOutputStream(rest));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            constants.writeTo(out);
            rest.writeTo(out);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes all that follows the constants, which is where the last of these are found. */
    private void writeRest(DataOutputStream out) throws IOException {
        out.writeShort(FINAL | SUPER | SYNTHETIC);
        out.writeShort(constants.type(name));
        out.writeShort(constants.type(name(Object.class)));
        out.writeShort(1);
        out.writeShort(constants.type(name(implemented)));
        out.writeShort(fields.size());
        for (Member each : fields) {
            write(each, out);
            out.writeShort(0); // attributes
        }
        out.writeShort(methods.size());
        for (int i = 0; i < methods.size(); i++) {
            write(methods.get(i), out);
            out.writeShort(1);
            codes.get(i).writeTo(out);
        }
        out.writeShort(0); // attributes
    }

    private void write(Member member, DataOutputStream out) throws IOException {
        out.writeShort(member.access());
        out.writeShort(constants.utf8(member.name()));
        out.writeShort(constants.utf8(member.descriptor()));
    }
}
