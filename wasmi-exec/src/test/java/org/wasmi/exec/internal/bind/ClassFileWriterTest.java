package org.wasmi.exec.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Classes are defined and run: the JVM's verifier is a better judge of class files than expected bytes. */
class ClassFileWriterTest {
    private static final Lookup LOOKUP = MethodHandles.lookup();

    private static ClassFileWriter begin(Class<?> implemented) {
        return new ClassFileWriter(ClassFileWriterTest.class.getPackageName() + ".Made", implemented);
    }

    private static Class<?> define(ClassFileWriter file) throws IllegalAccessException {
        return LOOKUP.defineHiddenClass(file.toBytes(), true).lookupClass();
    }

    private static Object make(ClassFileWriter file) throws ReflectiveOperationException {
        return define(file).getConstructor().newInstance();
    }

    @Test
    void theClassIsFinalAndHasWhatItWasGiven() throws Exception {
        ClassFileWriter file = begin(Runnable.class);
        file.field("number", long.class);
        file.constructor().returns(void.class);
        file.method("run", MethodType.methodType(void.class)).returns(void.class);
        Class<?> made = define(file);
        assertThat(made.getSuperclass()).isEqualTo(Object.class);
        assertThat(made.getInterfaces()).containsExactly(Runnable.class);
        assertThat(Modifier.isFinal(made.getModifiers())).isTrue();
        assertThat(made.isSynthetic()).isTrue();
        assertThat(made.getDeclaredField("number"))
                .satisfies(field -> assertThat(field.getType()).isEqualTo(long.class))
                .satisfies(field ->
                        assertThat(Modifier.toString(field.getModifiers())).isEqualTo("private final"));
        ((Runnable) made.getConstructor().newInstance()).run();
    }

    @Test
    void numbersArePushedInEachForm() throws Exception {
        for (short each : new short[] {0, 1, 5, 6, 127, 128, 255, 256, 32_767}) {
            ClassFileWriter file = begin(IntUnaryOperator.class);
            file.constructor().returns(void.class);
            file.method("applyAsInt", MethodType.methodType(int.class, int.class))
                    .push(each)
                    .returns(int.class);
            assertThat(((IntUnaryOperator) make(file)).applyAsInt(-1)).isEqualTo(each);
        }
    }

    @Test
    void valuesOfTwoSlotsCountAsTwo() throws Exception {
        ClassFileWriter file = begin(LongBinaryOperator.class);
        file.constructor().returns(void.class);
        MethodType binary = MethodType.methodType(long.class, long.class, long.class);
        file.method("applyAsLong", binary).load(long.class, 3).returns(long.class);
        assertThat(((LongBinaryOperator) make(file)).applyAsLong(1, 2)).isEqualTo(2);
    }

    /** More parameters than an instruction of two bytes reaches. */
    public interface Wide {
        /** Returns the last. */
        double last(
                // spotless:off
                long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7, long a8, long a9,
                long b0, long b1, long b2, long b3, long b4, long b5, long b6, long b7, long b8, long b9,
                long c0, long c1, long c2, long c3, long c4, long c5, long c6, long c7, long c8, long c9,
                long d0, long d1, long d2, long d3, long d4, long d5, long d6, long d7, long d8, long d9,
                long e0, long e1, long e2, long e3, long e4, long e5, long e6, long e7, long e8, long e9,
                long f0, long f1, long f2, long f3, long f4, long f5, long f6, long f7, long f8, long f9,
                long g0, long g1, long g2, long g3, long g4, long g5, long g6, long g7, long g8, long g9,
                long h0, long h1, long h2, long h3, long h4, long h5, long h6, long h7, long h8, long h9,
                long i0, long i1, long i2, long i3, long i4, long i5, long i6, long i7, long i8, long i9,
                long j0, long j1, long j2, long j3, long j4, long j5, long j6, long j7, long j8, long j9,
                long k0, long k1, long k2, long k3, long k4, long k5, long k6, long k7, long k8, long k9,
                long l0, long l1, long l2, long l3, long l4, long l5, long l6, long l7, long l8, long l9,
                long m0, long m1, long m2, long m3, long m4, long m5, double last);
                // spotless:on
    }

    @Test
    void localsBeyond255AreReached() throws Exception {
        ClassFileWriter file = begin(Wide.class);
        file.constructor().returns(void.class);
        Class<?>[] params = new Class<?>[127];
        Arrays.fill(params, long.class);
        params[126] = double.class;
        MethodType type = MethodType.methodType(double.class, params);
        file.method("last", type).load(double.class, 1 + 2 * 126).returns(double.class);
        Object[] arguments = new Object[127];
        Arrays.fill(arguments, 1L);
        arguments[126] = 0.25;
        assertThat(Wide.class.getMethods()[0].invoke(make(file), arguments)).isEqualTo(0.25);

        ClassFileWriter storing = begin(Wide.class);
        storing.constructor().returns(void.class);
        storing.method("last", type)
                .load(Object.class, 0)
                .storeReference(300)
                .load(Object.class, 300)
                .pop()
                .load(double.class, 253)
                .returns(double.class);
        assertThat(Wide.class.getMethods()[0].invoke(make(storing), arguments)).isEqualTo(0.25);
    }

    /** What is made of two numbers. */
    public record Pair(int first, long second) {}

    @Test
    void objectsAreMadeAndCalled() throws Exception {
        ClassFileWriter file = begin(Supplier.class);
        file.field("length", int.class);
        file.field("number", Long.class);
        file.constructor(CharSequence[].class, Long.class)
                .load(Object.class, 0)
                .load(Object.class, 2)
                .putField("number", Long.class)
                .load(Object.class, 0)
                .load(Object.class, 1)
                .push((short) 1)
                .loadElement()
                .invoke(CharSequence.class, "length", MethodType.methodType(int.class))
                .putField("length", int.class)
                .returns(void.class);
        file.method("get", MethodType.methodType(Object.class))
                .newTwice(Pair.class)
                .load(Object.class, 0)
                .getField("length", int.class)
                .load(Object.class, 0)
                .getField("number", Long.class)
                .checkCast(Long.class)
                .invoke(Long.class, "longValue", MethodType.methodType(long.class))
                .construct(Pair.class, MethodType.methodType(void.class, int.class, long.class))
                .returns(Object.class);
        Supplier<?> made = (Supplier<?>) define(file)
                .getConstructor(CharSequence[].class, Long.class)
                .newInstance(new CharSequence[] {"a", "four"}, 5L);
        assertThat(made.get()).isEqualTo(new Pair(4, 5));
    }

    @Test
    void whatDoesNotFitIntoAClassFileIsRefused() {
        ClassFileWriter longCode = begin(Runnable.class);
        CodeWriter code = longCode.method("run", MethodType.methodType(void.class));
        for (int i = 0; i < 33_000; i++) {
            code.push((short) 0).pop();
        }
        code.returns(void.class);
        assertThatIllegalArgumentException().isThrownBy(longCode::toBytes).withMessage("too much code for a method");

        ClassFileWriter many = begin(Runnable.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    for (int i = 0; i < 70_000; i++) {
                        many.field("f" + i, int.class);
                    }
                    many.toBytes();
                })
                .withMessage("too many methods for a class");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.load(boolean.class, 0))
                .withMessage("no values of type boolean are supported");
    }
}
