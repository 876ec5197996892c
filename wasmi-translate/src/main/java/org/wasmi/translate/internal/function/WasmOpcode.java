package org.wasmi.translate.internal.function;

import static org.wasmi.encoding.Relation.*;
import static org.wasmi.translate.internal.function.Immediates.*;

import java.util.Arrays;
import java.util.Optional;
import org.wasmi.encoding.Relation;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.Proposals;

/**
 * Wasm's own instruction set (Wasm specification, 5.4): one row for each instruction. The columns: the prefix byte if
 * there is one, the code, the name in the text format, the immediates, and the types of the operands as
 * {@code result=operands}, one letter each ({@code i} i32, {@code l} i64, {@code f} f32, {@code d} f64, {@code v}
 * v128). A {@code *} means that the types depend on more than the instruction. Of comparisons of two numbers, or of the
 * lanes of two vectors, the relation; of loads, stores and lanes of floats the operator that does the
 * same to the bits; of relaxed vector operators the one whose results ours has.
 */
enum WasmOpcode {
    // spotless:off
    // Control.
    UNREACHABLE(0x00,                  "unreachable",          NONE,          "*"),
    NOP(0x01,                          "nop",                  NONE,          "="),
    BLOCK(0x02,                        "block",                BLOCK_TYPE,    "*"),
    LOOP(0x03,                         "loop",                 BLOCK_TYPE,    "*"),
    IF(0x04,                           "if",                   BLOCK_TYPE,    "*"),
    ELSE(0x05,                         "else",                 NONE,          "*"),
    END(0x0B,                          "end",                  NONE,          "*"),
    TRY_TABLE(0x1F,                    "try_table",            CATCHES,       "*"),
    TRY(0x06,                          "try",                  BLOCK_TYPE,    "*"),
    CATCH(0x07,                        "catch",                TAG,           "*"),
    CATCH_ALL(0x19,                    "catch_all",            NONE,          "*"),
    DELEGATE(0x18,                     "delegate",             LABEL,         "*"),
    THROW(0x08,                        "throw",                TAG,           "*"),
    RETHROW(0x09,                      "rethrow",              LABEL,         "*"),
    THROW_REF(0x0A,                    "throw_ref",            NONE,          "*"),
    BR(0x0C,                           "br",                   LABEL,         "*"),
    BR_IF(0x0D,                        "br_if",                LABEL,         "*"),
    BR_TABLE(0x0E,                     "br_table",             LABELS,        "*"),
    RETURN(0x0F,                       "return",               NONE,          "*"),
    CALL(0x10,                         "call",                 FUNC,          "*"),
    CALL_INDIRECT(0x11,                "call_indirect",        TYPE_TABLE,    "*"),
    RETURN_CALL(0x12,                  "return_call",          FUNC,          "*"),
    RETURN_CALL_INDIRECT(0x13,         "return_call_indirect", TYPE_TABLE,    "*"),
    CALL_REF(0x14,                     "call_ref",             TYPE,          "*"),
    RETURN_CALL_REF(0x15,              "return_call_ref",      TYPE,          "*"),
    BR_ON_NULL(0xD5,                   "br_on_null",           LABEL,         "*"),
    BR_ON_NON_NULL(0xD6,               "br_on_non_null",       LABEL,         "*"),
    BR_ON_CAST(0xFB, 0x18,             "br_on_cast",           CAST,          "*"),
    BR_ON_CAST_FAIL(0xFB, 0x19,        "br_on_cast_fail",      CAST,          "*"),

    // Parametric and variable.
    DROP(0x1A,                         "drop",                 NONE,          "*"),
    SELECT(0x1B,                       "select",               NONE,          "*"),
    SELECT_TYPED(0x1C,                 "select",               TYPES,         "*"),
    LOCAL_GET(0x20,                    "local.get",            LOCAL,         "*"),
    LOCAL_SET(0x21,                    "local.set",            LOCAL,         "*"),
    LOCAL_TEE(0x22,                    "local.tee",            LOCAL,         "*"),
    GLOBAL_GET(0x23,                   "global.get",           GLOBAL,        "*"),
    GLOBAL_SET(0x24,                   "global.set",           GLOBAL,        "*"),

    // Memory.
    I32_LOAD(0x28,                     "i32.load",             MEMARG32,      "i=i", "load32_s"),
    I64_LOAD(0x29,                     "i64.load",             MEMARG64,      "l=i", "load64"),
    F32_LOAD(0x2A,                     "f32.load",             MEMARG32,      "f=i", "load32_s"),
    F64_LOAD(0x2B,                     "f64.load",             MEMARG64,      "d=i", "load64"),
    I32_LOAD8_S(0x2C,                  "i32.load8_s",          MEMARG8,       "i=i", "load8_s"),
    I32_LOAD8_U(0x2D,                  "i32.load8_u",          MEMARG8,       "i=i", "load8_u"),
    I32_LOAD16_S(0x2E,                 "i32.load16_s",         MEMARG16,      "i=i", "load16_s"),
    I32_LOAD16_U(0x2F,                 "i32.load16_u",         MEMARG16,      "i=i", "load16_u"),
    I64_LOAD8_S(0x30,                  "i64.load8_s",          MEMARG8,       "l=i", "load8_s"),
    I64_LOAD8_U(0x31,                  "i64.load8_u",          MEMARG8,       "l=i", "load8_u"),
    I64_LOAD16_S(0x32,                 "i64.load16_s",         MEMARG16,      "l=i", "load16_s"),
    I64_LOAD16_U(0x33,                 "i64.load16_u",         MEMARG16,      "l=i", "load16_u"),
    I64_LOAD32_S(0x34,                 "i64.load32_s",         MEMARG32,      "l=i", "load32_s"),
    I64_LOAD32_U(0x35,                 "i64.load32_u",         MEMARG32,      "l=i", "load32_u"),
    I32_STORE(0x36,                    "i32.store",            MEMARG32,      "=ii", "store32"),
    I64_STORE(0x37,                    "i64.store",            MEMARG64,      "=il", "store64"),
    F32_STORE(0x38,                    "f32.store",            MEMARG32,      "=if", "store32"),
    F64_STORE(0x39,                    "f64.store",            MEMARG64,      "=id", "store64"),
    I32_STORE8(0x3A,                   "i32.store8",           MEMARG8,       "=ii", "store8"),
    I32_STORE16(0x3B,                  "i32.store16",          MEMARG16,      "=ii", "store16"),
    I64_STORE8(0x3C,                   "i64.store8",           MEMARG8,       "=il", "store8"),
    I64_STORE16(0x3D,                  "i64.store16",          MEMARG16,      "=il", "store16"),
    I64_STORE32(0x3E,                  "i64.store32",          MEMARG32,      "=il", "store32"),
    MEMORY_SIZE(0x3F,                  "memory.size",          MEMORY,        "*"),
    MEMORY_GROW(0x40,                  "memory.grow",          MEMORY,        "*"),
    MEMORY_INIT(0xFC, 0x08,            "memory.init",          DATA_MEMORY,   "*"),
    DATA_DROP(0xFC, 0x09,              "data.drop",            DATA,          "*"),
    MEMORY_COPY(0xFC, 0x0A,            "memory.copy",          MEMORY_MEMORY, "*"),
    MEMORY_FILL(0xFC, 0x0B,            "memory.fill",          MEMORY,        "*"),

    // Atomics.
    MEMORY_ATOMIC_NOTIFY(0xFE, 0x00,      "memory.atomic.notify",       MEMARG32,      "i=ii", "atomic_notify"),
    MEMORY_ATOMIC_WAIT32(0xFE, 0x01,      "memory.atomic.wait32",       MEMARG32,      "i=iil", "atomic_wait32"),
    MEMORY_ATOMIC_WAIT64(0xFE, 0x02,      "memory.atomic.wait64",       MEMARG64,      "i=ill", "atomic_wait64"),
    ATOMIC_FENCE(0xFE, 0x03,              "atomic.fence",               RESERVED,      "*", "atomic_fence"),
    I32_ATOMIC_LOAD(0xFE, 0x10,           "i32.atomic.load",            MEMARG32,      "i=i", "atomic_load32_u"),
    I64_ATOMIC_LOAD(0xFE, 0x11,           "i64.atomic.load",            MEMARG64,      "l=i", "atomic_load64"),
    I32_ATOMIC_LOAD8_U(0xFE, 0x12,        "i32.atomic.load8_u",         MEMARG8,       "i=i", "atomic_load8_u"),
    I32_ATOMIC_LOAD16_U(0xFE, 0x13,       "i32.atomic.load16_u",        MEMARG16,      "i=i", "atomic_load16_u"),
    I64_ATOMIC_LOAD8_U(0xFE, 0x14,        "i64.atomic.load8_u",         MEMARG8,       "l=i", "atomic_load8_u"),
    I64_ATOMIC_LOAD16_U(0xFE, 0x15,       "i64.atomic.load16_u",        MEMARG16,      "l=i", "atomic_load16_u"),
    I64_ATOMIC_LOAD32_U(0xFE, 0x16,       "i64.atomic.load32_u",        MEMARG32,      "l=i", "atomic_load32_u"),
    I32_ATOMIC_STORE(0xFE, 0x17,          "i32.atomic.store",           MEMARG32,      "=ii", "atomic_store32"),
    I64_ATOMIC_STORE(0xFE, 0x18,          "i64.atomic.store",           MEMARG64,      "=il", "atomic_store64"),
    I32_ATOMIC_STORE8(0xFE, 0x19,         "i32.atomic.store8",          MEMARG8,       "=ii", "atomic_store8"),
    I32_ATOMIC_STORE16(0xFE, 0x1A,        "i32.atomic.store16",         MEMARG16,      "=ii", "atomic_store16"),
    I64_ATOMIC_STORE8(0xFE, 0x1B,         "i64.atomic.store8",          MEMARG8,       "=il", "atomic_store8"),
    I64_ATOMIC_STORE16(0xFE, 0x1C,        "i64.atomic.store16",         MEMARG16,      "=il", "atomic_store16"),
    I64_ATOMIC_STORE32(0xFE, 0x1D,        "i64.atomic.store32",         MEMARG32,      "=il", "atomic_store32"),
    I32_ATOMIC_RMW_ADD(0xFE, 0x1E,        "i32.atomic.rmw.add",         MEMARG32,      "i=ii", "atomic_rmw32_add"),
    I64_ATOMIC_RMW_ADD(0xFE, 0x1F,        "i64.atomic.rmw.add",         MEMARG64,      "l=il", "atomic_rmw64_add"),
    I32_ATOMIC_RMW8_ADD_U(0xFE, 0x20,     "i32.atomic.rmw8.add_u",      MEMARG8,       "i=ii", "atomic_rmw8_add"),
    I32_ATOMIC_RMW16_ADD_U(0xFE, 0x21,    "i32.atomic.rmw16.add_u",     MEMARG16,      "i=ii", "atomic_rmw16_add"),
    I64_ATOMIC_RMW8_ADD_U(0xFE, 0x22,     "i64.atomic.rmw8.add_u",      MEMARG8,       "l=il", "atomic_rmw8_add"),
    I64_ATOMIC_RMW16_ADD_U(0xFE, 0x23,    "i64.atomic.rmw16.add_u",     MEMARG16,      "l=il", "atomic_rmw16_add"),
    I64_ATOMIC_RMW32_ADD_U(0xFE, 0x24,    "i64.atomic.rmw32.add_u",     MEMARG32,      "l=il", "atomic_rmw32_add"),
    I32_ATOMIC_RMW_SUB(0xFE, 0x25,        "i32.atomic.rmw.sub",         MEMARG32,      "i=ii", "atomic_rmw32_sub"),
    I64_ATOMIC_RMW_SUB(0xFE, 0x26,        "i64.atomic.rmw.sub",         MEMARG64,      "l=il", "atomic_rmw64_sub"),
    I32_ATOMIC_RMW8_SUB_U(0xFE, 0x27,     "i32.atomic.rmw8.sub_u",      MEMARG8,       "i=ii", "atomic_rmw8_sub"),
    I32_ATOMIC_RMW16_SUB_U(0xFE, 0x28,    "i32.atomic.rmw16.sub_u",     MEMARG16,      "i=ii", "atomic_rmw16_sub"),
    I64_ATOMIC_RMW8_SUB_U(0xFE, 0x29,     "i64.atomic.rmw8.sub_u",      MEMARG8,       "l=il", "atomic_rmw8_sub"),
    I64_ATOMIC_RMW16_SUB_U(0xFE, 0x2A,    "i64.atomic.rmw16.sub_u",     MEMARG16,      "l=il", "atomic_rmw16_sub"),
    I64_ATOMIC_RMW32_SUB_U(0xFE, 0x2B,    "i64.atomic.rmw32.sub_u",     MEMARG32,      "l=il", "atomic_rmw32_sub"),
    I32_ATOMIC_RMW_AND(0xFE, 0x2C,        "i32.atomic.rmw.and",         MEMARG32,      "i=ii", "atomic_rmw32_and"),
    I64_ATOMIC_RMW_AND(0xFE, 0x2D,        "i64.atomic.rmw.and",         MEMARG64,      "l=il", "atomic_rmw64_and"),
    I32_ATOMIC_RMW8_AND_U(0xFE, 0x2E,     "i32.atomic.rmw8.and_u",      MEMARG8,       "i=ii", "atomic_rmw8_and"),
    I32_ATOMIC_RMW16_AND_U(0xFE, 0x2F,    "i32.atomic.rmw16.and_u",     MEMARG16,      "i=ii", "atomic_rmw16_and"),
    I64_ATOMIC_RMW8_AND_U(0xFE, 0x30,     "i64.atomic.rmw8.and_u",      MEMARG8,       "l=il", "atomic_rmw8_and"),
    I64_ATOMIC_RMW16_AND_U(0xFE, 0x31,    "i64.atomic.rmw16.and_u",     MEMARG16,      "l=il", "atomic_rmw16_and"),
    I64_ATOMIC_RMW32_AND_U(0xFE, 0x32,    "i64.atomic.rmw32.and_u",     MEMARG32,      "l=il", "atomic_rmw32_and"),
    I32_ATOMIC_RMW_OR(0xFE, 0x33,         "i32.atomic.rmw.or",          MEMARG32,      "i=ii", "atomic_rmw32_or"),
    I64_ATOMIC_RMW_OR(0xFE, 0x34,         "i64.atomic.rmw.or",          MEMARG64,      "l=il", "atomic_rmw64_or"),
    I32_ATOMIC_RMW8_OR_U(0xFE, 0x35,      "i32.atomic.rmw8.or_u",       MEMARG8,       "i=ii", "atomic_rmw8_or"),
    I32_ATOMIC_RMW16_OR_U(0xFE, 0x36,     "i32.atomic.rmw16.or_u",      MEMARG16,      "i=ii", "atomic_rmw16_or"),
    I64_ATOMIC_RMW8_OR_U(0xFE, 0x37,      "i64.atomic.rmw8.or_u",       MEMARG8,       "l=il", "atomic_rmw8_or"),
    I64_ATOMIC_RMW16_OR_U(0xFE, 0x38,     "i64.atomic.rmw16.or_u",      MEMARG16,      "l=il", "atomic_rmw16_or"),
    I64_ATOMIC_RMW32_OR_U(0xFE, 0x39,     "i64.atomic.rmw32.or_u",      MEMARG32,      "l=il", "atomic_rmw32_or"),
    I32_ATOMIC_RMW_XOR(0xFE, 0x3A,        "i32.atomic.rmw.xor",         MEMARG32,      "i=ii", "atomic_rmw32_xor"),
    I64_ATOMIC_RMW_XOR(0xFE, 0x3B,        "i64.atomic.rmw.xor",         MEMARG64,      "l=il", "atomic_rmw64_xor"),
    I32_ATOMIC_RMW8_XOR_U(0xFE, 0x3C,     "i32.atomic.rmw8.xor_u",      MEMARG8,       "i=ii", "atomic_rmw8_xor"),
    I32_ATOMIC_RMW16_XOR_U(0xFE, 0x3D,    "i32.atomic.rmw16.xor_u",     MEMARG16,      "i=ii", "atomic_rmw16_xor"),
    I64_ATOMIC_RMW8_XOR_U(0xFE, 0x3E,     "i64.atomic.rmw8.xor_u",      MEMARG8,       "l=il", "atomic_rmw8_xor"),
    I64_ATOMIC_RMW16_XOR_U(0xFE, 0x3F,    "i64.atomic.rmw16.xor_u",     MEMARG16,      "l=il", "atomic_rmw16_xor"),
    I64_ATOMIC_RMW32_XOR_U(0xFE, 0x40,    "i64.atomic.rmw32.xor_u",     MEMARG32,      "l=il", "atomic_rmw32_xor"),
    I32_ATOMIC_RMW_XCHG(0xFE, 0x41,       "i32.atomic.rmw.xchg",        MEMARG32,      "i=ii", "atomic_rmw32_xchg"),
    I64_ATOMIC_RMW_XCHG(0xFE, 0x42,       "i64.atomic.rmw.xchg",        MEMARG64,      "l=il", "atomic_rmw64_xchg"),
    I32_ATOMIC_RMW8_XCHG_U(0xFE, 0x43,    "i32.atomic.rmw8.xchg_u",     MEMARG8,       "i=ii", "atomic_rmw8_xchg"),
    I32_ATOMIC_RMW16_XCHG_U(0xFE, 0x44,   "i32.atomic.rmw16.xchg_u",    MEMARG16,      "i=ii", "atomic_rmw16_xchg"),
    I64_ATOMIC_RMW8_XCHG_U(0xFE, 0x45,    "i64.atomic.rmw8.xchg_u",     MEMARG8,       "l=il", "atomic_rmw8_xchg"),
    I64_ATOMIC_RMW16_XCHG_U(0xFE, 0x46,   "i64.atomic.rmw16.xchg_u",    MEMARG16,      "l=il", "atomic_rmw16_xchg"),
    I64_ATOMIC_RMW32_XCHG_U(0xFE, 0x47,   "i64.atomic.rmw32.xchg_u",    MEMARG32,      "l=il", "atomic_rmw32_xchg"),
    I32_ATOMIC_RMW_CMPXCHG(0xFE, 0x48,    "i32.atomic.rmw.cmpxchg",     MEMARG32, "i=iii", "i32.atomic_rmw32_cmpxchg"),
    I64_ATOMIC_RMW_CMPXCHG(0xFE, 0x49,    "i64.atomic.rmw.cmpxchg",     MEMARG64, "l=ill", "i64.atomic_rmw64_cmpxchg"),
    I32_ATOMIC_RMW8_CMPXCHG_U(0xFE, 0x4A, "i32.atomic.rmw8.cmpxchg_u",  MEMARG8, "i=iii", "i32.atomic_rmw8_cmpxchg"),
    I32_ATOMIC_RMW16_CMPXCHG_U(0xFE, 0x4B,"i32.atomic.rmw16.cmpxchg_u", MEMARG16, "i=iii", "i32.atomic_rmw16_cmpxchg"),
    I64_ATOMIC_RMW8_CMPXCHG_U(0xFE, 0x4C, "i64.atomic.rmw8.cmpxchg_u",  MEMARG8, "l=ill", "i64.atomic_rmw8_cmpxchg"),
    I64_ATOMIC_RMW16_CMPXCHG_U(0xFE, 0x4D,"i64.atomic.rmw16.cmpxchg_u", MEMARG16, "l=ill", "i64.atomic_rmw16_cmpxchg"),
    I64_ATOMIC_RMW32_CMPXCHG_U(0xFE, 0x4E,"i64.atomic.rmw32.cmpxchg_u", MEMARG32, "l=ill", "i64.atomic_rmw32_cmpxchg"),

    // References and tables.
    REF_NULL(0xD0,                     "ref.null",             HEAP_TYPE,     "*"),
    REF_IS_NULL(0xD1,                  "ref.is_null",          NONE,          "*"),
    REF_FUNC(0xD2,                     "ref.func",             FUNC,          "*"),
    REF_EQ(0xD3,                       "ref.eq",               NONE,          "*"),
    REF_AS_NON_NULL(0xD4,              "ref.as_non_null",      NONE,          "*"),
    REF_TEST(0xFB, 0x14,               "ref.test",             REF,           "*"),
    REF_TEST_NULL(0xFB, 0x15,          "ref.test",             REF_OR_NULL,   "*"),
    REF_CAST(0xFB, 0x16,               "ref.cast",             REF,           "*"),
    REF_CAST_NULL(0xFB, 0x17,          "ref.cast",             REF_OR_NULL,   "*"),
    ANY_CONVERT_EXTERN(0xFB, 0x1A,     "any.convert_extern",   NONE,          "*"),
    EXTERN_CONVERT_ANY(0xFB, 0x1B,     "extern.convert_any",   NONE,          "*"),
    REF_I31(0xFB, 0x1C,                "ref.i31",              NONE,          "*"),
    I31_GET_S(0xFB, 0x1D,              "i31.get_s",            NONE,          "*"),
    I31_GET_U(0xFB, 0x1E,              "i31.get_u",            NONE,          "*"),
    TABLE_GET(0x25,                    "table.get",            TABLE,         "*"),
    TABLE_SET(0x26,                    "table.set",            TABLE,         "*"),
    TABLE_INIT(0xFC, 0x0C,             "table.init",           ELEM_TABLE,    "*"),
    ELEM_DROP(0xFC, 0x0D,              "elem.drop",            ELEM,          "*"),
    TABLE_COPY(0xFC, 0x0E,             "table.copy",           TABLE_TABLE,   "*"),
    TABLE_GROW(0xFC, 0x0F,             "table.grow",           TABLE,         "*"),
    TABLE_SIZE(0xFC, 0x10,             "table.size",           TABLE,         "*"),
    TABLE_FILL(0xFC, 0x11,             "table.fill",           TABLE,         "*"),

    // Structures and arrays.
    STRUCT_NEW(0xFB, 0x00,             "struct.new",           TYPE,          "*"),
    STRUCT_NEW_DEFAULT(0xFB, 0x01,     "struct.new_default",   TYPE,          "*"),
    STRUCT_GET(0xFB, 0x02,             "struct.get",           TYPE_FIELD,    "*"),
    STRUCT_GET_S(0xFB, 0x03,           "struct.get_s",         TYPE_FIELD,    "*"),
    STRUCT_GET_U(0xFB, 0x04,           "struct.get_u",         TYPE_FIELD,    "*"),
    STRUCT_SET(0xFB, 0x05,             "struct.set",           TYPE_FIELD,    "*"),
    ARRAY_NEW(0xFB, 0x06,              "array.new",            TYPE,          "*"),
    ARRAY_NEW_DEFAULT(0xFB, 0x07,      "array.new_default",    TYPE,          "*"),
    ARRAY_NEW_FIXED(0xFB, 0x08,        "array.new_fixed",      TYPE_COUNT,    "*"),
    ARRAY_NEW_DATA(0xFB, 0x09,         "array.new_data",       TYPE_DATA,     "*"),
    ARRAY_NEW_ELEM(0xFB, 0x0A,         "array.new_elem",       TYPE_ELEM,     "*"),
    ARRAY_GET(0xFB, 0x0B,              "array.get",            TYPE,          "*"),
    ARRAY_GET_S(0xFB, 0x0C,            "array.get_s",          TYPE,          "*"),
    ARRAY_GET_U(0xFB, 0x0D,            "array.get_u",          TYPE,          "*"),
    ARRAY_SET(0xFB, 0x0E,              "array.set",            TYPE,          "*"),
    ARRAY_LEN(0xFB, 0x0F,              "array.len",            NONE,          "*"),
    ARRAY_FILL(0xFB, 0x10,             "array.fill",           TYPE,          "*"),
    ARRAY_COPY(0xFB, 0x11,             "array.copy",           TYPE_TYPE,     "*"),
    ARRAY_INIT_DATA(0xFB, 0x12,        "array.init_data",      TYPE_DATA,     "*"),
    ARRAY_INIT_ELEM(0xFB, 0x13,        "array.init_elem",      TYPE_ELEM,     "*"),

    // Constants.
    I32_CONST(0x41,                    "i32.const",            I32,           "i="),
    I64_CONST(0x42,                    "i64.const",            I64,           "l="),
    F32_CONST(0x43,                    "f32.const",            F32,           "f="),
    F64_CONST(0x44,                    "f64.const",            F64,           "d="),

    // i32 comparisons.
    I32_EQZ(0x45,                      "i32.eqz",              NONE,          "i=i"),
    I32_EQ(0x46,                       "i32.eq",               NONE,          "i=ii", EQ),
    I32_NE(0x47,                       "i32.ne",               NONE,          "i=ii", NE),
    I32_LT_S(0x48,                     "i32.lt_s",             NONE,          "i=ii", LT_S),
    I32_LT_U(0x49,                     "i32.lt_u",             NONE,          "i=ii", LT_U),
    I32_GT_S(0x4A,                     "i32.gt_s",             NONE,          "i=ii", GT_S),
    I32_GT_U(0x4B,                     "i32.gt_u",             NONE,          "i=ii", GT_U),
    I32_LE_S(0x4C,                     "i32.le_s",             NONE,          "i=ii", LE_S),
    I32_LE_U(0x4D,                     "i32.le_u",             NONE,          "i=ii", LE_U),
    I32_GE_S(0x4E,                     "i32.ge_s",             NONE,          "i=ii", GE_S),
    I32_GE_U(0x4F,                     "i32.ge_u",             NONE,          "i=ii", GE_U),

    // i64 comparisons.
    I64_EQZ(0x50,                      "i64.eqz",              NONE,          "i=l"),
    I64_EQ(0x51,                       "i64.eq",               NONE,          "i=ll", EQ),
    I64_NE(0x52,                       "i64.ne",               NONE,          "i=ll", NE),
    I64_LT_S(0x53,                     "i64.lt_s",             NONE,          "i=ll", LT_S),
    I64_LT_U(0x54,                     "i64.lt_u",             NONE,          "i=ll", LT_U),
    I64_GT_S(0x55,                     "i64.gt_s",             NONE,          "i=ll", GT_S),
    I64_GT_U(0x56,                     "i64.gt_u",             NONE,          "i=ll", GT_U),
    I64_LE_S(0x57,                     "i64.le_s",             NONE,          "i=ll", LE_S),
    I64_LE_U(0x58,                     "i64.le_u",             NONE,          "i=ll", LE_U),
    I64_GE_S(0x59,                     "i64.ge_s",             NONE,          "i=ll", GE_S),
    I64_GE_U(0x5A,                     "i64.ge_u",             NONE,          "i=ll", GE_U),

    // f32 comparisons.
    F32_EQ(0x5B,                       "f32.eq",               NONE,          "i=ff", EQ),
    F32_NE(0x5C,                       "f32.ne",               NONE,          "i=ff", NE),
    F32_LT(0x5D,                       "f32.lt",               NONE,          "i=ff", LT),
    F32_GT(0x5E,                       "f32.gt",               NONE,          "i=ff", GT),
    F32_LE(0x5F,                       "f32.le",               NONE,          "i=ff", LE),
    F32_GE(0x60,                       "f32.ge",               NONE,          "i=ff", GE),

    // f64 comparisons.
    F64_EQ(0x61,                       "f64.eq",               NONE,          "i=dd", EQ),
    F64_NE(0x62,                       "f64.ne",               NONE,          "i=dd", NE),
    F64_LT(0x63,                       "f64.lt",               NONE,          "i=dd", LT),
    F64_GT(0x64,                       "f64.gt",               NONE,          "i=dd", GT),
    F64_LE(0x65,                       "f64.le",               NONE,          "i=dd", LE),
    F64_GE(0x66,                       "f64.ge",               NONE,          "i=dd", GE),

    // i32 arithmetic and bits.
    I32_CLZ(0x67,                      "i32.clz",              NONE,          "i=i"),
    I32_CTZ(0x68,                      "i32.ctz",              NONE,          "i=i"),
    I32_POPCNT(0x69,                   "i32.popcnt",           NONE,          "i=i"),
    I32_ADD(0x6A,                      "i32.add",              NONE,          "i=ii"),
    I32_SUB(0x6B,                      "i32.sub",              NONE,          "i=ii"),
    I32_MUL(0x6C,                      "i32.mul",              NONE,          "i=ii"),
    I32_DIV_S(0x6D,                    "i32.div_s",            NONE,          "i=ii"),
    I32_DIV_U(0x6E,                    "i32.div_u",            NONE,          "i=ii"),
    I32_REM_S(0x6F,                    "i32.rem_s",            NONE,          "i=ii"),
    I32_REM_U(0x70,                    "i32.rem_u",            NONE,          "i=ii"),
    I32_AND(0x71,                      "i32.and",              NONE,          "i=ii"),
    I32_OR(0x72,                       "i32.or",               NONE,          "i=ii"),
    I32_XOR(0x73,                      "i32.xor",              NONE,          "i=ii"),
    I32_SHL(0x74,                      "i32.shl",              NONE,          "i=ii"),
    I32_SHR_S(0x75,                    "i32.shr_s",            NONE,          "i=ii"),
    I32_SHR_U(0x76,                    "i32.shr_u",            NONE,          "i=ii"),
    I32_ROTL(0x77,                     "i32.rotl",             NONE,          "i=ii"),
    I32_ROTR(0x78,                     "i32.rotr",             NONE,          "i=ii"),

    // i64 arithmetic and bits.
    I64_CLZ(0x79,                      "i64.clz",              NONE,          "l=l"),
    I64_CTZ(0x7A,                      "i64.ctz",              NONE,          "l=l"),
    I64_POPCNT(0x7B,                   "i64.popcnt",           NONE,          "l=l"),
    I64_ADD(0x7C,                      "i64.add",              NONE,          "l=ll"),
    I64_SUB(0x7D,                      "i64.sub",              NONE,          "l=ll"),
    I64_MUL(0x7E,                      "i64.mul",              NONE,          "l=ll"),
    I64_DIV_S(0x7F,                    "i64.div_s",            NONE,          "l=ll"),
    I64_DIV_U(0x80,                    "i64.div_u",            NONE,          "l=ll"),
    I64_REM_S(0x81,                    "i64.rem_s",            NONE,          "l=ll"),
    I64_REM_U(0x82,                    "i64.rem_u",            NONE,          "l=ll"),
    I64_AND(0x83,                      "i64.and",              NONE,          "l=ll"),
    I64_OR(0x84,                       "i64.or",               NONE,          "l=ll"),
    I64_XOR(0x85,                      "i64.xor",              NONE,          "l=ll"),
    I64_SHL(0x86,                      "i64.shl",              NONE,          "l=ll"),
    I64_SHR_S(0x87,                    "i64.shr_s",            NONE,          "l=ll"),
    I64_SHR_U(0x88,                    "i64.shr_u",            NONE,          "l=ll"),
    I64_ROTL(0x89,                     "i64.rotl",             NONE,          "l=ll"),
    I64_ROTR(0x8A,                     "i64.rotr",             NONE,          "l=ll"),

    // f32 arithmetic.
    F32_ABS(0x8B,                      "f32.abs",              NONE,          "f=f"),
    F32_NEG(0x8C,                      "f32.neg",              NONE,          "f=f"),
    F32_CEIL(0x8D,                     "f32.ceil",             NONE,          "f=f"),
    F32_FLOOR(0x8E,                    "f32.floor",            NONE,          "f=f"),
    F32_TRUNC(0x8F,                    "f32.trunc",            NONE,          "f=f"),
    F32_NEAREST(0x90,                  "f32.nearest",          NONE,          "f=f"),
    F32_SQRT(0x91,                     "f32.sqrt",             NONE,          "f=f"),
    F32_ADD(0x92,                      "f32.add",              NONE,          "f=ff"),
    F32_SUB(0x93,                      "f32.sub",              NONE,          "f=ff"),
    F32_MUL(0x94,                      "f32.mul",              NONE,          "f=ff"),
    F32_DIV(0x95,                      "f32.div",              NONE,          "f=ff"),
    F32_MIN(0x96,                      "f32.min",              NONE,          "f=ff"),
    F32_MAX(0x97,                      "f32.max",              NONE,          "f=ff"),
    F32_COPYSIGN(0x98,                 "f32.copysign",         NONE,          "f=ff"),

    // f64 arithmetic.
    F64_ABS(0x99,                      "f64.abs",              NONE,          "d=d"),
    F64_NEG(0x9A,                      "f64.neg",              NONE,          "d=d"),
    F64_CEIL(0x9B,                     "f64.ceil",             NONE,          "d=d"),
    F64_FLOOR(0x9C,                    "f64.floor",            NONE,          "d=d"),
    F64_TRUNC(0x9D,                    "f64.trunc",            NONE,          "d=d"),
    F64_NEAREST(0x9E,                  "f64.nearest",          NONE,          "d=d"),
    F64_SQRT(0x9F,                     "f64.sqrt",             NONE,          "d=d"),
    F64_ADD(0xA0,                      "f64.add",              NONE,          "d=dd"),
    F64_SUB(0xA1,                      "f64.sub",              NONE,          "d=dd"),
    F64_MUL(0xA2,                      "f64.mul",              NONE,          "d=dd"),
    F64_DIV(0xA3,                      "f64.div",              NONE,          "d=dd"),
    F64_MIN(0xA4,                      "f64.min",              NONE,          "d=dd"),
    F64_MAX(0xA5,                      "f64.max",              NONE,          "d=dd"),
    F64_COPYSIGN(0xA6,                 "f64.copysign",         NONE,          "d=dd"),

    // Conversions.
    I32_WRAP_I64(0xA7,                 "i32.wrap_i64",         NONE,          "i=l"),
    I32_TRUNC_F32_S(0xA8,              "i32.trunc_f32_s",      NONE,          "i=f"),
    I32_TRUNC_F32_U(0xA9,              "i32.trunc_f32_u",      NONE,          "i=f"),
    I32_TRUNC_F64_S(0xAA,              "i32.trunc_f64_s",      NONE,          "i=d"),
    I32_TRUNC_F64_U(0xAB,              "i32.trunc_f64_u",      NONE,          "i=d"),
    I64_EXTEND_I32_S(0xAC,             "i64.extend_i32_s",     NONE,          "l=i"),
    I64_EXTEND_I32_U(0xAD,             "i64.extend_i32_u",     NONE,          "l=i"),
    I64_TRUNC_F32_S(0xAE,              "i64.trunc_f32_s",      NONE,          "l=f"),
    I64_TRUNC_F32_U(0xAF,              "i64.trunc_f32_u",      NONE,          "l=f"),
    I64_TRUNC_F64_S(0xB0,              "i64.trunc_f64_s",      NONE,          "l=d"),
    I64_TRUNC_F64_U(0xB1,              "i64.trunc_f64_u",      NONE,          "l=d"),
    F32_CONVERT_I32_S(0xB2,            "f32.convert_i32_s",    NONE,          "f=i"),
    F32_CONVERT_I32_U(0xB3,            "f32.convert_i32_u",    NONE,          "f=i"),
    F32_CONVERT_I64_S(0xB4,            "f32.convert_i64_s",    NONE,          "f=l"),
    F32_CONVERT_I64_U(0xB5,            "f32.convert_i64_u",    NONE,          "f=l"),
    F32_DEMOTE_F64(0xB6,               "f32.demote_f64",       NONE,          "f=d"),
    F64_CONVERT_I32_S(0xB7,            "f64.convert_i32_s",    NONE,          "d=i"),
    F64_CONVERT_I32_U(0xB8,            "f64.convert_i32_u",    NONE,          "d=i"),
    F64_CONVERT_I64_S(0xB9,            "f64.convert_i64_s",    NONE,          "d=l"),
    F64_CONVERT_I64_U(0xBA,            "f64.convert_i64_u",    NONE,          "d=l"),
    F64_PROMOTE_F32(0xBB,              "f64.promote_f32",      NONE,          "d=f"),
    I32_REINTERPRET_F32(0xBC,          "i32.reinterpret_f32",  NONE,          "i=f"),
    I64_REINTERPRET_F64(0xBD,          "i64.reinterpret_f64",  NONE,          "l=d"),
    F32_REINTERPRET_I32(0xBE,          "f32.reinterpret_i32",  NONE,          "f=i"),
    F64_REINTERPRET_I64(0xBF,          "f64.reinterpret_i64",  NONE,          "d=l"),
    I32_EXTEND8_S(0xC0,                "i32.extend8_s",        NONE,          "i=i"),
    I32_EXTEND16_S(0xC1,               "i32.extend16_s",       NONE,          "i=i"),
    I64_EXTEND8_S(0xC2,                "i64.extend8_s",        NONE,          "l=l"),
    I64_EXTEND16_S(0xC3,               "i64.extend16_s",       NONE,          "l=l"),
    I64_EXTEND32_S(0xC4,               "i64.extend32_s",       NONE,          "l=l"),
    I32_TRUNC_SAT_F32_S(0xFC, 0x00,    "i32.trunc_sat_f32_s",  NONE,          "i=f"),
    I32_TRUNC_SAT_F32_U(0xFC, 0x01,    "i32.trunc_sat_f32_u",  NONE,          "i=f"),
    I32_TRUNC_SAT_F64_S(0xFC, 0x02,    "i32.trunc_sat_f64_s",  NONE,          "i=d"),
    I32_TRUNC_SAT_F64_U(0xFC, 0x03,    "i32.trunc_sat_f64_u",  NONE,          "i=d"),
    I64_TRUNC_SAT_F32_S(0xFC, 0x04,    "i64.trunc_sat_f32_s",  NONE,          "l=f"),
    I64_TRUNC_SAT_F32_U(0xFC, 0x05,    "i64.trunc_sat_f32_u",  NONE,          "l=f"),
    I64_TRUNC_SAT_F64_S(0xFC, 0x06,    "i64.trunc_sat_f64_s",  NONE,          "l=d"),
    I64_TRUNC_SAT_F64_U(0xFC, 0x07,    "i64.trunc_sat_f64_u",  NONE,          "l=d"),

    // Vectors: loads and stores.
    V128_LOAD(0xFD, 0x00,                  "v128.load",                   MEMARG128,     "v=i"),
    V128_LOAD8X8_S(0xFD, 0x01,             "v128.load8x8_s",              MEMARG64,      "v=i"),
    V128_LOAD8X8_U(0xFD, 0x02,             "v128.load8x8_u",              MEMARG64,      "v=i"),
    V128_LOAD16X4_S(0xFD, 0x03,            "v128.load16x4_s",             MEMARG64,      "v=i"),
    V128_LOAD16X4_U(0xFD, 0x04,            "v128.load16x4_u",             MEMARG64,      "v=i"),
    V128_LOAD32X2_S(0xFD, 0x05,            "v128.load32x2_s",             MEMARG64,      "v=i"),
    V128_LOAD32X2_U(0xFD, 0x06,            "v128.load32x2_u",             MEMARG64,      "v=i"),
    V128_LOAD8_SPLAT(0xFD, 0x07,           "v128.load8_splat",            MEMARG8,       "v=i"),
    V128_LOAD16_SPLAT(0xFD, 0x08,          "v128.load16_splat",           MEMARG16,      "v=i"),
    V128_LOAD32_SPLAT(0xFD, 0x09,          "v128.load32_splat",           MEMARG32,      "v=i"),
    V128_LOAD64_SPLAT(0xFD, 0x0A,          "v128.load64_splat",           MEMARG64,      "v=i"),
    V128_STORE(0xFD, 0x0B,                 "v128.store",                  MEMARG128,     "=iv"),

    // Vectors: constants, shuffles, splats.
    V128_CONST(0xFD, 0x0C,                 "v128.const",                  V128,          "v="),
    I8X16_SHUFFLE(0xFD, 0x0D,              "i8x16.shuffle",               SHUFFLE,       "v=vv"),
    I8X16_SWIZZLE(0xFD, 0x0E,              "i8x16.swizzle",               NONE,          "v=vv"),
    I8X16_SPLAT(0xFD, 0x0F,                "i8x16.splat",                 NONE,          "v=i"),
    I16X8_SPLAT(0xFD, 0x10,                "i16x8.splat",                 NONE,          "v=i"),
    I32X4_SPLAT(0xFD, 0x11,                "i32x4.splat",                 NONE,          "v=i"),
    I64X2_SPLAT(0xFD, 0x12,                "i64x2.splat",                 NONE,          "v=l"),
    F32X4_SPLAT(0xFD, 0x13,                "f32x4.splat",                 NONE,          "v=f", "i32x4.splat"),
    F64X2_SPLAT(0xFD, 0x14,                "f64x2.splat",                 NONE,          "v=d", "i64x2.splat"),

    // Vectors: lanes.
    I8X16_EXTRACT_LANE_S(0xFD, 0x15,       "i8x16.extract_lane_s",        LANE16,        "i=v"),
    I8X16_EXTRACT_LANE_U(0xFD, 0x16,       "i8x16.extract_lane_u",        LANE16,        "i=v"),
    I8X16_REPLACE_LANE(0xFD, 0x17,         "i8x16.replace_lane",          LANE16,        "v=vi"),
    I16X8_EXTRACT_LANE_S(0xFD, 0x18,       "i16x8.extract_lane_s",        LANE8,         "i=v"),
    I16X8_EXTRACT_LANE_U(0xFD, 0x19,       "i16x8.extract_lane_u",        LANE8,         "i=v"),
    I16X8_REPLACE_LANE(0xFD, 0x1A,         "i16x8.replace_lane",          LANE8,         "v=vi"),
    I32X4_EXTRACT_LANE(0xFD, 0x1B,         "i32x4.extract_lane",          LANE4,         "i=v"),
    I32X4_REPLACE_LANE(0xFD, 0x1C,         "i32x4.replace_lane",          LANE4,         "v=vi"),
    I64X2_EXTRACT_LANE(0xFD, 0x1D,         "i64x2.extract_lane",          LANE2,         "l=v"),
    I64X2_REPLACE_LANE(0xFD, 0x1E,         "i64x2.replace_lane",          LANE2,         "v=vl"),
    F32X4_EXTRACT_LANE(0xFD, 0x1F,         "f32x4.extract_lane",          LANE4,         "f=v", "i32x4.extract_lane"),
    F32X4_REPLACE_LANE(0xFD, 0x20,         "f32x4.replace_lane",          LANE4,         "v=vf", "i32x4.replace_lane"),
    F64X2_EXTRACT_LANE(0xFD, 0x21,         "f64x2.extract_lane",          LANE2,         "d=v", "i64x2.extract_lane"),
    F64X2_REPLACE_LANE(0xFD, 0x22,         "f64x2.replace_lane",          LANE2,         "v=vd", "i64x2.replace_lane"),

    // Vectors: comparisons.
    I8X16_EQ(0xFD, 0x23,                   "i8x16.eq",                    NONE,          "v=vv", EQ),
    I8X16_NE(0xFD, 0x24,                   "i8x16.ne",                    NONE,          "v=vv", NE),
    I8X16_LT_S(0xFD, 0x25,                 "i8x16.lt_s",                  NONE,          "v=vv", LT_S),
    I8X16_LT_U(0xFD, 0x26,                 "i8x16.lt_u",                  NONE,          "v=vv", LT_U),
    I8X16_GT_S(0xFD, 0x27,                 "i8x16.gt_s",                  NONE,          "v=vv", GT_S),
    I8X16_GT_U(0xFD, 0x28,                 "i8x16.gt_u",                  NONE,          "v=vv", GT_U),
    I8X16_LE_S(0xFD, 0x29,                 "i8x16.le_s",                  NONE,          "v=vv", LE_S),
    I8X16_LE_U(0xFD, 0x2A,                 "i8x16.le_u",                  NONE,          "v=vv", LE_U),
    I8X16_GE_S(0xFD, 0x2B,                 "i8x16.ge_s",                  NONE,          "v=vv", GE_S),
    I8X16_GE_U(0xFD, 0x2C,                 "i8x16.ge_u",                  NONE,          "v=vv", GE_U),
    I16X8_EQ(0xFD, 0x2D,                   "i16x8.eq",                    NONE,          "v=vv", EQ),
    I16X8_NE(0xFD, 0x2E,                   "i16x8.ne",                    NONE,          "v=vv", NE),
    I16X8_LT_S(0xFD, 0x2F,                 "i16x8.lt_s",                  NONE,          "v=vv", LT_S),
    I16X8_LT_U(0xFD, 0x30,                 "i16x8.lt_u",                  NONE,          "v=vv", LT_U),
    I16X8_GT_S(0xFD, 0x31,                 "i16x8.gt_s",                  NONE,          "v=vv", GT_S),
    I16X8_GT_U(0xFD, 0x32,                 "i16x8.gt_u",                  NONE,          "v=vv", GT_U),
    I16X8_LE_S(0xFD, 0x33,                 "i16x8.le_s",                  NONE,          "v=vv", LE_S),
    I16X8_LE_U(0xFD, 0x34,                 "i16x8.le_u",                  NONE,          "v=vv", LE_U),
    I16X8_GE_S(0xFD, 0x35,                 "i16x8.ge_s",                  NONE,          "v=vv", GE_S),
    I16X8_GE_U(0xFD, 0x36,                 "i16x8.ge_u",                  NONE,          "v=vv", GE_U),
    I32X4_EQ(0xFD, 0x37,                   "i32x4.eq",                    NONE,          "v=vv", EQ),
    I32X4_NE(0xFD, 0x38,                   "i32x4.ne",                    NONE,          "v=vv", NE),
    I32X4_LT_S(0xFD, 0x39,                 "i32x4.lt_s",                  NONE,          "v=vv", LT_S),
    I32X4_LT_U(0xFD, 0x3A,                 "i32x4.lt_u",                  NONE,          "v=vv", LT_U),
    I32X4_GT_S(0xFD, 0x3B,                 "i32x4.gt_s",                  NONE,          "v=vv", GT_S),
    I32X4_GT_U(0xFD, 0x3C,                 "i32x4.gt_u",                  NONE,          "v=vv", GT_U),
    I32X4_LE_S(0xFD, 0x3D,                 "i32x4.le_s",                  NONE,          "v=vv", LE_S),
    I32X4_LE_U(0xFD, 0x3E,                 "i32x4.le_u",                  NONE,          "v=vv", LE_U),
    I32X4_GE_S(0xFD, 0x3F,                 "i32x4.ge_s",                  NONE,          "v=vv", GE_S),
    I32X4_GE_U(0xFD, 0x40,                 "i32x4.ge_u",                  NONE,          "v=vv", GE_U),
    F32X4_EQ(0xFD, 0x41,                   "f32x4.eq",                    NONE,          "v=vv", EQ),
    F32X4_NE(0xFD, 0x42,                   "f32x4.ne",                    NONE,          "v=vv", NE),
    F32X4_LT(0xFD, 0x43,                   "f32x4.lt",                    NONE,          "v=vv", LT),
    F32X4_GT(0xFD, 0x44,                   "f32x4.gt",                    NONE,          "v=vv", GT),
    F32X4_LE(0xFD, 0x45,                   "f32x4.le",                    NONE,          "v=vv", LE),
    F32X4_GE(0xFD, 0x46,                   "f32x4.ge",                    NONE,          "v=vv", GE),
    F64X2_EQ(0xFD, 0x47,                   "f64x2.eq",                    NONE,          "v=vv", EQ),
    F64X2_NE(0xFD, 0x48,                   "f64x2.ne",                    NONE,          "v=vv", NE),
    F64X2_LT(0xFD, 0x49,                   "f64x2.lt",                    NONE,          "v=vv", LT),
    F64X2_GT(0xFD, 0x4A,                   "f64x2.gt",                    NONE,          "v=vv", GT),
    F64X2_LE(0xFD, 0x4B,                   "f64x2.le",                    NONE,          "v=vv", LE),
    F64X2_GE(0xFD, 0x4C,                   "f64x2.ge",                    NONE,          "v=vv", GE),

    // Vectors: bits.
    V128_NOT(0xFD, 0x4D,                   "v128.not",                    NONE,          "v=v"),
    V128_AND(0xFD, 0x4E,                   "v128.and",                    NONE,          "v=vv"),
    V128_ANDNOT(0xFD, 0x4F,                "v128.andnot",                 NONE,          "v=vv"),
    V128_OR(0xFD, 0x50,                    "v128.or",                     NONE,          "v=vv"),
    V128_XOR(0xFD, 0x51,                   "v128.xor",                    NONE,          "v=vv"),
    V128_BITSELECT(0xFD, 0x52,             "v128.bitselect",              NONE,          "v=vvv"),
    V128_ANY_TRUE(0xFD, 0x53,              "v128.any_true",               NONE,          "i=v"),

    // Vectors: loads and stores of a lane.
    V128_LOAD8_LANE(0xFD, 0x54,            "v128.load8_lane",             MEMARG8_LANE,  "v=iv"),
    V128_LOAD16_LANE(0xFD, 0x55,           "v128.load16_lane",            MEMARG16_LANE, "v=iv"),
    V128_LOAD32_LANE(0xFD, 0x56,           "v128.load32_lane",            MEMARG32_LANE, "v=iv"),
    V128_LOAD64_LANE(0xFD, 0x57,           "v128.load64_lane",            MEMARG64_LANE, "v=iv"),
    V128_STORE8_LANE(0xFD, 0x58,           "v128.store8_lane",            MEMARG8_LANE,  "=iv"),
    V128_STORE16_LANE(0xFD, 0x59,          "v128.store16_lane",           MEMARG16_LANE, "=iv"),
    V128_STORE32_LANE(0xFD, 0x5A,          "v128.store32_lane",           MEMARG32_LANE, "=iv"),
    V128_STORE64_LANE(0xFD, 0x5B,          "v128.store64_lane",           MEMARG64_LANE, "=iv"),
    V128_LOAD32_ZERO(0xFD, 0x5C,           "v128.load32_zero",            MEMARG32,      "v=i"),
    V128_LOAD64_ZERO(0xFD, 0x5D,           "v128.load64_zero",            MEMARG64,      "v=i"),

    // Vectors: arithmetic and conversions.
    F32X4_DEMOTE_F64X2_ZERO(0xFD, 0x5E,    "f32x4.demote_f64x2_zero",     NONE,          "v=v"),
    F64X2_PROMOTE_LOW_F32X4(0xFD, 0x5F,    "f64x2.promote_low_f32x4",     NONE,          "v=v"),
    I8X16_ABS(0xFD, 0x60,                  "i8x16.abs",                   NONE,          "v=v"),
    I8X16_NEG(0xFD, 0x61,                  "i8x16.neg",                   NONE,          "v=v"),
    I8X16_POPCNT(0xFD, 0x62,               "i8x16.popcnt",                NONE,          "v=v"),
    I8X16_ALL_TRUE(0xFD, 0x63,             "i8x16.all_true",              NONE,          "i=v"),
    I8X16_BITMASK(0xFD, 0x64,              "i8x16.bitmask",               NONE,          "i=v"),
    I8X16_NARROW_I16X8_S(0xFD, 0x65,       "i8x16.narrow_i16x8_s",        NONE,          "v=vv"),
    I8X16_NARROW_I16X8_U(0xFD, 0x66,       "i8x16.narrow_i16x8_u",        NONE,          "v=vv"),
    F32X4_CEIL(0xFD, 0x67,                 "f32x4.ceil",                  NONE,          "v=v"),
    F32X4_FLOOR(0xFD, 0x68,                "f32x4.floor",                 NONE,          "v=v"),
    F32X4_TRUNC(0xFD, 0x69,                "f32x4.trunc",                 NONE,          "v=v"),
    F32X4_NEAREST(0xFD, 0x6A,              "f32x4.nearest",               NONE,          "v=v"),
    I8X16_SHL(0xFD, 0x6B,                  "i8x16.shl",                   NONE,          "v=vi"),
    I8X16_SHR_S(0xFD, 0x6C,                "i8x16.shr_s",                 NONE,          "v=vi"),
    I8X16_SHR_U(0xFD, 0x6D,                "i8x16.shr_u",                 NONE,          "v=vi"),
    I8X16_ADD(0xFD, 0x6E,                  "i8x16.add",                   NONE,          "v=vv"),
    I8X16_ADD_SAT_S(0xFD, 0x6F,            "i8x16.add_sat_s",             NONE,          "v=vv"),
    I8X16_ADD_SAT_U(0xFD, 0x70,            "i8x16.add_sat_u",             NONE,          "v=vv"),
    I8X16_SUB(0xFD, 0x71,                  "i8x16.sub",                   NONE,          "v=vv"),
    I8X16_SUB_SAT_S(0xFD, 0x72,            "i8x16.sub_sat_s",             NONE,          "v=vv"),
    I8X16_SUB_SAT_U(0xFD, 0x73,            "i8x16.sub_sat_u",             NONE,          "v=vv"),
    F64X2_CEIL(0xFD, 0x74,                 "f64x2.ceil",                  NONE,          "v=v"),
    F64X2_FLOOR(0xFD, 0x75,                "f64x2.floor",                 NONE,          "v=v"),
    I8X16_MIN_S(0xFD, 0x76,                "i8x16.min_s",                 NONE,          "v=vv"),
    I8X16_MIN_U(0xFD, 0x77,                "i8x16.min_u",                 NONE,          "v=vv"),
    I8X16_MAX_S(0xFD, 0x78,                "i8x16.max_s",                 NONE,          "v=vv"),
    I8X16_MAX_U(0xFD, 0x79,                "i8x16.max_u",                 NONE,          "v=vv"),
    F64X2_TRUNC(0xFD, 0x7A,                "f64x2.trunc",                 NONE,          "v=v"),
    I8X16_AVGR_U(0xFD, 0x7B,               "i8x16.avgr_u",                NONE,          "v=vv"),
    I16X8_EXTADD_PAIRWISE_I8X16_S(0xFD, 0x7C, "i16x8.extadd_pairwise_i8x16_s", NONE,          "v=v"),
    I16X8_EXTADD_PAIRWISE_I8X16_U(0xFD, 0x7D, "i16x8.extadd_pairwise_i8x16_u", NONE,          "v=v"),
    I32X4_EXTADD_PAIRWISE_I16X8_S(0xFD, 0x7E, "i32x4.extadd_pairwise_i16x8_s", NONE,          "v=v"),
    I32X4_EXTADD_PAIRWISE_I16X8_U(0xFD, 0x7F, "i32x4.extadd_pairwise_i16x8_u", NONE,          "v=v"),
    I16X8_ABS(0xFD, 0x80,                  "i16x8.abs",                   NONE,          "v=v"),
    I16X8_NEG(0xFD, 0x81,                  "i16x8.neg",                   NONE,          "v=v"),
    I16X8_Q15MULR_SAT_S(0xFD, 0x82,        "i16x8.q15mulr_sat_s",         NONE,          "v=vv"),
    I16X8_ALL_TRUE(0xFD, 0x83,             "i16x8.all_true",              NONE,          "i=v"),
    I16X8_BITMASK(0xFD, 0x84,              "i16x8.bitmask",               NONE,          "i=v"),
    I16X8_NARROW_I32X4_S(0xFD, 0x85,       "i16x8.narrow_i32x4_s",        NONE,          "v=vv"),
    I16X8_NARROW_I32X4_U(0xFD, 0x86,       "i16x8.narrow_i32x4_u",        NONE,          "v=vv"),
    I16X8_EXTEND_LOW_I8X16_S(0xFD, 0x87,   "i16x8.extend_low_i8x16_s",    NONE,          "v=v"),
    I16X8_EXTEND_HIGH_I8X16_S(0xFD, 0x88,  "i16x8.extend_high_i8x16_s",   NONE,          "v=v"),
    I16X8_EXTEND_LOW_I8X16_U(0xFD, 0x89,   "i16x8.extend_low_i8x16_u",    NONE,          "v=v"),
    I16X8_EXTEND_HIGH_I8X16_U(0xFD, 0x8A,  "i16x8.extend_high_i8x16_u",   NONE,          "v=v"),
    I16X8_SHL(0xFD, 0x8B,                  "i16x8.shl",                   NONE,          "v=vi"),
    I16X8_SHR_S(0xFD, 0x8C,                "i16x8.shr_s",                 NONE,          "v=vi"),
    I16X8_SHR_U(0xFD, 0x8D,                "i16x8.shr_u",                 NONE,          "v=vi"),
    I16X8_ADD(0xFD, 0x8E,                  "i16x8.add",                   NONE,          "v=vv"),
    I16X8_ADD_SAT_S(0xFD, 0x8F,            "i16x8.add_sat_s",             NONE,          "v=vv"),
    I16X8_ADD_SAT_U(0xFD, 0x90,            "i16x8.add_sat_u",             NONE,          "v=vv"),
    I16X8_SUB(0xFD, 0x91,                  "i16x8.sub",                   NONE,          "v=vv"),
    I16X8_SUB_SAT_S(0xFD, 0x92,            "i16x8.sub_sat_s",             NONE,          "v=vv"),
    I16X8_SUB_SAT_U(0xFD, 0x93,            "i16x8.sub_sat_u",             NONE,          "v=vv"),
    F64X2_NEAREST(0xFD, 0x94,              "f64x2.nearest",               NONE,          "v=v"),
    I16X8_MUL(0xFD, 0x95,                  "i16x8.mul",                   NONE,          "v=vv"),
    I16X8_MIN_S(0xFD, 0x96,                "i16x8.min_s",                 NONE,          "v=vv"),
    I16X8_MIN_U(0xFD, 0x97,                "i16x8.min_u",                 NONE,          "v=vv"),
    I16X8_MAX_S(0xFD, 0x98,                "i16x8.max_s",                 NONE,          "v=vv"),
    I16X8_MAX_U(0xFD, 0x99,                "i16x8.max_u",                 NONE,          "v=vv"),
    I16X8_AVGR_U(0xFD, 0x9B,               "i16x8.avgr_u",                NONE,          "v=vv"),
    I16X8_EXTMUL_LOW_I8X16_S(0xFD, 0x9C,   "i16x8.extmul_low_i8x16_s",    NONE,          "v=vv"),
    I16X8_EXTMUL_HIGH_I8X16_S(0xFD, 0x9D,  "i16x8.extmul_high_i8x16_s",   NONE,          "v=vv"),
    I16X8_EXTMUL_LOW_I8X16_U(0xFD, 0x9E,   "i16x8.extmul_low_i8x16_u",    NONE,          "v=vv"),
    I16X8_EXTMUL_HIGH_I8X16_U(0xFD, 0x9F,  "i16x8.extmul_high_i8x16_u",   NONE,          "v=vv"),
    I32X4_ABS(0xFD, 0xA0,                  "i32x4.abs",                   NONE,          "v=v"),
    I32X4_NEG(0xFD, 0xA1,                  "i32x4.neg",                   NONE,          "v=v"),
    I32X4_ALL_TRUE(0xFD, 0xA3,             "i32x4.all_true",              NONE,          "i=v"),
    I32X4_BITMASK(0xFD, 0xA4,              "i32x4.bitmask",               NONE,          "i=v"),
    I32X4_EXTEND_LOW_I16X8_S(0xFD, 0xA7,   "i32x4.extend_low_i16x8_s",    NONE,          "v=v"),
    I32X4_EXTEND_HIGH_I16X8_S(0xFD, 0xA8,  "i32x4.extend_high_i16x8_s",   NONE,          "v=v"),
    I32X4_EXTEND_LOW_I16X8_U(0xFD, 0xA9,   "i32x4.extend_low_i16x8_u",    NONE,          "v=v"),
    I32X4_EXTEND_HIGH_I16X8_U(0xFD, 0xAA,  "i32x4.extend_high_i16x8_u",   NONE,          "v=v"),
    I32X4_SHL(0xFD, 0xAB,                  "i32x4.shl",                   NONE,          "v=vi"),
    I32X4_SHR_S(0xFD, 0xAC,                "i32x4.shr_s",                 NONE,          "v=vi"),
    I32X4_SHR_U(0xFD, 0xAD,                "i32x4.shr_u",                 NONE,          "v=vi"),
    I32X4_ADD(0xFD, 0xAE,                  "i32x4.add",                   NONE,          "v=vv"),
    I32X4_SUB(0xFD, 0xB1,                  "i32x4.sub",                   NONE,          "v=vv"),
    I32X4_MUL(0xFD, 0xB5,                  "i32x4.mul",                   NONE,          "v=vv"),
    I32X4_MIN_S(0xFD, 0xB6,                "i32x4.min_s",                 NONE,          "v=vv"),
    I32X4_MIN_U(0xFD, 0xB7,                "i32x4.min_u",                 NONE,          "v=vv"),
    I32X4_MAX_S(0xFD, 0xB8,                "i32x4.max_s",                 NONE,          "v=vv"),
    I32X4_MAX_U(0xFD, 0xB9,                "i32x4.max_u",                 NONE,          "v=vv"),
    I32X4_DOT_I16X8_S(0xFD, 0xBA,          "i32x4.dot_i16x8_s",           NONE,          "v=vv"),
    I32X4_EXTMUL_LOW_I16X8_S(0xFD, 0xBC,   "i32x4.extmul_low_i16x8_s",    NONE,          "v=vv"),
    I32X4_EXTMUL_HIGH_I16X8_S(0xFD, 0xBD,  "i32x4.extmul_high_i16x8_s",   NONE,          "v=vv"),
    I32X4_EXTMUL_LOW_I16X8_U(0xFD, 0xBE,   "i32x4.extmul_low_i16x8_u",    NONE,          "v=vv"),
    I32X4_EXTMUL_HIGH_I16X8_U(0xFD, 0xBF,  "i32x4.extmul_high_i16x8_u",   NONE,          "v=vv"),
    I64X2_ABS(0xFD, 0xC0,                  "i64x2.abs",                   NONE,          "v=v"),
    I64X2_NEG(0xFD, 0xC1,                  "i64x2.neg",                   NONE,          "v=v"),
    I64X2_ALL_TRUE(0xFD, 0xC3,             "i64x2.all_true",              NONE,          "i=v"),
    I64X2_BITMASK(0xFD, 0xC4,              "i64x2.bitmask",               NONE,          "i=v"),
    I64X2_EXTEND_LOW_I32X4_S(0xFD, 0xC7,   "i64x2.extend_low_i32x4_s",    NONE,          "v=v"),
    I64X2_EXTEND_HIGH_I32X4_S(0xFD, 0xC8,  "i64x2.extend_high_i32x4_s",   NONE,          "v=v"),
    I64X2_EXTEND_LOW_I32X4_U(0xFD, 0xC9,   "i64x2.extend_low_i32x4_u",    NONE,          "v=v"),
    I64X2_EXTEND_HIGH_I32X4_U(0xFD, 0xCA,  "i64x2.extend_high_i32x4_u",   NONE,          "v=v"),
    I64X2_SHL(0xFD, 0xCB,                  "i64x2.shl",                   NONE,          "v=vi"),
    I64X2_SHR_S(0xFD, 0xCC,                "i64x2.shr_s",                 NONE,          "v=vi"),
    I64X2_SHR_U(0xFD, 0xCD,                "i64x2.shr_u",                 NONE,          "v=vi"),
    I64X2_ADD(0xFD, 0xCE,                  "i64x2.add",                   NONE,          "v=vv"),
    I64X2_SUB(0xFD, 0xD1,                  "i64x2.sub",                   NONE,          "v=vv"),
    I64X2_MUL(0xFD, 0xD5,                  "i64x2.mul",                   NONE,          "v=vv"),
    I64X2_EQ(0xFD, 0xD6,                   "i64x2.eq",                    NONE,          "v=vv", EQ),
    I64X2_NE(0xFD, 0xD7,                   "i64x2.ne",                    NONE,          "v=vv", NE),
    I64X2_LT_S(0xFD, 0xD8,                 "i64x2.lt_s",                  NONE,          "v=vv", LT_S),
    I64X2_GT_S(0xFD, 0xD9,                 "i64x2.gt_s",                  NONE,          "v=vv", GT_S),
    I64X2_LE_S(0xFD, 0xDA,                 "i64x2.le_s",                  NONE,          "v=vv", LE_S),
    I64X2_GE_S(0xFD, 0xDB,                 "i64x2.ge_s",                  NONE,          "v=vv", GE_S),
    I64X2_EXTMUL_LOW_I32X4_S(0xFD, 0xDC,   "i64x2.extmul_low_i32x4_s",    NONE,          "v=vv"),
    I64X2_EXTMUL_HIGH_I32X4_S(0xFD, 0xDD,  "i64x2.extmul_high_i32x4_s",   NONE,          "v=vv"),
    I64X2_EXTMUL_LOW_I32X4_U(0xFD, 0xDE,   "i64x2.extmul_low_i32x4_u",    NONE,          "v=vv"),
    I64X2_EXTMUL_HIGH_I32X4_U(0xFD, 0xDF,  "i64x2.extmul_high_i32x4_u",   NONE,          "v=vv"),
    F32X4_ABS(0xFD, 0xE0,                  "f32x4.abs",                   NONE,          "v=v"),
    F32X4_NEG(0xFD, 0xE1,                  "f32x4.neg",                   NONE,          "v=v"),
    F32X4_SQRT(0xFD, 0xE3,                 "f32x4.sqrt",                  NONE,          "v=v"),
    F32X4_ADD(0xFD, 0xE4,                  "f32x4.add",                   NONE,          "v=vv"),
    F32X4_SUB(0xFD, 0xE5,                  "f32x4.sub",                   NONE,          "v=vv"),
    F32X4_MUL(0xFD, 0xE6,                  "f32x4.mul",                   NONE,          "v=vv"),
    F32X4_DIV(0xFD, 0xE7,                  "f32x4.div",                   NONE,          "v=vv"),
    F32X4_MIN(0xFD, 0xE8,                  "f32x4.min",                   NONE,          "v=vv"),
    F32X4_MAX(0xFD, 0xE9,                  "f32x4.max",                   NONE,          "v=vv"),
    F32X4_PMIN(0xFD, 0xEA,                 "f32x4.pmin",                  NONE,          "v=vv"),
    F32X4_PMAX(0xFD, 0xEB,                 "f32x4.pmax",                  NONE,          "v=vv"),
    F64X2_ABS(0xFD, 0xEC,                  "f64x2.abs",                   NONE,          "v=v"),
    F64X2_NEG(0xFD, 0xED,                  "f64x2.neg",                   NONE,          "v=v"),
    F64X2_SQRT(0xFD, 0xEF,                 "f64x2.sqrt",                  NONE,          "v=v"),
    F64X2_ADD(0xFD, 0xF0,                  "f64x2.add",                   NONE,          "v=vv"),
    F64X2_SUB(0xFD, 0xF1,                  "f64x2.sub",                   NONE,          "v=vv"),
    F64X2_MUL(0xFD, 0xF2,                  "f64x2.mul",                   NONE,          "v=vv"),
    F64X2_DIV(0xFD, 0xF3,                  "f64x2.div",                   NONE,          "v=vv"),
    F64X2_MIN(0xFD, 0xF4,                  "f64x2.min",                   NONE,          "v=vv"),
    F64X2_MAX(0xFD, 0xF5,                  "f64x2.max",                   NONE,          "v=vv"),
    F64X2_PMIN(0xFD, 0xF6,                 "f64x2.pmin",                  NONE,          "v=vv"),
    F64X2_PMAX(0xFD, 0xF7,                 "f64x2.pmax",                  NONE,          "v=vv"),
    I32X4_TRUNC_SAT_F32X4_S(0xFD, 0xF8,    "i32x4.trunc_sat_f32x4_s",     NONE,          "v=v"),
    I32X4_TRUNC_SAT_F32X4_U(0xFD, 0xF9,    "i32x4.trunc_sat_f32x4_u",     NONE,          "v=v"),
    F32X4_CONVERT_I32X4_S(0xFD, 0xFA,      "f32x4.convert_i32x4_s",       NONE,          "v=v"),
    F32X4_CONVERT_I32X4_U(0xFD, 0xFB,      "f32x4.convert_i32x4_u",       NONE,          "v=v"),
    I32X4_TRUNC_SAT_F64X2_S_ZERO(0xFD, 0xFC, "i32x4.trunc_sat_f64x2_s_zero", NONE,          "v=v"),
    I32X4_TRUNC_SAT_F64X2_U_ZERO(0xFD, 0xFD, "i32x4.trunc_sat_f64x2_u_zero", NONE,          "v=v"),
    F64X2_CONVERT_LOW_I32X4_S(0xFD, 0xFE,  "f64x2.convert_low_i32x4_s",   NONE,          "v=v"),
    F64X2_CONVERT_LOW_I32X4_U(0xFD, 0xFF,  "f64x2.convert_low_i32x4_u",   NONE,          "v=v"),

    // Vectors: relaxed.
    I8X16_RELAXED_SWIZZLE(0xFD, 0x100, "i8x16.relaxed_swizzle", NONE, "v=vv", "i8x16.swizzle"),
    I32X4_RELAXED_TRUNC_F32X4_S(0xFD, 0x101, "i32x4.relaxed_trunc_f32x4_s", NONE, "v=v", "i32x4.trunc_sat_f32x4_s"),
    I32X4_RELAXED_TRUNC_F32X4_U(0xFD, 0x102, "i32x4.relaxed_trunc_f32x4_u", NONE, "v=v", "i32x4.trunc_sat_f32x4_u"),
    I32X4_RELAXED_TRUNC_F64X2_S_ZERO(0xFD, 0x103, "i32x4.relaxed_trunc_f64x2_s_zero", NONE, "v=v",
            "i32x4.trunc_sat_f64x2_s_zero"),
    I32X4_RELAXED_TRUNC_F64X2_U_ZERO(0xFD, 0x104, "i32x4.relaxed_trunc_f64x2_u_zero", NONE, "v=v",
            "i32x4.trunc_sat_f64x2_u_zero"),
    F32X4_RELAXED_MADD(0xFD, 0x105, "f32x4.relaxed_madd", NONE, "v=vvv"),
    F32X4_RELAXED_NMADD(0xFD, 0x106, "f32x4.relaxed_nmadd", NONE, "v=vvv"),
    F64X2_RELAXED_MADD(0xFD, 0x107, "f64x2.relaxed_madd", NONE, "v=vvv"),
    F64X2_RELAXED_NMADD(0xFD, 0x108, "f64x2.relaxed_nmadd", NONE, "v=vvv"),
    I8X16_RELAXED_LANESELECT(0xFD, 0x109, "i8x16.relaxed_laneselect", NONE, "v=vvv", "v128.bitselect"),
    I16X8_RELAXED_LANESELECT(0xFD, 0x10A, "i16x8.relaxed_laneselect", NONE, "v=vvv", "v128.bitselect"),
    I32X4_RELAXED_LANESELECT(0xFD, 0x10B, "i32x4.relaxed_laneselect", NONE, "v=vvv", "v128.bitselect"),
    I64X2_RELAXED_LANESELECT(0xFD, 0x10C, "i64x2.relaxed_laneselect", NONE, "v=vvv", "v128.bitselect"),
    F32X4_RELAXED_MIN(0xFD, 0x10D, "f32x4.relaxed_min", NONE, "v=vv", "f32x4.min"),
    F32X4_RELAXED_MAX(0xFD, 0x10E, "f32x4.relaxed_max", NONE, "v=vv", "f32x4.max"),
    F64X2_RELAXED_MIN(0xFD, 0x10F, "f64x2.relaxed_min", NONE, "v=vv", "f64x2.min"),
    F64X2_RELAXED_MAX(0xFD, 0x110, "f64x2.relaxed_max", NONE, "v=vv", "f64x2.max"),
    I16X8_RELAXED_Q15MULR_S(0xFD, 0x111, "i16x8.relaxed_q15mulr_s", NONE, "v=vv", "i16x8.q15mulr_sat_s"),
    I16X8_RELAXED_DOT_I8X16_I7X16_S(0xFD, 0x112, "i16x8.relaxed_dot_i8x16_i7x16_s", NONE, "v=vv"),
    I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S(0xFD, 0x113, "i32x4.relaxed_dot_i8x16_i7x16_add_s", NONE, "v=vvv"),

    // Wide arithmetic.
    I64_ADD128(0xFC, 0x13,             "i64.add128",           NONE,          "*"),
    I64_SUB128(0xFC, 0x14,             "i64.sub128",           NONE,          "*"),
    I64_MUL_WIDE_S(0xFC, 0x15,         "i64.mul_wide_s",       NONE,          "*"),
    I64_MUL_WIDE_U(0xFC, 0x16,         "i64.mul_wide_u",       NONE,          "*");
    // spotless:on

    private static final WasmOpcode[] ALL = values();
    private static final int NO_OPCODE = -1;
    private static final int VECTOR_PREFIX = 0xFD;
    private static final int ATOMIC_PREFIX = 0xFE;
    private static final int[] PLAIN = table(0);

    /** By prefix, from the first. */
    private static final int FIRST_PREFIX = 0xFB;

    private static final int[][] PREFIXED = {table(0xFB), table(0xFC), table(0xFD), table(0xFE)};

    /** {@return by code, up to the greatest and 255 at least, the index of the instruction behind a prefix} */
    private static int[] table(int prefix) {
        int[] table = new int[256];
        Arrays.fill(table, NO_OPCODE);
        for (WasmOpcode each : ALL) {
            if (each.prefix == prefix) {
                int size = table.length;
                if (each.code >= size) {
                    table = Arrays.copyOf(table, each.code + 1);
                    Arrays.fill(table, size, table.length, NO_OPCODE);
                }
                table[each.code] = each.index();
            }
        }
        return table;
    }

    private final int prefix;
    private final int code;
    private final String text;
    private final Immediates immediates;
    private final Optional<Relation> relation;
    private final String operator;
    private final Optional<Proposal> feature;
    private final boolean simple;
    private final int result;
    private final int first;
    private final int second;
    private final int third;

    WasmOpcode(int code, String text, Immediates immediates, String signature) {
        this(0, code, text, immediates, signature);
    }

    WasmOpcode(int prefix, int code, String text, Immediates immediates, String signature) {
        this(prefix, code, text, immediates, signature, Optional.empty(), text);
    }

    WasmOpcode(int code, String text, Immediates immediates, String signature, Relation relation) {
        this(0, code, text, immediates, signature, relation);
    }

    WasmOpcode(int code, String text, Immediates immediates, String signature, String operator) {
        this(0, code, text, immediates, signature, operator);
    }

    WasmOpcode(int prefix, int code, String text, Immediates immediates, String signature, Relation relation) {
        this(prefix, code, text, immediates, signature, Optional.of(relation), text);
    }

    WasmOpcode(int prefix, int code, String text, Immediates immediates, String signature, String operator) {
        this(prefix, code, text, immediates, signature, Optional.empty(), operator);
    }

    WasmOpcode(
            int prefix,
            int code,
            String text,
            Immediates immediates,
            String signature,
            Optional<Relation> relation,
            String operator) {
        this.prefix = prefix;
        this.code = code;
        this.text = text;
        this.immediates = immediates;
        this.relation = relation;
        this.operator = operator;
        feature = prefix == 0 ? Proposals.ofOpcode(code) : Proposals.ofOpcode(prefix, code);
        int equals = signature.indexOf('=');
        simple = equals >= 0;
        result = equals > 0 ? OperandType.of(signature.charAt(0)) : OperandType.NONE;
        first = typeAt(signature, equals + 1);
        second = typeAt(signature, equals + 2);
        third = typeAt(signature, equals + 3);
    }

    private int typeAt(String signature, int index) {
        return simple && index < signature.length() ? OperandType.of(signature.charAt(index)) : OperandType.NONE;
    }

    /**
     * {@return the instruction of which the opcode comes next}
     *
     * @throws MalformedException if there is none, or it belongs to a feature that is not enabled
     */
    static WasmOpcode read(BinaryReader reader) {
        int at = reader.position();
        WasmOpcode opcode = read(reader, at);
        reader.require(opcode.feature, () -> "opcode " + opcode.hex(), at);
        return opcode;
    }

    private static WasmOpcode read(BinaryReader reader, int at) {
        int code = reader.u8();
        int found = PLAIN[code];
        if (found == NO_OPCODE) {
            return readPrefixed(reader, at, code - FIRST_PREFIX);
        }
        return ALL[found];
    }

    private static WasmOpcode readPrefixed(BinaryReader reader, int at, int prefix) {
        if (prefix < 0 || prefix >= PREFIXED.length) {
            throw illegal(reader, at);
        }
        int[] table = PREFIXED[prefix];
        int code = reader.u32();
        if (code < 0 || code >= table.length || table[code] == NO_OPCODE) {
            throw illegal(reader, at);
        }
        return ALL[table[code]];
    }

    private String hex() {
        return prefix == 0 ? String.format("%02x", code) : String.format("%02x %02x", prefix, code);
    }

    private static MalformedException illegal(BinaryReader reader, int at) {
        return Proposals.illegalOpcode(reader.from(at));
    }

    /** {@return the number of instructions} */
    static int count() {
        return ALL.length;
    }

    /** {@return the place in tables that have an entry for each instruction} */
    @SuppressWarnings("EnumOrdinal") // each run makes the tables again
    int index() {
        return ordinal();
    }

    /** {@return the prefix byte, or 0 if there is none} */
    int prefix() {
        return prefix;
    }

    /** {@return the opcode, without the prefix} */
    int code() {
        return code;
    }

    /** {@return the name in the text format} */
    String text() {
        return text;
    }

    /** {@return the relation of its two operands that it tests, if it does} */
    Optional<Relation> relation() {
        return relation;
    }

    /** {@return the operator by which instructions of ours that do the same, if there are any, are found} */
    String operator() {
        return operator;
    }

    /** {@return the feature beyond WebAssembly 2.0 that has the instruction, if one does} */
    Optional<Proposal> feature() {
        return feature;
    }

    /** {@return the kind of the immediates} */
    Immediates immediates() {
        return immediates;
    }

    /** {@return whether the types of operands and result follow from the instruction alone} */
    boolean isSimple() {
        return simple;
    }

    /** {@return the {@link OperandType} of the result of a simple instruction, or {@link OperandType#NONE}} */
    int result() {
        return result;
    }

    /** {@return the type of the first operand of a simple instruction, or {@link OperandType#NONE}} */
    int first() {
        return first;
    }

    /** {@return the type of the second operand of a simple instruction, or {@link OperandType#NONE}} */
    int second() {
        return second;
    }

    /** {@return the type of the third operand of a simple instruction, or {@link OperandType#NONE}} */
    int third() {
        return third;
    }

    /** {@return whether it is one of the vector instructions (Wasm specification, 2.4.3)} */
    boolean isVector() {
        return prefix == VECTOR_PREFIX;
    }

    /** {@return whether it is one of the atomic instructions (threads proposal)} */
    boolean isAtomic() {
        return prefix == ATOMIC_PREFIX;
    }

    /** {@return whether it only gives code its structure and does nothing when it is reached} */
    boolean isStructure() {
        return switch (this) {
            case NOP, BLOCK, LOOP, ELSE, END, TRY_TABLE, TRY, CATCH, CATCH_ALL, DELEGATE -> true;
            default -> false;
        };
    }

    /** {@return whether it makes or looks at references of any kind, calls apart} */
    boolean isOnReferences() {
        return switch (this) {
            case REF_NULL, REF_IS_NULL, REF_FUNC, REF_EQ, REF_AS_NON_NULL, BR_ON_NULL, BR_ON_NON_NULL -> true;
            case REF_TEST, REF_TEST_NULL, REF_CAST, REF_CAST_NULL, BR_ON_CAST, BR_ON_CAST_FAIL -> true;
            case ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY, REF_I31, I31_GET_S, I31_GET_U -> true;
            default -> false;
        };
    }

    /** {@return whether it makes, reads or writes structures or arrays} */
    boolean isOnAggregates() {
        return prefix == 0xFB && code <= ARRAY_INIT_ELEM.code;
    }

    /** {@return whether it throws exceptions, or bounds code whose exceptions are caught} */
    boolean isOnExceptions() {
        return switch (this) {
            case TRY_TABLE, TRY, CATCH, CATCH_ALL, DELEGATE, THROW, RETHROW, THROW_REF -> true;
            default -> false;
        };
    }

    /** {@return whether it may occur in a constant expression (Wasm specification, 3.3.13)} */
    boolean isConstant() {
        return switch (this) {
            case I32_CONST, I64_CONST, F32_CONST, F64_CONST, V128_CONST, REF_NULL, REF_FUNC, GLOBAL_GET, END -> true;
            case STRUCT_NEW, STRUCT_NEW_DEFAULT, ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED -> true;
            case REF_I31, ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> true;
            default -> isExtendedConstant();
        };
    }

    /** {@return whether it is arithmetic that may occur in a constant expression} */
    boolean isExtendedConstant() {
        return switch (this) {
            case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> true;
            default -> false;
        };
    }
}
