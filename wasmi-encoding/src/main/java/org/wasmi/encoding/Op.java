package org.wasmi.encoding;

import static org.wasmi.encoding.Flags.BULK;
import static org.wasmi.encoding.Flags.COMMUTATIVE;
import static org.wasmi.encoding.Flags.ENTERS;
import static org.wasmi.encoding.Flags.HOT;
import static org.wasmi.encoding.Flags.MAY_TRAP;
import static org.wasmi.encoding.Flags.PURE;
import static org.wasmi.encoding.Flags.TERMINATES;
import static org.wasmi.encoding.Format.*;
import static org.wasmi.encoding.IndexSpace.DATA;
import static org.wasmi.encoding.IndexSpace.ELEM;
import static org.wasmi.encoding.IndexSpace.FUNC;
import static org.wasmi.encoding.IndexSpace.GLOBAL;
import static org.wasmi.encoding.IndexSpace.MEMORY;
import static org.wasmi.encoding.IndexSpace.TABLE;
import static org.wasmi.encoding.IndexSpace.TYPE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The instruction set: one row for each instruction. Everything else that knows instructions is derived from these rows,
 * or tied to them by a test.
 *
 * <p>The columns: the code, contiguous from 0; the operator whose meaning the instruction has, which is the name of a
 * Wasm instruction or of one of ours; the format; the types of the slots and value immediates as
 * {@code result=operands}, one letter each ({@code i} i32, {@code l} i64, {@code f} f32, {@code d} f64, {@code w} 64 bits
 * of any type, {@code r} reference, {@code a} both halves of the slot); properties; index spaces. Several instructions
 * share an operator: they differ in the format, that is in where the operands come from and where the result goes. A
 * float comparison {@code not_lt} is the negation of {@code lt}, true if an operand is NaN.
 *
 * <p>Until the first release codes may change; after it rows are only appended, and {@link Isa#version} counts.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable
public enum Op {
    // spotless:off
    // Hot: what executors keep in their main loop.
    COPY(0,                          "copy",                  RS,    "w=w",   HOT | PURE),
    COPY2(1,                         "copy2",                 DSS,   "w=ww",  HOT),
    CONST32(2,                       "const32",               RI,    "w=",    HOT | PURE),
    CONST64(3,                       "const64",               RL,    "w=",    HOT | PURE),
    I32_ADD_SS(4,                    "i32.add",               RSS,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_ADD_SI(5,                    "i32.add",               RSI,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_SUB_SS(6,                    "i32.sub",               RSS,   "i=ii",  HOT | PURE),
    I32_MUL_SS(7,                    "i32.mul",               RSS,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_MUL_SI(8,                    "i32.mul",               RSI,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_AND_SS(9,                    "i32.and",               RSS,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_AND_SI(10,                   "i32.and",               RSI,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_XOR_SS(11,                   "i32.xor",               RSS,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_SHL_SI(12,                   "i32.shl",               RSI,   "i=ii",  HOT | PURE),
    I32_SHR_S_SI(13,                 "i32.shr_s",             RSI,   "i=ii",  HOT | PURE),
    I32_SHR_U_SI(14,                 "i32.shr_u",             RSI,   "i=ii",  HOT | PURE),
    I32_ROTL_SI(15,                  "i32.rotl",              RSI,   "i=ii",  HOT | PURE),
    I32_EQ_SI(16,                    "i32.eq",                RSI,   "i=ii",  HOT | PURE | COMMUTATIVE),
    I32_LT_S_SS(17,                  "i32.lt_s",              RSS,   "i=ii",  HOT | PURE),
    LOAD8_S(18,                      "load8_s",               RSO,   "w=i",   HOT | MAY_TRAP),
    LOAD8_U(19,                      "load8_u",               RSO,   "w=i",   HOT | MAY_TRAP),
    LOAD16_S(20,                     "load16_s",              RSO,   "w=i",   HOT | MAY_TRAP),
    LOAD32_S(21,                     "load32_s",              RSO,   "w=i",   HOT | MAY_TRAP),
    LOAD64(22,                       "load64",                RSO,   "w=i",   HOT | MAY_TRAP),
    STORE8_S(23,                     "store8",                SOS,   "=iw",   HOT | MAY_TRAP),
    STORE32_S(24,                    "store32",               SOS,   "=iw",   HOT | MAY_TRAP),
    STORE64_S(25,                    "store64",               SOS,   "=iw",   HOT | MAY_TRAP),
    STORE8_I(26,                     "store8",                SOI,   "=i",    HOT | MAY_TRAP),
    BR(27,                           "br",                    B,     "",      HOT | TERMINATES),
    BR_IF_NEZ(28,                    "br_if_nez",             BS,    "=i",    HOT),
    BR_IF_EQZ(29,                    "br_if_eqz",             BS,    "=i",    HOT),
    BR_IF_I32_EQ_SS(30,              "i32.eq",                BSS,   "=ii",   HOT | COMMUTATIVE),
    BR_IF_I32_EQ_SI(31,              "i32.eq",                BSI,   "=ii",   HOT | COMMUTATIVE),
    BR_IF_I32_NE_SS(32,              "i32.ne",                BSS,   "=ii",   HOT | COMMUTATIVE),
    BR_IF_I32_NE_SI(33,              "i32.ne",                BSI,   "=ii",   HOT | COMMUTATIVE),
    BR_IF_I32_LT_S_SS(34,            "i32.lt_s",              BSS,   "=ii",   HOT),
    BR_IF_I32_LT_S_SI(35,            "i32.lt_s",              BSI,   "=ii",   HOT),
    BR_IF_I32_LT_U_SS(36,            "i32.lt_u",              BSS,   "=ii",   HOT),
    BR_IF_I32_LT_U_SI(37,            "i32.lt_u",              BSI,   "=ii",   HOT),
    BR_IF_I32_GT_S_SI(38,            "i32.gt_s",              BSI,   "=ii",   HOT),
    BR_IF_I32_LE_U_SS(39,            "i32.le_u",              BSS,   "=ii",   HOT),
    BR_IF_I32_GE_U_SI(40,            "i32.ge_u",              BSI,   "=ii",   HOT),
    BR_TABLE(41,                     "br_table",              ST,    "=i",    HOT | TERMINATES),
    I64_ADD_SS(42,                   "i64.add",               RSS,   "l=ll",  HOT | PURE | COMMUTATIVE),
    I64_ADD_SI(43,                   "i64.add",               RSI,   "l=ll",  HOT | PURE | COMMUTATIVE),
    I64_MUL_SS(44,                   "i64.mul",               RSS,   "l=ll",  HOT | PURE | COMMUTATIVE),
    I64_XOR_SS(45,                   "i64.xor",               RSS,   "l=ll",  HOT | PURE | COMMUTATIVE),
    I64_EXTEND_I32_S(46,             "i64.extend_i32_s",      RS,    "l=i",   HOT | PURE),
    I64_EXTEND_I32_U(47,             "i64.extend_i32_u",      RS,    "l=i",   HOT | PURE),
    BR_IF_I64_NE_SS(48,              "i64.ne",                BSS,   "=ll",   HOT | COMMUTATIVE),
    F64_ADD_SS(49,                   "f64.add",               RSS,   "d=dd",  HOT | PURE | COMMUTATIVE),
    F64_SUB_SS(50,                   "f64.sub",               RSS,   "d=dd",  HOT | PURE),
    F64_MUL_SS(51,                   "f64.mul",               RSS,   "d=dd",  HOT | PURE | COMMUTATIVE),
    SELECT(52,                       "select",                RSSS,  "w=wwi", HOT | PURE),
    CALL(53,                         "call",                  XF,    "",      HOT | MAY_TRAP | ENTERS, FUNC),
    CALL_INDIRECT(54,                "call_indirect",         XXSF,  "=i",    HOT | MAY_TRAP | ENTERS, TYPE, TABLE),
    RETURN(55,                       "return",                NONE,  "",      HOT | TERMINATES),
    RETURN_S(56,                     "return_s",              S,     "=w",    HOT | TERMINATES),
    RETURN_CALL(57,                  "return_call",           XF,    "",      HOT | MAY_TRAP | ENTERS | TERMINATES, FUNC),
    CONSUME_FUEL(58,                 "consume_fuel",          I,     "",      HOT | MAY_TRAP),

    // Control.
    TRAP(59,                         "trap",                  I,     "",      MAY_TRAP | TERMINATES),
    RETURN_I(60,                     "return_i",              I,     "",      TERMINATES),
    RETURN_REF(61,                   "return_ref",            S,     "=r",    TERMINATES),
    RETURN_SPAN(62,                  "return_span",           SC,    "=w",    TERMINATES),
    RETURN_SPAN_REFS(63,             "return_span_refs",      SC,    "=a",    TERMINATES),
    CALL_IMPORT(64,                  "call_import",           XF,    "",      MAY_TRAP | ENTERS, FUNC),
    RETURN_CALL_IMPORT(65,           "return_call_import",    XF,    "",      MAY_TRAP | ENTERS | TERMINATES, FUNC),
    RETURN_CALL_INDIRECT(66,         "return_call_indirect",  XXSF,  "=i",    MAY_TRAP | ENTERS | TERMINATES, TYPE, TABLE),

    // Copies, constants, select, globals.
    COPY_SPAN(67,                    "copy_span",             RSC,   "w=w",   0),
    COPY_SPAN_REFS(68,               "copy_span_refs",        RSC,   "a=a",   0),
    COPY_REF(69,                     "copy_ref",              RS,    "r=r",   PURE),
    SELECT_REF(70,                   "select_ref",            RSSS,  "r=rri", PURE),
    GLOBAL_GET(71,                   "global_get",            RX,    "w=",    0, GLOBAL),
    GLOBAL_SET(72,                   "global_set",            XS,    "=w",    0, GLOBAL),
    GLOBAL_SET_I(73,                 "global_set_i",          XI,    "",      0, GLOBAL),
    GLOBAL_GET_REF(74,               "global_get_ref",        RX,    "r=",    0, GLOBAL),
    GLOBAL_SET_REF(75,               "global_set_ref",        XS,    "=r",    0, GLOBAL),

    // i32 arithmetic and bits.
    I32_SUB_IS(76,                   "i32.sub",               RIS,   "i=ii",  PURE),
    I32_DIV_S_SS(77,                 "i32.div_s",             RSS,   "i=ii",  MAY_TRAP),
    I32_DIV_S_SI(78,                 "i32.div_s",             RSI,   "i=ii",  MAY_TRAP),
    I32_DIV_S_IS(79,                 "i32.div_s",             RIS,   "i=ii",  MAY_TRAP),
    I32_DIV_U_SS(80,                 "i32.div_u",             RSS,   "i=ii",  MAY_TRAP),
    I32_DIV_U_SI(81,                 "i32.div_u",             RSI,   "i=ii",  MAY_TRAP),
    I32_DIV_U_IS(82,                 "i32.div_u",             RIS,   "i=ii",  MAY_TRAP),
    I32_REM_S_SS(83,                 "i32.rem_s",             RSS,   "i=ii",  MAY_TRAP),
    I32_REM_S_SI(84,                 "i32.rem_s",             RSI,   "i=ii",  MAY_TRAP),
    I32_REM_S_IS(85,                 "i32.rem_s",             RIS,   "i=ii",  MAY_TRAP),
    I32_REM_U_SS(86,                 "i32.rem_u",             RSS,   "i=ii",  MAY_TRAP),
    I32_REM_U_SI(87,                 "i32.rem_u",             RSI,   "i=ii",  MAY_TRAP),
    I32_REM_U_IS(88,                 "i32.rem_u",             RIS,   "i=ii",  MAY_TRAP),
    I32_OR_SS(89,                    "i32.or",                RSS,   "i=ii",  PURE | COMMUTATIVE),
    I32_OR_SI(90,                    "i32.or",                RSI,   "i=ii",  PURE | COMMUTATIVE),
    I32_XOR_SI(91,                   "i32.xor",               RSI,   "i=ii",  PURE | COMMUTATIVE),
    I32_SHL_SS(92,                   "i32.shl",               RSS,   "i=ii",  PURE),
    I32_SHL_IS(93,                   "i32.shl",               RIS,   "i=ii",  PURE),
    I32_SHR_S_SS(94,                 "i32.shr_s",             RSS,   "i=ii",  PURE),
    I32_SHR_S_IS(95,                 "i32.shr_s",             RIS,   "i=ii",  PURE),
    I32_SHR_U_SS(96,                 "i32.shr_u",             RSS,   "i=ii",  PURE),
    I32_SHR_U_IS(97,                 "i32.shr_u",             RIS,   "i=ii",  PURE),
    I32_ROTL_SS(98,                  "i32.rotl",              RSS,   "i=ii",  PURE),
    I32_ROTL_IS(99,                  "i32.rotl",              RIS,   "i=ii",  PURE),
    I32_ROTR_SS(100,                 "i32.rotr",              RSS,   "i=ii",  PURE),
    I32_ROTR_IS(101,                 "i32.rotr",              RIS,   "i=ii",  PURE),
    I32_CLZ(102,                     "i32.clz",               RS,    "i=i",   PURE),
    I32_CTZ(103,                     "i32.ctz",               RS,    "i=i",   PURE),
    I32_POPCNT(104,                  "i32.popcnt",            RS,    "i=i",   PURE),
    I32_EXTEND8_S(105,               "i32.extend8_s",         RS,    "i=i",   PURE),
    I32_EXTEND16_S(106,              "i32.extend16_s",        RS,    "i=i",   PURE),

    // i32 comparisons: to a value, to a branch, to a choice.
    I32_EQ_SS(107,                   "i32.eq",                RSS,   "i=ii",  PURE | COMMUTATIVE),
    I32_NE_SS(108,                   "i32.ne",                RSS,   "i=ii",  PURE | COMMUTATIVE),
    I32_NE_SI(109,                   "i32.ne",                RSI,   "i=ii",  PURE | COMMUTATIVE),
    I32_LT_S_SI(110,                 "i32.lt_s",              RSI,   "i=ii",  PURE),
    I32_LT_U_SS(111,                 "i32.lt_u",              RSS,   "i=ii",  PURE),
    I32_LT_U_SI(112,                 "i32.lt_u",              RSI,   "i=ii",  PURE),
    I32_GT_S_SI(113,                 "i32.gt_s",              RSI,   "i=ii",  PURE),
    I32_GT_U_SI(114,                 "i32.gt_u",              RSI,   "i=ii",  PURE),
    I32_LE_S_SS(115,                 "i32.le_s",              RSS,   "i=ii",  PURE),
    I32_LE_S_SI(116,                 "i32.le_s",              RSI,   "i=ii",  PURE),
    I32_LE_U_SS(117,                 "i32.le_u",              RSS,   "i=ii",  PURE),
    I32_LE_U_SI(118,                 "i32.le_u",              RSI,   "i=ii",  PURE),
    I32_GE_S_SI(119,                 "i32.ge_s",              RSI,   "i=ii",  PURE),
    I32_GE_U_SI(120,                 "i32.ge_u",              RSI,   "i=ii",  PURE),
    BR_IF_I32_GT_U_SI(121,           "i32.gt_u",              BSI,   "=ii",   0),
    BR_IF_I32_LE_S_SS(122,           "i32.le_s",              BSS,   "=ii",   0),
    BR_IF_I32_LE_S_SI(123,           "i32.le_s",              BSI,   "=ii",   0),
    BR_IF_I32_LE_U_SI(124,           "i32.le_u",              BSI,   "=ii",   0),
    BR_IF_I32_GE_S_SI(125,           "i32.ge_s",              BSI,   "=ii",   0),
    SELECT_I32_EQ_SS(126,            "i32.eq",                RSSSS, "w=wwii", PURE),
    SELECT_I32_EQ_SI(127,            "i32.eq",                RSSSI, "w=wwii", PURE),
    SELECT_I32_LT_S_SS(128,          "i32.lt_s",              RSSSS, "w=wwii", PURE),
    SELECT_I32_LT_S_SI(129,          "i32.lt_s",              RSSSI, "w=wwii", PURE),
    SELECT_I32_LT_U_SS(130,          "i32.lt_u",              RSSSS, "w=wwii", PURE),
    SELECT_I32_LT_U_SI(131,          "i32.lt_u",              RSSSI, "w=wwii", PURE),
    SELECT_I32_GT_S_SI(132,          "i32.gt_s",              RSSSI, "w=wwii", PURE),
    SELECT_I32_GT_U_SI(133,          "i32.gt_u",              RSSSI, "w=wwii", PURE),

    // i64 arithmetic and bits.
    I64_SUB_SS(134,                  "i64.sub",               RSS,   "l=ll",  PURE),
    I64_SUB_IS(135,                  "i64.sub",               RIS,   "l=ll",  PURE),
    I64_MUL_SI(136,                  "i64.mul",               RSI,   "l=ll",  PURE | COMMUTATIVE),
    I64_DIV_S_SS(137,                "i64.div_s",             RSS,   "l=ll",  MAY_TRAP),
    I64_DIV_S_SI(138,                "i64.div_s",             RSI,   "l=ll",  MAY_TRAP),
    I64_DIV_S_IS(139,                "i64.div_s",             RIS,   "l=ll",  MAY_TRAP),
    I64_DIV_U_SS(140,                "i64.div_u",             RSS,   "l=ll",  MAY_TRAP),
    I64_DIV_U_SI(141,                "i64.div_u",             RSI,   "l=ll",  MAY_TRAP),
    I64_DIV_U_IS(142,                "i64.div_u",             RIS,   "l=ll",  MAY_TRAP),
    I64_REM_S_SS(143,                "i64.rem_s",             RSS,   "l=ll",  MAY_TRAP),
    I64_REM_S_SI(144,                "i64.rem_s",             RSI,   "l=ll",  MAY_TRAP),
    I64_REM_S_IS(145,                "i64.rem_s",             RIS,   "l=ll",  MAY_TRAP),
    I64_REM_U_SS(146,                "i64.rem_u",             RSS,   "l=ll",  MAY_TRAP),
    I64_REM_U_SI(147,                "i64.rem_u",             RSI,   "l=ll",  MAY_TRAP),
    I64_REM_U_IS(148,                "i64.rem_u",             RIS,   "l=ll",  MAY_TRAP),
    I64_AND_SS(149,                  "i64.and",               RSS,   "l=ll",  PURE | COMMUTATIVE),
    I64_AND_SI(150,                  "i64.and",               RSI,   "l=ll",  PURE | COMMUTATIVE),
    I64_OR_SS(151,                   "i64.or",                RSS,   "l=ll",  PURE | COMMUTATIVE),
    I64_OR_SI(152,                   "i64.or",                RSI,   "l=ll",  PURE | COMMUTATIVE),
    I64_XOR_SI(153,                  "i64.xor",               RSI,   "l=ll",  PURE | COMMUTATIVE),
    I64_SHL_SS(154,                  "i64.shl",               RSS,   "l=ll",  PURE),
    I64_SHL_SI(155,                  "i64.shl",               RSI,   "l=ll",  PURE),
    I64_SHL_IS(156,                  "i64.shl",               RIS,   "l=ll",  PURE),
    I64_SHR_S_SS(157,                "i64.shr_s",             RSS,   "l=ll",  PURE),
    I64_SHR_S_SI(158,                "i64.shr_s",             RSI,   "l=ll",  PURE),
    I64_SHR_S_IS(159,                "i64.shr_s",             RIS,   "l=ll",  PURE),
    I64_SHR_U_SS(160,                "i64.shr_u",             RSS,   "l=ll",  PURE),
    I64_SHR_U_SI(161,                "i64.shr_u",             RSI,   "l=ll",  PURE),
    I64_SHR_U_IS(162,                "i64.shr_u",             RIS,   "l=ll",  PURE),
    I64_ROTL_SS(163,                 "i64.rotl",              RSS,   "l=ll",  PURE),
    I64_ROTL_SI(164,                 "i64.rotl",              RSI,   "l=ll",  PURE),
    I64_ROTL_IS(165,                 "i64.rotl",              RIS,   "l=ll",  PURE),
    I64_ROTR_SS(166,                 "i64.rotr",              RSS,   "l=ll",  PURE),
    I64_ROTR_IS(167,                 "i64.rotr",              RIS,   "l=ll",  PURE),
    I64_CLZ(168,                     "i64.clz",               RS,    "l=l",   PURE),
    I64_CTZ(169,                     "i64.ctz",               RS,    "l=l",   PURE),
    I64_POPCNT(170,                  "i64.popcnt",            RS,    "l=l",   PURE),
    I64_EXTEND8_S(171,               "i64.extend8_s",         RS,    "l=l",   PURE),
    I64_EXTEND16_S(172,              "i64.extend16_s",        RS,    "l=l",   PURE),
    I64_EXTEND32_S(173,              "i64.extend32_s",        RS,    "l=l",   PURE),

    // i64 comparisons: to a value, to a branch, to a choice.
    I64_EQ_SS(174,                   "i64.eq",                RSS,   "i=ll",  PURE | COMMUTATIVE),
    I64_EQ_SI(175,                   "i64.eq",                RSI,   "i=ll",  PURE | COMMUTATIVE),
    I64_NE_SS(176,                   "i64.ne",                RSS,   "i=ll",  PURE | COMMUTATIVE),
    I64_NE_SI(177,                   "i64.ne",                RSI,   "i=ll",  PURE | COMMUTATIVE),
    I64_LT_S_SS(178,                 "i64.lt_s",              RSS,   "i=ll",  PURE),
    I64_LT_S_SI(179,                 "i64.lt_s",              RSI,   "i=ll",  PURE),
    I64_LT_U_SS(180,                 "i64.lt_u",              RSS,   "i=ll",  PURE),
    I64_LT_U_SI(181,                 "i64.lt_u",              RSI,   "i=ll",  PURE),
    I64_GT_S_SI(182,                 "i64.gt_s",              RSI,   "i=ll",  PURE),
    I64_GT_U_SI(183,                 "i64.gt_u",              RSI,   "i=ll",  PURE),
    I64_LE_S_SS(184,                 "i64.le_s",              RSS,   "i=ll",  PURE),
    I64_LE_S_SI(185,                 "i64.le_s",              RSI,   "i=ll",  PURE),
    I64_LE_U_SS(186,                 "i64.le_u",              RSS,   "i=ll",  PURE),
    I64_LE_U_SI(187,                 "i64.le_u",              RSI,   "i=ll",  PURE),
    I64_GE_S_SI(188,                 "i64.ge_s",              RSI,   "i=ll",  PURE),
    I64_GE_U_SI(189,                 "i64.ge_u",              RSI,   "i=ll",  PURE),
    BR_IF_I64_EQ_SS(190,             "i64.eq",                BSS,   "=ll",   COMMUTATIVE),
    BR_IF_I64_EQ_SI(191,             "i64.eq",                BSI,   "=ll",   COMMUTATIVE),
    BR_IF_I64_NE_SI(192,             "i64.ne",                BSI,   "=ll",   COMMUTATIVE),
    BR_IF_I64_LT_S_SS(193,           "i64.lt_s",              BSS,   "=ll",   0),
    BR_IF_I64_LT_S_SI(194,           "i64.lt_s",              BSI,   "=ll",   0),
    BR_IF_I64_LT_U_SS(195,           "i64.lt_u",              BSS,   "=ll",   0),
    BR_IF_I64_LT_U_SI(196,           "i64.lt_u",              BSI,   "=ll",   0),
    BR_IF_I64_GT_S_SI(197,           "i64.gt_s",              BSI,   "=ll",   0),
    BR_IF_I64_GT_U_SI(198,           "i64.gt_u",              BSI,   "=ll",   0),
    BR_IF_I64_LE_S_SS(199,           "i64.le_s",              BSS,   "=ll",   0),
    BR_IF_I64_LE_S_SI(200,           "i64.le_s",              BSI,   "=ll",   0),
    BR_IF_I64_LE_U_SS(201,           "i64.le_u",              BSS,   "=ll",   0),
    BR_IF_I64_LE_U_SI(202,           "i64.le_u",              BSI,   "=ll",   0),
    BR_IF_I64_GE_S_SI(203,           "i64.ge_s",              BSI,   "=ll",   0),
    BR_IF_I64_GE_U_SI(204,           "i64.ge_u",              BSI,   "=ll",   0),
    SELECT_I64_EQ_SS(205,            "i64.eq",                RSSSS, "w=wwll", PURE),
    SELECT_I64_EQ_SI(206,            "i64.eq",                RSSSI, "w=wwll", PURE),
    SELECT_I64_LT_S_SS(207,          "i64.lt_s",              RSSSS, "w=wwll", PURE),
    SELECT_I64_LT_S_SI(208,          "i64.lt_s",              RSSSI, "w=wwll", PURE),
    SELECT_I64_LT_U_SS(209,          "i64.lt_u",              RSSSS, "w=wwll", PURE),
    SELECT_I64_LT_U_SI(210,          "i64.lt_u",              RSSSI, "w=wwll", PURE),
    SELECT_I64_GT_S_SI(211,          "i64.gt_s",              RSSSI, "w=wwll", PURE),
    SELECT_I64_GT_U_SI(212,          "i64.gt_u",              RSSSI, "w=wwll", PURE),

    // f32 arithmetic.
    F32_ADD_SS(213,                  "f32.add",               RSS,   "f=ff",  PURE | COMMUTATIVE),
    F32_ADD_SI(214,                  "f32.add",               RSI,   "f=ff",  PURE | COMMUTATIVE),
    F32_SUB_SS(215,                  "f32.sub",               RSS,   "f=ff",  PURE),
    F32_SUB_SI(216,                  "f32.sub",               RSI,   "f=ff",  PURE),
    F32_SUB_IS(217,                  "f32.sub",               RIS,   "f=ff",  PURE),
    F32_MUL_SS(218,                  "f32.mul",               RSS,   "f=ff",  PURE | COMMUTATIVE),
    F32_MUL_SI(219,                  "f32.mul",               RSI,   "f=ff",  PURE | COMMUTATIVE),
    F32_DIV_SS(220,                  "f32.div",               RSS,   "f=ff",  PURE),
    F32_DIV_SI(221,                  "f32.div",               RSI,   "f=ff",  PURE),
    F32_DIV_IS(222,                  "f32.div",               RIS,   "f=ff",  PURE),
    F32_MIN_SS(223,                  "f32.min",               RSS,   "f=ff",  PURE),
    F32_MIN_SI(224,                  "f32.min",               RSI,   "f=ff",  PURE),
    F32_MAX_SS(225,                  "f32.max",               RSS,   "f=ff",  PURE),
    F32_MAX_SI(226,                  "f32.max",               RSI,   "f=ff",  PURE),
    F32_COPYSIGN_SS(227,             "f32.copysign",          RSS,   "f=ff",  PURE),
    F32_ABS(228,                     "f32.abs",               RS,    "f=f",   PURE),
    F32_NEG(229,                     "f32.neg",               RS,    "f=f",   PURE),
    F32_CEIL(230,                    "f32.ceil",              RS,    "f=f",   PURE),
    F32_FLOOR(231,                   "f32.floor",             RS,    "f=f",   PURE),
    F32_TRUNC(232,                   "f32.trunc",             RS,    "f=f",   PURE),
    F32_NEAREST(233,                 "f32.nearest",           RS,    "f=f",   PURE),
    F32_SQRT(234,                    "f32.sqrt",              RS,    "f=f",   PURE),

    // f32 comparisons.
    F32_EQ_SS(235,                   "f32.eq",                RSS,   "i=ff",  PURE | COMMUTATIVE),
    F32_NE_SS(236,                   "f32.ne",                RSS,   "i=ff",  PURE | COMMUTATIVE),
    F32_LT_SS(237,                   "f32.lt",                RSS,   "i=ff",  PURE),
    F32_LE_SS(238,                   "f32.le",                RSS,   "i=ff",  PURE),
    BR_IF_F32_EQ_SS(239,             "f32.eq",                BSS,   "=ff",   COMMUTATIVE),
    BR_IF_F32_NE_SS(240,             "f32.ne",                BSS,   "=ff",   COMMUTATIVE),
    BR_IF_F32_LT_SS(241,             "f32.lt",                BSS,   "=ff",   0),
    BR_IF_F32_LE_SS(242,             "f32.le",                BSS,   "=ff",   0),
    BR_IF_F32_NOT_LT_SS(243,         "f32.not_lt",            BSS,   "=ff",   0),
    BR_IF_F32_NOT_LE_SS(244,         "f32.not_le",            BSS,   "=ff",   0),
    SELECT_F32_EQ_SS(245,            "f32.eq",                RSSSS, "w=wwff", PURE),
    SELECT_F32_LT_SS(246,            "f32.lt",                RSSSS, "w=wwff", PURE),
    SELECT_F32_LE_SS(247,            "f32.le",                RSSSS, "w=wwff", PURE),

    // f64 arithmetic.
    F64_ADD_SI(248,                  "f64.add",               RSL,   "d=dd",  PURE | COMMUTATIVE),
    F64_SUB_SI(249,                  "f64.sub",               RSL,   "d=dd",  PURE),
    F64_SUB_IS(250,                  "f64.sub",               RLS,   "d=dd",  PURE),
    F64_MUL_SI(251,                  "f64.mul",               RSL,   "d=dd",  PURE | COMMUTATIVE),
    F64_DIV_SS(252,                  "f64.div",               RSS,   "d=dd",  PURE),
    F64_DIV_SI(253,                  "f64.div",               RSL,   "d=dd",  PURE),
    F64_DIV_IS(254,                  "f64.div",               RLS,   "d=dd",  PURE),
    F64_MIN_SS(255,                  "f64.min",               RSS,   "d=dd",  PURE),
    F64_MIN_SI(256,                  "f64.min",               RSL,   "d=dd",  PURE),
    F64_MAX_SS(257,                  "f64.max",               RSS,   "d=dd",  PURE),
    F64_MAX_SI(258,                  "f64.max",               RSL,   "d=dd",  PURE),
    F64_COPYSIGN_SS(259,             "f64.copysign",          RSS,   "d=dd",  PURE),
    F64_ABS(260,                     "f64.abs",               RS,    "d=d",   PURE),
    F64_NEG(261,                     "f64.neg",               RS,    "d=d",   PURE),
    F64_CEIL(262,                    "f64.ceil",              RS,    "d=d",   PURE),
    F64_FLOOR(263,                   "f64.floor",             RS,    "d=d",   PURE),
    F64_TRUNC(264,                   "f64.trunc",             RS,    "d=d",   PURE),
    F64_NEAREST(265,                 "f64.nearest",           RS,    "d=d",   PURE),
    F64_SQRT(266,                    "f64.sqrt",              RS,    "d=d",   PURE),

    // f64 comparisons.
    F64_EQ_SS(267,                   "f64.eq",                RSS,   "i=dd",  PURE | COMMUTATIVE),
    F64_NE_SS(268,                   "f64.ne",                RSS,   "i=dd",  PURE | COMMUTATIVE),
    F64_LT_SS(269,                   "f64.lt",                RSS,   "i=dd",  PURE),
    F64_LE_SS(270,                   "f64.le",                RSS,   "i=dd",  PURE),
    BR_IF_F64_EQ_SS(271,             "f64.eq",                BSS,   "=dd",   COMMUTATIVE),
    BR_IF_F64_NE_SS(272,             "f64.ne",                BSS,   "=dd",   COMMUTATIVE),
    BR_IF_F64_LT_SS(273,             "f64.lt",                BSS,   "=dd",   0),
    BR_IF_F64_LE_SS(274,             "f64.le",                BSS,   "=dd",   0),
    BR_IF_F64_NOT_LT_SS(275,         "f64.not_lt",            BSS,   "=dd",   0),
    BR_IF_F64_NOT_LE_SS(276,         "f64.not_le",            BSS,   "=dd",   0),
    SELECT_F64_EQ_SS(277,            "f64.eq",                RSSSS, "w=wwdd", PURE),
    SELECT_F64_LT_SS(278,            "f64.lt",                RSSSS, "w=wwdd", PURE),
    SELECT_F64_LE_SS(279,            "f64.le",                RSSSS, "w=wwdd", PURE),

    // Conversions. (wrap and reinterpret need no instruction: see the package description.)
    I32_TRUNC_F32_S(280,             "i32.trunc_f32_s",       RS,    "i=f",   MAY_TRAP),
    I32_TRUNC_F32_U(281,             "i32.trunc_f32_u",       RS,    "i=f",   MAY_TRAP),
    I32_TRUNC_F64_S(282,             "i32.trunc_f64_s",       RS,    "i=d",   MAY_TRAP),
    I32_TRUNC_F64_U(283,             "i32.trunc_f64_u",       RS,    "i=d",   MAY_TRAP),
    I64_TRUNC_F32_S(284,             "i64.trunc_f32_s",       RS,    "l=f",   MAY_TRAP),
    I64_TRUNC_F32_U(285,             "i64.trunc_f32_u",       RS,    "l=f",   MAY_TRAP),
    I64_TRUNC_F64_S(286,             "i64.trunc_f64_s",       RS,    "l=d",   MAY_TRAP),
    I64_TRUNC_F64_U(287,             "i64.trunc_f64_u",       RS,    "l=d",   MAY_TRAP),
    I32_TRUNC_SAT_F32_S(288,         "i32.trunc_sat_f32_s",   RS,    "i=f",   PURE),
    I32_TRUNC_SAT_F32_U(289,         "i32.trunc_sat_f32_u",   RS,    "i=f",   PURE),
    I32_TRUNC_SAT_F64_S(290,         "i32.trunc_sat_f64_s",   RS,    "i=d",   PURE),
    I32_TRUNC_SAT_F64_U(291,         "i32.trunc_sat_f64_u",   RS,    "i=d",   PURE),
    I64_TRUNC_SAT_F32_S(292,         "i64.trunc_sat_f32_s",   RS,    "l=f",   PURE),
    I64_TRUNC_SAT_F32_U(293,         "i64.trunc_sat_f32_u",   RS,    "l=f",   PURE),
    I64_TRUNC_SAT_F64_S(294,         "i64.trunc_sat_f64_s",   RS,    "l=d",   PURE),
    I64_TRUNC_SAT_F64_U(295,         "i64.trunc_sat_f64_u",   RS,    "l=d",   PURE),
    F32_CONVERT_I32_S(296,           "f32.convert_i32_s",     RS,    "f=i",   PURE),
    F32_CONVERT_I32_U(297,           "f32.convert_i32_u",     RS,    "f=i",   PURE),
    F32_CONVERT_I64_S(298,           "f32.convert_i64_s",     RS,    "f=l",   PURE),
    F32_CONVERT_I64_U(299,           "f32.convert_i64_u",     RS,    "f=l",   PURE),
    F64_CONVERT_I32_S(300,           "f64.convert_i32_s",     RS,    "d=i",   PURE),
    F64_CONVERT_I32_U(301,           "f64.convert_i32_u",     RS,    "d=i",   PURE),
    F64_CONVERT_I64_S(302,           "f64.convert_i64_s",     RS,    "d=l",   PURE),
    F64_CONVERT_I64_U(303,           "f64.convert_i64_u",     RS,    "d=l",   PURE),
    F32_DEMOTE_F64(304,              "f32.demote_f64",        RS,    "f=d",   PURE),
    F64_PROMOTE_F32(305,             "f64.promote_f32",       RS,    "d=f",   PURE),

    // Memory.
    LOAD16_U(306,                    "load16_u",              RSO,   "w=i",   MAY_TRAP),
    LOAD32_U(307,                    "load32_u",              RSO,   "w=i",   MAY_TRAP),
    LOAD8_S_M(308,                   "load8_s",               RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD8_U_M(309,                   "load8_u",               RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD16_S_M(310,                  "load16_s",              RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD16_U_M(311,                  "load16_u",              RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD32_S_M(312,                  "load32_s",              RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD32_U_M(313,                  "load32_u",              RSPX,  "w=i",   MAY_TRAP, MEMORY),
    LOAD64_M(314,                    "load64",                RSPX,  "w=i",   MAY_TRAP, MEMORY),
    STORE16_S(315,                   "store16",               SOS,   "=iw",   MAY_TRAP),
    STORE32_I(316,                   "store32",               SOI,   "=i",    MAY_TRAP),
    STORE16_I(317,                   "store16",               SOI,   "=i",    MAY_TRAP),
    STORE64_I(318,                   "store64",               SOI,   "=i",    MAY_TRAP),
    STORE8_M(319,                    "store8",                SPSX,  "=iw",   MAY_TRAP, MEMORY),
    STORE16_M(320,                   "store16",               SPSX,  "=iw",   MAY_TRAP, MEMORY),
    STORE32_M(321,                   "store32",               SPSX,  "=iw",   MAY_TRAP, MEMORY),
    STORE64_M(322,                   "store64",               SPSX,  "=iw",   MAY_TRAP, MEMORY),
    MEMORY_SIZE(323,                 "memory_size",           RX,    "i=",    0, MEMORY),
    MEMORY_GROW(324,                 "memory_grow",           RXS,   "i=i",   MAY_TRAP | BULK, MEMORY),
    MEMORY_FILL(325,                 "memory_fill",           XSSS,  "=iii",  MAY_TRAP | BULK, MEMORY),
    MEMORY_COPY(326,                 "memory_copy",           XXSSS, "=iii",  MAY_TRAP | BULK, MEMORY, MEMORY),
    MEMORY_INIT(327,                 "memory_init",           XXSSS, "=iii",  MAY_TRAP | BULK, MEMORY, DATA),
    DATA_DROP(328,                   "data_drop",             X,     "",      0, DATA),

    // References and tables.
    REF_NULL(329,                    "ref_null",              R,     "r=",    PURE),
    REF_FUNC(330,                    "ref_func",              RX,    "r=",    PURE, FUNC),
    REF_IS_NULL(331,                 "ref_is_null",           RS,    "i=r",   PURE),
    TABLE_GET(332,                   "table_get",             RXS,   "r=i",   MAY_TRAP, TABLE),
    TABLE_SET(333,                   "table_set",             XSS,   "=ir",   MAY_TRAP, TABLE),
    TABLE_SIZE(334,                  "table_size",            RX,    "i=",    0, TABLE),
    TABLE_GROW(335,                  "table_grow",            RXSS,  "i=ri",  MAY_TRAP | BULK, TABLE),
    TABLE_FILL(336,                  "table_fill",            XSSS,  "=iri",  MAY_TRAP | BULK, TABLE),
    TABLE_COPY(337,                  "table_copy",            XXSSS, "=iii",  MAY_TRAP | BULK, TABLE, TABLE),
    TABLE_INIT(338,                  "table_init",            XXSSS, "=iii",  MAY_TRAP | BULK, TABLE, ELEM),
    ELEM_DROP(339,                   "elem_drop",             X,     "",      0, ELEM),

    // Fuel.
    CHARGE_FUEL(340,                 "charge_fuel",           SI,    "=i",    0);
    // spotless:on

    private static final Op[] BY_CODE = values();
    private static final Map<String, Op> BY_MNEMONIC = new HashMap<>();

    static {
        for (Op op : BY_CODE) {
            BY_MNEMONIC.put(op.mnemonic, op);
        }
    }

    private final int code;
    private final String operator;
    private final String mnemonic;
    private final Format format;
    private final List<SlotType> results;
    private final List<SlotType> inputs;
    private final int flags;
    private final boolean touchesReferences;
    private final List<IndexSpace> indexSpaces;

    Op(int code, String operator, Format format, String types, int flags, IndexSpace... indexSpaces) {
        this.code = code;
        this.operator = operator;
        this.mnemonic = prefix(format) + operator + format.suffix();
        this.format = format;
        int equals = types.indexOf('=');
        this.results = slotTypes(types, 0, Math.max(equals, 0));
        this.inputs = slotTypes(types, equals + 1, types.length());
        this.flags = flags;
        this.touchesReferences = results.stream().anyMatch(SlotType::hasReference)
                || inputs.stream().anyMatch(SlotType::hasReference);
        this.indexSpaces = List.of(indexSpaces);
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
        return named(prefix(format) + operator + format.suffix()).filter(op -> op.format == format);
    }

    /** {@return the code} */
    public int code() {
        return code;
    }

    /** {@return the operator whose meaning the instruction has, such as {@code i32.add}} */
    public String operator() {
        return operator;
    }

    /** {@return the name of the instruction in the text syntax, such as {@code i32.add_ss}} */
    public String mnemonic() {
        return mnemonic;
    }

    /** {@return the shape of the operands} */
    public Format format() {
        return format;
    }

    /** {@return the type of the result, or nothing if no slot of the own frame is written} */
    public Optional<SlotType> result() {
        return results.stream().findFirst();
    }

    /**
     * {@return the types of the slots that are read and of the value immediates, in order of the operands; immediates
     * whose operator has no type ({@code const32}, {@code store32_i}, {@code trap}) are left out}
     */
    public List<SlotType> inputs() {
        return inputs;
    }

    /** {@return the index spaces of the index operands, in order} */
    public List<IndexSpace> indexSpaces() {
        return indexSpaces;
    }

    /**
     * {@return the type of an operand that is a slot or a value immediate, or nothing if it has none}
     *
     * @param operand the number of the operand in the format, from 0
     * @throws IndexOutOfBoundsException if there is no such operand
     */
    public Optional<SlotType> type(int operand) {
        OperandKind kind = format.operands().get(operand);
        if (kind.isResult()) {
            return result();
        }
        boolean typedImmediates = inputs.size() == countInputs(format.operands().size(), true);
        if (!kind.isRead() && !(typedImmediates && kind.isImmediate())) {
            return Optional.empty();
        }
        return Optional.of(inputs.get(countInputs(operand, typedImmediates)));
    }

    private int countInputs(int operands, boolean withImmediates) {
        int count = 0;
        for (int i = 0; i < operands; i++) {
            OperandKind kind = format.operands().get(i);
            if (kind.isRead() || (withImmediates && kind.isImmediate())) {
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

    /** {@return whether executors should keep the instruction in their main loop: programs execute it often} */
    public boolean isHot() {
        return (flags & HOT) != 0;
    }

    /** {@return whether it does nothing but write its result, which depends on its operands only} */
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
        return (flags & TERMINATES) != 0;
    }

    /** {@return whether it reads or writes the reference half of a slot of its own frame, callees' frames apart} */
    public boolean touchesReferences() {
        return touchesReferences;
    }

    /** {@return whether it works on many bytes, pages or elements, as many as the slot says that is its last operand} */
    public boolean isBulk() {
        return (flags & BULK) != 0;
    }

    /** {@return whether it enters another function} */
    public boolean isCall() {
        return (flags & ENTERS) != 0;
    }

    /** {@return the mnemonic} */
    @Override
    public String toString() {
        return mnemonic;
    }
}
