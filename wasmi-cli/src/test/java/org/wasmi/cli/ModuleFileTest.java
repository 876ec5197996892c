package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ModuleFileTest {

    /** Zeros without end, as {@code /dev/zero}, that fail rather than be read for ever. */
    private static final class Zeros extends InputStream {
        private int count;

        @Override
        public int read() throws IOException {
            count(1);
            return 0;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            count(length);
            Arrays.fill(bytes, from, from + length, (byte) 0);
            return length;
        }

        private void count(int length) throws IOException {
            count += length;
            if (count > 10_000) {
                throw new IOException("too much was read");
            }
        }
    }

    @Test
    void ofWhatIsNoModuleOnlyTheStartIsRead() {
        Zeros zeros = new Zeros();

        assertThatThrownBy(() -> ModuleFile.read(zeros, "zeros"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("zeros: not a WebAssembly module");
    }
}
