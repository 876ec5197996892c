package org.wasmi.translate.internal.function;

import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** Reads the indices that operators have as immediates, and checks that what they refer to exists. */
final class Indices {
    private final ModuleInfo module;
    private final FunctionValidator types;
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    Indices(ModuleInfo module, FunctionValidator types) {
        this.module = module;
        this.types = types;
    }

    /** Reads from another function. */
    void reset(BinaryReader source) {
        reader = source;
    }

    /** {@return the index of a function type} */
    int functionType() {
        int index = type();
        if (!module.types().isFunction(index)) {
            throw types.invalid("type mismatch: type " + index + " is not a function type");
        }
        return index;
    }

    /** {@return the index of a structure type} */
    int structType() {
        int index = type();
        if (!(module.types().composite(index) instanceof StructType)) {
            throw types.invalid("type mismatch: type " + index + " is not a structure type");
        }
        return index;
    }

    /** {@return the index of an array type} */
    int arrayType() {
        int index = type();
        if (!(module.types().composite(index) instanceof ArrayType)) {
            throw types.invalid("type mismatch: type " + index + " is not an array type");
        }
        return index;
    }

    private int type() {
        return checked(reader.u32(), module.types().size(), "type");
    }

    /** {@return the index of a function} */
    int function() {
        return checked(reader.u32(), module.functionCount(), "function");
    }

    /** {@return the index of a table} */
    int table() {
        return checked(reader.u32(), module.tableCount(), "table");
    }

    /** {@return the index of a memory} */
    int memory() {
        return checked(reader.u32(), module.memoryCount(), "memory");
    }

    /** {@return the index of an element segment} */
    int element() {
        return checked(reader.u32(), module.elementCount(), "elem segment");
    }

    /** {@return the index of a tag} */
    int tag() {
        return checked(reader.u32(), module.tagCount(), "tag");
    }

    /** {@return the index of one of the first globals} */
    int global(int count) {
        return checked(reader.u32(), count, "global");
    }

    /** {@return the index of one of a number of locals} */
    int local(int count) {
        return checked(reader.u32(), count, "local");
    }

    /**
     * {@return an index that was read already}
     *
     * @param count how many there are in the index space
     * @param what the specification's word for one of them
     */
    int checked(int index, int count, String what) {
        if (Integer.compareUnsigned(index, count) >= 0) {
            throw types.invalid("unknown " + what + " " + Integer.toUnsignedString(index));
        }
        return index;
    }
}
