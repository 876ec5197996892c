package org.wasmi.wasi;

import java.io.IOException;
import java.util.List;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.encoding.program.FuncType;
import org.wasmi.encoding.program.NumType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Linker;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.file.HostErrors;

/** Puts functions into a linker; the one place where failures become error numbers. */
final class Definitions {

    /** What each call costs in fuel, beside what depends on its arguments. */
    private static final int CALL_PRICE = 100;

    /** What a call costs that has the host look for a path. */
    private static final int PATH_CALL_PRICE = 5_000;

    private final Linker linker;

    Definitions(Linker linker) {
        this.linker = linker;
    }

    /** Defines a function that answers with an error number. */
    void define(String name, Syscall body, NumType... params) {
        FuncType type = new FuncType(List.of(params), List.of(NumType.I32));
        int price = name.startsWith("path_") ? PATH_CALL_PRICE : CALL_PRICE;
        linker.function(
                Wasi.MODULE,
                name,
                type,
                call -> call.returnI32(errno(call, price, body).code()));
    }

    /** Defines a function without a result. */
    void defineWithoutResult(String name, HostFunction body, NumType... params) {
        linker.function(Wasi.MODULE, name, new FuncType(List.of(params), List.of()), body);
    }

    private static Errno errno(HostCall call, int price, Syscall body) {
        call.consumeFuel(price);
        try {
            body.serve(call, new GuestMemory(call));
            return Errno.SUCCESS;
        } catch (ErrnoException e) {
            return e.errno();
        } catch (IOException e) {
            return HostErrors.errno(e);
        } catch (TrapException e) {
            if (e.trap() == Trap.MEMORY_OUT_OF_BOUNDS) {
                return Errno.FAULT;
            }
            throw e;
        }
    }
}
