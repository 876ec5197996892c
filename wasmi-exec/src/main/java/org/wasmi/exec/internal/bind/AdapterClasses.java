package org.wasmi.exec.internal.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Classes that adapt an interface or class of the user to the host API, and where they can be made: they are hidden
 * ones, in this package if they see the user's type from there, otherwise in the package of that. Thread-safe.
 */
public final class AdapterClasses {
    private static final Lookup OWN = MethodHandles.lookup();

    /** What native images set; they cannot define classes. */
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private AdapterClasses() {}

    /** {@return what this package can see by itself} */
    public static Lookup own() {
        return OWN;
    }

    /**
     * {@return whether classes can be defined at a home} Not in native images, and not in a package of another module
     * that is merely open to this one.
     */
    public static boolean canDefineClasses(Lookup home) {
        return home.hasFullPrivilegeAccess() && !"runtime".equals(System.getProperty(IMAGE_CODE));
    }

    /** Refuses what is not an interface that a class of ours may implement. */
    public static void requireInterface(Class<?> type) {
        if (!type.isInterface() || type.isSealed()) {
            throw new IllegalArgumentException(type.getTypeName() + " is "
                    + (type.isSealed() ? "sealed, so that only its own classes can implement it" : "not an interface"));
        }
    }

    /**
     * {@return a lookup into the package of an adapter, if there is such a package}
     *
     * @param type the interface or class
     * @param records those that its methods return
     * @param api the classes of the host API that an adapter uses
     * @param given what the user can see
     */
    public static Optional<Lookup> findHome(
            Class<?> type, Collection<Class<?>> records, Collection<Class<?>> api, Lookup given) {
        Set<Class<?>> needed = new LinkedHashSet<>(List.of(type));
        needed.addAll(records);
        needed.forEach(each -> AdapterClasses.class.getModule().addReads(each.getModule()));
        if (sees(OWN, needed)) {
            return Optional.of(OWN);
        }
        try {
            Lookup inPackage = MethodHandles.privateLookupIn(type, given);
            needed.addAll(api);
            return sees(inPackage, needed) ? Optional.of(inPackage) : Optional.empty();
        } catch (IllegalAccessException expected) {
            return Optional.empty();
        }
    }

    /**
     * {@return a lookup into the package of an adapter}
     *
     * @param type the interface
     * @param records those that its methods return
     * @param api the classes of the host API that an adapter uses
     * @param given what the user can see
     * @throws IllegalArgumentException if there is no such package
     */
    public static Lookup home(Class<?> type, Collection<Class<?>> records, Collection<Class<?>> api, Lookup given) {
        return findHome(type, records, api, given).orElseThrow(() -> notAccessible(type));
    }

    /** {@return the error that there is no package for an adapter, in words that tell what to do} */
    public static IllegalArgumentException notAccessible(Class<?> type) {
        return new IllegalArgumentException(type.getTypeName() + " (or a record that it returns) is not accessible to "
                + "org.wasmi.exec: make it public in a package that its module exports or opens to org.wasmi.exec, "
                + "or pass MethodHandles.lookup()");
    }

    private static boolean sees(Lookup lookup, Set<Class<?>> types) {
        try {
            for (Class<?> each : types) {
                if (lookup.findClass(each.getName()) != each) {
                    return false;
                }
            }
            return true;
        } catch (ClassNotFoundException | IllegalAccessException unseen) {
            return false;
        }
    }

    /** {@return a name for the class that adapts a type, in the package of a lookup} */
    public static String nameFor(Class<?> type, Lookup home) {
        String packageName = home.lookupClass().getPackageName();
        return (packageName.isEmpty() ? "" : packageName + ".") + type.getSimpleName() + "$Adapter";
    }

    /** {@return the constructor of a new hidden class, which takes one parameter and returns {@code Object}} */
    public static MethodHandle define(ClassFileWriter file, Lookup home, Class<?> parameter) {
        try {
            // Beside an interface of the user, the adapter reaches records that are private there.
            Lookup adapter = home.equals(OWN)
                    ? home.defineHiddenClass(file.toBytes(), false)
                    : home.defineHiddenClass(file.toBytes(), false, Lookup.ClassOption.NESTMATE);
            return adapter.findConstructor(adapter.lookupClass(), MethodType.methodType(void.class, parameter))
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a class cannot be defined where that was seen to be possible", impossible);
        }
    }

    /** {@return what a method handle returns, or throws, as it is} */
    public static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable any) {
            throw AdapterClasses.<RuntimeException>unchecked(any);
        }
    }

    /** Throws anything as it is; the compiler is told that it is unchecked. */
    @SuppressWarnings("unchecked") // no cast at run time
    private static <E extends Throwable> RuntimeException unchecked(Throwable any) throws E {
        throw (E) any;
    }
}
