package org.wasmi.testkit.differential;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.wasmi.testkit.arbitraries.WasmModule;

/**
 * Compares the modules of consecutive seeds. Generated modules end soon, so a translation or run that does not end is a
 * finding, too. Apart from such findings, deterministic. Not thread-safe.
 *
 * <p>Comparisons run on a daemon thread. A run that does not end continues there, since Java cannot stop it, so a
 * fuzzer cannot be used after such a finding.
 */
public final class Fuzzer {

    /** How many smaller modules are tried at most, to make a module that shows a disagreement small. */
    private static final int MAX_REDUCTIONS = 5_000;

    private final Differential differential;
    private final Duration limit;
    private long seed;

    /**
     * Creates a fuzzer.
     *
     * @param differential the comparison; nothing else may use it
     * @param seed the seed of the first module
     * @param limit the time limit for one module, which should be much longer than a comparison takes
     */
    public Fuzzer(Differential differential, long seed, Duration limit) {
        this.differential = differential;
        this.seed = seed;
        this.limit = limit;
    }

    /**
     * A disagreement.
     *
     * @param seed the seed of the module that showed it
     * @param original the disagreement for the module of that seed
     * @param reduced the disagreement for the smallest module found; the original if a run did not end
     */
    public record Finding(long seed, Disagreement original, Disagreement reduced) {}

    /** {@return the seed of the next module} */
    public long seed() {
        return seed;
    }

    /**
     * Compares the module of the next seed and advances the seed.
     *
     * @return the finding, if there is one
     * @throws InterruptedException if the thread is interrupted
     */
    public Optional<Finding> next() throws InterruptedException {
        long current = seed++;
        WasmModule module = WasmModule.ofSeed(current);
        try {
            Optional<Disagreement> original = check(module);
            return original.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Finding(current, original.get(), reduced(original.get())));
        } catch (NoEnd e) {
            Disagreement endless = new Disagreement(module, differential.current(), e.text, List.of());
            return Optional.of(new Finding(current, endless, endless));
        }
    }

    private Disagreement reduced(Disagreement original) throws InterruptedException {
        Disagreement smallest = original;
        Iterator<WasmModule> candidates = original.module().reductions().iterator();
        try {
            for (int tried = 0; tried < MAX_REDUCTIONS && candidates.hasNext(); tried++) {
                Optional<Disagreement> smaller = check(candidates.next());
                if (smaller.isPresent()) {
                    smallest = smaller.get();
                    candidates = smallest.module().reductions().iterator();
                }
            }
        } catch (NoEnd e) {
            // What was found before is what was asked for.
            return smallest;
        }
        return smallest;
    }

    /** A comparison did not end. */
    private static final class NoEnd extends Exception {
        private static final long serialVersionUID = 1;

        private final String text;

        NoEnd(String text) {
            super(text);
            this.text = text;
        }
    }

    private Optional<Disagreement> check(WasmModule module) throws NoEnd, InterruptedException {
        CompletableFuture<Optional<Disagreement>> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(differential.check(module));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "wasmi fuzzer");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoEnd("has not ended after " + limit.toSeconds() + " s; it is "
                    + Arrays.stream(thread.getStackTrace())
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the comparison itself failed", e.getCause());
        }
    }
}
