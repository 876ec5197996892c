package org.wasmi.encoding.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExceptionsTest {

    @Test
    void malformedSaysWhere() {
        MalformedException e = new MalformedException("unexpected end", 12);

        assertThat(e).hasMessage("unexpected end (at byte 12)");
        assertThat(e.offset()).isEqualTo(12);
    }

    @Test
    void invalidSaysWhere() {
        InvalidException inFunction = new InvalidException("type mismatch", 3, 12);
        InvalidException elsewhere = new InvalidException("unknown type", InvalidException.NO_FUNCTION, 7);

        assertThat(inFunction).hasMessage("type mismatch (function 3, at byte 12)");
        assertThat(inFunction.function()).isEqualTo(3);
        assertThat(inFunction.offset()).isEqualTo(12);
        assertThat(elsewhere).hasMessage("unknown type (at byte 7)");
    }

    @Test
    void trapsHaveTheSpecificationsWordsAndNoJavaStackTrace() {
        TrapException plain = new TrapException(Trap.UNREACHABLE);
        TrapException detailed = new TrapException(Trap.MEMORY_OUT_OF_BOUNDS, "address 9");

        assertThat(plain).hasMessage("unreachable");
        assertThat(plain.getStackTrace()).isEmpty();
        assertThat(detailed).hasMessage("out of bounds memory access: address 9");
        assertThat(detailed.trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
    }

    @Test
    void framesShowSymbolsOfRustAsPathsAndKeepThem() {
        String symbol = "_ZN1r4main17h6bb90cc9f4a014ccE";
        TrapException.Frame frame =
                new TrapException.Frame(Optional.of("m"), 3, Optional.of(symbol), 0x1f, SourceLines.NONE);

        assertThat(frame).hasToString("r::main [m+0x1f]");
        assertThat(frame.toLines()).containsExactly("r::main [m+0x1f]");
        assertThat(frame.name()).contains(symbol);
        TrapException e = new TrapException(Trap.UNREACHABLE);
        e.backtrace().append(frame);
        assertThat(e.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .containsExactly("r::main");
    }

    @Test
    void backtracesKeepTheInnermostFramesAndCountTheOthers() {
        TrapException e = new TrapException(Trap.CALL_STACK_EXHAUSTED);
        for (int i = 0; i < 100; i++) {
            e.backtrace().append(new TrapException.Frame(Optional.empty(), i, Optional.empty(), -1, SourceLines.NONE));
        }

        assertThat(e.frames()).hasSize(64);
        assertThat(e.frames().get(0).function()).isZero();
        assertThat(e.omittedFrames()).isEqualTo(36);
        assertThat(e.backtrace())
                .asString()
                .startsWith("\n\tat func[0]\n\tat func[1]")
                .endsWith("\n\t... 36 more");
    }

    @Test
    void framesAreNamedAsFarAsKnown() {
        SourceLines lines = offset -> Optional.of(new SourceLocation("f.c", offset, 0));
        Optional<String> none = Optional.empty();
        assertThat(new TrapException.Frame(Optional.of("m"), 1, Optional.of("f"), 31, lines))
                .hasToString("f (f.c:31) [m+0x1f]");
        assertThat(new TrapException.Frame(none, 1, Optional.of("f"), 31, SourceLines.NONE))
                .hasToString("f [0x1f]");
        assertThat(new TrapException.Frame(Optional.of("m"), 1, none, -1, lines))
                .hasToString("func[1] [m]");
        assertThat(new TrapException.Frame(none, 1, none, -1, lines)).hasToString("func[1]");
    }

    private static String printed(Throwable thrown) {
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        return printed.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void aTrapIsOneLineAndItsStackTraceTheGuests() {
        TrapException trap = trapWithFrames();
        assertThat(trap).hasToString("org.wasmi.encoding.error.TrapException: unreachable");
        assertThat(printed(new IllegalStateException("outer", trap)))
                .contains("Caused by: org.wasmi.encoding.error.TrapException: unreachable"
                        + "\n\tat m.f(0x1f)\n\tat wasm.func[2](Unknown Source)\n");
        assertThat(printed(trap))
                .isEqualTo("org.wasmi.encoding.error.TrapException: unreachable"
                        + "\n\tat m.f(f.c:3)\n\tat wasm.func[2](Unknown Source)\n");
        assertThat(trap.getStackTrace())
                .containsExactly(
                        new StackTraceElement("m", "f", "f.c", 3), new StackTraceElement("wasm", "func[2]", null, -1));
    }

    @Test
    void serializationKeepsWhatFramesTell() throws Exception {
        TrapException trap = trapWithFrames();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(trap);
        }
        TrapException read;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            read = (TrapException) in.readObject();
        }

        assertThat(read.trap()).isEqualTo(Trap.UNREACHABLE);
        assertThat(read).hasToString(trap.toString());
        assertThat(read.omittedFrames()).isEqualTo(5);
        assertThat(read.frames())
                .map(TrapException.Frame::source)
                .containsExactly(Optional.of(new SourceLocation("f.c", 3, 4)), Optional.empty());
    }

    private static TrapException trapWithFrames() {
        TrapException trap = new TrapException(Trap.UNREACHABLE);
        SourceLines lines = offset -> Optional.of(new SourceLocation("f.c", 3, 4));
        trap.backtrace().append(new TrapException.Frame(Optional.of("m"), 1, Optional.of("f"), 31, lines));
        trap.backtrace().append(new TrapException.Frame(Optional.empty(), 2, Optional.empty(), -1, lines));
        trap.backtrace().omit(5);
        return trap;
    }

    @Test
    void namesOfGuestsCannotForgeLines() {
        Optional<String> forged = Optional.of("f\n\tat java.lang.Forged\u2028");
        TrapException.Frame frame = new TrapException.Frame(forged, 1, forged, -1, SourceLines.NONE);
        assertThat(frame)
                .hasToString("f\\u{a}\\u{9}at java.lang.Forged\\u{2028} [f\\u{a}\\u{9}at java.lang.Forged\\u{2028}]");
        Optional<String> none = Optional.empty();
        assertThat(new TrapException.Frame(none, 1, Optional.of("x".repeat(1_000_000)), -1, SourceLines.NONE))
                .hasToString("x".repeat(200) + "...");
    }

    @Test
    void locationsAreChecked() {
        assertThat(new SourceLocation("f.c", 1, 2)).hasToString("f.c:1:2");
        assertThatThrownBy(() -> new SourceLocation("f.c", 0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceLocation("f.c", 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void codesLeadBackToTheTrap(Trap trap) {
        assertThat(Trap.of(trap.code())).isEqualTo(trap);
    }

    @Test
    void trapsHaveCodesAndTextsOfTheirOwn() {
        assertThat(Arrays.stream(Trap.values()).map(Trap::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Trap.values()).map(Trap::text)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Trap.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
