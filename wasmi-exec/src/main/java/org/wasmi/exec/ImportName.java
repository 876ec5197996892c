package org.wasmi.exec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of the import that a method defines, where that is not the method's own. A method also has the name that it
 * has in a class or interface from which it is inherited. See {@link Linker#define(String, Object)}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ImportName {

    /** {@return the name of the import} */
    String value();
}
