package org.wasmi.encoding.store;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/** Writes the parts that sections are made of. {@link PartReader} reads them. */
final class PartWriter extends ByteWriter {
    private final Encoding encoding;

    PartWriter(Encoding encoding) {
        this.encoding = encoding;
    }

    <T> void list(List<T> items, BiConsumer<PartWriter, T> write) {
        u32(items.size());
        items.forEach(each -> write.accept(this, each));
    }

    <T> void optional(Optional<T> item, BiConsumer<PartWriter, T> write) {
        flag(item.isPresent());
        item.ifPresent(each -> write.accept(this, each));
    }

    void valType(ValType type) {
        if (type instanceof RefType reference) {
            refType(reference);
        } else if (type instanceof NumType number) {
            u8(
                    switch (number) {
                        case I32 -> Tags.I32;
                        case I64 -> Tags.I64;
                        case F32 -> Tags.F32;
                        case F64 -> Tags.F64;
                    });
        } else {
            u8(Tags.V128);
        }
    }

    void refType(RefType type) {
        if (!type.nullable()) {
            u8(Tags.NON_NULL);
        }
        u8(type.heap() == HeapType.FUNC ? Tags.FUNCREF : Tags.EXTERNREF);
    }

    void funcType(FuncType type) {
        list(type.params(), PartWriter::valType);
        list(type.results(), PartWriter::valType);
    }

    void tableType(TableType type) {
        refType(type.element());
        limits(type.limits());
    }

    void memoryType(MemoryType type) {
        limits(type.limits());
    }

    void globalType(GlobalType type) {
        valType(type.type());
        flag(type.mutable());
    }

    private void limits(Limits limits) {
        u64(limits.min());
        flag(limits.max().isPresent());
        limits.max().ifPresent(this::u64);
    }

    void externKind(ExternKind kind) {
        u8(
                switch (kind) {
                    case FUNC -> Tags.FUNC;
                    case TABLE -> Tags.TABLE;
                    case MEMORY -> Tags.MEMORY;
                    case GLOBAL -> Tags.GLOBAL;
                });
    }

    void externType(ExternType type) {
        externKind(type.kind());
        if (type instanceof FuncType function) {
            funcType(function);
        } else if (type instanceof TableType table) {
            tableType(table);
        } else if (type instanceof MemoryType memory) {
            memoryType(memory);
        } else if (type instanceof GlobalType global) {
            globalType(global);
        }
    }

    void segmentMode(SegmentMode mode) {
        if (mode instanceof SegmentMode.Active active) {
            u8(Tags.ACTIVE);
            u32(active.index());
            constant(active.offset());
        } else {
            u8(mode instanceof SegmentMode.Passive ? Tags.PASSIVE : Tags.DECLARATIVE);
        }
    }

    void constant(ConstExpr expression) {
        valType(expression.type());
        code(expression.code());
    }

    void code(Code original) {
        Code code = Encodings.transcode(original, encoding);
        FrameShape frame = code.frame();
        u32(frame.params());
        u32(frame.results());
        u32(frame.locals());
        u32(frame.slots());
        flag(frame.references());
        u32(code.length());
        u32(code.dataLength());
        for (int i = 0; i < code.dataLength(); i++) {
            fixed32(code.dataAt(i));
        }
        sources(code.sources());
    }

    private void sources(SourceMap sources) {
        int count = 0;
        for (SourceMap.Cursor pair = sources.cursor(); pair.next(); ) {
            count++;
        }
        u32(count);
        int position = 0;
        int byteOffset = 0;
        for (SourceMap.Cursor pair = sources.cursor(); pair.next(); ) {
            u32(pair.position() - position);
            s32(pair.byteOffset() - byteOffset);
            position = pair.position();
            byteOffset = pair.byteOffset();
        }
    }
}
