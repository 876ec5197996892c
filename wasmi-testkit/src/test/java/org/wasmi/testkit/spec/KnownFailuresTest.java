package org.wasmi.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownFailuresTest {
    private static final CommandResult PASSED_AT_3 = new CommandResult(3, "module", Outcome.PASSED, "");
    private static final CommandResult FAILED_AT_4 = new CommandResult(4, "assert_return", Outcome.FAILED, "got 5");
    private static final CommandResult FAILED_AT_5 = new CommandResult(5, "assert_return", Outcome.FAILED, "got 6");

    private static ScriptResult apply(String list, CommandResult... commands) {
        return KnownFailures.parse(list).apply(new ScriptResult("core/x", List.of(commands)));
    }

    @Test
    void aListedFailureIsSkippedWithItsReason() {
        assertThat(apply("core/x:4 simd", PASSED_AT_3, FAILED_AT_4, FAILED_AT_5).commands())
                .containsExactly(
                        PASSED_AT_3, new CommandResult(4, "assert_return", Outcome.SKIPPED, "simd"), FAILED_AT_5);
    }

    @Test
    void aListedScriptSkipsWhateverFailsInIt() {
        assertThat(apply("core/x gc types", PASSED_AT_3, FAILED_AT_4, FAILED_AT_5)
                        .totals())
                .isEqualTo(new Totals(1, 0, 2));
    }

    @Test
    void aListedPassFails() {
        ScriptResult result = apply("core/x:3 simd", PASSED_AT_3);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failures()).extracting(CommandResult::line).containsExactly(3);
    }

    @Test
    void aListedPlaceThatDoesNotExistFails() {
        assertThat(apply("core/x:99 simd", PASSED_AT_3).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aListedScriptWithoutFailuresFails() {
        assertThat(apply("core/x simd", PASSED_AT_3).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void otherScriptsAndSkippedOnesStayAsTheyAre() {
        assertThat(apply("core/y:4 simd", FAILED_AT_4).commands()).containsExactly(FAILED_AT_4);
        CommandResult skipped = new CommandResult(4, "assert_return", Outcome.SKIPPED, "not built");
        assertThat(apply("core/x:4 simd", skipped).commands()).containsExactly(skipped);
    }

    @Test
    void commentsAndEmptyLinesMeanNothing() {
        assertThat(KnownFailures.parse("# core/x:4 simd\n\n  \n").scripts()).isEmpty();
    }

    @Test
    void linesWithoutAReasonAndDoubleEntriesAreRefused() {
        assertThatThrownBy(() -> KnownFailures.parse("core/x:4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KnownFailures.parse("core/x:4 a\ncore/x:4 b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theListsOfExecutorsIncludeOthers() {
        assertThat(KnownFailures.of("direct").scripts())
                .isEqualTo(KnownFailures.of("switch").scripts());
        assertThat(KnownFailures.of("nobody").scripts()).isEmpty();
    }
}
