package org.wasmi.emscripten;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A model in the format of ONNX, which is a Protocol Buffer: it multiplies two matrices of 2 by 2. */
final class OnnxModel {
    private static final int FLOAT = 1;

    private OnnxModel() {}

    static byte[] matrixProduct() {
        byte[] node = join(text(1, "A"), text(1, "B"), text(2, "C"), text(4, "MatMul"));
        byte[] graph = join(message(1, node), text(2, "graph"), matrix(11, "A"), matrix(11, "B"), matrix(12, "C"));
        byte[] operators = number(2, 13);
        return join(number(1, 7), message(7, graph), message(8, operators));
    }

    private static byte[] matrix(int field, String name) {
        byte[] two = number(1, 2);
        byte[] type = join(number(1, FLOAT), message(2, join(message(1, two), message(1, two))));
        return message(field, join(text(1, name), message(2, message(1, type))));
    }

    private static byte[] text(int field, String text) {
        return message(field, text.getBytes(UTF_8));
    }

    /** All numbers and lengths here are less than 128. */
    private static byte[] number(int field, int value) {
        return new byte[] {(byte) (field << 3), (byte) value};
    }

    private static byte[] message(int field, byte[] content) {
        return join(new byte[] {(byte) (field << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
