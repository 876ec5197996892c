package org.wasmi.encoding.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.AbstractHeapType.ANY;
import static org.wasmi.encoding.type.AbstractHeapType.ARRAY;
import static org.wasmi.encoding.type.AbstractHeapType.EQ;
import static org.wasmi.encoding.type.AbstractHeapType.EXN;
import static org.wasmi.encoding.type.AbstractHeapType.EXTERN;
import static org.wasmi.encoding.type.AbstractHeapType.FUNC;
import static org.wasmi.encoding.type.AbstractHeapType.I31;
import static org.wasmi.encoding.type.AbstractHeapType.NOEXN;
import static org.wasmi.encoding.type.AbstractHeapType.NOEXTERN;
import static org.wasmi.encoding.type.AbstractHeapType.NOFUNC;
import static org.wasmi.encoding.type.AbstractHeapType.NONE;
import static org.wasmi.encoding.type.AbstractHeapType.STRUCT;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypesTest {
    private static final FuncType EMPTY = new FuncType(List.of(), List.of());
    private static final FieldType MUTABLE = new FieldType(I32, true);
    private static final FieldType CONSTANT = new FieldType(I32, false);

    private static SubType open(CompositeType type) {
        return new SubType(false, Optional.empty(), type);
    }

    private static SubType open(int supertype, CompositeType type) {
        return new SubType(false, Optional.of(new TypeUse(supertype)), type);
    }

    private static SubType sealed(int supertype, CompositeType type) {
        return new SubType(true, Optional.of(new TypeUse(supertype)), type);
    }

    private static RecGroup group(SubType... types) {
        return new RecGroup(List.of(types));
    }

    private static Types types(RecGroup... groups) {
        Types.Builder builder = Types.builder();
        for (RecGroup each : groups) {
            builder.add(each);
        }
        return builder.build();
    }

    private static StructType struct(FieldType... fields) {
        return new StructType(List.of(fields));
    }

    private static FieldType field(StorageType type) {
        return new FieldType(type, false);
    }

    private static RefType to(int index) {
        return new RefType(false, new TypeUse(index));
    }

    private static RefType toOrNull(int index) {
        return new RefType(true, new TypeUse(index));
    }

    /** Linked lists of something: a structure that refers to itself. */
    private static RecGroup list(int index, StorageType element) {
        return group(open(struct(field(element), field(toOrNull(index)))));
    }

    private static void rejected(String message, RecGroup... groups) {
        assertThatThrownBy(() -> types(groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    // What a program defines.

    @Test
    void whatIsAddedIsThere() {
        RecGroup pair = group(open(struct(field(toOrNull(2)))), sealed(1, struct(field(toOrNull(2)), MUTABLE)));
        Types types = types(RecGroup.of(EMPTY), pair);

        assertThat(types.size()).isEqualTo(3);
        assertThat(types.groups()).containsExactly(RecGroup.of(EMPTY), pair);
        assertThat(types.groupAt(1)).isEqualTo(pair);
        assertThat(types.get(2)).isEqualTo(pair.types().get(1));
        assertThat(types.groupStart(2)).isEqualTo(1);
        assertThat(types.function(0)).isEqualTo(EMPTY);
        assertThat(types.isFunction(1)).isFalse();
        assertThatThrownBy(() -> types.function(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(types).isEqualTo(types(RecGroup.of(EMPTY), pair)).isNotEqualTo(types(RecGroup.of(EMPTY)));
        assertThat(types)
                .hasToString("[() -> (), (rec (sub (struct (field (ref null 2)))) "
                        + "(sub final 1 (struct (field (ref null 2)) (field (mut i32)))))]");
    }

    @Test
    void typesDoNotChangeWithTheirBuilder() {
        Types.Builder builder = Types.builder().add(EMPTY);
        Types types = builder.build();
        for (int i = 0; i < 100; i++) {
            builder.add(new ArrayType(field(toOrNull(i))));
        }

        assertThat(types.size()).isEqualTo(1);
        assertThat(builder.build().size()).isEqualTo(101);
        assertThat(builder.build()).isSameAs(builder.build());
    }

    @Test
    void aPlainTypeIsAloneFinalAndWithoutASupertype() {
        Types types = types(
                RecGroup.of(EMPTY),
                group(open(EMPTY)),
                group(sealed(1, EMPTY)),
                group(SubType.of(EMPTY), SubType.of(EMPTY)));

        assertThat(types.isPlain(0)).isTrue();
        for (int i = 1; i < types.size(); i++) {
            assertThat(types.isPlain(i)).as("type %d", i).isFalse();
        }
    }

    // Which types are the same.

    @Test
    void equalGroupsDefineTheSameTypes() {
        Types types = types(list(0, I32), RecGroup.of(EMPTY), list(2, I32), list(3, I64), RecGroup.of(EMPTY));

        assertThat(types.number(2)).isEqualTo(types.number(0));
        assertThat(types.number(4)).isEqualTo(types.number(1));
        assertThat(Set.of(types.number(0), types.number(1), types.number(3))).hasSize(3);
        assertThat(types.index(types.number(2))).isZero();
        assertThat(types.index(types.number(3))).isEqualTo(3);
        assertThat(types.isSubtype(new TypeUse(0), new TypeUse(2))).isTrue();
        assertThat(types.isSubtype(toOrNull(2), toOrNull(0))).isTrue();
        assertThat(types.isSubtype(toOrNull(0), toOrNull(3))).isFalse();
    }

    /** Equal as infinite trees, but the specification does not unfold types that far. */
    @Test
    void groupsAreTheSameOnlyAsAWhole() {
        Types types = types(
                list(0, I32),
                group(open(struct(field(I32), field(toOrNull(2)))), open(struct(field(I32), field(toOrNull(1))))),
                group(open(struct(field(I32), field(toOrNull(0))))));

        assertThat(Set.of(types.number(0), types.number(1), types.number(2), types.number(3)))
                .hasSize(4);
    }

    @Test
    void whatATypeSaysAboutItselfCounts() {
        List<SubType> all = List.of(
                SubType.of(EMPTY),
                open(EMPTY),
                sealed(1, EMPTY),
                open(1, EMPTY),
                open(struct()),
                open(struct(CONSTANT)),
                open(struct(MUTABLE)),
                open(struct(field(PackedType.I8))),
                open(struct(field(PackedType.I16))),
                open(struct(field(VecType.V128))),
                open(new ArrayType(CONSTANT)),
                open(new ArrayType(field(to(0)))),
                open(new ArrayType(field(toOrNull(0)))),
                open(new ArrayType(field(to(1)))),
                open(new ArrayType(field(new RefType(true, ANY)))),
                open(new ArrayType(field(new RefType(false, ANY)))),
                open(new ArrayType(field(new RefType(true, FUNC)))),
                open(new FuncType(List.of(I32), List.of())),
                open(new FuncType(List.of(), List.of(I32))),
                open(new FuncType(List.of(I32, I32), List.of())),
                open(new FuncType(List.of(I32), List.of(I32))));
        Types.Builder builder = Types.builder();
        all.forEach(each -> builder.add(group(each)));
        all.forEach(each -> builder.add(group(each)));
        Types types = builder.build();

        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            assertThat(numbers.add(types.number(i))).as("%s", all.get(i)).isTrue();
            assertThat(types.number(all.size() + i)).as("%s", all.get(i)).isEqualTo(types.number(i));
        }
    }

    @Test
    void theOrderOfTypesInAGroupCounts() {
        Types types =
                types(group(SubType.of(EMPTY), SubType.of(struct())), group(SubType.of(struct()), SubType.of(EMPTY)));

        assertThat(Set.of(types.number(0), types.number(1), types.number(2), types.number(3)))
                .hasSize(4);
    }

    // Which groups are valid.

    @Test
    void typesThatAreUsedExist() {
        rejected("unknown type 1", group(open(struct(field(toOrNull(1))))));
        rejected("unknown type 2", group(open(struct()), open(new ArrayType(field(to(2))))));
        rejected("unknown type 7", group(open(new FuncType(List.of(to(7)), List.of()))));
        rejected("unknown type 7", group(open(new FuncType(List.of(), List.of(to(7))))));
        rejected("unknown type 1", group(open(1, struct())));
        rejected("unknown type 0 as a super type of type 0", group(open(0, struct())));
        rejected("unknown type 1 as a super type of type 0", group(open(1, struct()), open(struct())));
    }

    @Test
    void aFinalTypeHasNoSubtypes() {
        rejected("sub type 1 does not match super type 0", RecGroup.of(EMPTY), group(sealed(0, EMPTY)));
        rejected("sub type 1 does not match super type 0", group(SubType.of(EMPTY), sealed(0, EMPTY)));
    }

    @Test
    void aSubtypeMatchesItsSupertype() {
        types(group(open(struct(CONSTANT))), group(open(0, struct(CONSTANT, MUTABLE))));
        types(group(open(new ArrayType(field(toOrNull(0))))), group(open(0, new ArrayType(field(to(0))))));
        types(
                group(open(EMPTY)),
                group(open(new FuncType(List.of(to(0)), List.of(toOrNull(0))))),
                group(open(1, new FuncType(List.of(toOrNull(0)), List.of(to(0))))));
        String error = "does not match super type 0";
        rejected(error, group(open(struct(CONSTANT))), group(open(0, struct())));
        rejected(error, group(open(struct(CONSTANT))), group(open(0, struct(MUTABLE))));
        rejected(error, group(open(struct(MUTABLE))), group(open(0, struct(CONSTANT))));
        rejected(error, group(open(struct(CONSTANT))), group(open(0, struct(field(I64)))));
        rejected(error, group(open(struct(CONSTANT))), group(open(0, new ArrayType(CONSTANT))));
        rejected(error, group(open(EMPTY)), group(open(0, struct())));
        rejected(error, group(open(EMPTY)), group(open(0, new FuncType(List.of(I32), List.of()))));
        rejected(
                error,
                group(open(new ArrayType(new FieldType(toOrNull(0), true)))),
                group(open(0, new ArrayType(new FieldType(to(0), true)))));
    }

    @Test
    void aGroupMayUseItsOwnSubtyping() {
        Types types = types(group(
                open(struct(field(toOrNull(0)))), open(0, struct(field(toOrNull(1)))), open(1, struct(field(to(1))))));

        assertThat(types.isSubtype(new TypeUse(2), new TypeUse(0))).isTrue();
        assertThat(types.isSubtype(new TypeUse(0), new TypeUse(2))).isFalse();
    }

    @Test
    void supertypesAreSixtyThreeDeepAtMost() {
        Types.Builder builder = Types.builder().add(group(open(struct())));
        for (int i = 1; i <= Types.MAX_DEPTH; i++) {
            builder.add(group(open(i - 1, struct())));
        }
        Types types = builder.build();
        for (int i = 0; i <= Types.MAX_DEPTH; i++) {
            for (int j = 0; j <= Types.MAX_DEPTH; j++) {
                assertThat(types.isSubtype(new TypeUse(i), new TypeUse(j))).isEqualTo(i >= j);
            }
        }
        assertThatThrownBy(() -> builder.add(group(open(Types.MAX_DEPTH, struct()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type 64 has more than 63 super types above one another");
    }

    // How types match.

    @Test
    void abstractTypesFormFourHierarchies() {
        Map<AbstractHeapType, Set<AbstractHeapType>> below = Map.of(
                ANY, EnumSet.of(EQ, I31, STRUCT, ARRAY, NONE),
                EQ, EnumSet.of(I31, STRUCT, ARRAY, NONE),
                I31, EnumSet.of(NONE),
                STRUCT, EnumSet.of(NONE),
                ARRAY, EnumSet.of(NONE),
                FUNC, EnumSet.of(NOFUNC),
                EXTERN, EnumSet.of(NOEXTERN),
                EXN, EnumSet.of(NOEXN));
        for (AbstractHeapType of : AbstractHeapType.values()) {
            for (AbstractHeapType type : AbstractHeapType.values()) {
                boolean expected =
                        type == of || below.getOrDefault(of, Set.of()).contains(type);
                assertThat(Types.NONE.isSubtype(type, of))
                        .as("%s of %s", type, of)
                        .isEqualTo(expected);
                assertThat(AbstractHeapType.ofCode(of.code())).contains(of);
            }
        }
    }

    @Test
    void definedTypesAreBelowTheirAbstractType() {
        Types types = types(RecGroup.of(EMPTY), group(open(struct())), group(open(new ArrayType(CONSTANT))));
        List<Set<AbstractHeapType>> above =
                List.of(EnumSet.of(FUNC), EnumSet.of(STRUCT, EQ, ANY), EnumSet.of(ARRAY, EQ, ANY));
        List<Set<AbstractHeapType>> below = List.of(EnumSet.of(NOFUNC), EnumSet.of(NONE), EnumSet.of(NONE));
        for (int i = 0; i < 3; i++) {
            TypeUse use = new TypeUse(i);
            for (AbstractHeapType each : AbstractHeapType.values()) {
                assertThat(types.isSubtype(use, each))
                        .as("%s of %s", use, each)
                        .isEqualTo(above.get(i).contains(each));
                assertThat(types.isSubtype(each, use))
                        .as("%s of %s", each, use)
                        .isEqualTo(below.get(i).contains(each));
            }
        }
        assertThat(types.top(new TypeUse(0))).isEqualTo(FUNC);
        assertThat(types.top(new TypeUse(1))).isEqualTo(ANY);
        assertThat(types.top(NOEXN)).isEqualTo(EXN);
    }

    @Test
    void referencesWithoutNullAreBelowThoseWithIt() {
        assertThat(Types.NONE.isSubtype(new RefType(false, FUNC), RefType.FUNCREF))
                .isTrue();
        assertThat(Types.NONE.isSubtype(RefType.FUNCREF, new RefType(false, FUNC)))
                .isFalse();
        assertThat(Types.NONE.isSubtype(new RefType(true, NOFUNC), new RefType(false, FUNC)))
                .isFalse();
        assertThat(Types.NONE.isSubtype(RefType.FUNCREF, RefType.EXTERNREF)).isFalse();
        assertThat(Types.NONE.isSubtype(I32, I32)).isTrue();
        assertThat(Types.NONE.isSubtype(I32, I64)).isFalse();
        assertThat(Types.NONE.isSubtype(I32, RefType.FUNCREF)).isFalse();
        assertThat(Types.NONE.isSubtype(RefType.FUNCREF, VecType.V128)).isFalse();
    }

    @Test
    void resultsMatchOneByOne() {
        RefType function = new RefType(false, FUNC);
        assertThat(Types.NONE.isSubtype(List.of(I32, function), List.of(I32, RefType.FUNCREF)))
                .isTrue();
        assertThat(Types.NONE.isSubtype(List.of(I32, RefType.FUNCREF), List.of(I32, function)))
                .isFalse();
        assertThat(Types.NONE.isSubtype(List.of(I32), List.of(I32, I32))).isFalse();
        assertThat(Types.NONE.isSubtype(List.<ValType>of(), List.of())).isTrue();
    }

    @Test
    void importsMatch() {
        RefType function = new RefType(false, FUNC);
        matches(new GlobalType(function, false), new GlobalType(RefType.FUNCREF, false), true);
        matches(new GlobalType(function, true), new GlobalType(RefType.FUNCREF, true), false);
        matches(new GlobalType(I32, true), new GlobalType(I32, false), false);
        Limits two = Limits.between(2, 3);
        Limits one = Limits.atLeast(1);
        matches(new TableType(RefType.FUNCREF, two), new TableType(RefType.FUNCREF, one), true);
        matches(new TableType(RefType.FUNCREF, one), new TableType(RefType.FUNCREF, two), false);
        matches(new TableType(function, one), new TableType(RefType.FUNCREF, one), false);
        matches(
                new TableType(AddressType.I64, RefType.FUNCREF, one),
                new TableType(AddressType.I32, RefType.FUNCREF, one),
                false);
        matches(new MemoryType(two), new MemoryType(one), true);
        matches(new MemoryType(one), new MemoryType(two), false);
        matches(new MemoryType(AddressType.I64, one, 16, false), new MemoryType(one), false);
        matches(new MemoryType(AddressType.I32, one, 0, false), new MemoryType(one), false);
        matches(new MemoryType(AddressType.I32, two, 16, true), new MemoryType(two), false);
        matches(EMPTY, EMPTY, true);
        matches(EMPTY, new FuncType(List.of(I32), List.of()), false);
        matches(new TagType(EMPTY), new TagType(EMPTY), true);
        matches(new TagType(EMPTY), EMPTY, false);
    }

    private static void matches(ExternType type, ExternType of, boolean expected) {
        assertThat(Types.NONE.matches(type, of)).as("%s for %s", type, of).isEqualTo(expected);
    }

    /** Of types that say the same with different indices. */
    @Test
    void importsMatchByWhatTypesAre() {
        Types types = types(list(0, I32), list(1, I32), list(2, I64));

        assertThat(types.matches(new GlobalType(to(0), true), new GlobalType(to(1), true)))
                .isTrue();
        assertThat(types.matches(new GlobalType(to(0), true), new GlobalType(to(2), true)))
                .isFalse();
        Limits limits = Limits.atLeast(0);
        assertThat(types.matches(new TableType(toOrNull(0), limits), new TableType(toOrNull(1), limits)))
                .isTrue();
        assertThat(types.matches(new TableType(toOrNull(0), limits), new TableType(toOrNull(2), limits)))
                .isFalse();
    }

    // What guests cannot do.

    /** Without numbers, to compare the last two types would take 2^64 steps. */
    @Test
    void typesThatDoubleAreNoDeeperThanTheirNumber() {
        Types.Builder builder = Types.builder();
        for (int i = 0; i < 128; i++) {
            builder.add(i < 2 ? struct() : struct(field(to(i - 2 - i % 2)), field(to(i - 1 - i % 2))));
        }
        Types types = builder.build();

        assertThat(types.number(127)).isEqualTo(types.number(126));
        assertThat(types.isSubtype(List.of(to(127), to(0)), List.of(to(126), to(1))))
                .isTrue();
    }

    @Test
    void functionTypesHaveAnOrder() {
        List<FuncType> ordered = new ArrayList<>(List.of(
                EMPTY,
                new FuncType(List.of(I32), List.of()),
                new FuncType(List.of(to(0)), List.of()),
                new FuncType(List.of(toOrNull(0)), List.of()),
                new FuncType(List.of(to(1)), List.of()),
                new FuncType(List.of(RefType.FUNCREF), List.of()),
                new FuncType(List.of(new RefType(false, FUNC)), List.of()),
                new FuncType(List.of(VecType.V128), List.of()),
                new FuncType(List.of(), List.of(I32))));
        for (FuncType a : ordered) {
            for (FuncType b : ordered) {
                assertThat(a.compareTo(b) == 0).as("%s and %s", a, b).isEqualTo(a.equals(b));
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
            }
        }
    }

    @Test
    void namesAreThoseOfTheTextFormat() {
        assertThat(new RefType(true, NONE)).hasToString("nullref");
        assertThat(new RefType(false, NOEXTERN)).hasToString("(ref noextern)");
        assertThat(toOrNull(3)).hasToString("(ref null 3)");
        assertThat(new ArrayType(new FieldType(PackedType.I8, true))).hasToString("(array (mut i8))");
        assertThat(new MemoryType(AddressType.I64, Limits.between(1, 2), 0, true))
                .hasToString("i64 1 2 shared (pagesize 0x1)");
        assertThat(new TableType(AddressType.I64, RefType.EXTERNREF, Limits.atLeast(1)))
                .hasToString("i64 1 externref");
        assertThatThrownBy(() -> new MemoryType(AddressType.I32, Limits.atLeast(0), 12, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pages of 2^12 bytes");
    }
}
