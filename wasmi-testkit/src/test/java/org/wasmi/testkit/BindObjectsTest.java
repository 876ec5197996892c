package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmArray;
import org.wasmi.exec.WasmStruct;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.I31;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

/** Typed calls with {@code Object} for references below {@code any}, and with vectors beside them. */
@ParameterizedClass
@MethodSource("executors")
class BindObjectsTest {
    private static final byte[] MODULE = Wat.parse("""
            (module
              (type $point (struct (field (mut i32))))
              (type $numbers (array (mut i32)))
              (func (export "any") (param anyref) (result anyref) (local.get 0))
              (func (export "isNull") (param eqref) (result i32) (ref.is_null (local.get 0)))
              (func (export "point") (param i32) (result (ref $point)) (struct.new $point (local.get 0)))
              (func (export "x") (param (ref null $point)) (result i32) (struct.get $point 0 (local.get 0)))
              (func (export "integer") (param i32) (result i31ref) (ref.i31 (local.get 0)))
              (func (export "numbers") (param i32) (result arrayref) (array.new_default $numbers (local.get 0)))
              (func (export "intern") (param externref) (result anyref) (any.convert_extern (local.get 0)))
              (func (export "extern") (param anyref) (result externref) (extern.convert_any (local.get 0)))
              (func (export "both") (param v128 anyref i64 v128) (result v128 anyref)
                (i64x2.add (i64x2.add (local.get 0) (local.get 3)) (i64x2.splat (local.get 2)))
                (local.get 1)))
            """);

    /** The exports. */
    public interface Objects {
        @Nullable
        Object any(@Nullable Object value);

        int isNull(@Nullable Object value);

        Object point(int x);

        int x(@Nullable Object point);

        Object integer(int value);

        Object numbers(int length);

        @Nullable
        Object intern(@Nullable Object value);

        @Nullable
        Object extern(@Nullable Object value);

        Both both(Value.V128 first, @Nullable Object object, long number, Value.V128 second);
    }

    /** Two results. */
    public record Both(Value.V128 vector, @Nullable Object object) {}

    private final Store store;
    private final Instance instance;
    private final Objects objects;

    BindObjectsTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        instance = new Linker().instantiate(store, Translator.translate(MODULE));
        objects = instance.bind(Objects.class);
    }

    static Iterable<String> executors() {
        return Executors.all().keySet();
    }

    @Test
    void objectsOfTheGuestAreStructuresArraysAndIntegers() {
        assertThat(objects.point(7)).isInstanceOfSatisfying(WasmStruct.class, struct -> assertThat(struct.get(0))
                .isEqualTo(Value.i32(7)));
        assertThat(objects.numbers(3)).isInstanceOfSatisfying(WasmArray.class, array -> assertThat(array.length())
                .isEqualTo(3));
        assertThat(objects.integer(-5)).isEqualTo(I31.of(-5));
    }

    @Test
    void objectsComeBackAsTheyAre() {
        for (Object each : new Object[] {objects.point(1), objects.numbers(1), objects.integer(1 << 29)}) {
            assertThat(objects.any(each)).isEqualTo(each);
            assertThat(objects.isNull(each)).isZero();
            assertThat(objects.intern(objects.extern(each))).isEqualTo(each);
        }
        assertThat(objects.x(objects.point(9))).isEqualTo(9);
        assertThat(objects.any(null)).isNull();
        assertThat(objects.isNull(null)).isOne();
    }

    @Test
    void hostObjectsPassOnceTheyAreConverted() {
        Object mine = new Object();
        assertThat(objects.extern(objects.intern(mine))).isSameAs(mine);
        assertThat(objects.any(objects.intern(mine))).isEqualTo(objects.intern(mine));
    }

    @Test
    void vectorsAndObjectsMix() {
        Object point = objects.point(1);
        assertThat(objects.both(new Value.V128(1, 2), point, 100, new Value.V128(10, 20)))
                .isEqualTo(new Both(new Value.V128(111, 122), point));
        assertThat(objects.both(new Value.V128(-1, 0), null, 1, new Value.V128(0, -1)))
                .isEqualTo(new Both(new Value.V128(0, 0), null));
    }

    @Test
    void objectsOfOtherTypesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> objects.x(objects.numbers(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> objects.isNull("text"));
        assertThat(objects.x(objects.point(2))).isEqualTo(2);
    }

    @Test
    void oneFunctionIsAnOperatorOnObjects() {
        @SuppressWarnings("unchecked")
        UnaryOperator<Object> any = instance.function("any").as(UnaryOperator.class);
        Object point = objects.point(3);
        assertThat(any.apply(point)).isEqualTo(point);
    }
}
