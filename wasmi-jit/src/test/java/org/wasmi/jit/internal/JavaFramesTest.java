package org.wasmi.jit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaFramesTest {

    @Test
    void namesOfClassesHaveTheIndex() {
        for (Form form : Form.values()) {
            assertThat(JavaFrames.function(form.className(12))).isEqualTo(12);
            assertThat(JavaFrames.function(form.resumptionName(12, 345))).isEqualTo(12);
            assertThat(JavaFrames.function("org.wasmi.m0123456789/x9.".replace('/', '.') + form.className(3)))
                    .isEqualTo(3);
        }
        assertThat(JavaFrames.function(CompiledProgram.exactName(7))).isEqualTo(7);
    }
}
