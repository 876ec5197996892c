package org.wasmi.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.wasmi.encoding.type.NumType;

/** The kinds of types that signatures name. */
final class DataTypes {
    private DataTypes() {}

    /** A number, or a boolean, which is 0 or 1. */
    enum Scalar implements DataType {
        BOOLEAN(TypeName.BOOLEAN, NumType.I32, 1, "Byte"),
        BYTE(TypeName.BYTE, NumType.I32, 1, "Byte"),
        SHORT(TypeName.SHORT, NumType.I32, 2, "Short"),
        INT(TypeName.INT, NumType.I32, 4, "Int"),
        LONG(TypeName.LONG, NumType.I64, 8, "Long"),
        FLOAT(TypeName.FLOAT, NumType.F32, 4, "Float"),
        DOUBLE(TypeName.DOUBLE, NumType.F64, 8, "Double");

        @SuppressWarnings("ImmutableEnumChecker") // it is immutable
        private final TypeName java;

        private final NumType wasm;
        private final int size;
        private final String accessor;

        Scalar(TypeName java, NumType wasm, int size, String accessor) {
            this.java = java;
            this.wasm = wasm;
            this.size = size;
            this.accessor = accessor;
        }

        @Override
        public TypeName java() {
            return java;
        }

        @Override
        public List<NumType> flat() {
            return List.of(wasm);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int alignment() {
            return size;
        }

        @Override
        public boolean usesMemory() {
            return false;
        }

        @Override
        public String label() {
            return Identifiers.type(java.toString());
        }

        /** {@return the accessors of memories for it, without {@code get} and {@code put}} */
        String accessor() {
            return accessor;
        }
    }

    /** A value in a block of its own, which an address and a length stand for. */
    sealed interface Block extends DataType {
        @Override
        default List<NumType> flat() {
            return List.of(NumType.I32, NumType.I32);
        }

        @Override
        default int size() {
            return 8;
        }

        @Override
        default int alignment() {
            return 4;
        }

        @Override
        default boolean usesMemory() {
            return true;
        }

        /** {@return how many bytes one of its elements takes} */
        int stride();

        /** {@return the alignment of the block} */
        int blockAlignment();
    }

    /** A string as UTF-8. */
    record Text() implements Block {
        @Override
        public TypeName java() {
            return ClassName.get(String.class);
        }

        @Override
        public String label() {
            return "String";
        }

        @Override
        public int stride() {
            return 1;
        }

        @Override
        public int blockAlignment() {
            return 1;
        }
    }

    /** An array of numbers. */
    record Array(Scalar element) implements Block {
        @Override
        public TypeName java() {
            return ArrayTypeName.of(element.java());
        }

        @Override
        public String label() {
            return element.label() + "s";
        }

        @Override
        public int stride() {
            return element.size();
        }

        @Override
        public int blockAlignment() {
            return element.alignment();
        }
    }

    /** A list. */
    record ListOf(DataType element) implements Block {
        @Override
        public TypeName java() {
            return ParameterizedTypeName.get(
                    ClassName.get(List.class), element.java().box());
        }

        @Override
        public String label() {
            return "ListOf" + element.label();
        }

        @Override
        public int stride() {
            return element.size();
        }

        @Override
        public int blockAlignment() {
            return element.alignment();
        }
    }

    /** A string as UTF-8 with a byte 0 behind it, which its address stands for. */
    record CText() implements DataType {
        @Override
        public TypeName java() {
            return ClassName.get(String.class);
        }

        @Override
        public List<NumType> flat() {
            return List.of(NumType.I32);
        }

        @Override
        public int size() {
            return 4;
        }

        @Override
        public int alignment() {
            return 4;
        }

        @Override
        public boolean usesMemory() {
            return true;
        }

        @Override
        public String label() {
            return "CString";
        }
    }

    /** A component of a record. */
    record Field(String name, DataType type) {}

    /** A record, laid out as a structure of C. */
    record Structure(ClassName java, List<Field> fields) implements DataType {
        @Override
        public List<NumType> flat() {
            return fields.stream()
                    .flatMap(field -> field.type().flat().stream())
                    .toList();
        }

        @Override
        public int size() {
            return offset(fields.size());
        }

        /** {@return where a field begins; for the number of fields, where the structure ends} */
        int offset(int index) {
            int offset = 0;
            for (int i = 0; i < index; i++) {
                DataType type = fields.get(i).type();
                offset = align(offset, type.alignment()) + type.size();
            }
            return align(
                    offset, index < fields.size() ? fields.get(index).type().alignment() : alignment());
        }

        private static int align(int offset, int alignment) {
            return (offset + alignment - 1) & -alignment;
        }

        @Override
        public int alignment() {
            return fields.stream()
                    .mapToInt(field -> field.type().alignment())
                    .max()
                    .orElse(1);
        }

        @Override
        public boolean usesMemory() {
            return fields.stream().anyMatch(field -> field.type().usesMemory());
        }

        @Override
        public String label() {
            return java.simpleName();
        }
    }
}
