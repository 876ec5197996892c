package org.wasmi.encoding.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/** The rules for everything but the code of functions; what is added to {@link World} breaks one. */
class ProgramRulesTest {
    private static final ConstExpr.Computed ZERO = World.constant(I32, "const32 s0, 0");
    private static final RefType FUNCTION = new RefType(false, AbstractHeapType.FUNC);
    private static final Limits ANY = Limits.atLeast(0);

    private static void accepted(Program.Builder program) {
        assertThatCode(() -> Verifier.verify(program.build())).doesNotThrowAnyException();
    }

    private static void rejected(Program.Builder program, String message) {
        assertThatThrownBy(() -> Verifier.verify(program.build()))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.function()).isEqualTo(InvalidException.NO_FUNCTION))
                .hasMessageContaining(message);
    }

    @Test
    void theWorldIsWellFormed() {
        accepted(World.builder());
        accepted(Program.builder());
    }

    @Test
    void tagsHaveNoResults() {
        accepted(World.builder().tag(0));
        rejected(World.builder().tag(1), "has results");
        rejected(
                World.builder().imports(new Import("m", "e", new TagType(new FuncType(List.of(), List.of(I32))))),
                "tag 2: ");
    }

    @ParameterizedTest
    @CsvSource({"-1,-1,false", "2,1,false", "0,-1,false", "65537,-2,false", "0,65537,false", "65536,65536,true"})
    void memoriesHaveLimits(long min, long max, boolean good) {
        MemoryType type = new MemoryType(max == -2 ? Limits.atLeast(min) : Limits.between(min, max));
        for (Program.Builder each :
                List.of(World.builder().memory(type), World.builder().imports(new Import("m", "m1", type)))) {
            if (good) {
                accepted(each);
            } else {
                rejected(each, "limits");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,-1,false", "2,1,false", "0,4294967296,false", "0,4294967295,true"})
    void tablesHaveLimits(long min, long max, boolean good) {
        TableType type = new TableType(FUNCREF, Limits.between(min, max));
        for (Program.Builder each : List.of(
                World.builder().table(new TableDef(type, Optional.empty())),
                World.builder().imports(new Import("m", "t1", type)))) {
            if (good) {
                accepted(each);
            } else {
                rejected(each, "limits");
            }
        }
    }

    @Test
    void tablesBeginWithWhatBelongsToThem() {
        ConstExpr function = World.constant(FUNCTION, "ref_func s0, func 0");
        accepted(World.builder().table(new TableDef(new TableType(FUNCREF, ANY), Optional.of(function))));
        accepted(World.builder().table(new TableDef(new TableType(FUNCTION, ANY), Optional.of(function))));
        rejected(
                World.builder().table(new TableDef(new TableType(EXTERNREF, ANY), Optional.of(function))),
                "table 2: (ref func) where externref is required");
        rejected(
                World.builder()
                        .table(new TableDef(
                                new TableType(FUNCTION, ANY), Optional.of(World.constant(FUNCREF, "ref_null s0")))),
                "table 2: funcref where (ref func) is required");
        rejected(
                World.builder().table(new TableDef(new TableType(FUNCTION, ANY), Optional.empty())),
                "table 2: (ref func) needs a first value");
    }

    private static Program.Builder global(ValType type, ConstExpr init) {
        return World.builder().global(new GlobalDef(new GlobalType(type, false), init));
    }

    @Test
    void globalsBeginWithWhatBelongsToThem() {
        accepted(global(I32, ZERO));
        accepted(global(I64, World.constant(I64, "i64.add_si s0, s0, 5")));
        accepted(global(I32, World.constant(I32, "global_get s0, global 4")));
        rejected(global(I64, ZERO), "global 5: i32 where i64 is required");
        rejected(global(FUNCREF, World.constant(EXTERNREF, "ref_null s0")), "global 5: externref where funcref");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    i32.div_s_ss s0, s0, s0     | i32.div_s_ss in a constant expression
                    load8_s s0, s0, +0          | load8_s in a constant expression
                    call_import func 0, s0      | call_import in a constant expression
                    trap 0                      | trap in a constant expression
                    global_set_i global 1, 1    | global_set_i in a constant expression
                    consume_fuel 1              | consume_fuel in a constant expression
                    global_get s0, global 1     | global 1 is mutable
                    global_get s0, global 5     | global 5 has no value yet
                    global_get s0, global 6     | unknown global 6
                    copy s0, s1                 | 1 slots from 1 in a frame of 1
                    """)
    void constantExpressionsAreStraightAndWithoutEffects(String instruction, String message) {
        rejected(global(I32, World.constant(I32, instruction)), "global 5: ");
        rejected(global(I32, World.constant(I32, instruction)), message);
    }

    @Test
    void constantExpressionsDoNotBranch() {
        rejected(global(I32, World.constant(I32, "L0:\nbr_if_nez L0, s0")), "br_if_nez in a constant expression");
    }

    @Test
    void constantExpressionsHaveTheFrameOfTheirType() {
        rejected(
                global(
                        I32,
                        new ConstExpr.Computed(
                                I32, World.constant(EXTERNREF, "ref_null s0").code())),
                "return_ref");
        rejected(global(EXTERNREF, new ConstExpr.Computed(EXTERNREF, ZERO.code())), "return_s");
        rejected(
                global(
                        I32,
                        new ConstExpr.Computed(
                                I32, Assembler.assemble("frame params 1, results 1, locals 1, slots 1\nreturn"))),
                "global 5: the frame has 1 parameter and 1 result slots, the type 0 and 1");
    }

    @Test
    void numbersHaveTheTypeOfWhatTheyInitialise() {
        accepted(global(I32, new ConstExpr.Numeric(I32, -1)));
        accepted(global(NumType.F64, new ConstExpr.Numeric(NumType.F64, Long.MIN_VALUE)));
        rejected(global(I64, new ConstExpr.Numeric(I32, 1)), "global 5: i32 where i64 is required");
        rejected(
                World.builder()
                        .data(new DataSegment(new SegmentMode.Active(0, new ConstExpr.Numeric(I64, 1)), Bytes.EMPTY)),
                "i64 where i32 is required");
    }

    @Test
    void referencesToFunctionsAreToFunctionsOfTheirType() {
        RefType own = new RefType(false, new TypeUse(World.builder().build().functionTypeIndex(0)));
        accepted(global(FUNCREF, new ConstExpr.FunctionReference(FUNCREF, 0)));
        accepted(global(FUNCTION, new ConstExpr.FunctionReference(own, 0)));
        rejected(global(FUNCREF, new ConstExpr.FunctionReference(FUNCREF, 1000)), "global 5: unknown func 1000");
        rejected(global(FUNCREF, new ConstExpr.FunctionReference(FUNCREF, -1)), "global 5: unknown func 4294967295");
        rejected(
                global(EXTERNREF, new ConstExpr.FunctionReference(FUNCREF, 0)),
                "global 5: funcref where externref is required");
        rejected(global(EXTERNREF, new ConstExpr.FunctionReference(EXTERNREF, 0)), "where externref is required");
        rejected(
                global(FUNCREF, new ConstExpr.FunctionReference(new RefType(true, new TypeUse(77)), 0)),
                "global 5: unknown type 77");
        rejected(
                World.builder()
                        .element(new ElementSegment(
                                FUNCREF,
                                new SegmentMode.Passive(),
                                new ElementSegment.Expressions(
                                        List.of(new ConstExpr.FunctionReference(FUNCREF, 1000))))),
                "unknown func 1000");
    }

    @Test
    void theNullReferenceIsNullable() {
        accepted(global(EXTERNREF, new ConstExpr.NullReference(EXTERNREF)));
        rejected(
                global(FUNCTION, new ConstExpr.NullReference(FUNCTION)),
                "global 5: the null reference where (ref func) is required");
        rejected(
                World.builder()
                        .table(new TableDef(
                                new TableType(FUNCTION, ANY), Optional.of(new ConstExpr.NullReference(FUNCTION)))),
                "table 2: the null reference where (ref func) is required");
    }

    @Test
    void largeFramesOfConstantExpressionsAreRefused() {
        ConstExpr large = new ConstExpr.Computed(
                I32, Assembler.assemble("frame params 0, results 1, locals 0, slots 2000000000\nreturn_i 0"));

        assertThatThrownBy(() -> Verifier.verify(global(I32, large).build()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("global 5: a frame of 2000000000 slots");
    }

    @Test
    void globalsReadByLaterPartsMayBeAny() {
        ConstExpr last = World.constant(I32, "global_get s0, global 4");
        accepted(World.builder()
                .data(new DataSegment(new SegmentMode.Active(0, last), Bytes.EMPTY))
                .element(
                        new ElementSegment(FUNCREF, new SegmentMode.Active(1, last), new ElementSegment.Functions(1))));
    }

    @ParameterizedTest
    @EnumSource
    void exportsExist(ExternKind kind) {
        int size =
                switch (kind) {
                    case FUNC, TABLE, TAG -> 2;
                    case MEMORY -> 1;
                    case GLOBAL -> 5;
                };
        accepted(World.builder().export(new Export("last", kind, size - 1)));
        rejected(World.builder().export(new Export("next", kind, size)), "export 0: unknown " + kind + " " + size);
        rejected(World.builder().export(new Export("none", kind, -1)), "export 0: unknown " + kind);
    }

    @Test
    void exportsHaveDifferentNames() {
        rejected(
                World.builder()
                        .export(new Export("a", ExternKind.FUNC, 0))
                        .export(new Export("a", ExternKind.MEMORY, 0)),
                "export 1: duplicate export name 'a'");
    }

    @Test
    void theStartFunctionTakesAndGivesNothing() {
        accepted(World.builder().start(0));
        rejected(World.builder().start(1), "start: func 1 is (externref) -> (externref)");
        rejected(World.builder().start(2), "start: unknown func 2");
        rejected(World.builder().start(-1), "start: unknown func");
    }

    private static Program.Builder element(RefType type, SegmentMode mode, ElementSegment.Items items) {
        return World.builder().element(new ElementSegment(type, mode, items));
    }

    @Test
    void elementsBelongToTheirSegment() {
        SegmentMode passive = new SegmentMode.Passive();
        ConstExpr nothing = World.constant(EXTERNREF, "ref_null s0");
        accepted(element(FUNCTION, passive, new ElementSegment.Functions(0, 1)));
        accepted(element(EXTERNREF, passive, new ElementSegment.Expressions(List.of(nothing))));
        rejected(element(FUNCREF, passive, new ElementSegment.Functions(0, 2)), "elem 2: unknown func 2");
        rejected(element(EXTERNREF, passive, new ElementSegment.Functions(0)), "elem 2: (ref func) where externref");
        rejected(
                element(FUNCREF, passive, new ElementSegment.Expressions(List.of(nothing))),
                "elem 2: externref where funcref is required");
        rejected(
                element(
                        EXTERNREF,
                        passive,
                        new ElementSegment.Expressions(
                                List.of(World.constant(EXTERNREF, "global_get_ref s0, global 3")))),
                "elem 2: global_get_ref: global 3 is mutable");
    }

    @Test
    void elementsFitTheTableTheyGoTo() {
        ElementSegment.Items none = new ElementSegment.Functions();
        accepted(element(FUNCREF, new SegmentMode.Active(1, ZERO), none));
        rejected(element(FUNCREF, new SegmentMode.Active(0, ZERO), none), "elem 2: funcref where externref");
        rejected(element(FUNCREF, new SegmentMode.Active(2, ZERO), none), "elem 2: unknown table 2");
        rejected(element(FUNCREF, new SegmentMode.Active(1, wide()), none), "elem 2: i64 where i32 is required");
    }

    @Test
    void dataFitsTheMemoryItGoesTo() {
        accepted(World.builder().data(new DataSegment(new SegmentMode.Active(0, ZERO), Bytes.EMPTY)));
        rejected(
                World.builder().data(new DataSegment(new SegmentMode.Active(1, ZERO), Bytes.EMPTY)),
                "data 1: unknown memory 1");
        rejected(
                World.builder().data(new DataSegment(new SegmentMode.Active(0, wide()), Bytes.EMPTY)),
                "data 1: i64 where i32 is required");
    }

    private static ConstExpr wide() {
        return World.constant(I64, "const64 s0, 0");
    }
}
