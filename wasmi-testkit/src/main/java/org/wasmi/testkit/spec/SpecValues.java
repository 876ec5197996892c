package org.wasmi.testkit.spec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.Types;
import org.wasmi.exec.Value;

/** What the values and patterns of scripts are to an engine. */
final class SpecValues {
    private static final long F32_QUIET_NAN = 0x7FC0_0000;
    private static final long F32_MAGNITUDE = 0x7FFF_FFFF;
    private static final long F64_QUIET_NAN = 0x7FF8_0000_0000_0000L;
    private static final long F64_MAGNITUDE = Long.MAX_VALUE;

    private SpecValues() {}

    /** An object of the host, by its number. */
    private record HostObject(long id) {}

    static Value argument(SpecValue value) {
        if (value instanceof SpecValue.Num num) {
            return number(num);
        } else if (value instanceof SpecValue.Vector vector) {
            return vector(vector);
        } else if (value instanceof SpecValue.Host host && host.type().equals("externref")) {
            return Value.externRef(new HostObject(host.id()));
        } else if (value instanceof SpecValue.Host host && host.type().equals("anyref")) {
            return new Value.AnyRef(new HostObject(host.id()));
        } else if (value instanceof SpecValue.Null reference) {
            return refType(reference.type()).map(Value::nullRef).orElseThrow(() -> unsupported(value));
        }
        throw unsupported(value);
    }

    private static CommandFailure unsupported(SpecValue value) {
        return new CommandFailure("no engine of this version takes the argument " + value);
    }

    private static Value number(SpecValue.Num num) {
        return switch (num.type()) {
            case I32 -> Value.i32((int) num.bits());
            case I64 -> Value.i64(num.bits());
            case F32 -> new Value.F32((int) num.bits());
            case F64 -> new Value.F64(num.bits());
        };
    }

    private static Value vector(SpecValue.Vector vector) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (SpecValue lane : vector.lanes()) {
            if (!(lane instanceof SpecValue.Num num)) {
                throw unsupported(vector);
            }
            switch (vector.laneType()) {
                case "i8" -> bytes.put((byte) num.bits());
                case "i16" -> bytes.putShort((short) num.bits());
                case "i32", "f32" -> bytes.putInt((int) num.bits());
                default -> bytes.putLong(num.bits());
            }
        }
        return new Value.V128(bytes.getLong(0), bytes.getLong(8));
    }

    /** {@return the type of nullable references that has a name, such as {@code funcref}} */
    private static Optional<RefType> refType(String name) {
        return Stream.of(AbstractHeapType.values())
                .map(heap -> new RefType(true, heap))
                .filter(type -> type.toString().equals(name))
                .findFirst();
    }

    private static boolean isNull(Value actual, String type) {
        return actual instanceof Value.NullRef found
                && (type.equals("refnull")
                        || refType(type)
                                .filter(expected ->
                                        Types.NONE.top(found.type().heap()) == Types.NONE.top(expected.heap()))
                                .isPresent());
    }

    private static boolean isNonNull(Value actual, String type) {
        return !(actual instanceof Value.NullRef)
                && refType(type)
                        .filter(expected -> Types.NONE.isSubtype(actual.type(), expected))
                        .isPresent();
    }

    static boolean matches(Value actual, SpecValue expected) {
        if (expected instanceof SpecValue.Nan nan) {
            return matches(actual, nan);
        } else if (expected instanceof SpecValue.Vector vector) {
            return actual instanceof Value.V128 bits && matches(bits, vector);
        } else if (expected instanceof SpecValue.Null reference) {
            return isNull(actual, reference.type());
        } else if (expected instanceof SpecValue.NonNull reference) {
            return isNonNull(actual, reference.type());
        } else if (expected instanceof SpecValue.Either either) {
            return either.values().stream().anyMatch(each -> matches(actual, each));
        }
        return actual.equals(argument(expected));
    }

    private static boolean matches(Value actual, SpecValue.Nan nan) {
        if (actual instanceof Value.F32 f32) {
            return nan.type() == NumType.F32 && isNan(f32.bits() & F32_MAGNITUDE, F32_QUIET_NAN, nan.canonical());
        }
        return actual instanceof Value.F64 f64
                && nan.type() == NumType.F64
                && isNan(f64.bits() & F64_MAGNITUDE, F64_QUIET_NAN, nan.canonical());
    }

    private static boolean isNan(long magnitude, long quiet, boolean canonical) {
        return canonical ? magnitude == quiet : (magnitude & quiet) == quiet;
    }

    private static boolean matches(Value.V128 actual, SpecValue.Vector expected) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(actual.low()).putLong(actual.high()).flip();
        return expected.lanes().stream().allMatch(lane -> matches(lane(bytes, expected.laneType()), lane));
    }

    private static Value lane(ByteBuffer bytes, String type) {
        return switch (type) {
            case "i8" -> Value.i32(Byte.toUnsignedInt(bytes.get()));
            case "i16" -> Value.i32(Short.toUnsignedInt(bytes.getShort()));
            case "i32" -> Value.i32(bytes.getInt());
            case "f32" -> new Value.F32(bytes.getInt());
            case "f64" -> new Value.F64(bytes.getLong());
            default -> Value.i64(bytes.getLong());
        };
    }
}
