package org.wasmi.testkit.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.numeric.Numerics;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Value;

/**
 * A numeric operator of Wasm and the method of {@link Numerics} that says what it means, found by its name.
 *
 * @param name such as {@code i32.div_s}
 * @param method such as {@link Numerics#i32DivS}
 */
record NumericOperator(String name, Method method) {

    /**
     * {@return all of them: each method of {@link Numerics} but those that are no operators of Wasm, such as negated
     * comparisons, those of two operators in one, or the half of one}
     */
    static Stream<NumericOperator> all() {
        return Arrays.stream(Numerics.class.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(method -> new NumericOperator(name(method), method))
                .filter(operator ->
                        !operator.name.matches(".*(\\.not_.*|\\.saturate_.*|\\.mul_(add|sub)|\\.sub_mul|\\.add_shl"
                                + "|\\.xor_(shl|shr_u|rotl)|_low|_high)"))
                .sorted((a, b) -> a.name.compareTo(b.name));
    }

    private static String name(Method method) {
        String words = method.getName().substring(3).replaceAll("(?<!^)(?=[A-Z])", "_");
        return method.getName().substring(0, 3) + "." + words.toLowerCase(Locale.ROOT);
    }

    List<NumType> params() {
        return Arrays.stream(method.getParameterTypes())
                .map(NumericOperator::type)
                .toList();
    }

    NumType result() {
        return type(method.getReturnType());
    }

    /** {@return whether a NaN comes out with the bits that the specification says, rather than as any quiet one} */
    boolean keepsNanBits() {
        return name.matches(".*\\.(abs|neg|copysign|reinterpret_...)");
    }

    /** {@return the signature, as for a module builder} */
    String signature() {
        List<String> names = new ArrayList<>();
        params().forEach(type -> names.add(type.toString()));
        return String.join(" ", names) + " -> " + result();
    }

    private static NumType type(Class<?> type) {
        if (type == long.class) {
            return NumType.I64;
        } else if (type == float.class) {
            return NumType.F32;
        } else if (type == double.class) {
            return NumType.F64;
        }
        return NumType.I32;
    }

    /**
     * {@return what the operator yields}
     *
     * @throws TrapException if it traps
     */
    Value apply(Object... operands) {
        try {
            Object result = method.invoke(null, operands);
            return Guest.valueOf(result instanceof Boolean truth ? truth ? 1 : 0 : result);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof TrapException trap) {
                throw trap;
            }
            throw new AssertionError(name, e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(name, e);
        }
    }
}
