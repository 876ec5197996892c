package org.wasmi.encoding.stored;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.TypeUse;
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
        if (type.nullable() && type.heap() instanceof AbstractHeapType general) {
            u8(general.code());
        } else {
            u8(type.nullable() ? Tags.NULLABLE : Tags.NON_NULL);
            heapType(type.heap());
        }
    }

    private void heapType(HeapType type) {
        if (type instanceof AbstractHeapType general) {
            u8(general.code());
        } else if (type instanceof TypeUse use) {
            u8(Tags.TYPE_USE);
            u32(use.index());
        } else {
            throw new IllegalArgumentException("a type of an engine in a program: " + type);
        }
    }

    void group(RecGroup group) {
        list(group.types(), PartWriter::subType);
    }

    private void subType(SubType type) {
        flag(type.isFinal());
        optional(type.supertype(), (to, use) -> to.u32(use.index()));
        compositeType(type.composite());
    }

    private void compositeType(CompositeType type) {
        if (type instanceof FuncType function) {
            u8(Tags.FUNC_TYPE);
            funcType(function);
        } else if (type instanceof StructType struct) {
            u8(Tags.STRUCT_TYPE);
            list(struct.fields(), PartWriter::fieldType);
        } else if (type instanceof ArrayType array) {
            u8(Tags.ARRAY_TYPE);
            fieldType(array.element());
        }
    }

    private void fieldType(FieldType type) {
        if (type.storage() instanceof ValType value) {
            valType(value);
        } else {
            u8(type.storage() == PackedType.I8 ? Tags.I8 : Tags.I16);
        }
        flag(type.mutable());
    }

    void funcType(FuncType type) {
        list(type.params(), PartWriter::valType);
        list(type.results(), PartWriter::valType);
    }

    void tableType(TableType type) {
        addressType(type.address());
        refType(type.element());
        limits(type.limits());
    }

    void memoryType(MemoryType type) {
        addressType(type.address());
        limits(type.limits());
        u8(type.pageShift());
        flag(type.shared());
    }

    private void addressType(AddressType type) {
        u8(type == AddressType.I32 ? Tags.I32 : Tags.I64);
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
                    case TAG -> Tags.TAG;
                });
    }

    /** Writes the type of an import that is no function. */
    void externType(ExternType type) {
        if (type instanceof TableType table) {
            tableType(table);
        } else if (type instanceof MemoryType memory) {
            memoryType(memory);
        } else if (type instanceof GlobalType global) {
            globalType(global);
        } else if (type instanceof TagType tag) {
            funcType(tag.type());
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
        if (expression instanceof ConstExpr.Numeric number) {
            u8(Tags.NUMBER);
            valType(number.type());
            u64(number.bits());
        } else if (expression instanceof ConstExpr.FunctionReference function) {
            u8(Tags.FUNCTION_REFERENCE);
            refType(function.type());
            u32(function.index());
        } else if (expression instanceof ConstExpr.NullReference none) {
            u8(Tags.NULL_REFERENCE);
            refType(none.type());
        } else if (expression instanceof ConstExpr.Computed computed) {
            u8(Tags.COMPUTED);
            valType(computed.type());
            code(computed.code());
        }
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
        handlers(code.handlers());
    }

    private void handlers(HandlerTable handlers) {
        u32(handlers.handlers().size());
        for (HandlerTable.Handler each : handlers.handlers()) {
            u32(each.from());
            u32(each.to() - each.from());
            u8(clause(each.clause()));
            u32(each.tag());
            u32(each.target());
            u32(each.slot());
        }
    }

    private static int clause(HandlerTable.Clause clause) {
        return switch (clause) {
            case CATCH -> Tags.CATCH;
            case CATCH_REF -> Tags.CATCH_REF;
            case CATCH_ALL -> Tags.CATCH_ALL;
            case CATCH_ALL_REF -> Tags.CATCH_ALL_REF;
        };
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
