package org.wasmi.encoding;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Instructions for tests, made from the record of their format. */
public final class Samples {

    /** A frame that says nothing in particular. */
    static final FrameShape FRAME = new FrameShape(1, 1, 2, 5, true);

    private static final Map<String, Class<?>> RECORDS = Arrays.stream(Instruction.class.getPermittedSubclasses())
            .collect(Collectors.toMap(each -> each.getSimpleName().toUpperCase(Locale.ROOT), Function.identity()));

    private Samples() {}

    /** An instruction with operands that differ from each other, and its targets within a list of {@code size}. */
    static Instruction of(Op op, int size, Random random) {
        return make(op, kind -> switch (kind) {
            case IMM64, OFFSET64 -> random.nextLong();
            case BRANCH -> random.nextInt(size);
            case TARGETS -> random.ints(1 + random.nextInt(4), 0, size).boxed().toList();
            default -> random.nextInt();
        });
    }

    /** Each instruction once, with branches to anywhere among them. */
    static List<Instruction> ofEachOp(long seed) {
        Random random = new Random(seed);
        return Arrays.stream(Op.values()).map(op -> of(op, Op.count(), random)).toList();
    }

    /** The instruction of an op with operands by kind. */
    static Instruction make(Op op, Function<OperandKind, Object> operands) {
        Object[] arguments = IntStream.range(0, op.format().operands().size() + 1)
                .mapToObj(
                        i -> i == 0 ? op : operands.apply(op.format().operands().get(i - 1)))
                .toArray();
        return make(op.format(), arguments);
    }

    /** The instruction of a format, made of its op and its operands. */
    public static Instruction make(Format format, Object... arguments) {
        try {
            Constructor<?> constructor = recordOf(format).getConstructors()[0];
            return (Instruction) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    static Class<?> recordOf(Format format) {
        Class<?> found = RECORDS.get(format.name());
        if (found == null) {
            throw new AssertionError("there is no record for the format " + format);
        }
        return found;
    }
}
