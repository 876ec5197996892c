package org.wasmi.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.store.StoredPrograms;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/**
 * Modules whose constants, types or names all have the same hash code. Tables that take linear time for each collision need
 * minutes for these modules; those that take logarithmic time need seconds.
 */
@Tag("hostile")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CollisionTest {
    private final Engine engine = Engine.create();

    /** The lower half is a word of the code and the upper half the next one: 31 * lower + upper is 0. */
    private static long colliding(long number) {
        return ((-31 * number) << Integer.SIZE) | number;
    }

    @Test
    void constantsThatCollide() {
        int count = 100_000;
        ModuleBuilder module = new ModuleBuilder();
        for (int i = 0; i < count; i++) {
            long value = colliding(i + 1L);
            module.global("g" + i, new GlobalType(NumType.I64, false), code -> code.i64Const(value));
        }
        Program program = Translator.translate(module.build());
        Set<Integer> hashes = new HashSet<>();
        program.globals().forEach(each -> hashes.add(each.init().code().hashCode()));
        assertThat(hashes).hasSize(1);

        Instance instance = new Linker().instantiate(engine.newStore(), program);

        assertThat(instance.global("g1").get()).isEqualTo(Value.i64(colliding(2L)));
    }

    /**
     * Types with equal hash codes, whatever those of their elements are: the sequence of Thue and Morse and its complement
     * have the same value of 32 bits as a polynomial of 31.
     */
    private static List<ValType> colliding(int number) {
        List<ValType> types = new ArrayList<>();
        for (int bit = 14; bit >= 0; bit--) {
            for (int i = 0; i < 64; i++) {
                boolean odd = (Integer.bitCount(i) + (number >>> bit)) % 2 != 0;
                types.add(odd ? NumType.I32 : NumType.I64);
            }
        }
        return types;
    }

    @Test
    void typesThatCollide() {
        int count = 8_192;
        Set<Integer> hashes = new HashSet<>();
        Program.Builder builder = Program.builder();
        for (int i = 0; i < count; i++) {
            FuncType type = new FuncType(List.of(), colliding(i));
            hashes.add(type.hashCode());
            builder.type(type);
        }
        assertThat(hashes).hasSize(1);

        Program program = StoredPrograms.read(StoredPrograms.write(builder.build()));
        new Linker().instantiate(engine.newStore(), program);

        assertThat(program.types().size()).isEqualTo(count);
    }

    @Test
    void namesThatCollide() {
        int count = 100_000;
        ModuleBuilder module = new ModuleBuilder().function("->", code -> {});
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                name.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            module.export(name.toString(), ExternKind.FUNC, 0);
        }
        Program program = Translator.translate(module.build());
        Set<Integer> hashes = new HashSet<>();
        for (Export each : program.exports()) {
            hashes.add(each.name().hashCode());
        }
        assertThat(hashes).hasSize(1);

        Instance instance = new Linker().instantiate(engine.newStore(), program);
        Linker linker = new Linker().define("guest", instance);

        assertThat(instance.export("Aa".repeat(17))).isPresent();
        assertThat(linker.link(StoredPrograms.read(StoredPrograms.write(program))))
                .isNotNull();
    }
}
