package org.wasmi.encoding.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolsTest {
    /** What LLVM's own tool, llvm-cxxfilt, says of the same symbols, without hashes and without what LLVM added. */
    private static final Map<String, String> PATHS = new TreeMap<>(Map.ofEntries(
            Map.entry("_ZN1r4main17h6bb90cc9f4a014ccE", "r::main"),
            Map.entry(
                    "_ZN3std2io8buffered9bufwriter18BufWriter$LT$W$GT$9flush_buf17hce4131ba222da9c3E",
                    "std::io::buffered::bufwriter::BufWriter<W>::flush_buf"),
            Map.entry(
                    "_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17h4f9d5bf0d8b1f041E",
                    "<&T as core::fmt::Display>::fmt"),
            Map.entry(
                    "_ZN3std4sync4once4Once9call_once28_$u7b$$u7b$closure$u7d$$u7d$17h01dabb9130256bdfE.llvm.55863945",
                    "std::sync::once::Once::call_once::{{closure}}"),
            Map.entry("_RNvCsi7GFBnvyxwE_1r4main", "r::main"),
            Map.entry("_RNvXNtC1a1bNtC1a4WordNtB4_5Score5score", "<a::Word as a::Score>::score"),
            Map.entry("_RINvMs2_C1aINtC1a4WordpE5countTmRShEOeE", "<a::Word<_>>::count::<(u32, &[u8]), *mut str>"),
            Map.entry("_RINvC1a3runNCNvC1a4main0E", "a::run::<a::main::{closure#0}>"),
            Map.entry("_RINvC1a3runNCNvC1a4mains_5innerE", "a::run::<a::main::{closure:inner#1}>"),
            Map.entry("_RINvC1a4sizeAhj20_Kb1_Kc61_Klna_E", "a::size::<[u8; 32], true, 'a', -10>"),
            Map.entry("_RINvC1a3runFUKCmzEuE", "a::run::<unsafe extern \"C\" fn(u32, !)>"),
            Map.entry(
                    "_RINvC1a3runDG_INtC1a2FnRL0_hEp6OutputbEL_E",
                    "a::run::<dyn for<'a> a::Fn<&'a u8, Output = bool>>"),
            Map.entry("_RINvC1a3runDNtC1a4Iterp4ItembNtC1a4SendEL_E", "a::run::<dyn a::Iter<Item = bool> + a::Send>"),
            Map.entry("_RINvC1a3runTmETEE", "a::run::<(u32,), ()>"),
            Map.entry("_RNSC1a4shim", "a::{shim:shim#0}")));

    @Test
    void symbolsOfRustAreReadable() {
        Map<String, String> found = new TreeMap<>();
        PATHS.keySet().forEach(each -> found.put(each, Symbols.readable(each)));
        assertThat(found).isEqualTo(PATHS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "main",
                "runtime.__pageAlloc_.allocRange", // of Go
                "std::vector<int>::push_back(int&&)", // of C++, as its linker leaves it
                "_ZN3foo3barEv", // of C++, as it might be
                "_ZN17h6bb90cc9f4a014ccE",
                "_ZN99999999999main17h6bb90cc9f4a014ccE",
                "_ZN9main17h6bb90cc9f4a014ccE",
                "_R",
                "_RNvC1a",
                "_RNvC9a4main",
                "_RNvB9_4main",
                "_RB_",
                "_RBZZZZZZZZZZZ_", // a number that overflows
                "_RC99999999999999999999a"
            })
    void otherNamesStayAsTheyAre(String name) {
        assertThat(Symbols.readable(name)).isEqualTo(name);
    }

    @Test
    void noPartOfASymbolFails() {
        for (String symbol : PATHS.keySet()) {
            for (int from = 0; from < symbol.length(); from++) {
                for (String start : List.of("", "_R", "_ZN")) {
                    assertThat(Symbols.readable(start + symbol.substring(from))).isNotNull();
                    assertThat(Symbols.readable(start + symbol.substring(0, from)))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void noTextFails() {
        Random random = new Random(1);
        String letters = "BBBCINSTEXYMRQPAFGKLUZZ__0129aefhsuv";
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder(i % 8 == 0 ? "_ZN" : "_R");
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(Symbols.readable(text.toString())).isNotNull();
        }
    }

    /** A number that is read for each of many references back to it is work, too. */
    @Test
    void aSymbolWithLongNumbersStaysAsItIs() {
        StringBuilder symbol = new StringBuilder("_RINvC1a1fTCs" + "0".repeat(1_000) + "_1b");
        symbol.append(("B" + base62("INvC1a1fT".length())).repeat(300)).append("EE");
        assertThat(symbol).hasSizeLessThan(2_000);
        assertThat(Symbols.readable(symbol.toString())).isEqualTo(symbol.toString());
        String longer = "_RNvC1a" + 3_000 + "x".repeat(3_000);
        assertThat(Symbols.readable(longer)).isEqualTo(longer);
    }

    /** Each part refers twice to the one before: as text, it is 2 to the power of 40 times as long. */
    @Test
    void aSymbolThatStandsForAVeryLongPathStaysAsItIs() {
        for (String part : List.of("e", "T", "C0")) { // with a text, without one, and of nothing
            StringBuilder symbol = new StringBuilder("_RINvC1a3run");
            int before = symbol.length() - 2;
            symbol.append(part.equals("T") ? "TE" : part);
            for (int i = 0; i < 40; i++) {
                int here = symbol.length() - 2;
                String back = "B" + base62(before);
                symbol.append('T').append(back).append(back).append('E');
                before = here;
            }
            symbol.append('E');
            assertThat(Symbols.readable(symbol.toString())).isEqualTo(symbol.toString());
        }
        String deep = "_RINvC1a3run" + "S".repeat(100_000) + "hE";
        assertThat(Symbols.readable(deep)).isEqualTo(deep);
        // What is read and not shown is work too.
        StringBuilder hidden = new StringBuilder("_R");
        int before = hidden.length() - 2;
        hidden.append("YhC1a");
        for (int i = 0; i < 40; i++) {
            int here = hidden.length() - 2;
            hidden.append('X').append('B').append(base62(before)).append("hB").append(base62(before));
            before = here;
        }
        assertThat(Symbols.readable(hidden.toString())).isNotNull();
    }

    private static String base62(int number) {
        String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        StringBuilder text = new StringBuilder("_");
        if (number > 0) {
            int rest = number - 1;
            do {
                text.insert(0, digits.charAt(rest % 62));
                rest /= 62;
            } while (rest > 0);
        }
        return text.toString();
    }
}
