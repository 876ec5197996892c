package org.wasmi.testkit.oracle;

/** What a module defines as a type, apart from what it is a subtype of; {@link OracleTypes} knows which are the same. */
sealed interface OracleType permits FunctionType, ObjectType {}
