import org.jspecify.annotations.NullMarked;

/** Generates sources from the instruction set while the other modules are built; not published. */
@NullMarked
module org.wasmi.codegen {
    requires static org.jspecify;
    requires org.wasmi.encoding;
}
