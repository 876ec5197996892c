package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.testkit.oracle.OracleValue;

/**
 * A module that is valid by construction, and calls of its exports. All calls end: the module's own code pays from a
 * global for each call of a function and each iteration of a loop, and a function that finds the global empty returns
 * zeros. Results are deterministic, except for the bits of NaNs that are results or in globals. The module may import
 * from {@link HostModule}, and its start function may trap.
 *
 * <p>The module is kept as a tree, so that it can be reduced step by step. Immutable.
 */
public final class WasmModule {
    private final Environment environment;
    private final List<FunctionTree> functions;
    private final List<Call> calls;

    WasmModule(Environment environment, List<FunctionTree> functions, List<Call> calls) {
        this.environment = environment;
        this.functions = List.copyOf(functions);
        this.calls = List.copyOf(calls);
    }

    /**
     * A call of an export.
     *
     * @param export the name of the function
     * @param arguments an argument for each parameter
     */
    public record Call(String export, List<OracleValue> arguments) {

        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@return the module of a seed, the same on every machine and at every call} */
    public static WasmModule ofSeed(long seed) {
        // Neighbouring seeds must not lead to similar modules.
        long mixed = (seed ^ (seed >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return random(new Random(mixed ^ (mixed >>> 29)));
    }

    /** {@return a random module} */
    public static WasmModule random(Random random) {
        return new ModuleGenerator(random).generate();
    }

    static String exportName(int function) {
        return "f" + function;
    }

    /** {@return the binary} */
    public byte[] wasm() {
        return new ModuleEmitter(environment, functions).emit();
    }

    /** {@return the calls, in the order in which to make them on one instance} */
    public List<Call> calls() {
        return calls;
    }

    /** {@return the names of the module's imports from {@link HostModule}; memories and tables are named as such} */
    public List<String> imports() {
        List<String> names = new ArrayList<>();
        environment.hostFunctions().forEach(each -> names.add(each.name()));
        environment.globals().forEach(each -> each.importedAs().ifPresent(names::add));
        environment.tags().forEach(each -> each.importedAs().ifPresent(names::add));
        environment.memories().stream().filter(Environment.MemoryPart::imported).forEach(each -> names.add("memory"));
        environment.tables().stream().filter(Environment.TablePart::imported).forEach(each -> names.add("table"));
        return names;
    }

    /** {@return the number of functions, the first that the module defines, before those that are exported} */
    public int functionCount() {
        return functions.size();
    }

    Environment environment() {
        return environment;
    }

    List<FunctionTree> functions() {
        return functions;
    }

    /** {@return whether each function of which code takes a reference is named outside of code, too} */
    boolean declaresItsReferences() {
        Set<Long> declared = new HashSet<>();
        Node.all(environment.expressions())
                .filter(node -> node.operator().equals("ref.func"))
                .forEach(node -> declared.add(node.immediates().get(0)));
        return functions.stream()
                .flatMap(function -> Node.all(function.body()))
                .filter(node -> node.operator().equals("ref.func"))
                .allMatch(node -> declared.contains(node.immediates().get(0)));
    }

    /** {@return whether locals that cannot be null are set before they are read (Wasm specification, 3.4.13)} */
    boolean initializesItsLocals() {
        return functions.stream().allMatch(FunctionTree::initializesItsLocals);
    }

    /** {@return the size: the number of operators, calls, types and other parts} */
    public int size() {
        return calls.size()
                + environment.size()
                + functions.stream().mapToInt(FunctionTree::size).sum();
    }

    /** {@return the number of parameters and results of functions and blocks; no reduction has more} */
    int typeCount() {
        return functions.stream()
                .mapToInt(function -> {
                    FuncType type = function.type();
                    return type.params().size()
                            + type.results().size()
                            + Node.all(function.body())
                                    .filter(Node::isStructured)
                                    .mapToInt(node -> node.operandTypes().size()
                                            + node.types().size())
                                    .sum();
                })
                .sum();
    }

    /**
     * {@return modules that are one step smaller, in descending order of the step's size} They have fewer calls,
     * exports, segments, functions, globals, tables or memories, smaller segments and limits, fewer locals, parameters
     * and results, or less code: without statements, with zeros or operands for operators, with nothing but one
     * operator. All are valid, and their calls end.
     */
    public Stream<WasmModule> reductions() {
        return ModuleReductions.of(environment, functions, calls);
    }

    /**
     * {@return the smallest module found by repeatedly going to a reduction that also fails, starting from this module}
     *
     * @param fails the condition for the result; it should hold for this module
     */
    public WasmModule smallest(Predicate<WasmModule> fails) {
        WasmModule smallest = this;
        Optional<WasmModule> next = smallest.reductions().filter(fails).findFirst();
        while (next.isPresent()) {
            smallest = next.get();
            next = smallest.reductions().filter(fails).findFirst();
        }
        return smallest;
    }

    /** {@return the module in a form similar to the text format, and the calls} */
    @Override
    public String toString() {
        return new ModuleText(environment, functions, calls).toString();
    }
}
