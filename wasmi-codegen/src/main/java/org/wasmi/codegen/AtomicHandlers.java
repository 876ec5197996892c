package org.wasmi.codegen;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;

/** What each atomic instruction does, as Java statements; the meaning is in {@code AtomicAccess}. */
final class AtomicHandlers {
    private AtomicHandlers() {}

    /** {@return the statements for an atomic instruction} */
    static String statements(Op op, Operands at) {
        if (op == Op.ATOMIC_FENCE) {
            return "AtomicAccess.fence();";
        }
        String call = "AtomicAccess." + method(op) + "(" + String.join(", ", arguments(op, at)) + ")";
        return op.results().isEmpty() ? call + ";" : at.write(0, op.results().get(0), call);
    }

    /**
     * {@return the name of the method: {@code atomic_rmw8_add} is {@code add}, {@code atomic_wait32} is {@code wait32}}
     */
    private static String method(Op op) {
        return switch (op) {
            case ATOMIC_WAIT32_M -> "wait32";
            case ATOMIC_WAIT64_M -> "wait64";
            case ATOMIC_NOTIFY_M -> "notify";
            default -> {
                String[] words = op.operator().split("_", -1);
                yield words[1].startsWith("rmw") ? words[2] : words[1].replaceAll("\\d", "");
            }
        };
    }

    /**
     * {@return the memory, the address and the offset, the width in bytes where it is not in the name, and the values}
     */
    private static List<String> arguments(Op op, Operands at) {
        List<OperandKind> kinds = op.format().operands();
        List<String> arguments = new ArrayList<>();
        int address = kinds.indexOf(OperandKind.SLOT);
        arguments.add(Handlers.access("memoryAt", at.raw(kinds.size() - 1)));
        arguments.add(at.read(address, op.type(address).orElseThrow()));
        arguments.add(at.wide(address + 1));
        if (!method(op).matches("wait.*|notify")) {
            arguments.add(String.valueOf(Integer.parseInt(op.operator().replaceAll("^i\\d\\d|\\D", "")) / 8));
        }
        for (int i = address + 2; i < kinds.size() - 1; i++) {
            arguments.add(value(op, at, i));
        }
        return arguments;
    }

    /** {@return a value, an i32 being zero-extended where the method takes 64 bits of what it compares} */
    private static String value(Op op, Operands at, int operand) {
        String value = at.read(operand, op.type(operand).orElseThrow());
        boolean extends32 = op.operator().startsWith("i32.");
        return extends32 ? value + " & 0xFFFF_FFFFL" : value;
    }
}
