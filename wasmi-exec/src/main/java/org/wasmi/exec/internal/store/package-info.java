/**
 * What belongs to a store and knows nothing of what runs in it: its {@link org.wasmi.exec.internal.store.Meter}, the
 * {@link org.wasmi.exec.internal.store.Resources} that its guests have taken, the {@link
 * org.wasmi.exec.internal.store.Confinement} to one thread.
 */
@NullMarked
package org.wasmi.exec.internal.store;

import org.jspecify.annotations.NullMarked;
