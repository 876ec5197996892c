package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/**
 * Translates blocks, branches, calls and returns. It also knows whether the code at hand can be reached; what cannot is
 * not translated, and validation alone is translation of code that nothing reaches.
 *
 * <p>The results of a block and the parameters of a loop lie in the home slots of the block's height when control comes
 * in by a branch. A block that no branch leads to leaves its results as they are.
 */
final class ControlTranslator {
    /** How many values a branch copies one by one. More are materialised, and then copied at once by every branch. */
    private static final int FEW = 4;

    private final TranslationLimits limits;
    private final OperandStack operands;
    private final Emitter emitter;
    private final Condition condition;

    /** Blocks, the function's own first. Those beyond the depth are kept for reuse. */
    private final List<Target> targets = new ArrayList<>();

    private int depth;
    private boolean live;

    /** The number of {@code br_table}s so far, and the targets of one that need code to bring the values there. */
    private int tables;

    private final List<Target> detours = new ArrayList<>();

    /** Where exceptions lead that are caught by a branch to the function's own label. */
    private Label returning = Target.NO_LABEL;

    private long handlers;

    ControlTranslator(TranslationLimits limits, OperandStack operands, Emitter emitter, Condition condition) {
        this.limits = limits;
        this.operands = operands;
        this.emitter = emitter;
        this.condition = condition;
    }

    /** Starts with a function. */
    void begin(FuncType type, boolean reached) {
        depth = 0;
        live = reached;
        returning = Target.NO_LABEL;
        handlers = 0;
        open(WasmOpcode.BLOCK, type);
    }

    /** {@return whether the code at hand can be reached} */
    boolean isLive() {
        return live;
    }

    /** Opens a block. For an {@code if}, the topmost operand is the condition. */
    void enter(WasmOpcode opcode, FuncType type) {
        if (!live) {
            open(opcode, type);
            return;
        }
        if (opcode == WasmOpcode.IF) {
            condition.takeForBranch();
        }
        operands.materialiseLocals();
        if (opcode != WasmOpcode.BLOCK) {
            operands.materialiseTop(type.params().size());
        }
        Target target = open(opcode, type);
        if (opcode == WasmOpcode.IF) {
            target.otherwise = emitter.newLabel();
            condition.branch(false, target.otherwise);
        } else if (opcode == WasmOpcode.LOOP) {
            emitter.bind(label(target));
        }
    }

    private Target open(WasmOpcode opcode, FuncType type) {
        if (depth == targets.size()) {
            targets.add(new Target());
        }
        Target target = targets.get(depth++);
        target.opcode = opcode;
        target.type = type;
        target.live = live;
        target.label = Target.NO_LABEL;
        target.otherwise = Target.NO_LABEL;
        target.table = 0;
        target.guard.reset();
        if (live && depth > 1) {
            int params = type.params().size();
            target.height = operands.size() - params;
            target.home = params == 0 ? operands.nextHome() : operands.home(target.height);
        }
        return target;
    }

    /** Ends the first part of the innermost block, an {@code if}. */
    void otherwise() {
        Target target = targets.get(depth - 1);
        target.opcode = WasmOpcode.ELSE;
        if (target.live) {
            if (live) {
                operands.materialiseTop(target.type.results().size());
                emitter.branch(label(target));
            }
            resume(target, target.otherwise, target.type.params());
        }
    }

    /** Ends the innermost block, or the function. */
    void end() {
        Target target = targets.get(--depth);
        if (target.guard.isOpen()) {
            closeGuard(target);
        }
        if (depth == 0) {
            if (live) {
                leave(target);
            }
            if (Target.isLabel(returning)) {
                returnCaught(target.type);
            }
        } else if (target.live && target.opcode != WasmOpcode.LOOP) {
            endBlock(target);
        }
    }

    private void endBlock(Target target) {
        boolean skips = target.opcode == WasmOpcode.IF;
        boolean handles = target.opcode == WasmOpcode.CATCH;
        if (!skips && !Target.isLabel(target.label) && !(handles && live)) {
            return;
        }
        if (live && handles) {
            settle(target, target.arity());
            bring(target, target.arity());
        } else if (live) {
            operands.materialiseTop(target.arity());
        }
        if (skips) {
            emitter.bind(target.otherwise);
        }
        resume(target, target.label, target.type.results());
    }

    /** Goes on at a label to which control comes with values for the block. */
    private void resume(Target target, Label label, List<ValType> values) {
        operands.truncate(target.height);
        if (Target.isLabel(label)) {
            emitter.bind(label);
        }
        operands.pushTemporaries(values);
        live = true;
    }

    /** Translates {@code unreachable}. */
    void trap(Trap trap) {
        emitter.emit(Op.TRAP, trap.code());
        live = false;
    }

    /** Translates {@code br}. */
    void branch(int label) {
        emitter.meterValues(target(label).arity());
        leave(target(label));
        live = false;
    }

    /** Translates {@code return}. */
    void returns() {
        branch(depth - 1);
    }

    private void leave(Target target) {
        int arity = target.arity();
        settle(target, arity);
        leave(target, arity);
    }

    /** Translates {@code br_if}. */
    void branchIf(int label) {
        Target target = target(label);
        int arity = target.arity();
        emitter.meterValues(arity);
        condition.takeForBranch();
        branchIf(target, arity, condition);
    }

    private void branchIf(Target target, int arity, BranchCondition holds) {
        settle(target, arity);
        if (isDirect(target, arity)) {
            holds.branch(true, label(target));
        } else {
            Label stay = emitter.newLabel();
            holds.branch(false, stay);
            leave(target, arity);
            emitter.bind(stay);
        }
    }

    /** Translates {@code br_on_null}: the reference on top is not among the values that the branch carries. */
    void branchOnNull(int label) {
        int top = operands.size() - 1;
        boolean local = operands.isLocal(top);
        int slot = operands.read(top);
        operands.pop();
        Target target = target(label);
        emitter.meterValues(target.arity());
        branchIf(target, target.arity(), onNull(slot, true));
        if (local) {
            operands.pushLocal(slot, OperandClass.REFERENCE);
        } else {
            operands.pushTemporary(OperandClass.REFERENCE);
        }
    }

    /** Translates {@code br_on_non_null}: the reference on top is carried by the branch, and dropped without it. */
    void branchOnNonNull(int label) {
        branchOnTop(label, onNull(operands.read(operands.size() - 1), false));
        operands.pop();
    }

    private BranchCondition onNull(int slot, boolean branchesOnNull) {
        return (holds, target) ->
                emitter.branch(holds == branchesOnNull ? Op.BR_ON_NULL : Op.BR_ON_NON_NULL, target, slot);
    }

    /**
     * Translates {@code br_on_cast} and {@code br_on_cast_fail}: the reference on top is carried by the branch, and
     * stays without it.
     *
     * @param type the type that it is tested for
     * @param branchesIfOf whether it must be of the type
     */
    void branchOnCast(int label, RefType type, boolean branchesIfOf) {
        int slot = operands.read(operands.size() - 1);
        branchOnTop(label, (holds, target) -> emitter.branchOnCast(holds == branchesIfOf, target, slot, type));
    }

    private void branchOnTop(int label, BranchCondition holds) {
        Target target = target(label);
        emitter.meterValues(target.arity());
        branchIf(target, target.arity(), holds);
    }

    /**
     * Translates {@code br_table}. A target to which values must be brought gets code for that, once in a table.
     *
     * @param labels the labels, the default last
     * @param count the number of labels
     */
    void branchTable(int[] labels, int count) {
        int slot = operands.read(operands.size() - 1);
        operands.pop();
        int arity = target(labels[count - 1]).arity();
        emitter.meterValues(arity);
        if (operands.slots(arity) > 1) {
            operands.materialiseTop(arity);
        }
        tables++;
        for (int i = 0; i < count; i++) {
            Target target = target(labels[i]);
            if (target.table != tables) {
                target.table = tables;
                if (isDirect(target, arity)) {
                    target.entry = label(target);
                } else {
                    target.entry = emitter.newLabel();
                    detours.add(target);
                }
            }
        }
        emitter.branchTable(slot, count);
        for (int i = 0; i < count; i++) {
            emitter.target(target(labels[i]).entry);
        }
        for (Target target : detours) {
            emitter.bind(target.entry);
            leave(target, arity);
        }
        detours.clear();
        live = false;
    }

    private Target target(int label) {
        return targets.get(depth - 1 - label);
    }

    private Label label(Target target) {
        if (!Target.isLabel(target.label)) {
            target.label = emitter.newLabel();
        }
        return target.label;
    }

    private boolean isFunction(Target target) {
        return target == targets.get(0);
    }

    /** Materialises the values of a branch where that spares copies, or repeated copies, in the branch. */
    private void settle(Target target, int arity) {
        if (isFunction(target) ? operands.slots(arity) > 1 : arity > FEW || isInPlace(target, arity)) {
            operands.materialiseTop(arity);
        }
    }

    /** Whether the topmost operands have the home slots that the target expects. */
    private boolean isInPlace(Target target, int arity) {
        return arity == 0 || operands.home(operands.size() - arity) == target.home;
    }

    /** Whether a branch need not bring any values anywhere. */
    private boolean isDirect(Target target, int arity) {
        return !isFunction(target) && isInPlace(target, arity) && operands.areTemporaries(arity);
    }

    /** Branches with values that are settled. Leaves the operands as they are, since the branch may not be taken. */
    private void leave(Target target, int arity) {
        if (isFunction(target)) {
            returnTop(arity);
        } else {
            bring(target, arity);
            emitter.branch(label(target));
        }
    }

    /**
     * Copies the topmost operands to where the target expects them. That is never above their home slots, so copying
     * from the lowest up overwrites nothing that is still to be copied.
     */
    private void bring(Target target, int arity) {
        if (isDirect(target, arity)) {
            return;
        }
        int base = operands.size() - arity;
        int from = operands.home(base);
        if (arity > FEW) {
            Op op = operands.hasReferences(arity) ? Op.COPY_SPAN_REFS : Op.COPY_SPAN;
            emitter.emit(op, target.home, from, operands.slots(arity));
        } else {
            for (int i = base; i < operands.size(); i++) {
                operands.move(i, target.home + operands.home(i) - from);
            }
        }
    }

    private void returnTop(int arity) {
        if (arity == 0) {
            emitter.emit(Op.RETURN);
        } else if (operands.slots(arity) == 1) {
            returnOne(operands.size() - 1);
        } else {
            int from = operands.home(operands.size() - arity);
            Op op = operands.hasReferences(arity) ? Op.RETURN_SPAN_REFS : Op.RETURN_SPAN;
            emitter.emit(op, from, operands.slots(arity));
        }
    }

    private void returnOne(int operand) {
        if (!operands.isConstant(operand)) {
            emitter.emit(operands.hasReferences(1) ? Op.RETURN_REF : Op.RETURN_S, operands.read(operand));
        } else if (emitter.fuses() && operands.isShortConstant(operand)) {
            emitter.emit(Op.RETURN_I, operands.constant(operand));
        } else {
            int home = operands.home(operand);
            operands.move(operand, home);
            emitter.emit(Op.RETURN_S, home);
        }
    }

    /** Translates a call of a function by its index. */
    void call(Op op, int function, FuncType type) {
        emitter.emit(op, function, frame(op, type));
        enterCallee(op, type);
    }

    /** Translates a call through a table, of which the topmost operand says the element. */
    void callIndirect(Op op, int typeIndex, int table, FuncType type) {
        int element = operands.read(operands.size() - 1);
        operands.pop();
        emitter.emit(op, typeIndex, table, element, frame(op, type));
        enterCallee(op, type);
    }

    /** Translates a call of the function that the topmost operand refers to. */
    void callReference(Op op, int typeIndex, FuncType type) {
        int function = operands.read(operands.size() - 1);
        operands.pop();
        emitter.emit(op, typeIndex, function, frame(op, type));
        enterCallee(op, type);
    }

    /** Puts the arguments into their home slots, where the callee's frame begins. */
    private int frame(Op op, FuncType type) {
        if (hasReferences(type.params()) || (!op.terminates() && hasReferences(type.results()))) {
            emitter.passReferences();
        }
        int params = type.params().size();
        operands.materialiseTop(params);
        operands.truncate(operands.size() - params);
        return operands.nextHome();
    }

    private static boolean hasReferences(List<ValType> types) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).isReference()) {
                return true;
            }
        }
        return false;
    }

    private void enterCallee(Op op, FuncType type) {
        if (op.terminates()) {
            live = false;
        } else {
            operands.pushTemporaries(type.results());
        }
    }

    // Exceptions.

    /** Opens {@code try_table} with its clauses, or {@code try}. */
    void enterGuarded(WasmOpcode opcode, FuncType type, List<ExceptionOperators.Catch> catches) {
        if (!live) {
            open(opcode, type);
            return;
        }
        operands.materialiseLocals();
        List<Guard.Handler> caught = new ArrayList<>(catches.size());
        for (ExceptionOperators.Catch each : catches) {
            caught.add(handler(each));
        }
        Guard guard = open(opcode, type).guard;
        caught.forEach(guard::add);
        guard.open(emitter.mark());
    }

    /** {@return a handler that goes on at a label, with the values where branches bring them} */
    private Guard.Handler handler(ExceptionOperators.Catch caught) {
        Target target = target(caught.label());
        boolean returns = isFunction(target);
        int slot = returns ? operands.firstHome() : target.home;
        int end = slot;
        for (ValType each : caught.values()) {
            end += each.slots();
        }
        operands.reserve(end);
        passReferences(caught.values());
        Label label = returns ? returning() : label(target);
        return new Guard.Handler(caught.clause(), caught.tag(), label, end == slot ? 0 : slot);
    }

    private void passReferences(List<ValType> types) {
        if (hasReferences(types)) {
            emitter.passReferences();
        }
    }

    private Label returning() {
        if (!Target.isLabel(returning)) {
            returning = emitter.newLabel();
        }
        return returning;
    }

    /** Returns with results that a handler has put into the lowest home slots. */
    private void returnCaught(FuncType type) {
        emitter.bind(returning);
        operands.truncate(0);
        operands.pushTemporaries(type.results());
        returnTop(type.results().size());
    }

    private void closeGuard(Target target) {
        target.guard.close(emitter.mark());
        count((long) target.guard.handlers() * target.guard.ranges());
        target.guard.write(emitter);
    }

    private void count(long more) {
        handlers += more;
        limits.check(TranslationLimit.HANDLERS, handlers);
    }

    /**
     * Ends the code that {@code try} guards, or the handler before, and begins a handler. The lowest of its operands is
     * the exception, for {@code rethrow}; the values that it carries come next.
     *
     * @param clause what is caught, with a reference to the exception
     * @param tag the tag, if the clause has one
     * @param values the types of the values
     */
    void beginHandler(HandlerTable.Clause clause, int tag, List<ValType> values) {
        Target target = targets.get(depth - 1);
        if (live) {
            leave(target);
        }
        target.opcode = WasmOpcode.CATCH;
        if (!target.live) {
            return;
        }
        if (target.guard.isOpen()) {
            closeGuard(target);
        }
        operands.truncate(target.height);
        int exception = operands.pushTemporary(OperandClass.REFERENCE);
        int first = operands.nextHome();
        operands.pushTemporaries(values);
        int behind = operands.nextHome();
        boolean inPlace = behind == first;
        operands.reserve(behind + 1);
        emitter.passReferences();
        Guard.Handler handler = new Guard.Handler(clause, tag, emitter.mark(), inPlace ? exception : first);
        count(target.guard.ranges());
        target.guard.write(emitter, handler);
        if (!inPlace) {
            emitter.copy(exception, behind, OperandClass.REFERENCE);
        }
        live = true;
    }

    /**
     * Ends the innermost block, a {@code try} whose exceptions are those of an outer block.
     *
     * @param label the label of that, from outside of the innermost block
     */
    void delegate(int label) {
        int inner = depth - 1;
        Guard own = targets.get(inner).guard;
        if (own.isOpen()) {
            own.close(emitter.mark());
            count((long) label * own.ranges());
            for (int i = inner - 1; i > inner - 1 - label; i--) {
                if (targets.get(i).guard.isOpen()) {
                    targets.get(i).guard.exclude(own);
                }
            }
        }
        end();
    }

    /** Translates {@code throw}. */
    void throwTag(int tag, List<ValType> values) {
        int arity = values.size();
        emitter.meterValues(arity);
        operands.materialiseTop(arity);
        int from = arity == 0 ? 0 : operands.home(operands.size() - arity);
        emitter.emit(hasReferences(values) ? Op.THROW_REFS : Op.THROW, tag, from, operands.slots(arity));
        live = false;
    }

    /** Translates {@code throw_ref}. */
    void throwReference() {
        emitter.emit(Op.THROW_REF, operands.read(operands.size() - 1));
        live = false;
    }

    /** Translates {@code rethrow} of the exception of a handler. */
    void rethrow(int label) {
        emitter.emit(Op.THROW_REF, target(label).home);
        live = false;
    }
}
