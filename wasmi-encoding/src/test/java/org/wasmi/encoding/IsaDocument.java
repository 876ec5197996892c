package org.wasmi.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.encoding.instruction.Operand;
import org.wasmi.encoding.text.Disassembler;

/**
 * Writes {@code docs/isa.md}: what {@link Op}, {@link Format} and {@link OperandKind} say, and a sentence for each
 * operator.
 */
final class IsaDocument {

    private static final String HEAD = """
            # The instruction set

            Written from `Op`, `Format` and `OperandKind` by `IsaDocument`; do not edit. To write it again:

                mvn -q -pl wasmi-encoding test -Dtest=IsaDocumentTest -Dwasmi.regenerate=true

            Version %d, %d instructions. The rules that hold for all of them are in the description of the package
            `org.wasmi.encoding`; the text syntax is described at `Disassembler`.

            ## Slots

            A function runs on a frame of consecutive slots: parameters, then the other locals, then temporaries
            (`FrameShape`). A slot has a numeric half of 64 bits and a reference half. An instruction determines the
            types of its operands:

            | type | the part of a slot |
            |---|---|
            | `i32` | the lower 32 bits as an integer; the upper ones are ignored, and unspecified once written |
            | `i64` | 64 bits as an integer |
            | `f32` | the lower 32 bits as a float |
            | `f64` | 64 bits as a float |
            | `v128` | 128 bits: the numeric halves of this slot and the next, the lower 64 bits first |
            | `word` | 64 bits of any type |
            | `ref` | the reference half |
            | `both` | both halves |

            ## Operands

            In canonical code (`words`) an instruction is the word of its code, then its operands in order.

            | kind | words | meaning |
            |---|---|---|
            """;

    private static final String FORMATS = """

            ## Formats

            The letters of a name are the operands in order, as described at `Format`. The words count from the start
            of the instruction.

            | format | suffix | operands | words |
            |---|---|---|---|
            """;

    private static final String INSTRUCTIONS = """

            ## Instructions

            The meaning refers to the operands by name: `r` is the slot that is written, and `a`, `b`, ... are the
            others in order. In the meaning, `a` is the value in slot `a` if the operand is a slot, and the operand
            itself if it is an immediate, index, offset or count. A numeric operator has the meaning of the
            specification (4.3), which its method in `Numerics` implements; the result of a comparison is 1 or 0.
            `i32.saturate_i64_u` is an addition: the number itself, or 2^32-1 if it is greater, all unsigned. So are
            `mul_add` (a * b + c), `mul_sub` (a * b - c) and `sub_mul` (a - b * c), which round the product, too; and of
            integers `add_shl` (a + (b shl c)), `xor_shl` (a xor (b shl c)), `xor_shr_u` (a xor (b shr_u c)) and
            `xor_rotl` ((a xor b) rotl c). A vector operator has the meaning of the specification (4.3.4), which its method in `Vectors` implements for each
            half. 64-bit addresses belong to memories that have them; 32-bit addresses of other memories are extended
            before. An example is the text of an instruction, then its words; a branch leads to the instruction that
            follows.
            """;

    private static final String TABLE = """

            ### %s

            | code | instruction | kind | format | operands | properties | meaning | example |
            |--:|---|---|---|---|---|---|---|
            """;

    /** By operator that is not numeric: its meaning. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("copy", "r = a"),
            Map.entry("copy2", "r = a, and the slot after r = b; both are read first"),
            Map.entry("copy_ref", "r = a"),
            Map.entry("copy_span", "the b slots from r on = the b slots from a on, as if through a copy"),
            Map.entry("copy_span_refs", "the b slots from r on = the b slots from a on, as if through a copy"),
            Map.entry("const32", "r = a"),
            Map.entry("const64", "r = a"),
            Map.entry("select", "r = a if c is not 0, b otherwise"),
            Map.entry("select_ref", "r = a if c is not 0, b otherwise"),
            Map.entry("global_get", "r = global a"),
            Map.entry("global_get_ref", "r = global a"),
            Map.entry("global_set", "global a = b"),
            Map.entry("global_set_i", "global a = b"),
            Map.entry("global_set_ref", "global a = b"),
            Map.entry("load8_s", "r = the 8 bits at a + b of memory %s, sign-extended to 64"),
            Map.entry("load8_u", "r = the 8 bits at a + b of memory %s, zero-extended to 64"),
            Map.entry("load16_s", "r = the 16 bits at a + b of memory %s, sign-extended to 64"),
            Map.entry("load16_u", "r = the 16 bits at a + b of memory %s, zero-extended to 64"),
            Map.entry("load32_s", "r = the 32 bits at a + b of memory %s, sign-extended to 64"),
            Map.entry("load32_u", "r = the 32 bits at a + b of memory %s, zero-extended to 64"),
            Map.entry("load64", "r = the 64 bits at a + b of memory %s"),
            Map.entry("store8", "the 8 bits at a + b of memory %s = the lowest ones of c"),
            Map.entry("store16", "the 16 bits at a + b of memory %s = the lowest ones of c"),
            Map.entry("store32", "the 32 bits at a + b of memory %s = the lowest ones of c"),
            Map.entry("store64", "the 64 bits at a + b of memory %s = c"),
            Map.entry("v128.const", "r = a as its lower half, b as its upper half"),
            Map.entry("select_v128", "r = a if c is not 0, b otherwise"),
            Map.entry("global_get_v128", "r = global a"),
            Map.entry("global_set_v128", "global a = b"),
            Map.entry("v128.load", "r = the 128 bits at a + b of memory %s"),
            Map.entry("v128.load8x8_s", "r = the 8 lanes of 8 bits at a + b of memory %s, sign-extended to 16"),
            Map.entry("v128.load8x8_u", "r = the 8 lanes of 8 bits at a + b of memory %s, zero-extended to 16"),
            Map.entry("v128.load16x4_s", "r = the 4 lanes of 16 bits at a + b of memory %s, sign-extended to 32"),
            Map.entry("v128.load16x4_u", "r = the 4 lanes of 16 bits at a + b of memory %s, zero-extended to 32"),
            Map.entry("v128.load32x2_s", "r = the 2 lanes of 32 bits at a + b of memory %s, sign-extended to 64"),
            Map.entry("v128.load32x2_u", "r = the 2 lanes of 32 bits at a + b of memory %s, zero-extended to 64"),
            Map.entry("v128.load8_splat", "each lane of r = the 8 bits at a + b of memory %s"),
            Map.entry("v128.load16_splat", "each lane of r = the 16 bits at a + b of memory %s"),
            Map.entry("v128.load32_splat", "each lane of r = the 32 bits at a + b of memory %s"),
            Map.entry("v128.load64_splat", "each lane of r = the 64 bits at a + b of memory %s"),
            Map.entry("v128.load32_zero", "r = the 32 bits at a + b of memory %s, zero-extended to 128"),
            Map.entry("v128.load64_zero", "r = the 64 bits at a + b of memory %s, zero-extended to 128"),
            Map.entry("v128.store", "the 128 bits at a + b of memory %s = c"),
            Map.entry("v128.load8_lane", "r = c with lane d = the 8 bits at a + b of memory %s"),
            Map.entry("v128.load16_lane", "r = c with lane d = the 16 bits at a + b of memory %s"),
            Map.entry("v128.load32_lane", "r = c with lane d = the 32 bits at a + b of memory %s"),
            Map.entry("v128.load64_lane", "r = c with lane d = the 64 bits at a + b of memory %s"),
            Map.entry("v128.store8_lane", "the 8 bits at a + b of memory %s = lane d of c"),
            Map.entry("v128.store16_lane", "the 16 bits at a + b of memory %s = lane d of c"),
            Map.entry("v128.store32_lane", "the 32 bits at a + b of memory %s = lane d of c"),
            Map.entry("v128.store64_lane", "the 64 bits at a + b of memory %s = lane d of c"),
            Map.entry("memory_size", "r = the size of memory a in pages"),
            Map.entry("memory_grow", "memory a grows by b pages, unsigned; r = its size before, or -1 if it cannot"),
            Map.entry(
                    "memory_grow64",
                    "memory a, which has 64-bit addresses, grows by b pages, unsigned; r = its size before, or -1 if it"
                            + " cannot"),
            Map.entry("memory_fill64", "as `memory_fill`, for a memory with 64-bit addresses"),
            Map.entry("memory_copy64", "as `memory_copy`, for two memories of which one at least has 64-bit addresses"),
            Map.entry("memory_init64", "as `memory_init`, for a memory with 64-bit addresses"),
            Map.entry("memory_fill", "the d bytes from b on of memory a = the lowest 8 bits of c"),
            Map.entry(
                    "memory_copy",
                    "the e bytes from c on of memory a = those from d on of memory b, as if through a copy"),
            Map.entry("memory_init", "the e bytes from c on of memory a = those from d on of data segment b"),
            Map.entry("data_drop", "data segment a becomes empty"),
            Map.entry("ref_null", "r = null"),
            Map.entry("ref_func", "r = a reference to function a"),
            Map.entry("ref_is_null", "r = 1 if a is null, 0 otherwise"),
            Map.entry("ref_eq", "r = 1 if a and b are the same, 0 otherwise; equal integers of 31 bits are"),
            Map.entry("ref_as_non_null", "r = a; trap if a is null"),
            Map.entry("ref_test", "r = 1 if a is of type b, or is null and c is not 0, 0 otherwise"),
            Map.entry(
                    "ref_test_abstract",
                    "r = 1 if a is of the abstract heap type with the code b, or is null and c is not 0, 0 otherwise"),
            Map.entry("ref_cast", "r = a; trap unless a is of type b, or is null and c is not 0"),
            Map.entry(
                    "ref_cast_abstract",
                    "r = a; trap unless a is of the abstract heap type with the code b, or is null and c is not 0"),
            Map.entry("ref_i31", "r = a reference to the lower 31 bits of a"),
            Map.entry("i31_get_s", "r = the 31 bits that a refers to, sign-extended; trap if a is null"),
            Map.entry("i31_get_u", "r = the 31 bits that a refers to, zero-extended; trap if a is null"),
            Map.entry("table_get", "r = element b of table a"),
            Map.entry("table_set", "element b of table a = c"),
            Map.entry("table_size", "r = the size of table a"),
            Map.entry("table_grow", "table a grows by c elements b; r = its size before, or -1 if it cannot"),
            Map.entry("table_fill", "the d elements from b on of table a = c"),
            Map.entry(
                    "table_copy",
                    "the e elements from c on of table a = those from d on of table b, as if through a copy"),
            Map.entry("table_init", "the e elements from c on of table a = those from d on of element segment b"),
            Map.entry("elem_drop", "element segment a becomes empty"),
            Map.entry(
                    "struct_new",
                    "r = a new structure of type a, of which the c slots from b on are the fields in order"),
            Map.entry("struct_new_default", "r = a new structure of type a, of which all fields are 0 or null"),
            Map.entry("struct_get", "r = the number at place b of structure a"),
            Map.entry("struct_get8_s", "r = the lowest 8 bits of the number at place b of structure a, sign-extended"),
            Map.entry("struct_get8_u", "r = the lowest 8 bits of the number at place b of structure a, zero-extended"),
            Map.entry(
                    "struct_get16_s", "r = the lowest 16 bits of the number at place b of structure a, sign-extended"),
            Map.entry(
                    "struct_get16_u", "r = the lowest 16 bits of the number at place b of structure a, zero-extended"),
            Map.entry("struct_get128", "r = the numbers at places b and b + 1 of structure a, the lower 64 bits first"),
            Map.entry("struct_get_ref", "r = the reference at place b of structure a"),
            Map.entry("struct_set", "the number at place b of structure a = c"),
            Map.entry("struct_set128", "the numbers at places b and b + 1 of structure a = c, the lower 64 bits first"),
            Map.entry("struct_set_ref", "the reference at place b of structure a = c"),
            Map.entry("array_new", "r = a new array of type a, with c elements, of which each is the lowest bits of b"),
            Map.entry("array_new128", "r = a new array of type a, with c elements b"),
            Map.entry("array_new_ref", "r = a new array of type a, with c elements b"),
            Map.entry("array_new_default", "r = a new array of type a, with b elements 0 or null"),
            Map.entry("array_new_fixed", "r = a new array of type a, of which the c slots from b on are the elements"),
            Map.entry(
                    "array_new_data",
                    "r = a new array of type a, with d elements from the bytes from c on of data segment b"),
            Map.entry(
                    "array_new_elem", "r = a new array of type a, with the d elements from c on of element segment b"),
            Map.entry("array_get8_s", "r = element b of array a, 8 bits, sign-extended"),
            Map.entry("array_get8_u", "r = element b of array a, 8 bits, zero-extended"),
            Map.entry("array_get16_s", "r = element b of array a, 16 bits, sign-extended"),
            Map.entry("array_get16_u", "r = element b of array a, 16 bits, zero-extended"),
            Map.entry("array_get32", "r = element b of array a, 32 bits, sign-extended"),
            Map.entry("array_get64", "r = element b of array a, 64 bits"),
            Map.entry("array_get128", "r = element b of array a, 128 bits"),
            Map.entry("array_get_ref", "r = element b of array a, a reference"),
            Map.entry("array_set8", "element b of array a = the lowest 8 bits of c"),
            Map.entry("array_set16", "element b of array a = the lowest 16 bits of c"),
            Map.entry("array_set32", "element b of array a = the lowest 32 bits of c"),
            Map.entry("array_set64", "element b of array a = c, 64 bits"),
            Map.entry("array_set128", "element b of array a = c, 128 bits"),
            Map.entry("array_set_ref", "element b of array a = c, a reference"),
            Map.entry("array_len", "r = the number of elements of array a"),
            Map.entry("array_fill", "the d elements from b on of array a = the lowest bits of c"),
            Map.entry("array_fill128", "the d elements from b on of array a = c, 128 bits"),
            Map.entry("array_fill_ref", "the d elements from b on of array a = c, a reference"),
            Map.entry(
                    "array_copy",
                    "the e elements from b on of array a = those from d on of array c, as if through a copy"),
            Map.entry("array_init_data", "the e elements from c on of array b = the bytes from d on of data segment a"),
            Map.entry("array_init_elem", "the e elements from c on of array b = those from d on of element segment a"),
            Map.entry("br", "branch to a"),
            Map.entry("br_if_nez", "branch to a if b is not 0"),
            Map.entry("br_if_eqz", "branch to a if b is 0"),
            Map.entry("br_table", "branch to the target of b with the number a, unsigned, or to the last one"),
            Map.entry("br_on_null", "branch to a if b is null"),
            Map.entry("br_on_non_null", "branch to a if b is not null"),
            Map.entry("br_on_cast", "branch to a if b is of type c, or is null and d is not 0"),
            Map.entry("br_on_cast_fail", "branch to a unless b is of type c, or is null and d is not 0"),
            Map.entry(
                    "br_on_cast_abstract",
                    "branch to a if b is of the abstract heap type with the code c, or is null and d is not 0"),
            Map.entry(
                    "br_on_cast_abstract_fail",
                    "branch to a unless b is of the abstract heap type with the code c, or is null and d is not 0"),
            Map.entry("call_ref", "call the function b, which must have type a, on the frame from c on"),
            Map.entry("call", "call function a, which the program defines, on the frame from b on"),
            Map.entry("call_import", "call function a, which is imported, on the frame from b on"),
            Map.entry("call_indirect", "call element c of table b, which must have type a, on the frame from d on"),
            Map.entry("return", "leave the function; the results are in slots 0.."),
            Map.entry("return_s", "slot 0 = a, then leave the function"),
            Map.entry("return_i", "slot 0 = a, then leave the function"),
            Map.entry("return_ref", "slot 0 = a, then leave the function"),
            Map.entry("return_span", "the b slots from 0 on = those from a on, then leave the function"),
            Map.entry("return_span_refs", "the b slots from 0 on = those from a on, then leave the function"),
            Map.entry(
                    "return_call",
                    "move the arguments from b.. to 0.., then go on in function a, which the program defines"),
            Map.entry(
                    "return_call_import",
                    "move the arguments from b.. to 0.., then go on in function a, which is imported"),
            Map.entry(
                    "return_call_indirect",
                    "move the arguments from d.. to 0.., then go on in element c of table b, which must have type a"),
            Map.entry(
                    "return_call_ref",
                    "move the arguments from c.. to 0.., then go on in the function b, which must have type a"),
            Map.entry("trap", "trap for the reason with the code a (`Trap`)"),
            Map.entry("throw", "throw an exception with tag a that carries the c slots from b on"),
            Map.entry("throw_refs", "throw an exception with tag a that carries the c slots from b on"),
            Map.entry("throw_ref", "throw the exception a"),
            Map.entry("consume_fuel", "take a, and what has been charged, from the fuel; trap if there is less"),
            Map.entry("charge_fuel64", "as `charge_fuel`, where a has 64 bits"),
            Map.entry("charge_fuel", "charge the next `consume_fuel` a · b / 65,536 more, all unsigned, rounded up"));

    private IsaDocument() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(Isa.version(), Op.count()));
        for (OperandKind kind : OperandKind.values()) {
            row(text, code(name(kind)), kind.words(), description(kind));
        }
        text.append(FORMATS);
        for (Format format : Format.values()) {
            row(
                    text,
                    code(format.name()),
                    format.suffix().isEmpty() ? "" : code(format.suffix()),
                    words(format),
                    length(format));
        }
        text.append(INSTRUCTIONS);
        table(text, "Hot: in the main loop of executors", Op::isHot);
        table(text, "The others", op -> !op.isHot());
        return text.toString();
    }

    private static void table(StringBuilder text, String title, Predicate<Op> which) {
        text.append(TABLE.formatted(title));
        Arrays.stream(Op.values())
                .filter(which)
                .forEach(op -> row(
                        text,
                        op.code(),
                        code(op.mnemonic()),
                        name(op.kind()),
                        code(op.format().name()),
                        operands(op),
                        properties(op),
                        meaning(op),
                        example(op)));
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append(Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String description(OperandKind kind) {
        return switch (kind) {
            case RESULT -> "the slot that is written";
            case RESULT_PAIR -> "the first of two consecutive slots that are written";
            case RESULT_SPAN -> "the first of as many slots as the count says; they are written";
            case SLOT -> "a slot that is read";
            case SLOT_SPAN -> "the first of as many slots as the count says; they are read";
            case FRAME -> "the first slot of a callee's frame: its arguments, then its results";
            case IMM32 -> "32 bits of value, sign-extended where 64 are wanted";
            case IMM64 -> "64 bits of value, the lower half first";
            case OFFSET32 -> "an unsigned offset that is added to an address, or the place of a field in a structure";
            case OFFSET64 -> "an unsigned offset that is added to an address, the lower half first";
            case COUNT -> "an unsigned number of slots";
            case LANE -> "the number of a lane of a vector, from 0";
            case INDEX -> "an index into an index space of the program";
            case BRANCH -> "the distance to the target, from the start of this instruction to that of the other";
            case TARGETS -> "the number of targets, then the distance to each; the last is the default";
        };
    }

    private static String words(Format format) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < format.operands().size(); i++) {
            words.add(format.wordOf(i) + " " + code(name(format.operands().get(i))));
        }
        return String.join(", ", words);
    }

    private static String length(Format format) {
        return format.words() + (format.hasTargets() ? " and one for each target" : "");
    }

    /** The operands as {@code r:i32 a:i32 b:imm32 i32}. */
    private static String operands(Op op) {
        List<String> letters = letters(op.format());
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            OperandKind kind = op.format().operands().get(i);
            String what = kind == OperandKind.INDEX ? op.indexSpace(i).toString() : name(kind);
            String type = op.type(i).map(each -> " " + name(each)).orElse("");
            operands.add(letters.get(i) + ": " + what + type);
        }
        return String.join("; ", operands);
    }

    /** The name of each operand: {@code r} if the instruction writes it, otherwise the next letter. */
    private static List<String> letters(Format format) {
        List<String> letters = new ArrayList<>();
        char next = 'a';
        for (OperandKind kind : format.operands()) {
            letters.add(kind.isResult() ? "r" : String.valueOf(next++));
        }
        return letters;
    }

    private static String properties(Op op) {
        List<String> properties = new ArrayList<>();
        if (op.isPure()) {
            properties.add("pure");
        }
        if (op.isCommutative()) {
            properties.add("commutative");
        }
        if (op.mayTrap()) {
            properties.add("may trap");
        }
        if (op.terminates()) {
            properties.add("terminates");
        }
        return String.join(", ", properties);
    }

    /** {@return what an instruction does} */
    static String meaning(Op op) {
        if (op.isNumeric() || op.kind() == Op.Kind.VECTOR) {
            return numericMeaning(op);
        } else if (op.kind() == Op.Kind.ATOMIC) {
            return atomicMeaning(op);
        }
        String sentence = Optional.ofNullable(MEANINGS.get(op.operator()))
                .orElseThrow(() -> new AssertionError("IsaDocument has no sentence for " + op.operator()))
                .formatted(memory(op.format()));
        String sum = op.loadsAtShiftedSum() ? "(a + (b shl c))" : "(a + b)";
        return op.loadsAtSum() ? sentence.replace("a + b", sum + " modulo 2^32") : sentence;
    }

    private static String numericMeaning(Op op) {
        List<String> letters = new ArrayList<>(letters(op.format()));
        return switch (op.format()) {
            case BSS, BSI -> "branch to a if " + application(op, letters.subList(1, letters.size()));
            case RSSSS, RSSSI -> "r = a if " + application(op, letters.subList(3, letters.size())) + ", b otherwise";
            case DSS, DSSSS ->
                "r = the lower half of " + application(op, letters.subList(1, letters.size()))
                        + ", and the slot after r = the upper one; all are read first";
            default -> "r = " + application(op, letters.subList(1, letters.size()));
        };
    }

    /** Addresses are 64 bits where the memory has such addresses, and the lower 32 bits elsewhere. */
    private static String atomicMeaning(Op op) {
        String[] words =
                op.operator().substring(op.operator().indexOf("atomic")).split("_", -1);
        String bits = words.length > 1 ? "the " + words[1].replaceAll("\\D", "") + " bits at a + b of memory " : "";
        return switch (words[1].replaceAll("\\d", "")) {
            case "load" -> "r = " + bits + "c, zero-extended to 64; atomic";
            case "store" -> bits + "d = the lowest ones of c; atomic";
            case "rmw" -> rmwMeaning(words[2], bits);
            case "wait" ->
                "if " + bits
                        + "e are c, wait for a notification at a + b, d nanoseconds at the most if d is not negative;"
                        + " r = 0 if it came, 1 if they are not c, 2 if the time has passed; traps if memory e is not"
                        + " shared";
            case "notify" -> "wake c waiters at a + b of memory d at the most, unsigned; r = how many there were";
            case "fence" -> "orders all accesses before it and after it";
            default -> throw new AssertionError("IsaDocument has no sentence for " + op.operator());
        };
    }

    private static String rmwMeaning(String operator, String bits) {
        return switch (operator) {
            case "xchg" -> "r = " + bits + "d, zero-extended to 64; they become the lowest ones of c; atomic";
            case "cmpxchg" -> "r = " + bits + "e, zero-extended; if r is c, they become the lowest ones of d; atomic";
            default ->
                "r = " + bits + "d, zero-extended to 64; they become the lowest ones of " + operator + "(r, c); atomic";
        };
    }

    /** An instruction of the op, as the disassembler prints it and as the encoder writes it. */
    private static String example(Op op) {
        List<OperandKind> kinds = op.format().operands();
        List<Operand> operands = new ArrayList<>();
        int slot = 0;
        for (int i = 0; i < kinds.size(); i++) {
            OperandKind kind = kinds.get(i);
            operands.add(new Operand(kind, kind.isSlot() ? slot++ : exampleOperand(op, i)));
        }
        if (op.format().hasTargets()) {
            operands.add(operands.get(operands.size() - 1));
        }
        Instruction example = new Instruction(op, operands);
        Instruction next = Instruction.of(Op.RETURN);
        Code code = Instructions.encode(List.of(example, next), Samples.FRAME, Encodings.named(Encodings.WORDS));
        String words = IntStream.range(0, code.length() - next.op().format().words())
                .mapToObj(i -> String.valueOf(code.dataAt(i)))
                .collect(Collectors.joining(" "));
        return code(Disassembler.lines(code).get(0).text()) + ": " + code(words);
    }

    private static long exampleOperand(Op op, int operand) {
        boolean isFloat = op.type(operand)
                .filter(type -> type == SlotType.F32 || type == SlotType.F64)
                .isPresent();
        return switch (op.format().operands().get(operand)) {
            case IMM32 -> isFloat ? Float.floatToRawIntBits(1.5f) : 7;
            case IMM64 ->
                isFloat ? Double.doubleToRawLongBits(1.5) : op == Op.I8X16_SHUFFLE ? 0x0706_0504_1312_1110L : 1L << 40;
            case OFFSET32, OFFSET64 -> op.kind() == Op.Kind.STRUCT ? 1 : 16;
            case COUNT -> 2;
            case LANE, INDEX, BRANCH, TARGETS -> 1;
            default -> throw new IllegalArgumentException("a slot: operand " + operand + " of " + op);
        };
    }

    private static String application(Op op, List<String> operands) {
        return op.operator() + operands.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    /** The memory that a load or store accesses: the last operand of the formats that have one for it. */
    private static String memory(Format format) {
        int index = format.operands().lastIndexOf(OperandKind.INDEX);
        return index < 0 ? "0" : letters(format).get(index);
    }

    /** The operators that have a sentence here. */
    static Set<String> describedOperators() {
        return MEANINGS.keySet();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
