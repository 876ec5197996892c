package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Bytes of which a stream says that fewer, or more, of them can be read than there are. */
    private static final class Misled extends ByteArrayInputStream {
        private final int available;

        Misled(byte[] bytes, int available) {
            super(bytes);
            this.available = available;
        }

        @Override
        public int available() {
            return available;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 199_744, 200_000, Integer.MAX_VALUE})
    void allOfAModuleIsReadWhateverAStreamSaysOfItsLength(int available) throws IOException {
        byte[] module = new byte[200_000];
        new Random(1).nextBytes(module);
        System.arraycopy(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}, 0, module, 0, 8);

        assertThat(ModuleFile.read(new Misled(module, available), "module")).isEqualTo(module);
    }
}
