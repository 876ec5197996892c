package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** HotSpot never compiles a method of 8,000 bytes of bytecode or more: it would be interpreted for ever. */
final class MethodSizeTest {
    private static final int HUGE_METHOD_LIMIT = 8_000;

    @TestFactory
    Stream<DynamicTest> everyMethodCanBeCompiled() {
        return Modules.find().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> assertMethodsCompile(module.getValue())));
    }

    private static void assertMethodsCompile(ModuleReference module) {
        Map<String, Integer> sizes = methodSizes(module);
        assertThat(sizes).as("methods found").isNotEmpty();
        // A static initialiser runs once, so it may be as long as the table that it fills.
        sizes.keySet().removeIf(method -> method.contains(".<clinit>"));
        assertThat(sizes).allSatisfy((method, size) -> assertThat(size).isLessThan(HUGE_METHOD_LIMIT));
    }

    private static Map<String, Integer> methodSizes(ModuleReference module) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (String classFile : Modules.classFiles(module)) {
            if (!classFile.equals("module-info.class")) {
                addMethodSizes(Modules.read(module, classFile), sizes);
            }
        }
        return sizes;
    }

    /** Walks the fields and methods of a class file (JVMS 4.1), for ASM's visitors do not tell a code's length. */
    private static void addMethodSizes(byte[] bytes, Map<String, Integer> sizes) {
        ClassReader reader = new ClassReader(bytes);
        char[] buffer = new char[reader.getMaxStringLength()];
        int at = reader.header + 6;
        at += 2 + 2 * reader.readUnsignedShort(at);
        for (int kind = 0; kind < 2; kind++) {
            int members = reader.readUnsignedShort(at);
            at += 2;
            for (int member = 0; member < members; member++) {
                String name =
                        reader.getClassName() + "." + reader.readUTF8(at + 2, buffer) + reader.readUTF8(at + 4, buffer);
                int attributes = reader.readUnsignedShort(at + 6);
                at += 8;
                for (int attribute = 0; attribute < attributes; attribute++) {
                    if ("Code".equals(reader.readUTF8(at, buffer))) {
                        sizes.put(name, reader.readInt(at + 10));
                    }
                    at += 6 + reader.readInt(at + 2);
                }
            }
        }
    }

    @Test
    void measuresTheLengthOfCode() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Sample", null, "java/lang/Object", null);
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "field", "I", null, 1)
                .visitEnd();
        addMethod(writer, "small", 1);
        addMethod(writer, "huge", HUGE_METHOD_LIMIT);

        Map<String, Integer> sizes = new TreeMap<>();
        addMethodSizes(writer.toByteArray(), sizes);

        assertThat(sizes).isEqualTo(Map.of("Sample.small()V", 1, "Sample.huge()V", HUGE_METHOD_LIMIT));
    }

    private static void addMethod(ClassWriter writer, String name, int size) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, name, "()V", null, null);
        method.visitCode();
        for (int i = 1; i < size; i++) {
            method.visitInsn(Opcodes.NOP);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
