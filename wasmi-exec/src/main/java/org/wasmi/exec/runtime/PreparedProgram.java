package org.wasmi.exec.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/**
 * What the instances of a program share within an engine. Does not refer to the program, so that it lives no longer
 * than that. Thread-safe.
 */
final class PreparedProgram {
    private final Function<UnlinkedCode, FrameCode> linking;
    private final RuntimeTypes ofEngine;
    private final RuntimeType[] types;
    private final RuntimeType[] functionTypes;
    private final Map<ValType, RuntimeType> constantTypes = new ConcurrentHashMap<>();
    private final Map<String, Export> exports = new HashMap<>();
    private final AtomicReferenceArray<FunctionCode> functions;

    /** For instances of which memory 0 is not in one array; made when there is the first. */
    private @Nullable AtomicReferenceArray<FunctionCode> otherFunctions;

    private final Map<Code, FrameCode> constants = new ConcurrentHashMap<>();

    private final Optional<MemoryType> memory;

    final int importedFunctions;
    final int importedTables;
    final int importedMemories;
    final int importedGlobals;
    final int importedTags;

    /**
     * Prepares a program.
     *
     * @param linking how the engine links code
     * @param ofEngine the types of the engine
     * @param program the program
     */
    PreparedProgram(Function<UnlinkedCode, FrameCode> linking, RuntimeTypes ofEngine, Program program) {
        this.linking = linking;
        this.ofEngine = ofEngine;
        types = ofEngine.of(program.types());
        functionTypes = new RuntimeType[program.functionTypes().size()];
        for (int i = 0; i < functionTypes.length; i++) {
            functionTypes[i] = types[program.functionTypeIndex(i)];
        }
        for (Export each : program.exports()) {
            exports.put(each.name(), each);
        }
        memory = UnlinkedCode.memoryType(program);
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
     * @param array whether memory 0 is in one array, for which code is as it comes; so it is where there is none
     */
    FunctionCode function(Program program, int index, boolean array) {
        AtomicReferenceArray<FunctionCode> codes = array ? functions : otherFunctions();
        int own = index - importedFunctions;
        FunctionCode linked = codes.get(own);
        if (linked == null) {
            FunctionCode fresh = new FunctionCode(link(unlinked(program, index, array)));
            FunctionCode first = codes.compareAndExchange(own, null, fresh);
            linked = first == null ? fresh : first;
        }
        return linked;
    }

    private synchronized AtomicReferenceArray<FunctionCode> otherFunctions() {
        AtomicReferenceArray<FunctionCode> codes = otherFunctions;
        if (codes == null) {
            codes = new AtomicReferenceArray<>(functions.length());
            otherFunctions = codes;
        }
        return codes;
    }

    /** {@return what to link for a function that the program defines} */
    UnlinkedCode unlinked(Program program, int index, boolean array) {
        Code code = program.functions().get(index - importedFunctions).body().code();
        return new UnlinkedCode(array ? code : AnyMemoryCode.of(code), program, index, memoryKind(array));
    }

    private MemoryKind memoryKind(boolean array) {
        if (memory.isEmpty()) {
            return MemoryKind.NONE;
        } else if (array) {
            return MemoryKind.ARRAY;
        }
        return memory.get().shared() ? MemoryKind.SHARED : MemoryKind.CHUNKED;
    }

    private FrameCode link(UnlinkedCode code) {
        FrameCode linked = linking.apply(code);
        code.type()
                .ifPresent(type -> linked.limitReferences(
                        ReferenceSlots.of(linked.code(), code.program(), type), new Signature(type).results()));
        return linked;
    }

    /** {@return the code of a constant expression; equal ones share it} */
    FrameCode constant(Program program, Code code) {
        return constants.computeIfAbsent(
                code, each -> link(new UnlinkedCode(each, program, UnlinkedCode.NO_INDEX, MemoryKind.NONE)));
    }
}
