package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.verify.Verifier;

/** Code that passes off objects of the host as functions is well-formed to the verifier; it must do no harm. */
class MixedReferencesTest {
    private static final FuncType DISGUISE = Guest.type(List.of(EXTERNREF), List.of(FUNCREF));
    private static final Object OBJECT = new Object();

    /** {@code disguise} returns its argument; {@code call} calls it; {@code pass} passes it to the host. */
    private static Instance instance() {
        Program program = new Guest()
                .imports("host", "take", Guest.type(List.of(FUNCREF), List.of()))
                .table("table", FUNCREF, Limits.atLeast(1))
                .function("disguise", DISGUISE, 1, w -> w.write(Op.RETURN_REF, 0))
                .function("call", Guest.type(List.of(EXTERNREF), List.of()), 2, w -> {
                    w.write(Op.CONST32, 1, 0);
                    w.write(Op.TABLE_SET, 0, 1, 0);
                    w.write(Op.CALL_INDIRECT, 0, 0, 1, 0);
                    w.write(Op.RETURN);
                })
                .function("pass", Guest.type(List.of(EXTERNREF), List.of()), 2, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN);
                })
                .build();
        assertThatCode(() -> Verifier.verify(program)).doesNotThrowAnyException();
        Linker linker = new Linker()
                .function("host", "take", Guest.type(List.of(FUNCREF), List.of()), call -> call.reference(0));
        return linker.instantiate(Engine.create().newStore(), program);
    }

    @Test
    void aResultThatIsNoFunctionIsNotTakenForOne() {
        WasmFunction disguise = instance().function("disguise");

        assertThatThrownBy(() -> disguise.call(Value.externRef(OBJECT)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("funcref");
        Invocation invocation =
                disguise.newInvocation().pass(0, Value.externRef(OBJECT)).call();
        assertThatThrownBy(() -> invocation.reference(0)).isInstanceOf(InvalidException.class);
        assertThat(disguise.call(Value.nullRef(EXTERNREF))).containsExactly(Value.nullRef(FUNCREF));
    }

    @Test
    void anArgumentThatIsNoFunctionIsNotTakenForOne() {
        WasmFunction pass = instance().function("pass");

        assertThatThrownBy(() -> pass.call(Value.externRef(OBJECT))).isInstanceOf(InvalidException.class);
    }

    @Test
    void anElementThatIsNoFunctionIsNotCalled() {
        Instance instance = instance();
        WasmFunction call = instance.function("call");

        assertThatThrownBy(() -> call.call(Value.externRef(OBJECT)))
                .isInstanceOfSatisfying(
                        TrapException.class, e -> assertThat(e.trap()).isEqualTo(Trap.UNINITIALIZED_ELEMENT));
        assertThatThrownBy(() -> instance.table("table").valueAt(0)).isInstanceOf(InvalidException.class);
    }
}
