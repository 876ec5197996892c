package org.wasmi.testkit.oracle;

/**
 * What a module defines as a type. Two are the same only if they have the same index, or are equal types of functions.
 */
sealed interface OracleType permits FunctionType, ObjectType {}
