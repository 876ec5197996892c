package org.wasmi.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/** Writes the interfaces of imported functions, and the classes that pass calls on to them. */
final class ImportsWriter {
    private static final String EXEC = "org.wasmi.exec";
    private static final ClassName LINKER = ClassName.get(EXEC, "Linker");
    private static final ClassName IMPORT_NAME = ClassName.get(EXEC, "ImportName");

    /** An imported function; {@code index} is that among functions. */
    private record Function(String name, FuncType type, int index) {}

    private final Program program;
    private final ClassName owner;
    private final ClassName exports;
    private final Signatures signatures;

    ImportsWriter(Program program, ClassName exports, Signatures signatures) {
        this.program = program;
        this.exports = exports;
        this.owner = ClassName.get(exports.packageName(), exports.simpleName() + "Imports");
        this.signatures = signatures;
    }

    private Map<String, List<Function>> modules() {
        Map<String, Map<String, Function>> modules = new LinkedHashMap<>();
        int index = 0;
        for (Import each : program.imports()) {
            if (each.type() instanceof FuncType type) {
                // A function that is imported twice is defined once.
                modules.computeIfAbsent(each.module(), key -> new LinkedHashMap<>())
                        .putIfAbsent(each.name(), new Function(each.name(), type, index));
                index++;
            }
        }
        Map<String, List<Function>> lists = new LinkedHashMap<>();
        modules.forEach((module, functions) -> lists.put(module, List.copyOf(functions.values())));
        return lists;
    }

    /** {@return the class, if functions are imported} */
    Optional<TypeSpec> importsClass() {
        Map<String, List<Function>> modules = modules();
        if (modules.isEmpty()) {
            return Optional.empty();
        }
        TypeSpec.Builder type = TypeSpec.classBuilder(owner)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("The functions that {@link $T} imports.", exports)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        Identifiers types = new Identifiers(owner.simpleName(), exports.simpleName(), "MethodHandles");
        Identifiers methods = new Identifiers("define");
        Conversions conversions = new Conversions(methods);
        modules.forEach((module, functions) -> {
            ClassName name = owner.nestedClass(types.unique(Identifiers.type(module)));
            ClassName host = owner.nestedClass(types.unique(name.simpleName() + "Host"));
            addModule(type, module, functions, name, host, conversions);
        });
        return Optional.of(type.addMethods(conversions.methods()).build());
    }

    private void addModule(
            TypeSpec.Builder type,
            String module,
            List<Function> functions,
            ClassName name,
            ClassName host,
            Conversions conversions) {
        String text = Text.javadoc(module);
        TypeSpec.Builder declared = TypeSpec.interfaceBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("The functions that are imported from the module $L.", text);
        TypeSpec.Builder adapter = TypeSpec.classBuilder(host)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addField(name, "imports", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(name, "imports")
                        .addStatement("this.imports = imports")
                        .build());
        Identifiers methods = new Identifiers();
        Identifiers records = new Identifiers(name.simpleName(), owner.simpleName(), exports.simpleName());
        for (Function each : functions) {
            if (WasmTypes.isOfMethod(each.type()) && WasmTypes.fits(each.type(), 1)) {
                String method = methods.unique(Identifiers.member(each.name()));
                Optional<Signature> signature = signatures.ofImport(module, each.name());
                TypeName returned = returned(declared, records, name, method, each, signature);
                MethodSpec.Builder typed = MethodSpec.methodBuilder(method)
                        .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                        .addAnnotation(AnnotationSpec.builder(IMPORT_NAME)
                                .addMember("value", Text.literal(each.name()))
                                .build())
                        .addJavadoc("Serves calls of $L, of type {@code $L}.", Text.javadoc(each.name()), each.type())
                        .returns(returned);
                adapter.addMethod(pass(method, each, signature, returned, typed, conversions));
                declared.addMethod(typed.build());
            } else {
                declared.addJavadoc(
                        "\n\n<p>Not here, since no method can stand for it: $L, of type {@code $L}.",
                        Text.javadoc(each.name()),
                        each.type());
                signatures.ofImport(module, each.name()).ifPresent(useless -> {
                    throw useless.mistake("no method can stand for a function of type " + each.type());
                });
            }
        }
        TypeSpec written = adapter.build();
        boolean empty = written.methodSpecs().size() == 1;
        type.addType(declared.build());
        MethodSpec.Builder define = MethodSpec.methodBuilder("define")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("Defines the functions of the module $L.\n\n@return the linker\n", text)
                .returns(LINKER)
                .addParameter(LINKER, "linker")
                .addParameter(name, "imports");
        if (empty) {
            define.addStatement("return linker");
        } else {
            type.addType(written);
            define.addStatement(
                    "return linker.define($L, new $T(imports), $T.lookup())",
                    Text.literal(module),
                    host,
                    MethodHandles.class);
        }
        type.addMethod(define.build());
    }

    private TypeName returned(
            TypeSpec.Builder declared,
            Identifiers records,
            ClassName name,
            String method,
            Function function,
            Optional<Signature> signature) {
        List<ValType> results = function.type().results();
        if (signature.isPresent()) {
            Optional<DataType> result = signature.get().result();
            boolean matches = result.isEmpty()
                    ? results.isEmpty()
                    : result.get() instanceof DataTypes.Scalar scalar && results.equals(scalar.flat());
            if (!matches) {
                throw signature
                        .get()
                        .mistake("the result of '" + function.name() + "' is " + results
                                + ", which an imported function can only return as numbers");
            }
            return result.map(DataType::java).orElse(TypeName.VOID);
        } else if (results.size() > 1) {
            ClassName record = name.nestedClass(records.unique(Identifiers.type(method) + "Result"));
            declared.addType(
                    ExportsWriter.resultsRecord(program.types(), record, results, "The results of " + method + "."));
            return record;
        }
        return results.isEmpty() ? TypeName.VOID : WasmTypes.java(program.types(), results.get(0));
    }

    /** Adds the parameters of a method, and returns the method of the adapter that calls it. */
    private MethodSpec pass(
            String method,
            Function function,
            Optional<Signature> signature,
            TypeName returned,
            MethodSpec.Builder typed,
            Conversions conversions) {
        MethodSpec.Builder raw = MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PUBLIC)
                .addAnnotation(AnnotationSpec.builder(IMPORT_NAME)
                        .addMember("value", Text.literal(function.name()))
                        .build());
        List<ValType> params = function.type().params();
        List<CodeBlock> numbers = new ArrayList<>();
        boolean memory = signature.isPresent()
                && signature.get().parameters().stream().anyMatch(each -> !(each.type() instanceof DataTypes.Scalar));
        if (memory) {
            raw.addParameter(Conversions.MEMORY, "memory");
        }
        Identifiers locals = new Identifiers();
        for (int i = 0; i < params.size(); i++) {
            raw.addParameter(WasmTypes.java(program.types(), params.get(i)), "a" + i);
            numbers.add(CodeBlock.of("a$L", i));
            if (signature.isEmpty()) {
                typed.addParameter(WasmTypes.java(program.types(), params.get(i)), locals.unique("p" + i));
            }
        }
        List<CodeBlock> arguments = numbers;
        if (signature.isPresent()) {
            List<NumType> flat = signature.get().parameters().stream()
                    .flatMap(each -> each.type().flat().stream())
                    .toList();
            if (!params.equals(flat)) {
                throw signature
                        .get()
                        .mistake("the parameters of '" + function.name() + "' are " + params
                                + ", those of the signature are " + flat);
            }
            arguments = new ArrayList<>();
            var each = numbers.iterator();
            for (DataTypes.Field field : signature.get().parameters()) {
                typed.addParameter(field.type().java(), field.name());
                arguments.add(conversions.liftFlat(field.type(), each));
            }
        }
        CodeBlock call = CodeBlock.of("imports.$N($L)", method, CodeBlock.join(arguments, ", "));
        if (returned.equals(TypeName.VOID)) {
            raw.addStatement(call);
        } else if (returned.equals(TypeName.BOOLEAN)) {
            raw.returns(TypeName.INT).addStatement("return $L ? 1 : 0", call);
        } else {
            boolean small = returned.equals(TypeName.BYTE) || returned.equals(TypeName.SHORT);
            raw.returns(small ? TypeName.INT : returned).addStatement("return $L", call);
        }
        return raw.build();
    }
}
