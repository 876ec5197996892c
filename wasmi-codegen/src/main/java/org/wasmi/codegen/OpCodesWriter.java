package org.wasmi.codegen;

import org.wasmi.encoding.Op;

/** Writes {@code OpCodes}: the codes of {@link Op} as constants, which a switch over ints needs. */
final class OpCodesWriter {
    private final String packageName;

    OpCodesWriter(String packageName) {
        this.packageName = packageName;
    }

    String source() {
        JavaWriter out = new JavaWriter();
        out.lines("package " + packageName + ";");
        out.lines("""

                /** The codes of {@link org.wasmi.encoding.Op}. */
                final class OpCodes {
                """);
        for (Op op : Op.values()) {
            out.lines("static final int " + op.name() + " = " + op.code() + ";");
        }
        out.lines("""

                private OpCodes() {}
                }
                """);
        return out.source();
    }
}
