package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.runtime.Inside;

class TableTest {
    private final Store store = Engine.create().newStore();
    private final Table table = table(Limits.between(3, 6));

    private Table table(Limits limits) {
        return Table.create(store, new TableType(RefType.EXTERNREF, limits), Value.nullRef(RefType.EXTERNREF));
    }

    private static void assertOutOfBounds(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(TrapException.class, error -> assertThat(error.trap())
                .isEqualTo(Trap.TABLE_OUT_OF_BOUNDS));
    }

    private static List<@Nullable Object> contents(Table table) {
        return Arrays.asList(Arrays.copyOf(Inside.array(table), table.size()));
    }

    @Test
    void elementsAreChecked() {
        table.setValue(1, Value.externRef("x"));
        assertThat(table.valueAt(1)).isEqualTo(Value.externRef("x"));
        assertThat(table.valueAt(2)).isEqualTo(Value.nullRef(RefType.EXTERNREF));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.setValue(1, Value.nullRef(RefType.FUNCREF)))
                .withMessage("elements of the table are externref, not funcref");
        assertThatIllegalArgumentException().isThrownBy(() -> table.setValue(1, Value.i32(1)));
        WasmFunction stranger = BoundHostFunction.create(Engine.create().newStore(), Guest.NOTHING, call -> {});
        Value reference = Value.funcRef(stranger);
        TableType functions = new TableType(RefType.FUNCREF, Limits.atLeast(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.create(store, functions, reference))
                .withMessage("the func belongs to another store");
    }

    @Test
    void indicesEndWithTheTable() {
        for (int index : new int[] {3, 4, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertOutOfBounds(() -> Inside.get(table, index));
            assertOutOfBounds(() -> Inside.set(table, index, null));
            assertOutOfBounds(() -> table.valueAt(index));
        }
    }

    @Test
    void growthStopsAtTheDeclaredMaximum() {
        assertThat(Inside.grow(table, 0, "x")).isEqualTo(3);
        assertThat(table.growBy(2, Value.externRef("x"))).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> table.growBy(1, Value.nullRef(RefType.FUNCREF)));
        assertThat(Inside.grow(table, 1, "y")).isEqualTo(5);
        assertThat(Inside.grow(table, 1, "z")).isEqualTo(-1);
        assertThat(Inside.grow(table, -1, "z")).isEqualTo(-1);
        assertThat(Inside.grow(table, Integer.MAX_VALUE, "z")).isEqualTo(-1);
        assertThat(contents(table)).containsExactly(null, null, null, "x", "x", "y");
        assertThat(table.type()).isEqualTo(new TableType(RefType.EXTERNREF, Limits.between(6, 6)));
    }

    @Test
    void growthStopsAtTheLimitOfTheStore() {
        Store small = Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.TABLE_ELEMENTS, 2))
                .newStore();
        Value none = Value.nullRef(RefType.EXTERNREF);
        Table limited = Table.create(small, new TableType(RefType.EXTERNREF, Limits.atLeast(1)), none);
        assertThat(Inside.grow(limited, 2, null)).isEqualTo(-1);
        assertThat(Inside.grow(limited, 1, null)).isEqualTo(1);
        assertThatThrownBy(() -> Table.create(small, new TableType(RefType.EXTERNREF, Limits.atLeast(3)), none))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on elements of a table exceeded: 3 of at most 2");
    }

    @Test
    void manySmallStepsCopyLittle() {
        Table growing = table(Limits.atLeast(0));
        @Nullable Object[] array = Inside.array(growing);
        int copies = 0;
        for (int i = 0; i < 5000; i++) {
            assertThat(Inside.grow(growing, 1, i)).isEqualTo(i);
            if (Inside.array(growing) != array) {
                array = Inside.array(growing);
                copies++;
            }
        }
        assertThat(copies).isLessThan(16);
        assertThat(Inside.get(growing, 4999)).isEqualTo(4999);
    }

    @Test
    void bulkOperationsCheckBothRangesFirst() {
        @Nullable Object[] segment = {"a", "b", "c"};
        Inside.init(table, 1, segment, 1, 2);
        assertThat(contents(table)).containsExactly(null, "b", "c");
        Inside.copy(table, 0, table, 1, 2);
        assertThat(contents(table)).containsExactly("b", "c", "c");
        Inside.fill(table, 1, "f", 2);
        assertThat(contents(table)).containsExactly("b", "f", "f");
        Table other = table(Limits.atLeast(1));
        Inside.copy(other, 0, table, 2, 1);
        assertThat(Inside.get(other, 0)).isEqualTo("f");

        for (int[] range : List.of(new int[] {3, 1}, new int[] {-1, 1}, new int[] {0, -1}, new int[] {-1, -1})) {
            assertOutOfBounds(() -> Inside.fill(table, range[0], "x", range[1]));
            assertOutOfBounds(() -> Inside.copy(table, range[0], table, 0, range[1]));
            assertOutOfBounds(() -> Inside.copy(table, 0, table, range[0], range[1]));
            assertOutOfBounds(() -> Inside.init(table, range[0], segment, 0, range[1]));
        }
        assertOutOfBounds(() -> Inside.init(table, 0, segment, 2, 2));
        Inside.fill(table, 3, "x", 0);
        Inside.copy(table, 3, table, 3, 0);
        Inside.init(table, 3, segment, 3, 0);
        assertThat(contents(table)).containsExactly("b", "f", "f");
    }
}
