package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Instructions one by one, with operands as no translator may have chosen them: results that overlap what is read, and
 * garbage in the upper half of an i32 ({@link org.wasmi.encoding.SlotType}).
 */
interface InstructionContract extends ContractFixture {

    private Guest guest(Bytecode program) {
        Linker linker = new Linker();
        for (int count = 0; count < SLOTS; count++) {
            int results = count;
            linker.function("host", "same" + count, ModuleBuilder.signature(same(count, "i64")), call -> {
                for (int i = 0; i < results; i++) {
                    call.returnI64(i, call.i64(i));
                }
            });
        }
        return new Guest(linker.instantiate(newStore(), program.build()));
    }

    // Every instruction

    /** {@return a test for each instruction, that it does the same whatever the form} */
    private Stream<DynamicTest> allForms(List<Op> ops, Function<SingleInstruction, List<SingleInstruction>> forms) {
        return ops.stream()
                .map(op -> dynamicTest(op.mnemonic(), () -> {
                    for (int values = 0; values < SingleInstruction.VALUES; values++) {
                        SingleInstruction plain = SingleInstruction.plain(op, values);
                        List<Object> expected = plain.run(Executors.named(Executors.SWITCH));
                        assertThat(plain.run(provider())).as(plain.toString()).isEqualTo(expected);
                        for (SingleInstruction each : forms.apply(plain)) {
                            assertThat(each.run(provider())).as(each.toString()).isEqualTo(expected);
                        }
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> operandsAreReadBeforeTheResultIsWritten() {
        return allForms(SingleInstruction.allOps(), SingleInstruction::overlapping);
    }

    @TestFactory
    default Stream<DynamicTest> theUpperHalfOfA32BitOperandIsNotLookedAt() {
        List<Op> ops = SingleInstruction.allOps().stream()
                .filter(op -> !SingleInstruction.plain(op, 0).withGarbage().isEmpty())
                .toList();
        return allForms(ops, SingleInstruction::withGarbage);
    }

    // Instructions with several results

    /** How many slots the functions below have and return. */
    int SLOTS = 6;

    private static String lines(Stream<String> lines) {
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }

    /** {@return code that sets each slot to its number, and to the function of that number} */
    private static String setSlots(int count) {
        return lines(IntStream.range(0, count)
                .mapToObj(i -> "const64 s%d, %d\nref_func s%d, func %d".formatted(i, i, i, i)));
    }

    /** {@return so many times a type, as results} */
    private static String results(int count, String type) {
        return "-> " + String.join(" ", Collections.nCopies(count, type));
    }

    /** {@return a program with as many functions as there are slots, of which the slots hold references} */
    private static Bytecode numbered() {
        Bytecode program = new Bytecode();
        for (int i = 0; i < SLOTS + 4; i++) {
            program.function("number" + i, "->", 0, "return");
        }
        return program;
    }

    /** Checks which slots, by their numbers, the results of a function come from. */
    private static void assertResults(Guest guest, String function, String type, Integer... slots) {
        List<Integer> actual = new ArrayList<>();
        for (Value each : guest.call(function)) {
            actual.add(
                    each instanceof Value.FuncRef reference
                            ? ((GuestFunction) reference.function()).index()
                            : (int) ((Value.I64) each).value());
        }
        assertThat(actual).as(function + " of " + type).containsExactly(slots);
    }

    private static List<String> types() {
        return List.of("i64", "funcref");
    }

    @Test
    default void copy2ReadsBothSlotsBeforeItWritesOne() {
        Bytecode program = numbered();
        forEachTriple((r, a, b) -> program.function(
                "copy2 %d %d %d".formatted(r, a, b),
                results(SLOTS, "i64"),
                SLOTS,
                setSlots(SLOTS) + "copy2 s%d, s%d, s%d\nreturn".formatted(r, a, b)));
        Guest guest = guest(program);
        forEachTriple((r, a, b) -> {
            Integer[] expected = IntStream.range(0, SLOTS).boxed().toArray(Integer[]::new);
            expected[r] = a;
            expected[r + 1] = b;
            assertResults(guest, "copy2 %d %d %d".formatted(r, a, b), "i64", expected);
        });
    }

    /** Takes three numbers. */
    interface Triple {
        void accept(int a, int b, int c);
    }

    private static void forEachTriple(Triple action) {
        for (int a = 0; a < SLOTS - 1; a++) {
            for (int b = 0; b < SLOTS; b++) {
                for (int c = 0; c < SLOTS; c++) {
                    action.accept(a, b, c);
                }
            }
        }
    }

    @Test
    default void copiedSpansMayOverlap() {
        for (String type : types()) {
            String copy = type.equals("i64") ? "copy_span" : "copy_span_refs";
            Bytecode program = numbered();
            forEachTriple((to, from, count) -> {
                if (Math.max(to, from) + count <= SLOTS) {
                    program.function(
                            "copy %d %d %d".formatted(to, from, count),
                            results(SLOTS, type),
                            SLOTS,
                            setSlots(SLOTS) + "%s s%d, s%d, count %d\nreturn".formatted(copy, to, from, count));
                }
            });
            Guest guest = guest(program);
            forEachTriple((to, from, count) -> {
                if (Math.max(to, from) + count <= SLOTS) {
                    Integer[] expected = IntStream.range(0, SLOTS).boxed().toArray(Integer[]::new);
                    for (int i = 0; i < count; i++) {
                        expected[to + i] = from + i;
                    }
                    assertResults(guest, "copy %d %d %d".formatted(to, from, count), type, expected);
                }
            });
        }
    }

    private static Integer[] consecutive(int from, int count) {
        return IntStream.range(from, from + count).boxed().toArray(Integer[]::new);
    }

    @Test
    default void returnedSpansMayOverlapTheResults() {
        for (String type : types()) {
            String span = type.equals("i64") ? "return_span" : "return_span_refs";
            Bytecode program = numbered();
            for (int from = 0; from < 4; from++) {
                for (int count = 0; count < SLOTS; count++) {
                    program.function(
                            "return %d %d".formatted(from, count),
                            results(count, type),
                            SLOTS + 4,
                            setSlots(SLOTS + 4) + "%s s%d, count %d".formatted(span, from, count));
                }
            }
            Guest guest = guest(program);
            for (int from = 0; from < 4; from++) {
                for (int count = 0; count < SLOTS; count++) {
                    assertResults(guest, "return %d %d".formatted(from, count), type, consecutive(from, count));
                }
            }
        }
    }

    /** The arguments move to where the frame begins, over each other and over what the caller had there. */
    @Test
    default void theArgumentsOfATailCallMayOverlapWhereTheyGo() {
        for (String type : types()) {
            Bytecode program = type.equals("i64") ? importing() : numbered();
            int first = program.functionCount();
            int[] callees = IntStream.range(first, first + SLOTS).toArray();
            for (int count = 0; count < SLOTS; count++) {
                program.function("same " + count, same(count, type), count, "return");
            }
            program.table(Limits.atLeast(SLOTS)).elements(0, callees);
            List<String> calls = type.equals("i64")
                    ? List.of("return_call", "return_call_import", "return_call_indirect")
                    : List.of("return_call", "return_call_indirect");
            for (String call : calls) {
                for (int from = 0; from < 4; from++) {
                    for (int count = 0; count < SLOTS; count++) {
                        program.function(
                                "%s %d %d".formatted(call, from, count),
                                results(count, type),
                                SLOTS + 5,
                                setSlots(SLOTS + 4) + tailCall(program, call, type, first, from, count));
                    }
                }
            }
            Guest guest = guest(program);
            for (String call : calls) {
                for (int from = 0; from < 4; from++) {
                    for (int count = 0; count < SLOTS; count++) {
                        String name = "%s %d %d".formatted(call, from, count);
                        assertResults(guest, name, type, consecutive(from, count));
                    }
                }
            }
        }
    }

    /** {@return a program that imports a function for each number of arguments, which returns them} */
    private static Bytecode importing() {
        Bytecode program = new Bytecode();
        for (int count = 0; count < SLOTS; count++) {
            program.importFunction("same" + count, same(count, "i64"));
        }
        for (int i = SLOTS; i < SLOTS + 4; i++) {
            program.function("number" + i, "->", 0, "return");
        }
        return program;
    }

    /** {@return the signature of a function that returns its arguments} */
    private static String same(int count, String type) {
        String types = String.join(" ", Collections.nCopies(count, type));
        return types + " -> " + types;
    }

    private static String tailCall(Bytecode program, String call, String type, int first, int from, int count) {
        return switch (call) {
            case "return_call" -> "return_call func %d, s%d".formatted(first + count, from);
            case "return_call_import" -> "return_call_import func %d, s%d".formatted(count, from);
            default ->
                "const32 s%d, %d\nreturn_call_indirect type %d, table 0, s%d, s%d"
                        .formatted(SLOTS + 4, count, program.typeIndex(same(count, type)), SLOTS + 4, from);
        };
    }
}
