package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** A guest whose objects fill the heap ends in a typed exception, and what the host throws passes as it is. */
class FullHeapTest {
    private static final Program PROGRAM = new Guest()
            .imports("host", "fail", Guest.NOTHING)
            .function("inner", Guest.NOTHING, 1, w -> {
                w.write(Op.CALL_IMPORT, 0, 0);
                w.write(Op.RETURN);
            })
            .build();

    /** Code that finds no room for anything. */
    private static final class Full implements Executor {
        @Override
        public String name() {
            return "full";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return new LinkedCode(this, request.code()) {
                @Override
                public int codePosition(int position) {
                    return position;
                }
            };
        }

        @Override
        public void run(Machine machine, int base) {
            throw new OutOfMemoryError("as if the heap were full");
        }
    }

    private static Instance instance(Engine engine, HostFunction fail) {
        return new Linker().function("host", "fail", Guest.NOTHING, fail).instantiate(engine.newStore(), PROGRAM);
    }

    @Test
    void theGuestEndsInATypedException() {
        Instance full = instance(Engine.create(EngineConfig.DEFAULT, new Full()), call -> {});

        assertThatExceptionOfType(ResourceException.class)
                .isThrownBy(() -> full.function("inner").call())
                .withMessage("no room for the guest's objects")
                .satisfies(thrown -> assertThat(GuestTrace.of(thrown).frames()).hasSize(1));
    }

    @Test
    void theHostThatCallsTheGuestInAGuestSeesTheSame() {
        Instance full = instance(Engine.create(EngineConfig.DEFAULT, new Full()), call -> {});
        Instance outer =
                instance(Engine.create(), call -> full.function("inner").call());

        assertThatExceptionOfType(ResourceException.class)
                .isThrownBy(() -> outer.function("inner").call())
                .satisfies(thrown -> assertThat(GuestTrace.of(thrown).frames()).hasSize(2));
    }

    @Test
    void theErrorOfAHostFunctionPasses() {
        OutOfMemoryError mine = new OutOfMemoryError("mine");
        Instance instance = instance(Engine.create(), call -> {
            throw mine;
        });

        assertThat(catchThrowable(() -> instance.function("inner").call())).isSameAs(mine);
        assertThat(GuestTrace.of(mine).frames()).hasSize(1);
    }
}
