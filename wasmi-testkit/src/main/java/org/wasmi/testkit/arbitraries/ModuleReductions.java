package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.arbitraries.Environment.DataPart;
import org.wasmi.testkit.arbitraries.Environment.ElementPart;
import org.wasmi.testkit.arbitraries.Environment.GlobalPart;
import org.wasmi.testkit.arbitraries.Environment.MemoryPart;
import org.wasmi.testkit.arbitraries.Environment.Mode;
import org.wasmi.testkit.arbitraries.Environment.TablePart;
import org.wasmi.testkit.oracle.OracleValue;

/** Modules that are valid and one step smaller than a module. */
final class ModuleReductions {
    private final Environment environment;
    private final List<FunctionTree> functions;
    private final List<WasmModule.Call> calls;

    private ModuleReductions(Environment environment, List<FunctionTree> functions, List<WasmModule.Call> calls) {
        this.environment = environment;
        this.functions = functions;
        this.calls = calls;
    }

    /** {@return the modules, those that are much smaller first} */
    static Stream<WasmModule> of(Environment environment, List<FunctionTree> functions, List<WasmModule.Call> calls) {
        ModuleReductions reductions = new ModuleReductions(environment, functions, calls);
        return Stream.<Stream<WasmModule>>of(
                        reductions.withoutStart(),
                        reductions.fewerCalls(),
                        reductions.emptiedFunctions(),
                        reductions.fewerExports(),
                        reductions.fewerParts(),
                        reductions.fewerTypes(),
                        reductions.unpaid(),
                        reductions.smallerParts(),
                        reductions.fewerLocals(),
                        reductions.fewerParams(),
                        reductions.fewerResults(),
                        reductions.smallerFunctions())
                .flatMap(each -> each)
                .filter(WasmModule::declaresItsReferences)
                .filter(WasmModule::initializesItsLocals);
    }

    private WasmModule with(Environment changed) {
        return new WasmModule(changed, functions, calls);
    }

    private WasmModule with(List<FunctionTree> changed) {
        return new WasmModule(environment, changed, calls);
    }

    private WasmModule with(int index, FunctionTree function) {
        return with(at(functions, index, function));
    }

    private static <T> List<T> at(List<T> list, int index, T element) {
        return Reductions.replaced(list, index, index + 1, List.of(element));
    }

    private static <T> List<T> without(List<T> list, int index) {
        return Reductions.replaced(list, index, index + 1, List.of());
    }

    private static IntStream indices(List<?> list) {
        return IntStream.range(0, list.size());
    }

    private Stream<Node> code() {
        return functions.stream().flatMap(function -> Node.all(function.body()));
    }

    // Calls, exports

    private Stream<WasmModule> withoutStart() {
        return environment.start() == Environment.NO_START
                ? Stream.of()
                : Stream.of(with(environment.withStart(Environment.NO_START)));
    }

    private Stream<WasmModule> fewerCalls() {
        Stream<List<WasmModule.Call>> half =
                calls.isEmpty() ? Stream.of() : Stream.of(List.of(), calls.subList(calls.size() / 2, calls.size()));
        return Stream.concat(half, indices(calls).mapToObj(i -> without(calls, i)))
                .filter(list -> list.size() < calls.size())
                .map(list -> new WasmModule(environment, functions, list));
    }

    private Stream<WasmModule> fewerExports() {
        Set<String> called = new HashSet<>();
        calls.forEach(call -> called.add(call.export()));
        List<Export> exports = environment.exports();
        List<Export> needed =
                exports.stream().filter(each -> called.contains(each.name())).toList();
        Stream<List<Export>> none = needed.size() < exports.size() ? Stream.of(needed) : Stream.of();
        Stream<List<Export>> fewer = indices(exports)
                .filter(i -> !called.contains(exports.get(i).name()))
                .mapToObj(i -> without(exports, i));
        return Stream.concat(none, fewer).map(each -> with(environment.withExports(each)));
    }

    // Parts

    /** Each part is removed to which nothing refers, or which has another one like it to refer to instead. */
    private Stream<WasmModule> fewerParts() {
        List<ElementPart> elements = environment.elements();
        List<GlobalPart> globals = environment.globals();
        List<TablePart> tables = environment.tables();
        Stream<WasmModule> withoutElements = fewer(
                Space.ELEMENT,
                elements,
                i -> i,
                (one, two) -> one.type().equals(two.type()),
                environment::withElements);
        Stream<WasmModule> withoutData =
                fewer(Space.DATA, environment.data(), i -> i, (one, two) -> true, environment::withData);
        Stream<WasmModule> withoutFunctions =
                indices(functions).mapToObj(this::withoutFunction).flatMap(each -> each);
        Stream<WasmModule> withoutHosts = fewer(
                Space.FUNCTION,
                environment.hostFunctions(),
                i -> i,
                (one, two) -> one.type().equals(two.type()),
                environment::withHostFunctions);
        Stream<WasmModule> withoutGlobals = fewer(
                Space.GLOBAL,
                globals,
                i -> environment.globalIndex((int) i),
                (one, two) -> one.type().equals(two.type())
                        && one.importedAs().isPresent() == two.importedAs().isPresent(),
                environment::withGlobals);
        Stream<WasmModule> withoutTables = fewer(
                Space.TABLE,
                tables,
                i -> i,
                (one, two) -> one.type().element().equals(two.type().element())
                        && one.type().address() == two.type().address(),
                environment::withTables);
        Stream<WasmModule> withoutMemories = fewer(
                Space.MEMORY,
                environment.memories(),
                i -> i,
                (one, two) -> one.type().address() == two.type().address(),
                environment::withMemories);
        Stream<WasmModule> withoutTags = fewer(
                Space.TAG,
                environment.tags(),
                i -> i,
                (one, two) -> one.carried().equals(two.carried())
                        && one.importedAs().isPresent() == two.importedAs().isPresent(),
                environment::withTags);
        return Stream.of(
                        withoutTags,
                        withoutElements,
                        withoutData,
                        withoutFunctions,
                        withoutHosts,
                        withoutGlobals,
                        withoutTables,
                        withoutMemories)
                .flatMap(each -> each);
    }

    private <T> Stream<WasmModule> fewer(
            Space space,
            List<T> parts,
            LongUnaryOperator indexOf,
            BiPredicate<T, T> alike,
            Function<List<T>, Environment> changed) {
        return indices(parts).boxed().flatMap(i -> {
            int[] others = indices(parts)
                    .filter(other -> other != i && alike.test(parts.get(i), parts.get(other)))
                    .map(other -> (int) indexOf.applyAsLong(other))
                    .toArray();
            Environment rest = changed.apply(without(parts, i));
            return without(rest, functions, space, (int) indexOf.applyAsLong(i), others);
        });
    }

    private Stream<WasmModule> withoutFunction(int own) {
        int hosts = environment.hostFunctions().size();
        FuncType type = functions.get(own).type();
        if (own == environment.start()) {
            return Stream.of();
        }
        Environment rest = environment.start() > own ? environment.withStart(environment.start() - 1) : environment;
        List<FuncType> types = environment.functionTypes(
                functions.stream().map(FunctionTree::type).toList());
        int declared = functions.get(own).declared();
        int[] others = indices(types)
                .filter(i -> i != hosts + own
                        && types.get(i).equals(type)
                        && declared
                                == (i < hosts
                                        ? FunctionTree.ALONE
                                        : functions.get(i - hosts).declared()))
                .toArray();
        return without(rest, without(functions, own), Space.FUNCTION, hosts + own, others);
    }

    /**
     * {@return the module without a part: what refers to it refers to another one instead; nothing if there is none}
     *
     * @param rest the environment without the part
     * @param left the functions without the part
     * @param space of what kind it is
     * @param index its index
     * @param others the indices of parts like it
     */
    private Stream<WasmModule> without(
            Environment rest, List<FunctionTree> left, Space space, int index, int[] others) {
        Set<String> gone = new HashSet<>();
        List<Export> exports = rest.exports().stream()
                .filter(each -> !Environment.isOf(each, space) || each.index() != index)
                .toList();
        rest.exports().forEach(each -> gone.add(each.name()));
        exports.forEach(each -> gone.remove(each.name()));
        List<WasmModule.Call> leftCalls =
                calls.stream().filter(each -> !gone.contains(each.export())).toList();
        Environment changed = rest.withExports(exports);
        boolean used = left.stream().anyMatch(each -> each.refersTo(space, index))
                || changed.refersTo(space, index)
                || (space == Space.FUNCTION
                        && leftCalls.stream()
                                .anyMatch(each -> each.arguments().contains(new OracleValue.Function(index))));
        if (used && others.length == 0) {
            return Stream.of();
        }
        int substitute = used ? others[0] : index;
        LongUnaryOperator change = i -> {
            long kept = i == index ? substitute : i;
            return kept > index ? kept - 1 : kept;
        };
        return Stream.of(renumbered(new WasmModule(changed, left, leftCalls), space, change));
    }

    private static WasmModule renumbered(WasmModule module, Space space, LongUnaryOperator change) {
        List<FunctionTree> functions = module.functions().stream()
                .map(each -> each.renumbered(space, change))
                .toList();
        List<WasmModule.Call> calls = module.calls().stream()
                .map(call -> new WasmModule.Call(
                        call.export(),
                        call.arguments().stream()
                                .map(each -> space == Space.FUNCTION ? renumbered(each, change) : each)
                                .toList()))
                .toList();
        return new WasmModule(module.environment().renumbered(space, change), functions, calls);
    }

    private static OracleValue renumbered(OracleValue value, LongUnaryOperator change) {
        return value instanceof OracleValue.Function function
                ? new OracleValue.Function((int) change.applyAsLong(function.index()))
                : value;
    }

    /**
     * Without a group of types to which nothing else refers, without one type of a group, or with a function of which
     * the type is alone.
     */
    private Stream<WasmModule> fewerTypes() {
        List<WasmModule> fewer = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < environment.types().size(); i++) {
            RecGroup group = environment.types().get(i);
            int size = group.types().size();
            withoutTypes(environment.withTypes(without(environment.types(), i)), start, size)
                    .ifPresent(fewer::add);
            for (int k = 0; k < size && size > 1; k++) {
                RecGroup smaller = new RecGroup(without(group.types(), k));
                withoutTypes(environment.withTypes(at(environment.types(), i, smaller)), start + k, 1)
                        .ifPresent(fewer::add);
            }
            start += size;
        }
        indices(functions).filter(this::canBeAlone).forEach(i -> {
            FunctionTree function = functions.get(i);
            fewer.add(
                    with(i, new FunctionTree(function.type(), FunctionTree.ALONE, function.locals(), function.body())));
        });
        return fewer.stream();
    }

    /** {@return the module with an environment that lacks types, if nothing refers to these} */
    private Optional<WasmModule> withoutTypes(Environment rest, int first, int count) {
        boolean used = IntStream.range(first, first + count)
                .anyMatch(i -> rest.refersTo(Space.TYPE, i)
                        || functions.stream().anyMatch(each -> each.refersTo(Space.TYPE, i)));
        return used
                ? Optional.empty()
                : Optional.of(renumbered(
                        new WasmModule(rest, functions, calls),
                        Space.TYPE,
                        i -> i >= (long) first + count ? i - count : i));
    }

    /** {@return whether nothing needs the type that a function is declared to have} */
    private boolean canBeAlone(int own) {
        long index = (long) environment.hostFunctions().size() + own;
        return functions.get(own).declared() != FunctionTree.ALONE
                && Stream.concat(code(), Node.all(environment.expressions()))
                        .noneMatch(node -> node.operator().equals("ref.func")
                                && node.immediates().get(0) == index
                                && !node.types().equals(List.of(RefType.FUNCREF)))
                && calls.stream().noneMatch(call -> call.arguments().contains(new OracleValue.Function((int) index)));
    }

    /** Without the fuel, if everything ends without it. */
    private Stream<WasmModule> unpaid() {
        int hosts = environment.hostFunctions().size();
        boolean ends = code().noneMatch(node -> switch (node.operator()) {
            case "loop", "call_indirect", "return_call_indirect", "call_ref", "return_call_ref" -> true;
            case "call", "return_call" -> node.immediates().get(0) >= hosts;
            default -> false;
        });
        int fuel = environment.fuelGlobal();
        if (fuel == Environment.UNPAID || !ends) {
            return Stream.of();
        }
        List<Export> exports = environment.exports().stream()
                .filter(each -> each.kind() != ExternKind.GLOBAL || each.index() != fuel)
                .toList();
        WasmModule changed = with(environment.withExports(exports));
        WasmModule numbered = renumbered(changed, Space.GLOBAL, i -> i > fuel ? i - 1 : i);
        return Stream.of(new WasmModule(numbered.environment().unpaid(), numbered.functions(), numbered.calls()));
    }

    private Stream<WasmModule> smallerParts() {
        Stream<Environment> elements =
                smaller(environment.elements(), ModuleReductions::smaller, environment::withElements);
        Stream<Environment> data = smaller(environment.data(), ModuleReductions::smaller, environment::withData);
        Stream<Environment> globals = smaller(
                environment.globals(),
                global -> Reductions.ofConstant(global.init()).stream()
                        .map(each -> new GlobalPart(global.type(), global.importedAs(), each)),
                environment::withGlobals);
        Stream<Environment> tables = smaller(environment.tables(), ModuleReductions::smaller, environment::withTables);
        Stream<Environment> memories =
                smaller(environment.memories(), ModuleReductions::smaller, environment::withMemories);
        return Stream.of(elements, data, globals, tables, memories)
                .flatMap(each -> each)
                .map(this::with);
    }

    private static <T> Stream<Environment> smaller(
            List<T> parts, Function<T, Stream<T>> smaller, Function<List<T>, Environment> changed) {
        return indices(parts).boxed().flatMap(i -> smaller.apply(parts.get(i))
                .map(each -> changed.apply(at(parts, i, each))));
    }

    private static Stream<ElementPart> smaller(ElementPart part) {
        List<Node> items = part.items();
        Stream<ElementPart> fewer = Stream.concat(
                        Stream.of(List.<Node>of()), indices(items).mapToObj(i -> without(items, i)))
                .filter(each -> each.size() < items.size())
                .map(each -> new ElementPart(part.mode(), part.type(), part.table(), part.offset(), each));
        if (part.mode() == Mode.DECLARATIVE) {
            return fewer; // its items are functions only
        }
        Stream<ElementPart> passive = part.mode() == Mode.PASSIVE
                ? Stream.of()
                : Stream.of(new ElementPart(Mode.PASSIVE, part.type(), 0, Node.i32(0), items));
        Stream<ElementPart> nearer = Reductions.ofConstant(part.offset()).stream()
                .map(each -> new ElementPart(part.mode(), part.type(), part.table(), each, items));
        Stream<ElementPart> simpler = indices(items).boxed().flatMap(i -> Reductions.ofConstant(items.get(i)).stream()
                .map(each ->
                        new ElementPart(part.mode(), part.type(), part.table(), part.offset(), at(items, i, each))));
        return Stream.of(fewer, passive, nearer, simpler).flatMap(each -> each);
    }

    private static Stream<DataPart> smaller(DataPart part) {
        List<Byte> bytes = part.bytes();
        Stream<DataPart> fewer = IntStream.of(0, bytes.size() / 2, bytes.size() - 1)
                .filter(size -> size >= 0 && size < bytes.size())
                .distinct()
                .mapToObj(size -> new DataPart(part.mode(), part.memory(), part.offset(), bytes.subList(0, size)));
        Stream<DataPart> passive = part.mode() == Mode.PASSIVE
                ? Stream.of()
                : Stream.of(new DataPart(Mode.PASSIVE, 0, Node.i32(0), bytes));
        Stream<DataPart> nearer = Reductions.ofConstant(part.offset()).stream()
                .map(each -> new DataPart(part.mode(), part.memory(), each, bytes));
        return Stream.of(fewer, passive, nearer).flatMap(each -> each);
    }

    private static Stream<TablePart> smaller(TablePart part) {
        TableType type = part.type();
        Stream<TablePart> own = part.imported() ? Stream.of(new TablePart(type, false)) : Stream.of();
        return Stream.concat(
                own, smaller(type.limits()).map(each -> new TablePart(type.withLimits(each), part.imported())));
    }

    private static Stream<MemoryPart> smaller(MemoryPart part) {
        Stream<MemoryPart> own = part.imported() ? Stream.of(new MemoryPart(part.type(), false)) : Stream.of();
        Stream<MemoryPart> unshared = part.type().shared()
                ? Stream.of(new MemoryPart(part.type().withShared(false), part.imported()))
                : Stream.of();
        Stream<MemoryPart> smaller = smaller(part.type().limits())
                .map(each -> new MemoryPart(part.type().withLimits(each), part.imported()));
        return Stream.of(own, unshared, smaller).flatMap(each -> each);
    }

    private static Stream<Limits> smaller(Limits limits) {
        return limits.min() == 0 ? Stream.of() : Stream.of(new Limits(0, limits.max()));
    }

    // Functions

    private Stream<WasmModule> emptiedFunctions() {
        return indices(functions)
                .filter(i -> !functions.get(i).equals(functions.get(i).emptied()))
                .mapToObj(i -> with(i, functions.get(i).emptied()));
    }

    private Stream<WasmModule> smallerFunctions() {
        return indices(functions).boxed().flatMap(i -> {
            FunctionTree function = functions.get(i);
            return Reductions.of(function.body(), function.type().results()).stream()
                    .map(body -> with(i, function.withBody(body)));
        });
    }

    /** Without all locals that nothing names, and without one of them. */
    private Stream<WasmModule> fewerLocals() {
        return indices(functions).boxed().flatMap(i -> {
            FunctionTree function = functions.get(i);
            int params = function.type().params().size();
            List<Integer> unused = indices(function.locals())
                    .filter(local -> function.body().stream()
                            .noneMatch(node -> node.refersTo(Space.LOCAL, (long) params + local)))
                    .boxed()
                    .toList();
            FunctionTree none = function;
            for (int last = unused.size() - 1; last >= 0; last--) {
                none = withoutLocal(none, unused.get(last));
            }
            Stream<FunctionTree> all = unused.size() > 1 ? Stream.of(none) : Stream.of();
            return Stream.concat(all, unused.stream().map(local -> withoutLocal(function, local)))
                    .map(each -> with(i, each));
        });
    }

    private static FunctionTree withoutLocal(FunctionTree function, int local) {
        int index = function.type().params().size() + local;
        return new FunctionTree(
                function.type(),
                function.declared(),
                without(function.locals(), local),
                Node.renumbered(function.body(), Space.LOCAL, each -> each > index ? each - 1 : each));
    }

    /** {@return the functions of which the type may change} */
    private Stream<Integer> alone() {
        return indices(functions)
                .filter(i -> functions.get(i).declared() == FunctionTree.ALONE)
                .boxed();
    }

    /** Without one parameter, of which the function makes a local. */
    private Stream<WasmModule> fewerParams() {
        return alone().flatMap(i -> indices(functions.get(i).type().params())
                .filter(param -> code().filter(node -> calls(node, i))
                        .allMatch(call -> hasOperand(call, functions.get(i).type(), param)))
                .mapToObj(param -> withoutParam(i, param)));
    }

    private boolean calls(Node node, int own) {
        return (node.operator().equals("call") || node.operator().equals("return_call"))
                && node.immediates().get(0) == environment.hostFunctions().size() + own;
    }

    /** {@return whether one operand is one argument, and the one in question is not on the stack already} */
    private static boolean hasOperand(Node call, FuncType type, int param) {
        return call.operands().size() == type.params().size()
                && call.operands().stream().allMatch(each -> each.types().size() == 1)
                && call.operands().get(param).pops() == 0;
    }

    private WasmModule withoutParam(int own, int param) {
        FunctionTree function = functions.get(own);
        List<ValType> params = function.type().params();
        long last = params.size() + function.locals().size() - 1L;
        FunctionTree changed = new FunctionTree(
                new FuncType(without(params, param), function.type().results()),
                FunctionTree.ALONE,
                Reductions.joined(function.locals(), List.of(params.get(param))),
                Node.renumbered(
                        function.body(), Space.LOCAL, each -> each == param ? last : each > param ? each - 1 : each));
        UnaryOperator<Node> call = node -> calls(node, own) ? node.withOperands(without(node.operands(), param)) : node;
        List<FunctionTree> all = at(functions, own, changed).stream()
                .map(each -> each.withBody(Node.replaced(each.body(), node -> List.of(call.apply(node)))))
                .toList();
        Set<String> exports = new HashSet<>();
        environment.exports().stream()
                .filter(each -> Environment.isOf(each, Space.FUNCTION)
                        && each.index() == environment.hostFunctions().size() + own)
                .forEach(each -> exports.add(each.name()));
        List<WasmModule.Call> shorter = calls.stream()
                .map(each -> exports.contains(each.export())
                        ? new WasmModule.Call(each.export(), without(each.arguments(), param))
                        : each)
                .toList();
        return new WasmModule(environment, all, shorter);
    }

    /** Without the first or the last result; instead, callers have a zero. */
    private Stream<WasmModule> fewerResults() {
        return alone().flatMap(i -> {
            FunctionTree function = functions.get(i);
            int results = function.type().results().size();
            boolean tails = Node.all(function.body()).anyMatch(ModuleReductions::fixesResults)
                    || code().anyMatch(node -> node.operator().equals("return_call") && calls(node, i));
            if (results == 0 || tails || Reductions.fixesTypes(function.body(), 0)) {
                return Stream.of();
            }
            boolean leaves = function.body().stream().anyMatch(node -> node.branchesTo(0))
                    || Node.all(function.body())
                            .anyMatch(node -> node.operator().equals("return"));
            List<WasmModule> fewer = new ArrayList<>();
            // What leaves early has all results; the last ones are those that count.
            if (code().allMatch(node -> !calls(node, i) || node.pops() == 0)) {
                fewer.add(withoutResult(i, 0));
            }
            if (!leaves && results > 1) {
                fewer.add(withoutResult(i, results - 1));
            }
            return fewer.stream();
        });
    }

    /** {@return whether it is a tail call to a function that has these results anyway} */
    private static boolean fixesResults(Node node) {
        return switch (node.operator()) {
            case "return_call", "return_call_ref" -> true;
            case "return_call_indirect" -> node.immediates().size() > 1;
            default -> false;
        };
    }

    private WasmModule withoutResult(int own, int result) {
        FunctionTree function = functions.get(own);
        List<ValType> results = function.type().results();
        List<ValType> rest = without(results, result);
        List<Node> ending = new ArrayList<>(Node.drops(results.subList(result, results.size())));
        ending.addAll(Node.zeros(results.subList(result + 1, results.size())));
        FunctionTree changed = new FunctionTree(
                new FuncType(function.type().params(), rest),
                FunctionTree.ALONE,
                function.locals(),
                Reductions.joined(function.body(), ending));
        Node zero = Node.zero(results.get(result));
        Function<Node, List<Node>> call = node -> {
            if (!calls(node, own)) {
                return List.of(node);
            }
            Node shorter = node.withTypes(rest);
            return result == 0 ? List.of(zero, shorter) : List.of(shorter, zero);
        };
        return with(at(functions, own, changed).stream()
                .map(each -> each.withBody(Node.replaced(each.body(), call)))
                .toList());
    }
}
