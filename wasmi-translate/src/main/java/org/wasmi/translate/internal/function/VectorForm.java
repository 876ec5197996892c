package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Relation;

/**
 * The instructions that a vector operator of Wasm may become. Found by operator or relation.
 *
 * @param op the instruction; for an access, the one to memory 0
 * @param swaps whether that takes its two operands in the opposite order
 * @param anyMemory for an access, the instruction for any memory with 32-bit addresses
 * @param wideMemory for an access, the instruction for any memory with 64-bit addresses
 */
record VectorForm(Op op, boolean swaps, Optional<Op> anyMemory, Optional<Op> wideMemory) {
    private static final VectorForm[] BY_OPCODE = new VectorForm[WasmOpcode.count()];

    static {
        Map<String, List<Op>> byOperator = new HashMap<>();
        for (int code = 0; code < Op.count(); code++) {
            Op op = Op.of(code);
            byOperator.computeIfAbsent(op.operator(), key -> new ArrayList<>()).add(op);
        }
        for (WasmOpcode each : WasmOpcode.values()) {
            if (each.isVector()) {
                BY_OPCODE[each.index()] = find(each, byOperator);
            }
        }
    }

    /** {@return the instructions for a vector operator} */
    static VectorForm of(WasmOpcode opcode) {
        return BY_OPCODE[opcode.index()];
    }

    private static VectorForm find(WasmOpcode opcode, Map<String, List<Op>> byOperator) {
        boolean swaps = !byOperator.containsKey(opcode.operator());
        List<Op> found = byOperator.getOrDefault(swaps ? mirrored(opcode) : opcode.operator(), List.of());
        return new VectorForm(
                found.stream().filter(op -> !isAnyMemory(op)).findFirst().orElseThrow(),
                swaps,
                found.stream()
                        .filter(op -> isAnyMemory(op) && !op.hasWideAddresses())
                        .findFirst(),
                found.stream().filter(Op::hasWideAddresses).findFirst());
    }

    /** The operator that does the same with its operands in the opposite order. */
    private static String mirrored(WasmOpcode opcode) {
        Relation relation = opcode.relation().orElseThrow(() -> new IllegalStateException(opcode.text()));
        return opcode.text().replace(relation.toString(), relation.mirrored().toString());
    }

    private static boolean isAnyMemory(Op op) {
        return op.format().operands().contains(OperandKind.OFFSET64);
    }
}
