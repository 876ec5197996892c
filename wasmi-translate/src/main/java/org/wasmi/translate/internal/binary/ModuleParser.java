package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.binary.SectionKind;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/**
 * Decodes and validates a module (Wasm specification, 5.5 and 3.5), all but its function bodies, of which it finds the
 * ranges. One parser reads one module, once.
 *
 * <p>Counts are checked against the bytes that are left and against the limits before anything is allocated for them.
 */
public final class ModuleParser {

    private static final int MAGIC = 0x6D73_6100;
    private static final int VERSION = 1;
    private static final String NAME_SECTION = "name";

    private final byte[] wasm;
    private final Bytes bytes;
    private final ModuleInfo info;
    private final TranslationLimits limits;
    private final Program.Builder program = Program.builder();
    private final TypeSectionParser types;
    private final DeclarationParser declarations;
    private final SegmentParser segments;
    private final List<ModuleLayout.Section> sections = new ArrayList<>();
    private final List<ModuleLayout.Body> bodies = new ArrayList<>();
    private int customSections;
    private boolean named;

    /**
     * Makes a parser.
     *
     * @param wasm the module; kept, so nobody may write to it again
     * @param info is filled with what the module declares
     * @param constants reads constant expressions, with {@code info} as far as it is filled
     * @param limits how large the parts may be
     */
    public ModuleParser(byte[] wasm, ModuleInfo info, ConstantParser constants, TranslationLimits limits) {
        this.wasm = wasm;
        this.bytes = Bytes.wrap(wasm);
        this.info = info;
        this.limits = limits;
        types = new TypeSectionParser(info, limits, program);
        declarations = new DeclarationParser(info, constants, limits, program);
        segments = new SegmentParser(bytes, info, constants, limits, program);
    }

    /** {@return the program without its functions} */
    public Program.Builder program() {
        return program;
    }

    /** {@return where sections and function bodies are} */
    public ModuleLayout layout() {
        return new ModuleLayout(sections, bodies);
    }

    /** Reads the module. */
    public void parse() {
        limits.check(TranslationLimit.MODULE_SIZE, wasm.length);
        BinaryReader reader = new BinaryReader(wasm, 0, wasm.length, info.features());
        header(reader);
        SectionKind last = SectionKind.CUSTOM;
        while (reader.remaining() > 0) {
            int at = reader.position();
            int id = reader.u8();
            reader.require(Proposals.ofSection(id), () -> "section id " + id, at);
            SectionKind kind = SectionKind.of(id)
                    .orElseThrow(() ->
                            Proposals.refuse(Proposals.ofSection(id), "section id " + id, "malformed section id", at));
            if (kind != SectionKind.CUSTOM) {
                if (kind.compareTo(last) <= 0) {
                    throw new MalformedException("unexpected content after last section", at);
                }
                last = kind;
            }
            section(kind, reader);
        }
        if (bodies.size() != info.functionCount() - info.importedFunctions()) {
            throw new MalformedException("function and code section have inconsistent lengths", wasm.length);
        }
        segments.checkDataCount(wasm.length);
    }

    /** Reads the header of a module. */
    public static void header(BinaryReader reader) {
        if (reader.f32() != MAGIC) {
            throw new MalformedException("magic header not detected", 0);
        }
        if (reader.f32() != VERSION) {
            throw new MalformedException("unknown binary version", Integer.BYTES);
        }
    }

    private void section(SectionKind kind, BinaryReader module) {
        int size = module.size();
        int offset = module.position();
        String name = "";
        // A constant expression without an end must not be read on into what follows the section.
        BinaryReader reader =
                switch (kind) {
                    case TABLE, GLOBAL, ELEMENT, DATA -> module.range(size);
                    default -> module;
                };
        switch (kind) {
            case CUSTOM -> name = custom(reader.range(size));
            case TYPE -> types.types(reader);
            case IMPORT -> declarations.imports(reader, offset + size);
            case FUNCTION -> declarations.functions(reader);
            case TABLE -> declarations.tables(reader);
            case MEMORY -> declarations.memories(reader);
            case TAG -> declarations.tags(reader);
            case GLOBAL -> declarations.globals(reader);
            case EXPORT -> declarations.exports(reader);
            case START -> declarations.start(reader);
            case ELEMENT -> segments.elements(reader);
            case DATA_COUNT -> segments.dataCount(reader);
            case CODE -> code(reader);
            case DATA -> segments.data(reader);
        }
        if (reader.position() != offset + size) {
            throw new MalformedException("section size mismatch", offset);
        }
        sections.add(new ModuleLayout.Section(kind, name, offset, size));
    }

    private String custom(BinaryReader reader) {
        limits.check(TranslationLimit.CUSTOM_SECTIONS, ++customSections);
        String name = reader.name();
        int begin = reader.position();
        program.customSection(new CustomSection(name, bytes.slice(begin, reader.limit())));
        if (name.equals(NAME_SECTION) && !named) {
            named = true;
            program.names(new NameSection(wasm, begin, reader.limit(), info));
        }
        return name;
    }

    private void code(BinaryReader reader) {
        program.codeOffset(reader.position());
        int count = Checks.count(reader, limits, TranslationLimit.FUNCTIONS, info.importedFunctions());
        for (int i = 0; i < count; i++) {
            int size = reader.size();
            limits.check(TranslationLimit.BODY_SIZE, size);
            bodies.add(new ModuleLayout.Body(info.importedFunctions() + i, reader.position(), size));
            reader.skip(size);
        }
    }
}
