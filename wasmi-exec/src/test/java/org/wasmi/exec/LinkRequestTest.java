package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** What executors are told of the code that they link. */
class LinkRequestTest {

    /** Leaves all code to {@code switch}. */
    private static final class Recording implements Executor {
        final List<LinkRequest> requests = new ArrayList<>();

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            requests.add(request);
            return request.interpreted();
        }

        @Override
        public void run(Machine machine, int base) {
            throw new AssertionError("no code is linked by this one");
        }
    }

    @Test
    void theExecutorIsToldThePlaceOfTheCode() {
        Recording executor = new Recording();
        Program program = new Guest()
                .imports("host", "f", Guest.NOTHING)
                .global("global", false, Guest.i32(7))
                .function("two", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 2))
                .metered()
                .build();
        Linker linker = new Linker().function("host", "f", Guest.NOTHING, call -> {});
        Engine engine = Engine.create(EngineConfig.DEFAULT, executor);
        Instance instance = linker.instantiate(engine.newStore(), program);
        linker.instantiate(engine.newStore(), program);
        assertThat(executor.requests).singleElement().satisfies(constant -> {
            assertThat(constant.function()).isEqualTo(OptionalInt.empty());
            assertThat(constant.program()).isSameAs(program);
        });

        GuestFunction function = (GuestFunction) instance.function("two");
        assertThat(((WasmFunction) function).call()).containsExactly(Value.i32(2));
        assertThat(executor.requests).hasSize(2);
        for (LinkRequest each : List.of(executor.requests.get(1), LinkRequest.of(function))) {
            assertThat(each.function()).hasValue(1);
            assertThat(each.program()).isSameAs(program);
            assertThat(each.isMetered()).isTrue();
            assertThat(each.code()).isSameAs(program.functions().get(0).body().code());
            assertThat(each.withCode(each.code()).function()).hasValue(1);
        }
        assertThat(Calls.codeOf(function).executor()).isSameAs(Executors.named(Executors.SWITCH));
    }
}
