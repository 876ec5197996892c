package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/** Writes the operators of a generated function, and those that pay from the fuel. */
final class FunctionEmitter {
    private static final int CANONICAL_F32 = 0x7FC0_0000;
    private static final long CANONICAL_F64 = 0x7FF8_0000_0000_0000L;

    /** Stands for the label of a block to which no node branches. */
    private static final long UNNAMED = -1;

    private static final List<String> CLAUSES = List.of("catch", "catch_ref", "catch_all", "catch_all_ref");

    private final ModuleBuilder module;
    private final Environment environment;
    private final int fuel;
    private final CodeBuilder code;
    private final List<ValType> results;
    private final List<Long> labels = new ArrayList<>(List.of(0L));

    /**
     * Makes an emitter of a function body or constant expression.
     *
     * @param module what the function belongs to
     * @param environment what functions share
     * @param code where to write
     * @param results the types of the results
     */
    FunctionEmitter(ModuleBuilder module, Environment environment, CodeBuilder code, List<ValType> results) {
        this.module = module;
        this.environment = environment;
        fuel = environment.fuelGlobal();
        this.code = code;
        this.results = results;
    }

    void emit(FunctionTree function) {
        code.locals(function.locals().toArray(ValType[]::new));
        payFuel();
        function.body().forEach(this::emit);
    }

    /** Takes one unit, or returns zeros if there is none. */
    private void payFuel() {
        if (fuel == Environment.UNPAID) {
            return;
        }
        code.globalGet(fuel).op("i32.eqz").ifThen();
        Node.zeros(results).forEach(this::emit);
        code.op("return").end();
        code.globalGet(fuel).i32Const(1).op("i32.sub").globalSet(fuel);
    }

    void emit(Node node) {
        node.operands().forEach(this::emit);
        switch (node.operator()) {
            case Node.POP -> {}
            case Node.CANONICAL -> canonical(node);
            case "block", "loop", "if" -> structured(node);
            case "br" -> code.br(depth(node.immediates().get(0)));
            case "br_if" -> code.brIf(depth(node.immediates().get(0)));
            case "br_table" -> {
                List<Integer> depths =
                        node.immediates().stream().map(this::depth).toList();
                int last = depths.size() - 1;
                code.brTable(depths.subList(0, last), depths.get(last));
            }
            case "call_indirect" -> indirect(node, node.types());
            case "return_call_indirect" -> indirect(node, results);
            case "select_t" -> code.select(node.types().get(0));
            case "ref.null" ->
                code.refNull(
                        node.immediates().isEmpty() ? ((RefType) node.types().get(0)).heap() : heap(node, 0));
            case "ref.test", "ref.cast" -> code.cast(node.operator(), new RefType(false, heap(node, 0)));
            case "ref.test_null" -> code.cast("ref.test", new RefType(true, heap(node, 0)));
            case "ref.cast_null" -> code.cast("ref.cast", new RefType(true, heap(node, 0)));
            case "br_on_null", "br_on_non_null" ->
                code.op(node.operator(), depth(node.immediates().get(0)));
            case "br_on_cast", "br_on_cast_fail" -> branchOnCast(node);
            case "try_table" -> guarded(node);
            case "f32.const" -> code.f32Bits(node.immediates().get(0).intValue());
            case "f64.const" -> code.f64Bits(node.immediates().get(0));
            case "v128.const" ->
                code.v128Const(node.immediates().get(0), node.immediates().get(1));
            case "i8x16.shuffle" ->
                code.shuffle(node.immediates().stream().mapToInt(Long::intValue).toArray());
            default ->
                code.op(
                        node.operator(),
                        node.immediates().stream().mapToLong(i -> i).toArray());
        }
    }

    private void canonical(Node node) {
        int scratch = node.immediates().get(node.immediates().size() - 1).intValue();
        if (node.types().get(0).equals(VecType.V128)) {
            canonicalVector(scratch, node.immediates().get(0) == 32);
            return;
        }
        boolean single = node.types().get(0).toString().equals("f32");
        code.localTee(scratch);
        if (single) {
            code.f32Bits(CANONICAL_F32);
        } else {
            code.f64Bits(CANONICAL_F64);
        }
        code.localsGet(scratch, scratch).op(single ? "f32.eq" : "f64.eq").op("select");
    }

    private void canonicalVector(int scratch, boolean single) {
        long nan = single ? CANONICAL_F32 | (long) CANONICAL_F32 << 32 : CANONICAL_F64;
        code.localTee(scratch).v128Const(nan, nan).localsGet(scratch, scratch);
        code.op(single ? "f32x4.eq" : "f64x2.eq").op("v128.bitselect");
    }

    private static HeapType heap(Node node, int immediate) {
        return TypeUses.heap(node.immediates().get(immediate));
    }

    /** The immediates are the label, flags as in the binary format, and two heap types. */
    private void branchOnCast(Node node) {
        long flags = node.immediates().get(1);
        RefType from = new RefType((flags & 1) != 0, heap(node, 2));
        RefType to = new RefType((flags & 2) != 0, heap(node, 3));
        code.branchOnCast(node.operator(), depth(node.immediates().get(0)), from, to);
    }

    /**
     * A block for the results, in it one for each handler, of which the first is the innermost, and in that the guarded
     * body.
     */
    private void guarded(Node node) {
        List<Node.Clause> clauses = node.clauses();
        List<List<ValType>> caught = clauses.stream()
                .filter(Node.Clause::isOwn)
                .map(each -> environment.caught(each))
                .toList();
        int handlers = caught.size();
        code.block(signature(List.of(), node.types()));
        labels.add(node.immediates().get(0));
        for (int i = handlers - 1; i >= 0; i--) {
            code.block(signature(List.of(), caught.get(i)));
            labels.add(UNNAMED);
        }
        List<String> texts = new ArrayList<>();
        int own = 0;
        for (Node.Clause clause : clauses) {
            int depth = clause.isOwn() ? own++ : depth(clause.label());
            texts.add(CLAUSES.get((int) clause.kind()) + (clause.hasTag() ? " " + clause.tag() : "") + " " + depth);
        }
        code.tryTable(signature(List.of(), node.types()), texts.toArray(String[]::new));
        labels.add(UNNAMED);
        node.bodies().get(0).forEach(this::emit);
        labels.remove(labels.size() - 1);
        code.end();
        for (int i = 0; i < handlers; i++) {
            code.br(handlers - i).end();
            labels.remove(labels.size() - 1);
            node.bodies().get(i + 1).forEach(this::emit);
        }
        labels.remove(labels.size() - 1);
        code.end();
    }

    private void indirect(Node node, List<ValType> returned) {
        if (node.immediates().size() > 1) {
            code.op(node.operator(), node.immediates().get(0), node.immediates().get(1));
            return;
        }
        List<ValType> operands = node.operandTypes();
        FuncType type = new FuncType(operands.subList(0, operands.size() - 1), returned);
        code.op(node.operator(), module.typeIndex(type), node.immediates().get(0));
    }

    private void structured(Node node) {
        List<ValType> params = new ArrayList<>(node.operandTypes());
        switch (node.operator()) {
            case "block" -> code.block(signature(params, node.types()));
            case "loop" -> {
                code.loop(signature(params, node.types()));
                payFuel();
            }
            default -> {
                params.remove(params.size() - 1);
                code.ifThen(signature(params, node.types()));
            }
        }
        labels.add(node.immediates().get(0));
        node.bodies().get(0).forEach(this::emit);
        if (node.bodies().size() > 1) {
            code.orElse();
            node.bodies().get(1).forEach(this::emit);
        }
        labels.remove(labels.size() - 1);
        code.end();
    }

    private int depth(long label) {
        return labels.size() - 1 - labels.lastIndexOf(label);
    }

    /** {@return a signature as {@code ModuleBuilder} reads it} */
    static String signature(List<ValType> params, List<ValType> results) {
        return names(params) + " -> " + names(results);
    }

    private static String names(List<ValType> types) {
        return types.stream().map(ValType::toString).collect(Collectors.joining(" "));
    }
}
