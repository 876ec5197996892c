package org.wasmi.testkit.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.store.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Executor;
import org.wasmi.exec.Executors;
import org.wasmi.exec.Store;
import org.wasmi.testkit.arbitraries.GeneratedProgram;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.translate.Translator;

/**
 * Runs generated modules on the oracle and on executors, translated with and without fusion into every encoding, stored
 * and read back, and compares results, traps, memories, tables and globals. Every executor runs canonical code. For
 * each further encoding, the code has to be the same once it is canonical, and one of the executors, another one for
 * each module, links from it. For one thread at a time, {@link #current} excepted.
 */
public final class Differential {

    /** More than this, a program that was generated as bytecode need not be given. */
    private static final long PROGRAM_FUEL = 20_000;

    private static final Configuration ORACLE = new Configuration("oracle", "none", false);

    /** The reference first. */
    private final Map<String, Engine> engines = new LinkedHashMap<>();

    private static final Comparator<String> REFERENCE_FIRST = Comparator.comparing(
                    (String name) -> !name.equals(Executors.SWITCH))
            .thenComparing(Comparator.naturalOrder());

    private final List<String> otherEncodings;
    private volatile Configuration current = ORACLE;

    /**
     * Makes a comparison of executors with the oracle.
     *
     * @param executors such as {@code Executors.all().values()}; they need not be found by name
     * @throws IllegalArgumentException if there is none
     */
    public Differential(Collection<Executor> executors) {
        if (executors.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare with the oracle");
        }
        executors.stream()
                .sorted(Comparator.comparing(Executor::name, REFERENCE_FIRST))
                .forEach(each -> engines.put(each.name(), Engine.create(EngineConfig.DEFAULT, each)));
        otherEncodings = Encodings.all().keySet().stream()
                .filter(name -> !name.equals(Encodings.WORDS))
                .sorted()
                .toList();
    }

    /** {@return what runs at the moment, or ran last; any thread may ask} */
    public Configuration current() {
        return current;
    }

    /** {@return the first run of a module that is not as the oracle says, if there is one} */
    public Optional<Disagreement> check(WasmModule module) {
        byte[] wasm = module.wasm();
        current = ORACLE;
        Observation expected = Observation.ofOracle(wasm, module.calls());
        if (expected.isOutOfFuel()) {
            return Optional.empty();
        }
        try {
            for (boolean fusion : new boolean[] {true, false}) {
                Optional<String> difference = difference(module, wasm, fusion, expected);
                if (difference.isPresent()) {
                    return Optional.of(new Disagreement(module, current, difference.get()));
                }
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            // Whatever a run of a valid module ends in but a trap is a disagreement.
            return Optional.of(new Disagreement(module, current, e + place(e)));
        }
    }

    /**
     * Compares executors on a program, whose functions run from every encoding, with a reference: the executor {@code
     * switch}, or the first by name where that is not compared, from canonical code.
     *
     * @return the first run of the program that is not as that of the reference, if there is one
     */
    public Optional<String> check(GeneratedProgram generated) {
        Optional<Observation> first = Optional.empty();
        List<String> encodings = new ArrayList<>(List.of(Encodings.WORDS));
        encodings.addAll(otherEncodings);
        for (String encoding : encodings) {
            Program program = StoredPrograms.read(StoredPrograms.write(generated.program(), Encodings.named(encoding)));
            for (String executor : engines.keySet()) {
                current = new Configuration(executor, encoding, false);
                Observation seen;
                try (Store store = engine(executor).newStore()) {
                    store.addFuel(PROGRAM_FUEL);
                    seen = Observation.of(store, program, generated.calls());
                }
                Optional<String> difference = first.flatMap(each -> each.difference(seen));
                if (difference.isPresent()) {
                    return Optional.of(current + ": " + difference.get());
                }
                first = first.or(() -> Optional.of(seen));
            }
        }
        return Optional.empty();
    }

    private Optional<String> difference(WasmModule module, byte[] wasm, boolean fusion, Observation expected) {
        Program words = translate(wasm, Encodings.WORDS, fusion);
        Optional<String> difference = Optional.empty();
        for (String executor : engines.keySet()) {
            difference = difference.or(() -> run(module, words, executor, expected));
        }
        List<String> executors = List.copyOf(engines.keySet());
        // The module says whose turn it is, so that the same one is found again.
        int turn = Arrays.hashCode(wasm);
        for (String encoding : otherEncodings) {
            if (difference.isEmpty()) {
                Program program = translate(wasm, encoding, fusion);
                difference = differentCode(words, program);
                String executor = executors.get(Math.floorMod(turn++, executors.size()));
                difference = difference.or(() -> run(module, program, executor, expected));
            }
        }
        return difference;
    }

    /** Translates a module, and reads what it becomes back from its stored form, which verifies it. */
    private Program translate(byte[] wasm, String encoding, boolean fusion) {
        current = new Configuration("none", encoding, fusion);
        Program program = Translator.translate(wasm, current.options());
        return StoredPrograms.read(StoredPrograms.write(program, Encodings.named(encoding)));
    }

    private Optional<String> run(WasmModule module, Program program, String executor, Observation expected) {
        current = new Configuration(executor, current.encoding(), current.fusion());
        return expected.difference(Observation.of(engine(executor), program, module.calls()));
    }

    private Engine engine(String executor) {
        Engine engine = engines.get(executor);
        if (engine == null) {
            throw new IllegalStateException("no executor " + executor);
        }
        return engine;
    }

    /** Compares a program with the same one in canonical code. */
    private static Optional<String> differentCode(Program words, Program program) {
        Encoding canonical = Encodings.named(Encodings.WORDS);
        for (int i = 0; i < words.functions().size(); i++) {
            Code expected = words.functions().get(i).body().code();
            Code actual = program.functions().get(i).body().code();
            if (!Encodings.transcode(actual, canonical).equals(expected)) {
                return Optional.of("the code of function " + i + " is not that of the encoding words");
            }
        }
        return Optional.empty();
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
