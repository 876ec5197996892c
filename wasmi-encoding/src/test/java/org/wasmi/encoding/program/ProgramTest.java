package org.wasmi.encoding.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/** {@link Program} and the types that it speaks of. */
class ProgramTest {

    private static final Code CODE = Assembler.assemble("frame params 0, results 1, locals 0, slots 1\nreturn_i 1\n");
    private static final ConstExpr ONE = new ConstExpr.Computed(NumType.I32, CODE);
    private static final FuncType UNARY = new FuncType(List.of(NumType.I32), List.of(NumType.I64));
    private static final FuncType EMPTY = new FuncType(List.of(), List.of());

    @Test
    void aProgramIsWhatItsBuilderWasGiven() {
        Function function = new Function(1, () -> CODE);
        TableDef table = new TableDef(new TableType(RefType.FUNCREF, Limits.atLeast(1)), Optional.empty());
        MemoryType memory = new MemoryType(Limits.between(1, 2));
        GlobalDef global = new GlobalDef(new GlobalType(NumType.I32, true), ONE);
        Export export = new Export("f", ExternKind.FUNC, 0);
        Import imported = new Import("m", "f", UNARY);
        ElementSegment elements =
                new ElementSegment(RefType.FUNCREF, new SegmentMode.Active(0, ONE), new ElementSegment.Functions(0, 1));
        DataSegment data = new DataSegment(new SegmentMode.Passive(), Bytes.EMPTY);
        CustomSection custom = new CustomSection("c", Bytes.EMPTY);
        Program program = Program.builder()
                .type(UNARY)
                .type(EMPTY)
                .imports(imported)
                .function(function)
                .table(table)
                .memory(memory)
                .global(global)
                .export(export)
                .start(1)
                .element(elements)
                .data(data)
                .customSection(custom)
                .build();

        assertThat(program.types())
                .isEqualTo(Types.builder().add(UNARY).add(EMPTY).build());
        assertThat(program.imports()).containsExactly(imported);
        assertThat(program.functions()).containsExactly(function);
        assertThat(program.functionTypes()).containsExactly(UNARY, EMPTY);
        assertThat(program.tables()).containsExactly(table);
        assertThat(program.memories()).containsExactly(memory);
        assertThat(program.globals()).containsExactly(global);
        assertThat(program.exports()).containsExactly(export);
        assertThat(program.start()).hasValue(1);
        assertThat(program.elements()).containsExactly(elements);
        assertThat(program.data()).containsExactly(data);
        assertThat(program.customSections()).containsExactly(custom);
        assertThat(program.names()).isSameAs(Names.NONE);
        assertThat(program.functions().get(0).body().code()).isEqualTo(CODE);
    }

    @Test
    void aProgramDoesNotChangeWithItsBuilder() {
        Program.Builder builder = Program.builder().type(EMPTY);
        Program program = builder.build();
        builder.type(UNARY);

        assertThat(program.types()).isEqualTo(Types.builder().add(EMPTY).build());
    }

    @Test
    void importsAreCountedByKind() {
        Program program = Program.builder()
                .imports(new Import("m", "f", UNARY))
                .imports(new Import("m", "t", new TableType(RefType.EXTERNREF, Limits.atLeast(0))))
                .imports(new Import("m", "m", new MemoryType(Limits.atLeast(0))))
                .imports(new Import("m", "g", new GlobalType(NumType.F32, false)))
                .imports(new Import("m", "h", EMPTY))
                .build();

        assertThat(program.importCount(ExternKind.FUNC)).isEqualTo(2);
        assertThat(program.importCount(ExternKind.TABLE)).isEqualTo(1);
        assertThat(program.importCount(ExternKind.MEMORY)).isEqualTo(1);
        assertThat(program.importCount(ExternKind.GLOBAL)).isEqualTo(1);
    }

    @Test
    void tagsHaveTypesAsFunctionsDo() {
        Program program = Program.builder()
                .type(EMPTY)
                .type(EMPTY)
                .imports(new Import("m", "e0", new TagType(UNARY)))
                .importTag("m", "e1", 1)
                .imports(new Import("m", "f", UNARY))
                .imports(new Import("m", "e2", new TagType(EMPTY)))
                .tag(1)
                .build();

        assertThat(program.tagCount()).isEqualTo(4);
        assertThat(IntStream.range(0, 4).map(program::tagTypeIndex)).containsExactly(2, 1, 0, 1);
        assertThat(program.functionTypeIndex(0)).isEqualTo(2);
        assertThat(program.imports().get(1).type()).isEqualTo(new TagType(EMPTY));
        assertThat(program.types().size()).isEqualTo(3);
    }

    @Test
    void tagsHaveFunctionTypesThatExist() {
        Program.Builder unknown = Program.builder().tag(0);
        Program.Builder structure =
                Program.builder().type(new StructType(List.of())).tag(0);

        assertThatThrownBy(unknown::build).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(structure::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void functionsHaveATypeThatExists() {
        Program.Builder builder = Program.builder().function(new Function(0, () -> CODE));

        assertThatThrownBy(builder::build).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void noNamesAreKnownOfAProgramWithoutNames() {
        assertThat(Names.NONE.module()).isEmpty();
        assertThat(Names.NONE.function(0)).isEmpty();
        assertThat(Names.NONE.local(0, 0)).isEmpty();
    }

    @Test
    void functionTypesCountSlots() {
        FuncType type = new FuncType(List.of(NumType.I32, VecType.V128, RefType.FUNCREF), List.of(VecType.V128));

        assertThat(type.paramSlots()).isEqualTo(4);
        assertThat(type.resultSlots()).isEqualTo(2);
        assertThat(type).hasToString("(i32, v128, funcref) -> (v128)");
    }

    @Test
    void functionTypesKeepTheirOwnCopy() {
        List<ValType> params = new ArrayList<>(List.of(NumType.F64));
        FuncType type = new FuncType(params, List.of());
        params.clear();

        assertThat(type.params()).containsExactly(NumType.F64);
    }

    @Test
    void typesPrintAsInTheTextFormat() {
        assertThat(NumType.F32).hasToString("f32");
        assertThat(RefType.EXTERNREF).hasToString("externref");
        assertThat(new RefType(false, AbstractHeapType.FUNC)).hasToString("(ref func)");
        assertThat(new GlobalType(NumType.I64, true)).hasToString("(mut i64)");
        assertThat(new GlobalType(NumType.I64, false)).hasToString("i64");
        assertThat(new MemoryType(Limits.between(1, 2))).hasToString("1 2");
        assertThat(new TableType(RefType.FUNCREF, Limits.atLeast(3))).hasToString("3 funcref");
        assertThat(ExternKind.MEMORY).hasToString("memory");
    }

    @Test
    void onlyReferencesLiveInTheReferenceHalf() {
        assertThat(RefType.FUNCREF.isReference()).isTrue();
        assertThat(NumType.I64.isReference()).isFalse();
        assertThat(VecType.V128.isReference()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1,  , 1,  , true",
        "2,  , 1,  , true",
        "0,  , 1,  , false",
        "1, 2, 1,  , true",
        "1, 2, 1, 2, true",
        "1, 2, 1, 3, true",
        "1, 3, 1, 2, false",
        "1,  , 1, 2, false",
    })
    void limitsMatchIfTheyAreWithin(
            long min, @Nullable Long max, long requiredMin, @Nullable Long requiredMax, boolean matches) {
        assertThat(limits(min, max).matches(limits(requiredMin, requiredMax))).isEqualTo(matches);
    }

    private static Limits limits(long min, @Nullable Long max) {
        return new Limits(min, max == null ? OptionalLong.empty() : OptionalLong.of(max));
    }

    @Test
    void elementSegmentsKeepTheirOwnCopies() {
        int[] indices = {1, 2};
        ElementSegment.Functions functions = new ElementSegment.Functions(indices);
        indices[0] = 9;
        List<ConstExpr> list = new ArrayList<>(List.of(ONE));
        ElementSegment.Expressions expressions = new ElementSegment.Expressions(list);
        list.clear();

        assertThat(functions.size()).isEqualTo(2);
        assertThat(functions.functionAt(0)).isEqualTo(1);
        assertThat(expressions.size()).isEqualTo(1);
    }

    @Test
    void dataSegmentsAreNotDeclarative() {
        assertThatThrownBy(() -> new DataSegment(new SegmentMode.Declarative(), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Modules of some compilers have a hundred thousand of them. */
    @Test
    void aDataSegmentAtAConstantOffsetIsOneObject() throws IllegalAccessException {
        byte[] module = {1, 2, 3, 4};
        Bytes bytes = Bytes.wrap(module).slice(1, 3);
        SegmentMode mode = new SegmentMode.Active(3, new ConstExpr.Numeric(NumType.I64, -8));
        DataSegment segment = new DataSegment(mode, bytes);

        assertThat(segment.mode()).isEqualTo(mode);
        assertThat(segment.bytes()).isEqualTo(bytes);
        int words = 0;
        for (Field each : DataSegment.class.getDeclaredFields()) {
            each.setAccessible(true);
            Object value = each.get(segment);
            assertThat(value == null || value == module || value instanceof Number || value == NumType.I64)
                    .as("%s has no object of its own: %s", each.getName(), value)
                    .isTrue();
            words += each.getType() == long.class ? 2 : 1;
        }
        assertThat(words)
                .as("with a header of 12 bytes and a reference to it, 56 bytes")
                .isLessThanOrEqualTo(9);
    }

    @Test
    void aDataSegmentAtAnotherOffsetKeepsIt() {
        SegmentMode mode = new SegmentMode.Active(1, ONE);
        assertThat(new DataSegment(mode, Bytes.EMPTY).mode()).isEqualTo(mode);
    }
}
