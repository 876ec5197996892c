package org.wasmi.exec;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.Signature;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.exec.runtime.StoreObserver;

/** Tells a {@link CallListener} of the calls between the host and the guests of the stores that it observes. */
public final class CallObserver implements StoreObserver {
    private final CallListener listener;
    private final IdentityHashMap<FunctionState, CallListener.Call> guests = new IdentityHashMap<>();
    private final IdentityHashMap<Instance, IdentityHashMap<FunctionState, CallListener.Call>> imports =
            new IdentityHashMap<>();

    /** Makes an observer for one store. */
    public CallObserver(CallListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    public void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {
        if (function instanceof DefinedFunction guest) {
            listener.calling(of(guest), values(function.signature().params(), stacks, arguments));
        }
    }

    @Override
    public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
        if (function instanceof DefinedFunction guest) {
            if (thrown == null) {
                listener.returned(of(guest), values(function.signature().results(), stacks, results));
            } else {
                listener.threw(of(guest), thrown);
            }
        }
    }

    @Override
    public void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {
        if (function instanceof DefinedFunction guest) {
            listener.suspended(of(guest));
        }
    }

    @Override
    public void calling(Stacks stacks, HostFunctionState function, HostFrame frame) {
        HostCall call = (HostCall) frame;
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < function.type().params().size(); i++) {
            values.add(call.value(i));
        }
        listener.calling(of(call), List.copyOf(values));
    }

    @Override
    public void called(Stacks stacks, HostFunctionState function, HostFrame frame, @Nullable Throwable thrown) {
        HostCall call = (HostCall) frame;
        if (thrown != null) {
            listener.threw(of(call), thrown);
            return;
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < function.type().results().size(); i++) {
            values.add(call.result(i));
        }
        listener.returned(of(call), List.copyOf(values));
    }

    private static List<Value> values(Signature.Group group, Stacks stacks, int at) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < group.count(); i++) {
            values.add(ValueSlots.read(group.type(i), stacks.slots(), stacks.references(), at + group.slot(i)));
        }
        return List.copyOf(values);
    }

    private CallListener.Call of(DefinedFunction guest) {
        return guests.computeIfAbsent(guest, key -> {
            Instance instance = (Instance) guest.instance();
            return new CallListener.Call(
                    CallListener.Direction.EXPORT,
                    guest,
                    Optional.of(instance),
                    name(instance.program(), guest.index()));
        });
    }

    private static String name(Program program, int function) {
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC && each.index() == function) {
                return each.name();
            }
        }
        return program.names().function(function).orElse("func[" + function + "]");
    }

    private CallListener.Call of(HostCall call) {
        BoundHostFunction function = call.function();
        if (!call.hasCaller()) {
            return new CallListener.Call(
                    CallListener.Direction.IMPORT, function, Optional.empty(), "host function " + function.type());
        }
        Instance caller = call.caller();
        return imports.computeIfAbsent(caller, key -> new IdentityHashMap<>())
                .computeIfAbsent(
                        function,
                        key -> new CallListener.Call(
                                CallListener.Direction.IMPORT, function, Optional.of(caller), name(caller, function)));
    }

    private static String name(Instance caller, FunctionState function) {
        int index = 0;
        for (Import each : caller.program().imports()) {
            if (each.type() instanceof FuncType
                    && StoreAccess.functionAt(caller, index++).equals(function)) {
                return each.module() + "." + each.name();
            }
        }
        return "host function " + function.type();
    }
}
