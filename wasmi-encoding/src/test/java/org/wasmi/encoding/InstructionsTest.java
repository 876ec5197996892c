package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionsTest {

    private static final Encoding WORDS = Encodings.named(Encodings.WORDS);

    @Test
    void eachFormatHasItsRecord() {
        assertThat(Arrays.stream(Instruction.class.getPermittedSubclasses())
                        .map(each -> each.getSimpleName().toUpperCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Format.values()).map(Format::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void decodeIsTheInverseOfEncode(Op op) {
        Random random = new Random(op.code());
        for (int i = 0; i < 20; i++) {
            List<Instruction> instructions = List.of(Samples.of(op, 2, random), new Instruction.None(Op.RETURN));

            assertThat(Instructions.decode(Instructions.encode(instructions, Samples.FRAME, WORDS)))
                    .isEqualTo(instructions);
        }
    }

    @Test
    void decodeIsTheInverseOfEncodeForAllInstructionsTogether() {
        for (int seed = 0; seed < 20; seed++) {
            List<Instruction> instructions = Samples.ofEachOp(seed);
            Code code = Instructions.encode(instructions, Samples.FRAME, WORDS);

            assertThat(Instructions.decode(code)).isEqualTo(instructions);
            assertThat(code.frame()).isEqualTo(Samples.FRAME);
            assertThat(Instructions.encode(instructions, Samples.FRAME, WORDS)).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsRefuseInstructionsOfAnotherFormat(Format format) {
        Op other = format == Format.NONE ? Op.COPY : Op.RETURN;
        Object[] arguments = new Object[format.operands().size() + 1];
        arguments[0] = other;
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = switch (format.operands().get(i - 1)) {
                case IMM64, OFFSET64 -> 1L;
                case TARGETS -> List.of(0);
                default -> 1;
            };
        }

        assertThatThrownBy(() -> Samples.make(format, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(other.mnemonic())
                .hasMessageContaining(format.name());
    }

    @Test
    void targetsOutsideOfTheListAreRefused() {
        for (int target : new int[] {-1, 1, 100}) {
            assertThatThrownBy(
                            () -> Instructions.encode(List.of(new Instruction.B(Op.BR, target)), Samples.FRAME, WORDS))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void branchesToWhatIsNotAnInstructionAreMalformed() {
        int br = Op.BR.code();
        for (int distance : new int[] {1, -2, 2, 100}) {
            Code code = new Code(Encodings.WORDS, new int[] {br, distance}, 2, Samples.FRAME, SourceMap.EMPTY);

            assertThatThrownBy(() -> Instructions.decode(code))
                    .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.offset())
                            .isZero())
                    .hasMessageContaining("not an instruction");
        }
    }

    @Test
    void tablesOfTargetsKeepTheirOwnCopy() {
        List<Integer> targets = new ArrayList<>(List.of(0, 1));
        Instruction.St table = new Instruction.St(Op.BR_TABLE, 3, targets);
        targets.clear();

        assertThat(table.targets()).containsExactly(0, 1);
    }
}
