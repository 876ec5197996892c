package org.wasmi.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.spec.CommandResult;
import org.wasmi.testkit.spec.KnownFailures;
import org.wasmi.testkit.spec.Outcome;
import org.wasmi.testkit.spec.ScriptResult;
import org.wasmi.testkit.spec.SpecMode;
import org.wasmi.testkit.spec.SpecRunner;
import org.wasmi.testkit.spec.SpecScript;
import org.wasmi.testkit.spec.SpecSuite;
import org.wasmi.testkit.spec.Totals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "spec",
        description = {
            "Runs scripts of the WebAssembly specification's test suite, as text or as JSON with binary modules.",
            "Exits with 1 if a command fails that is not known to, or passes that is known to fail."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi spec spec/core",
            "  wasmi spec --totals --executor switch spec/core/i32 spec/core/i64",
            "  wasmi spec --json --known-failures none spec"
        })
final class SpecCommand implements Callable<Integer> {
    private static final String NONE = "none";

    private final Streams streams;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A script as JSON or as text (.wast), its folder, or a folder of such at any depth.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--executor",
            paramLabel = "NAME",
            converter = ExecutorName.class,
            completionCandidates = ExecutorName.class,
            description = "What runs the code (default: ${DEFAULT-VALUE}).")
    private String executor = Executors.preferred();

    @Option(
            names = "--resumed",
            description = "Meter the modules, suspend each call before each basic block, and resume it.")
    private boolean resumed;

    @Option(names = "--totals", description = "Print the totals of each script too.")
    private boolean totals;

    @Option(names = "--json", description = "Print the totals as JSON, and failures on standard error.")
    private boolean json;

    @Option(
            names = "--known-failures",
            paramLabel = "FILE",
            description = "What is known not to pass yet, or 'none' (default: the list that comes with the executor).")
    private @Nullable String knownFailures;

    @Mixin
    private FeatureOption features = new FeatureOption();

    SpecCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<SpecScript> scripts = new ArrayList<>();
        for (Path path : paths) {
            scripts.addAll(SpecSuite.find(path));
        }
        KnownFailures known = knownFailures();
        SpecRunner runner = new SpecRunner(
                EngineConfig.DEFAULT.withExecutor(executor),
                resumed ? SpecMode.RESUMED : SpecMode.PLAIN,
                features.features());
        ObjectNode perScript = Json.object();
        Totals ofScripts = Totals.NONE;
        Totals ofCommands = Totals.NONE;
        for (int i = 0; i < scripts.size(); i++) {
            streams.progress(
                    "[" + (i + 1) + "/" + scripts.size() + "] " + scripts.get(i).name());
            ScriptResult result = known.apply(run(runner, scripts.get(i)));
            streams.progress("");
            report(result);
            put(perScript, label(result.script(), perScript), result.totals());
            ofScripts = ofScripts.plus(result.outcome());
            ofCommands = ofCommands.plus(result.totals());
        }
        if (json) {
            ObjectNode all = Json.object();
            put(all, "scripts", ofScripts);
            put(all, "commands", ofCommands);
            if (totals) {
                all.set("totals", perScript);
            }
            streams.outText().print(Json.text(all));
        } else {
            streams.outText().println("scripts:  " + ofScripts);
            streams.outText().println("commands: " + ofCommands);
        }
        return ofScripts.failed() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** A script that cannot be read fails, and the others still run. */
    private static ScriptResult run(SpecRunner runner, SpecScript script) {
        try {
            return runner.run(script);
        } catch (IOException e) {
            return new ScriptResult(
                    script.name(),
                    List.of(new CommandResult(0, "script", Outcome.FAILED, "cannot be read: " + Failures.explain(e))));
        }
    }

    /** {@return the name of a script, with a number if scripts of other folders have the same} */
    private static String label(String name, ObjectNode used) {
        String label = name;
        for (int i = 2; used.has(label); i++) {
            label = name + " (" + i + ")";
        }
        return label;
    }

    private KnownFailures knownFailures() throws IOException {
        if (knownFailures == null) {
            return KnownFailures.of(executor);
        }
        if (knownFailures.equals(NONE)) {
            return KnownFailures.NONE;
        }
        try {
            return KnownFailures.parse(Files.readString(Path.of(knownFailures)));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, knownFailures + ": " + e.getMessage());
        }
    }

    private void report(ScriptResult result) {
        PrintWriter out = json ? streams.errText() : streams.outText();
        for (CommandResult failure : result.failures()) {
            out.println(Text.printable(result.script() + ":" + failure));
        }
        if (totals && !json) {
            out.println(result.script() + ": " + result.totals());
        }
    }

    private static void put(ObjectNode parent, String name, Totals totals) {
        parent.putObject(name)
                .put("passed", totals.passed())
                .put("failed", totals.failed())
                .put("skipped", totals.skipped());
    }
}
