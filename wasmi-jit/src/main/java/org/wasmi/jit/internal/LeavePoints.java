package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.jit.internal.Spills.LiveSlot;

/**
 * The instructions at which frames of a method can leave, and the handlers of {@link Leaving} that put them on the
 * machine: one for each set of slots that are live behind such an instruction, so that nothing is kept alive for them
 * that would not be anyway.
 */
final class LeavePoints {

    /** The words of values that a method may take, with the context and the frame pointer. */
    private static final int MAX_WORDS = 250;

    private final Form form;
    private final Shape shape;
    private final Analysis analysis;
    private final Spills spills;
    private final Map<List<LiveSlot>, Label> handlers = new LinkedHashMap<>();
    private final Map<Block, Map<Insn, List<LiveSlot>>> liveAfter;
    private final HeldSlots held;

    LeavePoints(Form form, Shape shape, Analysis analysis, Spills spills) {
        this(form, shape, analysis, spills, new HashMap<>(), HeldSlots.ALL);
    }

    private LeavePoints(
            Form form,
            Shape shape,
            Analysis analysis,
            Spills spills,
            Map<Block, Map<Insn, List<LiveSlot>>> liveAfter,
            HeldSlots held) {
        this.form = form;
        this.shape = shape;
        this.analysis = analysis;
        this.spills = spills;
        this.liveAfter = liveAfter;
        this.held = held;
    }

    /** {@return the same for another method of the same code, with what that holds} */
    LeavePoints ofAnotherMethod(HeldSlots itsHeld) {
        return new LeavePoints(form, shape, analysis, spills, liveAfter, itsHeld);
    }

    /** {@return the form of the method} */
    Form form() {
        return form;
    }

    /** {@return whether a frame can leave at an instruction} */
    boolean has(Insn insn) {
        return switch (insn.op.kind()) {
            case CALL -> insn.op.terminates() ? mayCallHost(insn.op) : form.suspends || shape.hasMemory();
            case MEMORY -> mayGrow(insn.op);
            case FUEL -> form.suspends && insn.op == Op.CONSUME_FUEL;
            default -> false;
        };
    }

    /** {@return whether a tail call may be one of a host function, which may suspend the call} */
    private boolean mayCallHost(Op op) {
        return form.suspends && op != Op.RETURN_CALL;
    }

    /** {@return whether an instruction may grow a memory} */
    static boolean mayGrow(Op op) {
        return op == Op.MEMORY_GROW || op == Op.MEMORY_GROW64;
    }

    /** {@return about how many bytes the handlers of a block's instructions take at most} */
    int weight(Block block) {
        int weight = 0;
        for (List<LiveSlot> each : liveAfter(block).values()) {
            weight += 12 + 3 * each.size();
        }
        return weight;
    }

    /** Shows all values that handlers need, for locals of that kind to be there from the start. */
    void forEachLive(Block block, BiConsumer<Integer, Kind> action) {
        for (List<LiveSlot> each : liveAfter(block).values()) {
            held(each).forEach(live -> action.accept(live.half(), live.kind()));
        }
    }

    private List<LiveSlot> held(List<LiveSlot> live) {
        return live.stream().filter(each -> held.holds(each.half())).toList();
    }

    /** By instruction of a block at which frames can leave: what is live behind it and is not its result. */
    private Map<Insn, List<LiveSlot>> liveAfter(Block block) {
        return liveAfter.computeIfAbsent(block, this::findLive);
    }

    private Map<Insn, List<LiveSlot>> findLive(Block block) {
        Map<Insn, List<LiveSlot>> found = new LinkedHashMap<>();
        TreeMap<Integer, Kind> live = new TreeMap<>();
        Insn last = analysis.insn(block.end - 1);
        if (!last.callsItself) { // with other values in all slots
            for (Block next : block.successors) {
                for (int slot : analysis.liveSlots.get(next.number)) {
                    live.put(slot, analysis.kindOfLive(next, slot));
                }
            }
        }
        for (int i = block.end - 1; i >= block.first; i--) {
            Insn insn = analysis.insn(i);
            for (int slot : insn.defSlots) {
                live.remove(slot);
            }
            if (has(insn)) {
                int end = calleeFrame(insn);
                List<LiveSlot> slots = new ArrayList<>();
                live.forEach((half, kind) -> {
                    if (analysis.slotOf(half) < end) {
                        slots.add(new LiveSlot(half, analysis.slotOf(half), kind));
                    }
                });
                found.put(insn, List.copyOf(slots));
            }
            for (int k = 0; k < insn.useSlots.length; k++) {
                live.put(insn.useSlots[k], analysis.kind(insn.useWebs[k]));
            }
        }
        return found;
    }

    /** {@return the first slot that belongs to the function that an instruction calls} */
    private int calleeFrame(Insn insn) {
        return insn.op.kind() == Op.Kind.CALL ? insn.operands[insn.operands.length - 1] : analysis.slots;
    }

    /** Has the frame leave if the code of an instruction of a block throws {@link Leaving}. */
    void cover(MethodVisitor out, Block block, Insn insn, Label start, Label end) {
        List<LiveSlot> live = liveAfter(block).get(insn);
        if (live == null) {
            throw new IllegalStateException("no leave point: " + insn.op);
        }
        out.visitTryCatchBlock(start, end, handlers.computeIfAbsent(held(live), ignored -> new Label()), Names.LEAVING);
    }

    /**
     * Writes the handlers. All locals are there.
     *
     * @param load pushes the value of a slot
     */
    void write(MethodVisitor out, int function, int position, Consumer<LiveSlot> load) {
        if (handlers.isEmpty()) {
            return;
        }
        Label leave = new Label();
        handlers.forEach((live, label) -> {
            place(out, label);
            for (List<LiveSlot> part : parts(live)) {
                part.forEach(load);
                out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
                out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
                spills.call(out, part);
            }
            out.visitJumpInsn(GOTO, leave);
        });
        place(out, leave);
        // context.putFrame(leaving, level, position, function, framePointer)
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitInsn(SWAP);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitVarInsn(ILOAD, position);
        Constants.push(out, function);
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        out.visitMethodInsn(
                INVOKEVIRTUAL,
                Names.CONTEXT,
                "putFrame",
                "(L" + Names.LEAVING + ";IIII)L" + Names.LEAVING + ";",
                false);
        out.visitInsn(ATHROW);
    }

    private static void place(MethodVisitor out, Label label) {
        out.visitLabel(label);
        out.visitFrame(F_SAME1, 0, null, 1, new Object[] {Names.LEAVING});
    }

    private static List<List<LiveSlot>> parts(List<LiveSlot> live) {
        List<List<LiveSlot>> parts = new ArrayList<>();
        int from = 0;
        int words = 0;
        for (int i = 0; i < live.size(); i++) {
            words += live.get(i).kind().words;
            if (words > MAX_WORDS) {
                parts.add(live.subList(from, i));
                from = i;
                words = live.get(i).kind().words;
            }
        }
        if (from < live.size()) {
            parts.add(live.subList(from, live.size()));
        }
        return parts;
    }
}
