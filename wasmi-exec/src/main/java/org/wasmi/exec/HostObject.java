package org.wasmi.exec;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.wasmi.exec.internal.bind.AdapterClasses;

/** The public methods of an object as host functions. Thread-safe. */
final class HostObject {

    /** The methods of types that have been used, by their signatures: each has one class of host functions. */
    private static final ClassValue<Map<String, HostMethod>> CACHE = new ClassValue<>() {
        @Override
        protected Map<String, HostMethod> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private HostObject() {}

    /**
     * {@return the functions of an object, by the names of the imports that they define}
     *
     * @param object the object
     * @param lookup what the user can see
     * @throws IllegalArgumentException if it has no methods, or some that do not stand for functions, are not
     *     accessible, or have the same name; the message lists all of these
     */
    static Map<String, HostFunction.Typed> functions(Object object, Lookup lookup) {
        Class<?> type = object.getClass();
        Set<Class<?>> types = supertypes(type);
        Map<String, Method> named = new LinkedHashMap<>();
        Map<String, HostFunction.Typed> functions = new LinkedHashMap<>();
        Set<String> errors = new LinkedHashSet<>();
        for (Method method : methods(type)) {
            try {
                String name = name(method, types);
                Method other = named.putIfAbsent(name, method);
                if (other != null) {
                    throw new IllegalArgumentException(JavaMethod.describe(method) + ": " + JavaMethod.describe(other)
                            + " defines '" + name + "' already; give one of them another name with @ImportName");
                }
                HostMethod accessible =
                        accessible(method, types, lookup).orElseThrow(() -> AdapterClasses.notAccessible(type));
                functions.put(name, new HostFunction.Typed(accessible.wasmType(), accessible.function(lookup, object)));
            } catch (IllegalArgumentException error) {
                errors.add(error.getMessage());
            }
        }
        if (named.isEmpty()) {
            errors.add("it has no public methods");
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot define the functions of " + type.getTypeName() + ":\n" + String.join("\n", errors));
        }
        return functions;
    }

    /** {@return the public methods of objects of a class that not every object has, in order of their names} */
    private static List<Method> methods(Class<?> type) {
        Map<String, Method> methods = new TreeMap<>();
        for (Method each : type.getMethods()) {
            if (!Modifier.isStatic(each.getModifiers()) && !JavaMethod.isOfObject(each)) {
                methods.putIfAbsent(JavaMethod.key(each), each);
            }
        }
        List<Method> all = List.copyOf(methods.values());
        return all.stream().filter(each -> !isSecondForm(each, all)).toList();
    }

    /**
     * {@return whether a method is a bridge of the compiler to another one} A bridge to a method of a superclass that
     * is not public is the only public form of that method.
     */
    private static boolean isSecondForm(Method method, List<Method> all) {
        return method.isBridge()
                && all.stream()
                        .anyMatch(other -> !other.isBridge()
                                && other.getName().equals(method.getName())
                                && other.getParameterCount() == method.getParameterCount());
    }

    /** {@return a class, its superclasses, and all interfaces of these, in this order} */
    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            types.add(each);
        }
        List<Class<?>> pending = new ArrayList<>(types);
        for (int i = 0; i < pending.size(); i++) {
            for (Class<?> each : pending.get(i).getInterfaces()) {
                if (types.add(each)) {
                    pending.add(each);
                }
            }
        }
        return types;
    }

    /** {@return the name that an annotation gives to a method, here or where it is inherited from; or its own} */
    private static String name(Method method, Set<Class<?>> types) {
        for (Class<?> each : types) {
            for (Method declared : each.getDeclaredMethods()) {
                ImportName name = declared.getAnnotation(ImportName.class);
                if (name != null
                        && declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes())) {
                    return name.value();
                }
            }
        }
        return method.getName();
    }

    /** {@return the method in the first of some types where it is accessible} */
    private static Optional<HostMethod> accessible(Method method, Set<Class<?>> types, Lookup lookup) {
        String key = JavaMethod.key(method);
        for (Class<?> each : types) {
            for (Method candidate : each.getMethods()) {
                if (JavaMethod.key(candidate).equals(key)) {
                    HostMethod known = CACHE.get(each).computeIfAbsent(key, missing -> new HostMethod(each, candidate));
                    if (known.home(lookup).isPresent()) {
                        return Optional.of(known);
                    }
                    break;
                }
            }
        }
        return Optional.empty();
    }
}
