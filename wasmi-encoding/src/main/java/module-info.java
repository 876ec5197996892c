import org.jspecify.annotations.NullMarked;

/** The contract: the instruction set, its encoder and decoder, programs and the meaning of operators. */
@NullMarked
module org.wasmi.encoding {
    requires static transitive org.jspecify;
}
