package org.wasmi.cli;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What users of a module can refer to: the public and protected types and members of the packages that it exports, with
 * their generic types and the values of constants, in alphabetical order. Read from class files, so that no dependency
 * is needed.
 */
final class ApiListing {
    private static final int ACCESSIBLE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

    /** A type of the listing. */
    record Listed(String name, int access, List<Member> members) {
        boolean isInterface() {
            return (access & Opcodes.ACC_INTERFACE) != 0;
        }
    }

    /** A member of a type. */
    record Member(String name, int access, String text) {
        boolean isConstructor() {
            return name.equals("<init>");
        }

        boolean isAbstract() {
            return (access & Opcodes.ACC_ABSTRACT) != 0;
        }
    }

    private final TreeMap<String, Header> headers = new TreeMap<>();

    /** A type, whether or not it is listed. */
    private static final class Header extends ClassVisitor {
        private final Predicate<String> hiddenPackages;
        private int access;
        private String name = "";
        private String declaration = "";
        private boolean sealed;
        private final Set<String> permitted = new TreeSet<>();
        private final List<Member> members = new ArrayList<>();

        Header(Predicate<String> hiddenPackages) {
            super(Opcodes.ASM9);
            this.hiddenPackages = hiddenPackages;
        }

        /** {@return whether other modules can extend it: it is not final, and has a constructor that they can call} */
        boolean isExtensible() {
            return !sealed
                    && (access & Opcodes.ACC_FINAL) == 0
                    && (isInterface() || members.stream().anyMatch(Member::isConstructor));
        }

        /** {@return the members that users can refer to} */
        List<Member> listed() {
            boolean extensible = isExtensible() || sealed;
            return members.stream()
                    .filter(each -> extensible || (each.access & Opcodes.ACC_PROTECTED) == 0)
                    .toList();
        }

        /** {@return whether a method or constructor takes what no other module has} */
        private boolean takesKey(String descriptor) {
            return Arrays.stream(Type.getArgumentTypes(descriptor))
                    .map(Type::getClassName)
                    .anyMatch(each -> hiddenPackages.test(each.substring(0, Math.max(0, each.lastIndexOf('.')))));
        }

        @Override
        public void visit(
                int version,
                int flags,
                String internalName,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            access = flags;
            name = internalName;
            String sig = Objects.requireNonNullElseGet(
                    signature,
                    () -> "L" + superName + ";"
                            + Arrays.stream(Objects.requireNonNull(interfaces))
                                    .map(each -> "L" + each + ";")
                                    .collect(Collectors.joining()));
            JvmSignature parsed = new JvmSignature(sig);
            String parameters = parsed.typeParameters();
            String parent = parsed.type();
            String all = String.join(", ", parsed.typesToEnd());
            declaration = parameters
                    + (parent.equals("Object") ? "" : " extends " + parent)
                    + (all.isEmpty()
                            ? ""
                            : ((flags & Opcodes.ACC_INTERFACE) != 0 ? " extends " : " implements ") + all);
        }

        @Override
        public void visitPermittedSubclass(String permittedSubclass) {
            sealed = true;
            permitted.add(JvmSignature.readable(permittedSubclass));
        }

        @Override
        public void visitInnerClass(
                String internalName, @Nullable String outerName, @Nullable String innerName, int flags) {
            if (internalName.equals(name)) {
                access = flags;
            }
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int flags, String field, String descriptor, @Nullable String signature, @Nullable Object value) {
            if (isListed(flags)) {
                String type = new JvmSignature(signature == null ? descriptor : signature).type();
                add(flags, field, type + " " + field + (value == null ? "" : " = " + value), false);
            }
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int flags,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (isListed(flags) && (flags & Opcodes.ACC_BRIDGE) == 0 && !takesKey(descriptor)) {
                JvmSignature parsed = new JvmSignature(signature == null ? descriptor : signature);
                String parameters = parsed.typeParameters();
                String arguments = String.join(", ", parsed.arguments());
                String result = parsed.type();
                String text = (parameters.isEmpty() ? "" : parameters + " ")
                        + (method.equals("<init>") ? name.replaceFirst(".*[/$]", "") : result + " " + method) + "("
                        + arguments + ")"
                        + (exceptions == null || exceptions.length == 0
                                ? ""
                                : " throws "
                                        + Arrays.stream(exceptions)
                                                .map(JvmSignature::readable)
                                                .collect(Collectors.joining(", ")));
                add(flags, method, text, true);
            }
            return null;
        }

        private void add(int flags, String member, String text, boolean isMethod) {
            members.add(new Member(member, flags, modifiers(flags, isMethod, isInterface()) + text));
        }

        boolean isInterface() {
            return (access & Opcodes.ACC_INTERFACE) != 0;
        }

        String kind() {
            if ((access & Opcodes.ACC_ANNOTATION) != 0) {
                return "@interface";
            } else if (isInterface()) {
                return "interface";
            } else if ((access & Opcodes.ACC_ENUM) != 0) {
                return "enum";
            }
            return declaration.startsWith(" extends Record") ? "record" : "class";
        }

        String text() {
            // The others go without saying: interfaces are abstract, records and most enums final.
            int written = kind().equals("class") ? access : access & ~(Opcodes.ACC_ABSTRACT | Opcodes.ACC_FINAL);
            return modifiers(written, false, isInterface())
                    + (sealed ? "sealed " : "")
                    + kind() + " " + JvmSignature.readable(name) + declaration
                    + (permitted.isEmpty() ? "" : " permits " + String.join(", ", permitted));
        }
    }

    private static boolean isListed(int access) {
        return (access & ACCESSIBLE) != 0 && (access & Opcodes.ACC_SYNTHETIC) == 0;
    }

    private static String modifiers(int access, boolean isMethod, boolean inInterface) {
        StringBuilder text = new StringBuilder((access & Opcodes.ACC_PUBLIC) != 0 ? "public " : "protected ");
        append(text, access, Opcodes.ACC_STATIC, "static ");
        append(text, access, Opcodes.ACC_ABSTRACT, "abstract ");
        append(text, access, Opcodes.ACC_FINAL, "final ");
        if (isMethod && inInterface && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0) {
            text.append("default ");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int access, int flag, String word) {
        if ((access & flag) != 0) {
            text.append(word);
        }
    }

    ApiListing(ModuleReference module) {
        Set<String> exported = module.descriptor().exports().stream()
                .filter(each -> !each.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        for (String file : Modules.classFiles(module)) {
            int slash = file.lastIndexOf('/');
            if (slash > 0 && exported.contains(file.substring(0, slash).replace('/', '.'))) {
                Header header =
                        new Header(each -> each.startsWith(module.descriptor().name()) && !exported.contains(each));
                new ClassReader(Modules.read(module, file))
                        .accept(header, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
                headers.put(header.name, header);
            }
        }
    }

    /** {@return the types that users can refer to, by name} */
    private Stream<Header> accessible() {
        return headers.values().stream().filter(each -> isAccessible(each.name));
    }

    private boolean isAccessible(String name) {
        Header header = headers.get(name);
        int dollar = name.lastIndexOf('$');
        return header != null && isListed(header.access) && (dollar < 0 || isAccessible(name.substring(0, dollar)));
    }

    /**
     * {@return the types that users can implement or extend: neither sealed nor final, with a constructor if they are
     * classes}
     */
    List<Listed> extensible() {
        return accessible()
                .filter(each -> each.isExtensible() && (each.access & Opcodes.ACC_ANNOTATION) == 0)
                .map(each -> new Listed(JvmSignature.readable(each.name), each.access, each.listed()))
                .toList();
    }

    /** {@return all of it} */
    String text() {
        StringBuilder text = new StringBuilder();
        accessible().forEach(type -> {
            text.append(type.text()).append('\n');
            type.listed().stream().map(Member::text).sorted().forEach(each -> text.append("    ")
                    .append(each)
                    .append('\n'));
        });
        return text.toString();
    }
}
