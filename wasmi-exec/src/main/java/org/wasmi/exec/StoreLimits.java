package org.wasmi.exec;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.exec.internal.store.Limits;

/**
 * How much the guests of a store may take. Limits are exact, and the same on all executors. Making something beyond a
 * limit throws {@link ResourceException}. {@link StoreLimit} and {@link #withTrapOnGrowth} describe stacks that
 * overflow and memories that cannot grow. Everything counts until the store is closed. Immutable.
 */
public final class StoreLimits {

    /** The most bytes that a memory can have: 64 TiB. Addresses of 32 bits reach 4 GiB of them. */
    public static final long MAX_MEMORY_BYTES = 1L << 46;

    /** Limits that real programs stay far below. */
    public static final StoreLimits DEFAULT = new StoreLimits(StoreLimit::usual, false);

    /** Limits for guests that are not trusted, where resources are scarce. */
    public static final StoreLimits STRICT = new StoreLimits(StoreLimit::strict, false);

    private final Map<StoreLimit, Long> values = new EnumMap<>(StoreLimit.class);
    private final boolean trapOnGrowth;

    /** These limits as all stores keep them that have them. */
    private final Limits inStore;

    private StoreLimits(ToLongFunction<StoreLimit> values, boolean trapOnGrowth) {
        for (StoreLimit each : StoreLimit.values()) {
            this.values.put(each, values.applyAsLong(each));
        }
        this.trapOnGrowth = trapOnGrowth;
        inStore = new Limits(
                (int) of(StoreLimit.CALL_DEPTH),
                (int) of(StoreLimit.STACK_SLOTS),
                (int) of(StoreLimit.HOST_DEPTH),
                limit(StoreLimit.MEMORY_BYTES),
                limit(StoreLimit.TOTAL_MEMORY_BYTES),
                limit(StoreLimit.TABLE_ELEMENTS),
                limit(StoreLimit.TOTAL_TABLE_ELEMENTS),
                limit(StoreLimit.ARRAY_ELEMENTS),
                limit(StoreLimit.INSTANCES),
                limit(StoreLimit.MEMORIES),
                limit(StoreLimit.TABLES),
                trapOnGrowth);
    }

    /** {@return the value of a limit: the most there may be} */
    public long of(StoreLimit limit) {
        return Objects.requireNonNull(values.get(limit));
    }

    /**
     * {@return these limits with another value for one}
     *
     * @throws IllegalArgumentException if the value is out of the limit's range
     */
    public StoreLimits with(StoreLimit limit, long value) {
        limit.check(value);
        return new StoreLimits(each -> each == limit ? value : of(each), trapOnGrowth);
    }

    /** {@return whether a memory or table that cannot grow is a trap, rather than the result -1} */
    public boolean trapOnGrowth() {
        return trapOnGrowth;
    }

    /**
     * {@return these limits with another outcome of a growth that fails: a trap with {@link
     * org.wasmi.encoding.error.Trap#GROWTH_FAILED}, or the result -1, as the Wasm specification has it and as is the
     * default}
     */
    public StoreLimits withTrapOnGrowth(boolean trap) {
        return new StoreLimits(this::of, trap);
    }

    /** {@return these limits as a store keeps them} */
    Limits inStore() {
        return inStore;
    }

    private Limits.Limit limit(StoreLimit limit) {
        return new Limits.Limit(limit.toString(), of(limit));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreLimits that && trapOnGrowth == that.trapOnGrowth && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode() * 2 + (trapOnGrowth ? 1 : 0);
    }

    /** {@return all limits with their values} */
    @Override
    public String toString() {
        return "StoreLimits" + values + (trapOnGrowth ? ", a failed growth traps" : "");
    }
}
