/**
 * The values of JavaScript as Java objects, as far as guests need them that were made for a JavaScript host. There is no
 * JavaScript engine: functions are written in Java.
 *
 * <table>
 * <caption>JavaScript values and the Java objects for them</caption>
 * <tr><th>JavaScript</th><th>Java</th></tr>
 * <tr><td>undefined</td><td>{@link org.wasmi.js.Undefined#UNDEFINED}</td></tr>
 * <tr><td>null</td><td>{@code null}</td></tr>
 * <tr><td>boolean</td><td>{@link Boolean}</td></tr>
 * <tr><td>number</td><td>any {@link Number}; guests make {@link Double}s</td></tr>
 * <tr><td>bigint</td><td>{@link java.math.BigInteger}</td></tr>
 * <tr><td>string</td><td>{@link String}</td></tr>
 * <tr><td>object</td><td>{@link org.wasmi.js.JsObject} and its subclasses, or any other Java object, which has no
 * properties then</td></tr>
 * </table>
 */
@NullMarked
package org.wasmi.js;

import org.jspecify.annotations.NullMarked;
