package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.exec.TaggedException;
import org.wasmi.testkit.arbitraries.HostModule;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.oracle.Oracle;
import org.wasmi.testkit.oracle.OracleException;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;

/**
 * The observable result of a module's run: the outcomes of its calls and the state of its exports afterwards. To test
 * executors, encodings and translations on generated modules, compare two observations of the same calls; see {@code
 * docs/testkit.md}.
 *
 * @param outcomes the outcomes of the calls; if instantiation trapped or threw, only that
 * @param memories the bytes of the exported memories, in the order of the exports
 * @param tables the elements of the exported tables
 * @param globals the values of the exported globals
 */
public record Observation(
        List<Outcome> outcomes, List<ByteBuffer> memories, List<List<OracleValue>> tables, List<OracleValue> globals) {

    /** More operators than this are not worth the oracle's time. */
    private static final long ORACLE_FUEL = 500_000;

    /** How a start function ends that throws; there is no instance that could tell the tag from others. */
    private static final Outcome THROWN = new Outcome.Thrown(-1, List.of());

    /** Copies the lists. */
    public Observation {
        outcomes = List.copyOf(outcomes);
        memories = List.copyOf(memories);
        tables = tables.stream().map(List::copyOf).toList();
        globals = List.copyOf(globals);
    }

    /**
     * Runs a program in a new store without limits.
     *
     * @param engine the engine
     * @param program a program that imports only from {@link HostModule}
     * @param calls the calls to make, in their order, such as {@link WasmModule#calls()}
     * @return what can be seen of the run
     * @throws org.wasmi.encoding.error.LinkException if the program imports something else
     */
    public static Observation of(Engine engine, Program program, List<WasmModule.Call> calls) {
        try (Store store = engine.newStore()) {
            return of(store, program, calls);
        }
    }

    /**
     * Runs a program in a store, which may have fuel and limits.
     *
     * @param store the store for the instance
     * @param program a program that imports only from {@link HostModule}
     * @param calls the calls to make, in their order
     * @return what can be seen of the run
     * @throws org.wasmi.encoding.error.LinkException if the program imports something else
     */
    public static Observation of(Store store, Program program, List<WasmModule.Call> calls) {
        Guest guest;
        try {
            guest = Guest.instantiate(store, program);
        } catch (TrapException e) {
            return ofStart(new Outcome.Trapped(e.trap()));
        } catch (TaggedException e) {
            return ofStart(THROWN);
        }
        return guest.observe(calls.stream().map(guest::call).toList());
    }

    /**
     * Runs a module on the oracle.
     *
     * @param wasm the binary of a valid module that imports only from {@link HostModule}
     * @param calls the calls to make, in their order
     * @return the expected observation of every run
     */
    public static Observation ofOracle(byte[] wasm, List<WasmModule.Call> calls) {
        Oracle oracle;
        try {
            oracle = Oracle.instantiate(wasm, HostModule.INSTANCE, ORACLE_FUEL);
        } catch (TrapException e) {
            return ofStart(new Outcome.Trapped(e.trap()));
        } catch (OracleException e) {
            return ofStart(THROWN);
        }
        List<Outcome> outcomes = calls.stream()
                .map(call -> oracle.call(call.export(), call.arguments()))
                .toList();
        List<OracleValue> globals = oracle.globals();
        return new Observation(
                outcomes,
                oracle.exported(ExternKind.MEMORY).stream()
                        .map(each -> ByteBuffer.wrap(oracle.memory(each)))
                        .toList(),
                oracle.exported(ExternKind.TABLE).stream().map(oracle::table).toList(),
                oracle.exported(ExternKind.GLOBAL).stream().map(globals::get).toList());
    }

    private static Observation ofStart(Outcome outcome) {
        return new Observation(List.of(outcome), List.of(), List.of(), List.of());
    }

    /**
     * {@return whether a call ran out of fuel, the store's or the oracle's, so that the rest cannot be compared}
     */
    public boolean isOutOfFuel() {
        return outcomes.contains(new Outcome.Trapped(Trap.OUT_OF_FUEL));
    }

    /**
     * {@return the first difference between this run and another one, as text; empty if there is none} The bits of NaNs
     * that are results, or in globals or objects, are ignored, since the specification leaves them open. Objects are
     * equal if they hold equal values and refer to each other in the same way.
     *
     * @param other a run of the same calls
     */
    public Optional<String> difference(Observation other) {
        if (outcomes.size() != other.outcomes.size()) {
            return Optional.of("outcomes are " + other.outcomes + ", not " + outcomes);
        }
        for (int i = 0; i < outcomes.size(); i++) {
            if (!same(outcomes.get(i), other.outcomes.get(i))) {
                return Optional.of("call " + i + " ends with " + other.outcomes.get(i) + ", not " + outcomes.get(i));
            }
        }
        if (!same(globals, other.globals)) {
            return Optional.of("globals are " + other.globals + ", not " + globals);
        }
        if (tables.size() != other.tables.size()
                || !IntStream.range(0, tables.size()).allMatch(i -> same(tables.get(i), other.tables.get(i)))) {
            return Optional.of("tables are " + other.tables + ", not " + tables);
        }
        if (memories.size() != other.memories.size()) {
            return Optional.of(other.memories.size() + " memories are exported, not " + memories.size());
        }
        for (int i = 0; i < memories.size(); i++) {
            if (!memories.get(i).equals(other.memories.get(i))) {
                return Optional.of("memory " + i + " differs: " + difference(memories.get(i), other.memories.get(i)));
            }
        }
        return Optional.empty();
    }

    private static String difference(ByteBuffer expected, ByteBuffer actual) {
        if (expected.remaining() != actual.remaining()) {
            return "it has " + actual.remaining() + " bytes, not " + expected.remaining();
        }
        int address = expected.mismatch(actual);
        return "at address " + address + " is " + actual.get(address) + ", not " + expected.get(address);
    }

    private static boolean same(Outcome expected, Outcome actual) {
        if (expected instanceof Outcome.Returned one && actual instanceof Outcome.Returned two) {
            return same(one.results(), two.results());
        } else if (expected instanceof Outcome.Thrown one && actual instanceof Outcome.Thrown two) {
            return one.tag() == two.tag() && same(one.values(), two.values());
        }
        return expected.equals(actual);
    }

    private static boolean same(List<OracleValue> expected, List<OracleValue> actual) {
        return expected.size() == actual.size()
                && IntStream.range(0, expected.size()).allMatch(i -> same(expected.get(i), actual.get(i)));
    }

    private static boolean same(OracleValue expected, OracleValue actual) {
        if (expected instanceof OracleValue.Copy one && actual instanceof OracleValue.Copy two) {
            return one.kind() == two.kind() && one.tag() == two.tag() && same(one.values(), two.values());
        }
        return expected.equals(actual)
                || (expected.isNaN() && actual.isNaN() && expected.getClass().equals(actual.getClass()));
    }
}
