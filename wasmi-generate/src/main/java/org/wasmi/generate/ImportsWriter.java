package org.wasmi.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.generate.Fit.ResultForm;

/** Writes the interfaces of imported functions, and the classes that pass calls on to them. */
final class ImportsWriter {
    private static final String EXEC = "org.wasmi.exec";
    private static final ClassName LINKER = ClassName.get(EXEC, "Linker");
    private static final ClassName IMPORT_NAME = ClassName.get(EXEC, "ImportName");
    private static final ClassName HOST_CALL = ClassName.get(EXEC, "HostCall");

    /** An imported function; {@code index} is that among functions. */
    private record Function(String name, FuncType type, int index) {}

    private final Program program;
    private final ClassName owner;
    private final ClassName exports;
    private final Signatures signatures;
    private final Optional<Allocation> allocation;

    ImportsWriter(Program program, ClassName exports, Signatures signatures, Optional<Allocation> allocation) {
        this.program = program;
        this.exports = exports;
        this.owner = ClassName.get(exports.packageName(), exports.simpleName() + "Imports");
        this.signatures = signatures;
        this.allocation = allocation;
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
        Identifiers results = new Identifiers(name.simpleName(), host.simpleName(), owner.simpleName());
        for (Function each : functions) {
            if (WasmTypes.isOfMethod(each.type()) && WasmTypes.fits(each.type(), 1)) {
                String method = methods.unique(Identifiers.member(each.name()));
                MethodSpec.Builder typed = MethodSpec.methodBuilder(method)
                        .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                        .addAnnotation(named(each))
                        .addJavadoc("Serves calls of $L, of type {@code $L}.", Text.javadoc(each.name()), each.type());
                MethodSpec.Builder raw = MethodSpec.methodBuilder(method)
                        .addModifiers(Modifier.PUBLIC)
                        .addAnnotation(named(each));
                Optional<Signature> signature = signatures.ofImport(module, each.name());
                if (signature.isPresent()) {
                    new SignedMethod(each, signature.get(), method, typed, raw, conversions)
                            .add(adapter, host, results);
                } else {
                    addPlain(each, method, typed, raw, resultsOf(declared, records, name, method, each));
                }
                adapter.addMethod(raw.build());
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

    private static AnnotationSpec named(Function function) {
        return AnnotationSpec.builder(IMPORT_NAME)
                .addMember("value", Text.literal(function.name()))
                .build();
    }

    /** {@return what a method for the numbers of Wasm returns: for several results, a record} */
    private TypeName resultsOf(
            TypeSpec.Builder declared, Identifiers records, ClassName name, String method, Function function) {
        List<ValType> results = function.type().results();
        if (results.size() > 1) {
            ClassName record = name.nestedClass(records.unique(Identifiers.type(method) + "Result"));
            declared.addType(
                    ExportsWriter.resultsRecord(program.types(), record, results, "The results of " + method + "."));
            return record;
        }
        return results.isEmpty() ? TypeName.VOID : WasmTypes.java(program.types(), results.get(0));
    }

    private void addPlain(
            Function function, String method, MethodSpec.Builder typed, MethodSpec.Builder raw, TypeName returned) {
        for (int i = 0; i < function.type().params().size(); i++) {
            typed.addParameter(
                    WasmTypes.java(program.types(), function.type().params().get(i)), "p" + i);
        }
        typed.returns(returned);
        raw.returns(returned);
        CodeBlock call = CodeBlock.of("imports.$N($L)", method, CodeBlock.join(numbers(function, raw), ", "));
        raw.addStatement(returned.equals(TypeName.VOID) ? call : CodeBlock.of("return $L", call));
    }

    /** Adds the parameters of Wasm to a method, and returns them. */
    private List<CodeBlock> numbers(Function function, MethodSpec.Builder raw) {
        List<ValType> params = function.type().params();
        List<CodeBlock> numbers = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            raw.addParameter(WasmTypes.java(program.types(), params.get(i)), "a" + i);
            numbers.add(CodeBlock.of("a$L", i));
        }
        return numbers;
    }

    /** The two methods of a function with a signature: that of the interface, and that of the adapter, which calls it. */
    private final class SignedMethod {
        private final Function function;
        private final Signature signature;
        private final Fit fit;
        private final String method;
        private final MethodSpec.Builder typed;
        private final MethodSpec.Builder raw;
        private final Conversions conversions;
        private final Identifiers locals = new Identifiers("call", "memory", "heap", "value", "at");

        SignedMethod(
                Function function,
                Signature signature,
                String method,
                MethodSpec.Builder typed,
                MethodSpec.Builder raw,
                Conversions conversions) {
            this.function = function;
            this.signature = signature;
            this.method = method;
            this.typed = typed;
            this.raw = raw;
            this.conversions = conversions;
            fit = Fit.of(signature, function.type());
            if (signature.kept()) {
                throw signature.mistake(
                        "the guest owns what an imported function returns to it; 'const' is for exports");
            }
        }

        void add(TypeSpec.Builder adapter, ClassName host, Identifiers records) {
            boolean allocates = fit.form() == ResultForm.POINTER
                    || signature.result().filter(DataType::usesMemory).isPresent();
            boolean usesMemory = allocates
                    || fit.form() == ResultForm.AREA
                    || fit.pointers().contains(true)
                    || signature.parameters().stream()
                            .anyMatch(each -> each.type().usesMemory());
            if (allocates) {
                raw.addParameter(HOST_CALL, "call").addStatement("$T memory = call.memory()", Conversions.MEMORY);
            } else if (usesMemory) {
                raw.addParameter(Conversions.MEMORY, "memory");
            }
            CodeBlock call = call(numbers(function, raw).iterator());
            if (fit.form() == ResultForm.NONE) {
                raw.addStatement(call);
                return;
            }
            DataType result = signature.result().orElseThrow();
            typed.returns(result.java());
            raw.addStatement("$T value = $L", result.java(), call);
            if (allocates) {
                String allocate = Allocation.require(allocation, signature).allocate();
                raw.addStatement("$T heap = call.heap($L)", Conversions.HEAP, Text.literal(allocate));
            }
            returnValue(result, adapter, host, records);
        }

        /** {@return the call of the user's method with what the parameters carry} */
        private CodeBlock call(Iterator<CodeBlock> numbers) {
            if (fit.form() == ResultForm.AREA) {
                numbers.next();
            }
            List<CodeBlock> arguments = new ArrayList<>();
            for (int i = 0; i < signature.parameters().size(); i++) {
                DataTypes.Field field = signature.parameters().get(i);
                typed.addParameter(field.type().java(), field.name());
                arguments.add(
                        fit.pointers().get(i)
                                ? conversions.load(field.type(), numbers.next())
                                : conversions.liftFlat(field.type(), numbers));
            }
            return CodeBlock.of("imports.$N($L)", method, CodeBlock.join(arguments, ", "));
        }

        private void returnValue(DataType result, TypeSpec.Builder adapter, ClassName host, Identifiers records) {
            CodeBlock value = CodeBlock.of("value");
            switch (fit.form()) {
                case NONE -> throw new AssertionError(fit);
                case FLAT -> returnFlat(result, adapter, host, records);
                case POINTER -> {
                    raw.returns(TypeName.INT)
                            .addStatement("int at = heap.allocate($L, $L)", result.size(), result.alignment())
                            .addStatement(conversions.store(result, CodeBlock.of("at"), value))
                            .addStatement("return at");
                }
                case PACKED ->
                    raw.returns(TypeName.LONG)
                            .addStatement("return $L", conversions.lower((DataTypes.Block) result, value));
                case AREA -> raw.addStatement(conversions.store(result, CodeBlock.of("a0"), value));
            }
        }

        private void returnFlat(DataType result, TypeSpec.Builder adapter, ClassName host, Identifiers records) {
            List<ValType> results = function.type().results();
            CodeBlock.Builder before = CodeBlock.builder();
            List<CodeBlock> numbers = new ArrayList<>();
            conversions.lowerFlat(before, locals, result, CodeBlock.of("value"), numbers);
            raw.addCode(before.build());
            if (results.size() == 1) {
                raw.returns(WasmTypes.java(program.types(), results.get(0))).addStatement("return $L", numbers.get(0));
                return;
            }
            ClassName record = host.nestedClass(records.unique(Identifiers.type(method) + "Results"));
            adapter.addType(
                    ExportsWriter.resultsRecord(program.types(), record, results, "The results of " + method + "."));
            raw.returns(record).addStatement("return new $T($L)", record, CodeBlock.join(numbers, ", "));
        }
    }
}
