package org.wasmi.testkit.oracle;

/** A type that a module defines, apart from its supertype; {@link OracleTypes} knows which types are the same. */
sealed interface OracleType permits FunctionType, ObjectType {}
