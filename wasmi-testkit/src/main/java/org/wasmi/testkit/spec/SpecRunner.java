package org.wasmi.testkit.spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * Runs scripts on an executor. Each command has a result of its own. No module and no error of the executor ends a
 * script early; commands that depend on an unusable module fail with its error. Thread-safe.
 */
public final class SpecRunner {

    /** The groups of scripts whose features are built; scripts of other groups are skipped. */
    public static final Set<String> GROUPS = Set.of(
            "base",
            "custom",
            "custom-page-sizes",
            "exceptions",
            "function-references",
            "gc",
            "legacy",
            "memory64",
            "relaxed-simd",
            "simd",
            "tail-calls",
            "threads",
            "wide-arithmetic");

    private final Engine engine;
    private final SpecMode mode;
    private final WasmFeatures features;

    /**
     * Makes a runner.
     *
     * @param executor the name of an executor, such as {@code switch}
     * @throws IllegalArgumentException if there is no such executor
     */
    public SpecRunner(String executor) {
        this(executor, SpecMode.PLAIN);
    }

    /**
     * Makes a runner.
     *
     * @param executor the name of an executor, such as {@code switch}
     * @param mode how functions are called
     * @throws IllegalArgumentException if there is no such executor
     */
    public SpecRunner(String executor, SpecMode mode) {
        this(EngineConfig.DEFAULT.withExecutor(executor), mode);
    }

    /**
     * Makes a runner.
     *
     * @param config how the engine is made
     * @param mode how functions are called
     * @throws IllegalArgumentException if there is no such executor
     */
    public SpecRunner(EngineConfig config, SpecMode mode) {
        this(config, mode, WasmFeatures.DEFAULT);
    }

    /**
     * Makes a runner.
     *
     * @param config how the engine is made
     * @param mode how functions are called
     * @param features the features that modules may use, besides the one that a script's group is about
     * @throws IllegalArgumentException if there is no such executor
     */
    public SpecRunner(EngineConfig config, SpecMode mode, WasmFeatures features) {
        this.mode = mode;
        this.features = features;
        engine = Engine.create(config);
    }

    /**
     * {@return the results of all commands of a script, as they came out; see {@link KnownFailures#apply}}
     *
     * @throws IOException if the script cannot be read
     */
    public ScriptResult run(SpecScript script) throws IOException {
        List<SpecCommand> commands = script.commands();
        String unbuilt = unbuilt(script);
        List<CommandResult> results = new ArrayList<>();
        if (unbuilt.isEmpty()) {
            try (ScriptRun run = new ScriptRun(engine, mode, features(script))) {
                commands.forEach(command -> results.addAll(run.run(command)));
            }
        } else {
            for (SpecCommand each : commands) {
                results.add(
                        new CommandResult(each.line(), each.type(), Outcome.SKIPPED, "proposal not built: " + unbuilt));
            }
        }
        return new ScriptResult(script.name(), results);
    }

    /** {@return the features for the modules of a script: its group may be about one that is not enabled by default} */
    private WasmFeatures features(SpecScript script) {
        return switch (script.group().orElse("")) {
            case "legacy" -> features.with(Proposal.LEGACY_EXCEPTIONS, Proposal.COMPACT_IMPORTS);
            case "custom-page-sizes" -> features.with(Proposal.CUSTOM_PAGE_SIZES);
            case "wide-arithmetic" -> features.with(Proposal.WIDE_ARITHMETIC);
            default -> features;
        };
    }

    /** {@return the proposal that the script needs and that is not built; empty if there is none} */
    private static String unbuilt(SpecScript script) {
        return script.group().filter(group -> !GROUPS.contains(group)).orElse("");
    }
}
