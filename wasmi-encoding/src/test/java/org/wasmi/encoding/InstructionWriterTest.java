package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionWriterTest {

    private final InstructionWriter writer =
            new InstructionWriter(Encodings.named(Encodings.WORDS).encoder());

    /** Ties the methods to {@link Format}: name, and a parameter of the right type for each operand. */
    @ParameterizedTest
    @EnumSource
    void eachFormatHasItsMethod(Format format) throws NoSuchMethodException {
        Class<?>[] types = new Class<?>[format.operands().size() + 1];
        types[0] = Op.class;
        for (int i = 1; i < types.length; i++) {
            types[i] = switch (format.operands().get(i - 1)) {
                case IMM64, OFFSET64 -> long.class;
                case BRANCH -> Label.class;
                case TARGETS -> Label[].class;
                default -> int.class;
            };
        }

        Method method = InstructionWriter.class.getMethod(format.name().toLowerCase(Locale.ROOT), types);
        assertThat(method.getReturnType()).isEqualTo(void.class);
    }

    /** What a method writes is what a decoder finds, operand by operand. */
    @ParameterizedTest
    @EnumSource
    void operandsAreWrittenInTheOrderOfTheFormat(Op op) throws ReflectiveOperationException {
        Random random = new Random(op.code());
        Label target = writer.newLabel();
        List<OperandKind> kinds = op.format().operands();
        Object[] arguments = new Object[kinds.size() + 1];
        arguments[0] = op;
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = switch (kinds.get(i - 1)) {
                case IMM64, OFFSET64 -> random.nextLong();
                case BRANCH -> target;
                case TARGETS -> new Label[] {target, target, target};
                default -> random.nextInt();
            };
        }
        Method method = Arrays.stream(InstructionWriter.class.getMethods())
                .filter(each -> each.getName().equals(op.format().name().toLowerCase(Locale.ROOT)))
                .filter(each -> each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        method.invoke(writer, arguments);
        writer.bind(target);
        writer.none(Op.RETURN);

        InstructionDecoder decoder = Encodings.decoder(writer.finish(Samples.FRAME));
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(op);
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case IMM64, OFFSET64 -> assertThat(decoder.wide(i)).isEqualTo(arguments[i + 1]);
                case BRANCH -> assertThat(decoder.target(i)).isEqualTo(decoder.end());
                case TARGETS -> {
                    assertThat(decoder.operand(i)).isEqualTo(3);
                    assertThat(decoder.target(i, 2)).isEqualTo(decoder.end());
                }
                default -> assertThat(decoder.operand(i)).isEqualTo(arguments[i + 1]);
            }
        }
    }

    @Test
    void instructionsOfAnotherFormatAreRefusedAtOnce() {
        assertThatThrownBy(() -> writer.rss(Op.I32_ADD_SI, 0, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("i32.add_si has the format RSI, not RSS");
    }

    @Test
    void immediatesMayBeSetLater() {
        Patch patch = writer.i(Op.CONSUME_FUEL);
        writer.none(Op.RETURN);
        writer.set(patch, 7);

        assertThat(Instructions.decode(writer.finish(Samples.FRAME)))
                .containsExactly(new Instruction.I(Op.CONSUME_FUEL, 7), new Instruction.None(Op.RETURN));
    }

    @Test
    void sourcesGoToTheCode() {
        writer.source(40);
        writer.none(Op.RETURN);

        assertThat(writer.finish(Samples.FRAME).sources().offsetAt(0)).isEqualTo(40);
    }
}
