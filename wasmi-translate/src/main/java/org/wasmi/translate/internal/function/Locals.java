package org.wasmi.translate.internal.function;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * The parameters and locals of a function, kept as runs of one type each, as the binary has them: declaring a great
 * many costs nothing.
 */
final class Locals {
    private static final long MOST = 0xFFFF_FFFFL;

    private final OperandTypes operandTypes;

    /** By run: the index after its last local, the type of its locals, and its first slot. */
    private int[] ends = new int[8];

    private int[] types = new int[8];
    private int[] slots = new int[8];
    private int runs;

    private int parameters;
    private int count;
    private int slotCount;
    private boolean references;

    Locals(OperandTypes operandTypes) {
        this.operandTypes = operandTypes;
    }

    /** Starts again with the parameters alone. */
    void reset(List<ValType> params) {
        runs = 0;
        count = 0;
        slotCount = 0;
        references = false;
        for (int i = 0; i < params.size(); i++) {
            add(params.get(i), 1);
        }
        parameters = count;
    }

    /** Reads the declarations at the start of a body (Wasm specification, 5.5.13). */
    void read(BinaryReader reader, ModuleInfo module, TranslationLimits limits) {
        long sum = count;
        for (int left = reader.count(); left > 0; left--) {
            int at = reader.position();
            long more = reader.u32() & 0xFFFF_FFFFL;
            ValType type = module.valType(reader);
            sum += more;
            if (sum > MOST) {
                throw new MalformedException("too many locals", at);
            }
            if (sum <= limits.of(TranslationLimit.LOCALS)) {
                add(type, (int) more);
            }
        }
        limits.check(TranslationLimit.LOCALS, sum);
    }

    private void add(ValType type, int more) {
        if (more == 0) {
            return;
        }
        int code = operandTypes.of(type);
        if (runs == 0 || types[runs - 1] != code) {
            if (runs == ends.length) {
                ends = Arrays.copyOf(ends, runs * 2);
                types = Arrays.copyOf(types, runs * 2);
                slots = Arrays.copyOf(slots, runs * 2);
            }
            types[runs] = code;
            slots[runs] = slotCount;
            runs++;
        }
        count += more;
        slotCount += more * type.slots();
        ends[runs - 1] = count;
        references |= type.isReference();
    }

    /** {@return the number of parameters and locals} */
    int count() {
        return count;
    }

    /** {@return whether a local is a parameter} */
    boolean isParameter(int local) {
        return local < parameters;
    }

    /** {@return the number of slots that they take} */
    int slotCount() {
        return slotCount;
    }

    /** {@return whether there is one of reference type} */
    boolean hasReferences() {
        return references;
    }

    /** {@return the {@link OperandType} of a local that exists} */
    int type(int local) {
        return types[runOf(local)];
    }

    /** {@return the slot of a local that exists} */
    int slot(int local) {
        if (slotCount == count) {
            return local;
        }
        int run = runOf(local);
        int inRun = local - (run == 0 ? 0 : ends[run - 1]);
        return slots[run] + inRun * OperandClass.of(types[run]).slots();
    }

    private int runOf(int local) {
        int low = 0;
        int high = runs - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (local < ends[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
