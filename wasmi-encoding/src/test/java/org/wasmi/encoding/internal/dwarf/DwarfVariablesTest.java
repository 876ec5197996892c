package org.wasmi.encoding.internal.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.source.GuestState;
import org.wasmi.encoding.source.SourceValue;

/** Variables by debugging information that compilers do not write; what they write is tested by wasmi-debug. */
class DwarfVariablesTest {
    private static final int CODE = 10;

    // Codes of abbreviations.
    private static final int UNIT = 1;
    private static final int FUNCTION = 2;
    private static final int VARIABLE = 3;
    private static final int STRUCTURE = 4;
    private static final int MEMBER = 5;
    private static final int BASE = 6;
    private static final int TYPEDEF = 7;
    private static final int ARRAY = 8;
    private static final int SUBRANGE = 9;
    private static final int END = 0;

    private static final byte[] ABBREVIATIONS = bytes(
            UNIT, 0x11, 1, 0, 0, //
            FUNCTION, 0x2E, 1, 0x11, 0x01, 0x12, 0x06, 0x40, 0x18, 0, 0, //
            VARIABLE, 0x34, 0, 0x03, 0x08, 0x49, 0x13, 0x02, 0x18, 0, 0, //
            STRUCTURE, 0x13, 1, 0x03, 0x08, 0x0B, 0x0B, 0, 0, //
            MEMBER, 0x0D, 0, 0x03, 0x08, 0x49, 0x13, 0x38, 0x0B, 0, 0, //
            BASE, 0x24, 0, 0x03, 0x08, 0x0B, 0x0B, 0x3E, 0x0B, 0, 0, //
            TYPEDEF, 0x16, 0, 0x03, 0x08, 0x49, 0x13, 0, 0, //
            ARRAY, 0x01, 1, 0x49, 0x13, 0, 0, //
            SUBRANGE, 0x21, 0, 0x37, 0x07, 0, 0, //
            END);

    private static final int HEADER = 11;
    private static final int[] LOCAL_1 = {0xED, 0, 1, 0x9F};

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** {@return where the next entry is, as references tell it} */
    private int here() {
        return HEADER + entries.size();
    }

    private void add(int... values) {
        entries.writeBytes(bytes(values));
    }

    private void text(String text) {
        entries.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        add(0);
    }

    private void number(long value, int size) {
        for (int i = 0; i < size; i++) {
            add((int) (value >>> (8 * i)));
        }
    }

    private void expression(int... operations) {
        for (int length = operations.length, more = 1; more > 0; length >>>= 7) {
            more = length >>> 7;
            add((length & 0x7F) | (more > 0 ? 0x80 : 0));
        }
        add(operations);
    }

    private int baseType(String name, int size, int encoding) {
        int here = here();
        add(BASE);
        text(name);
        add(size, encoding);
        return here;
    }

    private void function(int... frameBase) {
        add(FUNCTION);
        number(5, 4);
        number(100, 4);
        expression(frameBase);
    }

    private void variable(String name, int type, int... location) {
        add(VARIABLE);
        text(name);
        number(type, 4);
        expression(location);
    }

    @BeforeEach
    void beginUnit() {
        add(UNIT);
    }

    private List<SourceValue> variables() {
        add(END, END);
        ByteBuffer info = ByteBuffer.allocate(HEADER + entries.size()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        info.putInt(HEADER - 4 + entries.size()).putShort((short) 4).putInt(0).put((byte) 4);
        info.put(entries.toByteArray()).flip();
        return DwarfVariables.of(Map.of(".debug_info", info, ".debug_abbrev", ByteBuffer.wrap(ABBREVIATIONS)), CODE)
                .at(CODE + 50, 0, new State());
    }

    private static List<String> texts(List<SourceValue> values) {
        return values.stream().map(each -> each.name() + "=" + each.text()).toList();
    }

    /** Local n is 7 + n, global 2 is 16, and a byte of the memory is its address. */
    private static final class State implements GuestState {

        @Override
        public OptionalLong local(long index) {
            return index < 3 ? OptionalLong.of(7 + index) : OptionalLong.empty();
        }

        @Override
        public OptionalLong global(long index) {
            return index == 2 ? OptionalLong.of(16) : OptionalLong.empty();
        }

        @Override
        public byte[] memory(long address, int count) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(count, 256 - address))];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (address + i);
            }
            return bytes;
        }
    }

    @Test
    void variablesAreWhereExpressionsSay() {
        int number = baseType("u16", 2, 7);
        int wide = baseType("i64", 8, 5);
        function(0xED, 3, 2, 0, 0, 0, 0x9F); // global 2
        variable("local", number, LOCAL_1);
        variable("frame", number, 0x91, 4); // frame base + 4
        variable("negative", wide, 0x11, 0x7D, 0x9F); // constant -3
        variable("computed", number, 0x38, 0x12, 0x22, 0x31, 0x1C, 0x9F); // 8 + 8 - 1
        variable("loaded", number, 0x34, 0x94, 1, 0x23, 2, 0x9F); // mem[4] + 2
        variable("pieces", number, 0x35, 0x9F, 0x93, 1, 0x36, 0x9F, 0x93, 1); // 5, 6
        variable("implicit", number, 0x9E, 2, 1, 1);
        variable("address", number, 0x03, 32, 0, 0, 0);
        List<SourceValue> found = variables();
        assertThat(texts(found))
                .containsExactly(
                        "local=8",
                        "frame=" + (20 | 21 << 8),
                        "negative=-3",
                        "computed=15",
                        "loaded=6",
                        "pieces=" + (5 | 6 << 8),
                        "implicit=257",
                        "address=" + (32 | 33 << 8));
        assertThat(found.get(1).address()).hasValue(20);
        assertThat(found.get(0).address()).isEmpty();
        assertThat(found.get(2).type()).contains("i64");
    }

    @Test
    void expressionsThatGiveNothingAreNotAvailable() {
        int number = baseType("u16", 2, 7);
        function(0x91, 0); // a base that needs itself
        variable("frame", number, 0x91, 0);
        variable("operand", number, 0xED, 2, 0, 0x9F);
        variable("no local", number, 0xED, 0, 9, 0x9F);
        variable("no global", number, 0xED, 1, 3, 0x9F);
        variable("beyond", number, 0x0C, 0xFF, 0, 0, 0);
        variable("part", number, 0x35, 0x9F, 0x93, 1, 0x93, 1);
        variable("nothing", number);
        variable("underflow", number, 0x22);
        variable("unknown", number, 0xFF);
        variable("short", number, 0x0E, 1);
        int[] deep = new int[100];
        java.util.Arrays.fill(deep, 0x30);
        variable("deep", number, deep);
        int[] pieces = new int[5_000];
        java.util.Arrays.fill(pieces, 0x96);
        variable("long", number, pieces);
        variable("last", number, LOCAL_1);
        List<String> texts = texts(variables());
        assertThat(texts).hasSize(13).last().isEqualTo("last=8");
        assertThat(texts.subList(0, 12)).allMatch(each -> each.endsWith("=not available"));
    }

    @Test
    void typesOfThemselvesEnd() {
        int structure = here();
        add(STRUCTURE);
        text("A");
        add(4, MEMBER);
        text("A");
        number(structure, 4);
        add(0, END);
        int typedef = here();
        add(TYPEDEF);
        text("T");
        number(typedef, 4);
        int array = here();
        add(ARRAY);
        number(array, 4);
        add(SUBRANGE);
        number(3, 8);
        add(END);
        function(0x30);
        variable("structure", structure, 0x30);
        variable("typedef", typedef, 0x30);
        variable("array", array, 0x30);
        List<SourceValue> found = variables();
        assertThat(found).hasSize(3);
        assertThat(found.get(0).text()).startsWith("AA").hasSizeLessThan(100);
        assertThat(found.get(0).members()).hasSize(1);
        assertThat(found.get(1).text()).isEqualTo("not available");
        assertThat(found.get(1).members()).isEmpty();
        assertThat(found.get(2).text()).isEqualTo("not available");
    }

    @Test
    void longArraysShowTheirBeginning() {
        int number = baseType("u8", 1, 7);
        int array = here();
        add(ARRAY);
        number(number, 4);
        add(SUBRANGE);
        number(Long.MAX_VALUE, 8);
        add(SUBRANGE);
        number(Long.MAX_VALUE, 8);
        add(END);
        function(0x30);
        variable("array", array, 0x30);
        SourceValue found = variables().get(0);
        assertThat(found.members()).hasSize(1_000);
        assertThat(found.members().get(0).members()).hasSize(1_000);
        assertThat(found.text()).startsWith("[[0, 1, 2, ").endsWith("...]").hasSizeLessThan(10_000);
    }

    @Test
    void otherFunctionsHaveNone() {
        int number = baseType("u16", 2, 7);
        add(FUNCTION);
        number(60, 4);
        number(100, 4);
        expression(0x30);
        variable("local", number, LOCAL_1);
        assertThat(variables()).isEmpty();
    }
}
