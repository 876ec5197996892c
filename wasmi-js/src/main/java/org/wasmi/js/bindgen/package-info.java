/**
 * What wasm-bindgen's JavaScript gives a Rust module: the table of objects, strings and arrays in the guest's memory, and
 * the imported functions. {@link org.wasmi.js.bindgen.Bindgen} calls exports the way the generated classes do.
 */
@NullMarked
package org.wasmi.js.bindgen;

import org.jspecify.annotations.NullMarked;
