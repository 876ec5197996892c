package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.code;
import static org.wasmi.translate.Wasm.custom;
import static org.wasmi.translate.Wasm.join;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.name;
import static org.wasmi.translate.Wasm.section;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Function;

/** Modules with damage: whatever the bytes, the outcome is a program or one of our exceptions. */
class BinaryMutationProperties {

    private static final byte[] EVERYTHING = everything();

    private static final List<byte[]> PROGRAMS = Stream.of("fib.wasm", "hello.wasm", "mandelbrot.wasm", "primes.wasm")
            .map(BinaryMutationProperties::read)
            .toList();

    @Test
    void theModuleToDamageIsValid() {
        assertThat(outcome(EVERYTHING, TranslationMode.EAGER)).isEqualTo("valid");
    }

    @Property(tries = 20_000)
    void damageEndsInOurExceptionsInEveryMode(@ForAll("damage") List<Edit> damage) {
        byte[] wasm = apply(EVERYTHING, damage);
        String eager = outcome(wasm, TranslationMode.EAGER);
        for (TranslationMode mode : TranslationMode.values()) {
            assertThat(outcome(wasm, mode)).as("%s of %s", mode, hex(wasm)).isEqualTo(eager);
        }
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void damagedProgramsEndInOurExceptions(@ForAll("programs") byte[] program, @ForAll("damage") List<Edit> damage) {
        assertThat(outcome(apply(program, damage), TranslationMode.EAGER)).isNotEmpty();
    }

    @Property(tries = 2_000)
    void anyBytesBehindAHeaderEndInOurExceptions(@ForAll byte[] anything) {
        assertThat(outcome(module(anything), TranslationMode.EAGER)).isNotEmpty();
    }

    /** The class of the exception or "valid"; anything but our exceptions passes through. */
    private static String outcome(byte[] wasm, TranslationMode mode) {
        outline(wasm);
        try {
            for (Function each : Translator.translate(wasm, TranslationOptions.DEFAULT.withMode(mode))
                    .functions()) {
                assertThat(each.body().code()).isNotNull();
            }
            return "valid";
        } catch (WasmException e) {
            return e.toString();
        }
    }

    private static void outline(byte[] wasm) {
        try {
            assertThat(Translator.outline(wasm)).isNotNull();
        } catch (MalformedException e) {
            assertThat(e.offset()).isBetween(0, wasm.length);
        }
    }

    /**
     * One change of the bytes.
     *
     * @param kind what is done
     * @param place where, as a part of the whole
     * @param value a byte to write, or how many bytes are concerned
     */
    private record Edit(Kind kind, double place, int value) {

        enum Kind {
            OVERWRITE,
            INCREMENT,
            FLIP_BIT,
            INSERT,
            REMOVE,
            REPEAT,
            TRUNCATE,
            LARGE_INTEGER
        }

        byte[] apply(byte[] wasm) {
            int at = (int) (place * wasm.length);
            byte[] before = Arrays.copyOf(wasm, at);
            byte[] after = Arrays.copyOfRange(wasm, at, wasm.length);
            if (after.length == 0) {
                return wasm;
            }
            byte[] rest = Arrays.copyOfRange(after, 1, after.length);
            int few = Math.min(value % 16, after.length);
            return switch (kind) {
                case OVERWRITE -> join(before, bytes(value), rest);
                case INCREMENT -> join(before, bytes(after[0] + 1), rest);
                case FLIP_BIT -> join(before, bytes(after[0] ^ (1 << (value % 8))), rest);
                case INSERT -> join(before, bytes(value), after);
                case REMOVE -> join(before, Arrays.copyOfRange(after, few, after.length));
                case REPEAT -> join(before, Arrays.copyOf(after, few), after);
                case TRUNCATE -> before;
                case LARGE_INTEGER -> join(before, Wasm.u32(-value), rest);
            };
        }
    }

    @Provide
    Arbitrary<List<Edit>> damage() {
        Arbitrary<Edit.Kind> kinds = Arbitraries.of(Edit.Kind.class);
        Arbitrary<Double> places = Arbitraries.integers().between(0, 9_999).map(part -> part / 10_000.0);
        Arbitrary<Integer> values = Arbitraries.integers().between(0, 255);
        return Combinators.combine(kinds, places, values)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<byte[]> programs() {
        return Arbitraries.of(PROGRAMS);
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of("..", "examples", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] apply(byte[] wasm, List<Edit> damage) {
        byte[] damaged = wasm;
        for (Edit edit : damage) {
            damaged = edit.apply(damaged);
        }
        return damaged;
    }

    private static String hex(byte[] wasm) {
        return HexFormat.of().formatHex(wasm);
    }

    /** A module with something of everything. */
    private static byte[] everything() {
        byte[] types = bytes(3, 0x60, 0, 0, 0x60, 2, 0x7F, 0x7F, 1, 0x7F, 0x60, 1, 0x7F, 2, 0x7F, 0x7E);
        byte[] imports = join(
                bytes(4),
                name("m"),
                join(name("f"), bytes(0, 0), name("m"), name("t"), bytes(1, 0x70, 1, 0, 9)),
                join(name("m"), name("m"), bytes(2, 0, 1), name("m"), name("g"), bytes(3, 0x7F, 0)));
        byte[] tables = bytes(2, 0x6F, 0, 2, 0x40, 0, 0x70, 1, 1, 2, 0xD0, 0x70, 0x0B);
        byte[] globals = join(
                bytes(3, 0x7F, 0, 0x23, 0, 0x41, 2, 0x6A, 0x41, 3, 0x6C, 0x0B),
                bytes(0x7E, 1, 0x42, 0x80, 0x01, 0x42, 1, 0x7D, 0x0B),
                bytes(0x70, 0, 0xD2, 1, 0x0B));
        byte[] exports = join(
                bytes(4),
                join(name("f"), bytes(0, 1), name("t"), bytes(1, 1)),
                join(name("m"), bytes(2, 1), name("g"), bytes(3, 1)));
        byte[] elements = join(
                bytes(8, 0, 0x41, 0, 0x0B, 1, 0, 1, 0, 1, 1, 2, 2, 0x23, 0, 0x0B, 0, 1, 2, 3, 0, 1, 3),
                bytes(4, 0x41, 0, 0x0B, 1, 0xD2, 1, 0x0B, 5, 0x6F, 1, 0xD0, 0x6F, 0x0B),
                bytes(6, 2, 0x41, 0, 0x0B, 0x70, 1, 0xD0, 0x70, 0x0B, 7, 0x70, 0));
        byte[] data = bytes(3, 0, 0x41, 0, 0x0B, 2, 'h', 'i', 1, 3, 1, 2, 3, 2, 1, 0x41, 8, 0x0B, 0);
        byte[] names = join(
                section(0, name("every")),
                section(1, bytes(1, 1), name("f")),
                section(2, bytes(1, 1, 1, 0), name("x")));
        return module(
                custom("first", bytes(1, 2, 3)),
                section(1, types),
                section(2, imports),
                section(3, bytes(4, 1, 0, 1, 2)),
                section(4, tables),
                section(5, bytes(1, 1, 1, 2)),
                section(6, globals),
                section(7, exports),
                section(8, bytes(2)),
                section(9, elements),
                section(12, bytes(3)),
                code(computation(), call(), tailCall(), conversion()),
                section(11, data),
                custom("name", names));
    }

    private static byte[] computation() {
        byte[] locals = bytes(2, 2, 0x7E, 1, 0x7C);
        byte[] block =
                bytes(0x02, 0x7F, 0x20, 0, 0x20, 1, 0x6A, 0x22, 0, 0x20, 1, 0x0D, 0, 0x41, 7, 0x6C, 0x0B, 0x21, 0);
        byte[] loop = bytes(0x03, 0x40, 0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0, 0x0B);
        byte[] load = bytes(0x20, 0, 0x04, 0x7F, 0x20, 1, 0x05, 0x41, 3, 0x0B, 0x28, 2, 4);
        byte[] indirect = bytes(0x20, 1, 0x41, 0, 0x11, 1, 0, 0x21, 0);
        byte[] branchTable = bytes(0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0E, 2, 0, 1, 0, 0x0B, 0x0B);
        byte[] select = bytes(0x20, 0, 0x20, 1, 0x20, 0, 0x1B);
        byte[] bulk =
                bytes(0x41, 0, 0x41, 4, 0xFC, 0x0B, 0, 0x41, 0, 0x41, 0, 0x41, 1, 0xFC, 0x08, 0, 1, 0xFC, 0x09, 0);
        byte[] references = bytes(0xD2, 1, 0x1A, 0x41, 0, 0xD0, 0x6F, 0x26, 1, 0xD0, 0x6F, 0xD1);
        byte[] numbers = bytes(0x44, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0xFC, 0x02, 0x6A, 0x20, 2, 0xA7, 0x6A, 0x0F, 0x0B);
        return join(locals, block, loop, load, indirect, branchTable, select, bulk, references, numbers);
    }

    private static byte[] call() {
        return bytes(0, 0x41, 1, 0x41, 2, 0x10, 1, 0x1A, 0x0B);
    }

    private static byte[] tailCall() {
        return bytes(0, 0x20, 0, 0x20, 1, 0x12, 1, 0x0B);
    }

    private static byte[] conversion() {
        return bytes(0, 0x20, 0, 0x02, 2, 0x42, 5, 0x0B, 0x0B);
    }
}
