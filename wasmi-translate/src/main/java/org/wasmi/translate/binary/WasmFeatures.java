package org.wasmi.translate.binary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.Proposal;

/**
 * The features beyond WebAssembly 2.0 that modules may use. The translator refuses a module that needs any other
 * feature, and names the feature. Features are switched one by one. A feature that builds on another, as relaxed SIMD
 * builds on SIMD, is of little use alone. Immutable.
 */
public final class WasmFeatures {

    /** The features that cannot be enabled. */
    private static final Set<Proposal> UNSUPPORTED =
            Set.of(Proposal.STACK_SWITCHING, Proposal.STRINGREF, Proposal.CUSTOM_DESCRIPTORS);

    /** WebAssembly 2.0. */
    public static final WasmFeatures NONE = new WasmFeatures(Set.of());

    /** WebAssembly 3.0. */
    public static final WasmFeatures WASM3 = NONE.with(
            Proposal.MULTI_MEMORY,
            Proposal.EXTENDED_CONST,
            Proposal.TAIL_CALLS,
            Proposal.SIMD,
            Proposal.RELAXED_SIMD,
            Proposal.FUNCTION_REFERENCES,
            Proposal.GC,
            Proposal.EXCEPTIONS,
            Proposal.MEMORY64);

    /** WebAssembly 3.0 and threads. */
    public static final WasmFeatures DEFAULT = WASM3.with(Proposal.THREADS);

    /**
     * All features that can be enabled: the default ones, legacy exceptions, custom page sizes, wide arithmetic,
     * compact imports.
     */
    public static final WasmFeatures ALL = DEFAULT.with(
            Proposal.LEGACY_EXCEPTIONS, Proposal.CUSTOM_PAGE_SIZES, Proposal.WIDE_ARITHMETIC, Proposal.COMPACT_IMPORTS);

    private static final Map<String, WasmFeatures> BY_NAME = new LinkedHashMap<>();

    static {
        ALL.enabled.forEach(each -> BY_NAME.put(name(each), NONE.with(each)));
        BY_NAME.put("wasm3", WASM3);
        BY_NAME.put("all", ALL);
    }

    private final EnumSet<Proposal> enabled;

    private WasmFeatures(Set<Proposal> enabled) {
        this.enabled = EnumSet.noneOf(Proposal.class);
        this.enabled.addAll(enabled);
    }

    /** {@return the names that {@link #changedBy} takes, of features and of groups of them; in order, unmodifiable} */
    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /**
     * {@return these features with changes, applied from left to right}
     *
     * @param changes names separated by commas, such as {@code -all,simd}. A name, with or without a plus sign, adds a
     *     feature; a name with a minus sign removes it. The names are those of the constants of {@link Proposal} in
     *     lower case, with hyphens, {@code wasm3} for the features of {@link #WASM3}, and {@code all}
     * @throws IllegalArgumentException if no feature has one of the names; the message suggests similar names
     */
    public WasmFeatures changedBy(String changes) {
        WasmFeatures changed = this;
        for (String change : changes.split(",", -1)) {
            boolean removes = change.startsWith("-");
            String name = removes || change.startsWith("+") ? change.substring(1) : change;
            WasmFeatures named = BY_NAME.get(name);
            if (named == null) {
                throw new IllegalArgumentException(
                        "there is no feature '" + name + "'" + Suggestions.of(name, BY_NAME.keySet()));
            }
            Proposal[] all = named.enabled.toArray(Proposal[]::new);
            changed = removes ? changed.without(all) : changed.with(all);
        }
        return changed;
    }

    /**
     * {@return these features with additional ones}
     *
     * @throws IllegalArgumentException if a feature cannot be enabled, see {@link #ALL}
     */
    public WasmFeatures with(Proposal... more) {
        WasmFeatures result = new WasmFeatures(enabled);
        for (Proposal each : more) {
            if (UNSUPPORTED.contains(each)) {
                throw new IllegalArgumentException(each + " is not supported");
            }
            result.enabled.add(each);
        }
        return result;
    }

    /** {@return these features without some} */
    public WasmFeatures without(Proposal... less) {
        WasmFeatures result = new WasmFeatures(enabled);
        for (Proposal each : less) {
            result.enabled.remove(each);
        }
        return result;
    }

    /** {@return whether modules may use a feature} */
    public boolean has(Proposal feature) {
        return enabled.contains(feature);
    }

    private static String name(Proposal feature) {
        return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WasmFeatures that && enabled.equals(that.enabled);
    }

    @Override
    public int hashCode() {
        return enabled.hashCode();
    }

    /** {@return the names of these features, separated by commas, as {@link #changedBy} takes them} */
    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(",", "-all,", "").setEmptyValue("-all");
        enabled.forEach(each -> names.add(name(each)));
        return names.toString();
    }
}
