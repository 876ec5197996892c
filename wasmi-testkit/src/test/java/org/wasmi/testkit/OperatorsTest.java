package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** Ties the operators of the text format to those that modules of tests are made of, and so to the translator's. */
class OperatorsTest {

    static Stream<Operators.Operator> operators() {
        return Operators.all().stream().filter(each -> !List.of("else", "end").contains(each.name()));
    }

    private static String immediates(Operators.Operator operator) {
        return switch (operator.immediates()) {
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
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theTextFormatHasTheSameOpcode(Operators.Operator operator) {
        String immediates = immediates(operator);
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

    /** Operators whose operands depend on the module or the block, or that nothing can follow. */
    private static final String OTHERS = "block|loop|if|try|try_table|catch|catch_all|delegate|throw|rethrow|throw_ref"
            + "|unreachable|br.*|(return_)?call.*|return|struct.new|array.new_fixed";

    static Stream<Operators.Operator> operatorsOfFixedTypes() {
        return operators().filter(each -> !each.name().matches(OTHERS));
    }

    private static final List<String> TYPES = List.of(
            "i32", "i64", "f32", "f64", "v128", "funcref", "externref", "anyref", "eqref", "i31ref", "(ref null 0)");

    /**
     * The folded form has the operands that the validator asks for: behind {@code unreachable}, only what an operator
     * does not take, or results that nothing drops, are too much.
     */
    @ParameterizedTest
    @MethodSource("operatorsOfFixedTypes")
    void theFoldedFormHasTheOperands(Operators.Operator operator) throws IOException {
        String name = operator.name().replaceFirst("^(select)_t$|^(ref\\.(test|cast))_null$", "$1$2");
        String text = name + immediates(operator);
        int results = 0;
        while (!isValid(operator, "", text, results)) {
            results++;
            assertThat(results).isLessThan(3);
        }
        int operands = 0;
        String before = "";
        while (true) {
            String values = before;
            int dropped = results;
            Optional<String> more = IntStream.range(0, TYPES.size())
                    .mapToObj(type -> "local.get " + type + " " + values)
                    .filter(each -> isValid(operator, each, text, dropped))
                    .findFirst();
            if (more.isEmpty()) {
                break;
            }
            before = more.get();
            operands++;
        }

        byte[] module = Wat.parse("(type (func)) (func " + "nop i64.const 7 ".repeat(operands == 0 ? 0 : 1)
                + "i64.const 7 ".repeat(operands) + text + " drop) (data)");
        StringBuilder folded = new StringBuilder();
        Wat.print(module, PrintOptions.DEFAULT.withFolded(true).withIndentation(0), folded);
        String code = folded.toString().replace('\n', ' ').replaceFirst("( i64.const 7)", "$1");
        String instruction = "(" + name + "[^(]*?( \\((ref|result)[^()]*\\))*( \\(i64.const 7\\)){" + operands + "}\\)";
        assertThat(code)
                .containsPattern(
                        results == 1 ? "\\(drop \\" + instruction + "\\)" : "\\" + instruction + " \\(drop\\)");
    }

    private static boolean isValid(Operators.Operator operator, String before, String text, int results) {
        String name = operator.name();
        String field = name.matches(".*get_[su]") ? "i8" : name.matches("array.*elem") ? "funcref" : "i32";
        String type = name.startsWith("struct")
                ? "(struct (field (mut " + field + ")))"
                : name.startsWith("array") ? "(array (mut " + field + "))" : "(func)";
        String address = "(type " + type
                + ") (type $f (func)) (memory 1) (table 1 funcref) (global (mut i32) (i32.const 0)) (data \"\")"
                + " (elem funcref) (elem declare func 0) (func (local " + String.join(" ", TYPES) + ") ";
        byte[] module = Wat.parse(address + "unreachable " + before + text + " drop".repeat(results) + ")");
        try {
            Translator.translate(module, TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL));
            return true;
        } catch (InvalidException e) {
            return false;
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
