package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;

/** What hosts can reach is checked: what instructions do unchecked is behind the classes for executors. */
class HostFaceTest {
    /** The methods with a parameter of any object that mean it: those with references are in {@link #waysIn}. */
    private static final Set<String> OF_OBJECTS = Set.of(
            "HostCall.returnReference",
            "HostCall.suspend",
            "Invocation.passReference",
            "HostFunction.of", // a lambda
            "Linker.define", // an object with methods
            "Store.hold",
            "Value.externRef");

    private final Store store = Engine.create().newStore();

    private static List<Class<?>> typesForHosts() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(
                Engine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("org/wasmi/exec"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName("org.wasmi.exec." + name.substring(0, name.length() - 6));
                    if (Modifier.isPublic(type.getModifiers()) && !type.isRecord()) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** {@return what hosts can call of a type, whichever class declares it} */
    private static List<Method> reachable(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isSynthetic() && !method.getName().equals("equals"))
                .toList();
    }

    @Test
    void noMethodForHostsTakesOrGivesUncheckedSlots() throws Exception {
        Set<String> ofObjects = new TreeSet<>();
        Set<String> arrays = new TreeSet<>();
        List<Class<?>> types = typesForHosts();
        assertThat(types).contains(Instance.class, Global.class, Table.class, Memory.class, Store.class, Value.class);
        for (Class<?> type : types) {
            for (Method method : reachable(type)) {
                List<Class<?>> parameters = Arrays.asList(method.getParameterTypes());
                if (parameters.contains(Object.class)) {
                    ofObjects.add(name(method));
                }
                if (type != GuestHeap.class) { // whose arrays are numbers in a memory
                    Stream.concat(parameters.stream(), Stream.of(method.getReturnType()))
                            .filter(each -> each == Object[].class || each == long[].class)
                            .forEach(each -> arrays.add(name(method)));
                }
            }
        }
        assertThat(ofObjects).isSubsetOf(OF_OBJECTS);
        assertThat(arrays).isEmpty();
    }

    @Test
    void globalsTakeValuesAndInstancesTakeNames() {
        assertThat(reachable(Global.class))
                .extracting(Method::getName)
                .containsOnly("create", "get", "set", "store", "type");
        assertThat(reachable(Global.class))
                .noneMatch(method -> Arrays.asList(method.getParameterTypes()).contains(long.class));
        assertThat(reachable(Instance.class))
                .noneMatch(method -> Arrays.asList(method.getParameterTypes()).contains(int.class));
        assertThat(reachable(Table.class))
                .extracting(Method::getName)
                .containsOnly("create", "growBy", "setValue", "size", "store", "type", "valueAt");
        assertThat(reachable(Memory.class))
                .filteredOn(method -> method.getReturnType() == byte[].class)
                .extracting(Method::getName)
                .containsOnly("getBytes"); // copies
    }

    /** Each way for a host to put a function into a store. */
    private List<ThrowingCallable> waysIn(Store store, Value.FuncRef function) {
        Value nothing = Value.nullRef(RefType.FUNCREF);
        TableType tableType = new TableType(RefType.FUNCREF, new Limits(1, OptionalLong.empty()));
        GlobalType globalType = new GlobalType(RefType.FUNCREF, true);
        Table table = Table.create(store, tableType, nothing);
        Global global = Global.create(store, globalType, nothing);
        BoundHostFunction take =
                BoundHostFunction.create(store, Guest.type(List.of(RefType.FUNCREF), List.of()), call -> {});
        return List.of(
                () -> Table.create(store, tableType, function),
                () -> table.setValue(0, function),
                () -> table.growBy(1, function),
                () -> Global.create(store, globalType, function),
                () -> global.set(function),
                () -> take.call(function),
                () -> take.newInvocation().pass(0, function),
                () -> take.newInvocation().passReference(0, function.function()),
                () -> giver(store, call -> call.returnReference(0, function.function()))
                        .call(),
                () -> giver(store, call -> call.returnValue(0, function)).call());
    }

    private static WasmFunction giver(Store store, HostFunction body) {
        return BoundHostFunction.create(store, Guest.type(List.of(), List.of(RefType.FUNCREF)), body);
    }

    @Test
    void functionsOfOtherStoresAreRefusedOnEachWayIn() throws Throwable {
        Store other = Engine.create().newStore();
        Value.FuncRef stranger = new Value.FuncRef(BoundHostFunction.create(other, Guest.NOTHING, call -> {}));
        for (int i = 0; i < 2; i++) {
            for (ThrowingCallable way : waysIn(store, stranger)) {
                assertThatThrownBy(way)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the func belongs to another store");
            }
            other.close(); // and once more
        }
        Value.FuncRef own = new Value.FuncRef(BoundHostFunction.create(store, Guest.NOTHING, call -> {}));
        for (ThrowingCallable way : waysIn(store, own)) {
            way.call();
        }
    }

    @Test
    void objectsAreNoFunctions() {
        Value text = Value.externRef("text");
        Value nothing = Value.nullRef(RefType.FUNCREF);
        Table table = Table.create(store, new TableType(RefType.FUNCREF, new Limits(1, OptionalLong.empty())), nothing);
        Global global = Global.create(store, new GlobalType(RefType.FUNCREF, true), nothing);
        assertThatIllegalArgumentException().isThrownBy(() -> table.setValue(0, text));
        assertThatIllegalArgumentException().isThrownBy(() -> table.growBy(1, text));
        assertThatIllegalArgumentException().isThrownBy(() -> global.set(text));
        assertThatIllegalArgumentException().isThrownBy(() -> giver(store, call -> call.returnReference(0, "text"))
                .call());
        assertThatIllegalArgumentException().isThrownBy(() -> giver(store, call -> call.returnValue(0, text))
                .call());
    }
}
