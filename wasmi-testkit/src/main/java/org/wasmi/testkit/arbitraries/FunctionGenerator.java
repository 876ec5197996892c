package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.F32;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.VecType.V128;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/**
 * Generates a function body: statements and expressions that are valid where they stand. Has a liking for what a
 * translator may treat specially: constants as operands, tests under {@code br_if}, {@code if} and {@code select}, an
 * operator whose result goes to a local, copies between neighbours, locals that change while their old value is still
 * on the stack, and state that is read before and after something that may change it.
 */
final class FunctionGenerator {

    private static final int MAX_DEPTH = 6;

    private static final List<String> WIDE_ARITHMETIC =
            List.of("i64.add128", "i64.sub128", "i64.mul_wide_s", "i64.mul_wide_u");

    private final Choice choice;
    private final Environment environment;
    private final TypePool pool;
    private final List<FuncType> functions;
    private final FuncType type;
    private final List<ValType> locals = new ArrayList<>();
    private final List<ValType> ownLocals = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final StateOperators state;
    private final ReferenceOperators references;

    /** Whether the function does nothing but call others, and has no locals for references. */
    private final boolean thin;

    private int budget;
    private long lastLabel;
    private int depth;

    /** How many guarded bodies are around what is being generated. */
    private int guards;

    /** What a branch can name, and the types of the values that go with the branch. */
    private record Label(long number, List<ValType> types) {}

    FunctionGenerator(Choice choice, Environment environment, TypePool pool, List<FuncType> functions, FuncType type) {
        this.choice = choice;
        this.environment = environment;
        this.pool = pool;
        this.functions = functions;
        this.type = type;
        locals.addAll(type.params());
        // The first three hold floats that may be NaN; nothing else touches them.
        addLocal(F32);
        addLocal(F64);
        addLocal(V128);
        thin = choice.percent(15);
        for (int i = thin ? 1 : choice.between(1, 6); i > 0; i--) {
            addLocal(thin ? I32 : pool.any(choice));
            if (choice.percent(25)) { // neighbours of one type, which may be copied together
                addLocal(locals.get(locals.size() - 1));
                addLocal(locals.get(locals.size() - 1));
            }
        }
        budget = List.of(10, 30, 80, 160).get(choice.weighted(6, 6, 3, 1));
        state = new StateOperators(choice, environment, pool, functions.size(), this);
        references = new ReferenceOperators(choice, environment, pool, functions.size(), this);
    }

    private int addLocal(ValType local) {
        locals.add(local);
        ownLocals.add(local);
        return locals.size() - 1;
    }

    private int firstScratch() {
        return type.params().size();
    }

    private boolean isScratch(int local) {
        return local >= firstScratch() && local < firstScratch() + 3;
    }

    /** {@return the function, given the index of its type among those of the environment, if it is there} */
    FunctionTree generate(int declared) {
        labels.add(new Label(0, type.results()));
        List<Node> body = new ArrayList<>(initializers());
        body.addAll(thin ? passedOn() : statements(choice.between(1, 8)));
        for (int i = choice.between(0, 3); i > 0; i--) {
            body.addAll(shown());
        }
        body.addAll(values(type.results()));
        return new FunctionTree(type, declared, List.copyOf(ownLocals), body);
    }

    /** {@return what sets the locals that cannot be null, and most of those that can} */
    private List<Node> initializers() {
        List<Node> nodes = new ArrayList<>();
        for (int i = firstScratch(); i < locals.size(); i++) {
            if (locals.get(i) instanceof RefType reference
                    && !TypePool.BASE.contains(reference)
                    && (!reference.nullable() || choice.percent(60))) {
                nodes.add(set(i, references.constant(reference)));
            }
        }
        return nodes;
    }

    // Values

    /** {@return nodes that leave values of these types} */
    List<Node> values(List<ValType> types) {
        if (types.size() > 1 && choice.percent(20)) {
            return List.of(multiple(types));
        }
        List<Node> nodes = new ArrayList<>();
        types.forEach(each -> nodes.add(expression(each)));
        return nodes;
    }

    /** {@return a node that leaves a value of a type} */
    Node expression(ValType wanted) {
        if (depth >= MAX_DEPTH || --budget <= 0) {
            return leaf(wanted);
        }
        depth++;
        Node node =
                switch (choice.weighted(30, 34, 8, 10, 6, 8, 8, 3, 1)) {
                    case 0 -> leaf(wanted);
                    case 1 -> operator(wanted);
                    case 2 -> state.read(wanted);
                    case 3 -> tee(wanted);
                    case 4 -> select(wanted);
                    case 5 -> structured(List.of(wanted));
                    case 6 -> call(List.of(wanted));
                    case 7 -> branchIf(List.of(wanted));
                    default -> terminator(List.of(wanted));
                };
        depth--;
        return node;
    }

    private Node multiple(List<ValType> types) {
        depth++;
        Node node =
                switch (choice.weighted(5, 4, 2, 1)) {
                    case 0 -> structured(types);
                    case 1 -> call(types);
                    case 2 -> branchIf(types);
                    default -> terminator(types);
                };
        depth--;
        return node;
    }

    Node leaf(ValType wanted) {
        List<Integer> candidates = localsBelow(wanted);
        if (!candidates.isEmpty() && choice.percent(60)) {
            return get(choice.of(candidates)).withTypes(List.of(wanted));
        }
        return choice.percent(10) ? state.globalOr(wanted, constant(wanted)) : constant(wanted);
    }

    private Node get(int local) {
        return Node.of("local.get", List.of((long) local), List.of(locals.get(local)));
    }

    /** {@return the locals of a type that code may change, those for NaNs excluded} */
    private List<Integer> localsOf(ValType wanted) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < locals.size(); i++) {
            if (locals.get(i).equals(wanted) && !isScratch(i)) {
                indices.add(i);
            }
        }
        return indices;
    }

    /** {@return the locals of a type or a subtype} */
    private List<Integer> localsBelow(ValType wanted) {
        if (!(wanted instanceof RefType)) {
            return localsOf(wanted);
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < locals.size(); i++) {
            if (pool.isSubtype(locals.get(i), wanted)) {
                indices.add(i);
            }
        }
        return indices;
    }

    /** {@return the locals of a type or a supertype} */
    private List<Integer> localsAbove(ValType type) {
        if (!(type instanceof RefType)) {
            return localsOf(type);
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < locals.size(); i++) {
            if (pool.isSubtype(type, locals.get(i))) {
                indices.add(i);
            }
        }
        return indices;
    }

    Node constant(ValType wanted) {
        if (wanted instanceof NumType number) {
            long bits =
                    switch (number) {
                        case I32 -> choice.i32();
                        case I64 -> choice.i64();
                        case F32 -> choice.f32();
                        case F64 -> choice.f64();
                    };
            return Node.of(number + ".const", List.of(bits), List.of(number));
        }
        if (wanted.equals(V128)) {
            return VectorSignature.constant(choice);
        }
        return references.constant((RefType) wanted);
    }

    private Node operator(ValType wanted) {
        if (wanted instanceof RefType reference) {
            return pool.hasReferences() || !TypePool.BASE.contains(wanted)
                    ? referenceOperator(reference)
                    : leaf(wanted);
        } else if (pool.hasReferences() && choice.percent(18)) {
            return references.number(wanted);
        }
        if (wanted.equals(V128) || (wanted instanceof NumType && choice.percent(8))) {
            return vectorOperator(wanted);
        }
        if (wanted == I64 && choice.percent(8)) {
            return wideArithmetic();
        }
        NumericSignature signature;
        do {
            signature = choice.of(NumericSignature.ALL);
        } while (signature.result() != wanted
                || (signature.mayTrap() && choice.percent(70))
                || (signature.isTest() && choice.percent(50)));
        return apply(signature);
    }

    private Node referenceOperator(RefType wanted) {
        if (choice.percent(15)) {
            List<Label> candidates = labels.stream()
                    .filter(each -> each.types().size() == 1
                            && each.types().get(0) instanceof RefType taken
                            && pool.top(taken.heap()) == pool.top(wanted.heap()))
                    .toList();
            if (!candidates.isEmpty()) {
                Label label = choice.of(candidates);
                RefType taken = (RefType) label.types().get(0);
                return references.branchOnCast(wanted, label.number(), taken).orElseGet(() -> leaf(wanted));
            }
        }
        List<Long> emptyLabels = labels.stream()
                .filter(each -> each.types().isEmpty())
                .map(Label::number)
                .toList();
        return references.operator(wanted, emptyLabels);
    }

    private Node vectorOperator(ValType wanted) {
        VectorSignature signature;
        do {
            signature = choice.of(VectorSignature.ALL);
        } while (signature.result() != wanted);
        List<Node> operands = new ArrayList<>();
        for (ValType param : signature.params()) {
            operands.add(canonical(expression(param)));
        }
        return apply(signature, operands);
    }

    /** {@return a vector of which no lane is a NaN but the canonical one, so that its bits are the same everywhere} */
    private Node apply(VectorSignature signature, List<Node> operands) {
        List<ValType> types = List.of(signature.result());
        Node node = new Node(signature.name(), signature.immediates(choice), types, operands, List.of());
        return signature.nanWidth() == 0
                ? node
                : Node.of(Node.CANONICAL, List.of((long) signature.nanWidth(), firstScratch() + 2L), types, node);
    }

    /** {@return a number that depends on both halves of a result of 128 bits} */
    private Node wideArithmetic() {
        String operator = choice.of(WIDE_ARITHMETIC);
        Node[] operands = new Node[operator.endsWith("128") ? 4 : 2];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = choice.percent(35) ? constant(I64) : expression(I64);
        }
        Node halves = Node.of(operator, List.of(I64, I64), operands);
        return Node.of(choice.percent(50) ? "i64.xor" : "i64.sub", List.of(I64), halves);
    }

    private Node apply(NumericSignature signature) {
        Node[] operands = new Node[signature.params().size()];
        for (int i = 0; i < operands.length; i++) {
            NumType param = signature.params().get(i);
            boolean last = i == operands.length - 1 && i > 0;
            Node operand = last && choice.percent(35) ? constant(param) : expression(param);
            operands[i] = signature.showsBits(i) ? canonical(operand) : operand;
        }
        return Node.of(signature.name(), List.of(signature.result()), operands);
    }

    /** {@return the value itself, or the canonical NaN if it is a NaN whose bits need not be the same everywhere} */
    Node canonical(Node value) {
        if (!(value.types().get(0) instanceof NumType number)
                || number == I32
                || number == I64
                || hasFixedBits(value)) {
            return value;
        }
        int scratch = number == F32 ? firstScratch() : firstScratch() + 1;
        return Node.of(Node.CANONICAL, List.of((long) scratch), value.types(), value);
    }

    private static boolean hasFixedBits(Node value) {
        String name = value.operator().substring(value.operator().indexOf('.') + 1);
        return switch (name) {
            case "const", "load", "reinterpret_i32", "reinterpret_i64" -> true;
            case "neg", "abs", "copysign" -> hasFixedBits(value.operands().get(0));
            default -> value.operator().equals(Node.CANONICAL);
        };
    }

    /** {@return a value that is fit to be a condition} */
    Node condition() {
        return switch (choice.weighted(5, 3, 2, 2, 2, 1)) {
            case 5 -> wrapped(choice.below(2));
            case 0 -> test();
            case 1 -> Node.of("i32.eqz", List.of(I32), choice.percent(50) ? test() : leaf(I32));
            case 2 -> leaf(I32);
            case 3 -> Node.of("i32.and", List.of(I32), expression(I32), constant(I32));
            default -> expression(I32);
        };
    }

    /** {@return a number of 32 bits with whatever in the upper half of its slot} */
    Node wrapped(int number) {
        Node upper = Node.of("i64.shl", List.of(I64), leaf(I64), Node.of("i64.const", List.of(32L), List.of(I64)));
        Node lower = Node.of("i64.const", List.of((long) number), List.of(I64));
        return Node.of("i32.wrap_i64", List.of(I32), Node.of("i64.add", List.of(I64), upper, lower));
    }

    private Node test() {
        NumericSignature signature;
        do {
            signature = choice.of(NumericSignature.ALL);
        } while (!signature.isTest());
        return apply(signature);
    }

    private Node tee(ValType wanted) {
        List<Integer> candidates = localsOf(wanted);
        if (candidates.isEmpty()) {
            return leaf(wanted);
        }
        return Node.of("local.tee", List.of((long) choice.of(candidates)), List.of(wanted), expression(wanted));
    }

    private Node select(ValType wanted) {
        boolean typed = wanted instanceof RefType || choice.percent(20);
        return Node.of(
                typed ? "select_t" : "select", List.of(wanted), expression(wanted), expression(wanted), condition());
    }

    // Control

    private List<ValType> fewTypes() {
        List<ValType> types = new ArrayList<>();
        for (int i = choice.weighted(0, 6, 3, 1); i > 0; i--) {
            types.add(pool.any(choice));
        }
        return types;
    }

    /** {@return a block, loop or if with these results} */
    Node structured(List<ValType> results) {
        List<ValType> params = choice.percent(25) ? fewTypes() : List.of();
        List<Node> operands = new ArrayList<>(values(params));
        long label = ++lastLabel;
        boolean guards = operands.isEmpty() && pool.hasExceptions();
        return switch (choice.weighted(8, 4, 8, guards ? 7 : 0)) {
            case 3 -> guarded(label, results);
            case 0 -> block("block", label, operands, results, List.of(body(label, params, results, results)));
            case 1 -> block("loop", label, operands, results, List.of(body(label, params, results, params)));
            default -> {
                operands.add(condition());
                List<Node> then = body(label, params, results, results);
                boolean both = !params.equals(results) || choice.percent(60);
                List<Node> otherwise = both ? body(label, params, results, results) : List.of();
                yield block("if", label, operands, results, both ? List.of(then, otherwise) : List.of(then));
            }
        };
    }

    /** {@return a block of which one body is guarded, and others begin with what has been caught} */
    private Node guarded(long label, List<ValType> results) {
        List<Long> immediates = new ArrayList<>(List.of(label));
        List<List<Node>> bodies = new ArrayList<>();
        guards++;
        List<Node> body = new ArrayList<>(choice.percent(50) ? thrown() : sunkCall());
        body.addAll(body(label, List.of(), results, results));
        guards--;
        bodies.add(body);
        for (int i = choice.weighted(1, 8, 3); i > 0; i--) {
            long kind = environment.tags().isEmpty() ? choice.between(2, 3) : choice.below(4);
            long tag = kind < 2 ? choice.below(environment.tags().size()) : 0;
            List<ValType> caught = environment.caught(new Node.Clause(kind, tag, Node.Clause.OWN_HANDLER));
            List<Long> targets = labels.stream()
                    .filter(each -> each.types().equals(caught))
                    .map(Label::number)
                    .toList();
            if (!targets.isEmpty() && choice.percent(40)) {
                immediates.addAll(List.of(kind, tag, choice.of(targets)));
                continue;
            }
            immediates.addAll(List.of(kind, tag, Node.Clause.OWN_HANDLER));
            bodies.add(
                    kind % 2 == 1 && choice.percent(20)
                            ? List.of(Node.of("throw_ref", results, Node.pop(Environment.EXCEPTION)))
                            : body(label, caught, results, results));
        }
        return new Node("try_table", immediates, results, List.of(), bodies);
    }

    /** {@return what throws, sometimes} */
    private List<Node> thrown() {
        Node throwing = thrower(List.of());
        if (choice.percent(40)) {
            return List.of(throwing);
        }
        Node test = condition();
        return List.of(block("if", ++lastLabel, List.of(test), List.of(), List.of(List.of(throwing))));
    }

    private Node thrower(List<ValType> types) {
        if (environment.tags().isEmpty() || choice.percent(15)) {
            return Node.of("throw_ref", types, expression(Environment.EXCEPTION));
        }
        int tag = choice.below(environment.tags().size());
        return new Node(
                "throw",
                List.of((long) tag),
                types,
                values(environment.tags().get(tag).carried()),
                List.of());
    }

    private static Node block(
            String operator, long label, List<Node> operands, List<ValType> results, List<List<Node>> bodies) {
        return new Node(operator, List.of(label), results, operands, bodies);
    }

    private List<Node> body(long label, List<ValType> params, List<ValType> results, List<ValType> branch) {
        depth++;
        labels.add(new Label(label, branch));
        List<Node> nodes = new ArrayList<>();
        int kept = 0;
        if (choice.percent(30)) {
            while (kept < params.size()
                    && kept < results.size()
                    && params.get(kept).equals(results.get(kept))) {
                kept++;
            }
        }
        for (int i = params.size() - 1; i >= kept; i--) {
            nodes.add(sink(params.get(i)));
        }
        nodes.addAll(statements(choice.between(0, 4)));
        nodes.addAll(values(results.subList(kept, results.size())));
        labels.remove(labels.size() - 1);
        depth--;
        return nodes;
    }

    /** {@return what takes a value from the stack} */
    private Node sink(ValType top) {
        List<Integer> candidates = localsAbove(top);
        if (candidates.isEmpty() || choice.percent(15)) {
            return Node.of("drop", List.of(), Node.pop(top));
        }
        Node value = Node.pop(top);
        if (isInteger(top)) {
            value = choice.percent(40) ? Node.of(top + ".add", List.of(top), value, expression(top)) : value;
        }
        return set(choice.of(candidates), value);
    }

    private static Node set(int local, Node value) {
        return Node.of("local.set", List.of((long) local), List.of(), value);
    }

    private Node call(List<ValType> results) {
        List<Integer> candidates = callees(results);
        if (candidates.isEmpty()) {
            return structured(results);
        }
        return callOf("call", choice.of(candidates), results);
    }

    private List<Integer> callees(List<ValType> results) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            if (functions.get(i).results().equals(results)) {
                candidates.add(i);
            }
        }
        return candidates;
    }

    private Node callOf(String operator, int function, List<ValType> results) {
        List<Node> operands = new ArrayList<>(values(functions.get(function).params()));
        int declared = pool.declared(function, choice);
        boolean isDeclared = declared != FunctionTree.ALONE;
        if (isDeclared && choice.percent(50)) {
            RefType callee = new RefType(choice.percent(50), new TypeUse(declared));
            operands.add(choice.percent(70) ? functionReference(function, callee) : expression(callee));
            return new Node(operator + "_ref", List.of((long) declared), results, operands, List.of());
        }
        if (choice.percent(40)) {
            operands.add(state.elementIndex(function));
            if (isDeclared) {
                return new Node(operator + "_indirect", List.of((long) declared, 0L), results, operands, List.of());
            }
            return new Node(operator + "_indirect", List.of(0L), results, operands, List.of());
        }
        return new Node(operator, List.of((long) function), results, operands, List.of());
    }

    private static Node functionReference(int function, RefType type) {
        return Node.of("ref.func", List.of((long) function), List.of(type));
    }

    private Node branchIf(List<ValType> types) {
        List<Label> candidates =
                labels.stream().filter(label -> label.types().equals(types)).toList();
        if (candidates.isEmpty()) {
            return structured(types);
        }
        List<Node> operands = new ArrayList<>(values(types));
        operands.add(condition());
        return new Node("br_if", List.of(choice.of(candidates).number()), types, operands, List.of());
    }

    /** {@return what never leaves anything on the stack, in place of these values} */
    private Node terminator(List<ValType> types) {
        Label label = choice.of(labels);
        switch (choice.weighted(5, 3, 2, 3, 1, !pool.hasExceptions() ? 0 : guards > 0 ? 8 : 1)) {
            case 5 -> {
                return thrower(types);
            }
            case 0 -> {
                return new Node("br", List.of(label.number()), types, values(label.types()), List.of());
            }
            case 1 -> {
                return table(label, types);
            }
            case 2 -> {
                return new Node("return", List.of(), types, values(type.results()), List.of());
            }
            case 3 -> {
                List<Integer> candidates = callees(type.results());
                if (!candidates.isEmpty()) {
                    return callOf("return_call", choice.of(candidates), types);
                }
            }
            default -> {}
        }
        return Node.of("unreachable", types);
    }

    private Node table(Label like, List<ValType> types) {
        List<Long> candidates = labels.stream()
                .filter(label -> label.types().equals(like.types()))
                .map(Label::number)
                .toList();
        List<Long> targets = new ArrayList<>();
        for (int i = choice.between(1, 5); i > 0; i--) {
            targets.add(choice.of(candidates));
        }
        List<Node> operands = new ArrayList<>(values(like.types()));
        operands.add(tableEntry());
        return new Node("br_table", targets, types, operands, List.of());
    }

    // Statements

    private List<Node> statements(int count) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count && budget > 0; i++) {
            nodes.addAll(statement());
        }
        return nodes;
    }

    /** {@return nodes that together leave the stack as it was} */
    private List<Node> statement() {
        budget--;
        if (depth >= MAX_DEPTH) {
            return List.of(assignment());
        }
        depth++;
        List<Node> nodes =
                switch (choice.weighted(
                        22,
                        11,
                        13,
                        9,
                        7,
                        5,
                        6,
                        4,
                        2,
                        1,
                        4,
                        4,
                        4,
                        8,
                        pool.hasReferences() ? 16 : 0,
                        guards > 0 ? 6 : 0,
                        pool.hasReferences() ? 20 : 0)) {
                    case 14 -> List.of(choice.percent(15) ? branchOnNonNull() : references.write());
                    case 15 -> thrown();
                    case 16 -> state.shown(references.number(choice.percent(75) ? I32 : I64));
                    case 0 -> List.of(assignment());
                    case 1 -> List.of(update());
                    case 2 -> List.of(state.write());
                    case 3 -> List.of(structured(List.of()));
                    case 4 -> List.of(branchIf(List.of()));
                    case 5 -> sunk(fewTypes());
                    case 6 -> countedLoop();
                    case 7 -> sunkCall();
                    case 8 -> List.of(Node.of("nop", List.of()));
                    case 9 -> List.of(terminator(List.of()));
                    case 10 -> passedOn();
                    case 11 -> shifted();
                    case 12 -> switched();
                    default -> readTwice();
                };
        depth--;
        return nodes;
    }

    /** {@return a branch with a reference unless it is null, or another statement if no label takes just that} */
    private Node branchOnNonNull() {
        List<Label> candidates = labels.stream()
                .filter(each -> each.types().size() == 1 && each.types().get(0) instanceof RefType)
                .toList();
        if (candidates.isEmpty()) {
            return references.write();
        }
        Label label = choice.of(candidates);
        RefType taken = new RefType(true, ((RefType) label.types().get(0)).heap());
        return Node.of("br_on_non_null", List.of(label.number()), List.of(), expression(taken));
    }

    /** {@return copies of which the first reads what the second writes, beside what it has written} */
    private List<Node> shifted() {
        List<Integer> pairs = IntStream.range(1, locals.size())
                .filter(i -> locals.get(i).equals(locals.get(i - 1)) && !isScratch(i) && !isScratch(i - 1))
                .boxed()
                .toList();
        if (pairs.isEmpty()) {
            return List.of(update());
        }
        int second = choice.of(pairs);
        int first = second - 1;
        boolean upwards = choice.percent(50);
        int to = upwards ? second : first;
        int from = upwards ? first : second;
        List<Integer> others = localsOf(locals.get(first)).stream()
                .filter(i -> i != first && i != second)
                .toList();
        if (others.isEmpty()) {
            return List.of(update());
        }
        List<Node> nodes = new ArrayList<>(List.of(set(to, get(from)), set(from, get(choice.of(others)))));
        nodes.addAll(isInteger(locals.get(to)) ? state.shown(get(to)) : List.of());
        return nodes;
    }

    private static boolean isInteger(ValType type) {
        return type == I32 || type == I64;
    }

    /** {@return blocks within each other, a table of branches to their ends, and something behind each of these} */
    private List<Node> switched() {
        List<Label> cases = new ArrayList<>();
        for (int i = choice.between(2, 4); i > 0; i--) {
            cases.add(new Label(++lastLabel, List.of()));
        }
        labels.addAll(cases);
        List<Long> targets = new ArrayList<>();
        for (int i = choice.between(2, 6); i > 0; i--) {
            targets.add(choice.of(cases).number());
        }
        List<Node> nodes =
                new ArrayList<>(List.of(new Node("br_table", targets, List.of(), List.of(tableEntry()), List.of())));
        for (int i = cases.size() - 1; i >= 0; i--) {
            labels.remove(labels.size() - 1);
            List<Node> body = List.copyOf(nodes);
            nodes.clear();
            nodes.add(block("block", cases.get(i).number(), List.of(), List.of(), List.of(body)));
            nodes.add(assignment());
        }
        return nodes;
    }

    /** {@return an index of a table of branches, often in it, sometimes as far beyond as negative numbers are} */
    private Node tableEntry() {
        Node small = Node.of("i32.and", List.of(I32), leaf(I32), Node.i32(7));
        return switch (choice.weighted(4, 3, 2, 2, 1)) {
            case 4 -> wrapped(choice.below(6));
            case 0 -> small;
            case 1 -> Node.of("i32.sub", List.of(I32), small, Node.i32(choice.between(1, 6)));
            case 2 -> leaf(I32);
            default -> expression(I32);
        };
    }

    /**
     * {@return a call or growth between two equal readings of state that either may have changed, then a change of it}
     */
    private List<Node> readTwice() {
        Node reading = state.steady(choice.percent(50) ? I32 : I64);
        List<Node> nodes = new ArrayList<>(state.shown(reading));
        if (choice.percent(60)) {
            nodes.addAll(sunkCall());
        } else {
            nodes.add(Node.of("drop", List.of(), state.grown()));
        }
        nodes.addAll(state.shown(reading));
        nodes.add(state.write());
        return nodes;
    }

    /** {@return what puts an integer local where it can be seen from outside, if there are such} */
    private List<Node> shown() {
        NumType integer = choice.percent(50) ? I32 : I64;
        List<Integer> candidates = localsOf(integer);
        return candidates.isEmpty() ? List.of() : state.shown(get(choice.of(candidates)));
    }

    private Node assignment() {
        int local = choice.of(localsOf(locals.get(anyLocal())));
        return choice.percent(10)
                ? Node.of("drop", List.of(), expression(locals.get(local)))
                : set(local, expression(locals.get(local)));
    }

    private int anyLocal() {
        int local;
        do {
            local = choice.below(locals.size());
        } while (isScratch(local));
        return local;
    }

    /** {@return a local that is set from its old value, or a copy} */
    private Node update() {
        int local = anyLocal();
        ValType of = locals.get(local);
        if (of instanceof NumType && choice.percent(70)) {
            NumericSignature signature;
            do {
                signature = choice.of(NumericSignature.ALL);
            } while (signature.result() != of || signature.params().size() != 2 || signature.isTest());
            Node second = choice.percent(60) ? constant(of) : leaf(of);
            Node[] operands = {get(local), signature.showsBits(1) ? canonical(second) : second};
            return set(local, Node.of(signature.name(), List.of(of), operands));
        }
        if (of.equals(V128) && choice.percent(70)) {
            VectorSignature signature;
            do {
                signature = choice.of(VectorSignature.ALL);
            } while (signature.result() != of || !signature.params().equals(List.of(V128, V128)));
            return set(local, apply(signature, List.of(get(local), leaf(of))));
        }
        return set(local, leaf(of));
    }

    /** {@return what leaves several values, and what takes them} */
    private List<Node> sunk(List<ValType> types) {
        List<Node> nodes = new ArrayList<>(values(types));
        for (int i = types.size() - 1; i >= 0; i--) {
            nodes.add(sink(types.get(i)));
        }
        return nodes;
    }

    private List<Node> sunkCall() {
        int function = choice.below(functions.size());
        return sunk(callOf("call", function, functions.get(function).results()));
    }

    private List<Node> sunk(Node call) {
        List<ValType> results = call.types();
        List<Node> nodes = new ArrayList<>(List.of(call));
        for (int i = results.size() - 1; i >= 0; i--) {
            nodes.add(sink(results.get(i)));
        }
        return nodes;
    }

    /** {@return a call of which the arguments are what others have just returned, if there are such} */
    private List<Node> passedOn() {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            List<ValType> params = functions.get(i).params();
            if (!params.isEmpty()
                    && params.stream().noneMatch(each -> callees(List.of(each)).isEmpty())) {
                candidates.add(i);
            }
        }
        if (candidates.isEmpty()) {
            return sunkCall();
        }
        int function = choice.of(candidates);
        List<Node> arguments = functions.get(function).params().stream()
                .map(each -> call(List.of(each)))
                .toList();
        return sunk(new Node(
                "call", List.of((long) function), functions.get(function).results(), arguments, List.of()));
    }

    private List<Node> countedLoop() {
        int counter = addLocal(I32);
        long label = ++lastLabel;
        labels.add(new Label(label, List.of()));
        List<Node> body = new ArrayList<>(statements(choice.between(1, 4)));
        labels.remove(labels.size() - 1);
        Node sum = Node.of("i32.add", List.of(I32), get(counter), Node.i32(1));
        Node next = Node.of("local.tee", List.of((long) counter), List.of(I32), sum);
        Node again = Node.of(
                choice.percent(50) ? "i32.lt_s" : "i32.ne", List.of(I32), next, Node.i32(choice.between(1, 12)));
        body.add(Node.of("br_if", List.of(label), List.of(), again));
        Node loop = block("loop", label, List.of(), List.of(), List.of(body));
        return List.of(set(counter, Node.i32(0)), loop);
    }
}
