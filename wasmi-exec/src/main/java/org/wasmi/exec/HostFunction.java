package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.bind.AdapterClasses;

/**
 * What a host function does. It gets its arguments from the call and leaves its results there; see {@link HostCall}. It
 * may call guests again.
 *
 * <p>{@link #of(Class, Object) of} makes one of an object of a functional interface. Serving a call allocates nothing.
 */
@FunctionalInterface
@SuppressWarnings("overloads") // of "of": lambdas declare the types of their parameters
public interface HostFunction {

    /**
     * Serves a call. What it throws passes through the guest to the guest's caller, as it is, with a {@link
     * org.wasmi.encoding.error.GuestTrace} attached. A {@link org.wasmi.encoding.error.TrapException} ends the guest as
     * a trap of its own does.
     *
     * @param call the arguments and the place for results; not to be used after the return
     */
    void call(HostCall call);

    /**
     * A host function with its type.
     *
     * @param type the type
     * @param body what it does
     */
    record Typed(FuncType type, HostFunction body) {

        /** Refuses nulls. */
        public Typed {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(body, "body");
        }
    }

    /**
     * Returns a host function that calls an object of a functional interface. The function's type is that of the
     * interface's one method, as for {@link Instance#bind}. If the first parameter is a {@link HostCall}, the method
     * gets the call there, for the caller, its memory and its store; if it is a {@link Memory}, memory 0 of the caller.
     *
     * <p>For the functional interfaces of the JDK that have only numbers, and those of {@link HostLambda}, {@code
     * of(lambda)} does the same. The lambda must declare the types of its parameters: {@code (int a, int b) -> a + b},
     * or {@code (HostCall call, int address, int length) -> System.out.print(call.memory().getUtf8(address, length))}.
     * If its expression has a value that could be a result or be dropped, it is a result.
     *
     * @param type the interface
     * @param body the object
     * @throws IllegalArgumentException if the interface is not accessible or has types that do not stand for any of
     *     Wasm
     */
    static <T> Typed of(Class<T> type, T body) {
        return of(type, body, AdapterClasses.own());
    }

    /**
     * Returns a host function as {@link #of(Class, Object)} does, for an interface that need not be public.
     *
     * @param type the interface
     * @param body the object
     * @param lookup {@code MethodHandles.lookup()} of a class that can access the interface
     */
    static <T> Typed of(Class<T> type, T body, MethodHandles.Lookup lookup) {
        HostMethod known = HostMethod.ofInterface(type);
        return new Typed(known.wasmType(), known.function(lookup, Objects.requireNonNull(body, "body")));
    }

    /** {@return a host function of type {@code (i32, i32) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(IntBinaryOperator body) {
        return of(IntBinaryOperator.class, body);
    }

    /** {@return a host function of type {@code (i32) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(IntUnaryOperator body) {
        return of(IntUnaryOperator.class, body);
    }

    /** {@return a host function of type {@code (i32) -> (i64)}; see {@link #of(Class, Object)}} */
    static Typed of(IntToLongFunction body) {
        return of(IntToLongFunction.class, body);
    }

    /** {@return a host function of type {@code (i32) -> (f64)}; see {@link #of(Class, Object)}} */
    static Typed of(IntToDoubleFunction body) {
        return of(IntToDoubleFunction.class, body);
    }

    /** {@return a host function of type {@code () -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(IntSupplier body) {
        return of(IntSupplier.class, body);
    }

    /** {@return a host function of type {@code (i32) -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(IntConsumer body) {
        return of(IntConsumer.class, body);
    }

    /** {@return a host function of type {@code (i64, i64) -> (i64)}; see {@link #of(Class, Object)}} */
    static Typed of(LongBinaryOperator body) {
        return of(LongBinaryOperator.class, body);
    }

    /** {@return a host function of type {@code (i64) -> (i64)}; see {@link #of(Class, Object)}} */
    static Typed of(LongUnaryOperator body) {
        return of(LongUnaryOperator.class, body);
    }

    /** {@return a host function of type {@code (i64) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(LongToIntFunction body) {
        return of(LongToIntFunction.class, body);
    }

    /** {@return a host function of type {@code (i64) -> (f64)}; see {@link #of(Class, Object)}} */
    static Typed of(LongToDoubleFunction body) {
        return of(LongToDoubleFunction.class, body);
    }

    /** {@return a host function of type {@code () -> (i64)}; see {@link #of(Class, Object)}} */
    static Typed of(LongSupplier body) {
        return of(LongSupplier.class, body);
    }

    /** {@return a host function of type {@code (i64) -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(LongConsumer body) {
        return of(LongConsumer.class, body);
    }

    /** {@return a host function of type {@code (f64, f64) -> (f64)}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleBinaryOperator body) {
        return of(DoubleBinaryOperator.class, body);
    }

    /** {@return a host function of type {@code (f64) -> (f64)}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleUnaryOperator body) {
        return of(DoubleUnaryOperator.class, body);
    }

    /** {@return a host function of type {@code (f64) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleToIntFunction body) {
        return of(DoubleToIntFunction.class, body);
    }

    /** {@return a host function of type {@code (f64) -> (i64)}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleToLongFunction body) {
        return of(DoubleToLongFunction.class, body);
    }

    /** {@return a host function of type {@code () -> (f64)}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleSupplier body) {
        return of(DoubleSupplier.class, body);
    }

    /** {@return a host function of type {@code (f64) -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(DoubleConsumer body) {
        return of(DoubleConsumer.class, body);
    }

    /** {@return a host function of type {@code () -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(Runnable body) {
        return of(Runnable.class, body);
    }

    /** {@return a host function of type {@code (i32, i32, i32) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.Int3ToInt body) {
        return of(HostLambda.Int3ToInt.class, body);
    }

    /** {@return a host function of type {@code (i32, i32, i32) -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.Int3 body) {
        return of(HostLambda.Int3.class, body);
    }

    /** {@return a host function of type {@code (i32, i32, i32, i32) -> (i32)}; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.Int4ToInt body) {
        return of(HostLambda.Int4ToInt.class, body);
    }

    /** {@return a host function of type {@code (i32, i32, i32, i32) -> ()}; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.Int4 body) {
        return of(HostLambda.Int4.class, body);
    }

    /** {@return a host function of type {@code () -> (i32)}, which gets the call; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.CallToInt body) {
        return of(HostLambda.CallToInt.class, body);
    }

    /** {@return a host function of type {@code () -> ()}, which gets the call; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.Call body) {
        return of(HostLambda.Call.class, body);
    }

    /** {@return a host function of type {@code (i32) -> (i32)}, which gets the call; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.CallIntToInt body) {
        return of(HostLambda.CallIntToInt.class, body);
    }

    /** {@return a host function of type {@code (i32) -> ()}, which gets the call; see {@link #of(Class, Object)}} */
    static Typed of(HostLambda.CallInt body) {
        return of(HostLambda.CallInt.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32) -> (i32)}, which gets the call; see {@link #of(Class,
     * Object)}}
     */
    static Typed of(HostLambda.CallInt2ToInt body) {
        return of(HostLambda.CallInt2ToInt.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32) -> ()}, which gets the call; see {@link #of(Class, Object)}}
     */
    static Typed of(HostLambda.CallInt2 body) {
        return of(HostLambda.CallInt2.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32, i32) -> (i32)}, which gets the call; see {@link #of(Class,
     * Object)}}
     */
    static Typed of(HostLambda.CallInt3ToInt body) {
        return of(HostLambda.CallInt3ToInt.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32, i32) -> ()}, which gets the call; see {@link #of(Class,
     * Object)}}
     */
    static Typed of(HostLambda.CallInt3 body) {
        return of(HostLambda.CallInt3.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32, i32, i32) -> (i32)}, which gets the call; see {@link
     * #of(Class, Object)}}
     */
    static Typed of(HostLambda.CallInt4ToInt body) {
        return of(HostLambda.CallInt4ToInt.class, body);
    }

    /**
     * {@return a host function of type {@code (i32, i32, i32, i32) -> ()}, which gets the call; see {@link #of(Class,
     * Object)}}
     */
    static Typed of(HostLambda.CallInt4 body) {
        return of(HostLambda.CallInt4.class, body);
    }
}
