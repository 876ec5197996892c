package org.wasmi.encoding.stored;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Names;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.Types;

/** Reads what {@link ProgramWriter} wrote. What it makes is not verified yet. */
final class ProgramReader {
    private final ByteReader in;
    private final Program.Builder program = Program.builder();
    private String encoding = "";

    /**
     * Makes a reader.
     *
     * @param in what comes behind the header
     * @param digest identifies the program
     */
    ProgramReader(ByteReader in, String digest) {
        this.in = in;
        program.digest(() -> digest);
    }

    Program read() {
        for (Section each : Section.values()) {
            ByteReader contents = in.section(each);
            contents(each, new PartReader(contents, encoding));
            if (!contents.atEnd()) {
                throw contents.malformed("section " + each + " has more than it should");
            }
        }
        if (!in.atEnd()) {
            throw in.malformed("there is something behind the last section");
        }
        return program.build();
    }

    private void contents(Section section, PartReader from) {
        switch (section) {
            case ENCODING -> encoding = encoding(from);
            case TYPES ->
                each(from, PartReader::group, group -> {
                    try {
                        program.types(group);
                    } catch (IllegalArgumentException e) {
                        throw from.bytes().malformed("types that cannot be: " + e.getMessage());
                    }
                });
            case IMPORTS -> from.list(this::imports);
            case FUNCTIONS -> each(from, this::function, program::function);
            case TABLES -> each(from, ProgramReader::table, program::table);
            case MEMORIES -> each(from, PartReader::memoryType, program::memory);
            case GLOBALS -> each(from, ProgramReader::global, program::global);
            case TAGS -> each(from, this::functionType, program::tag);
            case EXPORTS -> each(from, ProgramReader::export, program::export);
            case START -> from.optional(each -> each.bytes().u32()).ifPresent(program::start);
            case ELEMENTS -> each(from, ProgramReader::element, program::element);
            case DATA -> each(from, ProgramReader::data, program::data);
            case CUSTOM -> each(from, ProgramReader::custom, program::customSection);
            case NAMES -> program.names(names(from));
            case CODE_OFFSET -> from.optional(each -> each.bytes().u32()).ifPresent(program::codeOffset);
            case METERING -> program.metered(metered(from.bytes()));
        }
    }

    private static <T> void each(
            PartReader from, java.util.function.Function<PartReader, T> item, Consumer<T> consumer) {
        from.list(item).forEach(consumer);
    }

    private static String encoding(PartReader from) {
        String name = from.bytes().text();
        if (!Encodings.all().containsKey(name)) {
            throw from.bytes()
                    .malformed("the code has the encoding '" + name + "'; there are only "
                            + Encodings.all().keySet().stream().sorted().toList());
        }
        return name;
    }

    private Program.Builder imports(PartReader from) {
        String module = from.bytes().text();
        String name = from.bytes().text();
        ExternKind kind = from.externKind();
        return switch (kind) {
            case FUNC -> program.importFunction(module, name, functionType(from));
            case TAG -> program.importTag(module, name, functionType(from));
            default -> program.imports(new Import(module, name, from.externType(kind)));
        };
    }

    private int functionType(PartReader from) {
        int type = from.bytes().u32();
        Types types = program.types();
        if (Integer.compareUnsigned(type, types.size()) >= 0 || !types.isFunction(type)) {
            throw from.bytes().malformed("unknown type " + Integer.toUnsignedString(type));
        }
        return type;
    }

    private Function function(PartReader from) {
        int type = functionType(from);
        Code code = from.code();
        return new Function(type, () -> code);
    }

    private static TableDef table(PartReader from) {
        TableType type = from.tableType();
        return new TableDef(type, from.optional(PartReader::constant));
    }

    private static GlobalDef global(PartReader from) {
        GlobalType type = from.globalType();
        return new GlobalDef(type, from.constant());
    }

    private static Export export(PartReader from) {
        String name = from.bytes().text();
        ExternKind kind = from.externKind();
        return new Export(name, kind, from.bytes().u32());
    }

    private static ElementSegment element(PartReader from) {
        RefType type = from.refType();
        SegmentMode mode = from.segmentMode();
        return new ElementSegment(type, mode, items(from));
    }

    private static ElementSegment.Items items(PartReader from) {
        int tag = from.bytes().u8();
        return switch (tag) {
            case Tags.FUNCTIONS -> {
                int[] indices = new int[from.bytes().count(1)];
                for (int i = 0; i < indices.length; i++) {
                    indices[i] = from.bytes().u32();
                }
                yield new ElementSegment.Functions(indices);
            }
            case Tags.EXPRESSIONS -> new ElementSegment.Expressions(from.list(PartReader::constant));
            default -> throw from.bytes().malformed("no items have number " + tag);
        };
    }

    private static DataSegment data(PartReader from) {
        SegmentMode mode = from.segmentMode();
        if (mode instanceof SegmentMode.Declarative) {
            throw from.bytes().malformed("a data segment cannot be declarative");
        }
        return new DataSegment(mode, from.bytes().block());
    }

    private static CustomSection custom(PartReader from) {
        String name = from.bytes().text();
        return new CustomSection(name, from.bytes().block());
    }

    private static boolean metered(ByteReader from) {
        int flag = from.u8();
        if (flag > 1) {
            throw from.malformed("metering is 0 or 1, not " + flag);
        }
        return flag == 1;
    }

    private static Names names(PartReader from) {
        Optional<String> module = from.optional(each -> each.bytes().text());
        Map<Integer, String> functions = new TreeMap<>(); // Map.copyOf() probes, and guests choose the indices
        int count = from.bytes().count(2);
        for (int i = 0; i < count; i++) {
            int index = from.bytes().u32();
            functions.put(index, from.bytes().text());
        }
        return module.isEmpty() && functions.isEmpty()
                ? Names.NONE
                : new StoredNames(module, Collections.unmodifiableMap(functions));
    }
}
