package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.jit.compiled.CompiledModule;

/**
 * A jar with the classes of a program. They are those that {@link CompiledProgram} would make, in a package of their
 * own: one for each function and form, and two for each signature. A subclass of {@link CompiledModule} makes objects
 * of them by their numbers, without reflection.
 */
public final class CompiledJar {
    private static final String PACKAGE = "org/wasmi/compiled/";
    private static final String MODULE = CompiledModule.class.getName().replace('.', '/');

    private static final List<Form> FORMS = List.of(Form.values());

    /** How many numbers each function has: for its forms, and for exact code. */
    private static final int BY_FUNCTION = FORMS.size() + 1;

    /** How many classes one factory knows: its method is short enough to be compiled, and its constants fit. */
    private static final int BY_FACTORY = 500;

    /** The time of all entries, so that the same program gives the same jar: noon of 1 January 1980 or later. */
    private static final long TIME = 315_662_400_000L;

    /** The tag of the constants that name classes. */
    private static final int CLASS = 7;

    private final Program program;
    private final Shape shape;
    private final String name;
    private final String digest;
    private final String prefix;

    /** By number: the name of a class, or nothing. */
    private final List<String> numbered = new ArrayList<>();

    private final Map<String, byte[]> classes = new LinkedHashMap<>();

    /** Makes a jar of a program. */
    public CompiledJar(Program program, String name) {
        this.program = program;
        this.shape = Shape.of(program);
        this.name = name;
        this.digest = program.digest()
                .orElseThrow(() -> new IllegalArgumentException("the program is from no binary that identifies it"));
        this.prefix = PACKAGE + "m" + digest.substring(0, 32) + "/";
    }

    /** {@return the number of the class of a function} */
    static int number(Form form, int function) {
        return function * BY_FUNCTION + FORMS.indexOf(form);
    }

    /** {@return the number of the class of a function that looks for fuel each time} */
    static int numberOfExact(int function) {
        return function * BY_FUNCTION + FORMS.size();
    }

    /** {@return the number of the class of what is not compiled, of functions of a type of a program} */
    static int numberOfInterpreted(int functions, int type) {
        return functions * BY_FUNCTION + type;
    }

    /** Writes the jar, and returns how many functions are compiled. */
    public int write(OutputStream out) throws IOException {
        int compiled = functions();
        for (int type = 0; type < shape.types().size(); type++) {
            numbered.add(
                    shape.types().isFunction(type) ? interpreted(shape.types().function(type)) : "");
        }
        JarOutputStream jar = new JarOutputStream(out);
        add(jar, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
        add(jar, "META-INF/services/" + CompiledModule.class.getName(), (prefix + "Module\n").replace('/', '.'));
        for (int from = 0; from < numbered.size(); from += BY_FACTORY) {
            int to = Math.min(numbered.size(), from + BY_FACTORY);
            add(jar, prefix + factory(from) + ".class", factory(numbered.subList(from, to), prefix + factory(from)));
        }
        add(jar, prefix + "Module.class", module());
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            add(jar, prefix + each.getKey() + ".class", inPackage(each.getValue(), prefix));
        }
        jar.finish();
        return compiled;
    }

    private int functions() {
        int imported = program.importCount(ExternKind.FUNC);
        int compiled = 0;
        for (int i = 0; i < shape.functions().size(); i++) {
            Signature signature = Signature.of(shape.functions().get(i));
            if (i < imported || signature == null) {
                numbered.addAll(Collections.nCopies(BY_FUNCTION, ""));
            } else {
                compiled += function(i, CompiledProgram.words(program, i - imported), signature) ? 1 : 0;
            }
        }
        return compiled;
    }

    /** Adds the classes of a function, and returns whether it is compiled. */
    private boolean function(int index, Code code, Signature signature) {
        FuncType type = shape.functions().get(index);
        interpreted(type);
        boolean compiled = false;
        for (Form form : FORMS) {
            String each = form.className(index);
            numbered.add(each);
            try {
                classes.put(
                        each,
                        CompiledProgram.compile(shape, index, code, type, form).bytes());
                compiled |= form == Form.PLAIN;
            } catch (Analysis.Declined reason) {
                classes.put(each, ClassMaker.declined(signature, index, each));
            }
        }
        numbered.add(shape.metered() && compiled ? exact(index, code, signature) : "");
        return compiled;
    }

    /** Adds the exact code of a function, and returns the name of its class. */
    private String exact(int index, Code code, Signature signature) {
        String each = CompiledProgram.exactName(index);
        FuncType type = shape.functions().get(index);
        try {
            classes.put(
                    each, new ClassMaker(shape, index, code, type, signature, Form.PLAIN).exact(each, new HashMap<>()));
            return each;
        } catch (Analysis.Declined tooLong) { // short functions alone need it
            return "";
        }
    }

    /** Adds the classes of a signature, and returns the name of the one for what is not compiled. */
    private String interpreted(FuncType type) {
        Signature signature = Signature.of(type);
        if (signature == null) {
            return "";
        }
        classes.computeIfAbsent(signature.callable(), each -> ClassMaker.callable(signature, each));
        classes.computeIfAbsent(signature.interpreted(), each -> ClassMaker.interpreted(signature, each));
        return signature.interpreted();
    }

    private static void add(JarOutputStream jar, String name, String text) throws IOException {
        add(jar, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIME);
        jar.putNextEntry(entry);
        jar.write(bytes);
        jar.closeEntry();
    }

    private static String factory(int first) {
        return "Factory" + first / BY_FACTORY;
    }

    /** {@return a class whose static method makes objects of classes} */
    private byte[] factory(List<String> names, String factory) {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(V17, ACC_FINAL | ACC_SUPER, factory, null, "java/lang/Object", null);
        MethodVisitor method = out.visitMethod(ACC_STATIC, "create", "(I)Ljava/lang/Object;", null, null);
        method.visitCode();
        method.visitVarInsn(ILOAD, 0);
        choose(method, names.size(), number -> {
            String each = names.get(number);
            if (each.isEmpty()) {
                method.visitInsn(ACONST_NULL);
            } else {
                method.visitTypeInsn(NEW, prefix + each);
                method.visitInsn(DUP);
                method.visitMethodInsn(INVOKESPECIAL, prefix + each, "<init>", "()V", false);
            }
        });
        method.visitMaxs(0, 0);
        method.visitEnd();
        out.visitEnd();
        return out.toByteArray();
    }

    /** What is pushed to be returned, by number. */
    private interface Choice {
        void push(int number);
    }

    /** Returns what belongs to the number on the stack of the JVM; null if it is none of them. */
    private static void choose(MethodVisitor method, int count, Choice choice) {
        Label[] labels = new Label[count];
        for (int i = 0; i < count; i++) {
            labels[i] = new Label();
        }
        Label none = new Label();
        method.visitTableSwitchInsn(0, count - 1, none, labels);
        for (int i = 0; i < count; i++) {
            method.visitLabel(labels[i]);
            method.visitFrame(F_SAME, 0, null, 0, null);
            choice.push(i);
            method.visitInsn(ARETURN);
        }
        method.visitLabel(none);
        method.visitFrame(F_SAME, 0, null, 0, null);
        method.visitInsn(ACONST_NULL);
        method.visitInsn(ARETURN);
    }

    private byte[] module() {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, prefix + "Module", null, MODULE, null);
        MethodVisitor constructor = out.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, MODULE, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        constant(out, "digest", "Ljava/lang/String;", digest, ARETURN);
        constant(out, "name", "Ljava/lang/String;", name, ARETURN);
        constant(out, "version", "I", CompiledModule.VERSION, IRETURN);
        constant(out, "isaVersion", "I", Isa.version(), IRETURN);
        MethodVisitor create = out.visitMethod(ACC_PUBLIC, "create", "(I)Ljava/lang/Object;", null, null);
        create.visitCode();
        create.visitVarInsn(ILOAD, 1);
        Constants.push(create, BY_FACTORY);
        create.visitInsn(IDIV);
        int factories = (numbered.size() + BY_FACTORY - 1) / BY_FACTORY;
        choose(create, factories, number -> {
            create.visitVarInsn(ILOAD, 1);
            Constants.push(create, BY_FACTORY);
            create.visitInsn(IREM);
            create.visitMethodInsn(
                    INVOKESTATIC, prefix + factory(number * BY_FACTORY), "create", "(I)Ljava/lang/Object;", false);
        });
        create.visitMaxs(0, 0);
        create.visitEnd();
        out.visitEnd();
        return out.toByteArray();
    }

    private static void constant(ClassWriter out, String method, String type, Object value, int returns) {
        MethodVisitor visitor = out.visitMethod(ACC_PUBLIC, method, "()" + type, null, null);
        visitor.visitCode();
        visitor.visitLdcInsn(value);
        visitor.visitInsn(returns);
        visitor.visitMaxs(0, 0);
        visitor.visitEnd();
    }

    /**
     * {@return a class file in which the classes of the program are in a package} They are those whose names have no
     * package yet, and are not arrays (JVM specification, 4.4).
     */
    private static byte[] inPackage(byte[] classFile, String prefix) throws IOException {
        ClassReader reader = new ClassReader(classFile);
        char[] buffer = new char[reader.getMaxStringLength()];
        Map<Integer, String> renamed = new LinkedHashMap<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item == 0) { // the second place of a long or double
                continue;
            }
            if (reader.readByte(item - 1) == CLASS) {
                String name = reader.readUTF8(item, buffer);
                if (name.indexOf('/') < 0 && !name.startsWith("[")) {
                    renamed.put(reader.readUnsignedShort(item), prefix + name);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length + 1_000);
        DataOutputStream out = new DataOutputStream(bytes);
        int copied = 0;
        for (int i = 1; i < reader.getItemCount(); i++) {
            String name = renamed.get(i);
            if (name != null) {
                int item = reader.getItem(i);
                out.write(classFile, copied, item - copied);
                out.writeUTF(name);
                copied = item + 2 + reader.readUnsignedShort(item);
            }
        }
        out.write(classFile, copied, classFile.length - copied);
        return bytes.toByteArray();
    }
}
