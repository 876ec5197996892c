package org.wasmi.exec.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/**
 * What the instances of a program share within an engine. Does not refer to the program, so that it lives no longer
 * than that. Thread-safe.
 */
final class PreparedProgram {
    private final Executor executor;
    private final RuntimeTypes ofEngine;
    private final RuntimeType[] types;
    private final RuntimeType[] functionTypes;
    private final Map<ValType, RuntimeType> constantTypes = new ConcurrentHashMap<>();
    private final Map<String, Export> exports = new HashMap<>();
    private final AtomicReferenceArray<FunctionCode> functions;

    /** For instances of which memory 0 is not in one array; made when there is the first. */
    private @Nullable AtomicReferenceArray<FunctionCode> chunkedFunctions;

    private final Map<Code, LinkedCode> constants = new ConcurrentHashMap<>();

    final int importedFunctions;
    final int importedTables;
    final int importedMemories;
    final int importedGlobals;
    final int importedTags;

    PreparedProgram(Executor executor, RuntimeTypes ofEngine, Program program) {
        this.executor = executor;
        this.ofEngine = ofEngine;
        types = ofEngine.of(program.types());
        functionTypes = new RuntimeType[program.functionTypes().size()];
        for (int i = 0; i < functionTypes.length; i++) {
            functionTypes[i] = types[program.functionTypeIndex(i)];
        }
        for (Export each : program.exports()) {
            exports.put(each.name(), each);
        }
        functions = new AtomicReferenceArray<>(program.functions().size());
        importedFunctions = program.importCount(ExternKind.FUNC);
        importedTables = program.importCount(ExternKind.TABLE);
        importedMemories = program.importCount(ExternKind.MEMORY);
        importedTags = program.importCount(ExternKind.TAG);
        importedGlobals = program.importCount(ExternKind.GLOBAL);
    }

    RuntimeType type(int index) {
        return types[index];
    }

    /** {@return a type of the program with the types of this engine in place of those that it refers to} */
    ExternType closed(ExternType type) {
        if (type instanceof TableType table) {
            return table.closed(this::type);
        } else if (type instanceof GlobalType global) {
            return global.closed(this::type);
        }
        return type;
    }

    /**
     * {@return the type of a function without parameters that yields a value, of a type that may refer to types of the
     * program}
     */
    RuntimeType constantType(ValType result) {
        return constantTypes.computeIfAbsent(
                result, each -> ofEngine.of(new FuncType(List.of(), List.of(each.closed(this::type)))));
    }

    /** {@return the type of a function by its index in the function index space} */
    RuntimeType functionType(int index) {
        return functionTypes[index];
    }

    @Nullable
    Export export(String name) {
        return exports.get(name);
    }

    /**
     * {@return the code of a function that the program defines}
     *
     * @param index of the function in the function index space
     * @param array whether memory 0 is in one array, for which code is as it comes
     */
    FunctionCode function(Program program, int index, boolean array) {
        AtomicReferenceArray<FunctionCode> codes = array ? functions : chunkedFunctions();
        int own = index - importedFunctions;
        FunctionCode linked = codes.get(own);
        if (linked == null) {
            FunctionCode fresh = new FunctionCode(link(request(program, index, array)));
            FunctionCode first = codes.compareAndExchange(own, null, fresh);
            linked = first == null ? fresh : first;
        }
        return linked;
    }

    private synchronized AtomicReferenceArray<FunctionCode> chunkedFunctions() {
        AtomicReferenceArray<FunctionCode> codes = chunkedFunctions;
        if (codes == null) {
            codes = new AtomicReferenceArray<>(functions.length());
            chunkedFunctions = codes;
        }
        return codes;
    }

    /** {@return what to link for a function that the program defines} */
    LinkRequest request(Program program, int index, boolean array) {
        Code code = program.functions().get(index - importedFunctions).body().code();
        return new LinkRequest(array ? code : AnyMemoryCode.of(code), program, index);
    }

    private LinkedCode link(LinkRequest request) {
        @Nullable LinkedCode linked = executor.link(request);
        if (linked == null) {
            throw new ProviderException(
                    "executor '" + executor.name() + "' (" + executor.getClass().getName() + ") links code to null");
        }
        OptionalInt function = request.function();
        if (function.isPresent()) {
            FuncType type = request.program().functionTypes().get(function.getAsInt());
            linked.limitReferences(
                    ReferenceSlots.of(linked.code(), request.program(), type),
                    type.results().stream().anyMatch(ValType::isReference));
        }
        return linked;
    }

    /** {@return the code of a constant expression; equal ones share it} */
    LinkedCode constant(Program program, Code code) {
        return constants.computeIfAbsent(code, each -> link(new LinkRequest(each, program, GuestFunction.NO_INDEX)));
    }
}
