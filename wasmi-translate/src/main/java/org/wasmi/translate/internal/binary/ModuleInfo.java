package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * What function bodies and constant expressions may refer to: the context of validation (Wasm specification, 3.1.1). In
 * each index space the imports come first. The section parser fills it in the order of the sections, so that a constant
 * expression finds what comes before it; it is complete, and safe to share between threads, when the first body is
 * read.
 */
public final class ModuleInfo {

    /** What {@link #dataCount} returns in a module without a data count section. */
    public static final int NO_DATA_COUNT = -1;

    private final WasmFeatures features;
    private Types types = Types.NONE;
    private int[] functions = new int[16];
    private int functionCount;
    private int importedFunctions;
    private final List<TableType> tables = new ArrayList<>();
    private final List<MemoryType> memories = new ArrayList<>();
    private final List<GlobalType> globals = new ArrayList<>();
    private int importedGlobals;
    private int[] tags = new int[4];
    private int tagCount;
    private final List<RefType> elements = new ArrayList<>();
    private int dataCount = NO_DATA_COUNT;
    private final BitSet declared = new BitSet();

    /**
     * Makes the context of a module of which nothing is known.
     *
     * @param features the features that the module may use
     */
    public ModuleInfo(WasmFeatures features) {
        this.features = features;
    }

    /** {@return the features that the module may use} */
    public WasmFeatures features() {
        return features;
    }

    /** {@return the types} */
    public Types types() {
        return types;
    }

    /** {@return the number of functions} */
    public int functionCount() {
        return functionCount;
    }

    /** {@return the number of imported functions} */
    public int importedFunctions() {
        return importedFunctions;
    }

    /** {@return the index of a function's type} */
    public int functionTypeIndex(int function) {
        return functions[function];
    }

    /** {@return a function's type} */
    public FuncType functionType(int function) {
        return types.function(functions[function]);
    }

    /** {@return the number of tables} */
    public int tableCount() {
        return tables.size();
    }

    /** {@return a table's type} */
    public TableType table(int index) {
        return tables.get(index);
    }

    /** {@return the number of memories} */
    public int memoryCount() {
        return memories.size();
    }

    /** {@return a memory's type} */
    public MemoryType memory(int index) {
        return memories.get(index);
    }

    /** {@return the number of globals} */
    public int globalCount() {
        return globals.size();
    }

    /** {@return the number of imported globals} */
    public int importedGlobals() {
        return importedGlobals;
    }

    /** {@return a global's type} */
    public GlobalType global(int index) {
        return globals.get(index);
    }

    /** {@return the number of tags} */
    public int tagCount() {
        return tagCount;
    }

    /** {@return a tag's type, of which the parameters are what exceptions with the tag carry} */
    public FuncType tag(int index) {
        return types.function(tags[index]);
    }

    /** {@return the number of element segments} */
    public int elementCount() {
        return elements.size();
    }

    /** {@return the type of an element segment's elements} */
    public RefType element(int index) {
        return elements.get(index);
    }

    /** {@return the number of data segments as the data count section has it, or {@link #NO_DATA_COUNT}} */
    public int dataCount() {
        return dataCount;
    }

    /**
     * {@return whether a function occurs outside of function bodies, so that {@code ref.func} in them may refer to it}
     */
    public boolean isDeclared(int function) {
        return declared.get(function);
    }

    /** Says that an existing function occurs outside of function bodies. */
    public void declare(int function) {
        declared.set(function);
    }

    /** {@return a value type that is read next, which may refer to the types} */
    public ValType valType(BinaryReader reader) {
        return reader.valType(types.size());
    }

    /** {@return a reference type that is read next, which may refer to the types} */
    public RefType refType(BinaryReader reader) {
        return reader.refType(types.size());
    }

    /** Sets the types. */
    public void setTypes(Types value) {
        types = value;
    }

    /** Adds a function, of a function type that exists. */
    public void addFunction(int typeIndex) {
        if (functionCount == functions.length) {
            functions = Arrays.copyOf(functions, functionCount * 2);
        }
        functions[functionCount++] = typeIndex;
    }

    /** Says that the functions and globals so far are the imported ones. */
    public void endImports() {
        importedFunctions = functionCount;
        importedGlobals = globals.size();
    }

    /** Adds a table. */
    public void addTable(TableType type) {
        tables.add(type);
    }

    /** Adds a memory. */
    public void addMemory(MemoryType type) {
        memories.add(type);
    }

    /** Adds a global. */
    public void addGlobal(GlobalType type) {
        globals.add(type);
    }

    /** Adds a tag, of a function type that exists. */
    public void addTag(int typeIndex) {
        if (tagCount == tags.length) {
            tags = Arrays.copyOf(tags, tagCount * 2);
        }
        tags[tagCount++] = typeIndex;
    }

    /** Adds an element segment. */
    public void addElement(RefType type) {
        elements.add(type);
    }

    /** Sets the number of data segments, which is not negative. */
    public void setDataCount(int count) {
        dataCount = count;
    }
}
