package org.wasmi.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.LinkedProgram;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.wasi.internal.abi.Errno;

/** A program that is linked once and instantiated in many stores, each with a system of its own. */
class PerStoreTest {
    private static final LinkedProgram LINKED = Wasi.addPerStore(new Linker()).link(Guest.program(false, Wasi.MODULE));

    @Test
    void eachStoreHasItsOwnStreamsAndDescriptors() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        try (Guest one = new Guest(WasiConfig.DEFAULT.withStdout(first), LINKED);
                Guest two = new Guest(WasiConfig.DEFAULT.withStdout(second), LINKED)) {
            one.write(1, "to one");
            two.write(1, "to two");
            one.closeFd(1);
            assertThat(one.tryWrite(1, "nowhere")).isEqualTo(Errno.BADF);
            two.write(1, " again");
        }
        assertThat(first.toString(UTF_8)).isEqualTo("to one");
        assertThat(second.toString(UTF_8)).isEqualTo("to two again");
    }

    @Test
    void whatElseTheStoreHoldsStays() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT, LINKED)) {
            guest.store().hold("request 7");
            assertThat(guest.call("sched_yield")).isEqualTo(Errno.SUCCESS);
            assertThat(guest.store().held(String.class)).isEqualTo("request 7");
        }
    }

    @Test
    void aStoreWithoutASystemSaysSo() {
        try (Store store = Engine.create().newStore()) {
            Instance instance = LINKED.instantiate(store);
            assertThatIllegalStateException()
                    .isThrownBy(() -> instance.function("sched_yield").call())
                    .withMessage("the store holds no org.wasmi.wasi.Wasi");
        }
    }
}
