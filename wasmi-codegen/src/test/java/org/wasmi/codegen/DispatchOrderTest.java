package org.wasmi.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;

class DispatchOrderTest {

    /** Instructions in any order, as if codes had been given out in that order. */
    private static List<Op> shuffled() {
        List<Op> ops = new ArrayList<>(Arrays.asList(Op.values()));
        Collections.shuffle(ops, new Random(1));
        return ops;
    }

    @Test
    void hotInstructionsHaveTheFirstNumbersWhateverTheirCodes() {
        List<Op> ops = shuffled();
        DispatchOrder order = new DispatchOrder(ops);

        assertThat(order.main())
                .containsExactlyElementsOf(ops.stream().filter(Op::isHot).toList());
        assertThat(order.main().stream().map(order::number))
                .containsExactlyElementsOf(
                        IntStream.range(0, order.main().size()).boxed().toList());
    }

    @Test
    void theOthersAreInFamiliesThatAShiftFinds() {
        DispatchOrder order = new DispatchOrder(shuffled());
        List<Op> found = new ArrayList<>(order.main());
        order.families().forEach((family, members) -> {
            List<Op> ops = members.ops();
            assertThat(ops).isNotEmpty().noneMatch(Op::isHot);
            assertThat(ops).allMatch(op -> order.number(op) >> DispatchOrder.FAMILY_SHIFT == family);
            found.addAll(ops);
        });

        assertThat(found).containsExactlyInAnyOrder(Op.values());
        assertThat(found.stream().map(order::number)).doesNotHaveDuplicates();
        assertThat(order.families().keySet())
                .allMatch(family ->
                        family << DispatchOrder.FAMILY_SHIFT >= order.main().size());
    }
}
