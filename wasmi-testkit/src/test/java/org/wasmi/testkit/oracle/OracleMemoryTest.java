package org.wasmi.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OracleMemoryTest {

    @Test
    void sumsOf65BitsAreBeyondAnyMemoryAndAsAlignedAsTheyAre() {
        for (int offset = 9; offset < 17; offset++) {
            long sum = OracleMemory.effective(new OracleValue.I64(-8), offset);
            assertThat(sum & 7).isEqualTo(offset & 7);
            assertThatThrownBy(() -> OracleMemory.check(sum, 1, Integer.MAX_VALUE))
                    .isInstanceOf(OracleTrap.class);
        }
        assertThat(OracleMemory.effective(new OracleValue.I64(-8), 7)).isEqualTo(-1);
    }
}
