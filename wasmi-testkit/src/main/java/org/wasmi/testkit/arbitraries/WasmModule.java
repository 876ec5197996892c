package org.wasmi.testkit.arbitraries;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wasmi.testkit.oracle.OracleValue;

/**
 * A module that is valid by construction, and calls of its exports. All calls end: each call of a function and each turn of
 * a loop is paid from a global, in the module's own code, and a function that finds it empty returns zeros. What such a
 * module computes is determined completely, except for the bits of NaNs that are results or in globals. It may import what
 * {@link HostModule} has, and its start function may trap.
 *
 * <p>Kept as a tree, so that it can be made smaller step by step. Immutable.
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
     * @param arguments one for each parameter
     */
    public record Call(String export, List<OracleValue> arguments) {

        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@return the module of a seed, the same wherever and whenever it is asked for} */
    public static WasmModule ofSeed(long seed) {
        // Neighbouring seeds must not lead to similar modules.
        long mixed = (seed ^ (seed >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return random(new Random(mixed ^ (mixed >>> 29)));
    }

    /** {@return a module made of random choices} */
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

    /** {@return the calls, in the order in which they are to be made on one instance} */
    public List<Call> calls() {
        return calls;
    }

    /** {@return the number of functions, the first that the module defines, before those that are exported} */
    public int functionCount() {
        return functions.size();
    }

    /** {@return how large it is: the number of operators and calls} */
    public int size() {
        return calls.size()
                + functions.stream()
                        .mapToInt(function -> Node.size(function.body()))
                        .sum();
    }

    /**
     * {@return modules that are one step smaller, those that are much smaller first: without some calls, without the code of
     * a function, without statements, with zeros or operands for operators}
     */
    public Stream<WasmModule> reductions() {
        Stream<WasmModule> fewerCalls = IntStream.rangeClosed(0, calls.size())
                .mapToObj(i -> i == 0 ? lastHalfOfCalls() : Reductions.replaced(calls, i - 1, i, List.<Call>of()))
                .filter(list -> list.size() < calls.size())
                .map(list -> new WasmModule(environment, functions, list));
        Stream<WasmModule> emptied = indices()
                .filter(i -> !functions.get(i).equals(functions.get(i).emptied()))
                .mapToObj(i -> with(i, functions.get(i).emptied()));
        Stream<WasmModule> smaller = indices().boxed().flatMap(i -> {
            FunctionTree function = functions.get(i);
            return Reductions.of(function.body()).stream().map(body -> with(i, function.withBody(body)));
        });
        Stream<WasmModule> unstarted = Stream.of(environment)
                .filter(each -> each.start() != Environment.NO_START)
                .map(each -> new WasmModule(each.withoutStart(), functions, calls));
        return Stream.of(unstarted, fewerCalls, emptied, smaller).flatMap(each -> each);
    }

    private List<Call> lastHalfOfCalls() {
        return calls.subList(calls.size() / 2, calls.size());
    }

    private IntStream indices() {
        return IntStream.range(0, functions.size());
    }

    private WasmModule with(int index, FunctionTree function) {
        List<FunctionTree> changed = Reductions.replaced(functions, index, index + 1, List.of(function));
        return new WasmModule(environment, changed, calls);
    }

    /** {@return the module in a form like the text format's, and the calls} */
    @Override
    public String toString() {
        return new ModuleText(environment, functions, calls).toString();
    }
}
