package org.wasmi.exec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.bind.AdapterClasses;

/** What {@link GuestInterface} makes where no classes can be defined: the same, but by reflection and with boxes. */
final class GuestProxy implements InvocationHandler {
    private final Class<?> type;
    private final Lookup home;
    private final Map<String, JavaMethod> methods = new HashMap<>();
    private final Map<String, Invocation> invocations = new HashMap<>();

    private GuestProxy(Class<?> type, Lookup home, List<JavaMethod> methods, Invocation[] invocations) {
        this.type = type;
        this.home = home;
        for (int i = 0; i < invocations.length; i++) {
            String key = JavaMethod.key(methods.get(i).method());
            this.methods.put(key, methods.get(i));
            this.invocations.put(key, invocations[i]);
        }
    }

    static Object create(Class<?> type, Lookup home, List<JavaMethod> methods, Invocation[] invocations) {
        GuestProxy handler = new GuestProxy(type, home, methods, invocations);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        String key = JavaMethod.key(method);
        JavaMethod bound = methods.get(key);
        Invocation invocation = invocations.get(key);
        if (bound != null && invocation != null) {
            invocation.enter();
            try {
                return call(bound, invocation, given);
            } finally {
                invocation.exit();
            }
        }
        if (method.isDefault()) {
            return callDefault(proxy, method, given);
        }
        return switch (method.getName()) { // of Object
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getTypeName() + "@" + Integer.toHexString(System.identityHashCode(proxy));
        };
    }

    private @Nullable Object callDefault(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (home.equals(AdapterClasses.own())) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        MethodType methodType = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        MethodHandle handle = home.in(type).findSpecial(type, method.getName(), methodType, type);
        return handle.bindTo(proxy).invokeWithArguments(arguments);
    }

    private @Nullable Object call(JavaMethod method, Invocation invocation, @Nullable Object[] arguments)
            throws Throwable {
        for (int i = 0; i < arguments.length; i++) {
            pass(invocation, i, method.params().get(i), arguments[i]);
        }
        invocation.call();
        List<JavaType> types = method.results();
        @Nullable Object[] results = new @Nullable Object[types.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = result(invocation, i, types.get(i));
        }
        if (method.returnsRecord()) {
            return home.findConstructor(method.method().getReturnType(), method.recordConstructor())
                    .invokeWithArguments(results);
        }
        return results.length == 0 ? null : results[0];
    }

    private static void pass(Invocation invocation, int index, JavaType type, @Nullable Object argument) {
        if (argument instanceof Integer i32 && type == JavaType.I32) {
            invocation.passI32(index, i32);
        } else if (argument instanceof Long i64 && type == JavaType.I64) {
            invocation.passI64(index, i64);
        } else if (argument instanceof Float f32 && type == JavaType.F32) {
            invocation.passF32(index, f32);
        } else if (argument instanceof Double f64 && type == JavaType.F64) {
            invocation.passF64(index, f64);
        } else if (argument instanceof Value.V128 v128 && type == JavaType.V128) {
            invocation.passV128(index, v128);
        } else {
            invocation.passReference(index, argument);
        }
    }

    private static @Nullable Object result(Invocation invocation, int index, JavaType type) {
        return switch (type) {
            case I32 -> invocation.i32(index);
            case I64 -> invocation.i64(index);
            case F32 -> invocation.f32(index);
            case F64 -> invocation.f64(index);
            case V128 -> invocation.v128(index);
            case FUNCTION, EXCEPTION, OBJECT -> invocation.reference(index);
        };
    }
}
