package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;

/** A function gets other code while frames run the old. */
class ReplacedCodeTest {
    private final Executor other = Executors.named("direct");

    /** {@code f} and {@code g} call the host's {@code look} twice; their frames differ. */
    private static Program program() {
        Guest guest = new Guest().imports("host", "look", Guest.NOTHING);
        for (int i = 1; i <= 2; i++) {
            guest.function(i == 1 ? "f" : "g", Guest.NOTHING, i, w -> {
                w.write(Op.CALL_IMPORT, 0, 0);
                w.write(Op.CALL_IMPORT, 0, 0);
                w.write(Op.RETURN);
            });
        }
        return guest.build();
    }

    private LinkedCode relinked(GuestFunction function) {
        return other.link(LinkRequest.of(function));
    }

    @Test
    void framesFinishInTheirCodeAndCallsRunTheNew() {
        List<String> seen = new ArrayList<>();
        Linker linker = new Linker().function("host", "look", Guest.NOTHING, call -> {
            GuestFunction f = (GuestFunction) call.caller().function("f");
            seen.add(Inside.machine(call.store().machines()).executor().name());
            Calls.replaceCode(f, relinked(f));
        });
        Engine engine = Engine.create();
        Program program = program();
        Instance instance = linker.instantiate(engine.newStore(), program);
        Instance sibling = linker.instantiate(engine.newStore(), program);
        instance.function("f").call();
        assertThat(seen).as("the second call is from the old frame").containsExactly("switch", "switch");
        seen.clear();
        instance.function("f").call();
        sibling.function("f").call();
        sibling.function("g").call();
        assertThat(seen).containsExactly("direct", "direct", "direct", "direct", "switch", "switch");
    }

    @Test
    void codeOfAnotherFrameIsRefused() {
        Linker linker = new Linker().function("host", "look", Guest.NOTHING, call -> {});
        Instance instance = linker.instantiate(Engine.create().newStore(), program());
        GuestFunction f = (GuestFunction) instance.function("f");
        GuestFunction g = (GuestFunction) instance.function("g");
        assertThatThrownBy(() -> Calls.replaceCode(f, relinked(g)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slots=2");
        ((WasmFunction) f).call();
    }
}
