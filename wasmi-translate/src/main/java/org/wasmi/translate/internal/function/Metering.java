package org.wasmi.translate.internal.function;

import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.translate.fuel.FuelCosts;

/** What the operators of metered code cost. Immutable. */
final class Metering {
    private final FuelCosts costs;

    /** By index of the operator. */
    private final int[] fixed = new int[WasmOpcode.values().length];

    Metering(FuelCosts costs) {
        this.costs = costs;
        for (WasmOpcode each : WasmOpcode.values()) {
            fixed[each.index()] = fixedCost(each);
        }
    }

    private int fixedCost(WasmOpcode opcode) {
        if (opcode.isStructure()) {
            return 0;
        } else if (opcode.immediates().isMemArg()) {
            return accessCost(opcode);
        }
        return switch (opcode) {
            case CALL, CALL_INDIRECT, CALL_REF, RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> costs.call();
            case THROW, THROW_REF, RETHROW -> costs.throwing();
            case MEMORY_FILL, MEMORY_COPY, MEMORY_INIT, MEMORY_GROW -> 0;
            case TABLE_FILL, TABLE_COPY, TABLE_INIT, TABLE_GROW -> 0;
            case ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> 0;
            case ARRAY_FILL, ARRAY_COPY, ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> 0;
            default -> costs.operator();
        };
    }

    private int accessCost(WasmOpcode opcode) {
        boolean loads = opcode.result() != OperandType.NONE;
        boolean changes = loads && opcode.isAtomic() && opcode.second() != OperandType.NONE;
        return changes ? costs.load() + costs.store() : loads ? costs.load() : costs.store();
    }

    /** {@return what an operator costs when the block begins in which it is; those of many things are paid later} */
    int fixed(WasmOpcode opcode) {
        return fixed[opcode.index()];
    }

    /** {@return what it costs that a branch carries values} */
    int values(int count) {
        return count / FuelCosts.VALUES * costs.operator();
    }

    /** {@return what an instruction on many bytes or elements costs in any case} */
    int fixedOfBulk() {
        return costs.operator();
    }

    /** {@return what such an instruction costs for each {@value FuelCosts#MANY} of the many, unsigned} */
    int rate(Op op) {
        return switch (op) {
            case MEMORY_FILL, MEMORY_FILL64, MEMORY_COPY, MEMORY_COPY64, MEMORY_INIT, MEMORY_INIT64 ->
                costs.bulkMemory();
            default -> costs.bulkTable();
        };
    }

    /** {@return what an instruction on elements of arrays costs for each {@value FuelCosts#MANY} of them, unsigned} */
    int rate(StorageType element) {
        return element.unpacked().isReference() ? costs.bulkTable() : costs.bulkMemory() * element.bytes();
    }

    /** {@return what growth costs for each {@value FuelCosts#MANY} pages, unsigned} */
    int rateOfGrowth(int pageShift) {
        return costs.bulkMemory() << pageShift;
    }
}
