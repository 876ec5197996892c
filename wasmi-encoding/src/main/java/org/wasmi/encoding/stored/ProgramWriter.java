package org.wasmi.encoding.stored;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Names;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.TagType;

/** Writes what follows the header of a stored program. */
final class ProgramWriter {
    private final Program program;
    private final Encoding encoding;
    private final ByteWriter out = new ByteWriter();

    ProgramWriter(Program program, Encoding encoding) {
        this.program = program;
        this.encoding = encoding;
    }

    byte[] write() {
        for (Section each : Section.values()) {
            PartWriter to = new PartWriter(encoding);
            contents(each, to);
            byte[] contents = to.toByteArray();
            out.u8(each.code());
            out.fixed32(contents.length);
            out.bytes(contents);
        }
        return out.toByteArray();
    }

    private void contents(Section section, PartWriter to) {
        switch (section) {
            case ENCODING -> to.text(encoding.name());
            case TYPES -> to.list(program.types().groups(), PartWriter::group);
            case IMPORTS -> imports(to);
            case FUNCTIONS -> to.list(program.functions(), ProgramWriter::function);
            case TABLES -> to.list(program.tables(), ProgramWriter::table);
            case MEMORIES -> to.list(program.memories(), PartWriter::memoryType);
            case GLOBALS -> to.list(program.globals(), ProgramWriter::global);
            case TAGS -> tags(to);
            case EXPORTS -> to.list(program.exports(), ProgramWriter::export);
            case START -> optional(to, program.start());
            case ELEMENTS -> to.list(program.elements(), ProgramWriter::element);
            case DATA -> to.list(program.data(), ProgramWriter::data);
            case CUSTOM -> to.list(program.customSections(), ProgramWriter::custom);
            case NAMES -> names(to);
            case CODE_OFFSET -> optional(to, program.codeOffset());
            case METERING -> to.u8(program.isMetered() ? 1 : 0);
        }
    }

    private static void optional(PartWriter to, OptionalInt value) {
        to.optional(value.stream().boxed().findFirst(), PartWriter::u32);
    }

    private void imports(PartWriter to) {
        int functions = 0;
        int tags = 0;
        to.u32(program.imports().size());
        for (Import each : program.imports()) {
            to.text(each.module());
            to.text(each.name());
            to.externKind(each.type().kind());
            if (each.type() instanceof FuncType) {
                to.u32(program.functionTypeIndex(functions++));
            } else if (each.type() instanceof TagType) {
                to.u32(program.tagTypeIndex(tags++));
            } else {
                to.externType(each.type());
            }
        }
    }

    private void tags(PartWriter to) {
        int imported = program.importCount(ExternKind.TAG);
        to.u32(program.tagCount() - imported);
        for (int i = imported; i < program.tagCount(); i++) {
            to.u32(program.tagTypeIndex(i));
        }
    }

    private static void function(PartWriter to, Function each) {
        to.u32(each.typeIndex());
        to.code(each.body().code());
    }

    private static void table(PartWriter to, TableDef each) {
        to.tableType(each.type());
        to.optional(each.init(), PartWriter::constant);
    }

    private static void global(PartWriter to, GlobalDef each) {
        to.globalType(each.type());
        to.constant(each.init());
    }

    private static void export(PartWriter to, Export each) {
        to.text(each.name());
        to.externKind(each.kind());
        to.u32(each.index());
    }

    private static void element(PartWriter to, ElementSegment each) {
        to.refType(each.type());
        to.segmentMode(each.mode());
        if (each.items() instanceof ElementSegment.Functions functions) {
            to.u8(Tags.FUNCTIONS);
            to.u32(functions.size());
            for (int i = 0; i < functions.size(); i++) {
                to.u32(functions.functionAt(i));
            }
        } else if (each.items() instanceof ElementSegment.Expressions expressions) {
            to.u8(Tags.EXPRESSIONS);
            to.list(expressions.list(), PartWriter::constant);
        }
    }

    private static void data(PartWriter to, DataSegment each) {
        to.segmentMode(each.mode());
        to.block(each.bytes().toArray());
    }

    private static void custom(PartWriter to, CustomSection each) {
        to.text(each.name());
        to.block(each.contents().toArray());
    }

    private void names(PartWriter to) {
        Names names = program.names();
        to.optional(names.module(), PartWriter::text);
        Map<Integer, String> functions = new TreeMap<>();
        for (int i = 0; i < program.functionTypes().size(); i++) {
            int index = i;
            names.function(index).ifPresent(name -> functions.put(index, name));
        }
        to.u32(functions.size());
        functions.forEach((index, name) -> {
            to.u32(index);
            to.text(name);
        });
    }
}
