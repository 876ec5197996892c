package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Executor;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.oracle.Oracle;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;
import org.wasmi.translate.Translator;

/**
 * Runs generated modules on the oracle and on executors, translated with and without fusion into every encoding, and
 * compares results, traps, memories, tables and globals. Not thread-safe.
 */
public final class Differential {

    /** More operators than this are not worth the oracle's time. */
    private static final long ORACLE_FUEL = 500_000;

    private final Map<String, Engine> engines = new TreeMap<>();

    /**
     * Makes a comparison of executors with the oracle.
     *
     * @param executors such as {@code Executors.all().values()}; they need not be found by name
     */
    public Differential(Collection<Executor> executors) {
        for (Executor each : executors) {
            engines.put(each.name(), Engine.create(EngineConfig.DEFAULT, each));
        }
    }

    /** {@return the first run of a module that is not as the oracle says, if there is one} */
    public Optional<Disagreement> check(WasmModule module) {
        byte[] wasm = module.wasm();
        Observation expected = oracle(wasm, module.calls());
        if (expected.isOutOfFuel()) {
            return Optional.empty();
        }
        for (String encoding : new TreeMap<>(Encodings.all()).keySet()) {
            for (boolean fusion : new boolean[] {true, false}) {
                Optional<Disagreement> found = check(module, wasm, encoding, fusion, expected);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Disagreement> check(
            WasmModule module, byte[] wasm, String encoding, boolean fusion, Observation expected) {
        Configuration configuration = new Configuration("none", encoding, fusion);
        try {
            Program program = Translator.translate(wasm, configuration.options());
            for (Map.Entry<String, Engine> each : engines.entrySet()) {
                configuration = new Configuration(each.getKey(), encoding, fusion);
                Observation actual = Guest.run(each.getValue(), program, module.calls());
                Optional<String> difference = expected.difference(actual);
                if (difference.isPresent()) {
                    return Optional.of(new Disagreement(module, configuration, difference.get()));
                }
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            // Whatever a run of a valid module ends in but a trap is a disagreement.
            return Optional.of(new Disagreement(module, configuration, e + place(e)));
        }
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static Observation oracle(byte[] wasm, List<WasmModule.Call> calls) {
        Oracle oracle = Oracle.instantiate(wasm, ORACLE_FUEL);
        List<Outcome> outcomes = new ArrayList<>();
        calls.forEach(call -> outcomes.add(oracle.call(call.export(), call.arguments())));
        List<ByteBuffer> memories = new ArrayList<>();
        for (int i = 0; i < oracle.memoryCount(); i++) {
            memories.add(ByteBuffer.wrap(oracle.memory(i)));
        }
        List<List<OracleValue>> tables = new ArrayList<>();
        for (int i = 0; i < oracle.tableCount(); i++) {
            tables.add(oracle.table(i));
        }
        return new Observation(outcomes, memories, tables, oracle.globals());
    }
}
