package org.wasmi.encoding.verify;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;

/**
 * Verifies that metered code pays before it works for long: whoever relies on fuel, a deadline or an interrupt need not trust
 * the translator. A unit of fuel stands for {@value #PER_UNIT} instructions, which is more than operators become; beyond that
 * there may be {@value #MOST_UNPAID}, for copies at branches. What is paid in advance counts until code can come from behind.
 */
final class PaymentVerifier {
    private static final int PER_UNIT = 16;
    private static final int MOST_UNPAID = 4_096;

    /** How many instructions a function may have that does not pay at all: those without operators have one or two. */
    private static final int MOST_FREE = 8;

    /** How many slots are copied in the time of one instruction. */
    private static final int SLOTS_AT_ONCE = 8;

    private static final int MOST_CREDIT = 1 << 30;
    private static final int UNREACHABLE = Integer.MIN_VALUE;

    private final InstructionDecoder decoder;
    private final BitSet loops = new BitSet();

    /** Verifies code of which all operands have been verified. */
    PaymentVerifier(InstructionDecoder decoder) {
        this.decoder = decoder;
    }

    /** {@return what is wrong, with the decoder at the instruction at fault; nothing if the code pays} */
    Optional<String> verify() {
        BitSet payments = new BitSet();
        boolean calls = false;
        int instructions = 0;
        int length = 0;
        decoder.seek(0);
        while (decoder.next()) {
            int at = decoder.position();
            payments.set(at, isPayment());
            calls |= decoder.op().isCall();
            forTargets(target -> {
                if (target <= at) {
                    loops.set(target);
                }
            });
            instructions++;
            length = decoder.end();
        }
        if (!payments.get(0) && (calls || instructions > MOST_FREE)) {
            decoder.seek(0);
            decoder.next();
            return Optional.of("metered code does not pay first");
        }
        BitSet unpaid = (BitSet) loops.clone();
        unpaid.andNot(payments);
        if (!unpaid.isEmpty()) {
            decoder.seek(unpaid.nextSetBit(0));
            decoder.next();
            return Optional.of("metered code branches back to what does not pay");
        }
        return verifyPaths(length);
    }

    private boolean isPayment() {
        return decoder.op() == Op.CONSUME_FUEL && decoder.operand(0) != 0;
    }

    private void forTargets(IntConsumer action) {
        List<OperandKind> kinds = decoder.op().format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) == OperandKind.BRANCH) {
                action.accept(decoder.target(i));
            } else if (kinds.get(i) == OperandKind.TARGETS) {
                for (int entry = 0; entry < decoder.operand(i); entry++) {
                    action.accept(decoder.target(i, entry));
                }
            }
        }
    }

    /** Follows the longest path to each instruction; branches back lead to payments, where it begins anew. */
    private Optional<String> verifyPaths(int length) {
        int[] due = new int[length + 1];
        Arrays.fill(due, UNREACHABLE);
        due[0] = 0;
        decoder.seek(0);
        while (decoder.next()) {
            int at = decoder.position();
            if (due[at] == UNREACHABLE) {
                continue;
            }
            int behind = isPayment() ? paid(at, due[at]) : due[at] + work();
            if (behind > MOST_UNPAID) {
                return Optional.of("metered code works for too long before it pays");
            }
            if (!decoder.op().terminates()) {
                due[decoder.end()] = Math.max(due[decoder.end()], behind);
            }
            forTargets(target -> {
                if (target > at) {
                    due[target] = Math.max(due[target], behind);
                }
            });
        }
        return Optional.empty();
    }

    private int paid(int at, int due) {
        long paid = Math.min(Integer.toUnsignedLong(decoder.operand(0)) * PER_UNIT, MOST_CREDIT);
        long before = loops.get(at) ? 0 : Math.min(due, 0);
        return (int) Math.max(before - paid, -MOST_CREDIT);
    }

    private int work() {
        return switch (decoder.op()) {
            case COPY_SPAN, COPY_SPAN_REFS -> 1 + decoder.operand(2) / SLOTS_AT_ONCE;
            default -> decoder.op().isCall() ? 1 + MOST_FREE : 1;
        };
    }
}
