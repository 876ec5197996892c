package org.wasmi.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Names;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;

class FlightRecorderTest {
    private static final String EVENT = "org.wasmi.jit.Compilation";

    /** Function 0 sums in a loop; function 1 has too many parameters; function 2 is short. */
    private static final Program PROGRAM = Program.builder()
            .type(new FuncType(List.of(NumType.I32), List.of(NumType.I32)))
            .type(new FuncType(Collections.nCopies(250, NumType.I32), List.of(NumType.I32)))
            .function(new Function(0, () -> Assembler.assemble("""
                    frame params 1, results 1, locals 2, slots 2
                        const32 s1, 0
                    L0:
                        i32.add_ss s1, s1, s0
                        i32.add_si s0, s0, -1
                        br_if_nez L0, s0
                        return_s s1
                    """)))
            .function(new Function(1, () -> Assembler.assemble("""
                    frame params 250, results 1, locals 250, slots 250
                        return_s s249
                    """)))
            .function(new Function(0, () -> Assembler.assemble("""
                    frame params 1, results 1, locals 1, slots 1
                        i32.add_si s0, s0, 1
                        return_s s0
                    """)))
            .export(new Export("sum", ExternKind.FUNC, 0))
            .export(new Export("next", ExternKind.FUNC, 2))
            .export(new Export("many", ExternKind.FUNC, 1))
            .names(new Names() {
                @Override
                public Optional<String> module() {
                    return Optional.of("sums");
                }

                @Override
                public Optional<String> function(int index) {
                    return index == 0 ? Optional.of("add_up") : Optional.empty();
                }

                @Override
                public Optional<String> local(int function, int index) {
                    return Optional.empty();
                }
            })
            .build();

    private static void run(Executor executor) {
        Instance instance = new Linker()
                .instantiate(Engine.create(EngineConfig.DEFAULT, executor).newStore(), PROGRAM);
        for (int i = 0; i < 3; i++) {
            assertThat(instance.function("sum").call(Value.i32(10))).containsExactly(Value.i32(55));
            assertThat(instance.function("many")
                            .call(Collections.nCopies(250, Value.i32(4)).toArray(Value[]::new)))
                    .containsExactly(Value.i32(4));
        }
    }

    private static List<RecordedEvent> recorded(Path file, boolean enabled, Executor executor) throws IOException {
        try (Recording recording = new Recording()) {
            if (enabled) {
                recording.enable(EVENT);
            } else {
                recording.disable(EVENT);
            }
            recording.start();
            run(executor);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(each -> each.getEventType().getName().equals(EVENT))
                .toList();
    }

    @Test
    void compilationsAreRecorded(@TempDir Path folder) throws IOException {
        List<RecordedEvent> events = recorded(folder.resolve("on.jfr"), true, new CompiledExecutor());
        assertThat(events).extracting(each -> each.getInt("index")).containsExactlyInAnyOrder(0, 1);
        RecordedEvent sum = events.stream()
                .filter(each -> each.getInt("index") == 0)
                .findFirst()
                .orElseThrow();
        assertThat(sum.getString("function")).isEqualTo("add_up");
        assertThat(sum.getString("module")).isEqualTo("sums");
        assertThat(sum.getString("tier")).isEqualTo("function");
        assertThat(sum.getInt("instructions")).isEqualTo(5);
        assertThat(sum.getInt("chunks")).isEqualTo(1);
        assertThat(sum.getInt("classBytes")).isBetween(200, 20_000);
        assertThat(sum.getString("declined")).isNull();
        RecordedEvent many = events.stream()
                .filter(each -> each.getInt("index") == 1)
                .findFirst()
                .orElseThrow();
        assertThat(many.getString("function")).isNull();
        assertThat(many.getString("declined")).contains("parameters");
        assertThat(many.getInt("classBytes")).isZero();
    }

    @Test
    void loopsThatAreEnteredAreRecorded(@TempDir Path folder) throws IOException {
        List<RecordedEvent> events = recorded(folder.resolve("loops.jfr"), true, new TieredExecutor(0, 5));
        assertThat(events)
                .filteredOn(each -> each.getString("tier").equals("loop"))
                .extracting(each -> each.getInt("position"))
                .isNotEmpty()
                .allMatch(position -> position > 0);
    }

    @Test
    void functionsThatAreEnteredOftenAreCompiledOnce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("entered.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT);
            recording.start();
            Engine engine = Engine.create(EngineConfig.DEFAULT, new TieredExecutor(0, 100));
            Instance instance = new Linker().instantiate(engine.newStore(), PROGRAM);
            for (int i = 0; i < 300; i++) {
                assertThat(instance.function("next").call(Value.i32(i))).containsExactly(Value.i32(i + 1));
            }
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(each -> each.getEventType().getName().equals(EVENT))
                .extracting(each -> each.getInt("index") + " " + each.getString("tier"))
                .containsExactly("2 function");
    }

    @Test
    void nothingIsRecordedUnlessSomebodyListens(@TempDir Path folder) throws IOException {
        assertThat(recorded(folder.resolve("off.jfr"), false, new CompiledExecutor()))
                .isEmpty();
    }
}
