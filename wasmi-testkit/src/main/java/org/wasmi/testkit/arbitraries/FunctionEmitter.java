package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/** Writes the operators of a generated function, and those that pay from the fuel. */
final class FunctionEmitter {
    private static final int CANONICAL_F32 = 0x7FC0_0000;
    private static final long CANONICAL_F64 = 0x7FF8_0000_0000_0000L;

    private final ModuleBuilder module;
    private final int fuel;
    private final CodeBuilder code;
    private final List<ValType> results;
    private final List<Long> labels = new ArrayList<>(List.of(0L));

    /**
     * Makes an emitter of a function body or constant expression.
     *
     * @param module what the function belongs to
     * @param fuel the index of the global that holds the fuel, or {@link Environment#UNPAID}
     * @param code where to write
     * @param results the types of the results
     */
    FunctionEmitter(ModuleBuilder module, int fuel, CodeBuilder code, List<ValType> results) {
        this.module = module;
        this.fuel = fuel;
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
                        node.types().get(0).equals(RefType.FUNCREF) ? AbstractHeapType.FUNC : AbstractHeapType.EXTERN);
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

    private void indirect(Node node, List<ValType> returned) {
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
