package org.wasmi.translate.internal.binary;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/** Reads and validates the sections that declare things (Wasm specification, 5.5.4 to 5.5.11). */
final class DeclarationParser {

    private static final int TABLE_WITH_INITIALISER = 0x40;
    private static final int EXCEPTION = 0;

    private final ModuleInfo info;
    private final ConstantParser constants;
    private final TranslationLimits limits;
    private final Program.Builder program;

    DeclarationParser(ModuleInfo info, ConstantParser constants, TranslationLimits limits, Program.Builder program) {
        this.info = info;
        this.constants = constants;
        this.limits = limits;
        this.program = program;
    }

    /**
     * Reads imports.
     *
     * @param end where the section ends
     */
    void imports(BinaryReader reader, int end) {
        int count = Checks.count(reader, limits, TranslationLimit.IMPORTS, 0);
        int imports = 0;
        for (int groups = 0; groups < count; groups++) {
            if (imports == count && reader.position() == end) {
                break; // WABT counts what is in groups of compact imports one by one
            }
            String module = reader.name();
            String name = reader.name();
            int at = reader.position();
            int kind = reader.peek();
            if (kind == Proposals.COMPACT_IMPORTS || kind == Proposals.COMPACT_IMPORTS_OF_ONE_TYPE) {
                reader.require(Proposals.ofExternKind(reader.u8()), () -> "import kind " + kind, at);
                if (!name.isEmpty()) {
                    throw new MalformedException("malformed import kind", at);
                }
                imports += compactImports(module, kind, imports, reader);
            } else {
                limits.check(TranslationLimit.IMPORTS, ++imports);
                imports(module, name, reader);
            }
        }
        info.endImports();
    }

    /** Reads imports of one module, behind a number of others, and {@return how many these are}. */
    private int compactImports(String module, int kind, int before, BinaryReader reader) {
        BinaryReader type = reader.from(reader.position());
        if (kind == Proposals.COMPACT_IMPORTS_OF_ONE_TYPE) {
            skipExternType(reader);
        }
        int count = Checks.count(reader, limits, TranslationLimit.IMPORTS, before);
        for (int i = 0; i < count; i++) {
            String name = reader.name();
            imports(module, name, kind == Proposals.COMPACT_IMPORTS ? reader : type.from(type.position()));
        }
        return count;
    }

    /** Reads over a type, which is checked for each import that has it. */
    private void skipExternType(BinaryReader reader) {
        switch (externKind(reader, "import")) {
            case FUNC -> reader.u32();
            case TABLE -> {
                info.refType(reader);
                skipLimits(reader);
            }
            case MEMORY -> skipLimits(reader);
            case GLOBAL -> globalType(reader);
            case TAG -> {
                reader.u8();
                reader.u32();
            }
        }
    }

    private static void skipLimits(BinaryReader reader) {
        int flags = reader.u8();
        reader.u64();
        if ((flags & Proposals.HAS_MAX) != 0) {
            reader.u64();
        }
        if ((flags & Proposals.PAGE_SIZE) != 0) {
            reader.u32();
        }
    }

    private void imports(String module, String name, BinaryReader reader) {
        switch (externKind(reader, "import")) {
            case FUNC -> {
                limits.check(TranslationLimit.FUNCTIONS, info.functionCount() + 1L);
                program.importFunction(module, name, function(reader));
            }
            case TABLE -> {
                limits.check(TranslationLimit.TABLES, info.tableCount() + 1L);
                program.imports(new Import(module, name, table(reader)));
            }
            case MEMORY -> {
                limits.check(TranslationLimit.MEMORIES, info.memoryCount() + 1L);
                program.imports(new Import(module, name, memory(reader)));
            }
            case GLOBAL -> {
                limits.check(TranslationLimit.GLOBALS, info.globalCount() + 1L);
                GlobalType type = globalType(reader);
                info.addGlobal(type);
                program.imports(new Import(module, name, type));
            }
            case TAG -> {
                limits.check(TranslationLimit.TAGS, info.tagCount() + 1L);
                program.importTag(module, name, tag(reader));
            }
        }
    }

    private static ExternKind externKind(BinaryReader reader, String what) {
        int at = reader.position();
        int kind = reader.u8();
        reader.require(Proposals.ofExternKind(kind), () -> what + " kind " + kind, at);
        return switch (kind) {
            case 0x00 -> ExternKind.FUNC;
            case 0x01 -> ExternKind.TABLE;
            case 0x02 -> ExternKind.MEMORY;
            case 0x03 -> ExternKind.GLOBAL;
            case 0x04 -> ExternKind.TAG;
            default ->
                throw Proposals.refuse(
                        Proposals.ofExternKind(kind), what + " kind " + kind, "malformed " + what + " kind", at);
        };
    }

    void functions(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.FUNCTIONS, info.functionCount());
        for (int i = 0; i < count; i++) {
            function(reader);
        }
    }

    private int function(BinaryReader reader) {
        int type = functionType(reader);
        info.addFunction(type);
        return type;
    }

    private int functionType(BinaryReader reader) {
        int at = reader.position();
        int type = Checks.index(reader, info.types().size(), "type");
        if (!info.types().isFunction(type)) {
            throw Checks.invalid("type " + type + " is not a function type", at);
        }
        return type;
    }

    void tables(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.TABLES, info.tableCount());
        for (int i = 0; i < count; i++) {
            int begin = reader.position();
            boolean initialised = reader.peek() == TABLE_WITH_INITIALISER;
            if (initialised) {
                reader.require(Optional.of(Proposal.FUNCTION_REFERENCES), () -> "table initialiser", reader.position());
                reader.u8();
                int at = reader.position();
                if (reader.u8() != 0) {
                    throw new MalformedException("zero byte expected", at);
                }
            }
            TableType type = table(reader);
            if (initialised) {
                ConstExpr init = constants.constant(reader, type.element(), info.globalCount());
                program.table(new TableDef(type, Optional.of(init)));
            } else if (type.element().nullable()) {
                program.table(new TableDef(type, Optional.empty()));
            } else {
                throw Checks.invalid("type mismatch: a table of " + type.element() + " needs an initial value", begin);
            }
        }
    }

    private TableType table(BinaryReader reader) {
        RefType element = info.refType(reader);
        int at = reader.position();
        int flags = reader.limitsFlags(Proposals.HAS_MAX | Proposals.WIDE_ADDRESSES);
        TableType type = new TableType(addresses(flags), element, reader.limits(flags));
        check(type.limits(), type.maxSize(), "table size must be at most %s", at);
        info.addTable(type);
        return type;
    }

    private static AddressType addresses(int flags) {
        return (flags & Proposals.WIDE_ADDRESSES) == 0 ? AddressType.I32 : AddressType.I64;
    }

    void memories(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.MEMORIES, info.memoryCount());
        for (int i = 0; i < count; i++) {
            program.memory(memory(reader));
        }
    }

    private MemoryType memory(BinaryReader reader) {
        if (info.memoryCount() > 0) {
            reader.require(Optional.of(Proposal.MULTI_MEMORY), () -> "a second memory", reader.position());
        }
        int at = reader.position();
        int flags = reader.limitsFlags(
                Proposals.HAS_MAX | Proposals.SHARED | Proposals.WIDE_ADDRESSES | Proposals.PAGE_SIZE);
        boolean shared = (flags & Proposals.SHARED) != 0;
        Limits range = reader.limits(flags);
        if (shared && range.max().isEmpty()) {
            throw Checks.invalid("shared memory must have maximum", at);
        }
        int pageShift = (flags & Proposals.PAGE_SIZE) != 0 ? pageShift(reader) : MemoryType.PAGE_SHIFT;
        MemoryType type = new MemoryType(addresses(flags), range, pageShift, shared);
        check(range, type.maxPages(), "memory size must be at most %s pages", at);
        info.addMemory(type);
        return type;
    }

    private static int pageShift(BinaryReader reader) {
        int at = reader.position();
        int shift = reader.u32();
        if (shift < 0 || shift >= Long.SIZE) {
            throw new MalformedException("invalid custom page size", at);
        }
        if (shift != 0 && shift != MemoryType.PAGE_SHIFT) {
            throw Checks.invalid("invalid custom page size", at);
        }
        return shift;
    }

    /** Checks limits, all unsigned. */
    private static void check(Limits limits, long most, String error, int at) {
        long max = limits.max().orElse(limits.min());
        if (Long.compareUnsigned(limits.min(), most) > 0 || Long.compareUnsigned(max, most) > 0) {
            throw Checks.invalid(String.format(error, Long.toUnsignedString(most)), at);
        }
        if (Long.compareUnsigned(limits.min(), max) > 0) {
            throw Checks.invalid("size minimum must not be greater than maximum", at);
        }
    }

    void tags(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.TAGS, info.tagCount());
        for (int i = 0; i < count; i++) {
            program.tag(tag(reader));
        }
    }

    private int tag(BinaryReader reader) {
        int at = reader.position();
        if (reader.u8() != EXCEPTION) {
            throw new MalformedException("malformed tag attribute", at);
        }
        int type = functionType(reader);
        if (!info.types().function(type).results().isEmpty()) {
            throw Checks.invalid("non-empty tag result type", at);
        }
        info.addTag(type);
        return type;
    }

    void globals(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.GLOBALS, info.globalCount());
        for (int i = 0; i < count; i++) {
            GlobalType type = globalType(reader);
            program.global(new GlobalDef(type, constants.constant(reader, type.type(), info.globalCount())));
            info.addGlobal(type);
        }
    }

    private GlobalType globalType(BinaryReader reader) {
        ValType type = info.valType(reader);
        int at = reader.position();
        return switch (reader.u8()) {
            case 0x00 -> new GlobalType(type, false);
            case 0x01 -> new GlobalType(type, true);
            default -> throw new MalformedException("malformed mutability", at);
        };
    }

    void exports(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.EXPORTS, 0);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int at = reader.position();
            String name = reader.name();
            ExternKind kind = externKind(reader, "export");
            int index =
                    switch (kind) {
                        case FUNC -> Checks.index(reader, info.functionCount(), "function");
                        case TABLE -> Checks.index(reader, info.tableCount(), "table");
                        case MEMORY -> Checks.index(reader, info.memoryCount(), "memory");
                        case GLOBAL -> Checks.index(reader, info.globalCount(), "global");
                        case TAG -> Checks.index(reader, info.tagCount(), "tag");
                    };
            if (!names.add(name)) {
                throw Checks.invalid("duplicate export name", at);
            }
            if (kind == ExternKind.FUNC) {
                info.declare(index);
            }
            program.export(new Export(name, kind, index));
        }
    }

    void start(BinaryReader reader) {
        int at = reader.position();
        int function = Checks.index(reader, info.functionCount(), "function");
        FuncType type = info.functionType(function);
        if (!type.params().isEmpty() || !type.results().isEmpty()) {
            throw Checks.invalid("start function must not have parameters or results", at);
        }
        program.start(function);
    }
}
