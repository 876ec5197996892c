package org.wasmi.translate.internal.function;

import org.wasmi.encoding.Label;

/** What a branch depends on. */
interface BranchCondition {

    /** Branches if the condition holds, or if it does not. */
    void branch(boolean holds, Label target);
}
