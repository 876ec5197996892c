package org.wasmi.exec;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * A method, as a function of Wasm.
 *
 * @param method the method
 * @param context the type of its first parameter, if that is no argument of the function
 * @param params the types of the (other) parameters
 * @param results the types of the results: none, one, or the components of a record
 */
record JavaMethod(Method method, Optional<Class<?>> context, List<JavaType> params, List<JavaType> results) {

    /** {@return the abstract methods of an interface, each signature once, in order of their names} */
    static List<Method> abstractMethods(Class<?> type) {
        Map<String, Method> methods = new TreeMap<>();
        for (Method each : type.getMethods()) {
            if (Modifier.isAbstract(each.getModifiers()) && !isOfObject(each)) {
                methods.putIfAbsent(key(each), each);
            }
        }
        return List.copyOf(methods.values());
    }

    /** {@return what tells a method from others of its class} */
    static String key(Method method) {
        return method.getName() + typeOf(method).toMethodDescriptorString();
    }

    private static MethodType typeOf(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }

    /** {@return whether every object has the method anyway, as with {@code Comparator.equals}} */
    static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(each -> key(each).equals(key(method)));
    }

    /**
     * {@return a method as a function}
     *
     * @param method the method
     * @param contexts the types of a first parameter that is no argument of the function
     * @throws IllegalArgumentException if it has types that do not stand for any of Wasm
     */
    static JavaMethod of(Method method, Set<Class<?>> contexts) {
        List<Class<?>> types = Arrays.asList(method.getParameterTypes());
        Optional<Class<?>> context =
                types.stream().limit(1).filter(contexts::contains).findFirst();
        Class<?> returned = method.getReturnType();
        List<JavaType> results = List.of();
        if (isRecordOfResults(returned)) {
            results = javaTypes(componentTypes(returned), method);
        } else if (returned != void.class) {
            results = javaTypes(List.of(returned), method);
        }
        List<Class<?>> params = types.subList(context.isPresent() ? 1 : 0, types.size());
        return new JavaMethod(method, context, javaTypes(params, method), results);
    }

    /** {@return whether a type stands for several results, rather than for one that happens to be a record} */
    private static boolean isRecordOfResults(Class<?> returned) {
        return returned.isRecord() && JavaType.of(returned).isEmpty();
    }

    private static List<JavaType> javaTypes(List<Class<?>> types, Method method) {
        List<JavaType> list = new ArrayList<>();
        for (Class<?> each : types) {
            list.add(JavaType.of(each)
                    .orElseThrow(() -> new IllegalArgumentException(
                            describe(method) + ": " + each.getTypeName() + " stands for no type of Wasm; use int, long,"
                                    + " float, double, Value.V128, WasmFunction (funcref), Object (externref),"
                                    + " or for the result a record of them")));
        }
        return List.copyOf(list);
    }

    private static List<Class<?>> componentTypes(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .<Class<?>>map(RecordComponent::getType)
                .toList();
    }

    /** {@return a method as {@code int add(int, int)}} */
    static String describe(Method method) {
        return method.getReturnType().getSimpleName() + " " + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** {@return the type of Java} */
    MethodType type() {
        return typeOf(method);
    }

    /** {@return the record that it returns for several results, if it does} */
    Stream<Class<?>> returnedRecord() {
        return returnsRecord() ? Stream.of(method.getReturnType()) : Stream.empty();
    }

    boolean returnsRecord() {
        return isRecordOfResults(method.getReturnType());
    }

    /** {@return the type of the constructor of the record that it returns} */
    MethodType recordConstructor() {
        return MethodType.methodType(void.class, componentTypes(method.getReturnType()));
    }

    /** {@return the type of Wasm} */
    FuncType wasmType() {
        return new FuncType(
                params.stream().map(JavaType::valType).toList(),
                results.stream().map(JavaType::valType).toList());
    }

    /** {@return whether it can stand for functions of a type} */
    boolean standsFor(FuncType wasm) {
        return standFor(params, wasm.params()) && standFor(results, wasm.results());
    }

    private static boolean standFor(List<JavaType> java, List<ValType> wasm) {
        if (java.size() != wasm.size()) {
            return false;
        }
        for (int i = 0; i < java.size(); i++) {
            if (!java.get(i).standsFor(wasm.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return describe(method);
    }
}
