package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of {@code docs/executors.md} name the tests of the contract that fail when they are broken. */
class ExecutorRulesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "executors.md");

    /** Names in parentheses. */
    private static final Pattern TESTS = Pattern.compile("\\((?:`\\w+`(?:,\\s+)?)+\\)");

    private static final Pattern NAME = Pattern.compile("\\w+");

    @Test
    void theNamedTestsExist() throws IOException {
        String text = Files.readString(DOCUMENT);
        String rules = text.substring(text.indexOf("## Rules"), text.indexOf("## Three ways"));
        List<String> named = TESTS.matcher(rules)
                .results()
                .flatMap(tests -> NAME.matcher(tests.group()).results())
                .map(MatchResult::group)
                .toList();
        Set<String> existing = Arrays.stream(ExecutorContract.class.getMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(TestFactory.class))
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(existing).containsAll(named);
    }
}
