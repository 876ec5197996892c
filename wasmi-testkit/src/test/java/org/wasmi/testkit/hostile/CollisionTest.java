package org.wasmi.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/**
 * Modules whose constants, types or names all have the same hash code. Tables that take linear time for each collision
 * need hundreds of times as long for these modules as for others of their size; those that take logarithmic time need a
 * few times as long. Both are measured here, in the processor's time of this thread, so that the machine does not
 * matter.
 */
@Tag("hostile")
class CollisionTest {
    /** How many times as long a module may take whose hash codes collide. */
    private static final int MOST = 40;

    private static final int TRIES = 5;

    /** What numbers a type; with 13 bits, a heap of 256 MB is full at times, and JUnit survives no lack of memory. */
    private static final int TYPE_BITS = 12;

    private final Engine engine = Engine.create();

    /** Does something to a module, whose hash codes collide or do not. */
    private interface Work {
        void run(boolean colliding);
    }

    private static void assertCollisionsCostLittle(Work work) {
        List<Double> ratios = new ArrayList<>();
        do {
            ratios.add((double) cost(work, true) / cost(work, false));
        } while (ratios.get(ratios.size() - 1) > MOST && ratios.size() < TRIES);
        assertThat(ratios.get(ratios.size() - 1))
                .as("time with collisions to time without, of %s", ratios)
                .isLessThan(MOST);
    }

    private static long cost(Work work, boolean colliding) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run(colliding);
        return Math.max(1, threads.getCurrentThreadCpuTime() - before);
    }

    private static void assertHashes(Set<Integer> hashes, boolean colliding, int count) {
        if (colliding) {
            assertThat(hashes).hasSize(1);
        } else {
            assertThat(hashes).hasSizeGreaterThan(count / 2);
        }
    }

    /** The lower half is a word of the code and the upper half the next one: 31 * lower + upper is 0. */
    private static long constant(long number, boolean colliding) {
        return colliding ? ((-31 * number) << Integer.SIZE) | number : number;
    }

    @Test
    void constantsThatCollide() {
        assertCollisionsCostLittle(this::constants);
    }

    private void constants(boolean colliding) {
        int count = 100_000;
        ModuleBuilder module = new ModuleBuilder();
        for (int i = 0; i < count; i++) {
            long value = constant(i + 1L, colliding);
            module.global( // an addition, or there would be no code
                    "g" + i,
                    new GlobalType(NumType.I64, false),
                    code -> code.i64Const(value).i64Const(0).op("i64.add"));
        }
        Program program = Translator.translate(module.build());
        Set<Integer> hashes = new HashSet<>();
        program.globals()
                .forEach(each ->
                        hashes.add(((ConstExpr.Computed) each.init()).code().hashCode()));
        assertHashes(hashes, colliding, count);

        Instance instance = new Linker().instantiate(engine.newStore(), program);

        assertThat(instance.global("g1").get()).isEqualTo(Value.i64(constant(2L, colliding)));
    }

    /**
     * Types with equal hash codes, whatever those of their elements are: the sequence of Thue and Morse and its
     * complement have the same value of 32 bits as a polynomial of 31. Without collisions, the bits of the number stand
     * side by side, so that nearly all sums differ, whatever two elements' hash codes are.
     */
    private static List<ValType> types(int number, boolean colliding) {
        List<ValType> types = new ArrayList<>();
        for (int bit = TYPE_BITS - 1; bit >= 0; bit--) {
            for (int i = 0; i < 64; i++) {
                boolean odd = colliding
                        ? (Integer.bitCount(i) + (number >>> bit)) % 2 != 0
                        : bit == 0 && (number >>> i & 1) != 0 && i < TYPE_BITS;
                types.add(odd ? NumType.I32 : NumType.I64);
            }
        }
        return types;
    }

    @Test
    void typesThatCollide() {
        assertCollisionsCostLittle(this::types);
    }

    private void types(boolean colliding) {
        int count = 1 << TYPE_BITS;
        Set<Integer> hashes = new HashSet<>();
        Program.Builder builder = Program.builder();
        for (int i = 0; i < count; i++) {
            FuncType type = new FuncType(List.of(), types(i, colliding));
            hashes.add(type.hashCode());
            builder.type(type);
        }
        assertHashes(hashes, colliding, count);

        Program program = StoredPrograms.read(StoredPrograms.write(builder.build()));
        new Linker().instantiate(engine.newStore(), program);

        assertThat(program.types().size()).isEqualTo(count);
    }

    private static String name(int number, boolean colliding) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            boolean zero = (number >>> bit & 1) == 0;
            name.append(colliding ? (zero ? "Aa" : "BB") : (zero ? "Aa" : "Bc"));
        }
        return name.toString();
    }

    /** A chain of groups of which each says the same as the one before but for the type that it refers to. */
    @Test
    void groupsThatDifferLate() {
        int count = 100_000;
        Types.Builder types = Types.builder().add(new StructType(List.of()));
        for (int i = 0; i < count; i++) {
            types.add(new ArrayType(new FieldType(new RefType(true, new TypeUse(i)), false)));
        }
        Program.Builder builder = Program.builder();
        types.build().groups().forEach(builder::types);

        Program program = StoredPrograms.read(StoredPrograms.write(builder.build()));
        new Linker().instantiate(engine.newStore(), program);

        assertThat(program.types().number(count)).isEqualTo(count);
    }

    /** One group of many types, again and again: what it takes to look it up must not grow with its repetitions. */
    @Test
    void largeGroupsThatRepeat() {
        List<SubType> types = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            types.add(SubType.of(new StructType(List.of(new FieldType(NumType.I32, i % 3 == 0)))));
        }
        Program.Builder builder = Program.builder();
        for (int i = 0; i < 200; i++) {
            builder.types(new RecGroup(types));
        }

        Program program = StoredPrograms.read(StoredPrograms.write(builder.build()));
        new Linker().instantiate(engine.newStore(), program);

        assertThat(program.types().number(199_999)).isEqualTo(999);
    }

    @Test
    void namesThatCollide() {
        assertCollisionsCostLittle(this::names);
    }

    private void names(boolean colliding) {
        int count = 100_000;
        ModuleBuilder module = new ModuleBuilder().function("->", code -> {});
        for (int i = 0; i < count; i++) {
            module.export(name(i, colliding), ExternKind.FUNC, 0);
        }
        Program program = Translator.translate(module.build());
        Set<Integer> hashes = new HashSet<>();
        for (Export each : program.exports()) {
            hashes.add(each.name().hashCode());
        }
        assertHashes(hashes, colliding, count);

        Instance instance = new Linker().instantiate(engine.newStore(), program);
        Linker linker = new Linker().define("guest", instance);

        assertThat(instance.export("Aa".repeat(17))).isPresent();
        assertThat(linker.link(StoredPrograms.read(StoredPrograms.write(program))))
                .isNotNull();
    }
}
