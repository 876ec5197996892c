package org.wasmi.cli;

import java.util.Iterator;
import org.wasmi.exec.runtime.Executors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts the names of executors that there are, and lists them where the name is none. */
final class ExecutorName implements ITypeConverter<String>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Executors.all().keySet().stream().sorted().iterator();
    }

    @Override
    public String convert(String name) {
        try {
            return Executors.named(name).name();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
