package org.wasmi.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.generate.Fit.ResultForm;

/** Writes the interface of exported functions, and the class that implements it by an instance. */
final class ExportsWriter {
    private static final String EXEC = "org.wasmi.exec";
    private static final ClassName INSTANCE = ClassName.get(EXEC, "Instance");
    private static final ClassName EXPORT_NAME = ClassName.get(EXEC, "ExportName");
    private static final String POST_RETURN = "cabi_post_";

    /** The names that code of methods uses itself. */
    private static final String[] LOCALS = {"heap", "mark", "memory", "area", "raw", "returned", "value"};

    private final Program program;
    private final ClassName type;
    private final Optional<Allocation> allocation;
    private final ClassName raw;
    private final ClassName instance;
    private final Conversions conversions = new Conversions(new Identifiers());
    private final Identifiers types;
    private final TypeSpec.Builder declared;
    private final TypeSpec.Builder implementation;
    private final TypeSpec.Builder rawInterface;
    private final Map<String, String> rawMethods = new LinkedHashMap<>();
    private boolean usesMemory;
    private boolean usesHeap;

    ExportsWriter(
            Program program,
            ClassName type,
            Signatures signatures,
            List<DataTypes.Structure> structures,
            Optional<Allocation> allocation) {
        this.program = program;
        this.type = type;
        this.allocation = allocation;
        instance = ClassName.get(type.packageName(), type.simpleName() + "Instance");
        types = new Identifiers(type.simpleName(), instance.simpleName(), "List", "Raw", "Allocator", "MethodHandles");
        raw = instance.nestedClass("Raw");
        declared = TypeSpec.interfaceBuilder(type)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "The functions that the module$L exports. See {@link $T}.",
                        program.names()
                                .module()
                                .map(name -> " " + Text.javadoc(name))
                                .orElse(""),
                        instance);
        implementation = TypeSpec.classBuilder(instance)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(type)
                .addJavadoc(
                        "Calls the functions of an instance. Belongs to its store, with the same rules for threads.");
        rawInterface = TypeSpec.interfaceBuilder(raw).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
        structures.forEach(this::addStructure);
        Identifiers methods = new Identifiers();
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC) {
                add(each, methods, signatures.ofExport(each.name()));
            }
        }
        finish();
    }

    TypeSpec exportsInterface() {
        return declared.build();
    }

    TypeSpec instanceClass() {
        // The class inherits the types of the interface, which hide those that are imported.
        return implementation
                .alwaysQualify(exportsInterface().nestedTypesSimpleNames().toArray(String[]::new))
                .build();
    }

    private void addStructure(DataTypes.Structure structure) {
        types.unique(structure.java().simpleName());
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        for (DataTypes.Field each : structure.fields()) {
            components.addParameter(each.type().java(), each.name());
        }
        declared.addType(TypeSpec.recordBuilder(structure.java())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("A structure of $L bytes in the memory of the module.", structure.size())
                .recordConstructor(components.build())
                .build());
    }

    /** {@return a record with a component for each of several results} */
    static TypeSpec resultsRecord(Types known, ClassName name, List<ValType> results, String javadoc) {
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        for (int i = 0; i < results.size(); i++) {
            components.addParameter(WasmTypes.java(known, results.get(i)), "value" + i);
        }
        return TypeSpec.recordBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("$L", javadoc)
                .recordConstructor(components.build())
                .build();
    }

    private void add(Export export, Identifiers methods, Optional<Signature> signature) {
        FuncType wasm = program.functionTypes().get(export.index());
        if (!WasmTypes.fits(wasm, 0)) {
            declared.addJavadoc(
                    "\n\n<p>Not here, since no method can have as many parameters or results: $L.",
                    Text.javadoc(export.name()));
            signature.ifPresent(useless -> {
                throw useless.mistake("'" + export.name() + "' has more parameters or results than a method can");
            });
            return;
        }
        String method = methods.unique(Identifiers.member(export.name()));
        Optional<String> name = program.names().function(export.index());
        MethodSpec.Builder typed = MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Calls $L$L, of type {@code $L}.",
                        Text.javadoc(export.name()),
                        name.filter(other -> !other.equals(export.name()))
                                .map(other -> " (" + Text.javadoc(other) + ")")
                                .orElse(""),
                        wasm);
        if (signature.isPresent()) {
            Fit fit = Fit.of(signature.get(), wasm);
            new SignedMethod(export, wasm, method, typed, signature.get(), fit).add();
        } else {
            addPlain(export, wasm, method, typed);
        }
    }

    private void addPlain(Export export, FuncType wasm, String method, MethodSpec.Builder typed) {
        TypeName returned = rawReturned(wasm, method);
        Identifiers locals = new Identifiers(LOCALS);
        List<CodeBlock> arguments = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < wasm.params().size(); i++) {
            String wanted = program.names()
                    .local(export.index(), i)
                    .map(Identifiers::member)
                    .orElse("p" + i);
            parameters.add(locals.unique(wanted));
            arguments.add(CodeBlock.of("$N", parameters.get(i)));
            typed.addParameter(WasmTypes.java(program.types(), wasm.params().get(i)), parameters.get(i));
        }
        typed.returns(returned);
        CodeBlock call = call(export.name(), wasm, returned, arguments);
        typed.addStatement(returned.equals(TypeName.VOID) ? call : CodeBlock.of("return $L", call));
        addTyped(typed);
    }

    /** {@return what a method of the raw interface returns: for several results, a record of their own} */
    private TypeName rawReturned(FuncType wasm, String method) {
        List<ValType> results = wasm.results();
        if (results.size() > 1) {
            ClassName record = type.nestedClass(types.unique(Identifiers.type(method) + "Result"));
            declared.addType(resultsRecord(program.types(), record, results, "The results of " + method + "."));
            return record;
        }
        return results.isEmpty() ? TypeName.VOID : WasmTypes.java(program.types(), results.get(0));
    }

    /** Adds a method to the class, and without its code to the interface. */
    private void addTyped(MethodSpec.Builder typed) {
        MethodSpec method = typed.build();
        declared.addMethod(MethodSpec.methodBuilder(method.name())
                .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                .addJavadoc(method.javadoc())
                .returns(method.returnType())
                .addParameters(method.parameters())
                .build());
        implementation.addMethod(MethodSpec.methodBuilder(method.name())
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(method.returnType())
                .addParameters(method.parameters())
                .addCode(method.code())
                .build());
    }

    /** {@return a call of an exported function, for which the raw interface has a method} */
    private CodeBlock call(String export, FuncType wasm, TypeName returned, List<CodeBlock> arguments) {
        String known = rawMethods.get(export);
        if (known == null) {
            known = "f" + rawMethods.size();
            rawMethods.put(export, known);
            List<ParameterSpec> parameters = new ArrayList<>();
            for (int i = 0; i < wasm.params().size(); i++) {
                parameters.add(ParameterSpec.builder(
                                WasmTypes.java(program.types(), wasm.params().get(i)), "p" + i)
                        .build());
            }
            rawInterface.addMethod(MethodSpec.methodBuilder(known)
                    .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                    .addAnnotation(AnnotationSpec.builder(EXPORT_NAME)
                            .addMember("value", Text.literal(export))
                            .build())
                    .returns(returned)
                    .addParameters(parameters)
                    .build());
        }
        return CodeBlock.of("raw.$N($L)", known, CodeBlock.join(arguments, ", "));
    }

    /** The code of a method with a signature. */
    private final class SignedMethod {
        private final Export export;
        private final FuncType wasm;
        private final String method;
        private final MethodSpec.Builder typed;
        private final Signature signature;
        private final ResultForm form;
        private final List<Boolean> pointers;
        private final Identifiers locals = new Identifiers(LOCALS);
        private final CodeBlock.Builder code = CodeBlock.builder();
        private final List<CodeBlock> arguments = new ArrayList<>();
        private boolean allocates;

        SignedMethod(
                Export export, FuncType wasm, String method, MethodSpec.Builder typed, Signature signature, Fit fit) {
            this.export = export;
            this.wasm = wasm;
            this.method = method;
            this.typed = typed;
            this.signature = signature;
            this.form = fit.form();
            this.pointers = fit.pointers();
        }

        void add() {
            List<DataTypes.Field> parameters = signature.parameters();
            List<String> names = new ArrayList<>();
            for (DataTypes.Field each : parameters) {
                names.add(locals.unique(each.name()));
                typed.addParameter(each.type().java(), names.get(names.size() - 1));
            }
            signature.result().ifPresent(result -> typed.returns(result.java()));
            if (form == ResultForm.AREA) {
                allocates = true;
                DataType result = signature.result().orElseThrow();
                code.addStatement("int area = heap.allocate($L, $L)", result.size(), result.alignment());
                arguments.add(CodeBlock.of("area"));
            }
            for (int i = 0; i < parameters.size(); i++) {
                DataType each = parameters.get(i).type();
                CodeBlock value = CodeBlock.of("$N", names.get(i));
                allocates |= pointers.get(i) || each.usesMemory();
                if (pointers.get(i)) {
                    String at = locals.unique("at");
                    code.addStatement("int $N = heap.allocate($L, $L)", at, each.size(), each.alignment());
                    code.addStatement(conversions.store(each, CodeBlock.of("$N", at), value));
                    arguments.add(CodeBlock.of("$N", at));
                } else {
                    conversions.lowerFlat(code, locals, each, value, arguments);
                }
            }
            finishCall();
            if (allocates) {
                requireAllocation();
                typed.addStatement("int mark = heap.mark()")
                        .beginControlFlow("try")
                        .addCode(code.build())
                        .nextControlFlow("finally")
                        .addStatement("heap.forget(mark)")
                        .endControlFlow();
            } else {
                typed.addCode(code.build());
            }
            addTyped(typed);
        }

        private void requireAllocation() {
            Allocation.require(allocation, signature);
            usesMemory = true;
            usesHeap = true;
        }

        /** Adds the call, and what becomes of its result. */
        private void finishCall() {
            if (form == ResultForm.NONE) {
                code.addStatement(call(export.name(), wasm, TypeName.VOID, arguments));
                release();
                return;
            }
            DataType result = signature.result().orElseThrow();
            boolean reads = !(result instanceof DataTypes.Scalar);
            usesMemory |= reads;
            boolean several = wasm.results().size() > 1;
            TypeName returned = several
                    ? instance.nestedClass(types.unique(Identifiers.type(method) + "Results"))
                    : wasm.results().isEmpty()
                            ? TypeName.VOID
                            : WasmTypes.java(program.types(), wasm.results().get(0));
            if (several) {
                MethodSpec.Builder components = MethodSpec.constructorBuilder();
                for (int i = 0; i < wasm.results().size(); i++) {
                    components.addParameter(
                            WasmTypes.java(program.types(), wasm.results().get(i)), "value" + i);
                }
                implementation.addType(TypeSpec.recordBuilder((ClassName) returned)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .recordConstructor(components.build())
                        .build());
            }
            CodeBlock call = call(export.name(), wasm, returned, arguments);
            if (returned.equals(TypeName.VOID)) {
                code.addStatement(call);
            } else {
                code.addStatement("$T returned = $L", returned, call);
            }
            CodeBlock value = value(result);
            if (!reads && !allocates) {
                code.addStatement("return $L", value);
                return;
            }
            code.addStatement("$T value = $L", result.java(), value);
            free(result);
            release();
            code.addStatement("return value");
        }

        private CodeBlock value(DataType result) {
            return switch (form) {
                case NONE -> throw new AssertionError(form);
                case FLAT -> conversions.liftFlat(result, numbers().iterator());
                case POINTER -> conversions.load(result, CodeBlock.of("returned"));
                case AREA -> conversions.load(result, CodeBlock.of("area"));
                case PACKED ->
                    conversions.lift(
                            (DataTypes.Block) result,
                            CodeBlock.of("$T.address(returned)", Conversions.HEAP),
                            CodeBlock.of("$T.length(returned)", Conversions.HEAP));
            };
        }

        /** {@return the results of Wasm, one by one} */
        private List<CodeBlock> numbers() {
            if (wasm.results().size() == 1) {
                return List.of(CodeBlock.of("returned"));
            }
            List<CodeBlock> numbers = new ArrayList<>();
            for (int i = 0; i < wasm.results().size(); i++) {
                numbers.add(CodeBlock.of("returned.value$L()", i));
            }
            return numbers;
        }

        /** Frees the blocks that the result was in, if the guest has passed them to its caller. */
        private void free(DataType result) {
            Optional<FuncType> post = functionType(POST_RETURN + export.name());
            if (post.isPresent()
                    && post.get().params().equals(wasm.results())
                    && post.get().results().isEmpty()) {
                code.addStatement(call(POST_RETURN + export.name(), post.get(), TypeName.VOID, numbers()));
                return;
            }
            if (signature.kept() || allocation.isEmpty() || allocation.get().passesOwnership()) {
                return;
            }
            if (result instanceof DataTypes.Block block) {
                usesHeap = true;
                code.addStatement(
                        "heap.free($L, $L, $L)",
                        first(),
                        block.stride() == 1 ? second() : CodeBlock.of("$L * $L", second(), block.stride()),
                        block.blockAlignment());
            } else if (result instanceof DataTypes.CText) {
                if (allocation.get().freeParams() > 1) {
                    throw signature.mistake("'" + allocation.get().free().orElseThrow() + "' needs the size of what it"
                            + " frees, which is not known for a CString; use 'const CString'");
                }
                usesHeap = true;
                code.addStatement("heap.free(returned, 0, 1)");
            }
            if (form == ResultForm.POINTER) {
                usesHeap = true;
                code.addStatement("heap.free(returned, $L, $L)", result.size(), result.alignment());
            }
        }

        private CodeBlock first() {
            return switch (form) {
                case FLAT -> numbers().get(0);
                case PACKED -> CodeBlock.of("$T.address(returned)", Conversions.HEAP);
                default -> CodeBlock.of("memory.getInt($L)", form == ResultForm.AREA ? "area" : "returned");
            };
        }

        private CodeBlock second() {
            return switch (form) {
                case FLAT -> numbers().get(1);
                case PACKED -> CodeBlock.of("$T.length(returned)", Conversions.HEAP);
                default -> CodeBlock.of("memory.getInt($L + 4)", form == ResultForm.AREA ? "area" : "returned");
            };
        }

        private void release() {
            if (allocates) {
                code.addStatement("heap.release(mark)");
            }
        }
    }

    private Optional<FuncType> functionType(String export) {
        return program.exports().stream()
                .filter(each -> each.kind() == ExternKind.FUNC && each.name().equals(export))
                .findFirst()
                .map(each -> program.functionTypes().get(each.index()));
    }

    private void finish() {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("""
                        Binds the functions of an instance.

                        @param instance the instance
                        @throws IllegalArgumentException if it has not the functions of this module
                        """)
                .addParameter(INSTANCE, "instance");
        if (usesHeap) {
            addAllocator(allocation.orElseThrow());
        }
        if (rawMethods.isEmpty()) {
            constructor.addStatement("$T.requireNonNull(instance, $S)", java.util.Objects.class, "instance");
        } else {
            implementation.addField(raw, "raw", Modifier.PRIVATE, Modifier.FINAL);
            constructor.addStatement("raw = instance.bind($T.class, $T.lookup())", raw, MethodHandles.class);
            implementation.addType(rawInterface.build());
        }
        if (usesMemory) {
            String name = program.exports().stream()
                    .filter(each -> each.kind() == ExternKind.MEMORY && each.index() == 0)
                    .findFirst()
                    .map(Export::name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "values in memory need memory 0 of the module, which is not exported"));
            implementation.addField(Conversions.MEMORY, "memory", Modifier.PRIVATE, Modifier.FINAL);
            constructor.addStatement("memory = instance.memory($L)", Text.literal(name));
        }
        if (usesHeap) {
            implementation.addField(Conversions.HEAP, "heap", Modifier.PRIVATE, Modifier.FINAL);
            constructor.addStatement(
                    "heap = new $T(memory, new $T(raw))", Conversions.HEAP, instance.nestedClass("Allocator"));
        }
        implementation.addMethod(constructor.build());
        implementation.addMethods(conversions.methods());
    }

    private void addAllocator(Allocation convention) {
        usesMemory = true;
        FuncType allocate = functionType(convention.allocate()).orElseThrow();
        List<CodeBlock> arguments =
                switch (convention.allocateParams()) {
                    case 1 -> List.of(CodeBlock.of("size"));
                    case 2 -> List.of(CodeBlock.of("size"), CodeBlock.of("alignment"));
                    default ->
                        List.of(CodeBlock.of("0"), CodeBlock.of("0"), CodeBlock.of("alignment"), CodeBlock.of("size"));
                };
        TypeSpec.Builder allocator = TypeSpec.recordBuilder(instance.nestedClass("Allocator"))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addSuperinterface(Conversions.HEAP.nestedClass("Allocator"))
                .recordConstructor(
                        MethodSpec.constructorBuilder().addParameter(raw, "raw").build())
                .addMethod(MethodSpec.methodBuilder("allocate")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(TypeName.INT)
                        .addParameter(TypeName.INT, "size")
                        .addParameter(TypeName.INT, "alignment")
                        .addStatement("return $L", call(convention.allocate(), allocate, TypeName.INT, arguments))
                        .build());
        convention.free().ifPresent(free -> {
            List<CodeBlock> all = List.of(CodeBlock.of("address"), CodeBlock.of("size"), CodeBlock.of("alignment"));
            allocator.addMethod(MethodSpec.methodBuilder("free")
                    .addAnnotation(Override.class)
                    .addModifiers(Modifier.PUBLIC)
                    .addParameter(TypeName.INT, "address")
                    .addParameter(TypeName.INT, "size")
                    .addParameter(TypeName.INT, "alignment")
                    .addStatement(call(
                            free,
                            functionType(free).orElseThrow(),
                            TypeName.VOID,
                            all.subList(0, convention.freeParams())))
                    .build());
        });
        implementation.addType(allocator.build());
    }
}
