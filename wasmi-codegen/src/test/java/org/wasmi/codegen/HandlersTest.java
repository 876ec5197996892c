package org.wasmi.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;

/** One golden text for each format that is not control. */
class HandlersTest {
    private static final DispatchOrder ORDER = new DispatchOrder(List.of(Op.values()));
    private static final Map<Op, String> GOLDEN = new LinkedHashMap<>();

    static {
        GOLDEN.put(Op.ATOMIC_FENCE, "AtomicAccess.fence();");
        GOLDEN.put(
                Op.REF_CAST,
                "rf[fp + code[ip + 1]] = ReferenceAccess.cast(instance, rf[fp + code[ip + 2]], code[ip + 3], "
                        + "code[ip + 4]);");
        GOLDEN.put(
                Op.REF_CAST_ABSTRACT,
                "rf[fp + code[ip + 1]] = ReferenceAccess.castAbstract(rf[fp + code[ip + 2]], code[ip + 3], code[ip "
                        + "+ 4]);");
        GOLDEN.put(Op.REF_NULL, "rf[fp + code[ip + 1]] = null;");
        GOLDEN.put(Op.DATA_DROP, "StoreAccess.dropData(instance, code[ip + 1]);");
        GOLDEN.put(Op.I64_EXTEND_I32_U, "st[fp + code[ip + 1]] = Numerics.i64ExtendI32U((int) st[fp + code[ip + 2]]);");
        GOLDEN.put(Op.CONST32, "st[fp + code[ip + 1]] = code[ip + 2];");
        GOLDEN.put(Op.CONST64, "st[fp + code[ip + 1]] = Words.wide(code, ip + 2);");
        GOLDEN.put(Op.GLOBAL_GET, "st[fp + code[ip + 1]] = StoreAccess.globalGet(instance, code[ip + 2]);");
        GOLDEN.put(Op.GLOBAL_SET_REF, "StoreAccess.globalSetRef(instance, code[ip + 1], rf[fp + code[ip + 2]]);");
        GOLDEN.put(Op.GLOBAL_SET_I, "StoreAccess.globalSet(instance, code[ip + 1], code[ip + 2]);");
        GOLDEN.put(Op.CHARGE_FUEL, "StoreAccess.chargeFuel(instance, (int) st[fp + code[ip + 1]], code[ip + 2]);");
        GOLDEN.put(
                Op.I32_LT_U_SS,
                "st[fp + code[ip + 1]] = Numerics.i32LtU((int) st[fp + code[ip + 2]], (int) st[fp + code[ip + 3]]) "
                        + "? 1 : 0;");
        GOLDEN.put(
                Op.F32_MUL_SI,
                "st[fp + code[ip + 1]] = Float.floatToRawIntBits(Numerics.f32Mul("
                        + "Float.intBitsToFloat((int) st[fp + code[ip + 2]]), Float.intBitsToFloat(code[ip + 3])));");
        GOLDEN.put(Op.I64_SHR_S_IS, "st[fp + code[ip + 1]] = Numerics.i64ShrS(code[ip + 2], st[fp + code[ip + 3]]);");
        GOLDEN.put(
                Op.F64_DIV_SI,
                "st[fp + code[ip + 1]] = Double.doubleToRawLongBits(Numerics.f64Div("
                        + "Double.longBitsToDouble(st[fp + code[ip + 2]]), Double.longBitsToDouble(Words.wide(code, "
                        + "ip + 3))));");
        GOLDEN.put(
                Op.F64_SUB_IS,
                "st[fp + code[ip + 1]] = Double.doubleToRawLongBits(Numerics.f64Sub("
                        + "Double.longBitsToDouble(Words.wide(code, ip + 2)), Double.longBitsToDouble(st[fp + "
                        + "code[ip + 4]])));");
        GOLDEN.put(
                Op.COPY2,
                "long first = st[fp + code[ip + 2]];\nlong second = st[fp + code[ip + 3]];\n"
                        + "st[fp + code[ip + 1]] = first;\nst[fp + code[ip + 1] + 1] = second;");
        GOLDEN.put(Op.COPY_SPAN, "System.arraycopy(st, fp + code[ip + 2], st, fp + code[ip + 1], code[ip + 3]);");
        GOLDEN.put(
                Op.SELECT,
                "st[fp + code[ip + 1]] = (int) st[fp + code[ip + 4]] != 0"
                        + " ? st[fp + code[ip + 2]] : st[fp + code[ip + 3]];");
        GOLDEN.put(
                Op.SELECT_F64_LT_SS,
                "st[fp + code[ip + 1]] = Numerics.f64Lt(Double.longBitsToDouble(st[fp + code[ip + 4]]),"
                        + " Double.longBitsToDouble(st[fp + code[ip + 5]])) ? st[fp + code[ip + 2]] : st[fp + "
                        + "code[ip + 3]];");
        GOLDEN.put(
                Op.SELECT_I32_EQ_SI,
                "st[fp + code[ip + 1]] = Numerics.i32Eq((int) st[fp + code[ip + 4]], code[ip + 5])"
                        + " ? st[fp + code[ip + 2]] : st[fp + code[ip + 3]];");
        GOLDEN.put(
                Op.LOAD32_U,
                "st[fp + code[ip + 1]] = MemoryAccess.load32(mem, size, (int) st[fp + code[ip + 2]], code[ip + 3])"
                        + " & 0xFFFF_FFFFL;");
        GOLDEN.put(
                Op.LOAD8_U_SS,
                "st[fp + code[ip + 1]] = MemoryAccess.load8(mem, size,"
                        + " (int) st[fp + code[ip + 2]] + (int) st[fp + code[ip + 3]], 0) & 0xFF;");
        GOLDEN.put(
                Op.LOAD64_SI,
                "st[fp + code[ip + 1]] = MemoryAccess.load64(mem, size,"
                        + " (int) st[fp + code[ip + 2]] + code[ip + 3], 0);");
        GOLDEN.put(
                Op.LOAD32_S_SSI,
                "st[fp + code[ip + 1]] = MemoryAccess.load32(mem, size,"
                        + " (int) st[fp + code[ip + 2]] + ((int) st[fp + code[ip + 3]] << code[ip + 4]), 0);");
        GOLDEN.put(
                Op.LOAD8_S_ISI,
                "st[fp + code[ip + 1]] = MemoryAccess.load8(mem, size,"
                        + " code[ip + 2] + ((int) st[fp + code[ip + 3]] << code[ip + 4]), 0);");
        GOLDEN.put(
                Op.I64_XOR_ROTL_SSI,
                "st[fp + code[ip + 1]] = Numerics.i64XorRotl(st[fp + code[ip + 2]], st[fp + code[ip + 3]],"
                        + " code[ip + 4]);");
        GOLDEN.put(
                Op.STORE16_S,
                "MemoryAccess.store16(mem, size, (int) st[fp + code[ip + 1]], code[ip + 2], (short) st[fp + code[ip "
                        + "+ 3]]);");
        GOLDEN.put(
                Op.STORE64_I,
                "MemoryAccess.store64(mem, size, (int) st[fp + code[ip + 1]], code[ip + 2], code[ip + 3]);");
        GOLDEN.put(
                Op.LOAD8_S_M,
                "st[fp + code[ip + 1]] = MemoryAccess.load8(StoreAccess.memoryAt(instance, code[ip + 5]),"
                        + " (int) st[fp + code[ip + 2]], Words.wide(code, ip + 3));");
        GOLDEN.put(
                Op.ATOMIC_RMW16_XOR_M,
                "st[fp + code[ip + 1]] = AtomicAccess.xor(StoreAccess.memoryAt(instance, code[ip + 6]),"
                        + " st[fp + code[ip + 2]], Words.wide(code, ip + 3), 2, st[fp + code[ip + 5]]);");
        GOLDEN.put(
                Op.I32_ATOMIC_RMW8_CMPXCHG_M,
                "st[fp + code[ip + 1]] = AtomicAccess.cmpxchg(StoreAccess.memoryAt(instance, code[ip + 7]),"
                        + " st[fp + code[ip + 2]], Words.wide(code, ip + 3), 1,"
                        + " (int) st[fp + code[ip + 5]] & 0xFFFF_FFFFL, (int) st[fp + code[ip + 6]] & 0xFFFF_FFFFL);");
        GOLDEN.put(
                Op.STORE32_M,
                "MemoryAccess.store32(StoreAccess.memoryAt(instance, code[ip + 5]), (int) st[fp + code[ip + 1]], "
                        + "Words.wide(code, ip + 2),"
                        + " (int) st[fp + code[ip + 4]]);");
        GOLDEN.put(
                Op.LOAD32_U_M64,
                "st[fp + code[ip + 1]] = MemoryAccess.load32(StoreAccess.memoryAt(instance, code[ip + 5]),"
                        + " st[fp + code[ip + 2]], Words.wide(code, ip + 3)) & 0xFFFF_FFFFL;");
        GOLDEN.put(
                Op.STORE8_M64,
                "MemoryAccess.store8(StoreAccess.memoryAt(instance, code[ip + 5]), st[fp + code[ip + 1]],"
                        + " Words.wide(code, ip + 2), (byte) st[fp + code[ip + 4]]);");
        GOLDEN.put(
                Op.I64_SUB128,
                "long first = Numerics.i64Sub128Low(st[fp + code[ip + 2]], st[fp + code[ip + 3]],"
                        + " st[fp + code[ip + 4]], st[fp + code[ip + 5]]);\n"
                        + "long second = Numerics.i64Sub128High(st[fp + code[ip + 2]], st[fp + code[ip + 3]],"
                        + " st[fp + code[ip + 4]], st[fp + code[ip + 5]]);\n"
                        + "st[fp + code[ip + 1]] = first;\nst[fp + code[ip + 1] + 1] = second;");
        GOLDEN.put(
                Op.TABLE_GET,
                "rf[fp + code[ip + 1]] = StoreAccess.tableGet(instance, code[ip + 2], (int) st[fp + code[ip + 3]]);");
        GOLDEN.put(
                Op.TABLE_SET,
                "StoreAccess.tableSet(instance, code[ip + 1], (int) st[fp + code[ip + 2]], rf[fp + code[ip + 3]]);");
        GOLDEN.put(
                Op.TABLE_GROW,
                "st[fp + code[ip + 1]] = StoreAccess.tableGrow(instance, code[ip + 2],"
                        + " rf[fp + code[ip + 3]], (int) st[fp + code[ip + 4]]);");
        GOLDEN.put(
                Op.TABLE_FILL,
                "StoreAccess.tableFill(instance, code[ip + 1], (int) st[fp + code[ip + 2]], rf[fp + code[ip + 3]],"
                        + " (int) st[fp + code[ip + 4]]);");
        GOLDEN.put(
                Op.MEMORY_COPY,
                "MemoryAccess.copy(StoreAccess.memoryAt(instance, code[ip + 1]), (int) st[fp + code[ip + 3]], "
                        + "StoreAccess.memoryAt(instance, code[ip + 2]),"
                        + " (int) st[fp + code[ip + 4]], (int) st[fp + code[ip + 5]]);");
        GOLDEN.put(Op.I8X16_ADD_SS, """
                long low = Vectors.i8x16Add(st[fp + code[ip + 2]], st[fp + code[ip + 3]]);
                long high = Vectors.i8x16Add(st[fp + code[ip + 2] + 1], st[fp + code[ip + 3] + 1]);
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;""");
        GOLDEN.put(Op.I16X8_EXTEND_HIGH_I8X16_S, """
                long low = Vectors.i16x8ExtendI8x16S((int) st[fp + code[ip + 2] + 1]);
                long high = Vectors.i16x8ExtendI8x16S((int) (st[fp + code[ip + 2] + 1] >>> 32));
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;""");
        GOLDEN.put(
                Op.V128_CONST,
                "long low = Words.wide(code, ip + 2);\nlong high = Words.wide(code, ip + 4);\n"
                        + "st[fp + code[ip + 1]] = low;\nst[fp + code[ip + 1] + 1] = high;");
        String all =
                "st[fp + code[ip + 2]], st[fp + code[ip + 2] + 1], st[fp + code[ip + 3]], st[fp + code[ip + 3] + 1]";
        GOLDEN.put(
                Op.I8X16_SHUFFLE,
                "long low = Vectors.i8x16Shuffle(" + all + ", Words.wide(code, ip + 4));\n"
                        + "long high = Vectors.i8x16Shuffle(" + all + ", Words.wide(code, ip + 6));\n"
                        + "st[fp + code[ip + 1]] = low;\nst[fp + code[ip + 1] + 1] = high;");
        GOLDEN.put(
                Op.I16X8_EXTRACT_LANE_U,
                "int lane = code[ip + 3];\nst[fp + code[ip + 1]] ="
                        + " Vectors.i16x8ExtractLaneU(st[fp + code[ip + 2] + (lane >> 2)], lane);");
        GOLDEN.put(Op.I64X2_REPLACE_LANE, """
                int lane = code[ip + 4];
                long low = st[fp + code[ip + 2]];
                long high = st[fp + code[ip + 2] + 1];
                if (lane < 1) {
                low = Vectors.i64x2ReplaceLane(low, lane, st[fp + code[ip + 3]]);
                } else {
                high = Vectors.i64x2ReplaceLane(high, lane, st[fp + code[ip + 3]]);
                }
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;""");
        String replaced = """
                long low = st[fp + code[ip + %1$d]];
                long high = st[fp + code[ip + %1$d] + 1];
                if (lane < 8) {
                low = Vectors.i8x16ReplaceLane(low, lane, (int) loaded);
                } else {
                high = Vectors.i8x16ReplaceLane(high, lane, (int) loaded);
                }
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;""";
        GOLDEN.put(
                Op.V128_LOAD8_LANE,
                "long loaded = MemoryAccess.load8(mem, size, (int) st[fp + code[ip + 2]], code[ip + 3]);\n"
                        + "int lane = code[ip + 5];\n" + replaced.formatted(4));
        GOLDEN.put(
                Op.V128_LOAD8_LANE_M,
                "long loaded = MemoryAccess.load8(StoreAccess.memoryAt(instance, code[ip + 7]),"
                        + " (int) st[fp + code[ip + 2]], Words.wide(code, ip + 3));\n"
                        + "int lane = code[ip + 6];\n" + replaced.formatted(5));
        GOLDEN.put(
                Op.V128_LOAD8_LANE_M64,
                "long loaded = MemoryAccess.load8(StoreAccess.memoryAt(instance, code[ip + 7]),"
                        + " st[fp + code[ip + 2]], Words.wide(code, ip + 3));\n"
                        + "int lane = code[ip + 6];\n" + replaced.formatted(5));
        GOLDEN.put(
                Op.V128_STORE16_LANE,
                "int lane = code[ip + 4];\n"
                        + "MemoryAccess.store16(mem, size, (int) st[fp + code[ip + 1]], code[ip + 2],"
                        + " (short) Vectors.i16x8ExtractLaneU(st[fp + code[ip + 3] + (lane >> 2)], lane));");
        GOLDEN.put(
                Op.V128_STORE64_LANE_M,
                "int lane = code[ip + 5];\n"
                        + "MemoryAccess.store64(StoreAccess.memoryAt(instance, code[ip + 6]),"
                        + " (int) st[fp + code[ip + 1]], Words.wide(code, ip + 2),"
                        + " Vectors.i64x2ExtractLane(st[fp + code[ip + 4] + (lane >> 0)], lane));");
        GOLDEN.put(
                Op.STRUCT_NEW,
                "rf[fp + code[ip + 1]] = StructAccess.create(instance, code[ip + 2], st, rf, fp + code[ip + 3]);");
        GOLDEN.put(
                Op.STRUCT_GET16_U,
                "st[fp + code[ip + 1]] = StructAccess.get(rf[fp + code[ip + 2]], code[ip + 3]) & 0xFFFF;");
        GOLDEN.put(Op.STRUCT_GET128, """
                long low = StructAccess.get(rf[fp + code[ip + 2]], code[ip + 3]);
                long high = StructAccess.get(rf[fp + code[ip + 2]], code[ip + 3] + 1);
                st[fp + code[ip + 1]] = low;
                st[fp + code[ip + 1] + 1] = high;""");
        GOLDEN.put(
                Op.STRUCT_SET_REF_S,
                "StructAccess.setRef(rf[fp + code[ip + 1]], code[ip + 2], rf[fp + code[ip + 3]]);");
        GOLDEN.put(
                Op.ARRAY_NEW_ELEM,
                "rf[fp + code[ip + 1]] = ArrayAccess.createFromElements(instance, code[ip + 2], code[ip + 3],"
                        + " (int) st[fp + code[ip + 4]], (int) st[fp + code[ip + 5]]);");
        GOLDEN.put(
                Op.ARRAY_SET8,
                "ArrayAccess.set8(rf[fp + code[ip + 1]], (int) st[fp + code[ip + 2]], (byte) st[fp + code[ip + 3]]);");
        GOLDEN.put(
                Op.ARRAY_FILL128,
                "ArrayAccess.fill128(instance, rf[fp + code[ip + 1]], (int) st[fp + code[ip + 2]], st[fp + code[ip "
                        + "+ 3]],"
                        + " st[fp + code[ip + 3] + 1], (int) st[fp + code[ip + 4]]);");
        GOLDEN.put(
                Op.ARRAY_COPY,
                "ArrayAccess.copy(instance, rf[fp + code[ip + 1]], (int) st[fp + code[ip + 2]], rf[fp + code[ip + 3]],"
                        + " (int) st[fp + code[ip + 4]], (int) st[fp + code[ip + 5]]);");
        GOLDEN.put(
                Op.ARRAY_INIT_DATA,
                "ArrayAccess.initFromData(instance, code[ip + 1], rf[fp + code[ip + 2]], (int) st[fp + code[ip + 3]],"
                        + " (int) st[fp + code[ip + 4]], (int) st[fp + code[ip + 5]]);");
        GOLDEN.put(
                Op.V128_STORE64_LANE_M64,
                "int lane = code[ip + 5];\n"
                        + "MemoryAccess.store64(StoreAccess.memoryAt(instance, code[ip + 6]),"
                        + " st[fp + code[ip + 1]], Words.wide(code, ip + 2),"
                        + " Vectors.i64x2ExtractLane(st[fp + code[ip + 4] + (lane >> 0)], lane));");
    }

    @TestFactory
    Stream<DynamicTest> statementsAreAsWritten() {
        return GOLDEN.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey().mnemonic(), () -> assertThat(Handlers.statements(
                                each.getKey(), new WordOperands(each.getKey().format())))
                        .contains(each.getValue())));
    }

    @Test
    void everyFormatOfAnInstructionWithStatementsHasAGolden() {
        Set<Format> generated = EnumSet.noneOf(Format.class);
        for (Op op : Op.values()) {
            if (Handlers.statements(op, new WordOperands(op.format())).isPresent()) {
                generated.add(op.format());
            }
        }
        Set<Format> golden = EnumSet.noneOf(Format.class);
        GOLDEN.keySet().forEach(op -> golden.add(op.format()));
        assertThat(golden).isEqualTo(generated);
    }

    @Test
    void everyLoopHasEveryInstructionOnceAndAgainWhereRowsGoOn() {
        for (CodeForm form : CodeForm.values()) {
            String source = new LoopWriter("p", "Loop", form, ORDER).source();
            for (Op op : Op.values()) {
                long rows = ORDER.families().values().stream()
                        .filter(family ->
                                form.runs() && op.isHot() && family.state().alsoExecutes(op))
                        .count();
                assertThat(source.split("case " + form.label(op) + ":", -1))
                        .as(form + " " + op)
                        .hasSize((int) rows + 2);
            }
        }
    }

    @Test
    void rowsOfReferencesGoOnWithScalarsAndBranches() {
        String row = rowOf(new LoopWriter("p", "Loop", CodeForm.WORDS, ORDER));
        assertThat(row).contains("""
                case DispatchNumbers.I32_ADD_SI: {
                st[fp + code[ip + 1]] = Numerics.i32Add((int) st[fp + code[ip + 2]], code[ip + 3]);
                ip += 4;
                continue;
                }
                case DispatchNumbers""").contains("""
                case DispatchNumbers.BR: {
                ip = ip + code[ip + 1];
                continue;
                }
                """);
        assertThat(row).doesNotContain("LOAD32_S", "CONSUME_FUEL", "CALL:", "RETURN:");
    }

    @Test
    void rowsOfALoopThatCountsLeaveBranchesToIt() {
        String row = rowOf(LoopWriter.counted("p", "Loop", CodeForm.WORDS, ORDER, "CountedCode"));
        assertThat(row).contains("""
                case DispatchNumbers.BR: {
                return ip + code[ip + 1];
                }
                """);
    }

    /** {@return the method for the family of an instruction on references, without indentation} */
    private static String rowOf(LoopWriter loop) {
        int family = ORDER.number(Op.STRUCT_GET) >> DispatchOrder.FAMILY_SHIFT;
        String source = loop.source().replaceAll("(?m)^ +", "");
        int start = source.indexOf("private static int rare" + family + "(");
        return source.substring(start, source.indexOf("\nprivate static", start));
    }

    @Test
    void everyThreadedExecutorHasEveryInstructionThatNeedsAClassOnce() {
        for (ThreadedStyle style : ThreadedStyle.values()) {
            String source = new ThreadedWriter("p", style).source();
            for (Op op : Op.values()) {
                boolean hasClass = style == ThreadedStyle.INDIRECT || ThreadedWriter.hasNodeClass(op);
                assertThat(source.split("case " + op.name() + ":", -1))
                        .as(style + " " + op)
                        .hasSize(hasClass ? 2 : 1);
            }
            long classes = style == ThreadedStyle.INDIRECT
                    ? Op.count()
                    : Stream.of(Op.values())
                            .filter(ThreadedWriter::hasNodeClass)
                            .count();
            assertThat(source.split("private static final class ", -1)).hasSize((int) classes + 1);
        }
    }

    @Test
    void hotInstructionsAndThoseWithTargetsHaveNodeClasses() {
        assertThat(Op.values())
                .filteredOn(op -> op.isHot() || op.format().hasTargets())
                .allMatch(ThreadedWriter::hasNodeClass);
        assertThat(ThreadedWriter.hasNodeClass(Op.I8X16_ADD_SS)).isFalse();
    }

    @Test
    void whatAnInstructionDoesIsWrittenOnceAndGoesOnAsEachExecutorDoes() {
        assertThat(Control.handler(Op.BR_IF_NEZ, new FieldOperands(), new NodeFlow(false))
                        .text())
                .isEqualTo("if ((int) st[fp + a1] != 0) {\nreturn target;\n}\nreturn next;");
        assertThat(Control.handler(Op.BR_IF_NEZ, new FieldOperands(), new NodeFlow(true))
                        .text())
                .isEqualTo("if ((int) st[fp + a1] != 0) {\nreturn jump(target, machine, st, fp);\n}\n"
                        + "return next.execute(machine, st, fp);");
        assertThat(Control.handler(
                                Op.BR_IF_NEZ,
                                CodeForm.OBJECTS.operands(Format.BS),
                                new PositionFlow(false, CodeForm.OBJECTS, 3, "", ""))
                        .text())
                .isEqualTo("if ((int) st[fp + (int) x.operands[1]] != 0) {\nreturn x.targets[0];\n}\nreturn ip + 1;");
    }

    @Test
    void generatedSourcesAreTheSameEachTime() {
        assertThat(new LoopWriter("p", "Loop", CodeForm.WORDS, ORDER).source())
                .isEqualTo(new LoopWriter("p", "Loop", CodeForm.WORDS, ORDER).source());
        assertThat(new DispatchNumbersWriter("p", ORDER).source())
                .contains("static final int I32_ADD_SS = " + ORDER.number(Op.I32_ADD_SS) + ";");
    }
}
