/**
 * Looks into running guests. {@link org.wasmi.profile.Profiler} samples where a store's guests spend their time, on every
 * executor, and {@link org.wasmi.profile.Profile} shows that as a flame graph. Nothing here costs anything while it is
 * not used.
 */
@NullMarked
package org.wasmi.profile;

import org.jspecify.annotations.NullMarked;
