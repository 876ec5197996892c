package org.wasmi.encoding.internal.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.SourceLines;

class DwarfLinesTest {
    private static final int CODE = 100;
    private static final String LINES = ".debug_line";

    private static LineTables plainFiles() {
        return new LineTables()
                .text("lib")
                .text("/abs")
                .u8(0)
                .text("main.c")
                .u8(0, 0, 0)
                .text("list.h")
                .u8(1, 5, 6)
                .text("io.h")
                .u8(2, 0, 0)
                .text("/own/path.h")
                .u8(1, 0, 0)
                .u8(0);
    }

    /**
     * The rows of {@link #program}: address 10 is line 3, column 7; from 12 on line 4; from 20 to 29 line 2 of another
     * file.
     */
    private static LineTables program(int firstFile, int otherFile) {
        return new LineTables()
                .address(10)
                .file(firstFile)
                .column(7)
                .line(2)
                .copy()
                .special(2, 1)
                .advance(8)
                .line(-2)
                .file(otherFile)
                .column(0)
                .copy()
                .advance(10)
                .end();
    }

    private static SourceLines read(LineTables lines) {
        return DwarfLines.of(Map.of(LINES, lines.buffer()), CODE);
    }

    private static String at(SourceLines lines, int address) {
        return lines.at(CODE + address).map(Object::toString).orElse("unknown");
    }

    private static void assertRows(SourceLines lines, String file, String other) {
        assertThat(at(lines, 9)).isEqualTo("unknown");
        assertThat(at(lines, 10)).isEqualTo(file + ":3:7");
        assertThat(at(lines, 11)).isEqualTo(file + ":3:7");
        assertThat(at(lines, 12)).isEqualTo(file + ":4:7");
        assertThat(at(lines, 19)).isEqualTo(file + ":4:7");
        assertThat(at(lines, 20)).isEqualTo(other + ":2");
        assertThat(at(lines, 29)).isEqualTo(other + ":2");
        assertThat(at(lines, 30)).isEqualTo("unknown");
        assertThat(at(lines, -CODE)).isEqualTo("unknown");
        assertThat(at(lines, Integer.MAX_VALUE - CODE)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"2,2,lib/list.h", "3,3,/abs/io.h", "4,4,/own/path.h", "4,2,lib/list.h"})
    void versionsUpTo4NameFilesInTheTable(int version, int otherFile, String other) {
        assertRows(read(new LineTables().plainUnit(version, plainFiles(), program(1, otherFile))), "main.c", other);
    }

    @Test
    void version5NamesFilesInSectionsOfTexts() {
        LineTables entries = new LineTables()
                .u8(1, 1, 0x1F, 2)
                .u32(0)
                .u32(6)
                .u8(3, 1, 0x0E, 2, 0x0B, 5, 0x1E, 2)
                .u32(4)
                .u8(0)
                .raw(new byte[16])
                .u32(0)
                .u8(1)
                .raw(new byte[16]);
        Map<String, ByteBuffer> sections = Map.of(
                LINES,
                new LineTables().unit(entries, program(0, 1)).buffer(),
                ".debug_line_str",
                new LineTables().text("/home").text("lib").buffer(),
                ".debug_str",
                new LineTables().text("a.h").text("main.c").buffer());
        assertRows(DwarfLines.of(sections, CODE), "main.c", "lib/a.h");
    }

    @ParameterizedTest
    @CsvSource({"0x0B,1", "0x05,2", "0x06,4", "0x07,8", "0x0F,1"})
    void version5HasEveryFormOfANumber(String form, int size) {
        byte[] directory = new byte[size];
        directory[0] = 1;
        LineTables entries = new LineTables()
                .u8(2, 1, 0x08, 0x20, 0x09, 2)
                .text("/home")
                .u8(2, 0xAA, 0xBB)
                .text("lib")
                .u8(0)
                .u8(2, 2, Integer.decode(form), 1, 0x08, 2)
                .raw(new byte[size])
                .text("main.c")
                .raw(directory)
                .text("b.h");
        assertRows(read(new LineTables().unit(entries, program(0, 1))), "main.c", "lib/b.h");
    }

    @Test
    void offsetsOf64BitsAreRead() {
        byte[] narrow =
                new LineTables().plainUnit(4, plainFiles(), program(1, 2)).toByteArray();
        // length, version, header length: the first and the last are wider.
        LineTables wide = new LineTables()
                .u32(-1)
                .u32(narrow.length)
                .u32(0)
                .raw(Arrays.copyOfRange(narrow, 4, 10))
                .u32(0)
                .raw(Arrays.copyOfRange(narrow, 10, narrow.length));
        assertRows(read(wide), "main.c", "lib/list.h");
    }

    @Test
    void whatDoesNotMatterIsSkipped() {
        LineTables program = new LineTables()
                .u8(6, 7, 10, 11) // statements, blocks, prologue and epilogue
                .u8(12, 0x81, 1) // set_isa
                .u8(0, 2, 4, 9) // set_discriminator
                .u8(0, 3, 0x80, 1, 2) // of a vendor
                .u8(0, 0)
                .address(10)
                .copy()
                .u8(8) // const_add_pc: by 17
                .u8(9, 0x2C, 1) // fixed_advance_pc: by 300
                .line(5)
                .copy()
                .advance(1)
                .end();
        SourceLines lines = read(new LineTables().plainUnit(4, plainFiles(), program));
        assertThat(at(lines, 10 + 316)).isEqualTo("main.c:1");
        assertThat(at(lines, 10 + 317)).isEqualTo("main.c:6");
        assertThat(at(lines, 10 + 318)).isEqualTo("unknown");
    }

    @Test
    void linesOfNoSourceAreUnknown() {
        LineTables program = new LineTables()
                .address(10)
                .line(-1)
                .copy()
                .advance(1)
                .line(4)
                .copy()
                .advance(1)
                .end();
        SourceLines lines = read(new LineTables().plainUnit(4, plainFiles(), program));
        assertThat(at(lines, 10)).isEqualTo("unknown");
        assertThat(at(lines, 11)).isEqualTo("main.c:4");
    }

    /** Linkers leave the tables of functions that they drop, at address 0 or at the highest ones. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, -2})
    void droppedFunctionsHaveNoLines(int address) {
        LineTables dropped =
                new LineTables().address(address).line(50).copy().advance(100).end();
        LineTables program = dropped.raw(program(1, 2).toByteArray());
        assertRows(read(new LineTables().plainUnit(4, plainFiles(), program)), "main.c", "lib/list.h");
    }

    @Test
    void unitsThatCannotBeReadDoNotHideOthers() {
        LineTables tables = new LineTables()
                .u32(2)
                .u16(9) // a version to come
                .u32(0)
                .plainUnit(
                        4,
                        new LineTables(),
                        new LineTables().address(200).copy().u8(0, 200))
                .plainUnit(4, plainFiles(), program(1, 2))
                .u32(Integer.MAX_VALUE);
        assertRows(read(tables), "main.c", "lib/list.h");
    }

    @Test
    void missingFilesAndTextsAreUnknown() {
        SourceLines noFile = read(new LineTables().plainUnit(4, plainFiles(), program(9, 2)));
        assertThat(at(noFile, 10)).isEqualTo("unknown");
        assertThat(at(noFile, 20)).isEqualTo("lib/list.h:2");
        LineTables entries = new LineTables().u8(0, 0).u8(1, 1, 0x1F, 1).u32(3);
        SourceLines noText = read(new LineTables().unit(entries, program(0, 0)));
        assertThat(at(noText, 10)).isEqualTo("unknown");
    }

    @Test
    void listsWithoutEndAreRefused() {
        LineTables entries = new LineTables().u8(0).raw(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1});
        SourceLines lines = read(new LineTables().unit(entries, program(0, 0)));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(at(lines, 10)).isEqualTo("unknown"));
    }

    @Test
    void withoutTheSectionNothingIsKnown() {
        assertThat(DwarfLines.of(Map.of(), CODE)).isSameAs(SourceLines.NONE);
        assertThat(SourceLines.NONE.at(1)).isEqualTo(Optional.empty());
    }

    /** Any bytes, and tables with a few wrong ones, end in an answer, and soon. */
    @Test
    void whateverTheBytesThereIsAnAnswer() {
        Random random = new Random(20_240_607);
        byte[] plain =
                new LineTables().plainUnit(4, plainFiles(), program(1, 2)).toByteArray();
        byte[] newer = new LineTables()
                .unit(
                        new LineTables()
                                .u8(1, 1, 0x08, 1)
                                .text("/home")
                                .u8(2, 1, 0x08, 2, 0x0B, 1)
                                .text("main.c")
                                .u8(0),
                        program(0, 0))
                .toByteArray();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = (i % 2 == 0 ? plain : newer).clone();
                if (i % 10 == 0) {
                    random.nextBytes(bytes);
                } else {
                    for (int k = random.nextInt(4); k >= 0; k--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                }
                SourceLines lines = DwarfLines.of(
                        Map.of(LINES, ByteBuffer.wrap(bytes), ".debug_str", ByteBuffer.wrap(plain)), CODE);
                assertThatCode(() -> {
                            for (int address = 0; address < 40; address++) {
                                lines.at(CODE + address);
                            }
                        })
                        .as(() -> Arrays.toString(bytes))
                        .doesNotThrowAnyException();
            }
        });
    }
}
