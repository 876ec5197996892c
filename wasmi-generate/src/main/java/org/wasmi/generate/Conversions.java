package org.wasmi.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Code that converts values between Java and a guest's memory, where {@code heap} and {@code memory} are in scope. What
 * is too long for an expression becomes a static method of the class, once. Not thread-safe.
 */
final class Conversions {
    private static final String EXEC = "org.wasmi.exec";
    static final ClassName HEAP = ClassName.get(EXEC, "GuestHeap");
    static final ClassName MEMORY = ClassName.get(EXEC, "Memory");

    private record Helper(String verb, DataType type) {}

    private final Map<Helper, String> names = new LinkedHashMap<>();
    private final List<MethodSpec> methods = new ArrayList<>();
    private final Identifiers identifiers;

    /**
     * Makes one.
     *
     * @param identifiers the names of methods of the class
     */
    Conversions(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** {@return the methods that the code so far uses} */
    List<MethodSpec> methods() {
        return methods;
    }

    private interface Body {
        MethodSpec.Builder write(MethodSpec.Builder method);
    }

    private String helper(String verb, DataType type, Body body) {
        Helper key = new Helper(verb, type);
        String known = names.get(key);
        if (known == null) {
            known = identifiers.unique(verb + type.label());
            names.put(key, known);
            MethodSpec.Builder method = MethodSpec.methodBuilder(known).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
            methods.add(body.write(method).build());
        }
        return known;
    }

    /** {@return an address behind another one} */
    static CodeBlock plus(CodeBlock at, int offset) {
        return offset == 0 ? at : CodeBlock.of("$L + $L", at, offset);
    }

    /** {@return an expression for the value at an address} */
    CodeBlock load(DataType type, CodeBlock at) {
        if (type == DataTypes.Scalar.BOOLEAN) {
            return CodeBlock.of("memory.getByte($L) != 0", at);
        } else if (type instanceof DataTypes.Scalar scalar) {
            return CodeBlock.of("memory.get$L($L)", scalar.accessor(), at);
        } else if (type instanceof DataTypes.CText) {
            return CodeBlock.of("memory.getCString(memory.getInt($L))", at);
        } else if (type instanceof DataTypes.Block block) {
            return lift(block, CodeBlock.of("memory.getInt($L)", at), CodeBlock.of("memory.getInt($L)", plus(at, 4)));
        }
        return CodeBlock.of("$N(memory, $L)", loader((DataTypes.Structure) type), at);
    }

    private String loader(DataTypes.Structure type) {
        return helper("load", type, method -> {
            CodeBlock fields = arguments(
                    type, index -> load(type.fields().get(index).type(), plus(CodeBlock.of("at"), type.offset(index))));
            return method.returns(type.java())
                    .addParameter(MEMORY, "memory")
                    .addParameter(TypeName.INT, "at")
                    .addStatement("return new $T($L)", type.java(), fields);
        });
    }

    private interface Argument {
        CodeBlock of(int index);
    }

    private static CodeBlock arguments(DataTypes.Structure type, Argument argument) {
        List<CodeBlock> list = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            list.add(argument.of(i));
        }
        return CodeBlock.join(list, ", ");
    }

    /** {@return an expression for the value in a block} */
    CodeBlock lift(DataTypes.Block type, CodeBlock address, CodeBlock length) {
        if (type instanceof DataTypes.Text) {
            return CodeBlock.of("memory.getUtf8($L, $L)", address, length);
        } else if (type instanceof DataTypes.Array array) {
            return array.element() == DataTypes.Scalar.BYTE
                    ? CodeBlock.of("memory.getBytes($L, $L)", address, length)
                    : CodeBlock.of(
                            "$T.$Ls(memory, $L, $L)", HEAP, array.element().java(), address, length);
        }
        return CodeBlock.of("$N(memory, $L, $L)", listLifter((DataTypes.ListOf) type), address, length);
    }

    private String listLifter(DataTypes.ListOf type) {
        return helper("load", type, method -> method.returns(type.java())
                .addParameter(MEMORY, "memory")
                .addParameter(TypeName.INT, "at")
                .addParameter(TypeName.INT, "count")
                .addStatement(
                        "$T list = new $T<>($T.check(memory, at, count, $L))",
                        type.java(),
                        ArrayList.class,
                        HEAP,
                        type.stride())
                .beginControlFlow("for (int i = 0; i < count; i++)")
                .addStatement("int element = at + $L * i", type.stride())
                .addStatement("list.add($L)", load(type.element(), CodeBlock.of("element")))
                .endControlFlow()
                .addStatement("return list"));
    }

    /** {@return an expression for the value that some numbers of Wasm carry} */
    CodeBlock liftFlat(DataType type, Iterator<CodeBlock> numbers) {
        if (type instanceof DataTypes.Scalar scalar) {
            CodeBlock number = numbers.next();
            return switch (scalar) {
                case BOOLEAN -> CodeBlock.of("$L != 0", number);
                case BYTE, SHORT -> CodeBlock.of("($T) $L", scalar.java(), number);
                default -> number;
            };
        } else if (type instanceof DataTypes.CText) {
            return CodeBlock.of("memory.getCString($L)", numbers.next());
        } else if (type instanceof DataTypes.Block block) {
            CodeBlock address = numbers.next();
            return lift(block, address, numbers.next());
        }
        DataTypes.Structure structure = (DataTypes.Structure) type;
        return CodeBlock.of(
                "new $T($L)",
                structure.java(),
                arguments(
                        structure,
                        index -> liftFlat(structure.fields().get(index).type(), numbers)));
    }

    /** {@return a statement that stores a value at an address} */
    CodeBlock store(DataType type, CodeBlock at, CodeBlock value) {
        if (type == DataTypes.Scalar.BOOLEAN) {
            return CodeBlock.of("memory.putByte($L, (byte) ($L ? 1 : 0))", at, value);
        } else if (type instanceof DataTypes.Scalar scalar) {
            return CodeBlock.of("memory.put$L($L, $L)", scalar.accessor(), at, value);
        } else if (type instanceof DataTypes.CText) {
            return CodeBlock.of("memory.putInt($L, heap.putCString($L))", at, value);
        } else if (type instanceof DataTypes.Block block) {
            String storer = helper("store", new DataTypes.Text(), helper -> helper.addParameter(MEMORY, "memory")
                    .addParameter(TypeName.INT, "at")
                    .addParameter(TypeName.LONG, "block")
                    .addStatement("memory.putInt(at, $T.address(block))", HEAP)
                    .addStatement("memory.putInt(at + 4, $T.length(block))", HEAP));
            return CodeBlock.of("$N(memory, $L, $L)", storer, at, lower(block, value));
        }
        String heap = type.usesMemory() ? "heap, " : "";
        return CodeBlock.of("$N($Lmemory, $L, $L)", storer((DataTypes.Structure) type), heap, at, value);
    }

    private String storer(DataTypes.Structure type) {
        return helper("store", type, method -> {
            if (type.usesMemory()) {
                method.addParameter(HEAP, "heap");
            }
            method.addParameter(MEMORY, "memory")
                    .addParameter(TypeName.INT, "at")
                    .addParameter(type.java(), "value");
            for (int i = 0; i < type.fields().size(); i++) {
                DataTypes.Field field = type.fields().get(i);
                method.addStatement(store(
                        field.type(),
                        plus(CodeBlock.of("at"), type.offset(i)),
                        CodeBlock.of("value.$N()", field.name())));
            }
            return method;
        });
    }

    /** {@return an expression for a new block with a value, as a long} */
    CodeBlock lower(DataTypes.Block type, CodeBlock value) {
        if (!(type instanceof DataTypes.ListOf list)) {
            return CodeBlock.of("heap.put($L)", value);
        }
        String lowerer = helper("put", list, method -> {
            method.returns(TypeName.LONG)
                    .addParameter(HEAP, "heap")
                    .addParameter(MEMORY, "memory")
                    .addParameter(list.java(), "list")
                    .addStatement("int count = list.size()")
                    .addStatement(
                            "int at = heap.allocate($T.size(count, $L), $L)",
                            HEAP,
                            list.stride(),
                            list.blockAlignment())
                    .beginControlFlow("for (int i = 0; i < count; i++)");
            method.addStatement(
                    store(list.element(), CodeBlock.of("at + $L * i", list.stride()), CodeBlock.of("list.get(i)")));
            return method.endControlFlow().addStatement("return $T.block(at, count)", HEAP);
        });
        return CodeBlock.of("$N(heap, memory, $L)", lowerer, value);
    }

    /**
     * Adds the numbers of Wasm that carry a value to some arguments, and to the code before the call what they need.
     */
    void lowerFlat(
            CodeBlock.Builder before, Identifiers locals, DataType type, CodeBlock value, List<CodeBlock> arguments) {
        if (type == DataTypes.Scalar.BOOLEAN) {
            arguments.add(CodeBlock.of("$L ? 1 : 0", value));
        } else if (type instanceof DataTypes.Scalar) {
            arguments.add(value);
        } else if (type instanceof DataTypes.CText) {
            String local = locals.unique("text");
            before.addStatement("int $N = heap.putCString($L)", local, value);
            arguments.add(CodeBlock.of("$N", local));
        } else if (type instanceof DataTypes.Block block) {
            String local = locals.unique("block");
            before.addStatement("long $N = $L", local, lower(block, value));
            arguments.add(CodeBlock.of("$T.address($N)", HEAP, local));
            arguments.add(CodeBlock.of("$T.length($N)", HEAP, local));
        } else {
            for (DataTypes.Field field : ((DataTypes.Structure) type).fields()) {
                lowerFlat(before, locals, field.type(), CodeBlock.of("$L.$N()", value, field.name()), arguments);
            }
        }
    }
}
