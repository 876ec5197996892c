package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** Reads, validates and translates the operators on memories and tables (Wasm specification, 3.3.6 and 3.3.7). */
final class MemoryTableOperators {
    private static final int MEMORY_INDEX_FLAG = 0x40;
    private static final long MAX_OFFSET = 0xFFFF_FFFFL;
    private static final Op NARROWING = Op.I32_SATURATE_I64_U;

    private final ModuleInfo module;
    private final OperandTypes operandTypes;
    private final FunctionValidator types;
    private final Indices indices;
    private final ValueTranslator values;
    private final ControlTranslator control;
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    /** Where the access at hand goes. */
    private int accessedMemory;

    private long accessOffset;
    private int accessAlignment;

    MemoryTableOperators(
            ModuleInfo module,
            OperandTypes operandTypes,
            FunctionValidator types,
            Indices indices,
            ValueTranslator values,
            ControlTranslator control) {
        this.module = module;
        this.operandTypes = operandTypes;
        this.types = types;
        this.indices = indices;
        this.values = values;
        this.control = control;
    }

    /** Reads from another function. */
    void reset(BinaryReader source) {
        reader = source;
    }

    /** Any other than a load or store. */
    void operator(WasmOpcode opcode) {
        switch (opcode) {
            case MEMORY_SIZE -> memorySize();
            case MEMORY_GROW -> memoryGrow();
            case MEMORY_INIT -> memoryInit();
            case MEMORY_COPY -> memoryCopy();
            case MEMORY_FILL -> memoryFill();
            case DATA_DROP -> dataDrop();
            case TABLE_GET -> tableGet();
            case TABLE_SET -> tableSet();
            case TABLE_SIZE -> tableSize();
            case TABLE_GROW -> tableGrow();
            case TABLE_FILL -> tableFill();
            case TABLE_COPY -> tableCopy();
            case TABLE_INIT -> tableInit();
            case ELEM_DROP -> elemDrop();
            default -> throw new IllegalArgumentException(opcode.text());
        }
    }

    /** A load or store. */
    void access(WasmOpcode opcode) {
        place(opcode.immediates());
        boolean wide = accessedAddress() == OperandType.I64;
        if (opcode.second() != OperandType.NONE) {
            types.pop(opcode.second());
            types.pop(accessedAddress());
            if (control.isLive()) {
                values.store(opcode, wide, accessedMemory, accessOffset);
            }
        } else {
            types.pop(accessedAddress());
            types.push(opcode.result());
            if (control.isLive()) {
                values.load(opcode, wide, accessedMemory, accessOffset);
            }
        }
    }

    /** Reads the alignment, memory and offset of an access. */
    void place(Immediates immediates) {
        int at = reader.position();
        int flags = reader.u32();
        if (Integer.compareUnsigned(flags, 2 * MEMORY_INDEX_FLAG) >= 0) {
            throw new MalformedException("malformed memop flags", at);
        }
        accessedMemory = 0;
        if ((flags & MEMORY_INDEX_FLAG) != 0) {
            reader.require(Optional.of(Proposal.MULTI_MEMORY), () -> "memory index", at);
            accessedMemory = reader.u32();
        }
        accessOffset = reader.u64();
        indices.checked(accessedMemory, module.memoryCount(), "memory");
        accessAlignment = flags & ~MEMORY_INDEX_FLAG;
        if (accessAlignment > immediates.naturalAlignment()) {
            throw types.invalid("alignment must not be larger than natural");
        }
        if (!isWide(accessedMemory) && Long.compareUnsigned(accessOffset, MAX_OFFSET) > 0) {
            throw types.invalid("offset out of range");
        }
    }

    /** {@return the memory of the access of which the place was read last} */
    int accessedMemory() {
        return accessedMemory;
    }

    /** {@return the logarithm to base 2 of the alignment of the access of which the place was read last} */
    int accessAlignment() {
        return accessAlignment;
    }

    /** {@return the type of the address of the access of which the place was read last} */
    int accessedAddress() {
        return address(accessedMemory);
    }

    /** {@return the offset of the access of which the place was read last} */
    long accessOffset() {
        return accessOffset;
    }

    /** The index of a data segment, not yet checked. */
    private int data() {
        int at = types.offset();
        int data = reader.u32();
        if (module.dataCount() == ModuleInfo.NO_DATA_COUNT) {
            throw new MalformedException("data count section required", at);
        }
        return data;
    }

    private void checkData(int data) {
        indices.checked(data, module.dataCount(), "data segment");
    }

    private void memorySize() {
        int memory = indices.memory();
        types.push(address(memory));
        plain(Op.MEMORY_SIZE, memory);
    }

    private void memoryGrow() {
        int memory = indices.memory();
        types.pop(address(memory));
        types.push(address(memory));
        if (control.isLive()) {
            Op op = isWide(memory) ? Op.MEMORY_GROW64 : Op.MEMORY_GROW;
            values.memoryGrow(op, memory, module.memory(memory).pageShift());
        }
    }

    private void memoryInit() {
        int data = data();
        int memory = indices.memory();
        checkData(data);
        popRange(address(memory), OperandType.I32, OperandType.I32);
        plain(isWide(memory) ? Op.MEMORY_INIT64 : Op.MEMORY_INIT, memory, data);
    }

    private void memoryCopy() {
        int to = indices.memory();
        int from = indices.memory();
        int length = isWide(to) && isWide(from) ? OperandType.I64 : OperandType.I32;
        popRange(address(to), address(from), length);
        if (!isWide(to) && !isWide(from)) {
            plain(Op.MEMORY_COPY, to, from);
        } else if (control.isLive()) {
            values.plain(
                    Op.MEMORY_COPY64, to, from, extension(address(to)), extension(address(from)), extension(length));
        }
    }

    /** {@return what makes 64 bits of an address or length} */
    private static Op extension(int type) {
        return type == OperandType.I32 ? Op.I64_EXTEND_I32_U : ValueTranslator.KEEP;
    }

    private void memoryFill() {
        int memory = indices.memory();
        popRange(address(memory), OperandType.I32, address(memory));
        plain(isWide(memory) ? Op.MEMORY_FILL64 : Op.MEMORY_FILL, memory);
    }

    private boolean isWide(int memory) {
        return module.memory(memory).address() == AddressType.I64;
    }

    /** {@return the type of the addresses of a memory} */
    private int address(int memory) {
        return isWide(memory) ? OperandType.I64 : OperandType.I32;
    }

    private void dataDrop() {
        int data = data();
        checkData(data);
        plain(Op.DATA_DROP, data);
    }

    /** The operands of a bulk operator: where to, where from or with what, how many. */
    private void popRange(int to, int from, int length) {
        types.pop(length);
        types.pop(from);
        types.pop(to);
    }

    /** {@return the index of a table, of which the elements have a type} */
    int table(RefType element) {
        int table = indices.table();
        check(element(table), operandTypes.of(element));
        return table;
    }

    private int element(int table) {
        return operandTypes.of(module.table(table).element());
    }

    private void checkElementSegment(int segment) {
        indices.checked(segment, module.elementCount(), "elem segment");
    }

    private void check(int type, int expected) {
        if (!operandTypes.matches(type, expected)) {
            throw types.invalid("type mismatch: elements of type " + operandTypes.text(type) + " instead of "
                    + operandTypes.text(expected));
        }
    }

    /** {@return the type of the indices of a table} */
    private int tableIndex(int table) {
        return module.table(table).address() == AddressType.I64 ? OperandType.I64 : OperandType.I32;
    }

    /** Pops the index of an element of a table, which is on top and stays there for the translation, as 32 bits. */
    void popElementIndex(int table) {
        types.pop(tableIndex(table));
        if (control.isLive() && tableIndex(table) == OperandType.I64) {
            values.plain(NARROWING);
        }
    }

    /** {@return what makes 32 bits of an index or number of elements, of which no table has so many} */
    private static Op narrowing(int type) {
        return type == OperandType.I64 ? NARROWING : ValueTranslator.KEEP;
    }

    private void tableGet() {
        int table = indices.table();
        int index = tableIndex(table);
        types.pop(index);
        types.push(element(table));
        table(Op.TABLE_GET, table, narrowing(index));
    }

    private void tableSet() {
        int table = indices.table();
        int index = tableIndex(table);
        types.pop(element(table));
        types.pop(index);
        table(Op.TABLE_SET, table, narrowing(index));
    }

    private void tableSize() {
        int table = indices.table();
        types.push(tableIndex(table));
        plain(Op.TABLE_SIZE, table);
        extendResult(table, Op.I64_EXTEND_I32_U);
    }

    private void tableGrow() {
        int table = indices.table();
        int index = tableIndex(table);
        types.pop(index);
        types.pop(element(table));
        types.push(index);
        table(Op.TABLE_GROW, table, ValueTranslator.KEEP, narrowing(index));
        extendResult(table, Op.I64_EXTEND_I32_S); // -1 if it did not grow
    }

    private void extendResult(int table, Op extension) {
        if (control.isLive() && tableIndex(table) == OperandType.I64) {
            values.plain(extension);
        }
    }

    private void tableFill() {
        int table = indices.table();
        int index = tableIndex(table);
        popRange(index, element(table), index);
        table(Op.TABLE_FILL, table, narrowing(index), ValueTranslator.KEEP, narrowing(index));
    }

    private void tableCopy() {
        int to = indices.table();
        int from = indices.table();
        check(element(from), element(to));
        int target = tableIndex(to);
        int source = tableIndex(from);
        int length = target == source ? target : OperandType.I32;
        popRange(target, source, length);
        if (control.isLive()) {
            values.plain(Op.TABLE_COPY, to, from, narrowing(target), narrowing(source), narrowing(length));
        }
    }

    private void tableInit() {
        int segment = reader.u32();
        int table = indices.table();
        checkElementSegment(segment);
        check(operandTypes.of(module.element(segment)), element(table));
        int index = tableIndex(table);
        popRange(index, OperandType.I32, OperandType.I32);
        if (control.isLive()) {
            values.plain(Op.TABLE_INIT, table, segment, narrowing(index));
        }
    }

    private void elemDrop() {
        int segment = reader.u32();
        checkElementSegment(segment);
        plain(Op.ELEM_DROP, segment);
    }

    private void table(Op op, int table, Op... conversions) {
        if (control.isLive()) {
            values.plain(op, table, conversions);
        }
    }

    private void plain(Op op, int index) {
        if (control.isLive()) {
            values.plain(op, index);
        }
    }

    private void plain(Op op, int index, int secondIndex) {
        if (control.isLive()) {
            values.plain(op, index, secondIndex);
        }
    }
}
