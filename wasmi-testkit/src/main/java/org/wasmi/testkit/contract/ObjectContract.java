package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.RefType;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmArray;
import org.wasmi.exec.WasmStruct;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

/** Structures, arrays and integers of 31 bits (Wasm specification, 4.4 "Aggregate Instructions"). */
interface ObjectContract extends ContractFixture {

    /** {@return an instance of a module in the text format} */
    private Guest guest(String module) {
        return guest(module, new Linker(), newStore(), false);
    }

    private Guest guest(String module, Linker linker, Store store, boolean metered) {
        return new Guest(linker.instantiate(
                store,
                Translator.translate(Wat.parse(module), translationOptions().withFuel(metered))));
    }

    // Structures

    @Test
    default void fieldsOfAllTypesKeepTheirValues() {
        Guest guest = guest("""
                (type $all (struct
                  (field (mut i32)) (field (mut externref)) (field (mut i64)) (field (mut f32)) (field (mut i8))
                  (field (mut funcref)) (field (mut v128)) (field (mut i16)) (field (mut f64)) (field (mut anyref))))
                (func $self (export "self") (param i32 externref i64 f32 i32 v128 f64) (result (ref $all))
                  (struct.new $all
                    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (ref.func $self)
                    (local.get 5) (i32.const 0x18001) (local.get 6) (ref.i31 (local.get 4))))
                (func (export "low") (param (ref null $all)) (result i32 externref i64 f32)
                  (struct.get $all 0 (local.get 0)) (struct.get $all 1 (local.get 0))
                  (struct.get $all 2 (local.get 0)) (struct.get $all 3 (local.get 0)))
                (func (export "packed") (param (ref null $all)) (result i32 i32 i32 i32)
                  (struct.get_s $all 4 (local.get 0)) (struct.get_u $all 4 (local.get 0))
                  (struct.get_s $all 7 (local.get 0)) (struct.get_u $all 7 (local.get 0)))
                (func (export "high") (param (ref null $all)) (result v128 f64 anyref)
                  (struct.get $all 6 (local.get 0)) (struct.get $all 8 (local.get 0))
                  (struct.get $all 9 (local.get 0)))
                (func (export "set") (param (ref null $all) v128 i32 externref)
                  (struct.set $all 6 (local.get 0) (local.get 1))
                  (struct.set $all 4 (local.get 0) (local.get 2))
                  (struct.set $all 1 (local.get 0) (local.get 3))
                  (struct.set $all 2 (local.get 0) (i64.const -3)))
                """);
        Value text = Value.externRef("text");
        Value vector = new Value.V128(11, -12);
        Value struct = guest.value("self", 1, text, 1L << 40, 0.5f, 0x1FE, vector, 2.5);
        assertThat(guest.call("low", struct)).isEqualTo(Guest.values(1, text, 1L << 40, 0.5f));
        assertThat(guest.call("packed", struct)).isEqualTo(Guest.values(-2, 0xFE, (int) (short) 0x8001, 0x8001));
        assertThat(guest.call("high", struct)).isEqualTo(Guest.values(vector, 2.5, Value.i31Ref(0x1FE)));
        guest.call("set", struct, new Value.V128(-1, 1), 0x7F, Value.externRef("other"));
        assertThat(guest.call("low", struct)).isEqualTo(Guest.values(1, Value.externRef("other"), -3L, 0.5f));
        assertThat(guest.call("packed", struct).subList(0, 2)).isEqualTo(Guest.values(0x7F, 0x7F));
        assertThat(guest.call("high", struct).get(0)).isEqualTo(new Value.V128(-1, 1));
        guest.assertTraps(Trap.NULL_STRUCTURE, "low", nullOf(struct));
        guest.assertTraps(Trap.NULL_STRUCTURE, "set", nullOf(struct), vector, 1, text);
    }

    private static Value nullOf(Value reference) {
        return Value.nullRef(new RefType(true, ((RefType) reference.type()).heap()));
    }

    /** Where a structure is made, its result may go where its fields come from, or to a local. */
    @Test
    default void structuresAreMadeOfWhatHasJustBeenComputed() {
        Guest guest = guest("""
                (type $pair (struct (field i32) (field (ref null $pair))))
                (func (export "depth") (param $n i32) (result i32)
                  (local $top (ref null $pair)) (local $sum i32)
                  (loop $more
                    (local.set $top (struct.new $pair (i32.mul (local.get $n) (i32.const 3)) (local.get $top)))
                    (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                  (loop $again
                    (local.set $sum (i32.add (local.get $sum) (struct.get $pair 0 (local.get $top))))
                    (br_if $again
                      (i32.eqz (ref.is_null (local.tee $top (struct.get $pair 1 (local.get $top)))))))
                  (local.get $sum))
                """);
        assertThat(guest.i32("depth", 1)).isEqualTo(3);
        assertThat(guest.i32("depth", 1_000)).isEqualTo(3 * 1_000 * 1_001 / 2);
    }

    // Arrays

    /** {@return functions on arrays of a type, which the names of the operators that read it end with} */
    private Guest arrays(String type, String operand, String get) {
        return guest("""
                (type $array (array (mut %1$s)))
                (func (export "new") (param %2$s i32) (result (ref $array))
                  (array.new $array (local.get 0) (local.get 1)))
                (func (export "zero") (param i32) (result (ref $array)) (array.new_default $array (local.get 0)))
                (func (export "fixed") (param %2$s %2$s) (result (ref $array))
                  (array.new_fixed $array 2 (local.get 0) (local.get 1)))
                (func (export "get") (param (ref null $array) i32) (result %2$s)
                  (array.get%3$s $array (local.get 0) (local.get 1)))
                (func (export "set") (param (ref null $array) i32 %2$s)
                  (array.set $array (local.get 0) (local.get 1) (local.get 2)))
                (func (export "length") (param (ref null $array)) (result i32) (array.len (local.get 0)))
                (func (export "fill") (param (ref null $array) i32 %2$s i32)
                  (array.fill $array (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
                (func (export "copy") (param (ref null $array) i32 (ref null $array) i32 i32)
                  (array.copy $array $array
                    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
                """.formatted(type, operand, get));
    }

    private static void assertArrays(Guest guest, Value zero, Value one, Value two) {
        Value array = guest.value("new", one, 3);
        assertThat(guest.i32("length", array)).isEqualTo(3);
        assertThat(guest.value("get", array, 2)).isEqualTo(one);
        guest.call("set", array, 1, two);
        assertElements(guest, array, one, two, one);
        assertElements(guest, guest.value("zero", 2), zero, zero);
        assertElements(guest, guest.value("fixed", two, one), two, one);
        Value longer = guest.value("zero", 6);
        guest.call("copy", longer, 2, array, 0, 3);
        assertElements(guest, longer, zero, zero, one, two, one, zero);
        guest.call("copy", longer, 3, longer, 2, 3);
        assertElements(guest, longer, zero, zero, one, one, two, one);
        guest.call("copy", longer, 0, longer, 3, 3);
        assertElements(guest, longer, one, two, one, one, two, one);
        guest.call("fill", longer, 1, two, 3);
        assertElements(guest, longer, one, two, two, two, two, one);
        guest.call("fill", longer, 6, two, 0);
        guest.call("copy", longer, 6, array, 3, 0);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "get", array, 3);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "get", array, -1);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "set", array, 3, one);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "fill", array, 2, one, 2);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "fill", array, 4, one, 0);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "fill", array, -1, one, 1);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "copy", array, 2, longer, 0, 2);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "copy", longer, 0, array, 2, 2);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "copy", longer, 0, array, 1, -1);
        assertElements(guest, array, one, two, one);
        Value none = nullOf(array);
        guest.assertTraps(Trap.NULL_ARRAY, "get", none, 0);
        guest.assertTraps(Trap.NULL_ARRAY, "set", none, 0, one);
        guest.assertTraps(Trap.NULL_ARRAY, "length", none);
        guest.assertTraps(Trap.NULL_ARRAY, "fill", none, 0, one, 0);
        guest.assertTraps(Trap.NULL_ARRAY, "copy", none, 0, array, 0, 0);
        guest.assertTraps(Trap.NULL_ARRAY, "copy", array, 0, none, 0, 0);
    }

    private static void assertElements(Guest guest, Value array, Value... elements) {
        assertThat(guest.i32("length", array)).isEqualTo(elements.length);
        for (int i = 0; i < elements.length; i++) {
            assertThat(guest.value("get", array, i)).as("element " + i).isEqualTo(elements[i]);
        }
    }

    @Test
    default void arraysOfAllTypesKeepTheirElements() {
        assertArrays(arrays("i8", "i32", "_s"), Value.i32(0), Value.i32(-7), Value.i32(127));
        assertArrays(arrays("i8", "i32", "_u"), Value.i32(0), Value.i32(0xF9), Value.i32(127));
        assertArrays(arrays("i16", "i32", "_s"), Value.i32(0), Value.i32(-32_768), Value.i32(5));
        assertArrays(arrays("i16", "i32", "_u"), Value.i32(0), Value.i32(0x8000), Value.i32(5));
        assertArrays(arrays("i32", "i32", ""), Value.i32(0), Value.i32(Integer.MIN_VALUE), Value.i32(2));
        assertArrays(arrays("i64", "i64", ""), Value.i64(0), Value.i64(Long.MIN_VALUE), Value.i64(2));
        assertArrays(arrays("f32", "f32", ""), Value.f32(0), new Value.F32(0x7FC0_1234), Value.f32(2));
        assertArrays(arrays("f64", "f64", ""), Value.f64(0), new Value.F64(0x7FF8_0000_0000_1234L), Value.f64(2));
        assertArrays(arrays("v128", "v128", ""), new Value.V128(0, 0), new Value.V128(1, 2), new Value.V128(-3, 4));
        assertArrays(
                arrays("externref", "externref", ""),
                Value.nullRef(RefType.EXTERNREF),
                Value.externRef("one"),
                Value.externRef("two"));
    }

    @Test
    default void arraysAreMadeOfSegments() {
        Guest guest = guest("""
                (type $shorts (array (mut i16)))
                (type $vectors (array (mut v128)))
                (type $functions (array (mut funcref)))
                (data $bytes "\\01\\02\\03\\80\\05\\06\\07\\08\\09\\0a\\0b\\0c\\0d\\0e\\0f\\10\\11")
                (elem $two funcref (ref.null func) (ref.func $first))
                (func $first (export "shorts") (param i32 i32) (result (ref $shorts))
                  (array.new_data $shorts $bytes (local.get 0) (local.get 1)))
                (func (export "short") (param (ref $shorts) i32) (result i32)
                  (array.get_u $shorts (local.get 0) (local.get 1)))
                (func (export "vector") (param i32) (result v128)
                  (array.get $vectors (array.new_data $vectors $bytes (local.get 0) (i32.const 1)) (i32.const 0)))
                (func (export "functions") (param i32 i32) (result (ref $functions))
                  (array.new_elem $functions $two (local.get 0) (local.get 1)))
                (func (export "isNull") (param (ref $functions) i32) (result i32)
                  (ref.is_null (array.get $functions (local.get 0) (local.get 1))))
                (func (export "init") (param (ref null $shorts) i32 i32 i32)
                  (array.init_data $shorts $bytes (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
                (func (export "initElements") (param (ref null $functions) i32 i32 i32)
                  (array.init_elem $functions $two (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
                (func (export "drop") (data.drop $bytes) (elem.drop $two))
                """);
        Value shorts = guest.value("shorts", 1, 3);
        assertThat(guest.i32("short", shorts, 0)).isEqualTo(0x0302);
        assertThat(guest.i32("short", shorts, 1)).isEqualTo(0x0580);
        assertThat(guest.value("vector", 1)).isEqualTo(new Value.V128(0x0908_0706_0580_0302L, 0x1110_0F0E_0D0C_0B0AL));
        guest.call("init", shorts, 1, 0, 2);
        assertThat(guest.i32("short", shorts, 1)).isEqualTo(0x0201);
        assertThat(guest.i32("short", shorts, 2)).isEqualTo(0x8003);
        Value functions = guest.value("functions", 0, 2);
        assertThat(guest.i32("isNull", functions, 0)).isEqualTo(1);
        assertThat(guest.i32("isNull", functions, 1)).isZero();
        guest.call("initElements", functions, 0, 1, 1);
        assertThat(guest.i32("isNull", functions, 0)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shorts", 0, 9);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shorts", 18, 0);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shorts", 0, -1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "vector", 2);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "init", shorts, 0, 16, 1);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "init", shorts, 2, 0, 2);
        guest.assertTraps(Trap.NULL_ARRAY, "init", nullOf(shorts), 0, 0, 0);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "functions", 1, 2);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "functions", 0, Integer.MIN_VALUE);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "initElements", functions, 0, 2, 1);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "initElements", functions, 1, 0, 2);
        guest.call("drop");
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shorts", 0, 1);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "functions", 0, 1);
        guest.assertTraps(Trap.ARRAY_OUT_OF_BOUNDS, "short", guest.value("shorts", 0, 0), 0);
    }

    // Identity

    @Test
    default void referencesAreEqualIfTheyAreToTheSameObject() {
        Guest guest = guest("""
                (type $box (struct (field (mut i32))))
                (func (export "box") (param i32) (result (ref $box)) (struct.new $box (local.get 0)))
                (func (export "i31") (param i32) (result i31ref) (ref.i31 (local.get 0)))
                (func (export "equal") (param eqref eqref) (result i32) (ref.eq (local.get 0) (local.get 1)))
                (func (export "outwards") (param anyref) (result externref) (extern.convert_any (local.get 0)))
                (func (export "inwards") (param externref) (result anyref) (any.convert_extern (local.get 0)))
                """);
        Value box = guest.value("box", 1);
        assertThat(guest.i32("equal", box, box)).isEqualTo(1);
        assertThat(guest.i32("equal", box, guest.value("box", 1))).isZero();
        for (int number : new int[] {0, 5, -1, 100_000, -1_000_000_000}) {
            assertThat(guest.i32("equal", guest.value("i31", number), guest.value("i31", number)))
                    .isEqualTo(1);
            assertThat(guest.i32("equal", guest.value("i31", number), Value.i31Ref(number ^ 1)))
                    .isZero();
        }
        Value outside = guest.value("outwards", box);
        assertThat(outside).isEqualTo(Value.externRef(((Value.StructRef) box).struct()));
        assertThat(guest.value("inwards", outside)).isEqualTo(box);
        Object ofHost = 42;
        assertThat(guest.value("inwards", Value.externRef(ofHost))).isEqualTo(new Value.AnyRef(ofHost));
        assertThat(guest.value("outwards", new Value.AnyRef(ofHost))).isEqualTo(Value.externRef(ofHost));
        assertThat(guest.value("outwards", Value.i31Ref(7))).isNotEqualTo(Value.externRef(7));
    }

    // Hosts

    /** What the host makes and changes is what the guest sees, and the other way round. */
    @Test
    default void hostsShareObjectsWithTheirGuests() {
        Guest guest = guest("""
                (type $ints (array (mut i32)))
                (type $pair (struct (field i8) (field (mut (ref null $ints)))))
                (func (export "pair") (result (ref $pair))
                  (struct.new $pair (i32.const 200) (array.new $ints (i32.const 3) (i32.const 4))))
                (func (export "sum") (param (ref null $pair)) (result i32)
                  (i32.add
                    (struct.get_s $pair 0 (local.get 0))
                    (array.get $ints (struct.get $pair 1 (local.get 0)) (i32.const 1))))
                """);
        Store store = guest.instance().store();
        Value value = guest.value("pair");
        WasmStruct pair = ((Value.StructRef) value).struct();
        assertThat(pair.get(0)).isEqualTo(Value.i32(-56));
        WasmArray ints = ((Value.ArrayRef) pair.get(1)).array();
        assertThat(ints.length()).isEqualTo(4);
        ints.set(1, Value.i32(50));
        assertThat(guest.i32("sum", value)).isEqualTo(-6);
        WasmArray others = WasmArray.create(store, ints.type(), Value.i32(7), Value.i32(8));
        pair.set(1, Value.arrayRef(others));
        assertThat(guest.i32("sum", value)).isEqualTo(-48);
        WasmStruct own = WasmStruct.create(store, pair.type(), Value.i32(1), Value.arrayRef(ints));
        assertThat(guest.i32("sum", Value.structRef(own))).isEqualTo(51);
        guest.assertTraps(Trap.NULL_ARRAY, "sum", Value.structRef(WasmStruct.createDefault(store, pair.type())));
        guest.assertTraps(
                Trap.ARRAY_OUT_OF_BOUNDS,
                "sum",
                Value.structRef(WasmStruct.create(
                        store,
                        pair.type(),
                        Value.i32(1),
                        Value.arrayRef(WasmArray.createDefault(store, ints.type(), 1)))));
        Guest other = guest("(func (export \"take\") (param anyref))");
        assertThatThrownBy(() -> other.call("take", value)).isInstanceOf(IllegalArgumentException.class);
    }

    // Fuel, limits, ends from outside

    /** {@return functions that make objects, of a metered program} */
    private Guest makers() {
        return guest("""
                (type $bytes (array (mut i8)))
                (type $vectors (array (mut v128)))
                (type $references (array (mut anyref)))
                (type $large (struct %s))
                (func (export "bytes") (param i32) (result (ref $bytes)) (array.new_default $bytes (local.get 0)))
                (func (export "vectors") (param i32) (result (ref $vectors))
                  (array.new $vectors (v128.const i64x2 1 2) (local.get 0)))
                (func (export "references") (param i32) (result (ref $references))
                  (array.new $references (ref.i31 (i32.const 1)) (local.get 0)))
                (func (export "fill") (param (ref $bytes) i32)
                  (array.fill $bytes (local.get 0) (i32.const 0) (i32.const 9) (local.get 1)))
                (func (export "large") (result (ref $large)) (struct.new_default $large))
                """.formatted("(field i64)".repeat(640)), new Linker(), newStore(), true);
    }

    private static long burnt(Guest guest, String function, Object... arguments) {
        long before = guest.instance().store().fuelUsed();
        guest.call(function, arguments);
        return guest.instance().store().fuelUsed() - before;
    }

    @Test
    default void objectsArePaidForBySize() {
        Guest guest = makers();
        Value some = guest.value("bytes", 640);
        // The first time, each function pays for its translation.
        guest.call("vectors", 0);
        guest.call("references", 0);
        guest.call("large");
        guest.call("fill", some, 0);
        assertThat(burnt(guest, "bytes", 0)).isEqualTo(2);
        assertThat(burnt(guest, "bytes", 1)).isEqualTo(2 + 1);
        assertThat(burnt(guest, "bytes", 65_536)).isEqualTo(2 + 1_024);
        assertThat(burnt(guest, "vectors", 64)).isEqualTo(3 + 16);
        assertThat(burnt(guest, "references", 64)).isEqualTo(4 + 8);
        assertThat(burnt(guest, "large")).isEqualTo(1 + 10);
        assertThat(burnt(guest, "fill", some, 128)).isEqualTo(5 + 2);
        Store store = guest.instance().store();
        store.addFuel(100);
        guest.assertTraps(Trap.OUT_OF_FUEL, "bytes", 65_536);
        guest.assertTraps(Trap.OUT_OF_FUEL, "references", -1);
    }

    @Test
    default void objectsOfConstantExpressionsArePaidForBySize() {
        Guest guest = guest("""
                (type $bytes (array (mut i8)))
                (type $references (array (mut anyref)))
                (type $large (struct %s))
                (global (ref $bytes) (array.new $bytes (i32.const 1) (i32.const 6400)))
                (global anyref (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2)))
                (global (ref $large) (struct.new_default $large))
                (elem (ref $references)
                  (array.new_default $references (i32.const 800)) (array.new_default $references (i32.const 0)))
                """.formatted("(field i64)".repeat(640)), new Linker(), newStore(), true);
        assertThat(guest.instance().store().fuelUsed()).isEqualTo(100 + 1 + 10 + 100);
    }

    @Test
    default void aCallIsSuspendedBeforeItMakesWhatItCannotPayFor() {
        Guest guest = makers();
        Store store = guest.instance().store();
        store.addFuel(10);
        Outcome outcome = guest.instance().function("bytes").start(Value.i32(65_536));
        assertThat(outcome).isInstanceOf(Suspension.class);
        store.addFuel(2_000);
        assertThat(((Suspension) outcome).resume()).isInstanceOf(Outcome.Finished.class);
    }

    @Test
    default void arraysAreLimited() {
        Store store = newStore().engine().newStore(engineConfig().limits().with(StoreLimit.ARRAY_ELEMENTS, 1_000));
        Guest guest = guest("""
                (type $bytes (array (mut i8)))
                (func (export "bytes") (param i32) (result i32)
                  (array.len (array.new_default $bytes (local.get 0))))
                """, new Linker(), store, false);
        assertThat(guest.i32("bytes", 1_000)).isEqualTo(1_000);
        for (int length : new int[] {1_001, Integer.MAX_VALUE, -1}) {
            assertThatThrownBy(() -> guest.call("bytes", length))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("elements of an array");
        }
        assertThat(guest.i32("bytes", 1)).isEqualTo(1);
    }

    // Snapshots

    /** A module with objects that refer to each other in circles. */
    String GRAPH = """
            (type $node
              (struct (field $number (mut i32)) (field $next (mut (ref null $node))) (field $any (mut anyref))))
            (type $nodes (array (mut (ref null $node))))
            (type $ints (array (mut i32)))
            (global $first (mut (ref null $node)) (ref.null $node))
            (global $fixed (ref $ints) (array.new $ints (i32.const 5) (i32.const 2)))
            (table $table 4 anyref)
            (func $f (export "build")
              (local $node (ref null $node))
              ;; Two that refer to each other, the first also to itself, to an array of both and to an integer.
              (global.set $first (struct.new $node (i32.const 1) (ref.null $node) (ref.i31 (i32.const 9))))
              (local.set $node
                (struct.new $node (i32.const 2) (global.get $first)
                  (array.new_fixed $nodes 2 (global.get $first) (global.get $first))))
              (struct.set $node $next (global.get $first) (local.get $node))
              (table.set $table (i32.const 0) (local.get $node))
              (table.set $table (i32.const 1) (global.get $fixed)))
            (func (export "long") (param $n i32)
              (loop $more
                (global.set $first (struct.new $node (local.get $n) (global.get $first) (ref.null none)))
                (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
            (func (export "set") (param i32)
              (struct.set $node $number (global.get $first) (local.get 0))
              (array.set $ints (global.get $fixed) (i32.const 0) (local.get 0)))
            (func (export "read") (result i32 i32 i32 i32 i32)
              (local $second (ref null $node))
              (local.set $second (ref.cast (ref $node) (table.get $table (i32.const 0))))
              (struct.get $node $number (global.get $first))
              (struct.get $node $number (local.get $second))
              (array.get $ints (ref.cast (ref $ints) (table.get $table (i32.const 1))) (i32.const 0))
              ;; The objects are the same wherever they are reached from.
              (i32.and
                (i32.and
                  (ref.eq (struct.get $node $next (global.get $first)) (local.get $second))
                  (ref.eq (struct.get $node $next (local.get $second)) (global.get $first)))
                (ref.eq (global.get $first)
                  (array.get $nodes (ref.cast (ref $nodes) (struct.get $node $any (local.get $second))) (i32.const 1))))
              (ref.eq (global.get $fixed) (ref.cast (ref $ints) (table.get $table (i32.const 1)))))
            (func (export "put") (param anyref) (table.set $table (i32.const 3) (local.get 0)))
            """;

    @Test
    default void snapshotsCopyObjectsWithAllThatTheyLeadTo() {
        Guest guest = guest(GRAPH);
        guest.call("build");
        List<Value> before = guest.call("read");
        assertThat(before).isEqualTo(Guest.values(1, 2, 5, 1, 1));
        Snapshot snapshot = guest.instance().snapshot();
        guest.call("set", 77);
        Guest copy = new Guest(new Linker().instantiate(newStore(), snapshot));
        assertThat(copy.call("read")).isEqualTo(before);
        copy.call("set", 33);
        assertThat(copy.call("read")).isEqualTo(Guest.values(33, 2, 33, 1, 1));
        assertThat(guest.call("read")).isEqualTo(Guest.values(77, 2, 77, 1, 1));
        assertThat(new Guest(new Linker().instantiate(newStore(), snapshot)).call("read"))
                .isEqualTo(before);
        Instance instance = guest.instance();
        instance.reset(snapshot);
        assertThat(guest.call("read")).isEqualTo(before);
        guest.call("set", 78);
        instance.reset(snapshot);
        assertThat(guest.call("read")).isEqualTo(before);
    }

    @Test
    default void snapshotsCopyLongChains() {
        Guest guest = guest(GRAPH);
        guest.call("build");
        guest.call("long", 200_000);
        Guest copy =
                new Guest(new Linker().instantiate(newStore(), guest.instance().snapshot()));
        assertThat(((Value.I32) copy.call("read").get(0)).value()).isEqualTo(1);
    }

    @Test
    default void aSnapshotRefusesObjectsOfTypesThatTheProgramDoesNotDefine() {
        Store store = newStore();
        Guest guest = guest(GRAPH, new Linker(), store, false);
        Guest other = guest("""
                (type $stranger (struct (field f64) (field f64)))
                (func (export "stranger") (result anyref) (struct.new_default $stranger))
                """, new Linker(), store, false);
        guest.call("build");
        guest.call("put", other.value("stranger"));
        assertThatThrownBy(() -> guest.instance().snapshot())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(struct (field f64) (field f64))");
    }
}
