package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.translate.binary.WasmFeatures;

/** Which feature beyond WebAssembly 2.0 a code of the binary format belongs to: the one place that knows. */
public final class Proposals {
    private static final int MISC_PREFIX = 0xFC;
    private static final int GC_PREFIX = 0xFB;
    private static final int VECTOR_PREFIX = 0xFD;
    private static final int ATOMIC_PREFIX = 0xFE;

    /** In place of a kind: names with their types follow. */
    static final int COMPACT_IMPORTS = 0x7F;

    /** In place of a kind: a type and names follow. */
    static final int COMPACT_IMPORTS_OF_ONE_TYPE = 0x7E;

    // The flags of limits.
    static final int HAS_MAX = 0x01;
    static final int SHARED = 0x02;
    static final int WIDE_ADDRESSES = 0x04;
    static final int PAGE_SIZE = 0x08;

    private Proposals() {}

    /** {@return the feature that has an opcode of one byte} */
    public static Optional<Proposal> ofOpcode(int code) {
        return switch (code) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> Optional.of(Proposal.LEGACY_EXCEPTIONS);
            case 0x08, 0x0A, 0x1F -> Optional.of(Proposal.EXCEPTIONS);
            case 0x12, 0x13 -> Optional.of(Proposal.TAIL_CALLS);
            case 0x14, 0x15, 0xD4, 0xD5, 0xD6 -> Optional.of(Proposal.FUNCTION_REFERENCES);
            case 0xD3, GC_PREFIX -> Optional.of(Proposal.GC);
            case 0xE0, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6 -> Optional.of(Proposal.STACK_SWITCHING);
            case VECTOR_PREFIX -> Optional.of(Proposal.SIMD);
            case ATOMIC_PREFIX -> Optional.of(Proposal.THREADS);
            default -> Optional.empty();
        };
    }

    /** {@return the feature that has an opcode behind a prefix} */
    public static Optional<Proposal> ofOpcode(int prefix, int code) {
        return switch (prefix) {
            case GC_PREFIX ->
                within(code, 0x00, 0x1E, Proposal.GC)
                        .or(() -> within(code, 0x20, 0x26, Proposal.CUSTOM_DESCRIPTORS))
                        .or(() -> within(code, 0x80, 0xB7, Proposal.STRINGREF));
            case MISC_PREFIX -> within(code, 0x13, 0x16, Proposal.WIDE_ARITHMETIC);
            case VECTOR_PREFIX ->
                within(code, 0x00, 0xFF, Proposal.SIMD).or(() -> within(code, 0x100, 0x113, Proposal.RELAXED_SIMD));
            case ATOMIC_PREFIX ->
                within(code, 0x00, 0x03, Proposal.THREADS).or(() -> within(code, 0x10, 0x4E, Proposal.THREADS));
            default -> Optional.empty();
        };
    }

    private static Optional<Proposal> within(int code, int first, int last, Proposal proposal) {
        return first <= code && code <= last ? Optional.of(proposal) : Optional.empty();
    }

    /** {@return the feature that has a heap type: an abstract one, or the index of a type} */
    static Optional<Proposal> ofHeapType(long code) {
        return code >= 0 ? Optional.of(Proposal.FUNCTION_REFERENCES) : ofType((int) Math.max(code, Integer.MIN_VALUE));
    }

    /** {@return the feature that has a value, reference or abstract heap type, by its code as a signed number} */
    static Optional<Proposal> ofType(int code) {
        return switch (code) {
            case -0x05 -> Optional.of(Proposal.SIMD);
            case -0x1C, -0x1D -> Optional.of(Proposal.FUNCTION_REFERENCES); // ref, ref null
            case -0x0C, -0x17 -> Optional.of(Proposal.EXCEPTIONS); // noexn, exn
            case -0x0D, -0x0E, -0x0F, -0x12, -0x13, -0x14, -0x15, -0x16 -> Optional.of(Proposal.GC);
            case -0x0B, -0x18 -> Optional.of(Proposal.STACK_SWITCHING); // nocont, cont
            case -0x19 -> Optional.of(Proposal.STRINGREF);
            case -0x1E -> Optional.of(Proposal.CUSTOM_DESCRIPTORS); // exact
            default -> Optional.empty();
        };
    }

    /** {@return the feature that has a form of defined types} */
    static Optional<Proposal> ofDefinedType(int code) {
        return switch (code) {
            case -0x21, -0x22, -0x30, -0x31, -0x32 -> Optional.of(Proposal.GC); // struct, array, sub, sub final, rec
            case -0x23 -> Optional.of(Proposal.STACK_SWITCHING);
            case -0x33, -0x34 -> Optional.of(Proposal.CUSTOM_DESCRIPTORS); // descriptor, describes
            default -> Optional.empty();
        };
    }

    /** {@return the features that have flags of limits} */
    static List<Proposal> ofLimits(int flags) {
        List<Proposal> features = new ArrayList<>();
        if ((flags & PAGE_SIZE) != 0) {
            features.add(Proposal.CUSTOM_PAGE_SIZES);
        }
        if ((flags & WIDE_ADDRESSES) != 0) {
            features.add(Proposal.MEMORY64);
        }
        if ((flags & SHARED) != 0) {
            features.add(Proposal.THREADS);
        }
        return features;
    }

    /** {@return the feature that has a kind of imports and exports} */
    static Optional<Proposal> ofExternKind(int kind) {
        return switch (kind) {
            case 0x04 -> Optional.of(Proposal.EXCEPTIONS);
            case 0x20 -> Optional.of(Proposal.CUSTOM_DESCRIPTORS);
            case COMPACT_IMPORTS, COMPACT_IMPORTS_OF_ONE_TYPE -> Optional.of(Proposal.COMPACT_IMPORTS);
            default -> Optional.empty();
        };
    }

    /** {@return the feature that has a section} */
    static Optional<Proposal> ofSection(int id) {
        return switch (id) {
            case 13 -> Optional.of(Proposal.EXCEPTIONS);
            case 14 -> Optional.of(Proposal.STRINGREF);
            default -> Optional.empty();
        };
    }

    /** {@return whether instructions with a prefix are known by a code behind it} */
    static boolean isPrefix(int code) {
        return code >= GC_PREFIX && code <= ATOMIC_PREFIX;
    }

    /**
     * {@return an exception that names the feature, or calls the input malformed if no feature would allow it}
     *
     * @param proposal the feature, if there is one
     * @param what what the feature would allow
     * @param error what is wrong, in the specification's words
     * @param at where
     */
    static MalformedException refuse(Optional<Proposal> proposal, String what, String error, int at) {
        return proposal.map(each -> MalformedException.unsupported(each, what, at))
                .orElseGet(() -> new MalformedException(error, at));
    }

    /**
     * {@return an exception for an opcode that is not enabled, not supported, or that nobody knows} The codes of a
     * feature that can be enabled have gaps, which nobody knows.
     *
     * @param reader where the opcode, and a code behind a prefix, are read
     */
    public static MalformedException illegalOpcode(BinaryReader reader) {
        int at = reader.position();
        int first = reader.u8();
        String text = String.format("%02x", first);
        Optional<Proposal> proposal = ofOpcode(first);
        if (isPrefix(first) && reader.remaining() > 0) {
            int code = reader.u32();
            text += String.format(" %02x", code);
            proposal = ofOpcode(first, code);
        }
        String opcode = "opcode " + text;
        reader.require(proposal, () -> opcode, at);
        Optional<Proposal> unsupported = proposal.filter(each -> !WasmFeatures.ALL.has(each));
        return refuse(unsupported, opcode, "illegal " + opcode, at);
    }
}
