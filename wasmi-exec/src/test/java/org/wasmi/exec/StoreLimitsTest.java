package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;

/** What a store gives out in all. The limits of stacks are in {@link LimitsTest}. */
class StoreLimitsTest {
    private static final int PAGE = MemoryType.PAGE_SIZE;
    private static final Value NONE = Value.nullRef(RefType.EXTERNREF);

    private static Store store(StoreLimits limits) {
        return Engine.create().newStore(limits);
    }

    private static Memory memory(Store store, int pages) {
        return Memory.create(store, new MemoryType(Limits.atLeast(pages)));
    }

    private static Table table(Store store, int elements) {
        return Table.create(store, new TableType(RefType.EXTERNREF, Limits.atLeast(elements)), NONE);
    }

    @Test
    void allMemoriesTogether() {
        Store store = store(StoreLimits.DEFAULT.with(StoreLimit.TOTAL_MEMORY_BYTES, 5L * PAGE + 1));
        Memory first = memory(store, 2);
        Memory second = memory(store, 1);
        assertThat(first.grow(3)).isEqualTo(-1);
        assertThat(first.grow(1)).isEqualTo(2);
        assertThat(store.memoryBytes()).isEqualTo(4L * PAGE);
        assertThatThrownBy(() -> memory(store, 2))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on bytes of all memories exceeded: 393216 of at most 327681");
        assertThat(second.grow(1)).isEqualTo(1);
        assertThat(second.grow(1)).isEqualTo(-1);
        assertThat(memory(store, 0).grow(0)).isZero();
        assertThat(store.memoryBytes()).isEqualTo(5L * PAGE);
    }

    @Test
    void allTablesTogether() {
        Store store = store(StoreLimits.DEFAULT.with(StoreLimit.TOTAL_TABLE_ELEMENTS, 5));
        Table first = table(store, 2);
        assertThat(first.growBy(4, NONE)).isEqualTo(-1);
        assertThat(first.growBy(1, NONE)).isEqualTo(2);
        assertThatThrownBy(() -> table(store, 3))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on elements of all tables exceeded: 6 of at most 5");
        assertThat(table(store, 1).growBy(1, NONE)).isEqualTo(1);
        assertThat(first.growBy(1, NONE)).isEqualTo(-1);
    }

    @Test
    void numbersOfThings() {
        Store store = store(StoreLimits.DEFAULT
                .with(StoreLimit.MEMORIES, 2)
                .with(StoreLimit.TABLES, 1)
                .with(StoreLimit.INSTANCES, 1));
        memory(store, 0);
        memory(store, 0);
        assertThatThrownBy(() -> memory(store, 0))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on memories exceeded: 3 of at most 2");
        table(store, 0);
        assertThatThrownBy(() -> table(store, 0))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on tables exceeded: 2 of at most 1");
        Program program = new Guest().build();
        new Linker().instantiate(store, program);
        assertThatThrownBy(() -> new Linker().instantiate(store, program))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on instances exceeded: 2 of at most 1");
    }

    @Test
    void aFailedGrowthMayBeATrap() {
        Store store = store(StoreLimits.DEFAULT
                .with(StoreLimit.MEMORY_BYTES, PAGE)
                .with(StoreLimit.TABLE_ELEMENTS, 3)
                .withTrapOnGrowth(true));
        Memory memory = memory(store, 1);
        assertThat(memory.grow(0)).isEqualTo(1);
        assertThatThrownBy(() -> memory.grow(1))
                .isInstanceOfSatisfying(
                        TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.GROWTH_FAILED))
                .hasMessage("growth failed: a memory of 1 pages by 1");
        Table table = table(store, 1);
        assertThat(table.growBy(2, NONE)).isEqualTo(1);
        assertThatThrownBy(() -> table.growBy(-1, NONE))
                .isInstanceOf(TrapException.class)
                .hasMessage("growth failed: a table of 3 elements by 4294967295");
    }

    @Test
    void storesHaveTheLimitsOfTheEngineOrTheirOwn() {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withLimits(StoreLimits.STRICT));
        assertThat(engine.newStore().limits()).isEqualTo(StoreLimits.STRICT);
        assertThat(engine.newStore(StoreLimits.DEFAULT).limits()).isEqualTo(StoreLimits.DEFAULT);
    }

    @Test
    void equality() {
        StoreLimits changed = StoreLimits.DEFAULT.with(StoreLimit.TABLES, 1);
        assertThat(changed).isNotEqualTo(StoreLimits.DEFAULT).isEqualTo(StoreLimits.DEFAULT.with(StoreLimit.TABLES, 1));
        assertThat(changed).hasSameHashCodeAs(StoreLimits.DEFAULT.with(StoreLimit.TABLES, 1));
        assertThat(changed.withTrapOnGrowth(true)).isNotEqualTo(changed);
        assertThat(changed.withTrapOnGrowth(true).with(StoreLimit.TABLES, 2).trapOnGrowth())
                .isTrue();
        assertThat(changed.withTrapOnGrowth(true).toString())
                .contains(", tables=1}")
                .endsWith(", a failed growth traps");
    }
}
