package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.text.Wat;

/** Ties the operators of the text format to those that modules of tests are made of, and so to the translator's. */
class OperatorsTest {

    static Stream<Operators.Operator> operators() {
        return Operators.all().stream().filter(each -> !List.of("else", "end").contains(each.name()));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theTextFormatHasTheSameOpcode(Operators.Operator operator) {
        String immediates =
                switch (operator.immediates()) {
                    case "x", "s", "f", "d" -> " 0";
                    case "xx" -> operator.name().contains("call") ? " 0 (type 0)" : " 0 0";
                    case "t" -> " 0 0";
                    case "v" -> " (result i32)";
                    case "h" ->
                        operator.name().equals("ref.null")
                                ? " func"
                                : operator.name().endsWith("_null") ? " (ref null func)" : " (ref func)";
                    case "b", "e" -> " end";
                    case "l", "ml" -> " 1";
                    case "q" -> " 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31";
                    case "k" -> " 0 anyref i31ref";
                    case "c" -> " i64x2 0 0";
                    default -> "";
                };
        String name = operator.name().replaceFirst("^(select)_t$|^(ref\\.(test|cast))_null$", "$1$2");
        boolean inTry = List.of("catch", "catch_all", "delegate").contains(name);
        String end = inTry && !name.equals("delegate") ? " end" : "";
        byte[] module =
                Wat.parse("(type (func)) (tag) (func " + (inTry ? "try " : "") + name + immediates + end + ") (data) ");
        int code = indexOf(module, 10) + 5 + (inTry ? 2 : 0);
        byte[] expected = operator.bytes();
        assertThat(Arrays.copyOfRange(module, code, code + expected.length)).isEqualTo(expected);
        if (operator.immediates().startsWith("m")) {
            assertThat(module[code + expected.length]).isEqualTo((byte) operator.naturalAlignment());
        }
    }

    /** {@return where a section is}; the sizes of all sections have one byte. */
    private static int indexOf(byte[] module, int section) {
        int at = 8;
        while (module[at] != section) {
            at += 2 + module[at + 1];
        }
        return at;
    }
}
