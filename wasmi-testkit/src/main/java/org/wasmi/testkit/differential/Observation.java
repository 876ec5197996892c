package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.testkit.arbitraries.HostModule;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.oracle.Oracle;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;

/**
 * The observable result of a module's run: the outcomes of its calls and the state of its exports afterwards. To test
 * executors, encodings and translations on generated modules, compare two observations of the same calls; see {@code
 * docs/testkit.md}.
 *
 * @param outcomes the outcomes of the calls; if instantiation trapped, only that trap
 * @param memories the bytes of the exported memories, in the order of the exports
 * @param tables the elements of the exported tables
 * @param globals the values of the exported globals
 */
public record Observation(
        List<Outcome> outcomes, List<ByteBuffer> memories, List<List<OracleValue>> tables, List<OracleValue> globals) {

    /** More operators than this are not worth the oracle's time. */
    private static final long ORACLE_FUEL = 500_000;

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
            return ofStart(e.trap());
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
            return ofStart(e.trap());
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

    private static Observation ofStart(Trap trap) {
        return new Observation(List.of(new Outcome.Trapped(trap)), List.of(), List.of(), List.of());
    }

    /**
     * {@return whether a call ran out of fuel, the store's or the oracle's, so that the rest cannot be compared}
     */
    public boolean isOutOfFuel() {
        return outcomes.contains(new Outcome.Trapped(Trap.OUT_OF_FUEL));
    }

    /**
     * {@return the first difference between this run and another one, as text; empty if there is none} The bits of NaNs
     * that are results or in globals are ignored, since the specification leaves them open.
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
        if (!tables.equals(other.tables)) {
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
        return expected.equals(actual)
                || (expected instanceof Outcome.Returned one
                        && actual instanceof Outcome.Returned two
                        && same(one.results(), two.results()));
    }

    private static boolean same(List<OracleValue> expected, List<OracleValue> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            OracleValue one = expected.get(i);
            OracleValue two = actual.get(i);
            boolean bothNaN = one.isNaN() && two.isNaN() && one.getClass().equals(two.getClass());
            if (!bothNaN && !one.equals(two)) {
                return false;
            }
        }
        return true;
    }
}
