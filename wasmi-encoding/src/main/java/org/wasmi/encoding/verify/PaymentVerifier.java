package org.wasmi.encoding.verify;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;

/**
 * Verifies that metered code pays before it works: a host that relies on fuel, a deadline or an interrupt need not
 * trust the translator. A unit of fuel stands for {@value #PER_UNIT} instructions, which is more than operators become.
 * On no path may more than {@value #MOST_UNPAID} instructions be unpaid, and no loop may end with less credit than it
 * began with. What works on many bytes or elements has charged for them just before.
 *
 * <p>The due of an instruction is what has been executed and not been paid when it is reached, negative if something
 * has been paid in advance, on the worst path that leads there forwards. Branches back are to find at least as much
 * credit as that; so one pass in the order of the code sees all paths. A handler of exceptions may be entered from
 * anywhere in its range; so it is taken to begin with as much due as there ever is, and has to pay first.
 */
final class PaymentVerifier {
    private static final int PER_UNIT = 16;

    /** Functions without operators have one or two instructions, and do not pay at all. Calls count so many more. */
    private static final int MOST_UNPAID = 8;

    /** How many slots are copied in the time of one instruction. */
    private static final int SLOTS_AT_ONCE = 8;

    /** The least that {@code memory_grow} charges for 65,536 pages: one for each. */
    private static final int LEAST_OF_GROWTH = 65_536;

    private static final long UNREACHABLE = Long.MIN_VALUE;

    private final InstructionDecoder decoder;
    private final List<HandlerTable.Handler> handlers;

    /** The targets of branches in order, those of branches back, and by target what is due there. */
    private int[] targets = {};

    private final BitSet loops = new BitSet();
    private long[] dueAt = {};

    /** How far the code is with charging for an instruction that works on many bytes or elements. */
    private enum Charge {
        NONE,
        CHARGED,
        PAID
    }

    private Charge charge = Charge.NONE;
    private int chargedSlot;
    private int chargedRate;

    /** Verifies code of which all operands have been verified. */
    PaymentVerifier(InstructionDecoder decoder, List<HandlerTable.Handler> handlers) {
        this.decoder = decoder;
        this.handlers = handlers;
    }

    /** {@return what is wrong, with the decoder at the instruction at fault; nothing if the code pays} */
    Optional<String> verify() {
        findTargets();
        long due = 0;
        decoder.seek(0);
        while (decoder.next()) {
            int target = Arrays.binarySearch(targets, decoder.position());
            if (target >= 0) {
                due = arrive(target, due);
                charge = Charge.NONE;
            }
            boolean charged = charges();
            if (due == UNREACHABLE) {
                continue;
            }
            if (!charged) {
                return Optional.of("metered code does not charge for as many as that works on");
            }
            due += work();
            if (due > MOST_UNPAID) {
                return Optional.of("metered code works for too long before it pays");
            }
            if (!branch(due)) {
                return Optional.of("metered code branches back and has not paid for that");
            }
            if (decoder.op().terminates()) {
                due = UNREACHABLE;
            }
        }
        return Optional.empty();
    }

    private void findTargets() {
        BitSet all = new BitSet();
        decoder.seek(0);
        while (decoder.next()) {
            int at = decoder.position();
            decoder.visit((number, target) -> {
                all.set(target);
                loops.set(target, loops.get(target) || target <= at);
            });
        }
        handlers.forEach(handler -> all.set(handler.target()));
        targets = all.stream().toArray();
        dueAt = new long[targets.length];
        Arrays.fill(dueAt, UNREACHABLE);
        handlers.forEach(handler -> dueAt[Arrays.binarySearch(targets, handler.target())] = MOST_UNPAID);
    }

    /** {@return what is due at a target, when code comes from before it with something due} */
    private long arrive(int target, long due) {
        long worst = Math.max(due, dueAt[target]);
        if (worst == UNREACHABLE && loops.get(targets[target])) {
            worst = 0; // only from behind
        }
        dueAt[target] = worst;
        return worst;
    }

    /** {@return whether code may branch from the current instruction to its targets, with something due} */
    private boolean branch(long due) {
        int at = decoder.position();
        boolean[] paid = {true};
        decoder.visit((number, to) -> {
            int target = Arrays.binarySearch(targets, to);
            if (to > at) {
                dueAt[target] = Math.max(dueAt[target], due);
            } else {
                paid[0] &= due <= dueAt[target];
            }
        });
        return paid[0];
    }

    /**
     * Follows what is charged. {@return false for an instruction on many bytes or elements that is not directly
     * behind a payment that is directly behind a charge for as many}
     */
    private boolean charges() {
        Op op = decoder.op();
        boolean paid = charge == Charge.PAID;
        if (op == Op.CHARGE_FUEL) {
            charge = Charge.CHARGED;
            chargedSlot = decoder.operand(0);
            chargedRate = decoder.operand(1);
            return true;
        } else if (op == Op.CONSUME_FUEL && charge == Charge.CHARGED) {
            charge = Charge.PAID;
            return true;
        }
        charge = Charge.NONE;
        int count = op.format().operands().size() - 1;
        int least = op == Op.MEMORY_GROW ? LEAST_OF_GROWTH : 1;
        return !op.isBulk()
                || (paid && chargedSlot == decoder.operand(count) && Integer.compareUnsigned(chargedRate, least) >= 0);
    }

    private long work() {
        return switch (decoder.op()) {
            case CONSUME_FUEL -> 1 - Integer.toUnsignedLong(decoder.operand(0)) * PER_UNIT;
            case COPY_SPAN, COPY_SPAN_REFS -> 1 + decoder.operand(2) / SLOTS_AT_ONCE;
            default -> decoder.op().isCall() ? 1 + MOST_UNPAID : 1;
        };
    }
}
