package org.wasmi.testkit.differential;

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
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.arbitraries.GeneratedProgram;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.translate.Translator;

/**
 * Runs generated modules on the oracle and on executors, translated with and without fusion into every encoding, stored
 * and read back. Compares results, traps, memories, tables and globals. Every executor runs canonical code. For each
 * other encoding, the code must be equal after conversion to canonical code, and one executor, which varies from module
 * to module, links from it. Not thread-safe, except for {@link #current}.
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
     * Creates a comparison of executors with the oracle.
     *
     * @param executors such as {@code Executors.all().values()}; they need not be found by name
     * @throws IllegalArgumentException if there is none
     */
    public Differential(Collection<Executor> executors) {
        this(executors, EngineConfig.DEFAULT);
    }

    /**
     * Creates a comparison of executors with the oracle.
     *
     * @param executors such as {@code Executors.all().values()}; they need not be found by name
     * @param config how their engines are made, but for the executor's name
     * @throws IllegalArgumentException if there is none
     */
    public Differential(Collection<Executor> executors, EngineConfig config) {
        if (executors.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare with the oracle");
        }
        executors.stream()
                .sorted(Comparator.comparing(Executor::name, REFERENCE_FIRST))
                .forEach(each -> engines.put(each.name(), Engine.create(config, each)));
        otherEncodings = Encodings.all().keySet().stream()
                .filter(name -> !name.equals(Encodings.WORDS))
                .sorted()
                .toList();
    }

    /** {@return the description of the current run, or of the last one} Any thread may call this. */
    public Configuration current() {
        return current;
    }

    /** {@return the first run of a module that differs from the oracle's, if there is one} */
    public Optional<Disagreement> check(WasmModule module) {
        byte[] wasm = module.wasm();
        current = ORACLE;
        Observation expected = Observation.ofOracle(wasm, module.calls());
        if (expected.isOutOfFuel()) {
            return Optional.empty();
        }
        try {
            for (boolean fusion : new boolean[] {true, false}) {
                Optional<Disagreement> disagreement = check(module, wasm, fusion, expected);
                if (disagreement.isPresent()) {
                    return disagreement;
                }
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            // Whatever a run of a valid module ends in but a trap is a disagreement.
            return Optional.of(new Disagreement(module, current, e + place(e), List.of()));
        }
    }

    private Optional<Disagreement> check(WasmModule module, byte[] wasm, boolean fusion, Observation expected) {
        Program words = translate(wasm, Encodings.WORDS, fusion);
        for (String executor : engines.keySet()) {
            Optional<String> difference = run(module, words, executor, expected);
            if (difference.isPresent()) {
                return Optional.of(
                        new Disagreement(module, current, difference.get(), parties(module, words, expected)));
            }
        }
        List<String> executors = List.copyOf(engines.keySet());
        // The module says whose turn it is, so that the same one is found again.
        int turn = Arrays.hashCode(wasm);
        for (String encoding : otherEncodings) {
            Program program = translate(wasm, encoding, fusion);
            Optional<String> difference = differentCode(words, program);
            String executor = executors.get(Math.floorMod(turn++, executors.size()));
            difference = difference.or(() -> run(module, program, executor, expected));
            if (difference.isPresent()) {
                return Optional.of(new Disagreement(module, current, difference.get(), List.of()));
            }
        }
        return Optional.empty();
    }

    /** {@return who agrees with whom, the oracle among them and those that throw apart} */
    private List<List<String>> parties(WasmModule module, Program program, Observation expected) {
        Vote vote = new Vote();
        vote.add(ORACLE.executor(), expected);
        for (String executor : engines.keySet()) {
            try {
                vote.add(executor, Observation.of(engine(executor), program, module.calls()));
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                // It agrees with nobody.
            }
        }
        return vote.parties();
    }

    /**
     * Compares executors on a program whose functions run from every encoding. There is no oracle. The expected
     * behaviour is that of most executors on canonical code; in a tie, that of the executor {@code switch}, or of the
     * first by name if {@code switch} is not compared.
     *
     * @return the first run of the program that differs, and which executors agree, if there is one
     */
    public Optional<String> check(GeneratedProgram generated) {
        Map<String, Observation> words = run(generated, Encodings.WORDS);
        Vote vote = new Vote();
        words.forEach(vote::add);
        Observation expected = vote.majority();
        Optional<String> difference = difference(words, Encodings.WORDS, expected);
        if (difference.isPresent()) {
            return difference.map(each -> each + Vote.text(vote.parties()));
        }
        for (String encoding : otherEncodings) {
            difference = difference(run(generated, encoding), encoding, expected);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /** {@return what is seen of a program by executor, the reference first} */
    private Map<String, Observation> run(GeneratedProgram generated, String encoding) {
        Program program = StoredPrograms.read(StoredPrograms.write(generated.program(), Encodings.named(encoding)));
        Map<String, Observation> seen = new LinkedHashMap<>();
        for (String executor : engines.keySet()) {
            current = new Configuration(executor, encoding, false);
            try (Store store = engine(executor).newStore()) {
                store.addFuel(PROGRAM_FUEL);
                seen.put(executor, Observation.of(store, program, generated.calls()));
            }
        }
        return seen;
    }

    private static Optional<String> difference(Map<String, Observation> seen, String encoding, Observation expected) {
        for (Map.Entry<String, Observation> each : seen.entrySet()) {
            Optional<String> difference = expected.difference(each.getValue());
            if (difference.isPresent()) {
                return Optional.of(new Configuration(each.getKey(), encoding, false) + ": " + difference.get());
            }
        }
        return Optional.empty();
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
