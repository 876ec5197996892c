package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;

/**
 * Writes the instructions of some blocks of a function as one method of the JVM: a local for each slot and kind, an
 * instruction at a time. C2 rebuilds the flow of data, so results take the way through locals.
 *
 * <p>All blocks have the same locals, so all stack map frames are the same. What goes on in another method, or comes
 * from there, passes through the slots of the machine.
 */
final class BodyEmitter {
    static final int CONTEXT = 0;
    static final int FRAME_POINTER = 1;
    static final int LEVEL = 2;
    private static final String SLOTS = "[J";

    /** Larger amounts of fuel are always the machine's to take. */
    private static final int MAX_INT_FUEL = 1 << 24;

    /** More than this would take too much of the stack of a thread. */
    private static final int MAX_LOCALS = 4_000;

    private final MethodVisitor out;
    private final Shape shape;
    private final int function;
    private final Analysis analysis;
    private final List<Block> blocks;
    private final Payments payments;
    private final Exits exits;
    private final Form form;
    private final LeavePoints leavePoints;

    private final Label[] labels;

    /** By block that looks for fuel where a loop begins: where it looks again. */
    private final Label[] again;

    /** By block that exact code enters: behind its payment. */
    private final Label[] paid;

    private final List<Runnable> refills = new ArrayList<>();
    private final List<Runnable> exactly = new ArrayList<>();
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final List<Object> frame = new ArrayList<>();
    private final Map<Block, Label> outside = new HashMap<>();

    private int nextLocal;

    /** Which handler catches an exception, where there are any. */
    private int handlerNumber;

    private int memory;

    /** The size of the memory, where accesses check addresses against that. */
    private int memorySize;

    private int position;
    private int slots;

    /** The fuel that is left, in metered code; negative while the context has it. */
    private int fuel;

    /** What is left once something has been charged. */
    private int afterCharge;

    private boolean framed;

    /** What is being emitted; none outside of blocks. */
    private @Nullable Block block;

    private @Nullable Insn current;

    /** What a method does where control leaves it. */
    interface Exits {
        /** Returns the results, which are in slots of the frame from one on. */
        void leave(BodyEmitter body, Insn insn);

        /** Returns the results, which are in the machine's slots. */
        void leave();

        /** Goes on at a block of another method. */
        void goOn(BodyEmitter body, Block block);
    }

    BodyEmitter(
            MethodVisitor out,
            Shape shape,
            int function,
            Analysis analysis,
            List<Block> blocks,
            LeavePoints leavePoints,
            Payments payments,
            Exits exits) {
        this.out = out;
        this.shape = shape;
        this.function = function;
        this.analysis = analysis;
        this.blocks = blocks;
        this.payments = payments;
        this.exits = exits;
        this.leavePoints = leavePoints;
        this.form = leavePoints.form();
        this.labels = new Label[analysis.blocks.size()];
        this.again = new Label[analysis.blocks.size()];
        this.paid = new Label[analysis.blocks.size()];
        for (Block each : blocks) {
            labels[each.number] = new Label();
            if (shape.metered() && each.beginsLoop && Payments.pays(analysis, each)) {
                Insn insn = analysis.insn(each.first);
                if (payments.needed(insn) > 0 && Payments.amount(insn) <= MAX_INT_FUEL) {
                    again[each.number] = new Label();
                }
            }
        }
        nextLocal = ClassMaker.FIRST_ARGUMENT;
    }

    MethodVisitor out() {
        return out;
    }

    Shape shape() {
        return shape;
    }

    /** {@return the slot that a half belongs to} */
    int slotOf(int half) {
        return analysis.slotOf(half);
    }

    /** Pushes the instance. */
    void pushInstance() {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "instance", "L" + Names.INSTANCE + ";");
    }

    // Locals.

    private static int key(int slot, Kind kind) {
        return 8 * slot + kind.number;
    }

    /** Has an argument of the method be the local of a slot. */
    void argument(int slot, Kind kind) {
        locals.put(key(analysis.half(slot, kind), kind), nextLocal);
        frame.add(kind.frameType);
        nextLocal += kind.words;
    }

    /** Has an argument of the method that is no slot. */
    int plainArgument() {
        frame.add(INTEGER);
        return nextLocal++;
    }

    /** Makes the other locals, and has all of them be defined. */
    void locals() {
        memory = nextLocal++;
        if (form.checks) {
            memorySize = nextLocal++;
        }
        position = nextLocal++;
        slots = nextLocal++;
        reloadMemory();
        out.visitInsn(ICONST_0);
        out.visitVarInsn(ISTORE, position);
        out.visitInsn(ACONST_NULL);
        out.visitVarInsn(ASTORE, slots);
        frame.add("[B");
        if (form.checks) {
            frame.add(INTEGER);
        }
        frame.add(INTEGER);
        frame.add(SLOTS);
        if (!analysis.handlers.isEmpty()) {
            handlerNumber = nextLocal++;
            frame.add(INTEGER);
            out.visitInsn(ICONST_M1);
            out.visitVarInsn(ISTORE, handlerNumber);
        }
        if (shape.metered()) {
            fuel = nextLocal++;
            afterCharge = nextLocal++;
            frame.add(INTEGER);
            frame.add(INTEGER);
            readFuel();
            out.visitInsn(ICONST_0);
            out.visitVarInsn(ISTORE, afterCharge);
        }
        for (Block block : blocks) {
            defineLive(block);
            for (Block next : block.successors) {
                if (labels[next.number] == null) {
                    defineLive(next);
                }
            }
            defineWhereChosen(block);
            leavePoints.forEachLive(block, this::define);
        }
    }

    private void defineLive(Block block) {
        for (int slot : analysis.liveSlots.get(block.number)) {
            define(slot, analysis.kindOfLive(block, slot));
        }
    }

    /** Where an instruction branches within a block, what the block has written before is in the frame as well. */
    private void defineWhereChosen(Block block) {
        int last = block.end - 1;
        while (last >= block.first && !branchesInside(analysis.insn(last))) {
            last--;
        }
        for (int i = block.first; i <= last; i++) {
            Insn insn = analysis.insn(i);
            for (int k = 0; k < insn.defSlots.length; k++) {
                define(insn.defSlots[k], analysis.kind(insn.defWebs[k]));
            }
        }
    }

    private static boolean branchesInside(Insn insn) {
        Op op = insn.op;
        return isBulk(insn)
                || op == Op.CHARGE_FUEL
                || op.kind() == Op.Kind.SELECT
                || op == Op.RETURN_CALL
                || op == Op.REF_IS_NULL;
    }

    /** Takes the fuel over from the context. */
    void readFuel() {
        if (shape.metered()) {
            if (current != null && !Payments.mayChangeFuel(current)) {
                throw new IllegalStateException("payments do not know that fuel changes: " + current.op);
            }
            out.visitVarInsn(ALOAD, CONTEXT);
            out.visitFieldInsn(GETFIELD, Names.CONTEXT, "fuel", "I");
            out.visitVarInsn(ISTORE, fuel);
        }
    }

    /** Gives the fuel to the context, before anything else may ask for it. */
    void writeFuel() {
        if (shape.metered()) {
            out.visitVarInsn(ALOAD, CONTEXT);
            out.visitVarInsn(ILOAD, fuel);
            out.visitFieldInsn(PUTFIELD, Names.CONTEXT, "fuel", "I");
            forgetFuel();
        }
    }

    /** A negative number is nothing that the context would take for what is left, if an exception is thrown. */
    private void forgetFuel() {
        out.visitInsn(ICONST_M1);
        out.visitVarInsn(ISTORE, fuel);
    }

    /**
     * Takes fuel, where the block being emitted begins. Where there is too little, the machine pays, out of the way. A
     * loop then looks again from outside of it, so that for C2 it is a loop without a call.
     */
    private void consumeFuel(Block block, Insn insn) {
        long needed = payments.needed(insn);
        long amount = Payments.amount(insn);
        Label retry = again[block.number];
        Label after = new Label();
        if (needed > 0) {
            Label refill = new Label();
            if (amount > MAX_INT_FUEL) {
                out.visitJumpInsn(GOTO, refill);
            } else {
                out.visitVarInsn(ILOAD, fuel);
                Constants.push(out, (int) Math.min(needed, Integer.MAX_VALUE));
                out.visitJumpInsn(IF_ICMPLT, refill);
            }
            refills.add(() -> refill(block, insn, refill, retry != null ? retry : after));
        }
        if (amount <= MAX_INT_FUEL) {
            addFuel((int) -amount);
        }
        if (needed > 0 && retry == null) {
            place(after);
        }
        Label entry = paid[block.number];
        if (entry != null) {
            place(entry);
        }
    }

    private void addFuel(int amount) {
        if (amount == (short) amount) {
            out.visitIincInsn(fuel, amount);
        } else {
            out.visitVarInsn(ILOAD, fuel);
            Constants.push(out, amount);
            out.visitInsn(IADD);
            out.visitVarInsn(ISTORE, fuel);
        }
    }

    private void refill(Block block, Insn insn, Label here, Label goOn) {
        boolean ahead = payments.looksAhead(insn);
        place(here);
        line(insn);
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitVarInsn(ILOAD, fuel);
        Constants.push(out, insn.operands[0]);
        if (form.suspends) {
            Label start = new Label();
            Label end = new Label();
            Constants.push(out, insn.end);
            index(analysis.slots);
            out.visitVarInsn(ILOAD, LEVEL);
            savePosition(insn);
            forgetFuel();
            out.visitLabel(start);
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "consumeFuelOrLeave", "(IIIII)I", false);
            out.visitLabel(end);
            leavePoints.cover(out, block, insn, start, end);
        } else {
            Constants.push(out, ahead ? (int) (payments.needed(insn) - Payments.amount(insn)) : 0);
            Constants.push(out, insn.end);
            forgetFuel();
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "consumeFuel", "(IIII)I", false);
        }
        out.visitVarInsn(ISTORE, fuel);
        if (ahead) {
            Label exact = new Label();
            out.visitVarInsn(ILOAD, fuel);
            out.visitJumpInsn(IFLT, exact);
            exactly.add(() -> exactly(block, insn, exact));
        }
        if (again[block.number] != null) { // where it is taken once more
            addFuel(insn.operands[0]);
        }
        out.visitJumpInsn(GOTO, goOn);
    }

    /** Has the frame go on to its end in code that looks each time; outside of what catches exceptions of the frame. */
    private void exactly(Block block, Insn insn, Label here) {
        place(here);
        spillLive(block);
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, function);
        Constants.push(out, insn.at);
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "goOnExactly", "(IIII)V", false);
        exits.leave();
    }

    /** {@return a label behind the payment of a block} */
    Label paidLabelOf(Block block) {
        Label label = new Label();
        paid[block.number] = label;
        return label;
    }

    private void define(int slot, Kind kind) {
        if (locals.containsKey(key(slot, kind))) {
            return;
        }
        locals.put(key(slot, kind), nextLocal);
        frame.add(kind.frameType);
        switch (kind) {
            case INT -> out.visitInsn(ICONST_0);
            case LONG -> out.visitInsn(LCONST_0);
            case FLOAT -> out.visitInsn(FCONST_0);
            case DOUBLE -> out.visitInsn(DCONST_0);
            case REF -> out.visitInsn(ACONST_NULL);
        }
        out.visitVarInsn(kind.store, nextLocal);
        nextLocal += kind.words;
    }

    /** {@return the local of a slot; one that is in no frame is always written before it is read, within a block} */
    private int local(int slot, Kind kind) {
        Integer known = locals.get(key(slot, kind));
        if (known == null) {
            known = nextLocal;
            locals.put(key(slot, kind), known);
            nextLocal += kind.words;
        }
        return known;
    }

    void load(int slot, Kind kind) {
        out.visitVarInsn(kind.load, local(slot, kind));
    }

    void store(int slot, Kind kind) {
        out.visitVarInsn(kind.store, local(slot, kind));
    }

    /** Pushes what an instruction reads, as a kind. */
    void use(Insn insn, int use, Kind as) {
        Kind kind = analysis.kind(insn.useWebs[use]);
        load(insn.useSlots[use], kind);
        kind.convert(as, out);
    }

    private Kind useKind(Insn insn, int use) {
        return analysis.kind(insn.useWebs[use]);
    }

    /** Pops what an instruction writes, which is there as a kind. */
    void def(Insn insn, int def, Kind is) {
        Kind kind = analysis.kind(insn.defWebs[def]);
        is.convert(kind, out);
        store(insn.defSlots[def], kind);
    }

    // Slots of the machine.

    /** Pushes the machine's slots, with room for the frame. */
    void pushSlots(int count) {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        Constants.push(out, count);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "(II)[J", false);
    }

    void index(int slot) {
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        if (slot != 0) {
            Constants.push(out, slot);
            out.visitInsn(IADD);
        }
    }

    /** Pushes the halves that hold values of a kind; those that hold numbers are kept. */
    private void pushHalves(Kind kind) {
        if (kind == Kind.REF) {
            kind.pushHalves(out, CONTEXT);
        } else {
            out.visitVarInsn(ALOAD, slots);
        }
    }

    /** Has the machine keep references in the first slots of the frame, for which there is room. */
    void claimReferences(int count) {
        out.visitVarInsn(ALOAD, CONTEXT);
        index(count);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "claimReferences", "(I)V", false);
    }

    /** Has the machine let go of references from a slot of the frame on. */
    void releaseReferences(int from) {
        out.visitVarInsn(ALOAD, CONTEXT);
        index(from);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "releaseReferences", "(I)V", false);
    }

    private boolean touchesReferences(Insn insn) {
        return anyReference(insn.useSlots) || anyReference(insn.defSlots);
    }

    private boolean anyReference(int[] halves) {
        return Arrays.stream(halves).anyMatch(each -> each >= analysis.slots);
    }

    /** Keeps the machine's slots in a local. */
    void keepSlots(int count) {
        pushSlots(count);
        out.visitVarInsn(ASTORE, slots);
    }

    /** Writes the value of a slot, of a kind, to the machine's slots, which are kept. */
    void spill(int slot, Kind kind) {
        pushHalves(kind);
        index(analysis.slotOf(slot));
        load(slot, kind);
        kind.storeHalf(out);
    }

    /** Reads the value of a slot, of a kind, from the machine's slots, which are kept. */
    void reload(int slot, Kind kind) {
        pushHalves(kind);
        index(analysis.slotOf(slot));
        kind.loadHalf(out);
        store(slot, kind);
    }

    /** Writes all that is live at the start of a block to the machine's slots. */
    void spillLive(Block block) {
        int[] live = analysis.liveSlots.get(block.number);
        if (live.length > 0) {
            keepSlots(analysis.slots);
            if (anyReference(live)) {
                claimReferences(analysis.slots);
            }
            for (int slot : live) {
                spill(slot, analysis.kindOfLive(block, slot));
            }
        }
    }

    void reloadLive(Block block) {
        int[] live = analysis.liveSlots.get(block.number);
        if (live.length > 0) {
            keepSlots(analysis.slots);
            for (int slot : live) {
                reload(slot, analysis.kindOfLive(block, slot));
            }
            if (anyReference(live)) {
                releaseReferences(0);
            }
        }
    }

    // Labels and frames.

    private Object[] frameTypes() {
        List<Object> types = new ArrayList<>(List.of(Names.CONTEXT, INTEGER, INTEGER));
        types.addAll(frame);
        return types.toArray();
    }

    /** Places a label at which the JVM's stack is empty. */
    void place(Label label) {
        out.visitLabel(label);
        if (framed) {
            out.visitFrame(F_SAME, 0, null, 0, null);
        } else {
            Object[] types = frameTypes();
            out.visitFrame(F_FULL, types.length, types, 0, new Object[0]);
            framed = true;
        }
    }

    private Label labelOf(int position) {
        return labelOf(analysis.blockAt(position));
    }

    /** {@return where to go for a block: a branch back stays within the loop, others enter it} */
    Label labelOf(Block to) {
        Label label = labels[to.number];
        if (label == null) {
            return outside.computeIfAbsent(to, ignored -> new Label());
        }
        Label enters = again[to.number];
        boolean back = block != null && block.number >= to.number;
        return back || enters == null ? label : enters;
    }

    // The method.

    /**
     * Writes all blocks. The locals are there.
     *
     * @throws Analysis.Declined if there are too many of them
     */
    void emitBlocks() {
        Label handler = new Label();
        Catches catches = new Catches(this, handler);
        Label start = new Label();
        Label end = new Label();
        out.visitLabel(start);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            this.block = block;
            Label enters = again[block.number];
            if (enters != null) {
                place(enters);
                out.visitInsn(NOP); // without it the two labels were one place
            }
            place(labels[block.number]);
            for (int k = block.first; k < block.end; k++) {
                current = analysis.insn(k);
                emit(block, analysis.insn(k), catches);
            }
            current = null;
            Insn last = analysis.insn(block.end - 1);
            if (!last.op.terminates()) {
                Block next = analysis.blocks.get(block.number + 1);
                if (i + 1 == blocks.size() || blocks.get(i + 1) != next) {
                    out.visitJumpInsn(GOTO, labelOf(next));
                }
            }
        }
        block = null;
        catches.write();
        outside.forEach((block, label) -> {
            place(label);
            writeFuel();
            exits.goOn(this, block);
        });
        refills.forEach(Runnable::run);
        if (nextLocal > MAX_LOCALS) {
            throw new Analysis.Declined(nextLocal + " locals in one method");
        }
        out.visitLabel(end);
        leavePoints.write(out, function, position, live -> load(live.half(), live.kind()));
        out.visitTryCatchBlock(start, end, handler, "java/lang/Throwable"); // but for what has another handler
        out.visitLabel(handler);
        if (!framed) {
            throw new IllegalStateException("a method without blocks");
        }
        out.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
        // context.leave(thrown, level, position, function)
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitInsn(SWAP);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitVarInsn(ILOAD, position);
        Constants.push(out, function);
        if (shape.metered()) {
            out.visitVarInsn(ILOAD, fuel);
        }
        String descriptor = "(Ljava/lang/Throwable;III" + (shape.metered() ? "I" : "") + ")Ljava/lang/Throwable;";
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "leave", descriptor, false);
        out.visitInsn(ATHROW);
        exactly.forEach(Runnable::run);
    }

    /** Keeps the position of an instruction that may throw something. */
    void savePosition(Insn insn) {
        Constants.push(out, insn.end);
        out.visitVarInsn(ISTORE, position);
    }

    private void reloadMemory() {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "memory", "[B");
        out.visitVarInsn(ASTORE, memory);
        if (form.checks) {
            out.visitVarInsn(ALOAD, CONTEXT);
            out.visitFieldInsn(GETFIELD, Names.CONTEXT, "memorySize", "I");
            out.visitVarInsn(ISTORE, memorySize);
        }
    }

    /** Has stack traces show where the frame is, see {@link JavaFrames}. */
    private void line(Insn insn) {
        if (insn.end <= JavaFrames.MAX_LINE) {
            Label here = new Label();
            out.visitLabel(here);
            out.visitLineNumber(insn.end, here);
        }
    }

    private void emit(Block block, Insn insn, Catches catches) {
        if (insn.op.kind() == Op.Kind.CALL || Lowering.of(insn.op) != Lowering.EMITTED) {
            line(insn);
        }
        boolean leaves = leavePoints.has(insn) && insn.op != Op.CONSUME_FUEL; // whose way out is elsewhere, see refill
        if (!leaves && insn.handlers.length == 0) {
            emit(insn);
            return;
        }
        Label start = new Label();
        Label end = new Label();
        out.visitLabel(start);
        emit(insn);
        out.visitLabel(end);
        if (leaves) {
            leavePoints.cover(out, block, insn, start, end);
        }
        if (insn.handlers.length > 0) {
            catches.cover(insn, start, end);
        }
    }

    /** Asks the handlers of the frame for an exception that is on the JVM's stack; keeps the answer in a local. */
    void askHandlers() {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitInsn(SWAP);
        out.visitVarInsn(ILOAD, position);
        Constants.push(out, function);
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "handler", "(Ljava/lang/Throwable;III)I", false);
        out.visitVarInsn(ISTORE, handlerNumber);
    }

    void loadHandlerNumber() {
        out.visitVarInsn(ILOAD, handlerNumber);
    }

    /** Goes on where a handler leads to, with what its clause has put into slots. */
    void enterHandler(int number) {
        HandlerTable.Handler handler = analysis.handlers.get(number);
        Block target = analysis.blockAt(handler.target());
        readFuel();
        reloadMemory();
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "()[J", false);
        out.visitVarInsn(ASTORE, slots);
        int count = handler.clause().hasTag()
                ? Signature.slots(shape.tags().get(handler.tag()).params())
                : 0;
        for (int half : analysis.liveSlots.get(target.number)) {
            int slot = analysis.slotOf(half) - handler.slot();
            boolean caught = handler.clause().hasReference() && slot == count && half >= analysis.slots;
            if ((slot >= 0 && slot < count) || caught) {
                reload(half, analysis.kindOfLive(target, half));
            }
        }
        if (analysis.references) {
            releaseReferences(0);
        }
        out.visitJumpInsn(GOTO, labelOf(target));
    }

    private void emit(Insn insn) {
        switch (Lowering.of(insn.op)) {
            case EMITTED -> emitDirectly(insn);
            case GENERIC -> {
                if (isBulk(insn)) {
                    bulk(insn);
                } else if (isCharge(insn)) {
                    charge(insn);
                } else {
                    generic(insn);
                }
            }
            case DECLINED ->
                throw new Analysis.Declined(Lowering.reason(insn.op).orElseThrow());
        }
    }

    private void emitDirectly(Insn insn) {
        Op op = insn.op;
        if (VectorEmitter.emits(op)) {
            VectorEmitter.emit(this, insn);
            return;
        }
        switch (op.kind()) {
            case NUMERIC -> numeric(insn);
            case LOAD -> load(insn);
            case STORE -> store(insn);
            case COPY -> copy(insn);
            case CONSTANT -> {
                Kind kind = analysis.kind(insn.defWebs[0]);
                Constants.push(out, kind, op == Op.CONST32 ? insn.operands[1] : insn.wide);
                store(insn.defSlots[0], kind);
            }
            case SELECT -> select(insn);
            case BRANCH -> branch(insn);
            case CALL -> call(insn);
            case RETURN -> {
                writeFuel();
                exits.leave(this, insn);
            }
            case TRAP -> {
                savePosition(insn);
                Constants.push(out, insn.operands[0]);
                out.visitMethodInsn(
                        INVOKESTATIC, Names.CONTEXT, "trap", "(I)Lorg/wasmi/encoding/error/TrapException;", false);
                out.visitInsn(ATHROW);
            }
            case FUEL -> {
                if (shape.metered()) {
                    consumeFuel(Objects.requireNonNull(block), insn);
                } else if (op == Op.CONSUME_FUEL && form.suspends) {
                    throw new Analysis.Declined("fuel in a program that is not metered");
                } else {
                    generic(insn);
                }
            }
            default -> {
                if (!ReferenceEmitter.emit(this, insn)) {
                    generic(insn);
                }
            }
        }
    }

    /** Copies or sets bytes of memory 0; the machine does it where they are many or not there. */
    private void bulk(Insn insn) {
        Label done = new Label();
        out.visitVarInsn(ALOAD, memory);
        for (int i = 0; i < 3; i++) {
            use(insn, i, Kind.INT);
        }
        String method = insn.op == Op.MEMORY_FILL ? "fill" : "copy";
        out.visitMethodInsn(INVOKESTATIC, Names.ACCESS, method, "([BIII)Z", false);
        out.visitJumpInsn(IFNE, done);
        generic(insn);
        place(done);
    }

    /**
     * Charges what the next payment is to include. That is taken here if both are there, otherwise the machine notes
     * it.
     */
    private void charge(Insn insn) {
        Label done = new Label();
        Label note = new Label();
        Insn payment = analysis.insn(analysis.blockAt(insn.end).first);
        use(insn, 0, Kind.INT);
        Constants.push(out, insn.operands[1]);
        out.visitMethodInsn(INVOKESTATIC, Names.ACCESS, "charge", "(II)I", false);
        out.visitVarInsn(ILOAD, fuel);
        out.visitInsn(SWAP);
        out.visitInsn(ISUB);
        out.visitInsn(DUP);
        out.visitVarInsn(ISTORE, afterCharge);
        Constants.push(out, (int) Math.min(Math.max(payments.needed(payment), Payments.amount(payment)), 1 << 30));
        out.visitJumpInsn(IF_ICMPLT, note);
        out.visitVarInsn(ILOAD, afterCharge);
        out.visitVarInsn(ISTORE, fuel);
        out.visitJumpInsn(GOTO, done);
        place(note);
        generic(insn);
        place(done);
    }

    /** {@return whether an instruction charges the payment behind it} */
    private boolean isCharge(Insn insn) {
        return insn.op == Op.CHARGE_FUEL
                && shape.metered()
                && analysis.insn(analysis.blockAt(insn.end).first).op == Op.CONSUME_FUEL;
    }

    private static boolean isBulk(Insn insn) {
        return (insn.op == Op.MEMORY_FILL && insn.operands[0] == 0)
                || (insn.op == Op.MEMORY_COPY && insn.operands[0] == 0 && insn.operands[1] == 0);
    }

    /** Executes an instruction as the interpreters do, on the machine's slots. */
    private void generic(Insn insn) {
        savePosition(insn);
        writeFuel();
        keepSlots(analysis.slots);
        boolean references = touchesReferences(insn);
        if (references) {
            claimReferences(analysis.slots);
        }
        for (int i = 0; i < insn.useSlots.length; i++) {
            spill(insn.useSlots[i], useKind(insn, i));
        }
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, function);
        Constants.push(out, insn.at);
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "execute", "(III)V", false);
        for (int i = 0; i < insn.defSlots.length; i++) {
            reload(insn.defSlots[i], analysis.kind(insn.defWebs[i]));
        }
        if (references) {
            releaseReferences(0);
        }
        readFuel();
        if (insn.op.kind() == Op.Kind.MEMORY) {
            reloadMemory();
        }
        if (insn.op.terminates()) { // by an exception: this is never reached
            out.visitInsn(ACONST_NULL);
            out.visitInsn(ATHROW);
        }
    }

    // Copies and choices.

    private void copy(Insn insn) {
        int count = insn.useWebs.length;
        for (int i = 0; i < count; i++) {
            use(insn, i, analysis.kind(insn.defWebs[i]));
        }
        for (int i = count - 1; i >= 0; i--) {
            store(insn.defSlots[i], analysis.kind(insn.defWebs[i]));
        }
    }

    private void select(Insn insn) {
        Kind kind = analysis.kind(insn.defWebs[0]);
        if (insn.op.relation().isPresent() && minimum(insn, kind)) {
            return;
        }
        Label other = new Label();
        Label done = new Label();
        if (insn.op.relation().isPresent()) {
            Comparison.branch(this, insn, 2, insn.op, false, other);
        } else {
            use(insn, 2, Kind.INT);
            out.visitJumpInsn(IFEQ, other);
        }
        use(insn, 0, kind);
        store(insn.defSlots[0], kind);
        out.visitJumpInsn(GOTO, done);
        place(other);
        use(insn, 1, kind);
        store(insn.defSlots[0], kind);
        place(done);
    }

    /** {@return whether a choice is the smaller or larger of what it compares, and is written so} */
    private boolean minimum(Insn insn, Kind kind) {
        boolean ints = insn.op.inputs().get(2) == SlotType.I32 && kind == Kind.INT;
        boolean longs = insn.op.inputs().get(2) == SlotType.I64 && kind == Kind.LONG;
        if (insn.useSlots.length != 4 || !(ints || longs)) {
            return false;
        }
        boolean less;
        switch (insn.op.relation().orElseThrow()) {
            case LT_S, LE_S -> less = true;
            case GT_S, GE_S -> less = false;
            default -> {
                return false;
            }
        }
        boolean same = insn.useSlots[0] == insn.useSlots[2] && insn.useSlots[1] == insn.useSlots[3];
        boolean crossed = insn.useSlots[0] == insn.useSlots[3] && insn.useSlots[1] == insn.useSlots[2];
        if (!same && !crossed) {
            return false;
        }
        use(insn, 0, kind);
        use(insn, 1, kind);
        out.visitMethodInsn(
                INVOKESTATIC,
                "java/lang/Math",
                less == same ? "min" : "max",
                kind == Kind.INT ? "(II)I" : "(JJ)J",
                false);
        store(insn.defSlots[0], kind);
        return true;
    }

    // Memory.

    /** Pushes the array and the index, and what else is to be there. */
    private void address(Insn insn, int offset, int bytes) {
        out.visitVarInsn(ALOAD, memory);
        if (offset < 0) { // at 2 GiB or more, where no array has anything
            out.visitInsn(ICONST_M1);
            return;
        }
        use(insn, 0, Kind.INT);
        if (offset > 0) {
            // A negative address gives -1, and so does a sum that overflows give something negative.
            Constants.push(out, offset);
            out.visitInsn(IADD);
            use(insn, 0, Kind.INT);
            Constants.push(out, 31);
            out.visitInsn(ISHR);
            out.visitInsn(IOR);
        }
        if (form.checks) { // the array may be longer than the memory
            out.visitVarInsn(ILOAD, memorySize);
            Constants.push(out, bytes - 1);
            out.visitInsn(ISUB);
            out.visitMethodInsn(INVOKESTATIC, "java/util/Objects", "checkIndex", "(II)I", false);
        }
    }

    private void handle(String name) {
        out.visitFieldInsn(GETSTATIC, Names.ACCESS, name, "L" + Names.VAR_HANDLE + ";");
    }

    private void access(String method, String descriptor) {
        out.visitMethodInsn(INVOKEVIRTUAL, Names.VAR_HANDLE, method, descriptor, false);
    }

    private void load(Insn insn) {
        savePosition(insn);
        int width = Integer.parseInt(insn.op.operator().replaceAll("\\D", ""));
        loadFrom(insn, width, 0);
        Kind kind = width == 64 ? Kind.LONG : Kind.INT;
        if (insn.op.operator().endsWith("_u")) {
            if (width == 32) {
                out.visitInsn(I2L);
                kind = Kind.LONG;
            }
            Constants.push(out, kind, (1L << width) - 1);
            out.visitInsn(kind == Kind.LONG ? LAND : IAND);
        }
        def(insn, 0, kind);
    }

    /**
     * Pushes what a memory has at an address, which is the first use: a long if it is 64 bits wide, or else an int.
     *
     * @param more what is added to the instruction's offset
     */
    void loadFrom(Insn insn, int width, int more) {
        if (!insn.op.accessesMemory0()) {
            anyAddress(insn, more);
            out.visitMethodInsn(
                    INVOKESTATIC,
                    Names.ANY_MEMORY,
                    "load" + width,
                    "(L" + Names.CONTEXT + ";IJJ)" + typeOf(width),
                    false);
            return;
        }
        int offset = offset(insn.operands[2], more);
        switch (width) {
            case 8 -> {
                address(insn, offset, 1);
                out.visitInsn(BALOAD);
            }
            case 16 -> {
                handle("SHORT");
                address(insn, offset, 2);
                access("get", "([BI)S");
            }
            case 32 -> {
                handle("INT");
                address(insn, offset, 4);
                access("get", "([BI)I");
            }
            default -> {
                handle("LONG");
                address(insn, offset, 8);
                access("get", "([BI)J");
            }
        }
    }

    /** {@return a sum of offsets, which is negative, and so out of bounds, if one of them or the sum is} */
    private static int offset(int offset, int more) {
        return offset < 0 ? offset : offset + more;
    }

    private static char typeOf(int width) {
        return switch (width) {
            case 8 -> 'B';
            case 16 -> 'S';
            case 32 -> 'I';
            default -> 'J';
        };
    }

    /** Pushes what the methods of {@link AnyMemory} take. */
    private void anyAddress(Insn insn, int more) {
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, insn.operands[insn.operands.length - 1]);
        if (insn.op.hasWideAddresses()) {
            use(insn, 0, Kind.LONG);
        } else {
            use(insn, 0, Kind.INT);
            out.visitInsn(I2L);
            Constants.push(out, 0xFFFF_FFFFL);
            out.visitInsn(LAND);
        }
        long offset = insn.wide + more;
        Constants.push(out, Long.compareUnsigned(offset, insn.wide) < 0 ? -1 : offset);
    }

    private void store(Insn insn) {
        savePosition(insn);
        int width = Integer.parseInt(insn.op.operator().substring("store".length()));
        storeTo(insn, width, 0, () -> value(insn, width == 64 ? Kind.LONG : Kind.INT));
    }

    /**
     * Stores to a memory a value that is pushed when it is wanted: a long if it is 64 bits wide, or else an int.
     *
     * @param more what is added to the instruction's offset
     */
    void storeTo(Insn insn, int width, int more, Runnable value) {
        if (!insn.op.accessesMemory0()) {
            anyAddress(insn, more);
            value.run();
            if (width < 32) {
                out.visitInsn(width == 8 ? I2B : I2S);
            }
            out.visitMethodInsn(
                    INVOKESTATIC,
                    Names.ANY_MEMORY,
                    "store" + width,
                    "(L" + Names.CONTEXT + ";IJJ" + typeOf(width) + ")V",
                    false);
            return;
        }
        int offset = offset(insn.operands[1], more);
        switch (width) {
            case 8 -> {
                address(insn, offset, 1);
                value.run();
                out.visitInsn(BASTORE);
            }
            case 16 -> {
                handle("SHORT");
                address(insn, offset, 2);
                value.run();
                out.visitInsn(I2S);
                access("set", "([BIS)V");
            }
            case 32 -> {
                handle("INT");
                address(insn, offset, 4);
                value.run();
                access("set", "([BII)V");
            }
            default -> {
                handle("LONG");
                address(insn, offset, 8);
                value.run();
                access("set", "([BIJ)V");
            }
        }
    }

    private void value(Insn insn, Kind kind) {
        if (insn.useSlots.length > 1) {
            use(insn, 1, kind);
        } else {
            Constants.push(out, kind, insn.operands[2]);
        }
    }

    // Numbers.

    /** Pushes an input of a numeric instruction, which is a slot or an immediate. */
    void input(Insn insn, int input) {
        int uses = 0;
        int at = 0;
        List<OperandKind> kinds = insn.op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            OperandKind kind = kinds.get(i);
            boolean slot = kind == OperandKind.SLOT;
            if (slot || kind.isImmediate()) {
                if (at == input) {
                    Kind wanted = kindOf(insn.op.inputs().get(input));
                    if (slot) {
                        use(insn, uses, wanted);
                    } else {
                        Constants.push(out, wanted, kind == OperandKind.IMM64 ? insn.wide : insn.operands[i]);
                    }
                    return;
                }
                at++;
                uses += slot ? 1 : 0;
            }
        }
        throw new IllegalStateException("no input " + input + " of " + insn.op);
    }

    /** {@return the value of an input that is an immediate of an integer, or null} */
    @Nullable
    Long constant(Insn insn, int input) {
        int at = 0;
        List<OperandKind> kinds = insn.op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            OperandKind kind = kinds.get(i);
            if (kind == OperandKind.SLOT || kind.isImmediate()) {
                if (at == input) {
                    return kind == OperandKind.IMM64
                            ? Long.valueOf(insn.wide)
                            : kind == OperandKind.IMM32 ? Long.valueOf(insn.operands[i]) : null;
                }
                at++;
            }
        }
        return null;
    }

    static Kind kindOf(SlotType type) {
        return switch (type) {
            case I32 -> Kind.INT;
            case I64 -> Kind.LONG;
            case F32 -> Kind.FLOAT;
            case F64 -> Kind.DOUBLE;
            default -> throw new IllegalStateException("no kind: " + type);
        };
    }

    private void numeric(Insn insn) {
        Op op = insn.op;
        if (op.relation().isPresent()) {
            Comparison.value(this, insn);
            def(insn, 0, Kind.INT);
            return;
        }
        if (op.mayTrap()) {
            savePosition(insn);
        }
        Arithmetic.emit(this, insn);
        def(insn, 0, kindOf(op.results().get(0)));
    }

    // Control.

    private void branch(Insn insn) {
        Op op = insn.op;
        switch (op) {
            case BR -> out.visitJumpInsn(GOTO, labelOf(insn.targets[0]));
            case BR_IF_NEZ -> {
                use(insn, 0, Kind.INT);
                out.visitJumpInsn(IFNE, labelOf(insn.targets[0]));
            }
            case BR_IF_EQZ -> {
                use(insn, 0, Kind.INT);
                out.visitJumpInsn(IFEQ, labelOf(insn.targets[0]));
            }
            case BR_TABLE -> {
                use(insn, 0, Kind.INT);
                int last = insn.targets.length - 1;
                Label[] entries = new Label[last];
                for (int i = 0; i < last; i++) {
                    entries[i] = labelOf(insn.targets[i]);
                }
                Label other = labelOf(insn.targets[last]);
                if (last == 0) {
                    out.visitInsn(POP);
                    out.visitJumpInsn(GOTO, other);
                } else {
                    out.visitTableSwitchInsn(0, last - 1, other, entries);
                }
            }
            default -> {
                if (op.touchesReferences()) {
                    ReferenceEmitter.branch(this, insn, labelOf(insn.targets[0]));
                } else {
                    Comparison.branch(this, insn, 0, op, true, labelOf(insn.targets[0]));
                }
            }
        }
    }

    /** Goes on at the start of the function, with the arguments in the place of the parameters. */
    private void callItself(Insn insn) {
        Block first = analysis.blocks.get(0);
        if (shape.metered()) {
            Label paid = new Label();
            savePosition(insn);
            pushPaid(out, function);
            out.visitJumpInsn(IFNE, paid);
            writeFuel();
            out.visitVarInsn(ALOAD, CONTEXT);
            Constants.push(out, function);
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "pay", "(I)V", false);
            readFuel();
            place(paid);
        }
        int[] live = analysis.liveSlots.get(0);
        List<Kind> params = signature(insn).params();
        for (int half : live) {
            int slot = analysis.slotOf(half);
            if (slot < params.size() && analysis.half(slot, params.get(slot)) == half) {
                use(insn, slot, analysis.kindOfLive(first, half));
            } else {
                Constants.push(out, analysis.kindOfLive(first, half), 0);
            }
        }
        for (int i = live.length - 1; i >= 0; i--) {
            store(live[i], analysis.kindOfLive(first, live[i]));
        }
        out.visitJumpInsn(GOTO, labelOf(first));
    }

    /** Pushes whether a function costs nothing more to call. */
    static void pushPaid(MethodVisitor out, int function) {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "paid", "[Z");
        Constants.push(out, function);
        out.visitInsn(BALOAD);
    }

    private void call(Insn insn) {
        if (insn.op == Op.RETURN_CALL) {
            callItself(insn);
            return;
        }
        savePosition(insn);
        writeFuel();
        switch (insn.op) {
            case CALL -> {
                Signature signature = Signature.of(shape.functions().get(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[1], 0, () -> callFunction(insn));
                    return;
                }
                callee(insn.operands[1]);
                arguments(insn, 0);
                out.visitMethodInsn(
                        INVOKESTATIC, form.className(insn.operands[0]), ClassMaker.BODY, signature.descriptor(), false);
                results(insn, signature);
            }
            case CALL_IMPORT -> callOut(insn, insn.operands[1], 0, () -> callFunction(insn));
            case CALL_INDIRECT -> {
                Signature signature = Signature.of(shape.types().function(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[3], 1, () -> callElement(insn));
                    return;
                }
                out.visitVarInsn(ALOAD, CONTEXT);
                Constants.push(out, insn.operands[0]);
                Constants.push(out, insn.operands[1]);
                use(insn, 0, Kind.INT);
                out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "target", "(III)L" + Names.CALLABLE + ";", false);
                callTarget(insn, signature);
            }
            case CALL_REF -> {
                Signature signature = Signature.of(shape.types().function(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[2], 1, () -> callReferredTo(insn));
                    return;
                }
                out.visitVarInsn(ALOAD, CONTEXT);
                Constants.push(out, insn.operands[0]);
                use(insn, 0, Kind.REF);
                out.visitMethodInsn(
                        INVOKEVIRTUAL, Names.CONTEXT, "target", "(ILjava/lang/Object;)L" + Names.CALLABLE + ";", false);
                callTarget(insn, signature);
            }
            default -> throw new IllegalStateException("not emitted: " + insn.op);
        }
    }

    /** Calls the function that is on the JVM's stack as an object. */
    private void callTarget(Insn insn, Signature signature) {
        out.visitTypeInsn(CHECKCAST, signature.callable());
        callee(frameOf(insn));
        arguments(insn, 1);
        out.visitMethodInsn(INVOKEVIRTUAL, signature.callable(), ClassMaker.CALL, signature.descriptor(), false);
        results(insn, signature);
    }

    /** {@return the first slot of the callee's frame, which is the last operand of all calls} */
    private static int frameOf(Insn insn) {
        return insn.operands[insn.operands.length - 1];
    }

    private void callee(int frame) {
        out.visitVarInsn(ALOAD, CONTEXT);
        index(frame);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitInsn(ICONST_1);
        out.visitInsn(IADD);
    }

    private void arguments(Insn insn, int firstUse) {
        Signature signature = signature(insn);
        for (int i = 0; i < signature.params().size(); i++) {
            use(insn, firstUse + i, signature.params().get(i));
        }
    }

    private Signature signature(Insn insn) {
        Signature signature = Signature.of(
                insn.op.indexSpace(0) == IndexSpace.TYPE
                        ? shape.types().function(insn.operands[0])
                        : shape.functions().get(insn.operands[0]));
        if (signature == null) {
            throw new IllegalStateException("no signature");
        }
        return signature;
    }

    private void results(Insn insn, Signature signature) {
        if (signature.results().size() == 1) {
            def(insn, 0, signature.results().get(0));
        } else if (signature.results().size() > 1) {
            reloadResults(insn);
            if (signature.results().contains(Kind.REF)) {
                releaseReferences(frameOf(insn));
            }
        }
        reloadMemory();
        readFuel();
    }

    private void reloadResults(Insn insn) {
        keepSlots(analysis.slots);
        for (int i = 0; i < insn.defSlots.length; i++) {
            reload(insn.defSlots[i], analysis.kind(insn.defWebs[i]));
        }
    }

    /** Calls with arguments and results in the machine's slots. */
    private void callOut(Insn insn, int frame, int firstArgument, Runnable call) {
        if (insn.useSlots.length > firstArgument || insn.defSlots.length > 0) {
            int end = frame + Math.max(insn.useSlots.length - firstArgument, insn.defSlots.length);
            keepSlots(Math.max(end, analysis.slots));
            if (touchesReferences(insn)) {
                claimReferences(Math.max(end, analysis.slots));
            }
            for (int i = firstArgument; i < insn.useSlots.length; i++) {
                spill(insn.useSlots[i], useKind(insn, i));
            }
        }
        call.run();
        if (insn.defSlots.length > 0) {
            reloadResults(insn);
        }
        if (touchesReferences(insn)) {
            releaseReferences(frame);
        }
        reloadMemory();
        readFuel();
    }

    private void callFunction(Insn insn) {
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, insn.operands[0]);
        index(insn.operands[1]);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "call", "(III)V", false);
    }

    private void callElement(Insn insn) {
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, insn.operands[0]);
        Constants.push(out, insn.operands[1]);
        use(insn, 0, Kind.INT);
        index(insn.operands[3]);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "callIndirect", "(IIIII)V", false);
    }

    private void callReferredTo(Insn insn) {
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, insn.operands[0]);
        use(insn, 0, Kind.REF);
        index(insn.operands[2]);
        out.visitVarInsn(ILOAD, LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "callReference", "(ILjava/lang/Object;II)V", false);
    }

    // Results.

    /** Pushes a result of the function, at a return. */
    void pushResult(Insn insn, int result, Kind kind) {
        if (insn.op == Op.RETURN_I) {
            Constants.push(out, kind, insn.operands[0]);
        } else {
            use(insn, result, kind);
        }
    }

    /** Leaves the results in the machine's slots, from the start of the frame. */
    void spillResults(Insn insn, Signature signature) {
        int count = signature.results().size();
        if (count == 0) {
            return;
        }
        keepSlots(Math.max(count, analysis.slots));
        if (signature.results().contains(Kind.REF)) {
            claimReferences(count);
        }
        for (int i = 0; i < count; i++) {
            Kind kind = signature.results().get(i);
            pushHalves(kind);
            index(i);
            pushResult(insn, i, kind);
            kind.storeHalf(out);
        }
    }
}
