package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
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
    void singleConstantsAreNotLinked() {
        Recording executor = new Recording();
        ConstExpr offset = new ConstExpr.Numeric(NumType.I32, 3);
        Guest guest = new Guest()
                .memory("memory", Limits.atLeast(1))
                .table("table", RefType.FUNCREF, Limits.atLeast(4), new ConstExpr.NullReference(RefType.FUNCREF))
                .global("number", true, offset)
                .global("function", false, new ConstExpr.FunctionReference(RefType.FUNCREF, 0))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .elements(new SegmentMode.Active(0, offset), new ConstExpr.FunctionReference(RefType.FUNCREF, 0));
        for (int i = 0; i < 100; i++) {
            guest.data(0, offset, (byte) i);
        }

        new Linker().instantiate(Engine.create(EngineConfig.DEFAULT, executor).newStore(), guest.build());

        assertThat(executor.requests).isEmpty();
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
