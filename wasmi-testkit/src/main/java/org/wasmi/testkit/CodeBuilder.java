package org.wasmi.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.Operators.Operator;

/**
 * Writes the operators of one function body or constant expression of a {@link ModuleBuilder}. Nothing is validated, so
 * that invalid code can be written, too. The module builder appends the last {@code end} of a body. Not thread-safe.
 * All methods return the builder itself.
 */
public final class CodeBuilder {
    private static final List<String> CLAUSES = List.of("catch", "catch_ref", "catch_all", "catch_all_ref");

    private final ModuleBuilder module;
    private final List<ValType> locals = new ArrayList<>();
    private final BinaryWriter out = new BinaryWriter();

    CodeBuilder(ModuleBuilder module) {
        this.module = module;
    }

    /**
     * {@return the names of all operators of Wasm 3.0, its proposals and legacy exceptions, as in the text format,
     * except that a {@code select} with types is {@code select_t}, and a test or cast to a nullable type has the suffix
     * {@code _null}}
     */
    public static Set<String> operators() {
        return Operators.all().stream().map(Operator::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Declares locals; their indices follow those of parameters and earlier locals. */
    public CodeBuilder locals(ValType... types) {
        locals.addAll(List.of(types));
        return this;
    }

    /**
     * Appends an operator by its name in the text format.
     *
     * @param name the name, such as {@code i32.add}
     * @param immediates the immediates of the operator in the order of the binary format: indices, or the constant of
     *     {@code i32.const} and {@code i64.const}. A load or store has the offset (default 0), the alignment as a power
     *     of two (default: natural), and the memory (default 0); a load or store of a lane has the lane before these.
     *     Omitted trailing indices are 0
     * @throws IllegalArgumentException if there is no such operator, if it has fewer immediates, or if it has a method
     *     of its own because its immediates are not plain numbers
     */
    public CodeBuilder op(String name, long... immediates) {
        Operator operator = Operators.named(name);
        opcode(operator);
        String kinds = operator.immediates();
        if (kinds.equals("m")) {
            return memoryArgument(operator, immediates);
        } else if (kinds.equals("ml")) {
            return laneAccess(operator, immediates);
        }
        if (immediates.length > kinds.length()) {
            throw new IllegalArgumentException(name + " has " + kinds.length() + " immediates");
        }
        for (int i = 0; i < kinds.length(); i++) {
            long value = i < immediates.length ? immediates[i] : 0;
            switch (kinds.charAt(i)) {
                case 'x' -> out.u(value);
                case 's' -> out.s(value);
                case 'l', 'z' -> out.u8((int) value);
                default -> throw new IllegalArgumentException(name + " has a method of its own");
            }
        }
        return this;
    }

    private CodeBuilder laneAccess(Operator operator, long... immediates) {
        long lane = immediates.length > 0 ? immediates[0] : 0;
        memoryArgument(operator, Arrays.copyOfRange(immediates, 1, Math.max(1, immediates.length)));
        out.u8((int) lane);
        return this;
    }

    private CodeBuilder memoryArgument(Operator operator, long... immediates) {
        long offset = immediates.length > 0 ? immediates[0] : 0;
        long alignment = immediates.length > 1 ? immediates[1] : operator.naturalAlignment();
        long memory = immediates.length > 2 ? immediates[2] : 0;
        if (memory == 0) {
            out.u(alignment);
        } else {
            out.u(alignment | 0x40).u(memory);
        }
        out.u(offset);
        return this;
    }

    private CodeBuilder opcode(Operator operator) {
        out.bytes(operator.bytes());
        return this;
    }

    /** Appends several operators without immediates. */
    public CodeBuilder ops(String... names) {
        for (String name : names) {
            op(name);
        }
        return this;
    }

    /** Appends bytes as they are. */
    public CodeBuilder raw(int... bytes) {
        for (int each : bytes) {
            out.u8(each);
        }
        return this;
    }

    /** Appends {@code i32.const}. */
    public CodeBuilder i32Const(int value) {
        return op("i32.const", value);
    }

    /** Appends {@code i64.const}. */
    public CodeBuilder i64Const(long value) {
        return op("i64.const", value);
    }

    /** Appends {@code f32.const}. */
    public CodeBuilder f32Const(float value) {
        return f32Bits(Float.floatToRawIntBits(value));
    }

    /** Appends {@code f32.const} with the bits of the float, which may be those of any NaN. */
    public CodeBuilder f32Bits(int bits) {
        opcode(Operators.named("f32.const"));
        out.fixed(bits, Integer.BYTES);
        return this;
    }

    /** Appends {@code f64.const}. */
    public CodeBuilder f64Const(double value) {
        return f64Bits(Double.doubleToRawLongBits(value));
    }

    /** Appends {@code f64.const} with the bits of the float, which may be those of any NaN. */
    public CodeBuilder f64Bits(long bits) {
        opcode(Operators.named("f64.const"));
        out.fixed(bits, Long.BYTES);
        return this;
    }

    /** Appends {@code v128.const} with the lower and the upper 64 bits of the vector. */
    public CodeBuilder v128Const(long low, long high) {
        opcode(Operators.named("v128.const"));
        out.fixed(low, Long.BYTES).fixed(high, Long.BYTES);
        return this;
    }

    /** Appends {@code i8x16.shuffle} with its 16 lanes, which should be from 0 to 31. */
    public CodeBuilder shuffle(int... lanes) {
        opcode(Operators.named("i8x16.shuffle"));
        return raw(lanes);
    }

    /** Appends {@code local.get}. */
    public CodeBuilder localGet(int local) {
        return op("local.get", local);
    }

    /** Appends {@code local.get} for each of the given locals. */
    public CodeBuilder localsGet(int... indices) {
        for (int local : indices) {
            localGet(local);
        }
        return this;
    }

    /** Appends {@code local.set}. */
    public CodeBuilder localSet(int local) {
        return op("local.set", local);
    }

    /** Appends {@code local.tee}. */
    public CodeBuilder localTee(int local) {
        return op("local.tee", local);
    }

    /** Appends {@code global.get}. */
    public CodeBuilder globalGet(int global) {
        return op("global.get", global);
    }

    /** Appends {@code global.set}. */
    public CodeBuilder globalSet(int global) {
        return op("global.set", global);
    }

    /** Appends {@code ref.null}. */
    public CodeBuilder refNull(HeapType heap) {
        opcode(Operators.named("ref.null"));
        ModuleBuilder.write(out, heap);
        return this;
    }

    /** Appends {@code ref.test} or {@code ref.cast} by its name, to a type. */
    public CodeBuilder cast(String name, RefType type) {
        opcode(Operators.named(name + (type.nullable() ? "_null" : "")));
        ModuleBuilder.write(out, type.heap());
        return this;
    }

    /** Appends {@code br_on_cast} or {@code br_on_cast_fail} by its name, from one type to another. */
    public CodeBuilder branchOnCast(String name, int depth, RefType from, RefType to) {
        opcode(Operators.named(name));
        out.u8((from.nullable() ? 1 : 0) | (to.nullable() ? 2 : 0)).u(depth);
        ModuleBuilder.write(out, from.heap());
        ModuleBuilder.write(out, to.heap());
        return this;
    }

    /** Appends {@code ref.func}. */
    public CodeBuilder refFunc(int function) {
        return op("ref.func", function);
    }

    /** Appends {@code select} with the type of its operands. */
    public CodeBuilder select(ValType type) {
        opcode(Operators.named("select_t"));
        ModuleBuilder.write(out.u(1), type);
        return this;
    }

    /** Opens a {@code block} without parameters and results. */
    public CodeBuilder block() {
        return block("->");
    }

    /** Opens a {@code block}; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder block(String signature) {
        return structured("block", signature);
    }

    /** Opens a {@code loop} without parameters and results. */
    public CodeBuilder loop() {
        return loop("->");
    }

    /** Opens a {@code loop}; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder loop(String signature) {
        return structured("loop", signature);
    }

    /** Opens an {@code if} without parameters and results. */
    public CodeBuilder ifThen() {
        return ifThen("->");
    }

    /** Opens an {@code if}; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder ifThen(String signature) {
        return structured("if", signature);
    }

    private CodeBuilder structured(String name, String signature) {
        opcode(Operators.named(name));
        FuncType type = ModuleBuilder.signature(signature);
        if (type.params().isEmpty() && type.results().isEmpty()) {
            out.u8(0x40);
        } else if (type.params().isEmpty() && type.results().size() == 1) {
            ModuleBuilder.write(out, type.results().get(0));
        } else {
            out.s(module.typeIndex(type));
        }
        return this;
    }

    /**
     * Opens a {@code try_table}.
     *
     * @param signature as in {@link ModuleBuilder#signature}
     * @param clauses such as {@code catch 1 0}, with tag and depth, {@code catch_ref 1 0}, {@code catch_all 0} and
     *     {@code catch_all_ref 0}
     */
    public CodeBuilder tryTable(String signature, String... clauses) {
        structured("try_table", signature);
        out.u(clauses.length);
        for (String clause : clauses) {
            String[] words = clause.split(" ", -1);
            out.u8(CLAUSES.indexOf(words[0]));
            for (int i = 1; i < words.length; i++) {
                out.u(Integer.parseInt(words[i]));
            }
        }
        return this;
    }

    /** Opens a {@code try} of the legacy proposal; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder legacyTry(String signature) {
        return structured("try", signature);
    }

    /** Appends {@code else}. */
    public CodeBuilder orElse() {
        return op("else");
    }

    /** Closes a block of any kind. */
    public CodeBuilder end() {
        return op("end");
    }

    /** Appends {@code br}. */
    public CodeBuilder br(int depth) {
        return op("br", depth);
    }

    /** Appends {@code br_if}. */
    public CodeBuilder brIf(int depth) {
        return op("br_if", depth);
    }

    /** Appends {@code br_table}. */
    public CodeBuilder brTable(List<Integer> depths, int defaultDepth) {
        opcode(Operators.named("br_table"));
        out.u(depths.size());
        depths.forEach(out::u);
        out.u(defaultDepth);
        return this;
    }

    /** Appends {@code call}. */
    public CodeBuilder call(int function) {
        return op("call", function);
    }

    /** Appends {@code call_indirect}; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder callIndirect(int table, String signature) {
        return op("call_indirect", module.typeIndex(ModuleBuilder.signature(signature)), table);
    }

    /** Appends {@code return_call}. */
    public CodeBuilder returnCall(int function) {
        return op("return_call", function);
    }

    /** Appends {@code return_call_indirect}; the signature is as in {@link ModuleBuilder#signature}. */
    public CodeBuilder returnCallIndirect(int table, String signature) {
        return op("return_call_indirect", module.typeIndex(ModuleBuilder.signature(signature)), table);
    }

    /** {@return the bytes of the body: locals, operators, {@code end}} */
    byte[] body() {
        BinaryWriter body = new BinaryWriter();
        List<ValType> runs = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (ValType type : locals) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).equals(type)) {
                lengths.set(last, lengths.get(last) + 1);
            } else {
                runs.add(type);
                lengths.add(1);
            }
        }
        body.u(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            ModuleBuilder.write(body.u(lengths.get(i)), runs.get(i));
        }
        return body.bytes(expression()).toByteArray();
    }

    /** {@return the bytes of the operators and {@code end}} */
    byte[] expression() {
        return new BinaryWriter().bytes(out.toByteArray()).u8(0x0B).toByteArray();
    }
}
