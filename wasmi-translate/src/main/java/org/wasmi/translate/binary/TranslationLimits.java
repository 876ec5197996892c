package org.wasmi.translate.binary;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.wasmi.encoding.error.ResourceException;

/**
 * Limits on the size of the parts of a module. The translator throws {@link ResourceException} for a module beyond a
 * limit, before it allocates memory for the part. Immutable.
 */
public final class TranslationLimits {

    /** Limits far above what real programs need. */
    public static final TranslationLimits DEFAULT = new TranslationLimits(TranslationLimit::usual);

    /** Limits for untrusted modules and for hosts with few resources. */
    public static final TranslationLimits STRICT = new TranslationLimits(TranslationLimit::strict);

    private final Map<TranslationLimit, Integer> values;

    private TranslationLimits(ToIntFunction<TranslationLimit> values) {
        this.values = new EnumMap<>(TranslationLimit.class);
        for (TranslationLimit each : TranslationLimit.values()) {
            this.values.put(each, values.applyAsInt(each));
        }
    }

    /** {@return the value of a limit, which is the highest allowed amount} */
    public int of(TranslationLimit limit) {
        return Objects.requireNonNull(values.get(limit));
    }

    /**
     * {@return these limits with another value for one of them}
     *
     * @throws IllegalArgumentException if the value is negative
     */
    public TranslationLimits with(TranslationLimit limit, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative limit on " + limit + ": " + value);
        }
        return new TranslationLimits(each -> each == limit ? value : of(each));
    }

    /**
     * Checks an amount.
     *
     * @throws ResourceException if it is above the limit; the message names the limit, its value and the amount
     */
    public void check(TranslationLimit limit, long amount) {
        if (amount > of(limit)) {
            throw new ResourceException("limit on " + limit + " exceeded: " + amount + " of at most " + of(limit));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TranslationLimits that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** {@return all limits with their values} */
    @Override
    public String toString() {
        return "TranslationLimits" + values;
    }
}
