package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.binary.WasmFeatures;

/** Exceptions: what is thrown, and handlers for what is caught. */
class ExceptionOperatorsTest {
    private static final TranslationOptions ALL = TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).with(ALL).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void whatIsThrownLiesInConsecutiveSlots() {
        assertCode("i32 ->", "throw 0", "throw tag 0, s0, count 0");
        assertCode("i32 ->", "local.get 0 throw 1", "copy s1, s0\nthrow tag 1, s1, count 1");
        assertCode("externref ->", "i64.const 5 local.get 0 throw 2", """
                const32 s1, 5
                copy_ref s2, s0
                throw_refs tag 2, s1, count 2
                """);
        assertCode("exnref ->", "local.get 0 throw_ref", "throw_ref s0");
    }

    @Test
    void nothingIsExecutedForAHandler() {
        assertCode("i32 -> i32", "block try_table (catch_all 0) call 7 end local.get 0 return end i32.const 1", """
                L0:
                call func 7, s1
                L1:
                return_s s0
                L2:
                return_i 1
                catch_all L0, L1, L2
                """);
    }

    /** Where a branch to the label of the clause would bring values, a handler puts them. */
    @Test
    void caughtValuesGoToTheHomeSlotsOfTheBlock() {
        assertCode(
                "i32 -> i32",
                "i32.const 7 block (type 10) try_table (catch_ref 1 0) call 7 end unreachable end drop i32.add",
                """
                L0:
                call func 7, s2
                L1:
                trap 0
                L2:
                i32.add_si s1, s2, 7
                return_s s1
                catch_ref L0, L1, tag 1, L2, s2
                """);
        assertCode(" -> i64", "block (type 11) try_table (catch_ref 2 0) call 7 end unreachable end drop drop", """
                L0:
                call func 7, s0
                L1:
                trap 0
                L2:
                return_s s0
                catch_ref L0, L1, tag 2, L2, s0
                """);
        assertCode(
                " ->",
                "block (result (ref exn)) try_table (catch_all_ref 0) call 7 end unreachable end throw_ref",
                """
                L0:
                call func 7, s0
                L1:
                trap 0
                L2:
                throw_ref s0
                catch_all_ref L0, L1, L2, s0
                """);
    }

    @Test
    void aHandlerOfTheFunctionsOwnLabelReturns() {
        assertCode("i32 -> i32", "try_table (result i32) (catch 1 0) call 7 local.get 0 end i32.const 1 i32.add", """
                L0:
                call func 7, s1
                L1:
                i32.add_si s1, s0, 1
                return_s s1
                L2:
                return_s s1
                catch L0, L1, tag 1, L2, s1
                """);
        assertCode("i32 ->", "try_table (catch_all 0) (catch 0 0) call 7 end", """
                L0:
                call func 7, s1
                L1:
                return
                L2:
                return
                catch_all L0, L1, L2
                catch L0, L1, tag 0, L2, s0
                """);
        assertCode("-> i64 externref", "try_table (catch 2 0) call 7 end unreachable", """
                L0:
                call func 7, s0
                L1:
                trap 0
                L2:
                return_span_refs s0, count 2
                catch L0, L1, tag 2, L2, s0
                """);
    }

    @Test
    void aHandlerMayBeALoop() {
        assertCode("i32 ->", "i32.const 3 loop (type 8) drop try_table (catch 1 0) call 7 end end", """
                const32 s1, 3
                L0:
                call func 7, s1
                L1:
                return
                catch L0, L1, tag 1, L0, s1
                """);
    }

    @Test
    void handlersOfInnerBlocksComeFirst() {
        assertCode(
                " ->",
                "block block try_table (catch 0 1) try_table (catch_all 1) (catch 0 2) call 7 end call 7 end end end",
                """
                L0:
                call func 7, s0
                L1:
                call func 7, s0
                L2:
                return
                catch_all L0, L1, L2
                catch L0, L1, tag 0, L2, s0
                catch L0, L2, tag 0, L2, s0
                """);
    }

    /** An operand that stands for a local is materialised, since the local may change before the exception. */
    @Test
    void operandsBelowStayWhatTheyAre() {
        assertCode(
                "i32 -> i32", "local.get 0 block try_table (catch_all 0) i32.const 8 local.set 0 call 7 end end", """
                copy s1, s0
                L0:
                const32 s0, 8
                call func 7, s2
                L1:
                return_s s1
                catch_all L0, L1, L1
                """);
    }

    /** An exception may leave the range before or behind the result; both see the local as it is then. */
    @Test
    void noResultIsWrittenToALocalAcrossTheEdgeOfARange() {
        assertCode(
                "i32 -> i32 ; i32",
                "block try_table (result i32) (catch_all 0) call 7 local.get 0 i32.const 1 i32.add end local.set 1 end"
                        + " local.get 1",
                """
                L0:
                call func 7, s2
                i32.add_si s2, s0, 1
                L1:
                copy s1, s2
                L2:
                return_s s1
                catch_all L0, L1, L2
                """);
    }

    @Test
    void codeThatCannotBeReachedHasNoHandlers() {
        assertCode(" ->", "unreachable try_table (catch_all 0) call 7 end", "trap 0");
        assertCode(" ->", "block try_table (catch_all 0) end end", "return");
    }

    @Test
    void meteredCodePaysForThrowingAndForWhatFollows() {
        TestFunction function = TestFunction.of("i32 ->").with(ALL.withFuel(true));
        assertThat(function.lines("block try_table (catch_all 0) local.get 0 throw 1 end end i32.const 1 drop"))
                .isEqualTo("""
                        L0:
                        consume_fuel 257
                        copy s1, s0
                        throw tag 1, s1, count 1
                        L1:
                        consume_fuel 2
                        return
                        catch_all L0, L1, L1
                        """.strip());
    }

    // The legacy proposal.

    @Test
    void legacyHandlersAreCodeOfTheirOwn() {
        assertCode("i32 -> i32", "try (result i32) call 7 i32.const 1 catch 1 catch_all i32.const 2 end", """
                L0:
                call func 7, s1
                const32 s1, 1
                br L3
                L1:
                copy_ref s1, s3
                copy s1, s2
                br L3
                L2:
                const32 s1, 2
                L3:
                return_s s1
                catch_ref L0, L1, tag 1, L1, s2
                catch_all_ref L0, L1, L2, s1
                """);
    }

    @Test
    void rethrowThrowsTheExceptionOfItsHandler() {
        assertCode(" ->", "try call 7 catch_all block rethrow 1 end end", """
                L0:
                call func 7, s0
                br L2
                L1:
                throw_ref s0
                L2:
                return
                catch_all_ref L0, L1, L1, s0
                """);
    }

    /** What is delegated is left out of the ranges of blocks in between. */
    @Test
    void delegatedExceptionsPassTheBlocksInBetween() {
        assertCode(
                " ->", "try try call 7 try i64.const 0 drop call 7 delegate 1 call 7 catch_all end catch_all end", """
                L0:
                call func 7, s0
                L1:
                call func 7, s0
                L2:
                call func 7, s0
                br L3
                L3:
                br L4
                L4:
                return
                catch_all_ref L0, L1, L3, s0
                catch_all_ref L2, L3, L3, s0
                catch_all_ref L0, L4, L4, s0
                """);
    }

    @Test
    void whatIsDelegatedTwiceIsLeftOutOnce() {
        assertCode(" ->", "try try try call 7 delegate 1 call 7 delegate 1 call 7 catch_all end", """
                L0:
                call func 7, s0
                L1:
                call func 7, s0
                L2:
                call func 7, s0
                br L3
                L3:
                return
                catch_all_ref L0, L1, L3, s0
                catch_all_ref L2, L3, L3, s0
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try_table (catch_ref 0 0) end",
                "try_table (catch 1 0) end",
                "try_table (catch_all_ref 0) end",
                "try_table (catch_all 1) end",
                "try_table (catch 9 0) end",
                "block (result i32) try_table (catch_all 0) end i32.const 0 end drop",
                "throw 1",
                "throw 9",
                "throw_ref",
                "i32.const 0 throw_ref",
                "ref.null extern throw_ref",
                "rethrow 0",
                "try rethrow 0 end",
                "try catch_all try rethrow 0 end end",
                "try delegate 1",
                "try catch 9 end",
                "try catch 1 end",
                "try (result i32) i32.const 1 catch_all end drop",
            })
    void whatDoesNotFitIsInvalid(String operators) {
        TestFunction function = TestFunction.of(" ->").with(ALL);

        assertThatThrownBy(() -> function.validate(operators)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> function.translate(operators)).isInstanceOf(InvalidException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catch 0",
                "catch_all",
                "delegate 0",
                "block catch_all end",
                "try catch_all catch 0 end",
                "try catch_all catch_all end",
                "try catch_all delegate 0"
            })
    void partsOfATryAreNowhereElse(String operators) {
        assertThatThrownBy(() -> TestFunction.of(" ->").with(ALL).validate(operators))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void clausesHaveOneOfFourCodes() {
        byte[] operators = Wasm.bytes(0x1F, 0x40, 1, 4, 0, 0x0B, 0x0B);

        assertThatThrownBy(() -> TestFunction.of(" ->").translate(operators))
                .isInstanceOf(MalformedException.class)
                .hasMessage("malformed catch clause (at byte 4)");
    }

    @ParameterizedTest
    @CsvSource({"throw 0,true", "throw 0 i32.add drop,true", "ref.null exn throw_ref i64.eqz drop,true", "drop,false"})
    void whatFollowsAThrowIsUnreachable(String operators, boolean valid) {
        TestFunction function = TestFunction.of(" ->");
        if (valid) {
            assertThatCode(() -> function.validate(operators)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> function.validate(operators)).isInstanceOf(InvalidException.class);
        }
    }

    /** A few bytes of a guest must not become work or entries in proportion to the square of their number. */
    @Test
    @Timeout(60)
    void delegationAcrossManyBlocksIsLimited() {
        int depth = 10_000;
        String nested = "try ".repeat(depth)
                + ("try call 7 delegate " + (depth - 1) + " ").repeat(depth)
                + "catch_all end ".repeat(depth);

        assertThatThrownBy(() -> TestFunction.of(" ->").with(ALL).translate(nested))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("handlers of exceptions");
    }
}
