package org.wasmi.exec;

/**
 * The types of lambdas that {@link HostFunction#of(CallInt2) HostFunction.of} takes beside the functional interfaces of
 * the JDK: those with three or four i32 parameters, and those that get the {@link HostCall} first. The names list the
 * parameters and the result. {@link HostFunction#of(Class, Object)} takes all other interfaces.
 */
public final class HostLambda {
    private HostLambda() {}

    /** A host function of type {@code (i32, i32, i32) -> (i32)}. */
    @FunctionalInterface
    public interface Int3ToInt {
        /** {@return the result of a call} */
        int applyAsInt(int a, int b, int c);
    }

    /** A host function of type {@code (i32, i32, i32) -> ()}. */
    @FunctionalInterface
    public interface Int3 {
        /** Serves a call. */
        void accept(int a, int b, int c);
    }

    /** A host function of type {@code (i32, i32, i32, i32) -> (i32)}. */
    @FunctionalInterface
    public interface Int4ToInt {
        /** {@return the result of a call} */
        int applyAsInt(int a, int b, int c, int d);
    }

    /** A host function of type {@code (i32, i32, i32, i32) -> ()}. */
    @FunctionalInterface
    public interface Int4 {
        /** Serves a call. */
        void accept(int a, int b, int c, int d);
    }

    /** A host function of type {@code () -> (i32)}, which gets the call. */
    @FunctionalInterface
    public interface CallToInt {
        /** {@return the result of a call} */
        int applyAsInt(HostCall call);
    }

    /** A host function of type {@code () -> ()}, which gets the call. */
    @FunctionalInterface
    public interface Call {
        /** Serves a call. */
        void accept(HostCall call);
    }

    /** A host function of type {@code (i32) -> (i32)}, which gets the call. */
    @FunctionalInterface
    public interface CallIntToInt {
        /** {@return the result of a call} */
        int applyAsInt(HostCall call, int a);
    }

    /** A host function of type {@code (i32) -> ()}, which gets the call. */
    @FunctionalInterface
    public interface CallInt {
        /** Serves a call. */
        void accept(HostCall call, int a);
    }

    /** A host function of type {@code (i32, i32) -> (i32)}, which gets the call. */
    @FunctionalInterface
    public interface CallInt2ToInt {
        /** {@return the result of a call} */
        int applyAsInt(HostCall call, int a, int b);
    }

    /** A host function of type {@code (i32, i32) -> ()}, which gets the call. */
    @FunctionalInterface
    public interface CallInt2 {
        /** Serves a call. */
        void accept(HostCall call, int a, int b);
    }

    /** A host function of type {@code (i32, i32, i32) -> (i32)}, which gets the call. */
    @FunctionalInterface
    public interface CallInt3ToInt {
        /** {@return the result of a call} */
        int applyAsInt(HostCall call, int a, int b, int c);
    }

    /** A host function of type {@code (i32, i32, i32) -> ()}, which gets the call. */
    @FunctionalInterface
    public interface CallInt3 {
        /** Serves a call. */
        void accept(HostCall call, int a, int b, int c);
    }

    /** A host function of type {@code (i32, i32, i32, i32) -> (i32)}, which gets the call. */
    @FunctionalInterface
    public interface CallInt4ToInt {
        /** {@return the result of a call} */
        int applyAsInt(HostCall call, int a, int b, int c, int d);
    }

    /** A host function of type {@code (i32, i32, i32, i32) -> ()}, which gets the call. */
    @FunctionalInterface
    public interface CallInt4 {
        /** Serves a call. */
        void accept(HostCall call, int a, int b, int c, int d);
    }
}
