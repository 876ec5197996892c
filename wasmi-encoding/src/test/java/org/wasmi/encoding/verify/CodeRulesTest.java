package org.wasmi.encoding.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;

/** The rules for the code of functions. The function under test is function 2 of {@link World}. */
class CodeRulesTest {
    private static final int SLOTS = 5;
    private static final String FRAME = "frame params 1, results 1, locals 2, slots 5, references\n";
    private static final FrameShape SHAPE = new FrameShape(1, 1, 2, SLOTS, true);

    /** Verifies code of the type (i32) -> (i32) that begins with an instruction. */
    private static void verify(String instruction) {
        verify(1, FRAME + instruction + "\nreturn_s s0");
    }

    private static void verify(int type, String code) {
        Verifier.verify(World.with(type, Assembler.assemble(code)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy s4, s0",
                "copy2 s3, s4, s0",
                "copy_span s3, s0, count 2",
                "copy_span s5, s5, count 0",
                "copy_span_refs s0, s0, count 5",
                "call_import func 0, s5",
                "call_import func 1, s4",
                "call func 2, s4",
                "call_indirect type 3, table 1, s4, s2",
                "load32_s s4, s4, +4294967295",
                "load64_m s0, s1, +18446744073709551615, memory 0",
                "v128.const s3, 1, 2",
                "i8x16.extract_lane_s s4, s3, lane 15",
                "i64x2.replace_lane s3, s1, s4, lane 1",
                "v128.load64_lane s3, s4, +5, s1, lane 1",
                "v128.store8_lane_m s4, +5, s3, lane 15, memory 0",
                "i8x16.shuffle s3, s0, s1, 0, 2242545357980376863",
                "global_get s0, global 0",
                "global_set global 1, s0",
                "global_set_i global 1, 5",
                "global_get_ref s0, global 2",
                "global_set_ref global 3, s0",
                "table_copy table 0, table 0, s0, s1, s2",
                "table_init table 1, elem 0, s0, s1, s2",
                "table_init table 0, elem 1, s0, s1, s2",
                "memory_init memory 0, data 0, s0, s1, s2",
                "ref_func s0, func 2",
                "trap 10",
                "return_i 3",
                "return_span s4, count 1",
                "return_call func 2, s4",
                "return_call func 3, s5",
                "return_call_indirect type 1, table 1, s0, s4",
                "L0:\nbr_table s0, L0, L0",
            })
    void wellFormedCodeIsAccepted(String instruction) {
        assertThatCode(() -> verify(instruction)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    copy2 s4, s0, s0                        | 2 slots from 4 in a frame of 5
                    v128.const s4, 1, 2                     | 2 slots from 4 in a frame of 5
                    i8x16.add_ss s0, s1, s4                 | 2 slots from 4
                    v128.store_s s0, +0, s4                 | 2 slots from 4
                    i8x16.extract_lane_s s0, s3, lane 16    | lane 16 of 16
                    i64x2.replace_lane s0, s1, s4, lane 2   | lane 2 of 2
                    v128.store16_lane s0, +0, s1, lane 8    | lane 8 of 8
                    i32x4.extract_lane s0, s1, lane 4294967295 | lane 4294967295 of 4
                    i8x16.shuffle s0, s1, s2, 32, 0         | a byte beyond two vectors
                    i8x16.shuffle s0, s1, s2, 0, -1         | a byte beyond two vectors
                    global_get_v128 s0, global 0            | global 0 is i32
                    global_set_v128 global 3, s0            | global 3 is (mut externref)
                    copy_span s4, s0, count 2               | 2 slots from 4
                    copy_span s0, s4, count 2               | 2 slots from 4
                    copy_span s6, s0, count 0               | 0 slots from 6
                    copy_span s1, s0, count 4294967295      | 4294967295 slots from 1
                    call_import func 0, s6                  | 0 slots from 6
                    call_import func 1, s5                  | 1 slots from 5
                    call func 2, s5                         | 1 slots from 5
                    call_indirect type 3, table 1, s4, s3   | 3 slots from 3
                    call func 3, s5                         | 1 slots from 5
                    return_call func 2, s5                  | 1 slots from 5
                    return_call func 3, s6                  | 0 slots from 6
                    call func 1, s0                         | func 1 is imported
                    return_call func 0, s0                  | func 0 is imported
                    call_import func 2, s0                  | func 2 is not imported
                    return_call_import func 2, s0           | func 2 is not imported
                    call_indirect type 0, table 0, s0, s0   | table 0 does not hold functions
                    return_call_import func 0, s0           | tail call of a function with other results
                    return_call_import func 1, s0           | other results
                    return_call_indirect type 5, table 1, s0, s0 | other results
                    global_get s0, global 2                 | global 2 is externref
                    global_get_ref s0, global 0             | global 0 is i32
                    global_set global 3, s0                 | global 3 is (mut externref)
                    global_set_i global 3, 1                | global 3 is (mut externref)
                    global_set_ref global 1, s0             | global 1 is (mut i32)
                    global_set global 0, s0                 | global 0 is immutable
                    global_set_i global 4, 1                | global 4 is immutable
                    global_set_ref global 2, s0             | global 2 is immutable
                    table_copy table 0, table 1, s0, s0, s0 | table 0 cannot hold funcref
                    table_copy table 1, table 0, s0, s0, s0 | table 1 cannot hold externref
                    table_init table 0, elem 0, s0, s0, s0  | table 0 cannot hold funcref
                    table_init table 1, elem 1, s0, s0, s0  | table 1 cannot hold externref
                    trap 99                                 | no trap has code 99
                    trap -1                                 | no trap has code -1
                    return_ref s0                           | with 1 result slots without references
                    return_span s0, count 0                 | return_span in a function with 1
                    return_span s0, count 2                 | return_span in a function with 1
                    return_span_refs s0, count 2            | return_span_refs in a function with 1
                    """)
    void illFormedCodeIsRejected(String instruction, String message) {
        assertThatThrownBy(() -> verify("const32 s0, 0\n" + instruction))
                .isInstanceOfSatisfying(InvalidException.class, e -> {
                    assertThat(e.function()).isEqualTo(2);
                    assertThat(e.offset()).isEqualTo(12);
                })
                .hasMessageContaining(instruction.substring(0, instruction.indexOf(' ')) + ": ")
                .hasMessageContaining(message);
    }

    /** Verifies code of the type (i32) -> (i32) in a metered program. */
    private static void verifyMetered(String code) {
        Code function = Assembler.assemble(FRAME + code + "\nreturn_s s0");
        Verifier.verify(World.builder()
                .metered(true)
                .function(new Function(1, () -> function))
                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy s1, s0",
                "br L0\nL0:",
                "consume_fuel 1\ncall func 2, s0",
                "consume_fuel 1\nL0:\nconsume_fuel 1\nbr L0",
                "copy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0",
                "L0:\nconsume_fuel 1\nbr_table s0, L0, L1\nL1:",
                "copy s1, s0\nconsume_fuel 1\ncall_indirect type 1, table 1, s0, s1",
                "consume_fuel 1\nL0:\ncopy s1, s0\nconsume_fuel 1\nbr_table s0, L1, L0\nL1:",
                "consume_fuel 1\nbr L1\nL0:\nconsume_fuel 1\nbr_if_nez L2, s0\nL1:\nbr L0\nL2:",
            })
    void meteredCodePaysBeforeItCallsAndWhereItLoops(String code) {
        assertThatCode(() -> verifyMetered(code)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call func 2, s0",
                "consume_fuel 0\nreturn_call func 2, s0",
                "copy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy s1, s0\ncopy "
                        + "s1, s0",
                "consume_fuel 1\nL0:\nbr L0",
                "consume_fuel 1\nL0:\nconsume_fuel 0\nbr L0",
                "consume_fuel 1\nL0:\nconsume_fuel 1\nL1:\nbr_if_nez L1, s0\nbr L0",
                // A loop that code enters from behind only.
                "consume_fuel 1\nbr L1\nL0:\ncopy s1, s0\nbr_if_nez L2, s0\nL1:\nbr L0\nL2:",
            })
    void meteredCodeThatNeedNotPayIsRejected(String code) {
        assertThatThrownBy(() -> verifyMetered(code))
                .isInstanceOf(InvalidException.class)
                .hasMessageMatching(
                        ".*metered code (works for too long before it pays|branches back and has not paid for that).*");
        assertThatCode(() -> verify(code)).doesNotThrowAnyException();
    }

    private static String copies(int count) {
        return "copy s1, s0\n".repeat(count);
    }

    @Test
    void meteredCodePaysForAsMuchAsItDoes() {
        verifyMetered("consume_fuel 250\n" + copies(4_000));
        verifyMetered("consume_fuel 1000\n" + copies(15_000));
        verifyMetered(("consume_fuel 250\n" + copies(3_990)).repeat(5));
        verifyMetered("consume_fuel 1000\nL0:\nconsume_fuel 1\nbr_if_nez L0, s0\n" + copies(15_000));
        verifyMetered("consume_fuel 1000\ncopy s1, s0\nconsume_fuel 1\n" + copies(15_000));
        verifyMetered("consume_fuel 1\nbr L0\n" + copies(10_000) + "L0:");
    }

    @Test
    void meteredCodeThatWorksForTooLongIsRejected() {
        String tooLong = "metered code ";
        for (String code : List.of(
                "consume_fuel 1\n" + copies(30),
                "consume_fuel 100\nbr_if_nez L0, s0\n" + copies(1_000) + "L0:\n" + copies(1_000),
                "consume_fuel 1000\nL0:\nconsume_fuel 1\n" + copies(50) + "br L0",
                "consume_fuel 1\n" + "call func 2, s0\n".repeat(3))) {
            assertThatThrownBy(() -> verifyMetered(code))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(tooLong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory_fill memory 0, s1, s1, s0", "memory_grow s1, memory 0, s0"})
    void meteredCodeChargesForManyBytesJustBeforeItWorksOnThem(String bulk) {
        verifyMetered("charge_fuel s0, 65536\nconsume_fuel 1\n" + bulk);
        verifyMetered("L0:\ncharge_fuel s0, 65536\nconsume_fuel 1\n" + bulk + "\nbr_if_nez L0, s0");
        for (String code : List.of(
                "consume_fuel 1\n" + bulk,
                "charge_fuel s1, 65536\nconsume_fuel 1\n" + bulk,
                "charge_fuel s0, 0\nconsume_fuel 1\n" + bulk,
                "consume_fuel 1\ncharge_fuel s0, 65536\n" + bulk,
                "charge_fuel s0, 65536\nconsume_fuel 1\n" + bulk + "\n" + bulk,
                "charge_fuel s0, 65536\nconsume_fuel 1\ncopy s0, s1\n" + bulk,
                "consume_fuel 1\nbr_if_nez L0, s0\ncharge_fuel s0, 65536\nconsume_fuel 1\nL0:\n" + bulk)) {
            assertThatThrownBy(() -> verifyMetered(code))
                    .as(code)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("does not charge for as many as that works on");
        }
    }

    @Test
    void growthIsChargedByThePage() {
        assertThatThrownBy(() -> verifyMetered("charge_fuel s0, 65535\nconsume_fuel 1\nmemory_grow s1, memory 0, s0"))
                .isInstanceOf(InvalidException.class);
    }

    // Handlers of exceptions.

    private static final String GUARDED = """
            %s
            L0:
                call_import func 0, s5
            L1:
                return_s s0
            L2:
                %s
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catch_all L0, L1, L1",
                "catch_all L0, L2, L0",
                "catch_all L1, L2, L0",
                "catch_all_ref L0, L1, L1, s4",
                "catch L0, L1, tag 0, L1, s5",
                "catch_ref L0, L1, tag 0, L1, s4",
                "catch L0, L1, tag 1, L1, s3",
                "catch_ref L0, L1, tag 1, L1, s2",
            })
    void wellFormedHandlersAreAccepted(String handler) {
        assertThatCode(() -> verify(1, GUARDED.formatted(FRAME.strip(), handler)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    catch_all_ref L0, L1, L1, s5     | 1 slots from 5 in a frame of 5
                    catch L0, L1, tag 2, L1, s0      | unknown tag 2
                    catch_ref L0, L1, tag 0, L1, s5  | 1 slots from 5 in a frame of 5
                    catch L0, L1, tag 1, L1, s4      | 2 slots from 4 in a frame of 5
                    catch_ref L0, L1, tag 1, L1, s3  | 3 slots from 3 in a frame of 5
                    catch_ref L0, L1, tag 7, L1, s0  | unknown tag 7
                    """)
    void illFormedHandlersAreRejected(String handler, String message) {
        assertThatThrownBy(() -> verify(1, GUARDED.formatted(FRAME.strip(), handler)))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.function()).isEqualTo(2))
                .hasMessageContaining(handler.substring(0, handler.indexOf(' ')) + ": " + message);
    }

    @Test
    void handlersThatCatchReferencesNeedAFrameThatSaysSo() {
        String frame = FRAME.replace(", references", "").strip();
        verify(1, GUARDED.formatted(frame, "catch_all L0, L1, L1"));
        verify(1, GUARDED.formatted(frame, "catch L0, L1, tag 0, L1, s4"));
        for (String handler : List.of(
                "catch_all_ref L0, L1, L1, s4", "catch L0, L1, tag 1, L1, s3", "catch_ref L0, L1, tag 0, L1, s4")) {
            assertThatThrownBy(() -> verify(1, GUARDED.formatted(frame, handler)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("references in a frame that has none");
        }
    }

    @Test
    void handlersMustBeginEndAndLeadWhereInstructionsBegin() {
        Code code = Assembler.assemble(GUARDED.formatted(FRAME.strip(), ""));
        HandlerTable.Clause all = HandlerTable.Clause.CATCH_ALL;
        for (HandlerTable.Handler wrong : List.of(
                new HandlerTable.Handler(1, 3, all, 0, 0, 0),
                new HandlerTable.Handler(0, 2, all, 0, 0, 0),
                new HandlerTable.Handler(0, 6, all, 0, 0, 0),
                new HandlerTable.Handler(0, 3, all, 0, 4, 0),
                new HandlerTable.Handler(0, 3, all, 0, 5, 0))) {
            Code forged = new Code(
                    code.encoding(),
                    code.toArray(),
                    code.length(),
                    code.frame(),
                    SourceMap.EMPTY,
                    HandlerTable.of(List.of(wrong)));
            assertThatThrownBy(() -> Verifier.verify(World.with(1, forged)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("where instructions begin");
        }
    }

    /** What is due at a handler is the most that is due where exceptions come from. */
    @Test
    void handlersGoOnWithWhatIsDueWhereExceptionsComeFrom() {
        String code = """
                consume_fuel %d
                L0:
                    call_import func 0, s5
                    consume_fuel 100
                L1:
                    copy s0, s0
                    return_i 0
                L2:
                    %s
                    return_i 1
                L3:
                catch_all L0, L1, L2
                """;
        String copies = "copy s0, s0\n".repeat(5);
        verifyMetered(code.formatted(1, copies));
        verifyMetered(code.formatted(100, copies.repeat(300)));
        assertThatThrownBy(() -> verifyMetered(code.formatted(1, copies.repeat(3))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("before it pays");
        verifyMetered(code.formatted(1, copies.repeat(3)).replace("L0, L1", "L1, L2")); // where nothing throws
    }

    @Test
    void theWorstOfManyPlacesCounts() {
        StringBuilder code = new StringBuilder("consume_fuel 4\n");
        int worst = 25;
        for (int i = 0; i < 40; i++) {
            code.append(i == worst ? copies(20) : "").append('L').append(i).append(":\ncall_import func 0, s5\n");
            code.append(i == worst ? "consume_fuel 2\n" + copies(2) : copies(6) + "consume_fuel 1\n");
        }
        code.append("L40:\nreturn_i 0\nL41:\n").append(copies(50)).append("return_i 1\n");
        for (int from = 0; from < 40; from++) {
            for (int to = from + 1; to <= 40; to++) {
                String each = code + "catch_all L" + from + ", L" + to + ", L41";
                if (from <= worst && worst < to) {
                    assertThatThrownBy(() -> verifyMetered(each)).as(each).isInstanceOf(InvalidException.class);
                } else {
                    verifyMetered(each);
                }
            }
        }
    }

    @Test
    void loopsByThrowingPayEachTime() {
        String code = """
                consume_fuel 1000
                L0:
                    %s
                    call_import func 0, s5
                L1:
                    return_i 0
                catch_all L0, L1, L0
                """;
        verifyMetered(code.formatted("consume_fuel 1"));
        assertThatThrownBy(() -> verifyMetered(code.formatted("copy s0, s0")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("throws back");
    }

    /** Handlers may be anywhere: also in the middle of their range, or before it. */
    @Test
    void handlersBehindAndBeforeWhatThrowsAreBothChecked() {
        String code = """
                consume_fuel 1
                L0:
                    call_import func 0, s5
                L1:
                    %s
                    call_import func 0, s5
                L2:
                    return_i 0
                catch_all L0, L2, L1
                """;
        verifyMetered(code.formatted("consume_fuel 1"));
        assertThatThrownBy(() -> verifyMetered(code.formatted("copy s0, s0")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("throws back");
    }

    @Test
    void exceptionsAreThrownWithWhatTheirTagSays() {
        verify(1, FRAME + "throw tag 0, s0, count 0");
        verify(1, FRAME + "throw_refs tag 1, s3, count 2");
        for (String wrong : List.of(
                "throw tag 0, s0, count 1",
                "throw_refs tag 0, s0, count 0",
                "throw tag 1, s3, count 2",
                "throw_refs tag 1, s3, count 1")) {
            assertThatThrownBy(() -> verify(1, FRAME + wrong))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("exceptions with the tag carry");
        }
    }

    /** An instruction that would be well-formed but for one operand. */
    private static Instruction with(Op op, int operand, int value) {
        List<OperandKind> kinds = op.format().operands();
        long[] operands = new long[kinds.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = switch (kinds.get(i)) {
                case COUNT -> 1;
                case INDEX -> index(op, op.indexSpace(i));
                default -> 0;
            };
        }
        if (operands.length > 0) {
            operands[operand] = value;
        }
        return Instruction.of(op, operands);
    }

    private static int index(Op op, IndexSpace space) {
        return switch (op) {
            case CALL, RETURN_CALL -> 2;
            case CALL_INDIRECT, RETURN_CALL_INDIRECT -> space == IndexSpace.TABLE ? 1 : 0;
            default -> 0;
        };
    }

    private static Code code(FrameShape frame, Instruction... instructions) {
        return Instructions.encode(Arrays.asList(instructions), frame, Encodings.named(Encodings.WORDS));
    }

    @ParameterizedTest
    @EnumSource
    void everySlotAndIndexOfEveryInstructionIsChecked(Op op) {
        List<OperandKind> kinds = op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            OperandKind kind = kinds.get(i);
            if (!kind.isSlot() && kind != OperandKind.INDEX) {
                continue;
            }
            for (int value : new int[] {8, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                Code code = code(SHAPE, with(op, i, value), Instruction.of(Op.RETURN_S, 0));
                assertThatThrownBy(() -> Verifier.verify(World.with(1, code)))
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining((kind.isSlot() ? "slots from" : "unknown " + op.indexSpace(i)) + " "
                                + Integer.toUnsignedString(value));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {".*REF.*", "TABLE_(GET|SET|GROW|FILL)"})
    void everyInstructionThatUsesReferencesNeedsAFrameThatSaysSo(Op op) {
        FrameShape frame = new FrameShape(1, 1, 2, SLOTS, false);
        Code code = code(frame, with(op, 0, 0), Instruction.of(Op.RETURN_I, 0));

        assertThatThrownBy(() -> Verifier.verify(World.with(1, code)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("references in a frame that has none");
    }

    @Test
    void argumentsThatAreReferencesNeedAFrameThatSaysSo() {
        assertThatThrownBy(() -> verify(0, """
                        frame params 0, results 0, locals 0, slots 1
                        call_import func 1, s0
                        return
                        """))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("references in a frame that has none");
    }

    @Test
    void resultsThatAreReferencesNeedAFrameThatSaysSo() {
        assertThatThrownBy(() -> verify(2, """
                        frame params 1, results 1, locals 1, slots 1
                        return
                        """))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("references in a frame that has none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | 1 | return_s s0
                    2 | 1 | return_i 0
                    2 | 1 | return_span s0, count 1
                    0 | 0 | return_s s0
                    3 | 3 | return_s s0
                    3 | 3 | return_i 1
                    3 | 3 | return_span_refs s0, count 2
                    4 | 2 | return_span s0, count 2
                    4 | 2 | return_ref s1
                    """)
    void returnsMustFitTheType(int type, int results, String instruction) {
        int params = World.TYPES.get(type).paramSlots();
        String frame =
                "frame params " + params + ", results " + results + ", locals " + params + ", slots 3, references\n";

        assertThatThrownBy(() -> verify(type, frame + instruction))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("in a function with " + results + " result slots");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 | 0 | return
                    0 | 0 | return_span s0, count 0
                    2 | 1 | return
                    2 | 1 | return_ref s2
                    2 | 1 | return_span_refs s1, count 1
                    2 | 1 | return_call_import func 1, s0
                    3 | 3 | return
                    3 | 3 | return_span s0, count 3
                    4 | 2 | return
                    4 | 2 | return_span_refs s1, count 2
                    """)
    void returnsThatFitTheTypeAreAccepted(int type, int results, String instruction) {
        int params = World.TYPES.get(type).paramSlots();
        String frame =
                "frame params " + params + ", results " + results + ", locals " + params + ", slots 3, references\n";

        assertThatCode(() -> verify(type, frame + instruction)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frame params 0, results 1, locals 1, slots 1",
                "frame params 2, results 1, locals 2, slots 2",
                "frame params 1, results 0, locals 1, slots 1",
                "frame params 1, results 2, locals 1, slots 2",
            })
    void framesMustFitTheType(String frame) {
        assertThatThrownBy(() -> verify(1, frame + "\ntrap 0"))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.function()).isEqualTo(2))
                .hasMessageContaining("the frame has");
    }

    @Test
    void largeFramesAreRefused() {
        String code = "frame params 1, results 1, locals 1, slots ";

        assertThatCode(() -> verify(1, code + Verifier.MAX_SLOTS + "\ntrap 0")).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(1, code + (Verifier.MAX_SLOTS + 1) + "\ntrap 0"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("2097153 slots exceeds the limit of 2097152");
        assertThatThrownBy(() -> Verifier.verify(World.with(1, Assembler.assemble(code + "11\ntrap 0")), 10))
                .isInstanceOf(ResourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "copy s0, s1", "return_s s0\ncall_import func 0, s0", "L0:\nbr_if_nez L0, s0"})
    void codeMustNotRunPastItsEnd(String instructions) {
        assertThatThrownBy(() -> verify(1, FRAME + instructions))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.function()).isEqualTo(2))
                .hasMessageContaining("the code runs past its end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 100, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void branchesMustLeadToInstructions(int distance) {
        int[][] codes = {
            {Op.BR.code(), distance, Op.RETURN_S.code(), 0},
            {Op.BR_IF_NEZ.code(), distance, 0, Op.RETURN_S.code(), 0},
            {Op.BR_TABLE.code(), 0, 2, 0, distance, Op.RETURN_S.code(), 0},
        };
        for (int[] each : codes) {
            Code code = new Code(Encodings.WORDS, each, each.length, SHAPE, SourceMap.EMPTY);
            assertThatThrownBy(() -> Verifier.verify(World.with(1, code)))
                    .isInstanceOfSatisfying(InvalidException.class, e -> assertThat(e.function())
                            .isEqualTo(2))
                    .hasMessageContaining("a branch leads to what is not an instruction");
        }
    }

    @Test
    void codeMustDecode() {
        Code code = new Code(Encodings.WORDS, new int[] {9999}, 1, SHAPE, SourceMap.EMPTY);

        assertThatThrownBy(() -> Verifier.verify(World.with(1, code)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no instruction has code 9999");
    }

    @Test
    void everyEncodingIsVerifiedAlike() {
        Code words = Assembler.assemble(FRAME + "const32 s0, 1\ncopy s0, s5\nreturn_s s0");
        Code compact = Encodings.transcode(words, Encodings.named(Encodings.COMPACT));

        assertThatThrownBy(() -> Verifier.verify(World.with(1, compact)))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.offset()).isEqualTo(3))
                .hasMessageContaining("copy: 1 slots from 5 in a frame of 5");
    }

    @Test
    void memory0MustExistForInstructionsWithoutAMemoryIndex() {
        for (String each : List.of("load8_u s0, s0, +0", "store8_s s0, +0, s0", "store32_i s0, +0, 1")) {
            Code code = Assembler.assemble(FRAME + each + "\nreturn_s s0");
            Program program = Program.builder()
                    .type(World.TYPES.get(1))
                    .function(new Function(0, () -> code))
                    .build();
            assertThatThrownBy(() -> Verifier.verify(program))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("unknown memory 0");
        }
    }

    private static void verifyWithMemory(AddressType address, String instruction) {
        Code code = Assembler.assemble(FRAME + instruction + "\nreturn_s s0");
        Verifier.verify(Program.builder()
                .type(World.TYPES.get(1))
                .memory(new MemoryType(address, Limits.atLeast(1), MemoryType.PAGE_SHIFT, false))
                .function(new Function(0, () -> code))
                .build());
    }

    @Test
    void instructionsTakeAddressesAsWideAsThoseOfTheirMemories() {
        List<String> narrow = List.of(
                "load8_u s0, s0, +0",
                "store32_i s0, +0, 1",
                "load64_m s0, s0, +0, memory 0",
                "store8_m s0, +0, s0, memory 0",
                "memory_grow s0, memory 0, s0",
                "memory_fill memory 0, s0, s0, s0",
                "memory_copy memory 0, memory 0, s0, s0, s0");
        List<String> wide = List.of(
                "load64_m64 s0, s0, +0, memory 0",
                "store8_m64 s0, +0, s0, memory 0",
                "memory_grow64 s0, memory 0, s0",
                "memory_fill64 memory 0, s0, s0, s0");
        for (AddressType address : AddressType.values()) {
            for (String each : address == AddressType.I32 ? narrow : wide) {
                verifyWithMemory(address, each);
            }
            for (String each : address == AddressType.I32 ? wide : narrow) {
                assertThatThrownBy(() -> verifyWithMemory(address, each))
                        .as(each)
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("memory 0 has addresses of type " + address);
            }
            verifyWithMemory(address, "memory_size s0, memory 0");
            verifyWithMemory(address, "memory_copy64 memory 0, memory 0, s0, s0, s0");
        }
    }

    @Test
    void everyInstructionThatLeavesTheFunctionHasARuleForItsResults() {
        assertThat(Arrays.stream(Op.values())
                        .filter(Op::terminates)
                        .filter(op -> !op.isCall())
                        .filter(op -> op.format().operands().stream()
                                .noneMatch(kind -> kind == OperandKind.BRANCH || kind == OperandKind.TARGETS)))
                .containsExactlyInAnyOrder(
                        Op.TRAP,
                        Op.RETURN,
                        Op.RETURN_S,
                        Op.RETURN_I,
                        Op.RETURN_REF,
                        Op.RETURN_SPAN,
                        Op.RETURN_SPAN_REFS,
                        Op.THROW,
                        Op.THROW_REFS,
                        Op.THROW_REF);
    }
}
