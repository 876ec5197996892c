package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.translate.Wasm.VOID_TYPE;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.code;
import static org.wasmi.translate.Wasm.custom;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.section;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.binary.SectionKind;

class TranslatorTest {

    private static final byte[] IMPORT = section(2, bytes(1, 1, 'm', 1, 'f', 0, 0));
    private static final byte[] TWO_FUNCTIONS = section(3, bytes(2, 0, 0));
    private static final byte[] NOTHING = bytes(0, 0x0B);

    /** {@code i32.const 0 drop} and so on. */
    private static final byte[] SOMETHING = bytes(0, 0x41, 5, 0x10, 0, 0x1A, 0x0B);

    /** Function 2 takes an operand from the empty stack. */
    private static final byte[] INVALID = module(VOID_TYPE, IMPORT, TWO_FUNCTIONS, code(NOTHING, bytes(0, 0x1A, 0x0B)));

    private static final byte[] VALID = module(VOID_TYPE, IMPORT, TWO_FUNCTIONS, code(NOTHING, SOMETHING));

    @ParameterizedTest
    @EnumSource(TranslationMode.class)
    void allModesGiveTheSameCode(TranslationMode mode) {
        Program eager = translate(VALID, TranslationMode.EAGER);
        Program program = translate(VALID, mode);
        for (int i = 0; i < 2; i++) {
            assertThat(body(program, i).code()).isEqualTo(body(eager, i).code());
        }
    }

    @ParameterizedTest
    @EnumSource(TranslationMode.class)
    void askedAgainABodyGivesTheSameObject(TranslationMode mode) {
        FunctionBody body = body(translate(VALID, mode), 1);
        assertThat(body.code()).isSameAs(body.code());
    }

    @ParameterizedTest
    @EnumSource(
            value = TranslationMode.class,
            names = {"EAGER", "LAZY_TRANSLATION"})
    void invalidBodiesAreFoundAtOnce(TranslationMode mode) {
        assertInvalid(() -> translate(INVALID, mode));
    }

    @Test
    void theDefaultValidatesBodiesAtOnce() {
        assertInvalid(() -> Translator.translate(INVALID));
        assertInvalid(() -> Translator.validate(INVALID));
    }

    @Test
    void lazilyAnInvalidBodyIsFoundAtEveryCall() {
        Program program = translate(INVALID, TranslationMode.LAZY);
        assertThat(body(program, 0).code()).isNotNull();
        assertInvalid(() -> body(program, 1).code());
        assertInvalid(() -> body(program, 1).code());
    }

    @Test
    void theBinaryMayBeWrittenToAfterwards() {
        byte[] wasm = VALID.clone();
        Program program = Translator.translate(wasm);
        Arrays.fill(wasm, (byte) 0xFF);
        assertThat(body(program, 1).code())
                .isEqualTo(body(translate(VALID, TranslationMode.EAGER), 1).code());
    }

    @Test
    void threadsThatAskAtTheSameTimeGetTheSameObject() throws InterruptedException, ExecutionException {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 50; round++) {
                FunctionBody body = body(Translator.translate(VALID), 1);
                CountDownLatch start = new CountDownLatch(threads);
                Callable<Code> ask = () -> {
                    start.countDown();
                    start.await();
                    return body.code();
                };
                Set<Code> codes = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Future<Code> each : pool.invokeAll(Collections.nCopies(threads, ask))) {
                    codes.add(each.get());
                }
                assertThat(codes).hasSize(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void encodingsAreNamed() {
        TranslationOptions options = TranslationOptions.DEFAULT.withEncoding("morse");
        assertThatThrownBy(() -> Translator.translate(VALID, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'morse'")
                .hasMessageContaining("words");
    }

    @Test
    void layoutsTellWherePartsAre() {
        byte[] wasm = module(VOID_TYPE, custom("hi", bytes(9, 9)), IMPORT, TWO_FUNCTIONS, code(NOTHING, SOMETHING));
        ModuleLayout layout = Translator.layout(wasm);
        assertThat(layout.sections())
                .containsExactly(
                        new ModuleLayout.Section(SectionKind.TYPE, "", 10, 4),
                        new ModuleLayout.Section(SectionKind.CUSTOM, "hi", 16, 5),
                        new ModuleLayout.Section(SectionKind.IMPORT, "", 23, 7),
                        new ModuleLayout.Section(SectionKind.FUNCTION, "", 32, 3),
                        new ModuleLayout.Section(SectionKind.CODE, "", 37, 12));
        assertThat(layout.bodies()).containsExactly(new ModuleLayout.Body(1, 39, 2), new ModuleLayout.Body(2, 42, 7));
    }

    @Test
    void sectionKindsHaveTheirNumbers() {
        for (SectionKind kind : SectionKind.values()) {
            assertThat(SectionKind.of(kind.id())).contains(kind);
        }
        assertThat(SectionKind.of(99)).isEmpty();
    }

    private static Program translate(byte[] wasm, TranslationMode mode) {
        return Translator.translate(wasm, TranslationOptions.DEFAULT.withMode(mode));
    }

    private static FunctionBody body(Program program, int function) {
        return program.functions().get(function).body();
    }

    private static void assertInvalid(ThrowingCallable call) {
        InvalidException e = catchThrowableOfType(InvalidException.class, call);
        assertThat(e).hasMessageStartingWith("type mismatch");
        assertThat(e.function()).isEqualTo(2);
        assertThat(e.offset()).isEqualTo(36);
    }
}
