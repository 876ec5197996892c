package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.translate.binary.ModuleOutline;
import org.wasmi.translate.binary.SectionKind;

/**
 * Reads the declarations of a module with the types of Wasm 3.0 and of proposals, for people (Wasm specification, 5.3
 * and 5.5). What cannot be read in one section does not hide the others. Mutable, for one module, for one thread.
 */
public final class OutlineParser {
    private static final int HEADER = 8;
    private static final int TAG_SECTION = 13;

    private static final int FUNC = -0x20;
    private static final int STRUCT = -0x21;
    private static final int ARRAY = -0x22;
    private static final int SUB = -0x30;
    private static final int SUB_FINAL = -0x31;
    private static final int REC = -0x32;
    private static final int REF = -0x1C;
    private static final int REF_NULL = -0x1D;
    private static final int EXACT = -0x1E;
    private static final String UNKNOWN = "?";

    private final BinaryReader module;
    private final Set<Proposal> proposals = EnumSet.noneOf(Proposal.class);
    private final List<ModuleOutline.Section> sections = new ArrayList<>();
    private final List<ModuleOutline.Import> imports = new ArrayList<>();
    private final List<ModuleOutline.Export> exports = new ArrayList<>();

    private final List<String> types = new ArrayList<>();

    /** By kind, what is in its index space. */
    private final List<List<String>> spaces =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private static final List<String> KINDS = List.of("func", "table", "memory", "global", "tag");
    private static final int FUNC_KIND = 0;
    private static final int TABLE_KIND = 1;
    private static final int MEMORY_KIND = 2;
    private static final int GLOBAL_KIND = 3;
    private static final int TAG_KIND = 4;
    private static final int EXACT_FUNC_KIND = 0x20;

    /** Makes a parser of a module that has a header. */
    public OutlineParser(byte[] wasm) {
        module = new BinaryReader(wasm, HEADER, wasm.length);
    }

    /** {@return what was read} */
    public ModuleOutline parse() {
        while (module.remaining() > 0) {
            int id = module.u8();
            BinaryReader contents = module.range(module.size());
            int offset = contents.position();
            int size = contents.remaining();
            note(Proposals.ofSection(id));
            String name = id == SectionKind.CUSTOM.id() ? contents.name() : "";
            try {
                section(id, contents);
            } catch (MalformedException e) {
                e.proposal().ifPresent(proposals::add); // the rest of the section is not known
            }
            sections.add(new ModuleOutline.Section(id, kind(id), name, offset, size));
        }
        return new ModuleOutline(sections, imports, exports, proposals);
    }

    private static String kind(int id) {
        return id == TAG_SECTION
                ? "tag"
                : SectionKind.of(id)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .orElse(UNKNOWN);
    }

    private void note(Optional<Proposal> proposal) {
        proposal.ifPresent(proposals::add);
    }

    private void section(int id, BinaryReader in) {
        if (id == TAG_SECTION) {
            each(in, reader -> define(TAG_KIND, tag(reader)));
            return;
        }
        switch (SectionKind.of(id).orElse(SectionKind.CUSTOM)) {
            case TYPE -> each(in, this::recursiveTypes);
            case IMPORT -> each(in, this::imports);
            case FUNCTION -> each(in, reader -> define(FUNC_KIND, type(reader)));
            case TABLE -> each(in, this::tables);
            case MEMORY -> each(in, reader -> define(MEMORY_KIND, limits(reader)));
            case GLOBAL -> each(in, this::globals);
            case EXPORT -> each(in, this::exports);
            default -> {
                // Nothing that is imported or exported.
            }
        }
    }

    private static void each(BinaryReader in, Consumer<BinaryReader> action) {
        for (int left = in.count(); left > 0; left--) {
            action.accept(in);
        }
    }

    private void define(int kind, String type) {
        spaces.get(kind).add(type);
    }

    private void imports(BinaryReader in) {
        String from = in.name();
        String name = in.name();
        int first = in.peek();
        if (first == Proposals.COMPACT_IMPORTS) {
            note(Proposals.ofExternKind(in.u8()));
            each(in, reader -> imports(from, reader.name(), reader));
        } else if (first == Proposals.COMPACT_IMPORTS_OF_ONE_TYPE) {
            note(Proposals.ofExternKind(in.u8()));
            BinaryReader type = in.from(in.position());
            externType(in);
            each(in, reader -> imports(from, reader.name(), type.from(type.position())));
        } else {
            imports(from, name, in);
        }
    }

    private void imports(String from, String name, BinaryReader in) {
        Typed typed = externType(in);
        define(typed.kind, typed.type);
        imports.add(new ModuleOutline.Import(from, name, KINDS.get(typed.kind), typed.type));
    }

    /** A kind and a type of it. */
    private record Typed(int kind, String type) {}

    private Typed externType(BinaryReader in) {
        int kind = externKind(in);
        String type =
                switch (kind) {
                    case FUNC_KIND -> type(in);
                    case TABLE_KIND -> table(in);
                    case MEMORY_KIND -> limits(in);
                    case GLOBAL_KIND -> global(in);
                    default -> tag(in);
                };
        return new Typed(kind, type);
    }

    private void exports(BinaryReader in) {
        String name = in.name();
        int kind = externKind(in);
        int index = in.u32();
        exports.add(new ModuleOutline.Export(name, KINDS.get(kind), index, at(spaces.get(kind), index)));
    }

    private int externKind(BinaryReader in) {
        int at = in.position();
        int kind = in.u8();
        note(Proposals.ofExternKind(kind));
        if (kind == EXACT_FUNC_KIND) {
            return FUNC_KIND;
        }
        if (kind >= KINDS.size()) {
            throw new MalformedException("malformed kind", at);
        }
        return kind;
    }

    private static String at(List<String> space, int index) {
        return Integer.compareUnsigned(index, space.size()) < 0 ? space.get(index) : UNKNOWN;
    }

    private String type(BinaryReader in) {
        return at(types, in.u32());
    }

    private String tag(BinaryReader in) {
        in.u8(); // the only attribute
        return type(in);
    }

    private void tables(BinaryReader in) {
        boolean initialised = in.peek() == 0x40;
        if (initialised) {
            in.skip(2);
        }
        define(TABLE_KIND, table(in));
        if (initialised) {
            constant(in);
        }
    }

    private void globals(BinaryReader in) {
        define(GLOBAL_KIND, global(in));
        constant(in);
    }

    private String table(BinaryReader in) {
        String element = valType(in);
        return limits(in) + " " + element;
    }

    private String global(BinaryReader in) {
        String type = valType(in);
        return mutable(in, type);
    }

    private static String mutable(BinaryReader in, String type) {
        return in.u8() == 0 ? type : "(mut " + type + ")";
    }

    private String limits(BinaryReader in) {
        int flags = in.u8();
        proposals.addAll(Proposals.ofLimits(flags));
        StringJoiner text = new StringJoiner(" ");
        if ((flags & Proposals.WIDE_ADDRESSES) != 0) {
            text.add("i64");
        }
        text.add(Long.toUnsignedString(in.u64()));
        if ((flags & Proposals.HAS_MAX) != 0) {
            text.add(Long.toUnsignedString(in.u64()));
        }
        if ((flags & Proposals.SHARED) != 0) {
            text.add("shared");
        }
        if ((flags & Proposals.PAGE_SIZE) != 0) {
            int power = in.u32();
            text.add("(pagesize " + (power < Long.SIZE - 1 && power >= 0 ? Long.toString(1L << power) : UNKNOWN) + ")");
        }
        return text.toString();
    }

    /** A recursive group, which a single type is too. */
    private void recursiveTypes(BinaryReader in) {
        if (in.peek() == (REC & 0x7F)) {
            in.u8();
            note(Proposals.ofDefinedType(REC));
            each(in, this::subType);
        } else {
            subType(in);
        }
    }

    private void subType(BinaryReader in) {
        int form = in.s7();
        if (form == SUB || form == SUB_FINAL) {
            note(Proposals.ofDefinedType(form));
            each(in, BinaryReader::u32);
            form = in.s7();
        }
        int at = in.position();
        note(Proposals.ofDefinedType(form));
        switch (form) {
            case FUNC -> types.add(list(in) + " -> " + list(in));
            case STRUCT -> {
                each(in, this::field);
                types.add("(struct)");
            }
            case ARRAY -> {
                field(in);
                types.add("(array)");
            }
            default -> throw new MalformedException("malformed definition type", at);
        }
    }

    private void field(BinaryReader in) {
        if (in.peek() == 0x78 || in.peek() == 0x77) { // i8, i16
            in.u8();
        } else {
            valType(in);
        }
        in.u8();
    }

    private String list(BinaryReader in) {
        StringJoiner text = new StringJoiner(", ", "(", ")");
        each(in, reader -> text.add(valType(reader)));
        return text.toString();
    }

    private String valType(BinaryReader in) {
        int at = in.position();
        int code = in.s7();
        note(Proposals.ofType(code));
        if (code == REF || code == REF_NULL) {
            return (code == REF ? "(ref " : "(ref null ") + heapType(in) + ")";
        }
        return switch (code) {
            case -0x01 -> "i32";
            case -0x02 -> "i64";
            case -0x03 -> "f32";
            case -0x04 -> "f64";
            case -0x05 -> "v128";
            default -> {
                String heap = abstractHeapType(code);
                if (heap.equals(UNKNOWN)) {
                    throw new MalformedException("malformed value type", at);
                }
                yield heap.equals("none") ? "nullref" : heap.replaceFirst("^no", "null") + "ref";
            }
        };
    }

    private String heapType(BinaryReader in) {
        long code = in.s33();
        note(Proposals.ofHeapType(code));
        if (code == EXACT) {
            return "(exact " + Integer.toUnsignedString(in.u32()) + ")";
        }
        return code >= 0 ? Long.toString(code) : abstractHeapType((int) Math.max(code, Integer.MIN_VALUE));
    }

    private static String abstractHeapType(int code) {
        return switch (code) {
            case -0x0B -> "nocont";
            case -0x0C -> "noexn";
            case -0x0D -> "nofunc";
            case -0x0E -> "noextern";
            case -0x0F -> "none";
            case -0x10 -> "func";
            case -0x11 -> "extern";
            case -0x12 -> "any";
            case -0x13 -> "eq";
            case -0x14 -> "i31";
            case -0x15 -> "struct";
            case -0x16 -> "array";
            case -0x17 -> "exn";
            case -0x18 -> "cont";
            case -0x19 -> "string";
            default -> UNKNOWN;
        };
    }

    /** Reads over a constant expression. */
    private void constant(BinaryReader in) {
        while (true) {
            int at = in.position();
            int opcode = in.u8();
            switch (opcode) {
                case 0x0B -> {
                    return;
                }
                case 0x23, 0xD2 -> in.u32(); // global.get, ref.func
                case 0x41 -> in.s32();
                case 0x42 -> in.s64();
                case 0x43 -> in.f32();
                case 0x44 -> in.f64();
                case 0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E -> {
                    // i32 and i64 add, sub, mul have no immediates.
                }
                case 0xD0 -> heapType(in);
                case 0xFB -> structured(in, at);
                case 0xFD -> {
                    note(Proposals.ofOpcode(opcode, in.u32()));
                    in.skip(16);
                }
                default -> throw Proposals.illegalOpcode(in.from(at));
            }
        }
    }

    private void structured(BinaryReader in, int at) {
        int code = in.u32();
        note(Proposals.ofOpcode(0xFB, code));
        switch (code) {
            case 0x00, 0x01, 0x06, 0x07 -> in.u32(); // struct.new, array.new and their defaults
            case 0x08 -> { // array.new_fixed
                in.u32();
                in.u32();
            }
            case 0x1A, 0x1B, 0x1C -> {
                // any.convert_extern, extern.convert_any and ref.i31 have no immediates.
            }
            default -> throw Proposals.illegalOpcode(in.from(at));
        }
    }
}
