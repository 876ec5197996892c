package org.wasmi.encoding;

import static org.wasmi.encoding.Flags.BULK;
import static org.wasmi.encoding.Flags.COMMUTATIVE;
import static org.wasmi.encoding.Flags.ENDS;
import static org.wasmi.encoding.Flags.HOT;
import static org.wasmi.encoding.Flags.MAY_TRAP;
import static org.wasmi.encoding.Flags.PURE;
import static org.wasmi.encoding.Format.*;
import static org.wasmi.encoding.IndexSpace.DATA;
import static org.wasmi.encoding.IndexSpace.ELEM;
import static org.wasmi.encoding.IndexSpace.FUNC;
import static org.wasmi.encoding.IndexSpace.GLOBAL;
import static org.wasmi.encoding.IndexSpace.MEMORY;
import static org.wasmi.encoding.IndexSpace.TABLE;
import static org.wasmi.encoding.IndexSpace.TAG;
import static org.wasmi.encoding.IndexSpace.TYPE;
import static org.wasmi.encoding.Relation.*;
import static org.wasmi.encoding.SlotType.F32;
import static org.wasmi.encoding.SlotType.F64;
import static org.wasmi.encoding.SlotType.I32;
import static org.wasmi.encoding.SlotType.I64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The instruction set: one row for each instruction. Everything else about instructions is derived from these rows, or
 * tied to them by a test.
 *
 * <p>The columns: the code, contiguous from 0; the kind; the operator whose meaning the instruction has, which is the
 * name of a Wasm instruction or of an additional one, or for a comparison the type of the operands and the relation;
 * the format; the types of the slots and value immediates as {@code results=operands}, one letter each ({@code i} i32,
 * {@code l} i64, {@code f} f32, {@code d} f64, {@code v} v128, {@code w} 64 bits of any type, {@code r} reference,
 * {@code a} both halves of the slot), an address being an operand like any other; properties; index spaces. Several
 * instructions may share an operator. They differ in the format, that is in where the operands come from and where the
 * result goes.
 *
 * <p>Until the first release, codes may change. After it, rows are only appended, and {@link Isa#version} grows.
 */
@SuppressWarnings({"ImmutableEnumChecker", "EnumOrdinal", "UnusedMethod"
}) // the lists are unmodifiable, the array is never handed out
public enum Op {
    // spotless:off
    // Hot: what executors keep in their main loop.
    COPY(0,                  Kind.COPY,      "copy",                 RS,    "w=w",    HOT | PURE),
    COPY2(1,                 Kind.COPY,      "copy2",                DSS,   "ww=ww",  HOT),
    CONST32(2,               Kind.CONSTANT,  "const32",              RI,    "w=",     HOT | PURE),
    CONST64(3,               Kind.CONSTANT,  "const64",              RL,    "w=",     HOT | PURE),
    I32_ADD_SS(4,            Kind.NUMERIC,   "i32.add",              RSS,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_ADD_SI(5,            Kind.NUMERIC,   "i32.add",              RSI,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_SUB_SS(6,            Kind.NUMERIC,   "i32.sub",              RSS,   "i=ii",   HOT | PURE),
    I32_MUL_SS(7,            Kind.NUMERIC,   "i32.mul",              RSS,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_MUL_SI(8,            Kind.NUMERIC,   "i32.mul",              RSI,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_AND_SS(9,            Kind.NUMERIC,   "i32.and",              RSS,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_AND_SI(10,           Kind.NUMERIC,   "i32.and",              RSI,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_XOR_SS(11,           Kind.NUMERIC,   "i32.xor",              RSS,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_SHL_SI(12,           Kind.NUMERIC,   "i32.shl",              RSI,   "i=ii",   HOT | PURE),
    I32_SHR_S_SI(13,         Kind.NUMERIC,   "i32.shr_s",            RSI,   "i=ii",   HOT | PURE),
    I32_SHR_U_SI(14,         Kind.NUMERIC,   "i32.shr_u",            RSI,   "i=ii",   HOT | PURE),
    I32_ROTL_SI(15,          Kind.NUMERIC,   "i32.rotl",             RSI,   "i=ii",   HOT | PURE),
    I32_EQ_SI(16,            Kind.NUMERIC,   I32, EQ,                RSI,   "i=ii",   PURE | COMMUTATIVE),
    I32_LT_S_SS(17,          Kind.NUMERIC,   I32, LT_S,              RSS,   "i=ii",   HOT | PURE),
    LOAD8_S(18,              Kind.LOAD,      "load8_s",              RSO,   "w=i",    HOT | MAY_TRAP),
    LOAD8_U(19,              Kind.LOAD,      "load8_u",              RSO,   "w=i",    HOT | MAY_TRAP),
    LOAD16_S(20,             Kind.LOAD,      "load16_s",             RSO,   "w=i",    HOT | MAY_TRAP),
    LOAD32_S(21,             Kind.LOAD,      "load32_s",             RSO,   "w=i",    HOT | MAY_TRAP),
    LOAD64(22,               Kind.LOAD,      "load64",               RSO,   "w=i",    HOT | MAY_TRAP),
    STORE8_S(23,             Kind.STORE,     "store8",               SOS,   "=iw",    HOT | MAY_TRAP),
    STORE32_S(24,            Kind.STORE,     "store32",              SOS,   "=iw",    HOT | MAY_TRAP),
    STORE64_S(25,            Kind.STORE,     "store64",              SOS,   "=iw",    HOT | MAY_TRAP),
    STORE8_I(26,             Kind.STORE,     "store8",               SOI,   "=i",     HOT | MAY_TRAP),
    BR(27,                   Kind.BRANCH,    "br",                   B,     "",       HOT | ENDS),
    BR_IF_NEZ(28,            Kind.BRANCH,    "br_if_nez",            BS,    "=i",     HOT),
    BR_IF_EQZ(29,            Kind.BRANCH,    "br_if_eqz",            BS,    "=i",     HOT),
    BR_IF_I32_EQ_SS(30,      Kind.BRANCH,    I32, EQ,                BSS,   "=ii",    HOT | COMMUTATIVE),
    BR_IF_I32_EQ_SI(31,      Kind.BRANCH,    I32, EQ,                BSI,   "=ii",    COMMUTATIVE),
    BR_IF_I32_NE_SS(32,      Kind.BRANCH,    I32, NE,                BSS,   "=ii",    HOT | COMMUTATIVE),
    BR_IF_I32_NE_SI(33,      Kind.BRANCH,    I32, NE,                BSI,   "=ii",    HOT | COMMUTATIVE),
    BR_IF_I32_LT_S_SS(34,    Kind.BRANCH,    I32, LT_S,              BSS,   "=ii",    HOT),
    BR_IF_I32_LT_S_SI(35,    Kind.BRANCH,    I32, LT_S,              BSI,   "=ii",    HOT),
    BR_IF_I32_LT_U_SS(36,    Kind.BRANCH,    I32, LT_U,              BSS,   "=ii",    HOT),
    BR_IF_I32_LT_U_SI(37,    Kind.BRANCH,    I32, LT_U,              BSI,   "=ii",    HOT),
    BR_IF_I32_GT_S_SI(38,    Kind.BRANCH,    I32, GT_S,              BSI,   "=ii",    HOT),
    BR_IF_I32_LE_U_SS(39,    Kind.BRANCH,    I32, LE_U,              BSS,   "=ii",    HOT),
    BR_IF_I32_GE_U_SI(40,    Kind.BRANCH,    I32, GE_U,              BSI,   "=ii",    HOT),
    BR_TABLE(41,             Kind.BRANCH,    "br_table",             ST,    "=i",     HOT | ENDS),
    I64_ADD_SS(42,           Kind.NUMERIC,   "i64.add",              RSS,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_ADD_SI(43,           Kind.NUMERIC,   "i64.add",              RSI,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_MUL_SS(44,           Kind.NUMERIC,   "i64.mul",              RSS,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_XOR_SS(45,           Kind.NUMERIC,   "i64.xor",              RSS,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_EXTEND_I32_S(46,     Kind.NUMERIC,   "i64.extend_i32_s",     RS,    "l=i",    HOT | PURE),
    I64_EXTEND_I32_U(47,     Kind.NUMERIC,   "i64.extend_i32_u",     RS,    "l=i",    HOT | PURE),
    BR_IF_I64_NE_SS(48,      Kind.BRANCH,    I64, NE,                BSS,   "=ll",    HOT | COMMUTATIVE),
    F64_ADD_SS(49,           Kind.NUMERIC,   "f64.add",              RSS,   "d=dd",   HOT | PURE | COMMUTATIVE),
    F64_SUB_SS(50,           Kind.NUMERIC,   "f64.sub",              RSS,   "d=dd",   HOT | PURE),
    F64_MUL_SS(51,           Kind.NUMERIC,   "f64.mul",              RSS,   "d=dd",   HOT | PURE | COMMUTATIVE),
    SELECT(52,               Kind.SELECT,    "select",               RSSS,  "w=wwi",  HOT | PURE),
    CALL(53,                 Kind.CALL,      "call",                 XF,    "",       HOT | MAY_TRAP, FUNC),
    CALL_INDIRECT(54,        Kind.CALL,      "call_indirect",        XXSF,  "=i",     HOT | MAY_TRAP, TYPE, TABLE),
    RETURN(55,               Kind.RETURN,    "return",               NONE,  "",       HOT | ENDS),
    RETURN_S(56,             Kind.RETURN,    "return_s",             S,     "=w",     HOT | ENDS),
    RETURN_CALL(57,          Kind.CALL,      "return_call",          XF,    "",       MAY_TRAP | ENDS, FUNC),
    CONSUME_FUEL(58,         Kind.FUEL,      "consume_fuel",         I,     "",       HOT | MAY_TRAP),

    // Control.
    TRAP(59,                 Kind.TRAP,      "trap",                 I,     "",       MAY_TRAP | ENDS),
    RETURN_I(60,             Kind.RETURN,    "return_i",             I,     "",       ENDS),
    RETURN_REF(61,           Kind.RETURN,    "return_ref",           S,     "=r",     ENDS),
    RETURN_SPAN(62,          Kind.RETURN,    "return_span",          SC,    "=w",     ENDS),
    RETURN_SPAN_REFS(63,     Kind.RETURN,    "return_span_refs",     SC,    "=a",     ENDS),
    CALL_IMPORT(64,          Kind.CALL,      "call_import",          XF,    "",       MAY_TRAP, FUNC),
    RETURN_CALL_IMPORT(65,   Kind.CALL,      "return_call_import",   XF,    "",       MAY_TRAP | ENDS, FUNC),
    RETURN_CALL_INDIRECT(66, Kind.CALL,      "return_call_indirect", XXSF,  "=i",     MAY_TRAP | ENDS, TYPE, TABLE),

    // Copies, constants, select, globals.
    COPY_SPAN(67,            Kind.COPY,      "copy_span",            RSC,   "w=w",    0),
    COPY_SPAN_REFS(68,       Kind.COPY,      "copy_span_refs",       RSC,   "a=a",    0),
    COPY_REF(69,             Kind.COPY,      "copy_ref",             RS,    "r=r",    PURE),
    SELECT_REF(70,           Kind.SELECT,    "select_ref",           RSSS,  "r=rri",  PURE),
    GLOBAL_GET(71,           Kind.GLOBAL,    "global_get",           RX,    "w=",     0, GLOBAL),
    GLOBAL_SET(72,           Kind.GLOBAL,    "global_set",           XS,    "=w",     0, GLOBAL),
    GLOBAL_SET_I(73,         Kind.GLOBAL,    "global_set_i",         XI,    "",       0, GLOBAL),
    GLOBAL_GET_REF(74,       Kind.GLOBAL,    "global_get_ref",       RX,    "r=",     0, GLOBAL),
    GLOBAL_SET_REF(75,       Kind.GLOBAL,    "global_set_ref",       XS,    "=r",     0, GLOBAL),

    // i32 arithmetic and bits.
    I32_SUB_IS(76,           Kind.NUMERIC,   "i32.sub",              RIS,   "i=ii",   PURE),
    I32_DIV_S_SS(77,         Kind.NUMERIC,   "i32.div_s",            RSS,   "i=ii",   MAY_TRAP),
    I32_DIV_S_SI(78,         Kind.NUMERIC,   "i32.div_s",            RSI,   "i=ii",   MAY_TRAP),
    I32_DIV_S_IS(79,         Kind.NUMERIC,   "i32.div_s",            RIS,   "i=ii",   MAY_TRAP),
    I32_DIV_U_SS(80,         Kind.NUMERIC,   "i32.div_u",            RSS,   "i=ii",   MAY_TRAP),
    I32_DIV_U_SI(81,         Kind.NUMERIC,   "i32.div_u",            RSI,   "i=ii",   MAY_TRAP),
    I32_DIV_U_IS(82,         Kind.NUMERIC,   "i32.div_u",            RIS,   "i=ii",   MAY_TRAP),
    I32_REM_S_SS(83,         Kind.NUMERIC,   "i32.rem_s",            RSS,   "i=ii",   MAY_TRAP),
    I32_REM_S_SI(84,         Kind.NUMERIC,   "i32.rem_s",            RSI,   "i=ii",   MAY_TRAP),
    I32_REM_S_IS(85,         Kind.NUMERIC,   "i32.rem_s",            RIS,   "i=ii",   MAY_TRAP),
    I32_REM_U_SS(86,         Kind.NUMERIC,   "i32.rem_u",            RSS,   "i=ii",   MAY_TRAP),
    I32_REM_U_SI(87,         Kind.NUMERIC,   "i32.rem_u",            RSI,   "i=ii",   MAY_TRAP),
    I32_REM_U_IS(88,         Kind.NUMERIC,   "i32.rem_u",            RIS,   "i=ii",   MAY_TRAP),
    I32_OR_SS(89,            Kind.NUMERIC,   "i32.or",               RSS,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_OR_SI(90,            Kind.NUMERIC,   "i32.or",               RSI,   "i=ii",   PURE | COMMUTATIVE),
    I32_XOR_SI(91,           Kind.NUMERIC,   "i32.xor",              RSI,   "i=ii",   HOT | PURE | COMMUTATIVE),
    I32_SHL_SS(92,           Kind.NUMERIC,   "i32.shl",              RSS,   "i=ii",   PURE),
    I32_SHL_IS(93,           Kind.NUMERIC,   "i32.shl",              RIS,   "i=ii",   PURE),
    I32_SHR_S_SS(94,         Kind.NUMERIC,   "i32.shr_s",            RSS,   "i=ii",   PURE),
    I32_SHR_S_IS(95,         Kind.NUMERIC,   "i32.shr_s",            RIS,   "i=ii",   PURE),
    I32_SHR_U_SS(96,         Kind.NUMERIC,   "i32.shr_u",            RSS,   "i=ii",   PURE),
    I32_SHR_U_IS(97,         Kind.NUMERIC,   "i32.shr_u",            RIS,   "i=ii",   PURE),
    I32_ROTL_SS(98,          Kind.NUMERIC,   "i32.rotl",             RSS,   "i=ii",   PURE),
    I32_ROTL_IS(99,          Kind.NUMERIC,   "i32.rotl",             RIS,   "i=ii",   PURE),
    I32_ROTR_SS(100,         Kind.NUMERIC,   "i32.rotr",             RSS,   "i=ii",   PURE),
    I32_ROTR_IS(101,         Kind.NUMERIC,   "i32.rotr",             RIS,   "i=ii",   PURE),
    I32_CLZ(102,             Kind.NUMERIC,   "i32.clz",              RS,    "i=i",    PURE),
    I32_CTZ(103,             Kind.NUMERIC,   "i32.ctz",              RS,    "i=i",    PURE),
    I32_POPCNT(104,          Kind.NUMERIC,   "i32.popcnt",           RS,    "i=i",    PURE),
    I32_EXTEND8_S(105,       Kind.NUMERIC,   "i32.extend8_s",        RS,    "i=i",    PURE),
    I32_EXTEND16_S(106,      Kind.NUMERIC,   "i32.extend16_s",       RS,    "i=i",    PURE),

    // i32 comparisons: to a value, to a branch, to a choice.
    I32_EQ_SS(107,           Kind.NUMERIC,   I32, EQ,                RSS,   "i=ii",   PURE | COMMUTATIVE),
    I32_NE_SS(108,           Kind.NUMERIC,   I32, NE,                RSS,   "i=ii",   PURE | COMMUTATIVE),
    I32_NE_SI(109,           Kind.NUMERIC,   I32, NE,                RSI,   "i=ii",   PURE | COMMUTATIVE),
    I32_LT_S_SI(110,         Kind.NUMERIC,   I32, LT_S,              RSI,   "i=ii",   PURE),
    I32_LT_U_SS(111,         Kind.NUMERIC,   I32, LT_U,              RSS,   "i=ii",   PURE),
    I32_LT_U_SI(112,         Kind.NUMERIC,   I32, LT_U,              RSI,   "i=ii",   PURE),
    I32_GT_S_SI(113,         Kind.NUMERIC,   I32, GT_S,              RSI,   "i=ii",   PURE),
    I32_GT_U_SI(114,         Kind.NUMERIC,   I32, GT_U,              RSI,   "i=ii",   PURE),
    I32_LE_S_SS(115,         Kind.NUMERIC,   I32, LE_S,              RSS,   "i=ii",   PURE),
    I32_LE_S_SI(116,         Kind.NUMERIC,   I32, LE_S,              RSI,   "i=ii",   PURE),
    I32_LE_U_SS(117,         Kind.NUMERIC,   I32, LE_U,              RSS,   "i=ii",   PURE),
    I32_LE_U_SI(118,         Kind.NUMERIC,   I32, LE_U,              RSI,   "i=ii",   PURE),
    I32_GE_S_SI(119,         Kind.NUMERIC,   I32, GE_S,              RSI,   "i=ii",   PURE),
    I32_GE_U_SI(120,         Kind.NUMERIC,   I32, GE_U,              RSI,   "i=ii",   PURE),
    BR_IF_I32_GT_U_SI(121,   Kind.BRANCH,    I32, GT_U,              BSI,   "=ii",    0),
    BR_IF_I32_LE_S_SS(122,   Kind.BRANCH,    I32, LE_S,              BSS,   "=ii",    HOT),
    BR_IF_I32_LE_S_SI(123,   Kind.BRANCH,    I32, LE_S,              BSI,   "=ii",    0),
    BR_IF_I32_LE_U_SI(124,   Kind.BRANCH,    I32, LE_U,              BSI,   "=ii",    0),
    BR_IF_I32_GE_S_SI(125,   Kind.BRANCH,    I32, GE_S,              BSI,   "=ii",    0),
    SELECT_I32_EQ_SS(126,    Kind.SELECT,    I32, EQ,                RSSSS, "w=wwii", PURE),
    SELECT_I32_EQ_SI(127,    Kind.SELECT,    I32, EQ,                RSSSI, "w=wwii", PURE),
    SELECT_I32_LT_S_SS(128,  Kind.SELECT,    I32, LT_S,              RSSSS, "w=wwii", HOT | PURE),
    SELECT_I32_LT_S_SI(129,  Kind.SELECT,    I32, LT_S,              RSSSI, "w=wwii", PURE),
    SELECT_I32_LT_U_SS(130,  Kind.SELECT,    I32, LT_U,              RSSSS, "w=wwii", PURE),
    SELECT_I32_LT_U_SI(131,  Kind.SELECT,    I32, LT_U,              RSSSI, "w=wwii", PURE),
    SELECT_I32_GT_S_SI(132,  Kind.SELECT,    I32, GT_S,              RSSSI, "w=wwii", PURE),
    SELECT_I32_GT_U_SI(133,  Kind.SELECT,    I32, GT_U,              RSSSI, "w=wwii", PURE),

    // i64 arithmetic and bits.
    I64_SUB_SS(134,          Kind.NUMERIC,   "i64.sub",              RSS,   "l=ll",   PURE),
    I64_SUB_IS(135,          Kind.NUMERIC,   "i64.sub",              RIS,   "l=ll",   PURE),
    I64_MUL_SI(136,          Kind.NUMERIC,   "i64.mul",              RSI,   "l=ll",   PURE | COMMUTATIVE),
    I64_DIV_S_SS(137,        Kind.NUMERIC,   "i64.div_s",            RSS,   "l=ll",   MAY_TRAP),
    I64_DIV_S_SI(138,        Kind.NUMERIC,   "i64.div_s",            RSI,   "l=ll",   MAY_TRAP),
    I64_DIV_S_IS(139,        Kind.NUMERIC,   "i64.div_s",            RIS,   "l=ll",   MAY_TRAP),
    I64_DIV_U_SS(140,        Kind.NUMERIC,   "i64.div_u",            RSS,   "l=ll",   MAY_TRAP),
    I64_DIV_U_SI(141,        Kind.NUMERIC,   "i64.div_u",            RSI,   "l=ll",   MAY_TRAP),
    I64_DIV_U_IS(142,        Kind.NUMERIC,   "i64.div_u",            RIS,   "l=ll",   MAY_TRAP),
    I64_REM_S_SS(143,        Kind.NUMERIC,   "i64.rem_s",            RSS,   "l=ll",   HOT | MAY_TRAP),
    I64_REM_S_SI(144,        Kind.NUMERIC,   "i64.rem_s",            RSI,   "l=ll",   MAY_TRAP),
    I64_REM_S_IS(145,        Kind.NUMERIC,   "i64.rem_s",            RIS,   "l=ll",   MAY_TRAP),
    I64_REM_U_SS(146,        Kind.NUMERIC,   "i64.rem_u",            RSS,   "l=ll",   HOT | MAY_TRAP),
    I64_REM_U_SI(147,        Kind.NUMERIC,   "i64.rem_u",            RSI,   "l=ll",   MAY_TRAP),
    I64_REM_U_IS(148,        Kind.NUMERIC,   "i64.rem_u",            RIS,   "l=ll",   MAY_TRAP),
    I64_AND_SS(149,          Kind.NUMERIC,   "i64.and",              RSS,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_AND_SI(150,          Kind.NUMERIC,   "i64.and",              RSI,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_OR_SS(151,           Kind.NUMERIC,   "i64.or",               RSS,   "l=ll",   HOT | PURE | COMMUTATIVE),
    I64_OR_SI(152,           Kind.NUMERIC,   "i64.or",               RSI,   "l=ll",   PURE | COMMUTATIVE),
    I64_XOR_SI(153,          Kind.NUMERIC,   "i64.xor",              RSI,   "l=ll",   PURE | COMMUTATIVE),
    I64_SHL_SS(154,          Kind.NUMERIC,   "i64.shl",              RSS,   "l=ll",   PURE),
    I64_SHL_SI(155,          Kind.NUMERIC,   "i64.shl",              RSI,   "l=ll",   HOT | PURE),
    I64_SHL_IS(156,          Kind.NUMERIC,   "i64.shl",              RIS,   "l=ll",   PURE),
    I64_SHR_S_SS(157,        Kind.NUMERIC,   "i64.shr_s",            RSS,   "l=ll",   PURE),
    I64_SHR_S_SI(158,        Kind.NUMERIC,   "i64.shr_s",            RSI,   "l=ll",   PURE),
    I64_SHR_S_IS(159,        Kind.NUMERIC,   "i64.shr_s",            RIS,   "l=ll",   PURE),
    I64_SHR_U_SS(160,        Kind.NUMERIC,   "i64.shr_u",            RSS,   "l=ll",   PURE),
    I64_SHR_U_SI(161,        Kind.NUMERIC,   "i64.shr_u",            RSI,   "l=ll",   HOT | PURE),
    I64_SHR_U_IS(162,        Kind.NUMERIC,   "i64.shr_u",            RIS,   "l=ll",   PURE),
    I64_ROTL_SS(163,         Kind.NUMERIC,   "i64.rotl",             RSS,   "l=ll",   PURE),
    I64_ROTL_SI(164,         Kind.NUMERIC,   "i64.rotl",             RSI,   "l=ll",   HOT | PURE),
    I64_ROTL_IS(165,         Kind.NUMERIC,   "i64.rotl",             RIS,   "l=ll",   PURE),
    I64_ROTR_SS(166,         Kind.NUMERIC,   "i64.rotr",             RSS,   "l=ll",   PURE),
    I64_ROTR_IS(167,         Kind.NUMERIC,   "i64.rotr",             RIS,   "l=ll",   PURE),
    I64_CLZ(168,             Kind.NUMERIC,   "i64.clz",              RS,    "l=l",    PURE),
    I64_CTZ(169,             Kind.NUMERIC,   "i64.ctz",              RS,    "l=l",    PURE),
    I64_POPCNT(170,          Kind.NUMERIC,   "i64.popcnt",           RS,    "l=l",    PURE),
    I64_EXTEND8_S(171,       Kind.NUMERIC,   "i64.extend8_s",        RS,    "l=l",    PURE),
    I64_EXTEND16_S(172,      Kind.NUMERIC,   "i64.extend16_s",       RS,    "l=l",    PURE),
    I64_EXTEND32_S(173,      Kind.NUMERIC,   "i64.extend32_s",       RS,    "l=l",    PURE),

    // i64 comparisons: to a value, to a branch, to a choice.
    I64_EQ_SS(174,           Kind.NUMERIC,   I64, EQ,                RSS,   "i=ll",   PURE | COMMUTATIVE),
    I64_EQ_SI(175,           Kind.NUMERIC,   I64, EQ,                RSI,   "i=ll",   PURE | COMMUTATIVE),
    I64_NE_SS(176,           Kind.NUMERIC,   I64, NE,                RSS,   "i=ll",   PURE | COMMUTATIVE),
    I64_NE_SI(177,           Kind.NUMERIC,   I64, NE,                RSI,   "i=ll",   PURE | COMMUTATIVE),
    I64_LT_S_SS(178,         Kind.NUMERIC,   I64, LT_S,              RSS,   "i=ll",   PURE),
    I64_LT_S_SI(179,         Kind.NUMERIC,   I64, LT_S,              RSI,   "i=ll",   PURE),
    I64_LT_U_SS(180,         Kind.NUMERIC,   I64, LT_U,              RSS,   "i=ll",   PURE),
    I64_LT_U_SI(181,         Kind.NUMERIC,   I64, LT_U,              RSI,   "i=ll",   PURE),
    I64_GT_S_SI(182,         Kind.NUMERIC,   I64, GT_S,              RSI,   "i=ll",   PURE),
    I64_GT_U_SI(183,         Kind.NUMERIC,   I64, GT_U,              RSI,   "i=ll",   PURE),
    I64_LE_S_SS(184,         Kind.NUMERIC,   I64, LE_S,              RSS,   "i=ll",   PURE),
    I64_LE_S_SI(185,         Kind.NUMERIC,   I64, LE_S,              RSI,   "i=ll",   PURE),
    I64_LE_U_SS(186,         Kind.NUMERIC,   I64, LE_U,              RSS,   "i=ll",   PURE),
    I64_LE_U_SI(187,         Kind.NUMERIC,   I64, LE_U,              RSI,   "i=ll",   PURE),
    I64_GE_S_SI(188,         Kind.NUMERIC,   I64, GE_S,              RSI,   "i=ll",   PURE),
    I64_GE_U_SI(189,         Kind.NUMERIC,   I64, GE_U,              RSI,   "i=ll",   PURE),
    BR_IF_I64_EQ_SS(190,     Kind.BRANCH,    I64, EQ,                BSS,   "=ll",    COMMUTATIVE),
    BR_IF_I64_EQ_SI(191,     Kind.BRANCH,    I64, EQ,                BSI,   "=ll",    HOT | COMMUTATIVE),
    BR_IF_I64_NE_SI(192,     Kind.BRANCH,    I64, NE,                BSI,   "=ll",    HOT | COMMUTATIVE),
    BR_IF_I64_LT_S_SS(193,   Kind.BRANCH,    I64, LT_S,              BSS,   "=ll",    0),
    BR_IF_I64_LT_S_SI(194,   Kind.BRANCH,    I64, LT_S,              BSI,   "=ll",    0),
    BR_IF_I64_LT_U_SS(195,   Kind.BRANCH,    I64, LT_U,              BSS,   "=ll",    0),
    BR_IF_I64_LT_U_SI(196,   Kind.BRANCH,    I64, LT_U,              BSI,   "=ll",    0),
    BR_IF_I64_GT_S_SI(197,   Kind.BRANCH,    I64, GT_S,              BSI,   "=ll",    0),
    BR_IF_I64_GT_U_SI(198,   Kind.BRANCH,    I64, GT_U,              BSI,   "=ll",    0),
    BR_IF_I64_LE_S_SS(199,   Kind.BRANCH,    I64, LE_S,              BSS,   "=ll",    0),
    BR_IF_I64_LE_S_SI(200,   Kind.BRANCH,    I64, LE_S,              BSI,   "=ll",    0),
    BR_IF_I64_LE_U_SS(201,   Kind.BRANCH,    I64, LE_U,              BSS,   "=ll",    0),
    BR_IF_I64_LE_U_SI(202,   Kind.BRANCH,    I64, LE_U,              BSI,   "=ll",    0),
    BR_IF_I64_GE_S_SI(203,   Kind.BRANCH,    I64, GE_S,              BSI,   "=ll",    0),
    BR_IF_I64_GE_U_SI(204,   Kind.BRANCH,    I64, GE_U,              BSI,   "=ll",    0),
    SELECT_I64_EQ_SS(205,    Kind.SELECT,    I64, EQ,                RSSSS, "w=wwll", PURE),
    SELECT_I64_EQ_SI(206,    Kind.SELECT,    I64, EQ,                RSSSI, "w=wwll", PURE),
    SELECT_I64_LT_S_SS(207,  Kind.SELECT,    I64, LT_S,              RSSSS, "w=wwll", PURE),
    SELECT_I64_LT_S_SI(208,  Kind.SELECT,    I64, LT_S,              RSSSI, "w=wwll", PURE),
    SELECT_I64_LT_U_SS(209,  Kind.SELECT,    I64, LT_U,              RSSSS, "w=wwll", PURE),
    SELECT_I64_LT_U_SI(210,  Kind.SELECT,    I64, LT_U,              RSSSI, "w=wwll", PURE),
    SELECT_I64_GT_S_SI(211,  Kind.SELECT,    I64, GT_S,              RSSSI, "w=wwll", PURE),
    SELECT_I64_GT_U_SI(212,  Kind.SELECT,    I64, GT_U,              RSSSI, "w=wwll", PURE),

    // f32 arithmetic.
    F32_ADD_SS(213,          Kind.NUMERIC,   "f32.add",              RSS,   "f=ff",   HOT | PURE | COMMUTATIVE),
    F32_ADD_SI(214,          Kind.NUMERIC,   "f32.add",              RSI,   "f=ff",   HOT | PURE | COMMUTATIVE),
    F32_SUB_SS(215,          Kind.NUMERIC,   "f32.sub",              RSS,   "f=ff",   HOT | PURE),
    F32_SUB_SI(216,          Kind.NUMERIC,   "f32.sub",              RSI,   "f=ff",   PURE),
    F32_SUB_IS(217,          Kind.NUMERIC,   "f32.sub",              RIS,   "f=ff",   PURE),
    F32_MUL_SS(218,          Kind.NUMERIC,   "f32.mul",              RSS,   "f=ff",   HOT | PURE | COMMUTATIVE),
    F32_MUL_SI(219,          Kind.NUMERIC,   "f32.mul",              RSI,   "f=ff",   HOT | PURE | COMMUTATIVE),
    F32_DIV_SS(220,          Kind.NUMERIC,   "f32.div",              RSS,   "f=ff",   PURE),
    F32_DIV_SI(221,          Kind.NUMERIC,   "f32.div",              RSI,   "f=ff",   PURE),
    F32_DIV_IS(222,          Kind.NUMERIC,   "f32.div",              RIS,   "f=ff",   PURE),
    F32_MIN_SS(223,          Kind.NUMERIC,   "f32.min",              RSS,   "f=ff",   PURE),
    F32_MIN_SI(224,          Kind.NUMERIC,   "f32.min",              RSI,   "f=ff",   PURE),
    F32_MAX_SS(225,          Kind.NUMERIC,   "f32.max",              RSS,   "f=ff",   PURE),
    F32_MAX_SI(226,          Kind.NUMERIC,   "f32.max",              RSI,   "f=ff",   PURE),
    F32_COPYSIGN_SS(227,     Kind.NUMERIC,   "f32.copysign",         RSS,   "f=ff",   PURE),
    F32_ABS(228,             Kind.NUMERIC,   "f32.abs",              RS,    "f=f",    PURE),
    F32_NEG(229,             Kind.NUMERIC,   "f32.neg",              RS,    "f=f",    PURE),
    F32_CEIL(230,            Kind.NUMERIC,   "f32.ceil",             RS,    "f=f",    PURE),
    F32_FLOOR(231,           Kind.NUMERIC,   "f32.floor",            RS,    "f=f",    PURE),
    F32_TRUNC(232,           Kind.NUMERIC,   "f32.trunc",            RS,    "f=f",    PURE),
    F32_NEAREST(233,         Kind.NUMERIC,   "f32.nearest",          RS,    "f=f",    PURE),
    F32_SQRT(234,            Kind.NUMERIC,   "f32.sqrt",             RS,    "f=f",    PURE),

    // f32 comparisons.
    F32_EQ_SS(235,           Kind.NUMERIC,   F32, EQ,                RSS,   "i=ff",   PURE | COMMUTATIVE),
    F32_NE_SS(236,           Kind.NUMERIC,   F32, NE,                RSS,   "i=ff",   PURE | COMMUTATIVE),
    F32_LT_SS(237,           Kind.NUMERIC,   F32, LT,                RSS,   "i=ff",   PURE),
    F32_LE_SS(238,           Kind.NUMERIC,   F32, LE,                RSS,   "i=ff",   PURE),
    BR_IF_F32_EQ_SS(239,     Kind.BRANCH,    F32, EQ,                BSS,   "=ff",    COMMUTATIVE),
    BR_IF_F32_NE_SS(240,     Kind.BRANCH,    F32, NE,                BSS,   "=ff",    COMMUTATIVE),
    BR_IF_F32_LT_SS(241,     Kind.BRANCH,    F32, LT,                BSS,   "=ff",    0),
    BR_IF_F32_LE_SS(242,     Kind.BRANCH,    F32, LE,                BSS,   "=ff",    0),
    BR_IF_F32_NOT_LT_SS(243, Kind.BRANCH,    F32, NOT_LT,            BSS,   "=ff",    0),
    BR_IF_F32_NOT_LE_SS(244, Kind.BRANCH,    F32, NOT_LE,            BSS,   "=ff",    0),
    SELECT_F32_EQ_SS(245,    Kind.SELECT,    F32, EQ,                RSSSS, "w=wwff", PURE),
    SELECT_F32_LT_SS(246,    Kind.SELECT,    F32, LT,                RSSSS, "w=wwff", PURE),
    SELECT_F32_LE_SS(247,    Kind.SELECT,    F32, LE,                RSSSS, "w=wwff", PURE),

    // f64 arithmetic.
    F64_ADD_SI(248,          Kind.NUMERIC,   "f64.add",              RSL,   "d=dd",   PURE | COMMUTATIVE),
    F64_SUB_SI(249,          Kind.NUMERIC,   "f64.sub",              RSL,   "d=dd",   PURE),
    F64_SUB_IS(250,          Kind.NUMERIC,   "f64.sub",              RLS,   "d=dd",   PURE),
    F64_MUL_SI(251,          Kind.NUMERIC,   "f64.mul",              RSL,   "d=dd",   PURE | COMMUTATIVE),
    F64_DIV_SS(252,          Kind.NUMERIC,   "f64.div",              RSS,   "d=dd",   PURE),
    F64_DIV_SI(253,          Kind.NUMERIC,   "f64.div",              RSL,   "d=dd",   PURE),
    F64_DIV_IS(254,          Kind.NUMERIC,   "f64.div",              RLS,   "d=dd",   PURE),
    F64_MIN_SS(255,          Kind.NUMERIC,   "f64.min",              RSS,   "d=dd",   PURE),
    F64_MIN_SI(256,          Kind.NUMERIC,   "f64.min",              RSL,   "d=dd",   PURE),
    F64_MAX_SS(257,          Kind.NUMERIC,   "f64.max",              RSS,   "d=dd",   PURE),
    F64_MAX_SI(258,          Kind.NUMERIC,   "f64.max",              RSL,   "d=dd",   PURE),
    F64_COPYSIGN_SS(259,     Kind.NUMERIC,   "f64.copysign",         RSS,   "d=dd",   PURE),
    F64_ABS(260,             Kind.NUMERIC,   "f64.abs",              RS,    "d=d",    PURE),
    F64_NEG(261,             Kind.NUMERIC,   "f64.neg",              RS,    "d=d",    PURE),
    F64_CEIL(262,            Kind.NUMERIC,   "f64.ceil",             RS,    "d=d",    PURE),
    F64_FLOOR(263,           Kind.NUMERIC,   "f64.floor",            RS,    "d=d",    PURE),
    F64_TRUNC(264,           Kind.NUMERIC,   "f64.trunc",            RS,    "d=d",    PURE),
    F64_NEAREST(265,         Kind.NUMERIC,   "f64.nearest",          RS,    "d=d",    PURE),
    F64_SQRT(266,            Kind.NUMERIC,   "f64.sqrt",             RS,    "d=d",    PURE),

    // f64 comparisons.
    F64_EQ_SS(267,           Kind.NUMERIC,   F64, EQ,                RSS,   "i=dd",   PURE | COMMUTATIVE),
    F64_NE_SS(268,           Kind.NUMERIC,   F64, NE,                RSS,   "i=dd",   PURE | COMMUTATIVE),
    F64_LT_SS(269,           Kind.NUMERIC,   F64, LT,                RSS,   "i=dd",   PURE),
    F64_LE_SS(270,           Kind.NUMERIC,   F64, LE,                RSS,   "i=dd",   PURE),
    BR_IF_F64_EQ_SS(271,     Kind.BRANCH,    F64, EQ,                BSS,   "=dd",    COMMUTATIVE),
    BR_IF_F64_NE_SS(272,     Kind.BRANCH,    F64, NE,                BSS,   "=dd",    COMMUTATIVE),
    BR_IF_F64_LT_SS(273,     Kind.BRANCH,    F64, LT,                BSS,   "=dd",    HOT),
    BR_IF_F64_LE_SS(274,     Kind.BRANCH,    F64, LE,                BSS,   "=dd",    0),
    BR_IF_F64_NOT_LT_SS(275, Kind.BRANCH,    F64, NOT_LT,            BSS,   "=dd",    HOT),
    BR_IF_F64_NOT_LE_SS(276, Kind.BRANCH,    F64, NOT_LE,            BSS,   "=dd",    0),
    SELECT_F64_EQ_SS(277,    Kind.SELECT,    F64, EQ,                RSSSS, "w=wwdd", PURE),
    SELECT_F64_LT_SS(278,    Kind.SELECT,    F64, LT,                RSSSS, "w=wwdd", PURE),
    SELECT_F64_LE_SS(279,    Kind.SELECT,    F64, LE,                RSSSS, "w=wwdd", PURE),

    // Conversions. (wrap and reinterpret need no instruction: see the package description.)
    I32_TRUNC_F32_S(280,     Kind.NUMERIC,   "i32.trunc_f32_s",      RS,    "i=f",    MAY_TRAP),
    I32_TRUNC_F32_U(281,     Kind.NUMERIC,   "i32.trunc_f32_u",      RS,    "i=f",    MAY_TRAP),
    I32_TRUNC_F64_S(282,     Kind.NUMERIC,   "i32.trunc_f64_s",      RS,    "i=d",    MAY_TRAP),
    I32_TRUNC_F64_U(283,     Kind.NUMERIC,   "i32.trunc_f64_u",      RS,    "i=d",    MAY_TRAP),
    I64_TRUNC_F32_S(284,     Kind.NUMERIC,   "i64.trunc_f32_s",      RS,    "l=f",    MAY_TRAP),
    I64_TRUNC_F32_U(285,     Kind.NUMERIC,   "i64.trunc_f32_u",      RS,    "l=f",    MAY_TRAP),
    I64_TRUNC_F64_S(286,     Kind.NUMERIC,   "i64.trunc_f64_s",      RS,    "l=d",    MAY_TRAP),
    I64_TRUNC_F64_U(287,     Kind.NUMERIC,   "i64.trunc_f64_u",      RS,    "l=d",    MAY_TRAP),
    I32_TRUNC_SAT_F32_S(288, Kind.NUMERIC,   "i32.trunc_sat_f32_s",  RS,    "i=f",    PURE),
    I32_TRUNC_SAT_F32_U(289, Kind.NUMERIC,   "i32.trunc_sat_f32_u",  RS,    "i=f",    PURE),
    I32_TRUNC_SAT_F64_S(290, Kind.NUMERIC,   "i32.trunc_sat_f64_s",  RS,    "i=d",    PURE),
    I32_TRUNC_SAT_F64_U(291, Kind.NUMERIC,   "i32.trunc_sat_f64_u",  RS,    "i=d",    PURE),
    I64_TRUNC_SAT_F32_S(292, Kind.NUMERIC,   "i64.trunc_sat_f32_s",  RS,    "l=f",    PURE),
    I64_TRUNC_SAT_F32_U(293, Kind.NUMERIC,   "i64.trunc_sat_f32_u",  RS,    "l=f",    PURE),
    I64_TRUNC_SAT_F64_S(294, Kind.NUMERIC,   "i64.trunc_sat_f64_s",  RS,    "l=d",    PURE),
    I64_TRUNC_SAT_F64_U(295, Kind.NUMERIC,   "i64.trunc_sat_f64_u",  RS,    "l=d",    PURE),
    F32_CONVERT_I32_S(296,   Kind.NUMERIC,   "f32.convert_i32_s",    RS,    "f=i",    PURE),
    F32_CONVERT_I32_U(297,   Kind.NUMERIC,   "f32.convert_i32_u",    RS,    "f=i",    PURE),
    F32_CONVERT_I64_S(298,   Kind.NUMERIC,   "f32.convert_i64_s",    RS,    "f=l",    PURE),
    F32_CONVERT_I64_U(299,   Kind.NUMERIC,   "f32.convert_i64_u",    RS,    "f=l",    PURE),
    F64_CONVERT_I32_S(300,   Kind.NUMERIC,   "f64.convert_i32_s",    RS,    "d=i",    PURE),
    F64_CONVERT_I32_U(301,   Kind.NUMERIC,   "f64.convert_i32_u",    RS,    "d=i",    PURE),
    F64_CONVERT_I64_S(302,   Kind.NUMERIC,   "f64.convert_i64_s",    RS,    "d=l",    PURE),
    F64_CONVERT_I64_U(303,   Kind.NUMERIC,   "f64.convert_i64_u",    RS,    "d=l",    PURE),
    F32_DEMOTE_F64(304,      Kind.NUMERIC,   "f32.demote_f64",       RS,    "f=d",    PURE),
    F64_PROMOTE_F32(305,     Kind.NUMERIC,   "f64.promote_f32",      RS,    "d=f",    PURE),

    // Memory.
    LOAD16_U(306,            Kind.LOAD,      "load16_u",             RSO,   "w=i",    MAY_TRAP),
    LOAD32_U(307,            Kind.LOAD,      "load32_u",             RSO,   "w=i",    MAY_TRAP),
    LOAD8_S_M(308,           Kind.LOAD,      "load8_s",              RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD8_U_M(309,           Kind.LOAD,      "load8_u",              RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD16_S_M(310,          Kind.LOAD,      "load16_s",             RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD16_U_M(311,          Kind.LOAD,      "load16_u",             RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD32_S_M(312,          Kind.LOAD,      "load32_s",             RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD32_U_M(313,          Kind.LOAD,      "load32_u",             RSPX,  "w=i",    MAY_TRAP, MEMORY),
    LOAD64_M(314,            Kind.LOAD,      "load64",               RSPX,  "w=i",    MAY_TRAP, MEMORY),
    STORE16_S(315,           Kind.STORE,     "store16",              SOS,   "=iw",    MAY_TRAP),
    STORE32_I(316,           Kind.STORE,     "store32",              SOI,   "=i",     MAY_TRAP),
    STORE16_I(317,           Kind.STORE,     "store16",              SOI,   "=i",     MAY_TRAP),
    STORE64_I(318,           Kind.STORE,     "store64",              SOI,   "=i",     MAY_TRAP),
    STORE8_M(319,            Kind.STORE,     "store8",               SPSX,  "=iw",    MAY_TRAP, MEMORY),
    STORE16_M(320,           Kind.STORE,     "store16",              SPSX,  "=iw",    MAY_TRAP, MEMORY),
    STORE32_M(321,           Kind.STORE,     "store32",              SPSX,  "=iw",    MAY_TRAP, MEMORY),
    STORE64_M(322,           Kind.STORE,     "store64",              SPSX,  "=iw",    MAY_TRAP, MEMORY),
    MEMORY_SIZE(323,         Kind.MEMORY,    "memory_size",          RX,    "l=",     0, MEMORY),
    MEMORY_GROW(324,         Kind.MEMORY,    "memory_grow",          RXS,   "i=i",    MAY_TRAP | BULK, MEMORY),
    MEMORY_FILL(325,         Kind.MEMORY,    "memory_fill",          XSSS,  "=iii",   MAY_TRAP | BULK, MEMORY),
    MEMORY_COPY(326,         Kind.MEMORY,    "memory_copy",          XXSSS, "=iii",   MAY_TRAP | BULK, MEMORY, MEMORY),
    MEMORY_INIT(327,         Kind.MEMORY,    "memory_init",          XXSSS, "=iii",   MAY_TRAP | BULK, MEMORY, DATA),
    DATA_DROP(328,           Kind.MEMORY,    "data_drop",            X,     "",       0, DATA),

    // References and tables.
    REF_NULL(329,            Kind.REFERENCE, "ref_null",             R,     "r=",     PURE),
    REF_FUNC(330,            Kind.REFERENCE, "ref_func",             RX,    "r=",     PURE, FUNC),
    REF_IS_NULL(331,         Kind.REFERENCE, "ref_is_null",          RS,    "i=r",    PURE),
    TABLE_GET(332,           Kind.TABLE,     "table_get",            RXS,   "r=i",    MAY_TRAP, TABLE),
    TABLE_SET(333,           Kind.TABLE,     "table_set",            XSS,   "=ir",    MAY_TRAP, TABLE),
    TABLE_SIZE(334,          Kind.TABLE,     "table_size",           RX,    "i=",     0, TABLE),
    TABLE_GROW(335,          Kind.TABLE,     "table_grow",           RXSS,  "i=ri",   MAY_TRAP | BULK, TABLE),
    TABLE_FILL(336,          Kind.TABLE,     "table_fill",           XSSS,  "=iri",   MAY_TRAP | BULK, TABLE),
    TABLE_COPY(337,          Kind.TABLE,     "table_copy",           XXSSS, "=iii",   MAY_TRAP | BULK, TABLE, TABLE),
    TABLE_INIT(338,          Kind.TABLE,     "table_init",           XXSSS, "=iii",   MAY_TRAP | BULK, TABLE, ELEM),
    ELEM_DROP(339,           Kind.TABLE,     "elem_drop",            X,     "",       0, ELEM),

    // Fuel.
    CHARGE_FUEL(340,         Kind.FUEL,      "charge_fuel",          SI,    "=i",     0),

    // Vectors.

    // v128: constants, choices, globals, bits.
    V128_CONST(341,      Kind.CONSTANT, "v128.const",      RLL,  "v=",    PURE),
    SELECT_V128(342,     Kind.SELECT,   "select_v128",     RSSS, "v=vvi", PURE),
    GLOBAL_GET_V128(343, Kind.GLOBAL,   "global_get_v128", RX,   "v=",    0, GLOBAL),
    GLOBAL_SET_V128(344, Kind.GLOBAL,   "global_set_v128", XS,   "=v",    0, GLOBAL),
    V128_NOT(345,        Kind.VECTOR,   "v128.not",        RS,   "v=v",   PURE),
    V128_AND_SS(346,     Kind.VECTOR,   "v128.and",        RSS,  "v=vv",  PURE | COMMUTATIVE),
    V128_ANDNOT_SS(347,  Kind.VECTOR,   "v128.andnot",     RSS,  "v=vv",  PURE),
    V128_OR_SS(348,      Kind.VECTOR,   "v128.or",         RSS,  "v=vv",  PURE | COMMUTATIVE),
    V128_XOR_SS(349,     Kind.VECTOR,   "v128.xor",        RSS,  "v=vv",  PURE | COMMUTATIVE),
    V128_BITSELECT(350,  Kind.VECTOR,   "v128.bitselect",  RSSS, "v=vvv", PURE),
    V128_ANY_TRUE(351,   Kind.VECTOR,   "v128.any_true",   RS,   "i=v",   PURE),

    // Bytes by number, and lanes.
    I8X16_SWIZZLE_SS(352,     Kind.VECTOR, "i8x16.swizzle",        RSS,   "v=vv", PURE),
    I8X16_SHUFFLE(353,        Kind.VECTOR, "i8x16.shuffle",        RSSLL, "v=vv", PURE),
    I8X16_SPLAT(354,          Kind.VECTOR, "i8x16.splat",          RS,    "v=i",  PURE),
    I16X8_SPLAT(355,          Kind.VECTOR, "i16x8.splat",          RS,    "v=i",  PURE),
    I32X4_SPLAT(356,          Kind.VECTOR, "i32x4.splat",          RS,    "v=i",  PURE),
    I64X2_SPLAT(357,          Kind.VECTOR, "i64x2.splat",          RS,    "v=l",  PURE),
    I8X16_EXTRACT_LANE_S(358, Kind.VECTOR, "i8x16.extract_lane_s", RSN,   "i=v",  PURE),
    I8X16_EXTRACT_LANE_U(359, Kind.VECTOR, "i8x16.extract_lane_u", RSN,   "i=v",  PURE),
    I16X8_EXTRACT_LANE_S(360, Kind.VECTOR, "i16x8.extract_lane_s", RSN,   "i=v",  PURE),
    I16X8_EXTRACT_LANE_U(361, Kind.VECTOR, "i16x8.extract_lane_u", RSN,   "i=v",  PURE),
    I32X4_EXTRACT_LANE(362,   Kind.VECTOR, "i32x4.extract_lane",   RSN,   "i=v",  PURE),
    I64X2_EXTRACT_LANE(363,   Kind.VECTOR, "i64x2.extract_lane",   RSN,   "l=v",  PURE),
    I8X16_REPLACE_LANE(364,   Kind.VECTOR, "i8x16.replace_lane",   RSSN,  "v=vi", PURE),
    I16X8_REPLACE_LANE(365,   Kind.VECTOR, "i16x8.replace_lane",   RSSN,  "v=vi", PURE),
    I32X4_REPLACE_LANE(366,   Kind.VECTOR, "i32x4.replace_lane",   RSSN,  "v=vi", PURE),
    I64X2_REPLACE_LANE(367,   Kind.VECTOR, "i64x2.replace_lane",   RSSN,  "v=vl", PURE),

    // i8x16.
    I8X16_EQ_SS(368,             Kind.VECTOR, "i8x16.eq",             RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_NE_SS(369,             Kind.VECTOR, "i8x16.ne",             RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_LT_S_SS(370,           Kind.VECTOR, "i8x16.lt_s",           RSS, "v=vv", PURE),
    I8X16_LT_U_SS(371,           Kind.VECTOR, "i8x16.lt_u",           RSS, "v=vv", PURE),
    I8X16_LE_S_SS(372,           Kind.VECTOR, "i8x16.le_s",           RSS, "v=vv", PURE),
    I8X16_LE_U_SS(373,           Kind.VECTOR, "i8x16.le_u",           RSS, "v=vv", PURE),
    I8X16_ABS(374,               Kind.VECTOR, "i8x16.abs",            RS,  "v=v",  PURE),
    I8X16_NEG(375,               Kind.VECTOR, "i8x16.neg",            RS,  "v=v",  PURE),
    I8X16_POPCNT(376,            Kind.VECTOR, "i8x16.popcnt",         RS,  "v=v",  PURE),
    I8X16_ALL_TRUE(377,          Kind.VECTOR, "i8x16.all_true",       RS,  "i=v",  PURE),
    I8X16_BITMASK(378,           Kind.VECTOR, "i8x16.bitmask",        RS,  "i=v",  PURE),
    I8X16_SHL_SS(379,            Kind.VECTOR, "i8x16.shl",            RSS, "v=vi", PURE),
    I8X16_SHR_S_SS(380,          Kind.VECTOR, "i8x16.shr_s",          RSS, "v=vi", PURE),
    I8X16_SHR_U_SS(381,          Kind.VECTOR, "i8x16.shr_u",          RSS, "v=vi", PURE),
    I8X16_ADD_SS(382,            Kind.VECTOR, "i8x16.add",            RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_ADD_SAT_S_SS(383,      Kind.VECTOR, "i8x16.add_sat_s",      RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_ADD_SAT_U_SS(384,      Kind.VECTOR, "i8x16.add_sat_u",      RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_SUB_SS(385,            Kind.VECTOR, "i8x16.sub",            RSS, "v=vv", PURE),
    I8X16_SUB_SAT_S_SS(386,      Kind.VECTOR, "i8x16.sub_sat_s",      RSS, "v=vv", PURE),
    I8X16_SUB_SAT_U_SS(387,      Kind.VECTOR, "i8x16.sub_sat_u",      RSS, "v=vv", PURE),
    I8X16_MIN_S_SS(388,          Kind.VECTOR, "i8x16.min_s",          RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_MIN_U_SS(389,          Kind.VECTOR, "i8x16.min_u",          RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_MAX_S_SS(390,          Kind.VECTOR, "i8x16.max_s",          RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_MAX_U_SS(391,          Kind.VECTOR, "i8x16.max_u",          RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_AVGR_U_SS(392,         Kind.VECTOR, "i8x16.avgr_u",         RSS, "v=vv", PURE | COMMUTATIVE),
    I8X16_NARROW_I16X8_S_SS(393, Kind.VECTOR, "i8x16.narrow_i16x8_s", RSS, "v=vv", PURE),
    I8X16_NARROW_I16X8_U_SS(394, Kind.VECTOR, "i8x16.narrow_i16x8_u", RSS, "v=vv", PURE),

    // i16x8.
    I16X8_EQ_SS(395,                   Kind.VECTOR, "i16x8.eq",                      RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_NE_SS(396,                   Kind.VECTOR, "i16x8.ne",                      RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_LT_S_SS(397,                 Kind.VECTOR, "i16x8.lt_s",                    RSS, "v=vv", PURE),
    I16X8_LT_U_SS(398,                 Kind.VECTOR, "i16x8.lt_u",                    RSS, "v=vv", PURE),
    I16X8_LE_S_SS(399,                 Kind.VECTOR, "i16x8.le_s",                    RSS, "v=vv", PURE),
    I16X8_LE_U_SS(400,                 Kind.VECTOR, "i16x8.le_u",                    RSS, "v=vv", PURE),
    I16X8_ABS(401,                     Kind.VECTOR, "i16x8.abs",                     RS,  "v=v",  PURE),
    I16X8_NEG(402,                     Kind.VECTOR, "i16x8.neg",                     RS,  "v=v",  PURE),
    I16X8_ALL_TRUE(403,                Kind.VECTOR, "i16x8.all_true",                RS,  "i=v",  PURE),
    I16X8_BITMASK(404,                 Kind.VECTOR, "i16x8.bitmask",                 RS,  "i=v",  PURE),
    I16X8_SHL_SS(405,                  Kind.VECTOR, "i16x8.shl",                     RSS, "v=vi", PURE),
    I16X8_SHR_S_SS(406,                Kind.VECTOR, "i16x8.shr_s",                   RSS, "v=vi", PURE),
    I16X8_SHR_U_SS(407,                Kind.VECTOR, "i16x8.shr_u",                   RSS, "v=vi", PURE),
    I16X8_ADD_SS(408,                  Kind.VECTOR, "i16x8.add",                     RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_ADD_SAT_S_SS(409,            Kind.VECTOR, "i16x8.add_sat_s",               RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_ADD_SAT_U_SS(410,            Kind.VECTOR, "i16x8.add_sat_u",               RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_SUB_SS(411,                  Kind.VECTOR, "i16x8.sub",                     RSS, "v=vv", PURE),
    I16X8_SUB_SAT_S_SS(412,            Kind.VECTOR, "i16x8.sub_sat_s",               RSS, "v=vv", PURE),
    I16X8_SUB_SAT_U_SS(413,            Kind.VECTOR, "i16x8.sub_sat_u",               RSS, "v=vv", PURE),
    I16X8_MUL_SS(414,                  Kind.VECTOR, "i16x8.mul",                     RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_MIN_S_SS(415,                Kind.VECTOR, "i16x8.min_s",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_MIN_U_SS(416,                Kind.VECTOR, "i16x8.min_u",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_MAX_S_SS(417,                Kind.VECTOR, "i16x8.max_s",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_MAX_U_SS(418,                Kind.VECTOR, "i16x8.max_u",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_AVGR_U_SS(419,               Kind.VECTOR, "i16x8.avgr_u",                  RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_Q15MULR_SAT_S_SS(420,        Kind.VECTOR, "i16x8.q15mulr_sat_s",           RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_NARROW_I32X4_S_SS(421,       Kind.VECTOR, "i16x8.narrow_i32x4_s",          RSS, "v=vv", PURE),
    I16X8_NARROW_I32X4_U_SS(422,       Kind.VECTOR, "i16x8.narrow_i32x4_u",          RSS, "v=vv", PURE),
    I16X8_EXTEND_LOW_I8X16_S(423,      Kind.VECTOR, "i16x8.extend_low_i8x16_s",      RS,  "v=v",  PURE),
    I16X8_EXTEND_LOW_I8X16_U(424,      Kind.VECTOR, "i16x8.extend_low_i8x16_u",      RS,  "v=v",  PURE),
    I16X8_EXTEND_HIGH_I8X16_S(425,     Kind.VECTOR, "i16x8.extend_high_i8x16_s",     RS,  "v=v",  PURE),
    I16X8_EXTEND_HIGH_I8X16_U(426,     Kind.VECTOR, "i16x8.extend_high_i8x16_u",     RS,  "v=v",  PURE),
    I16X8_EXTMUL_LOW_I8X16_S_SS(427,   Kind.VECTOR, "i16x8.extmul_low_i8x16_s",      RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_EXTMUL_LOW_I8X16_U_SS(428,   Kind.VECTOR, "i16x8.extmul_low_i8x16_u",      RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_EXTMUL_HIGH_I8X16_S_SS(429,  Kind.VECTOR, "i16x8.extmul_high_i8x16_s",     RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_EXTMUL_HIGH_I8X16_U_SS(430,  Kind.VECTOR, "i16x8.extmul_high_i8x16_u",     RSS, "v=vv", PURE | COMMUTATIVE),
    I16X8_EXTADD_PAIRWISE_I8X16_S(431, Kind.VECTOR, "i16x8.extadd_pairwise_i8x16_s", RS,  "v=v",  PURE),
    I16X8_EXTADD_PAIRWISE_I8X16_U(432, Kind.VECTOR, "i16x8.extadd_pairwise_i8x16_u", RS,  "v=v",  PURE),

    // i32x4.
    I32X4_EQ_SS(433,                   Kind.VECTOR, "i32x4.eq",                      RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_NE_SS(434,                   Kind.VECTOR, "i32x4.ne",                      RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_LT_S_SS(435,                 Kind.VECTOR, "i32x4.lt_s",                    RSS, "v=vv", PURE),
    I32X4_LT_U_SS(436,                 Kind.VECTOR, "i32x4.lt_u",                    RSS, "v=vv", PURE),
    I32X4_LE_S_SS(437,                 Kind.VECTOR, "i32x4.le_s",                    RSS, "v=vv", PURE),
    I32X4_LE_U_SS(438,                 Kind.VECTOR, "i32x4.le_u",                    RSS, "v=vv", PURE),
    I32X4_ABS(439,                     Kind.VECTOR, "i32x4.abs",                     RS,  "v=v",  PURE),
    I32X4_NEG(440,                     Kind.VECTOR, "i32x4.neg",                     RS,  "v=v",  PURE),
    I32X4_ALL_TRUE(441,                Kind.VECTOR, "i32x4.all_true",                RS,  "i=v",  PURE),
    I32X4_BITMASK(442,                 Kind.VECTOR, "i32x4.bitmask",                 RS,  "i=v",  PURE),
    I32X4_SHL_SS(443,                  Kind.VECTOR, "i32x4.shl",                     RSS, "v=vi", PURE),
    I32X4_SHR_S_SS(444,                Kind.VECTOR, "i32x4.shr_s",                   RSS, "v=vi", PURE),
    I32X4_SHR_U_SS(445,                Kind.VECTOR, "i32x4.shr_u",                   RSS, "v=vi", PURE),
    I32X4_ADD_SS(446,                  Kind.VECTOR, "i32x4.add",                     RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_SUB_SS(447,                  Kind.VECTOR, "i32x4.sub",                     RSS, "v=vv", PURE),
    I32X4_MUL_SS(448,                  Kind.VECTOR, "i32x4.mul",                     RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_MIN_S_SS(449,                Kind.VECTOR, "i32x4.min_s",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_MIN_U_SS(450,                Kind.VECTOR, "i32x4.min_u",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_MAX_S_SS(451,                Kind.VECTOR, "i32x4.max_s",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_MAX_U_SS(452,                Kind.VECTOR, "i32x4.max_u",                   RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_DOT_I16X8_S_SS(453,          Kind.VECTOR, "i32x4.dot_i16x8_s",             RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_EXTEND_LOW_I16X8_S(454,      Kind.VECTOR, "i32x4.extend_low_i16x8_s",      RS,  "v=v",  PURE),
    I32X4_EXTEND_LOW_I16X8_U(455,      Kind.VECTOR, "i32x4.extend_low_i16x8_u",      RS,  "v=v",  PURE),
    I32X4_EXTEND_HIGH_I16X8_S(456,     Kind.VECTOR, "i32x4.extend_high_i16x8_s",     RS,  "v=v",  PURE),
    I32X4_EXTEND_HIGH_I16X8_U(457,     Kind.VECTOR, "i32x4.extend_high_i16x8_u",     RS,  "v=v",  PURE),
    I32X4_EXTMUL_LOW_I16X8_S_SS(458,   Kind.VECTOR, "i32x4.extmul_low_i16x8_s",      RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_EXTMUL_LOW_I16X8_U_SS(459,   Kind.VECTOR, "i32x4.extmul_low_i16x8_u",      RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_EXTMUL_HIGH_I16X8_S_SS(460,  Kind.VECTOR, "i32x4.extmul_high_i16x8_s",     RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_EXTMUL_HIGH_I16X8_U_SS(461,  Kind.VECTOR, "i32x4.extmul_high_i16x8_u",     RSS, "v=vv", PURE | COMMUTATIVE),
    I32X4_EXTADD_PAIRWISE_I16X8_S(462, Kind.VECTOR, "i32x4.extadd_pairwise_i16x8_s", RS,  "v=v",  PURE),
    I32X4_EXTADD_PAIRWISE_I16X8_U(463, Kind.VECTOR, "i32x4.extadd_pairwise_i16x8_u", RS,  "v=v",  PURE),

    // i64x2.
    I64X2_EQ_SS(464,                  Kind.VECTOR, "i64x2.eq",                  RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_NE_SS(465,                  Kind.VECTOR, "i64x2.ne",                  RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_LT_S_SS(466,                Kind.VECTOR, "i64x2.lt_s",                RSS, "v=vv", PURE),
    I64X2_LE_S_SS(467,                Kind.VECTOR, "i64x2.le_s",                RSS, "v=vv", PURE),
    I64X2_ABS(468,                    Kind.VECTOR, "i64x2.abs",                 RS,  "v=v",  PURE),
    I64X2_NEG(469,                    Kind.VECTOR, "i64x2.neg",                 RS,  "v=v",  PURE),
    I64X2_ALL_TRUE(470,               Kind.VECTOR, "i64x2.all_true",            RS,  "i=v",  PURE),
    I64X2_BITMASK(471,                Kind.VECTOR, "i64x2.bitmask",             RS,  "i=v",  PURE),
    I64X2_SHL_SS(472,                 Kind.VECTOR, "i64x2.shl",                 RSS, "v=vi", PURE),
    I64X2_SHR_S_SS(473,               Kind.VECTOR, "i64x2.shr_s",               RSS, "v=vi", PURE),
    I64X2_SHR_U_SS(474,               Kind.VECTOR, "i64x2.shr_u",               RSS, "v=vi", PURE),
    I64X2_ADD_SS(475,                 Kind.VECTOR, "i64x2.add",                 RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_SUB_SS(476,                 Kind.VECTOR, "i64x2.sub",                 RSS, "v=vv", PURE),
    I64X2_MUL_SS(477,                 Kind.VECTOR, "i64x2.mul",                 RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_EXTEND_LOW_I32X4_S(478,     Kind.VECTOR, "i64x2.extend_low_i32x4_s",  RS,  "v=v",  PURE),
    I64X2_EXTEND_LOW_I32X4_U(479,     Kind.VECTOR, "i64x2.extend_low_i32x4_u",  RS,  "v=v",  PURE),
    I64X2_EXTEND_HIGH_I32X4_S(480,    Kind.VECTOR, "i64x2.extend_high_i32x4_s", RS,  "v=v",  PURE),
    I64X2_EXTEND_HIGH_I32X4_U(481,    Kind.VECTOR, "i64x2.extend_high_i32x4_u", RS,  "v=v",  PURE),
    I64X2_EXTMUL_LOW_I32X4_S_SS(482,  Kind.VECTOR, "i64x2.extmul_low_i32x4_s",  RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_EXTMUL_LOW_I32X4_U_SS(483,  Kind.VECTOR, "i64x2.extmul_low_i32x4_u",  RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_EXTMUL_HIGH_I32X4_S_SS(484, Kind.VECTOR, "i64x2.extmul_high_i32x4_s", RSS, "v=vv", PURE | COMMUTATIVE),
    I64X2_EXTMUL_HIGH_I32X4_U_SS(485, Kind.VECTOR, "i64x2.extmul_high_i32x4_u", RSS, "v=vv", PURE | COMMUTATIVE),

    // f32x4.
    F32X4_EQ_SS(486,         Kind.VECTOR, "f32x4.eq",            RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_NE_SS(487,         Kind.VECTOR, "f32x4.ne",            RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_LT_SS(488,         Kind.VECTOR, "f32x4.lt",            RSS,  "v=vv",  PURE),
    F32X4_LE_SS(489,         Kind.VECTOR, "f32x4.le",            RSS,  "v=vv",  PURE),
    F32X4_ABS(490,           Kind.VECTOR, "f32x4.abs",           RS,   "v=v",   PURE),
    F32X4_NEG(491,           Kind.VECTOR, "f32x4.neg",           RS,   "v=v",   PURE),
    F32X4_CEIL(492,          Kind.VECTOR, "f32x4.ceil",          RS,   "v=v",   PURE),
    F32X4_FLOOR(493,         Kind.VECTOR, "f32x4.floor",         RS,   "v=v",   PURE),
    F32X4_TRUNC(494,         Kind.VECTOR, "f32x4.trunc",         RS,   "v=v",   PURE),
    F32X4_NEAREST(495,       Kind.VECTOR, "f32x4.nearest",       RS,   "v=v",   PURE),
    F32X4_SQRT(496,          Kind.VECTOR, "f32x4.sqrt",          RS,   "v=v",   PURE),
    F32X4_ADD_SS(497,        Kind.VECTOR, "f32x4.add",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_SUB_SS(498,        Kind.VECTOR, "f32x4.sub",           RSS,  "v=vv",  PURE),
    F32X4_MUL_SS(499,        Kind.VECTOR, "f32x4.mul",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_DIV_SS(500,        Kind.VECTOR, "f32x4.div",           RSS,  "v=vv",  PURE),
    F32X4_MIN_SS(501,        Kind.VECTOR, "f32x4.min",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_MAX_SS(502,        Kind.VECTOR, "f32x4.max",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F32X4_PMIN_SS(503,       Kind.VECTOR, "f32x4.pmin",          RSS,  "v=vv",  PURE),
    F32X4_PMAX_SS(504,       Kind.VECTOR, "f32x4.pmax",          RSS,  "v=vv",  PURE),
    F32X4_RELAXED_MADD(505,  Kind.VECTOR, "f32x4.relaxed_madd",  RSSS, "v=vvv", PURE),
    F32X4_RELAXED_NMADD(506, Kind.VECTOR, "f32x4.relaxed_nmadd", RSSS, "v=vvv", PURE),

    // f64x2.
    F64X2_EQ_SS(507,         Kind.VECTOR, "f64x2.eq",            RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_NE_SS(508,         Kind.VECTOR, "f64x2.ne",            RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_LT_SS(509,         Kind.VECTOR, "f64x2.lt",            RSS,  "v=vv",  PURE),
    F64X2_LE_SS(510,         Kind.VECTOR, "f64x2.le",            RSS,  "v=vv",  PURE),
    F64X2_ABS(511,           Kind.VECTOR, "f64x2.abs",           RS,   "v=v",   PURE),
    F64X2_NEG(512,           Kind.VECTOR, "f64x2.neg",           RS,   "v=v",   PURE),
    F64X2_CEIL(513,          Kind.VECTOR, "f64x2.ceil",          RS,   "v=v",   PURE),
    F64X2_FLOOR(514,         Kind.VECTOR, "f64x2.floor",         RS,   "v=v",   PURE),
    F64X2_TRUNC(515,         Kind.VECTOR, "f64x2.trunc",         RS,   "v=v",   PURE),
    F64X2_NEAREST(516,       Kind.VECTOR, "f64x2.nearest",       RS,   "v=v",   PURE),
    F64X2_SQRT(517,          Kind.VECTOR, "f64x2.sqrt",          RS,   "v=v",   PURE),
    F64X2_ADD_SS(518,        Kind.VECTOR, "f64x2.add",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_SUB_SS(519,        Kind.VECTOR, "f64x2.sub",           RSS,  "v=vv",  PURE),
    F64X2_MUL_SS(520,        Kind.VECTOR, "f64x2.mul",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_DIV_SS(521,        Kind.VECTOR, "f64x2.div",           RSS,  "v=vv",  PURE),
    F64X2_MIN_SS(522,        Kind.VECTOR, "f64x2.min",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_MAX_SS(523,        Kind.VECTOR, "f64x2.max",           RSS,  "v=vv",  PURE | COMMUTATIVE),
    F64X2_PMIN_SS(524,       Kind.VECTOR, "f64x2.pmin",          RSS,  "v=vv",  PURE),
    F64X2_PMAX_SS(525,       Kind.VECTOR, "f64x2.pmax",          RSS,  "v=vv",  PURE),
    F64X2_RELAXED_MADD(526,  Kind.VECTOR, "f64x2.relaxed_madd",  RSSS, "v=vvv", PURE),
    F64X2_RELAXED_NMADD(527, Kind.VECTOR, "f64x2.relaxed_nmadd", RSSS, "v=vvv", PURE),

    // Conversions and relaxed dot products.
    I32X4_TRUNC_SAT_F32X4_S(528,             Kind.VECTOR, "i32x4.trunc_sat_f32x4_s",             RS,   "v=v",   PURE),
    I32X4_TRUNC_SAT_F32X4_U(529,             Kind.VECTOR, "i32x4.trunc_sat_f32x4_u",             RS,   "v=v",   PURE),
    I32X4_TRUNC_SAT_F64X2_S_ZERO(530,        Kind.VECTOR, "i32x4.trunc_sat_f64x2_s_zero",        RS,   "v=v",   PURE),
    I32X4_TRUNC_SAT_F64X2_U_ZERO(531,        Kind.VECTOR, "i32x4.trunc_sat_f64x2_u_zero",        RS,   "v=v",   PURE),
    F32X4_CONVERT_I32X4_S(532,               Kind.VECTOR, "f32x4.convert_i32x4_s",               RS,   "v=v",   PURE),
    F32X4_CONVERT_I32X4_U(533,               Kind.VECTOR, "f32x4.convert_i32x4_u",               RS,   "v=v",   PURE),
    F64X2_CONVERT_LOW_I32X4_S(534,           Kind.VECTOR, "f64x2.convert_low_i32x4_s",           RS,   "v=v",   PURE),
    F64X2_CONVERT_LOW_I32X4_U(535,           Kind.VECTOR, "f64x2.convert_low_i32x4_u",           RS,   "v=v",   PURE),
    F32X4_DEMOTE_F64X2_ZERO(536,             Kind.VECTOR, "f32x4.demote_f64x2_zero",             RS,   "v=v",   PURE),
    F64X2_PROMOTE_LOW_F32X4(537,             Kind.VECTOR, "f64x2.promote_low_f32x4",             RS,   "v=v",   PURE),
    I16X8_RELAXED_DOT_I8X16_I7X16_S_SS(538,  Kind.VECTOR, "i16x8.relaxed_dot_i8x16_i7x16_s",     RSS,  "v=vv",  PURE),
    I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S(539, Kind.VECTOR, "i32x4.relaxed_dot_i8x16_i7x16_add_s", RSSS, "v=vvv", PURE),

    // Loads and stores of vectors.
    V128_LOAD(540,           Kind.LOAD,  "v128.load",         RSO,    "v=i",  MAY_TRAP),
    V128_LOAD8X8_S(541,      Kind.LOAD,  "v128.load8x8_s",    RSO,    "v=i",  MAY_TRAP),
    V128_LOAD8X8_U(542,      Kind.LOAD,  "v128.load8x8_u",    RSO,    "v=i",  MAY_TRAP),
    V128_LOAD16X4_S(543,     Kind.LOAD,  "v128.load16x4_s",   RSO,    "v=i",  MAY_TRAP),
    V128_LOAD16X4_U(544,     Kind.LOAD,  "v128.load16x4_u",   RSO,    "v=i",  MAY_TRAP),
    V128_LOAD32X2_S(545,     Kind.LOAD,  "v128.load32x2_s",   RSO,    "v=i",  MAY_TRAP),
    V128_LOAD32X2_U(546,     Kind.LOAD,  "v128.load32x2_u",   RSO,    "v=i",  MAY_TRAP),
    V128_LOAD8_SPLAT(547,    Kind.LOAD,  "v128.load8_splat",  RSO,    "v=i",  MAY_TRAP),
    V128_LOAD16_SPLAT(548,   Kind.LOAD,  "v128.load16_splat", RSO,    "v=i",  MAY_TRAP),
    V128_LOAD32_SPLAT(549,   Kind.LOAD,  "v128.load32_splat", RSO,    "v=i",  MAY_TRAP),
    V128_LOAD64_SPLAT(550,   Kind.LOAD,  "v128.load64_splat", RSO,    "v=i",  MAY_TRAP),
    V128_LOAD32_ZERO(551,    Kind.LOAD,  "v128.load32_zero",  RSO,    "v=i",  MAY_TRAP),
    V128_LOAD64_ZERO(552,    Kind.LOAD,  "v128.load64_zero",  RSO,    "v=i",  MAY_TRAP),
    V128_STORE_S(553,        Kind.STORE, "v128.store",        SOS,    "=iv",  MAY_TRAP),
    V128_LOAD8_LANE(554,     Kind.LOAD,  "v128.load8_lane",   RSOSN,  "v=iv", MAY_TRAP),
    V128_LOAD16_LANE(555,    Kind.LOAD,  "v128.load16_lane",  RSOSN,  "v=iv", MAY_TRAP),
    V128_LOAD32_LANE(556,    Kind.LOAD,  "v128.load32_lane",  RSOSN,  "v=iv", MAY_TRAP),
    V128_LOAD64_LANE(557,    Kind.LOAD,  "v128.load64_lane",  RSOSN,  "v=iv", MAY_TRAP),
    V128_STORE8_LANE(558,    Kind.STORE, "v128.store8_lane",  SOSN,   "=iv",  MAY_TRAP),
    V128_STORE16_LANE(559,   Kind.STORE, "v128.store16_lane", SOSN,   "=iv",  MAY_TRAP),
    V128_STORE32_LANE(560,   Kind.STORE, "v128.store32_lane", SOSN,   "=iv",  MAY_TRAP),
    V128_STORE64_LANE(561,   Kind.STORE, "v128.store64_lane", SOSN,   "=iv",  MAY_TRAP),
    V128_LOAD_M(562,         Kind.LOAD,  "v128.load",         RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD8X8_S_M(563,    Kind.LOAD,  "v128.load8x8_s",    RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD8X8_U_M(564,    Kind.LOAD,  "v128.load8x8_u",    RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD16X4_S_M(565,   Kind.LOAD,  "v128.load16x4_s",   RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD16X4_U_M(566,   Kind.LOAD,  "v128.load16x4_u",   RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD32X2_S_M(567,   Kind.LOAD,  "v128.load32x2_s",   RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD32X2_U_M(568,   Kind.LOAD,  "v128.load32x2_u",   RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD8_SPLAT_M(569,  Kind.LOAD,  "v128.load8_splat",  RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD16_SPLAT_M(570, Kind.LOAD,  "v128.load16_splat", RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD32_SPLAT_M(571, Kind.LOAD,  "v128.load32_splat", RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD64_SPLAT_M(572, Kind.LOAD,  "v128.load64_splat", RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD32_ZERO_M(573,  Kind.LOAD,  "v128.load32_zero",  RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_LOAD64_ZERO_M(574,  Kind.LOAD,  "v128.load64_zero",  RSPX,   "v=i",  MAY_TRAP, MEMORY),
    V128_STORE_M(575,        Kind.STORE, "v128.store",        SPSX,   "=iv",  MAY_TRAP, MEMORY),
    V128_LOAD8_LANE_M(576,   Kind.LOAD,  "v128.load8_lane",   RSPSNX, "v=iv", MAY_TRAP, MEMORY),
    V128_LOAD16_LANE_M(577,  Kind.LOAD,  "v128.load16_lane",  RSPSNX, "v=iv", MAY_TRAP, MEMORY),
    V128_LOAD32_LANE_M(578,  Kind.LOAD,  "v128.load32_lane",  RSPSNX, "v=iv", MAY_TRAP, MEMORY),
    V128_LOAD64_LANE_M(579,  Kind.LOAD,  "v128.load64_lane",  RSPSNX, "v=iv", MAY_TRAP, MEMORY),
    V128_STORE8_LANE_M(580,  Kind.STORE, "v128.store8_lane",  SPSNX,  "=iv",  MAY_TRAP, MEMORY),
    V128_STORE16_LANE_M(581, Kind.STORE, "v128.store16_lane", SPSNX,  "=iv",  MAY_TRAP, MEMORY),
    V128_STORE32_LANE_M(582, Kind.STORE, "v128.store32_lane", SPSNX,  "=iv",  MAY_TRAP, MEMORY),
    V128_STORE64_LANE_M(583, Kind.STORE, "v128.store64_lane", SPSNX,  "=iv",  MAY_TRAP, MEMORY),

    // Wide arithmetic, 64-bit addresses.
    LOAD8_S_M64(584,           Kind.LOAD,    "load8_s",            RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD8_U_M64(585,           Kind.LOAD,    "load8_u",            RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD16_S_M64(586,          Kind.LOAD,    "load16_s",           RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD16_U_M64(587,          Kind.LOAD,    "load16_u",           RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD32_S_M64(588,          Kind.LOAD,    "load32_s",           RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD32_U_M64(589,          Kind.LOAD,    "load32_u",           RAPX,   "w=l",     MAY_TRAP, MEMORY),
    LOAD64_M64(590,            Kind.LOAD,    "load64",             RAPX,   "w=l",     MAY_TRAP, MEMORY),
    STORE8_M64(591,            Kind.STORE,   "store8",             APSX,   "=lw",     MAY_TRAP, MEMORY),
    STORE16_M64(592,           Kind.STORE,   "store16",            APSX,   "=lw",     MAY_TRAP, MEMORY),
    STORE32_M64(593,           Kind.STORE,   "store32",            APSX,   "=lw",     MAY_TRAP, MEMORY),
    STORE64_M64(594,           Kind.STORE,   "store64",            APSX,   "=lw",     MAY_TRAP, MEMORY),
    V128_LOAD_M64(595,         Kind.LOAD,    "v128.load",          RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD8X8_S_M64(596,    Kind.LOAD,    "v128.load8x8_s",     RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD8X8_U_M64(597,    Kind.LOAD,    "v128.load8x8_u",     RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD16X4_S_M64(598,   Kind.LOAD,    "v128.load16x4_s",    RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD16X4_U_M64(599,   Kind.LOAD,    "v128.load16x4_u",    RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD32X2_S_M64(600,   Kind.LOAD,    "v128.load32x2_s",    RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD32X2_U_M64(601,   Kind.LOAD,    "v128.load32x2_u",    RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD8_SPLAT_M64(602,  Kind.LOAD,    "v128.load8_splat",   RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD16_SPLAT_M64(603, Kind.LOAD,    "v128.load16_splat",  RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD32_SPLAT_M64(604, Kind.LOAD,    "v128.load32_splat",  RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD64_SPLAT_M64(605, Kind.LOAD,    "v128.load64_splat",  RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD32_ZERO_M64(606,  Kind.LOAD,    "v128.load32_zero",   RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_LOAD64_ZERO_M64(607,  Kind.LOAD,    "v128.load64_zero",   RAPX,   "v=l",     MAY_TRAP, MEMORY),
    V128_STORE_M64(608,        Kind.STORE,   "v128.store",         APSX,   "=lv",     MAY_TRAP, MEMORY),
    V128_LOAD8_LANE_M64(609,   Kind.LOAD,    "v128.load8_lane",    RAPSNX, "v=lv",    MAY_TRAP, MEMORY),
    V128_LOAD16_LANE_M64(610,  Kind.LOAD,    "v128.load16_lane",   RAPSNX, "v=lv",    MAY_TRAP, MEMORY),
    V128_LOAD32_LANE_M64(611,  Kind.LOAD,    "v128.load32_lane",   RAPSNX, "v=lv",    MAY_TRAP, MEMORY),
    V128_LOAD64_LANE_M64(612,  Kind.LOAD,    "v128.load64_lane",   RAPSNX, "v=lv",    MAY_TRAP, MEMORY),
    V128_STORE8_LANE_M64(613,  Kind.STORE,   "v128.store8_lane",   APSNX,  "=lv",     MAY_TRAP, MEMORY),
    V128_STORE16_LANE_M64(614, Kind.STORE,   "v128.store16_lane",  APSNX,  "=lv",     MAY_TRAP, MEMORY),
    V128_STORE32_LANE_M64(615, Kind.STORE,   "v128.store32_lane",  APSNX,  "=lv",     MAY_TRAP, MEMORY),
    V128_STORE64_LANE_M64(616, Kind.STORE,   "v128.store64_lane",  APSNX,  "=lv",     MAY_TRAP, MEMORY),
    MEMORY_GROW64(617,         Kind.MEMORY,  "memory_grow64",      RXS,    "l=l",     MAY_TRAP | BULK, MEMORY),
    MEMORY_FILL64(618,         Kind.MEMORY,  "memory_fill64",      XSSS,   "=lil",    MAY_TRAP | BULK, MEMORY),
    MEMORY_COPY64(619,         Kind.MEMORY,  "memory_copy64",      XXSSS,  "=lll",    MAY_TRAP | BULK, MEMORY, MEMORY),
    MEMORY_INIT64(620,         Kind.MEMORY,  "memory_init64",      XXSSS,  "=lii",    MAY_TRAP | BULK, MEMORY, DATA),
    CHARGE_FUEL64(621,         Kind.FUEL,    "charge_fuel64",      SI,     "=l",      0),
    I32_SATURATE_I64_U(622,    Kind.NUMERIC, "i32.saturate_i64_u", RS,     "i=l",     PURE),
    I64_ADD128(623,            Kind.NUMERIC, "i64.add128",         DSSSS,  "ll=llll", 0),
    I64_SUB128(624,            Kind.NUMERIC, "i64.sub128",         DSSSS,  "ll=llll", 0),
    I64_MUL_WIDE_S(625,        Kind.NUMERIC, "i64.mul_wide_s",     DSS,    "ll=ll",   0),
    I64_MUL_WIDE_U(626,        Kind.NUMERIC, "i64.mul_wide_u",     DSS,    "ll=ll",   0),

    // References and GC.
    REF_EQ_SS(627,                Kind.REFERENCE, "ref_eq",                   RSS,  "i=rr", PURE),
    REF_AS_NON_NULL(628,          Kind.REFERENCE, "ref_as_non_null",          RS,   "r=r",  MAY_TRAP),
    REF_TEST(629,                 Kind.REFERENCE, "ref_test",                 RSXI, "i=r",  PURE, TYPE),
    REF_TEST_ABSTRACT(630,        Kind.REFERENCE, "ref_test_abstract",        RSII, "i=r",  PURE),
    REF_CAST(631,                 Kind.REFERENCE, "ref_cast",                 RSXI, "r=r",  MAY_TRAP, TYPE),
    REF_CAST_ABSTRACT(632,        Kind.REFERENCE, "ref_cast_abstract",        RSII, "r=r",  MAY_TRAP),
    REF_I31(633,                  Kind.REFERENCE, "ref_i31",                  RS,   "r=i",  PURE),
    I31_GET_S(634,                Kind.REFERENCE, "i31_get_s",                RS,   "i=r",  MAY_TRAP),
    I31_GET_U(635,                Kind.REFERENCE, "i31_get_u",                RS,   "i=r",  MAY_TRAP),
    BR_ON_NULL(636,               Kind.BRANCH,    "br_on_null",               BS,   "=r",   0),
    BR_ON_NON_NULL(637,           Kind.BRANCH,    "br_on_non_null",           BS,   "=r",   0),
    BR_ON_CAST(638,               Kind.BRANCH,    "br_on_cast",               BSXI, "=r",   0, TYPE),
    BR_ON_CAST_FAIL(639,          Kind.BRANCH,    "br_on_cast_fail",          BSXI, "=r",   0, TYPE),
    BR_ON_CAST_ABSTRACT(640,      Kind.BRANCH,    "br_on_cast_abstract",      BSII, "=r",   0),
    BR_ON_CAST_ABSTRACT_FAIL(641, Kind.BRANCH,    "br_on_cast_abstract_fail", BSII, "=r",   0),
    CALL_REF(642,                 Kind.CALL,      "call_ref",                 XSF,  "=r",   MAY_TRAP, TYPE),
    RETURN_CALL_REF(643,          Kind.CALL,      "return_call_ref",          XSF,  "=r",   MAY_TRAP | ENDS, TYPE),

    // Structures: fields by their place in StructLayout.
    STRUCT_NEW(644,         Kind.STRUCT, "struct_new",         RXSC, "r=a", MAY_TRAP, TYPE),
    STRUCT_NEW_DEFAULT(645, Kind.STRUCT, "struct_new_default", RX,   "r=",  MAY_TRAP, TYPE),
    STRUCT_GET(646,         Kind.STRUCT, "struct_get",         RSO,  "w=r", MAY_TRAP),
    STRUCT_GET8_S(647,      Kind.STRUCT, "struct_get8_s",      RSO,  "i=r", MAY_TRAP),
    STRUCT_GET8_U(648,      Kind.STRUCT, "struct_get8_u",      RSO,  "i=r", MAY_TRAP),
    STRUCT_GET16_S(649,     Kind.STRUCT, "struct_get16_s",     RSO,  "i=r", MAY_TRAP),
    STRUCT_GET16_U(650,     Kind.STRUCT, "struct_get16_u",     RSO,  "i=r", MAY_TRAP),
    STRUCT_GET128(651,      Kind.STRUCT, "struct_get128",      RSO,  "v=r", MAY_TRAP),
    STRUCT_GET_REF(652,     Kind.STRUCT, "struct_get_ref",     RSO,  "r=r", MAY_TRAP),
    STRUCT_SET_S(653,       Kind.STRUCT, "struct_set",         SOS,  "=rw", MAY_TRAP),
    STRUCT_SET_I(654,       Kind.STRUCT, "struct_set",         SOI,  "=r",  MAY_TRAP),
    STRUCT_SET128_S(655,    Kind.STRUCT, "struct_set128",      SOS,  "=rv", MAY_TRAP),
    STRUCT_SET_REF_S(656,   Kind.STRUCT, "struct_set_ref",     SOS,  "=rr", MAY_TRAP),

    // Arrays.
    ARRAY_NEW(657,         Kind.ARRAY, "array_new",         RXSS,  "r=wi",   MAY_TRAP | BULK, TYPE),
    ARRAY_NEW128(658,      Kind.ARRAY, "array_new128",      RXSS,  "r=vi",   MAY_TRAP | BULK, TYPE),
    ARRAY_NEW_REF(659,     Kind.ARRAY, "array_new_ref",     RXSS,  "r=ri",   MAY_TRAP | BULK, TYPE),
    ARRAY_NEW_DEFAULT(660, Kind.ARRAY, "array_new_default", RXS,   "r=i",    MAY_TRAP | BULK, TYPE),
    ARRAY_NEW_FIXED(661,   Kind.ARRAY, "array_new_fixed",   RXSC,  "r=a",    MAY_TRAP, TYPE),
    ARRAY_NEW_DATA(662,    Kind.ARRAY, "array_new_data",    RXXSS, "r=ii",   MAY_TRAP | BULK, TYPE, DATA),
    ARRAY_NEW_ELEM(663,    Kind.ARRAY, "array_new_elem",    RXXSS, "r=ii",   MAY_TRAP | BULK, TYPE, ELEM),
    ARRAY_GET8_S_SS(664,   Kind.ARRAY, "array_get8_s",      RSS,   "i=ri",   MAY_TRAP),
    ARRAY_GET8_U_SS(665,   Kind.ARRAY, "array_get8_u",      RSS,   "i=ri",   MAY_TRAP),
    ARRAY_GET16_S_SS(666,  Kind.ARRAY, "array_get16_s",     RSS,   "i=ri",   MAY_TRAP),
    ARRAY_GET16_U_SS(667,  Kind.ARRAY, "array_get16_u",     RSS,   "i=ri",   MAY_TRAP),
    ARRAY_GET32_SS(668,    Kind.ARRAY, "array_get32",       RSS,   "w=ri",   MAY_TRAP),
    ARRAY_GET64_SS(669,    Kind.ARRAY, "array_get64",       RSS,   "w=ri",   MAY_TRAP),
    ARRAY_GET128_SS(670,   Kind.ARRAY, "array_get128",      RSS,   "v=ri",   MAY_TRAP),
    ARRAY_GET_REF_SS(671,  Kind.ARRAY, "array_get_ref",     RSS,   "r=ri",   MAY_TRAP),
    ARRAY_SET8(672,        Kind.ARRAY, "array_set8",        SSS,   "=riw",   MAY_TRAP),
    ARRAY_SET16(673,       Kind.ARRAY, "array_set16",       SSS,   "=riw",   MAY_TRAP),
    ARRAY_SET32(674,       Kind.ARRAY, "array_set32",       SSS,   "=riw",   MAY_TRAP),
    ARRAY_SET64(675,       Kind.ARRAY, "array_set64",       SSS,   "=riw",   MAY_TRAP),
    ARRAY_SET128(676,      Kind.ARRAY, "array_set128",      SSS,   "=riv",   MAY_TRAP),
    ARRAY_SET_REF(677,     Kind.ARRAY, "array_set_ref",     SSS,   "=rir",   MAY_TRAP),
    ARRAY_LEN(678,         Kind.ARRAY, "array_len",         RS,    "i=r",    MAY_TRAP),
    ARRAY_FILL(679,        Kind.ARRAY, "array_fill",        SSSS,  "=riwi",  MAY_TRAP | BULK),
    ARRAY_FILL128(680,     Kind.ARRAY, "array_fill128",     SSSS,  "=rivi",  MAY_TRAP | BULK),
    ARRAY_FILL_REF(681,    Kind.ARRAY, "array_fill_ref",    SSSS,  "=riri",  MAY_TRAP | BULK),
    ARRAY_COPY(682,        Kind.ARRAY, "array_copy",        SSSSS, "=ririi", MAY_TRAP | BULK),
    ARRAY_INIT_DATA(683,   Kind.ARRAY, "array_init_data",   XSSSS, "=riii",  MAY_TRAP | BULK, DATA),
    ARRAY_INIT_ELEM(684,   Kind.ARRAY, "array_init_elem",   XSSSS, "=riii",  MAY_TRAP | BULK, ELEM),

    // Exceptions.
    THROW(685,      Kind.THROW, "throw",      XSC, "=w", MAY_TRAP | ENDS, TAG),
    THROW_REFS(686, Kind.THROW, "throw_refs", XSC, "=a", MAY_TRAP | ENDS, TAG),
    THROW_REF(687,  Kind.THROW, "throw_ref",  S,   "=r", MAY_TRAP | ENDS),

    // Atomics.
    ATOMIC_LOAD8_U_M(688,           Kind.ATOMIC, "atomic_load8_u",           RSPX,   "w=w",   MAY_TRAP, MEMORY),
    ATOMIC_LOAD16_U_M(689,          Kind.ATOMIC, "atomic_load16_u",          RSPX,   "w=w",   MAY_TRAP, MEMORY),
    ATOMIC_LOAD32_U_M(690,          Kind.ATOMIC, "atomic_load32_u",          RSPX,   "w=w",   MAY_TRAP, MEMORY),
    ATOMIC_LOAD64_M(691,            Kind.ATOMIC, "atomic_load64",            RSPX,   "w=w",   MAY_TRAP, MEMORY),
    ATOMIC_STORE8_M(692,            Kind.ATOMIC, "atomic_store8",            SPSX,   "=ww",   MAY_TRAP, MEMORY),
    ATOMIC_STORE16_M(693,           Kind.ATOMIC, "atomic_store16",           SPSX,   "=ww",   MAY_TRAP, MEMORY),
    ATOMIC_STORE32_M(694,           Kind.ATOMIC, "atomic_store32",           SPSX,   "=ww",   MAY_TRAP, MEMORY),
    ATOMIC_STORE64_M(695,           Kind.ATOMIC, "atomic_store64",           SPSX,   "=ww",   MAY_TRAP, MEMORY),
    ATOMIC_RMW8_ADD_M(696,          Kind.ATOMIC, "atomic_rmw8_add",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_ADD_M(697,         Kind.ATOMIC, "atomic_rmw16_add",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_ADD_M(698,         Kind.ATOMIC, "atomic_rmw32_add",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_ADD_M(699,         Kind.ATOMIC, "atomic_rmw64_add",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW8_SUB_M(700,          Kind.ATOMIC, "atomic_rmw8_sub",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_SUB_M(701,         Kind.ATOMIC, "atomic_rmw16_sub",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_SUB_M(702,         Kind.ATOMIC, "atomic_rmw32_sub",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_SUB_M(703,         Kind.ATOMIC, "atomic_rmw64_sub",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW8_AND_M(704,          Kind.ATOMIC, "atomic_rmw8_and",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_AND_M(705,         Kind.ATOMIC, "atomic_rmw16_and",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_AND_M(706,         Kind.ATOMIC, "atomic_rmw32_and",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_AND_M(707,         Kind.ATOMIC, "atomic_rmw64_and",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW8_OR_M(708,           Kind.ATOMIC, "atomic_rmw8_or",           RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_OR_M(709,          Kind.ATOMIC, "atomic_rmw16_or",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_OR_M(710,          Kind.ATOMIC, "atomic_rmw32_or",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_OR_M(711,          Kind.ATOMIC, "atomic_rmw64_or",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW8_XOR_M(712,          Kind.ATOMIC, "atomic_rmw8_xor",          RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_XOR_M(713,         Kind.ATOMIC, "atomic_rmw16_xor",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_XOR_M(714,         Kind.ATOMIC, "atomic_rmw32_xor",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_XOR_M(715,         Kind.ATOMIC, "atomic_rmw64_xor",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW8_XCHG_M(716,         Kind.ATOMIC, "atomic_rmw8_xchg",         RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW16_XCHG_M(717,        Kind.ATOMIC, "atomic_rmw16_xchg",        RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW32_XCHG_M(718,        Kind.ATOMIC, "atomic_rmw32_xchg",        RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    ATOMIC_RMW64_XCHG_M(719,        Kind.ATOMIC, "atomic_rmw64_xchg",        RSPSX,  "w=ww",  MAY_TRAP, MEMORY),
    I32_ATOMIC_RMW8_CMPXCHG_M(720,  Kind.ATOMIC, "i32.atomic_rmw8_cmpxchg",  RSPSSX, "i=wii", MAY_TRAP, MEMORY),
    I32_ATOMIC_RMW16_CMPXCHG_M(721, Kind.ATOMIC, "i32.atomic_rmw16_cmpxchg", RSPSSX, "i=wii", MAY_TRAP, MEMORY),
    I32_ATOMIC_RMW32_CMPXCHG_M(722, Kind.ATOMIC, "i32.atomic_rmw32_cmpxchg", RSPSSX, "i=wii", MAY_TRAP, MEMORY),
    I64_ATOMIC_RMW8_CMPXCHG_M(723,  Kind.ATOMIC, "i64.atomic_rmw8_cmpxchg",  RSPSSX, "l=wll", MAY_TRAP, MEMORY),
    I64_ATOMIC_RMW16_CMPXCHG_M(724, Kind.ATOMIC, "i64.atomic_rmw16_cmpxchg", RSPSSX, "l=wll", MAY_TRAP, MEMORY),
    I64_ATOMIC_RMW32_CMPXCHG_M(725, Kind.ATOMIC, "i64.atomic_rmw32_cmpxchg", RSPSSX, "l=wll", MAY_TRAP, MEMORY),
    I64_ATOMIC_RMW64_CMPXCHG_M(726, Kind.ATOMIC, "i64.atomic_rmw64_cmpxchg", RSPSSX, "l=wll", MAY_TRAP, MEMORY),
    ATOMIC_WAIT32_M(727,            Kind.ATOMIC, "atomic_wait32",            RSPSSX, "i=wil", MAY_TRAP, MEMORY),
    ATOMIC_WAIT64_M(728,            Kind.ATOMIC, "atomic_wait64",            RSPSSX, "i=wll", MAY_TRAP, MEMORY),
    ATOMIC_NOTIFY_M(729,            Kind.ATOMIC, "atomic_notify",            RSPSX,  "i=wi",  MAY_TRAP, MEMORY),
    ATOMIC_FENCE(730,               Kind.ATOMIC, "atomic_fence",             NONE,   "",      0),

    // Loads from memory 0 at a sum of 32 bits.
    LOAD8_S_SI(731,          Kind.LOAD,      "load8_s",              RSI,   "w=ii",   MAY_TRAP),
    LOAD8_U_SI(732,          Kind.LOAD,      "load8_u",              RSI,   "w=ii",   HOT | MAY_TRAP),
    LOAD16_S_SI(733,         Kind.LOAD,      "load16_s",             RSI,   "w=ii",   MAY_TRAP),
    LOAD16_U_SI(734,         Kind.LOAD,      "load16_u",             RSI,   "w=ii",   MAY_TRAP),
    LOAD32_S_SI(735,         Kind.LOAD,      "load32_s",             RSI,   "w=ii",   HOT | MAY_TRAP),
    LOAD32_U_SI(736,         Kind.LOAD,      "load32_u",             RSI,   "w=ii",   MAY_TRAP),
    LOAD64_SI(737,           Kind.LOAD,      "load64",               RSI,   "w=ii",   HOT | MAY_TRAP),
    LOAD8_S_SS(738,          Kind.LOAD,      "load8_s",              RSS,   "w=ii",   MAY_TRAP),
    LOAD8_U_SS(739,          Kind.LOAD,      "load8_u",              RSS,   "w=ii",   HOT | MAY_TRAP),
    LOAD16_S_SS(740,         Kind.LOAD,      "load16_s",             RSS,   "w=ii",   MAY_TRAP),
    LOAD16_U_SS(741,         Kind.LOAD,      "load16_u",             RSS,   "w=ii",   MAY_TRAP),
    LOAD32_S_SS(742,         Kind.LOAD,      "load32_s",             RSS,   "w=ii",   HOT | MAY_TRAP),
    LOAD32_U_SS(743,         Kind.LOAD,      "load32_u",             RSS,   "w=ii",   MAY_TRAP),
    LOAD64_SS(744,           Kind.LOAD,      "load64",               RSS,   "w=ii",   MAY_TRAP),

    // Sums and differences of a product and a number, both rounded.
    F32_MUL_ADD(745,         Kind.NUMERIC,   "f32.mul_add",          RSSS,  "f=fff", HOT | PURE),
    F32_MUL_SUB(746,         Kind.NUMERIC,   "f32.mul_sub",          RSSS,  "f=fff", PURE),
    F32_SUB_MUL(747,         Kind.NUMERIC,   "f32.sub_mul",          RSSS,  "f=fff", HOT | PURE),
    F64_MUL_ADD(748,         Kind.NUMERIC,   "f64.mul_add",          RSSS,  "d=ddd", HOT | PURE),
    F64_MUL_SUB(749,         Kind.NUMERIC,   "f64.mul_sub",          RSSS,  "d=ddd", PURE),
    F64_SUB_MUL(750,         Kind.NUMERIC,   "f64.sub_mul",          RSSS,  "d=ddd", HOT | PURE),

    // A sum or exclusive or with a number that is shifted, and an exclusive or that is rotated.
    I32_ADD_SHL_SSI(751,     Kind.NUMERIC,   "i32.add_shl",          RSSI,  "i=iii", HOT | PURE),
    I32_ADD_SHL_ISI(752,     Kind.NUMERIC,   "i32.add_shl",          RISI,  "i=iii", PURE),
    I32_XOR_SHL_SSI(753,     Kind.NUMERIC,   "i32.xor_shl",          RSSI,  "i=iii", HOT | PURE),
    I32_XOR_SHR_U_SSI(754,   Kind.NUMERIC,   "i32.xor_shr_u",        RSSI,  "i=iii", HOT | PURE),
    I32_XOR_ROTL_SSI(755,    Kind.NUMERIC,   "i32.xor_rotl",         RSSI,  "i=iii", HOT | PURE),
    I64_XOR_ROTL_SSI(756,    Kind.NUMERIC,   "i64.xor_rotl",         RSSI,  "l=lll", HOT | PURE),

    // Loads from memory 0 at a sum of 32 bits with a number that is shifted.
    LOAD8_S_SSI(757,         Kind.LOAD,      "load8_s",              RSSI,  "w=iii", MAY_TRAP),
    LOAD8_U_SSI(758,         Kind.LOAD,      "load8_u",              RSSI,  "w=iii", MAY_TRAP),
    LOAD16_S_SSI(759,        Kind.LOAD,      "load16_s",             RSSI,  "w=iii", MAY_TRAP),
    LOAD16_U_SSI(760,        Kind.LOAD,      "load16_u",             RSSI,  "w=iii", MAY_TRAP),
    LOAD32_S_SSI(761,        Kind.LOAD,      "load32_s",             RSSI,  "w=iii", MAY_TRAP),
    LOAD32_U_SSI(762,        Kind.LOAD,      "load32_u",             RSSI,  "w=iii", MAY_TRAP),
    LOAD64_SSI(763,          Kind.LOAD,      "load64",               RSSI,  "w=iii", HOT | MAY_TRAP),
    LOAD8_S_ISI(764,         Kind.LOAD,      "load8_s",              RISI,  "w=iii", MAY_TRAP),
    LOAD8_U_ISI(765,         Kind.LOAD,      "load8_u",              RISI,  "w=iii", MAY_TRAP),
    LOAD16_S_ISI(766,        Kind.LOAD,      "load16_s",             RISI,  "w=iii", MAY_TRAP),
    LOAD16_U_ISI(767,        Kind.LOAD,      "load16_u",             RISI,  "w=iii", MAY_TRAP),
    LOAD32_S_ISI(768,        Kind.LOAD,      "load32_s",             RISI,  "w=iii", HOT | MAY_TRAP),
    LOAD32_U_ISI(769,        Kind.LOAD,      "load32_u",             RISI,  "w=iii", MAY_TRAP),
    LOAD64_ISI(770,          Kind.LOAD,      "load64",               RISI,  "w=iii", HOT | MAY_TRAP);
    // spotless:on

    private static final Op[] BY_CODE = values();
    private static final Map<String, Op> BY_MNEMONIC = new HashMap<>();

    /** By operator: its instructions, one for each format that it has. */
    private static final Map<String, List<Op>> BY_OPERATOR = new HashMap<>();

    static {
        for (Op op : BY_CODE) {
            BY_MNEMONIC.put(op.mnemonic, op);
            BY_OPERATOR
                    .computeIfAbsent(op.operator, operator -> new ArrayList<>(2))
                    .add(op);
        }
    }

    private final int code;
    private final Kind kind;
    private final String operator;
    private final Optional<Relation> relation;
    private final String mnemonic;
    private final Format format;
    private final List<SlotType> results;
    private final List<SlotType> inputs;
    private final int flags;
    private final boolean touchesReferences;
    private final List<IndexSpace> indexSpaces;
    private final int[] slots;
    private final int lanes;

    Op(int code, Kind kind, String operator, Format format, String types, int flags, IndexSpace... indexSpaces) {
        this(code, kind, operator, Optional.empty(), format, types, flags, indexSpaces);
    }

    Op(int code, Kind kind, SlotType compared, Relation relation, Format format, String types, int flags) {
        this(code, kind, operator(compared, relation), Optional.of(relation), format, types, flags);
    }

    Op(
            int code,
            Kind kind,
            String operator,
            Optional<Relation> relation,
            Format format,
            String types,
            int flags,
            IndexSpace... indexSpaces) {
        this.code = code;
        this.kind = kind;
        this.operator = operator;
        this.relation = relation;
        this.mnemonic = prefix(format) + operator + format.suffix();
        this.format = format;
        int equals = types.indexOf('=');
        this.results = slotTypes(types, 0, Math.max(equals, 0));
        this.inputs = slotTypes(types, equals + 1, types.length());
        this.flags = flags;
        this.touchesReferences = haveReference(results) || haveReference(inputs);
        this.indexSpaces = List.of(indexSpaces);
        this.lanes = format.operands().contains(OperandKind.LANE) ? lanes(operator) : 0;
        this.slots = new int[format.operands().size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = switch (format.operands().get(i)) {
                case RESULT, RESULT_PAIR -> slots(results);
                case SLOT -> type(i).orElseThrow().slots();
                default -> 0;
            };
        }
    }

    // Loops, not streams: every start of a JVM makes all instructions.

    private static boolean haveReference(List<SlotType> types) {
        for (SlotType type : types) {
            if (type.hasReference()) {
                return true;
            }
        }
        return false;
    }

    private static int slots(List<SlotType> types) {
        int slots = 0;
        for (SlotType type : types) {
            slots += type.slots();
        }
        return slots;
    }

    private static int lanes(String operator) {
        int x = operator.indexOf('x');
        int dot = operator.indexOf('.');
        if (0 < x && x < dot) {
            return Integer.parseInt(operator.substring(x + 1, dot));
        }
        int end = operator.indexOf("_lane", dot);
        int begin = end;
        while (begin > 0 && Character.isDigit(operator.charAt(begin - 1))) {
            begin--;
        }
        if (begin == end) {
            throw new IllegalArgumentException(operator + " does not say how many lanes there are");
        }
        return 128 / Integer.parseInt(operator.substring(begin, end));
    }

    private static String operator(SlotType compared, Relation relation) {
        return compared + "." + relation;
    }

    private static String prefix(Format format) {
        return switch (format) {
            case BSS, BSI -> "br_if_";
            case RSSSS, RSSSI -> "select_";
            default -> "";
        };
    }

    private static List<SlotType> slotTypes(String letters, int from, int to) {
        List<SlotType> list = new ArrayList<>();
        for (int i = from; i < to; i++) {
            list.add(SlotType.of(letters.charAt(i)));
        }
        return List.copyOf(list);
    }

    /**
     * {@return the instruction with a code}
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Op of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no instruction has code " + code);
        }
        return BY_CODE[code];
    }

    /** {@return the number of instructions, one more than the greatest code} */
    public static int count() {
        return BY_CODE.length;
    }

    /** {@return the instruction with a mnemonic} */
    public static Optional<Op> named(String mnemonic) {
        return Optional.ofNullable(BY_MNEMONIC.get(mnemonic));
    }

    /** {@return the instruction for an operator in a format} */
    public static Optional<Op> find(String operator, Format format) {
        for (Op op : BY_OPERATOR.getOrDefault(operator, List.of())) {
            if (op.format == format) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    /** {@return the instruction for a relation between numbers of a type, in a format} */
    public static Optional<Op> find(SlotType compared, Relation relation, Format format) {
        return find(operator(compared, relation), format);
    }

    /** {@return the code} */
    public int code() {
        return code;
    }

    /** {@return what the instruction is for} */
    public Kind kind() {
        return kind;
    }

    /** {@return the operator whose meaning the instruction has, such as {@code i32.add}} */
    public String operator() {
        return operator;
    }

    /** {@return whether the meaning of the operator is in {@link org.wasmi.encoding.numeric.Numerics}} */
    public boolean isNumeric() {
        return kind == Kind.NUMERIC || relation.isPresent();
    }

    /**
     * {@return the relation by which the operator compares its last two operands, if it is a comparison of two numbers}
     */
    public Optional<Relation> relation() {
        return relation;
    }

    /** {@return the name of the instruction in the text syntax, such as {@code i32.add_ss}} */
    public String mnemonic() {
        return mnemonic;
    }

    /** {@return the shape of the operands} */
    public Format format() {
        return format;
    }

    /** {@return the types of the results; empty if the instruction writes no slot of its own frame} */
    public List<SlotType> results() {
        return results;
    }

    /**
     * {@return the types of the slots that are read and of the value immediates, in the order of the operands, without
     * immediates whose operator has no type ({@code const32}, {@code store32_i}, {@code trap})}
     */
    public List<SlotType> inputs() {
        return inputs;
    }

    /** {@return the index spaces of the index operands, in order} */
    public List<IndexSpace> indexSpaces() {
        return indexSpaces;
    }

    /**
     * {@return the type of an operand that is a slot or a value immediate, empty if it has none}
     *
     * @param operand the number of the operand in the format, from 0
     * @throws IndexOutOfBoundsException if there is no such operand
     */
    public Optional<SlotType> type(int operand) {
        OperandKind operandKind = format.operands().get(operand);
        if (operandKind.isResult()) {
            return Optional.of(results.get(0));
        }
        boolean typedImmediates = inputs.size() == countInputs(format.operands().size(), true);
        if (!operandKind.isRead() && !(typedImmediates && operandKind.isImmediate())) {
            return Optional.empty();
        }
        return Optional.of(inputs.get(countInputs(operand, typedImmediates)));
    }

    /**
     * {@return the number of consecutive slots that an operand names, spans and callees' frames excluded}
     *
     * @param operand the number of the operand in the format, from 0
     * @throws IndexOutOfBoundsException if there is no such operand
     */
    public int slots(int operand) {
        return slots[operand];
    }

    private int countInputs(int operands, boolean withImmediates) {
        int count = 0;
        for (int i = 0; i < operands; i++) {
            OperandKind each = format.operands().get(i);
            if (each.isRead() || (withImmediates && each.isImmediate())) {
                count++;
            }
        }
        return count;
    }

    /**
     * {@return the index space of an operand that is an index}
     *
     * @param operand the number of the operand in the format, from 0
     * @throws IllegalArgumentException if the operand is not an index
     */
    public IndexSpace indexSpace(int operand) {
        if (format.operands().get(operand) != OperandKind.INDEX) {
            throw new IllegalArgumentException("operand " + operand + " of " + this + " is not an index");
        }
        int number = Collections.frequency(format.operands().subList(0, operand), OperandKind.INDEX);
        return indexSpaces.get(number);
    }

    /** {@return whether executors should keep the instruction in their main loop, since programs execute it often} */
    public boolean isHot() {
        return (flags & HOT) != 0;
    }

    /** {@return whether it only writes its result, which depends on its operands alone} */
    public boolean isPure() {
        return (flags & PURE) != 0;
    }

    /** {@return whether its last two operands may change places} */
    public boolean isCommutative() {
        return (flags & COMMUTATIVE) != 0;
    }

    /** {@return whether it may end in a trap} */
    public boolean mayTrap() {
        return (flags & MAY_TRAP) != 0;
    }

    /** {@return whether it never continues with the instruction that follows} */
    public boolean terminates() {
        return (flags & ENDS) != 0;
    }

    /**
     * {@return the number of lanes that a lane operand may name, or 0 if the instruction has no lane operand} It
     * follows from the operator's name: the second number of a shape such as {@code i8x16}, or 128 divided by the width
     * in {@code load8_lane}.
     */
    public int lanes() {
        return lanes;
    }

    /** {@return whether it reads or writes a vector} */
    public boolean touchesVectors() {
        return results.contains(SlotType.V128) || inputs.contains(SlotType.V128);
    }

    /** {@return whether it reads or writes the reference half of a slot of its own frame, callees' frames excluded} */
    public boolean touchesReferences() {
        return touchesReferences;
    }

    /**
     * {@return whether it works on many bytes, pages or elements, whose number is in the slot of its last operand}
     */
    public boolean isBulk() {
        return (flags & BULK) != 0;
    }

    /** {@return whether it is a load from or a store to memory 0, which is not an operand} */
    public boolean accessesMemory0() {
        return (kind == Kind.LOAD || kind == Kind.STORE) && indexSpaces.isEmpty();
    }

    /**
     * {@return whether it is a load from memory 0 at the sum of two operands, which wraps around at 32 bits and has no
     * offset; the second may be shifted to the left by a third}
     */
    public boolean loadsAtSum() {
        return kind == Kind.LOAD && (format == RSS || format == RSI || shiftsSecond());
    }

    /** {@return whether it is a load from memory 0 at the sum of an operand and another one that is shifted} */
    public boolean loadsAtShiftedSum() {
        return kind == Kind.LOAD && shiftsSecond();
    }

    private boolean shiftsSecond() {
        return format == RSSI || format == RISI;
    }

    /** {@return whether it takes 64-bit addresses, so that at least one of its memories has them} */
    public boolean hasWideAddresses() {
        return switch (kind) {
            case LOAD, STORE, MEMORY -> inputs.contains(SlotType.I64);
            default -> false;
        };
    }

    /** {@return whether it enters another function} */
    public boolean isCall() {
        return kind == Kind.CALL;
    }

    /** {@return the mnemonic} */
    @Override
    public String toString() {
        return mnemonic;
    }

    /** The purposes of instructions, for analysis of code. */
    public enum Kind {
        /** Copies slots. */
        COPY,
        /** Writes a constant to a slot. */
        CONSTANT,
        /** Computes numbers (Wasm specification, 4.3). */
        NUMERIC,
        /** Computes vectors, or numbers from vectors (Wasm specification, 4.3.4). */
        VECTOR,
        /** Chooses one of two values. */
        SELECT,
        /** Reads a number from a memory. */
        LOAD,
        /** Writes a number to a memory. */
        STORE,
        /** Uses a memory or a data segment in another way. */
        MEMORY,
        /** Accesses a memory atomically, or waits or notifies there. */
        ATOMIC,
        /** Uses a table or an element segment. */
        TABLE,
        /** Reads or writes a global. */
        GLOBAL,
        /** Creates or tests a reference. */
        REFERENCE,
        /** Creates, reads or writes a structure. */
        STRUCT,
        /** Creates, reads or writes an array of the guest. */
        ARRAY,
        /** Branches within the code, perhaps on a condition. */
        BRANCH,
        /** Calls another function, perhaps as a tail call. */
        CALL,
        /** Returns from the function. */
        RETURN,
        /** Traps. */
        TRAP,
        /** Throws an exception. */
        THROW,
        /** Takes fuel for the guest's work. */
        FUEL
    }
}
