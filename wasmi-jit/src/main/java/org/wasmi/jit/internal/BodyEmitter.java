package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;

/**
 * Writes the instructions of some blocks of a function as one method of the JVM: a local for each slot and kind, an
 * instruction at a time. C2 rebuilds the flow of data, so results take the way through locals. What goes on in another
 * method, or comes from there, passes through the slots of the machine.
 */
final class BodyEmitter {
    static final int CONTEXT = 0;
    static final int FRAME_POINTER = 1;
    static final int LEVEL = 2;

    private static final int MAX_LINE = 65_535;
    private static final int NO_INSTRUCTION = -1;

    /** More than this would take too much of the stack of a thread. */
    private static final int MAX_LOCALS = 4_000;

    private final MethodVisitor out;
    private final Shape shape;
    private final int function;
    private final Analysis analysis;
    private final List<Block> blocks;
    private final Exits exits;
    private final Form form;
    private final LeavePoints leavePoints;
    private final BlockLabels labels;
    private final Locals locals;
    private final MachineSlots slots;
    private final MemoryEmitter memory;
    private final FuelEmitter fuel;
    private final Callees callees;
    private final CallEmitter calls;
    private final ChoiceEmitter choices;
    private final Label uncaught = new Label();
    private final Catches catches;

    /** Keeps the position of the last instruction that may throw something. */
    private int position;

    /** What is being emitted; none outside of blocks. */
    private @Nullable Block block;

    private @Nullable Insn current;

    /** What a method does where control leaves it. */
    interface Exits {
        /** Returns the results, which are in slots of the frame from one on. */
        void leave(BodyEmitter body, Insn insn);

        /** Returns the results, which are in the machine's slots. */
        void leave();

        /** Leaves it to the caller to go on with a tail call. */
        void leaveByTailCall();

        /** Goes on at a block of another method. */
        void goOn(BodyEmitter body, Block block);
    }

    BodyEmitter(
            MethodVisitor out,
            Shape shape,
            int function,
            Analysis analysis,
            List<Block> blocks,
            HeldSlots held,
            LeavePoints leavePoints,
            Payments payments,
            Callees callees,
            Exits exits) {
        this.out = out;
        this.shape = shape;
        this.function = function;
        this.analysis = analysis;
        this.blocks = blocks;
        this.callees = callees;
        this.exits = exits;
        this.leavePoints = leavePoints;
        this.form = leavePoints.form();
        this.labels = new BlockLabels(blocks);
        this.locals = new Locals(out, analysis);
        this.slots = new MachineSlots(out, analysis, locals, held);
        this.memory = new MemoryEmitter(this);
        this.fuel = new FuelEmitter(this, payments);
        this.calls = new CallEmitter(this);
        this.choices = new ChoiceEmitter(this);
        this.catches = new Catches(this, uncaught);
        blocks.forEach(fuel::addLabel);
    }

    MethodVisitor out() {
        return out;
    }

    Shape shape() {
        return shape;
    }

    /** {@return the index of the function} */
    int function() {
        return function;
    }

    Analysis analysis() {
        return analysis;
    }

    Form form() {
        return form;
    }

    Callees callees() {
        return callees;
    }

    Exits exits() {
        return exits;
    }

    LeavePoints leavePoints() {
        return leavePoints;
    }

    BlockLabels labels() {
        return labels;
    }

    Locals locals() {
        return locals;
    }

    MachineSlots slots() {
        return slots;
    }

    MemoryEmitter memory() {
        return memory;
    }

    FuelEmitter fuel() {
        return fuel;
    }

    /** {@return the instruction that is being written; null outside of blocks} */
    @Nullable
    Insn current() {
        return current;
    }

    /** Pushes the instance. */
    void pushInstance() {
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "instance", "L" + Names.INSTANCE + ";");
    }

    // Locals.

    /** Adds the locals that are no arguments, and has all be defined. */
    void defineLocals() {
        memory.addLocals();
        position = locals.add(INTEGER);
        int slotsLocal = slots.addLocal();
        memory.reload();
        out.visitInsn(ICONST_0);
        out.visitVarInsn(ISTORE, position);
        out.visitInsn(ACONST_NULL);
        out.visitVarInsn(ASTORE, slotsLocal);
        catches.addLocal();
        fuel.addLocals();
        for (Block each : blocks) {
            defineLive(each);
            for (Block next : each.successors) {
                if (!labels.has(next)) {
                    defineLive(next);
                }
            }
            defineWhereChosen(each);
            leavePoints.forEachLive(each, locals::define);
        }
    }

    private void defineLive(Block block) {
        for (int slot : slots.held(block)) {
            locals.define(slot, analysis.kindOfLive(block, slot));
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
                locals.define(insn.defSlots[k], analysis.kind(insn.defWebs[k]));
            }
        }
    }

    private static boolean branchesInside(Insn insn) {
        Op op = insn.op;
        return MemoryEmitter.isBulk(insn)
                || op == Op.CHARGE_FUEL
                || op.kind() == Op.Kind.SELECT
                || insn.callsItself
                || Arithmetic.truncates(op)
                || op == Op.REF_IS_NULL;
    }

    /** Pushes what an instruction reads, as a kind. */
    void use(Insn insn, int use, Kind as) {
        Kind kind = analysis.kind(insn.useWebs[use]);
        locals.load(insn.useSlots[use], kind);
        kind.convert(as, out);
    }

    /** {@return the kind of what an instruction reads} */
    Kind useKind(Insn insn, int use) {
        return analysis.kind(insn.useWebs[use]);
    }

    /** Pops what an instruction writes, which is there as a kind. */
    void def(Insn insn, int def, Kind is) {
        Kind kind = analysis.kind(insn.defWebs[def]);
        is.convert(kind, out);
        locals.store(insn.defSlots[def], kind);
    }

    // Labels.

    /** Places a label at which the JVM's stack is empty. */
    void place(Label label) {
        locals.place(label);
    }

    /** {@return where to go for the block that begins at a position} */
    Label labelOf(int target) {
        return labelOf(analysis.blockAt(target));
    }

    /** {@return where to go for the block behind the one that is written} */
    Label labelOfNext() {
        Block before = Objects.requireNonNull(block);
        return labelOf(analysis.blocks.get(before.number + 1));
    }

    /** {@return where to go for a block} */
    Label labelOf(Block to) {
        return labels.of(to, block);
    }

    // The method.

    /**
     * Writes all blocks. The locals are there.
     *
     * @throws Analysis.Declined if there are too many of them
     */
    void emitBlocks() {
        Label start = new Label();
        Label end = new Label();
        out.visitLabel(start);
        for (int i = 0; i < blocks.size(); i++) {
            Block each = blocks.get(i);
            block = each;
            Label enters = labels.again(each);
            if (enters != null) {
                place(enters);
                out.visitInsn(NOP); // without it the two labels were one place
            }
            place(labels.start(each));
            for (int k = each.first; k < each.end; k++) {
                current = analysis.insn(k);
                if (shape.numbered()) {
                    number(analysis.insn(k).number);
                }
                emit(each, analysis.insn(k));
            }
            current = null;
            Insn last = analysis.insn(each.end - 1);
            if (!last.op.terminates()) {
                Block next = analysis.blocks.get(each.number + 1);
                if (i + 1 == blocks.size() || blocks.get(i + 1) != next) {
                    out.visitJumpInsn(GOTO, labelOf(next));
                }
            }
        }
        block = null;
        if (shape.numbered()) {
            number(NO_INSTRUCTION);
        }
        catches.write();
        labels.forEachOutside((to, label) -> {
            place(label);
            fuel.write();
            exits.goOn(this, to);
        });
        fuel.writeRefills();
        if (locals.count() > MAX_LOCALS) {
            throw new Analysis.Declined(locals.count() + " locals in one method");
        }
        out.visitLabel(end);
        leavePoints.write(out, function, position, live -> locals.load(live.half(), live.kind()));
        out.visitTryCatchBlock(start, end, uncaught, "java/lang/Throwable"); // but for what has another handler
        out.visitLabel(uncaught);
        out.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
        // context.leave(thrown, level, position, function)
        out.visitVarInsn(ALOAD, CONTEXT);
        out.visitInsn(SWAP);
        out.visitVarInsn(ILOAD, LEVEL);
        pushPosition();
        Constants.push(out, function);
        if (shape.metered()) {
            fuel.push();
        }
        String descriptor = "(Ljava/lang/Throwable;III" + (shape.metered() ? "I" : "") + ")Ljava/lang/Throwable;";
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "leave", descriptor, false);
        out.visitInsn(ATHROW);
        fuel.writeExact();
    }

    /** Pushes the position that was kept last. */
    void pushPosition() {
        out.visitVarInsn(ILOAD, position);
    }

    /** Begins a line with the number of an instruction, from 1, or with 0; class files have 16 bits for it. */
    private void number(int instruction) {
        Label here = new Label();
        out.visitLabel(here);
        out.visitLineNumber(Math.min(instruction + 1, MAX_LINE), here);
    }

    /** Keeps the position of an instruction that may throw something. */
    void savePosition(Insn insn) {
        Constants.push(out, insn.end);
        out.visitVarInsn(ISTORE, position);
    }

    /** Has stack traces show where the frame is, see {@link JavaFrames}. */
    void line(Insn insn) {
        if (insn.end <= JavaFrames.MAX_LINE) {
            Label here = new Label();
            out.visitLabel(here);
            out.visitLineNumber(insn.end, here);
        }
    }

    private void emit(Block of, Insn insn) {
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
            leavePoints.cover(out, of, insn, start, end);
        }
        if (insn.handlers.length > 0) {
            catches.cover(insn, start, end);
        }
    }

    private void emit(Insn insn) {
        switch (Lowering.of(insn.op)) {
            case EMITTED -> emitDirectly(insn);
            case GENERIC -> {
                if (shape.hasMemory() && MemoryEmitter.isBulk(insn)) {
                    memory.bulk(insn);
                } else if (fuel.isCharge(insn)) {
                    fuel.charge(insn);
                } else {
                    generic(insn);
                }
            }
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
            case LOAD -> memory.load(insn);
            case STORE -> memory.store(insn);
            case COPY -> copy(insn);
            case GLOBAL -> {
                if (GlobalEmitter.emits(insn.op)) {
                    GlobalEmitter.emit(this, insn);
                } else {
                    ReferenceEmitter.emit(this, insn);
                }
            }
            case CONSTANT -> {
                Kind kind = analysis.kind(insn.defWebs[0]);
                Constants.push(out, kind, op == Op.CONST32 ? insn.operands[1] : insn.wide);
                locals.store(insn.defSlots[0], kind);
            }
            case SELECT -> choices.select(insn);
            case BRANCH -> choices.branch(insn);
            case CALL -> calls.emit(insn);
            case RETURN -> {
                fuel.write();
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
                    fuel.consume(Objects.requireNonNull(block), insn);
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

    /** Executes an instruction as the interpreters do, on the machine's slots. */
    void generic(Insn insn) {
        savePosition(insn);
        fuel.write();
        slots.keep(analysis.slots);
        boolean references = slots.touchesReferences(insn);
        if (references) {
            slots.claimReferences(analysis.slots);
        }
        for (int i = 0; i < insn.useSlots.length; i++) {
            slots.spill(insn.useSlots[i], useKind(insn, i));
        }
        out.visitVarInsn(ALOAD, CONTEXT);
        Constants.push(out, function);
        Constants.push(out, insn.at);
        out.visitVarInsn(ILOAD, FRAME_POINTER);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "execute", "(III)V", false);
        for (int i = 0; i < insn.defSlots.length; i++) {
            slots.reload(insn.defSlots[i], analysis.kind(insn.defWebs[i]));
        }
        if (references) {
            slots.releaseReferences(0);
        }
        fuel.read();
        if (insn.op.kind() == Op.Kind.MEMORY) {
            memory.reload();
        }
        if (insn.op.terminates()) { // by an exception: this is never reached
            out.visitInsn(ACONST_NULL);
            out.visitInsn(ATHROW);
        }
    }

    private void copy(Insn insn) {
        int count = insn.useWebs.length;
        for (int i = 0; i < count; i++) {
            use(insn, i, analysis.kind(insn.defWebs[i]));
        }
        for (int i = count - 1; i >= 0; i--) {
            locals.store(insn.defSlots[i], analysis.kind(insn.defWebs[i]));
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
        if (Arithmetic.truncates(op)) {
            Arithmetic.truncate(this, insn);
            return;
        }
        Arithmetic.emit(this, insn);
        def(insn, 0, kindOf(op.results().get(0)));
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
        slots.keep(Math.max(count, analysis.slots));
        if (signature.results().contains(Kind.REF)) {
            slots.claimReferences(count);
        }
        for (int i = 0; i < count; i++) {
            Kind kind = signature.results().get(i);
            slots.pushHalves(kind);
            slots.index(i);
            pushResult(insn, i, kind);
            kind.storeHalf(out);
        }
    }
}
