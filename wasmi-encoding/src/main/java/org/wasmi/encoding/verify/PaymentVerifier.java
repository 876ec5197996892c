package org.wasmi.encoding.verify;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * Verifies that metered code pays before it works: a host that relies on fuel, a deadline or an interrupt need not
 * trust the translator. A unit of fuel stands for {@value #PER_UNIT} instructions, which is more than operators become.
 * On no path may more than {@value #MOST_UNPAID} instructions be unpaid, and no loop may end with less credit than it
 * began with. What works on many bytes or elements has charged for them just before.
 *
 * <p>The due of an instruction is what has been executed and not been paid when it is reached, negative if something
 * has been paid in advance, on the worst path that leads there forwards. Branches back are to find at least as much
 * credit as that; so one pass in the order of the code sees all paths. A handler of exceptions is the target of a
 * branch from each instruction in its range that may throw.
 */
final class PaymentVerifier {
    private static final int PER_UNIT = 16;

    /** Functions without operators have one or two instructions, and do not pay at all. Calls count so many more. */
    private static final int MOST_UNPAID = 8;

    /** How many slots are copied in the time of one instruction. */
    private static final int SLOTS_AT_ONCE = 8;

    private static final long UNREACHABLE = Long.MIN_VALUE;

    private final IndexSpaces spaces;
    private final InstructionDecoder decoder;

    /** In order of their targets. */
    private final List<HandlerTable.Handler> handlers;

    /** How many of the handlers have been arrived at. */
    private int arrived;

    private final Throws thrown = new Throws();

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
    private boolean chargedWide;

    /** Verifies code of which all operands have been verified. */
    PaymentVerifier(IndexSpaces spaces, InstructionDecoder decoder, List<HandlerTable.Handler> handlers) {
        this.spaces = spaces;
        this.decoder = decoder;
        this.handlers = handlers.stream()
                .sorted(Comparator.comparingInt(HandlerTable.Handler::target))
                .toList();
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
            if (mayThrow(decoder.op())) {
                thrown.add(decoder.position(), due);
            }
            if (decoder.op().terminates()) {
                due = UNREACHABLE;
            }
        }
        return throwsBack() ? Optional.of("metered code throws back and has not paid for that") : Optional.empty();
    }

    /** {@return whether exceptions that an instruction throws, or lets pass, find handlers of its code} */
    private static boolean mayThrow(Op op) {
        return op.kind() == Op.Kind.THROW || (op.isCall() && !op.terminates());
    }

    /**
     * Looks for an exception that leads to a handler before the instruction that throws, with more due than there.
     * {@return whether there is one; the decoder is then at the handler}
     */
    private boolean throwsBack() {
        for (HandlerTable.Handler each : handlers) {
            long most = thrown.mostDue(Math.max(each.from(), each.target()), each.to());
            if (most > dueAt[Arrays.binarySearch(targets, each.target())]) {
                decoder.seek(each.target());
                decoder.next();
                return true;
            }
        }
        return false;
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
        handlers.forEach(handler -> {
            all.set(handler.target());
            loops.set(handler.target(), loops.get(handler.target()) || handler.target() < handler.to());
        });
        targets = all.stream().toArray();
        dueAt = new long[targets.length];
        Arrays.fill(dueAt, UNREACHABLE);
    }

    /** {@return what is due at a target, when code comes from before it with something due} */
    private long arrive(int target, long due) {
        long worst = Math.max(due, dueAt[target]);
        for (; arrived < handlers.size() && handlers.get(arrived).target() == targets[target]; arrived++) {
            HandlerTable.Handler handler = handlers.get(arrived);
            worst = Math.max(worst, thrown.mostDue(handler.from(), handler.to()));
        }
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
        if (op == Op.CHARGE_FUEL || op == Op.CHARGE_FUEL64) {
            charge = Charge.CHARGED;
            chargedWide = op == Op.CHARGE_FUEL64;
            chargedSlot = decoder.operand(0);
            chargedRate = decoder.operand(1);
            return true;
        } else if (op == Op.CONSUME_FUEL && charge == Charge.CHARGED) {
            charge = Charge.PAID;
            return true;
        }
        charge = Charge.NONE;
        int count = op.format().operands().size() - 1;
        return !op.isBulk()
                || (paid
                        && chargedSlot == decoder.operand(count)
                        && chargedWide == (op.type(count).orElseThrow() == SlotType.I64)
                        && Integer.compareUnsigned(chargedRate, leastRate(op)) >= 0);
    }

    /** {@return the least that is to be charged for 65,536 of the many: of pages one for each byte of 65,536} */
    private int leastRate(Op op) {
        return switch (op) {
            case MEMORY_GROW, MEMORY_GROW64 ->
                spaces.memories.get(decoder.operand(1)).pageSize();
            default -> 1;
        };
    }

    private long work() {
        return switch (decoder.op()) {
            case CONSUME_FUEL -> 1 - Integer.toUnsignedLong(decoder.operand(0)) * PER_UNIT;
            case COPY_SPAN, COPY_SPAN_REFS, THROW, THROW_REFS -> 1 + decoder.operand(2) / SLOTS_AT_ONCE;
            case STRUCT_NEW, ARRAY_NEW_FIXED -> 1 + decoder.operand(3) / SLOTS_AT_ONCE;
            case STRUCT_NEW_DEFAULT ->
                1 + spaces.structSlots(decoder.operand(1)).orElseThrow() / SLOTS_AT_ONCE;
            default -> decoder.op().isCall() ? 1 + MOST_UNPAID : 1;
        };
    }

    /** The instructions so far that may throw, in order, and what is due when they do. */
    private static final class Throws {
        private static final int FIRST = 16;

        private int[] positions = new int[FIRST];
        private int count;

        /**
         * A binary tree: at {@code i} the greatest of {@code 2 * i} and {@code 2 * i + 1}; the second half has the
         * dues.
         */
        private long[] tree = emptyTree(FIRST);

        private static long[] emptyTree(int instructions) {
            long[] tree = new long[2 * instructions];
            Arrays.fill(tree, UNREACHABLE);
            return tree;
        }

        void add(int position, long due) {
            if (count == positions.length) {
                grow();
            }
            positions[count] = position;
            set(count, due);
            count++;
        }

        private void grow() {
            long[] before = tree;
            int half = positions.length;
            positions = Arrays.copyOf(positions, 2 * half);
            tree = emptyTree(2 * half);
            for (int i = 0; i < half; i++) {
                set(i, before[half + i]);
            }
        }

        private void set(int index, long due) {
            for (int at = positions.length + index; at > 0; at /= 2) {
                tree[at] = Math.max(tree[at], due);
            }
        }

        /** {@return the most that is due at instructions from a position to before another} */
        long mostDue(int from, int to) {
            long most = UNREACHABLE;
            int left = positions.length + indexOf(from);
            for (int right = positions.length + indexOf(to); left < right; left /= 2, right /= 2) {
                if (left % 2 == 1) {
                    most = Math.max(most, tree[left++]);
                }
                if (right % 2 == 1) {
                    most = Math.max(most, tree[--right]);
                }
            }
            return most;
        }

        private int indexOf(int position) {
            int found = Arrays.binarySearch(positions, 0, count, position);
            return found < 0 ? -found - 1 : found;
        }
    }
}
