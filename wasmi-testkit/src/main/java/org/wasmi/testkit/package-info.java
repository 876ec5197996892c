/** For authors of executors: the conformance suite, the specification-suite runner and generators of test data. */
@NullMarked
package org.wasmi.testkit;

import org.jspecify.annotations.NullMarked;
