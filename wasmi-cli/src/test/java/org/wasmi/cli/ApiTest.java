package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That the API of the published modules changes on purpose only, and in the ways that docs/executors.md allows. */
final class ApiTest {
    private static final String UPDATE =
            "mvn -q -pl wasmi-cli -am test -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false "
                    + "-Dwasmi.regenerate=true";

    /** Compares the API of each module with the listing beside its pom.xml. */
    @TestFactory
    Stream<DynamicTest> theApiIsTheOneThatIsListed() {
        return Modules.find().entrySet().stream()
                .filter(each -> !each.getValue().descriptor().exports().isEmpty())
                .map(each -> {
                    String folder = each.getKey().replaceFirst("org\\.wasmi\\.", "wasmi-");
                    return DynamicTest.dynamicTest(
                            folder, () -> assertListed(folder, new ApiListing(each.getValue()).text()));
                });
    }

    private static void assertListed(String folder, String api) throws IOException {
        assertThat(api).isNotEmpty();
        Path file = Path.of("..", folder, "api.txt");
        if (Boolean.getBoolean("wasmi.regenerate")) {
            Files.writeString(file, api);
        }
        Set<String> listed = lines(Files.exists(file) ? Files.readString(file) : "");
        Set<String> actual = lines(api);
        Set<String> removed = new TreeSet<>(listed);
        removed.removeAll(actual);
        Set<String> added = new TreeSet<>(actual);
        added.removeAll(listed);
        if (!removed.isEmpty() || !added.isEmpty()) {
            throw new AssertionError("The public API of " + folder + " is not the one in " + folder + "/api.txt."
                    + " What is removed or changed breaks users; CHANGELOG.md must tell them."
                    + " If it is on purpose, write the listing again: " + UPDATE
                    + list("\nremoved:", removed) + list("\nadded:", added));
        }
    }

    private static String list(String title, Set<String> lines) {
        return lines.isEmpty() ? "" : title + "\n  " + String.join("\n  ", lines);
    }

    /** {@return the lines, each with the type that it belongs to} */
    private static Set<String> lines(String listing) {
        Set<String> lines = new TreeSet<>();
        String type = "";
        for (String line : listing.lines().toList()) {
            if (line.startsWith(" ")) {
                lines.add(type + ": " + line.strip());
            } else {
                type = line.replaceFirst(".*?(@?interface|class|record|enum) ([\\w.]+).*", "$2");
                lines.add(line);
            }
        }
        return lines;
    }

    /**
     * What others may implement or extend, and the methods without a body that they have written. A method more here
     * breaks all of them, and so does a type that is left out: new methods get a body, and new types that are not
     * listed are final or sealed.
     */
    private static final String EXTENSIBLE = """
            debug.Debuggee.Main: run
            debug.Launcher: launch
            encoding.CheckingDecoder: decode, operandAt, targetAt, wideAt
            encoding.CheckingEncoder: code, setOperand, setTarget, size, writeOp, writeOperand, writeTarget, writeWide
            encoding.Encoding: decoder, encoder, isaVersion, name
            encoding.InstructionDecoder: end, malformed, next, op, operand, position, seek, target, wide
            encoding.InstructionEncoder: begin, bind, branch, finish, handler, newLabel, operand, patch, set, source, \
            wide
            encoding.OperandVisitor: target
            encoding.Transcoder:
            encoding.error.GuestException:
            encoding.error.SourceLines: at
            encoding.program.FunctionBody: code
            encoding.program.Names: function, local, module
            encoding.source.GuestState: global, local, memory
            encoding.source.SourceValue: address, members, name, text, type
            encoding.source.SourceVariables: at
            encoding.type.DefinedType:
            exec.CallListener:
            exec.GuestHeap.Allocator: allocate
            exec.HostFunction: call
            exec.HostLambda.*: accept
            exec.HostLambda.*: applyAsInt
            exec.handler.Handler: execute
            exec.runtime.CodeCounter: reached
            exec.runtime.Executor: isaVersion, link, name, run
            exec.runtime.LinkedCode:
            exec.runtime.MemoryObserver:
            exec.runtime.NestingExecutor: nestedFrames
            exec.runtime.StoreObserver:
            jit.compiled.CompiledModule: create, digest, isaVersion, name, version
            js.JsFunction.Body: call
            js.JsFunction:
            js.JsObject:
            """;

    @Test
    void whatOthersImplementGetsNoFurtherMethodWithoutABody() {
        Map<String, ModuleReference> modules = Modules.find();
        Set<String> found = new TreeSet<>();
        modules.remove("org.wasmi.testkit"); // whose parts for JUnit grow by tests
        for (ModuleReference module : modules.values()) {
            for (ApiListing.Listed type : new ApiListing(module).extensible()) {
                String methods = type.members().stream()
                        .filter(ApiListing.Member::isAbstract)
                        .map(ApiListing.Member::name)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
                String name =
                        type.name().replaceFirst("org\\.wasmi\\.", "").replaceFirst("(?<=exec\\.HostLambda\\.).*", "*");
                found.add((name + ": " + methods).strip());
            }
        }
        assertThat(found).isEqualTo(EXTENSIBLE.lines().collect(Collectors.toCollection(TreeSet::new)));
    }
}
