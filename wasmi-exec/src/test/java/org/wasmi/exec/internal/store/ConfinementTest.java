package org.wasmi.exec.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConfinementTest {
    private final Confinement confinement = new Confinement();

    @Test
    void aThreadThatHasEndedIsOut() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread lost = new Thread(
                () -> {
                    confinement.enter();
                    inside.countDown();
                    try {
                        done.await();
                    } catch (InterruptedException error) {
                        throw new IllegalStateException(error);
                    }
                },
                "lost");
        lost.start();
        inside.await();
        assertThatIllegalStateException()
                .isThrownBy(confinement::enter)
                .withMessageContaining("in use by thread 'lost'");
        done.countDown();
        lost.join();
        assertThat(confinement.enter()).isZero();
    }

    @Test
    void whoLeavesMakesUpForThoseWithinWhoCouldNot() throws InterruptedException {
        int outermost = confinement.enter();
        int inner = confinement.enter();
        assertThat(confinement.enter()).isEqualTo(2);
        confinement.leave(inner);
        assertThat(confinement.depth()).isEqualTo(1);
        confinement.enter();
        confinement.leave(outermost);
        Thread other = new Thread(() -> confinement.leave(confinement.enter()), "other");
        other.start();
        other.join();
        assertThat(confinement.enter()).isZero();
    }
}
