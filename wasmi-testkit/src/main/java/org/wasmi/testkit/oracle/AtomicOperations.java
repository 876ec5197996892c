package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.EXPECTED_SHARED_MEMORY;
import static org.wasmi.encoding.error.Trap.UNALIGNED_ATOMIC;

import org.wasmi.testkit.oracle.OracleValue.I32;
import org.wasmi.testkit.oracle.OracleValue.I64;

/**
 * What atomic operators do where there is one thread (threads proposal). Their codes behind the prefix come in groups
 * of seven, for each operation one: an i32, an i64, 8 and 16 bits as an i32, and 8, 16 and 32 bits as an i64.
 */
final class AtomicOperations {
    private static final int FIRST_GROUP = 0x10;
    private static final int GROUP = 7;
    private static final int[] WIDTHS = {4, 8, 1, 2, 1, 2, 4};

    private AtomicOperations() {}

    /** What takes and gives the operands and results. */
    interface Stack {
        OracleValue pop();

        void push(OracleValue value);
    }

    /** Does what an operator other than the fence does. */
    static void apply(int code, OracleMemory memory, long offset, Stack stack) {
        switch (code) {
            case 0x00 -> {
                stack.pop();
                memory.load(aligned(stack, offset, 4), 4);
                stack.push(new I32(0));
            }
            case 0x01, 0x02 -> await(memory, offset, code == 0x01 ? 4 : 8, stack);
            default -> {
                int group = (code - FIRST_GROUP) / GROUP;
                int variant = (code - FIRST_GROUP) % GROUP;
                access(group, WIDTHS[variant], variant == 0 || variant == 2 || variant == 3, memory, offset, stack);
            }
        }
    }

    private static long aligned(Stack stack, long offset, int width) {
        long address = OracleMemory.effective(stack.pop(), offset);
        if (address % width != 0) {
            throw new OracleTrap(UNALIGNED_ATOMIC);
        }
        return address;
    }

    private static long number(OracleValue value) {
        return value instanceof I32 number ? number.value() & 0xFFFF_FFFFL : ((I64) value).value();
    }

    /**
     * Nobody ever notifies: what has another number there returns, and everything else waits until its time is over.
     */
    private static void await(OracleMemory memory, long offset, int width, Stack stack) {
        long timeout = number(stack.pop());
        long expected = number(stack.pop());
        long address = aligned(stack, offset, width);
        if (!memory.shared) {
            throw new OracleTrap(EXPECTED_SHARED_MEMORY);
        }
        boolean equal = memory.load(address, width) == expected;
        if (equal && timeout < 0) {
            throw new IllegalStateException("the guest waits forever");
        }
        stack.push(new I32(equal ? 2 : 1));
    }

    private static void access(int group, int width, boolean isI32, OracleMemory memory, long offset, Stack stack) {
        long value = group == 0 ? 0 : number(stack.pop());
        long expected = group == 8 ? number(stack.pop()) : 0;
        long address = aligned(stack, offset, width);
        long found = memory.load(address, width);
        switch (group) {
            case 0 -> {}
            case 1, 7 -> memory.store(address, width, value);
            case 2 -> memory.store(address, width, found + value);
            case 3 -> memory.store(address, width, found - value);
            case 4 -> memory.store(address, width, found & value);
            case 5 -> memory.store(address, width, found | value);
            case 6 -> memory.store(address, width, found ^ value);
            default -> memory.store(address, width, found == expected ? value : found);
        }
        if (group != 1) {
            stack.push(isI32 ? new I32((int) found) : new I64(found));
        }
    }
}
