package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.exec.HostCall;

/**
 * {@code dlopen} and its kin: guests load the libraries that the host has given, by their names. Since 3.0 they are C
 * and call the functions here that end in {@code _js}; before, these were all of it.
 */
final class LoadingFunctions {
    /** Where the C library has the name of a library in its own record, whose address is the handle. */
    private static final int NAME = 36;

    private static final int CALL_PRICE = 1_000;
    /** Guests choose their handles. */
    private static final int MAX_OPEN = 10_000;

    private final Guest guest;
    private final DynamicLinker linker;
    /** The names of open libraries, by handles. */
    private final Map<Integer, String> open = new HashMap<>();
    /** What {@code dlerror} tells next. */
    private String error = "";

    private int text;

    LoadingFunctions(Guest guest, DynamicLinker linker) {
        this.guest = guest;
        this.linker = linker;
    }

    void define(Library library) {
        library.defineInt("_dlopen_js", this::openRecord, I32);
        // The last parameter is for other threads, which load the same.
        library.defineInt("_dlsym_js", this::symbol, I32, I32, I32);
        library.defineInt("dlopen", this::open, I32, I32);
        library.defineInt("dlsym", this::symbol, I32, I32);
        library.defineInt("dlclose", call -> call.returnI32(0), I32); // libraries stay, as with Emscripten
        library.defineInt("dlerror", this::error);
    }

    /** {@return whether a library is loaded now; the guest is told why not} */
    private boolean load(HostCall call, int handle, String name) {
        call.consumeFuel(CALL_PRICE);
        try {
            linker.load(plain(name));
        } catch (LinkException e) {
            fail("could not load dynamic lib: " + name + "\n" + e.getMessage());
            return false;
        }
        if (open.size() >= MAX_OPEN && !open.containsKey(handle)) {
            fail("more than " + MAX_OPEN + " handles of libraries");
            return false;
        }
        open.put(handle, plain(name));
        return true;
    }

    /** {@return a name without its folders: libraries are none of the guest's files} */
    private static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private void openRecord(HostCall call) {
        String name = ProcessFunctions.text(guest, call.i32(0) + NAME, "");
        call.returnI32(load(call, call.i32(0), name) ? 1 : 0);
    }

    private void open(HostCall call) {
        String name = ProcessFunctions.text(guest, call.i32(0), "");
        for (Map.Entry<Integer, String> each : open.entrySet()) {
            if (each.getValue().equals(plain(name))) {
                call.returnI32(each.getKey());
                return;
            }
        }
        int handle = open.size() + 1;
        call.returnI32(load(call, handle, name) ? handle : 0);
    }

    private void symbol(HostCall call) {
        call.consumeFuel(CALL_PRICE);
        String symbol = ProcessFunctions.text(guest, call.i32(1), "");
        String name = open.get(call.i32(0));
        OptionalInt found = name == null ? linker.symbol(symbol) : linker.symbol(name, symbol);
        if (found.isEmpty()) {
            fail("Tried to lookup unknown symbol \"" + symbol + "\" in dynamic lib: "
                    + (name == null ? "__main__" : name));
        }
        call.returnI32(found.orElse(0));
    }

    private void fail(String message) {
        error = message;
        guest.helper("__dl_seterr").ifPresent(set -> {
            try (Copies copies = new Copies(guest)) {
                set.passI32(0, copies.text(message.replace("%", "%%")))
                        .passI32(1, 0)
                        .call();
            }
        });
    }

    /** Returns a text once, and then none until the next error. */
    private void error(HostCall call) {
        if (error.isEmpty()) {
            call.returnI32(0);
            return;
        }
        if (text != 0) {
            guest.free(text);
        }
        byte[] message = (error + "\0").getBytes(StandardCharsets.UTF_8);
        text = guest.allocate(message.length);
        guest.memory().putBytes(text, message);
        error = "";
        call.returnI32(text);
    }
}
