package org.wasmi.jit.internal;

import org.wasmi.encoding.Op;

/**
 * Where metered code looks whether there is fuel. Each {@code consume_fuel} takes its amount, but only some look, for
 * all amounts on the dearest way to where the next ones do: at the start of the function, where loops begin, and behind
 * instructions that may change how much fuel there is. So a loop without calls looks once a round.
 *
 * <p>Where there is enough for the instruction that looks, but not for all the others, {@link ExactCode} goes on, in
 * which each looks for itself.
 */
final class Payments {
    /** What is looked for at once, about: much less than the slices that a machine cuts the fuel into. */
    private static final long MOST = 1_024;

    /** Each instruction looks for itself. */
    static final Payments EXACT = new Payments(new long[0]);

    /** By position: what must be there, 0 if another instruction has looked. */
    private final long[] needed;

    private Payments(long[] needed) {
        this.needed = needed;
    }

    /** {@return what a {@code consume_fuel} takes} */
    static long amount(Insn insn) {
        return Integer.toUnsignedLong(insn.operands[0]);
    }

    /** {@return whether a block pays where it begins} */
    static boolean pays(Analysis analysis, Block block) {
        return analysis.insn(block.first).op == Op.CONSUME_FUEL;
    }

    /** {@return how much must be there at a {@code consume_fuel}, at least what that takes; 0 if it need not look} */
    long needed(Insn insn) {
        return this == EXACT ? amount(insn) : needed[insn.at];
    }

    /** {@return whether a {@code consume_fuel} looks for more than it takes itself} */
    boolean looksAhead(Insn insn) {
        return needed(insn) > amount(insn);
    }

    /** Decides for code of which each {@code consume_fuel} begins a block. */
    static Payments of(Analysis analysis, int length) {
        int count = analysis.blocks.size();
        boolean[] unsure = new boolean[count];
        boolean[] changes = new boolean[count];
        unsure[0] = true;
        for (Block block : analysis.blocks) {
            changes[block.number] = changesFuel(analysis, block);
            for (Block next : block.successors) {
                if (next.number <= block.number) {
                    unsure[next.number] = true;
                }
            }
        }
        for (Block block : analysis.blocks) {
            boolean unsureAfter = changes[block.number] || (unsure[block.number] && !pays(analysis, block));
            for (Block next : block.successors) {
                unsure[next.number] |= unsureAfter;
            }
        }
        long[] costs = new long[count];
        long[] needed = new long[length];
        for (int i = count - 1; i >= 0; i--) {
            Block block = analysis.blocks.get(i);
            Insn first = analysis.insn(block.first);
            long own = pays(analysis, block) ? amount(first) : 0;
            long ahead = 0;
            for (Block next : block.successors) {
                if (next.number > i && !changes[i]) {
                    boolean looks = pays(analysis, next) && (unsure[next.number] || own + costs[next.number] > MOST);
                    if (looks) {
                        unsure[next.number] = true;
                    } else {
                        ahead = Math.max(ahead, costs[next.number]);
                    }
                }
            }
            costs[i] = own + ahead;
        }
        for (Block block : analysis.blocks) {
            if (unsure[block.number] && pays(analysis, block)) {
                needed[analysis.insn(block.first).at] = costs[block.number];
            }
        }
        return new Payments(needed);
    }

    private static boolean changesFuel(Analysis analysis, Block block) {
        for (int i = block.first; i < block.end; i++) {
            if (mayChangeFuel(analysis.insn(i))) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the fuel may be another one after an instruction} */
    static boolean mayChangeFuel(Insn insn) {
        return Lowering.of(insn.op) != Lowering.EMITTED
                || insn.op.touchesReferences()
                || switch (insn.op.kind()) {
                    case COPY, CONSTANT, NUMERIC, SELECT, LOAD, STORE, BRANCH, RETURN, TRAP, FUEL -> false;
                    default -> true;
                };
    }
}
