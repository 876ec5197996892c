package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** Reads, validates and translates the operators on memories and tables (Wasm specification, 3.3.6 and 3.3.7). */
final class StoreOperators {
    private static final int MEMORY_INDEX_FLAG = 0x40;
    private static final long MAX_OFFSET = 0xFFFF_FFFFL;

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

    StoreOperators(
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
        if (opcode.second() != OperandType.NONE) {
            types.pop(opcode.second());
            types.pop(opcode.first());
            if (control.isLive()) {
                values.store(opcode, accessedMemory, accessOffset);
            }
        } else {
            types.pop(opcode.first());
            types.push(opcode.result());
            if (control.isLive()) {
                values.load(opcode, accessedMemory, accessOffset);
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
        if (Long.compareUnsigned(accessOffset, MAX_OFFSET) > 0) {
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
        types.push(OperandType.I32);
        plain(Op.MEMORY_SIZE, memory);
    }

    private void memoryGrow() {
        int memory = indices.memory();
        types.pop(OperandType.I32);
        types.push(OperandType.I32);
        plain(Op.MEMORY_GROW, memory);
    }

    private void memoryInit() {
        int data = data();
        int memory = indices.memory();
        checkData(data);
        popRange();
        plain(Op.MEMORY_INIT, memory, data);
    }

    private void memoryCopy() {
        int to = indices.memory();
        int from = indices.memory();
        popRange();
        plain(Op.MEMORY_COPY, to, from);
    }

    private void memoryFill() {
        int memory = indices.memory();
        popRange();
        plain(Op.MEMORY_FILL, memory);
    }

    private void dataDrop() {
        int data = data();
        checkData(data);
        plain(Op.DATA_DROP, data);
    }

    /** The three i32 operands of a bulk operator. */
    private void popRange() {
        types.pop(OperandType.I32);
        types.pop(OperandType.I32);
        types.pop(OperandType.I32);
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

    private void tableGet() {
        int table = indices.table();
        types.pop(OperandType.I32);
        types.push(element(table));
        plain(Op.TABLE_GET, table);
    }

    private void tableSet() {
        int table = indices.table();
        types.pop(element(table));
        types.pop(OperandType.I32);
        plain(Op.TABLE_SET, table);
    }

    private void tableSize() {
        int table = indices.table();
        types.push(OperandType.I32);
        plain(Op.TABLE_SIZE, table);
    }

    private void tableGrow() {
        int table = indices.table();
        types.pop(OperandType.I32);
        types.pop(element(table));
        types.push(OperandType.I32);
        plain(Op.TABLE_GROW, table);
    }

    private void tableFill() {
        int table = indices.table();
        types.pop(OperandType.I32);
        types.pop(element(table));
        types.pop(OperandType.I32);
        plain(Op.TABLE_FILL, table);
    }

    private void tableCopy() {
        int to = indices.table();
        int from = indices.table();
        check(element(from), element(to));
        popRange();
        plain(Op.TABLE_COPY, to, from);
    }

    private void tableInit() {
        int segment = reader.u32();
        int table = indices.table();
        checkElementSegment(segment);
        check(operandTypes.of(module.element(segment)), element(table));
        popRange();
        plain(Op.TABLE_INIT, table, segment);
    }

    private void elemDrop() {
        int segment = reader.u32();
        checkElementSegment(segment);
        plain(Op.ELEM_DROP, segment);
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
