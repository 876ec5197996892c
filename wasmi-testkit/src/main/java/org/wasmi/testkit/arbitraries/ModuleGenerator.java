package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.testkit.arbitraries.Environment.DataPart;
import org.wasmi.testkit.arbitraries.Environment.ElementPart;
import org.wasmi.testkit.arbitraries.Environment.GlobalPart;
import org.wasmi.testkit.arbitraries.Environment.MemoryPart;
import org.wasmi.testkit.arbitraries.Environment.Mode;
import org.wasmi.testkit.arbitraries.Environment.TablePart;
import org.wasmi.testkit.arbitraries.Environment.TagPart;
import org.wasmi.testkit.oracle.OracleValue;

/** Generates what the functions of a module share, then its functions and how they are called. */
final class ModuleGenerator {

    private final Choice choice;
    private TypePool pool = new TypePool(List.of(), false, false);
    private ReferenceConstants references;

    ModuleGenerator(Random random) {
        choice = new Choice(random);
        references = new ReferenceConstants(choice, pool, 0, Node::zero);
    }

    WasmModule generate() {
        boolean objects = choice.percent(50);
        List<RecGroup> groups = objects ? new TypeGenerator(choice).generate() : List.of();
        pool = new TypePool(groups, objects, choice.percent(40));
        List<Signature> own = new ArrayList<>();
        for (int i = choice.weighted(0, 4, 4, 3, 2); i > 0; i--) {
            own.add(signature());
        }
        if (own.size() > 2 && choice.percent(50)) {
            // What the first one gives, the second one takes, so that others can pass it on untouched.
            ValType passed = choice.percent(50) ? RefType.FUNCREF : RefType.EXTERNREF;
            own.set(0, Signature.alone(new FuncType(List.of(), List.of(passed))));
            own.set(1, Signature.alone(new FuncType(List.of(passed), List.of())));
        }
        int start = Environment.NO_START;
        if (choice.percent(12)) {
            start = own.size();
            own.add(Signature.alone(new FuncType(List.of(), List.of())));
        }
        Environment environment = environment(groups, own, start);
        List<FuncType> all =
                environment.functionTypes(own.stream().map(Signature::type).toList());
        List<FunctionTree> functions = new ArrayList<>();
        for (Signature each : own) {
            functions.add(new FunctionGenerator(choice, environment, pool, all, each.type()).generate(each.declared()));
        }
        return new WasmModule(environment, functions, calls(environment, own));
    }

    /** The type of a function, and its index among the types of the environment if it is there. */
    private record Signature(FuncType type, int declared) {
        static Signature alone(FuncType type) {
            return new Signature(type, FunctionTree.ALONE);
        }
    }

    private Signature signature() {
        List<Integer> declared = pool.subtypes(AbstractHeapType.FUNC);
        if (!declared.isEmpty() && choice.percent(60)) {
            int index = choice.of(declared);
            return new Signature((FuncType) pool.composite(index), index);
        }
        return Signature.alone(new FuncType(types(choice.weighted(2, 3, 3, 2, 1)), types(choice.weighted(2, 6, 2, 1))));
    }

    private List<ValType> types(int count) {
        return IntStream.range(0, count).mapToObj(i -> pool.any(choice)).toList();
    }

    private Environment environment(List<RecGroup> groups, List<Signature> own, int start) {
        List<HostModule.Function> hostFunctions = new ArrayList<>(HostModule.functions());
        for (int left = choice.weighted(6, 2, 1); hostFunctions.size() > left; ) {
            hostFunctions.remove(choice.below(hostFunctions.size()));
        }
        int functions = hostFunctions.size() + own.size();
        List<Integer> declared = new ArrayList<>(Collections.nCopies(hostFunctions.size(), FunctionTree.ALONE));
        own.forEach(each -> declared.add(each.declared()));
        pool.declare(declared);
        references = new ReferenceConstants(choice, pool, functions, type -> initial(type, List.of()));
        List<GlobalPart> globals = globals();
        List<MemoryPart> memories = new ArrayList<>();
        for (int i = choice.weighted(1, 8, 2); i > 0; i--) {
            memories.add(new MemoryPart(memoryType(), memories.isEmpty() && choice.percent(20)));
        }
        List<TablePart> tables = new ArrayList<>();
        // Room for every function.
        TableType first = new TableType(addressType(), RefType.FUNCREF, Limits.between(8, 12));
        tables.add(new TablePart(first, choice.percent(20)));
        if (choice.percent(40)) {
            RefType element = pool.nullable(choice);
            TableType type = new TableType(addressType(), element, Limits.between(choice.between(0, 5), 14));
            tables.add(new TablePart(type, false));
        }
        List<TagPart> tags = pool.hasExceptions() ? tags() : List.of();
        List<Export> exports =
                new ArrayList<>(exports(globals.size() + 1, memories.size(), tables.size(), tags.size()));
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).type().params().stream().allMatch(this::hasArgument)) {
                exports.add(new Export(WasmModule.exportName(i), ExternKind.FUNC, hostFunctions.size() + i));
            }
        }
        return new Environment(
                groups,
                hostFunctions,
                globals,
                memories,
                tables,
                tags,
                elements(functions, globals, tables),
                data(globals, memories),
                exports,
                start,
                List.of(15, 50, 200).get(choice.weighted(3, 3, 1)));
    }

    private List<TagPart> tags() {
        List<TagPart> tags = new ArrayList<>();
        for (HostModule.Tag each : HostModule.tags()) {
            if (choice.percent(35)) {
                tags.add(new TagPart(each.type().params(), Optional.of(each.name())));
            }
        }
        for (int i = choice.between(1, 2); i > 0; i--) {
            tags.add(new TagPart(types(choice.weighted(2, 4, 2, 1)), Optional.empty()));
        }
        return tags;
    }

    private AddressType addressType() {
        return choice.percent(30) ? AddressType.I64 : AddressType.I32;
    }

    private MemoryType memoryType() {
        long min = choice.weighted(1, 9);
        Limits pages = choice.percent(85) ? Limits.between(min, choice.between(2, 3)) : Limits.between(min, 1);
        boolean shared = choice.percent(30);
        if (choice.percent(80)) {
            return new MemoryType(addressType(), pages, MemoryType.PAGE_SHIFT, shared);
        }
        long bytes = min * choice.between(300, 5_000);
        return new MemoryType(addressType(), Limits.between(bytes, bytes + choice.below(20)), 0, shared);
    }

    /** Exports all but functions. */
    private static List<Export> exports(int globals, int memories, int tables, int tags) {
        List<Export> exports = new ArrayList<>();
        for (int i = 0; i < memories; i++) {
            exports.add(new Export("memory" + i, ExternKind.MEMORY, i));
        }
        for (int i = 0; i < tables; i++) {
            exports.add(new Export("table" + i, ExternKind.TABLE, i));
        }
        for (int i = 0; i < globals; i++) {
            exports.add(new Export("global" + i, ExternKind.GLOBAL, i));
        }
        for (int i = 0; i < tags; i++) {
            exports.add(new Export("tag" + i, ExternKind.TAG, i));
        }
        return exports;
    }

    private List<GlobalPart> globals() {
        List<GlobalPart> globals = new ArrayList<>();
        for (HostModule.Global each : HostModule.globals()) {
            if (choice.percent(10)) {
                globals.add(new GlobalPart(
                        each.type(),
                        Optional.of(each.name()),
                        Node.zero(each.type().type())));
            }
        }
        List<GlobalPart> imported = List.copyOf(globals);
        for (int i = choice.between(0, 5); i > 0; i--) {
            ValType type = pool.any(choice);
            Node init = initial(type, imported);
            globals.add(new GlobalPart(new GlobalType(type, choice.percent(80)), Optional.empty(), init));
        }
        return globals;
    }

    /** All functions are in table 0, and in a segment that allows to refer to them; there may be more. */
    private List<ElementPart> elements(int functions, List<GlobalPart> globals, List<TablePart> tables) {
        List<Node> all = IntStream.range(0, functions)
                .mapToObj(i -> Node.of("ref.func", List.of((long) i), List.<ValType>of(RefType.FUNCREF)))
                .toList();
        List<ElementPart> elements = new ArrayList<>();
        Node first = wide(tables.get(0).type().address(), Node.i32(0));
        elements.add(new ElementPart(Mode.ACTIVE, RefType.FUNCREF, 0, first, all));
        elements.add(new ElementPart(Mode.PASSIVE, RefType.FUNCREF, 0, Node.i32(0), all));
        elements.add(new ElementPart(Mode.DECLARATIVE, RefType.FUNCREF, 0, Node.i32(0), all));
        for (int i = choice.weighted(6, 3, 1); i > 0; i--) {
            int table = choice.below(tables.size());
            RefType type = tables.get(table).type().element();
            List<Node> items = IntStream.range(0, choice.below(4))
                    .mapToObj(item -> initial(type, globals))
                    .toList();
            elements.add(
                    choice.percent(40)
                            ? new ElementPart(
                                    Mode.ACTIVE,
                                    type,
                                    table,
                                    offset(tables.get(table).type().address(), globals),
                                    items)
                            : new ElementPart(Mode.PASSIVE, type, table, Node.i32(0), items));
        }
        // For arrays of references.
        List<TypePool.Field> held =
                pool.fields(each -> each.isElement() && each.of().storage() instanceof RefType);
        if (!held.isEmpty() && choice.percent(60)) {
            RefType type = (RefType) choice.of(held).of().storage();
            List<Node> items = IntStream.range(0, choice.below(5))
                    .mapToObj(item -> initial(type, globals))
                    .toList();
            elements.add(new ElementPart(Mode.PASSIVE, type, 0, Node.i32(0), items));
        }
        return elements;
    }

    private List<DataPart> data(List<GlobalPart> globals, List<MemoryPart> memories) {
        List<DataPart> data = new ArrayList<>(List.of(new DataPart(Mode.PASSIVE, 0, Node.i32(0), bytes())));
        for (int i = 0; i < memories.size(); i++) {
            if (memories.get(i).type().limits().min() > 0) {
                AddressType address = memories.get(i).type().address();
                Node offset =
                        choice.percent(80) ? wide(address, Node.i32(choice.below(100))) : offset(address, globals);
                data.add(new DataPart(Mode.ACTIVE, i, offset, bytes()));
            }
        }
        return data;
    }

    /** {@return the place of a segment, near the beginning} */
    private Node offset(AddressType address, List<GlobalPart> globals) {
        if (address == AddressType.I64) {
            return wide(address, Node.i32(choice.below(4)));
        }
        List<Node> imported = imported(I32, globals);
        if (!imported.isEmpty() && choice.percent(70)) {
            return choice.of(imported);
        }
        return choice.percent(70)
                ? Node.i32(choice.below(4))
                : Node.of("i32.sub", List.of(I32), Node.i32(choice.between(2, 4)), Node.i32(choice.below(3)));
    }

    /** {@return a constant as an offset} */
    private static Node wide(AddressType address, Node constant) {
        return address == AddressType.I32 ? constant : Node.of("i64.const", constant.immediates(), List.of(I64));
    }

    /** {@return what reads the imported globals of a type that do not change} */
    private static List<Node> imported(ValType type, List<GlobalPart> globals) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < globals.size() && globals.get(i).importedAs().isPresent(); i++) {
            GlobalType global = globals.get(i).type();
            if (global.type().equals(type) && !global.mutable()) {
                nodes.add(Node.of("global.get", List.of((long) i), List.of(type)));
            }
        }
        return nodes;
    }

    private List<Byte> bytes() {
        return IntStream.range(0, choice.below(40))
                .mapToObj(i -> (byte) choice.i32())
                .toList();
    }

    /** {@return a constant expression} */
    private Node initial(ValType type, List<GlobalPart> globals) {
        List<Node> imported = imported(type, globals);
        if (!imported.isEmpty() && choice.percent(40)) {
            return choice.of(imported);
        }
        if (type instanceof RefType reference) {
            return references.of(reference);
        }
        if (type.equals(VecType.V128)) {
            return VectorSignature.constant(choice);
        }
        NumType number = (NumType) type;
        if ((number == I32 || number == I64) && choice.percent(20)) {
            String operator = number + choice.of(List.of(".add", ".sub", ".mul"));
            return Node.of(operator, List.of(type), constant(number), constant(number));
        }
        return constant(number);
    }

    private Node constant(NumType type) {
        long bits =
                switch (type) {
                    case I32 -> choice.i32();
                    case I64 -> choice.i64();
                    case F32 -> choice.f32();
                    case F64 -> choice.f64();
                };
        return Node.of(type + ".const", List.of(bits), List.of(type));
    }

    private List<WasmModule.Call> calls(Environment environment, List<Signature> own) {
        int functions = environment.hostFunctions().size() + own.size();
        List<WasmModule.Call> calls = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < own.size(); i++) {
                List<ValType> params = own.get(i).type().params();
                if (!params.stream().allMatch(this::hasArgument)) {
                    continue; // not exported
                }
                List<OracleValue> arguments =
                        params.stream().map(param -> argument(param, functions)).toList();
                calls.add(new WasmModule.Call(WasmModule.exportName(i), arguments));
            }
        }
        return calls;
    }

    private OracleValue argument(ValType type, int functions) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> new OracleValue.I32(choice.i32());
                case I64 -> new OracleValue.I64(choice.i64());
                case F32 -> new OracleValue.F32(choice.f32());
                case F64 -> new OracleValue.F64(choice.f64());
            };
        }
        if (type.equals(VecType.V128)) {
            return new OracleValue.V128(VectorSignature.half(choice), VectorSignature.half(choice));
        }
        RefType reference = (RefType) type;
        if (reference.nullable() && choice.percent(30)) {
            return OracleValue.nullRef();
        }
        return switch (kindOfArgument(reference)) {
            case EXTERN -> HostModule.OBJECT;
            case I31 -> new OracleValue.I31(choice.i32() & 0x7FFF_FFFF);
            case FUNC ->
                new OracleValue.Function(
                        reference.heap() == AbstractHeapType.FUNC
                                ? choice.below(functions)
                                : choice.of(pool.functionsOf(reference.heap())));
            default -> OracleValue.nullRef();
        };
    }

    /** {@return what a caller from outside has for a parameter: one of three kinds, or null} */
    private AbstractHeapType kindOfArgument(RefType type) {
        if (type.heap() instanceof TypeUse) {
            return pool.functionsOf(type.heap()).isEmpty() ? AbstractHeapType.NONE : AbstractHeapType.FUNC;
        }
        return switch ((AbstractHeapType) type.heap()) {
            case EXTERN -> AbstractHeapType.EXTERN;
            case ANY, EQ, I31 -> AbstractHeapType.I31;
            case FUNC -> AbstractHeapType.FUNC;
            default -> AbstractHeapType.NONE;
        };
    }

    private boolean hasArgument(ValType type) {
        return !(type instanceof RefType reference)
                || reference.nullable()
                || kindOfArgument(reference) != AbstractHeapType.NONE;
    }
}
