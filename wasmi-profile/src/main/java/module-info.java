import org.jspecify.annotations.NullMarked;

/** Shows what guests do: profiles, events for the JDK's flight recorder, core dumps. */
@NullMarked
module org.wasmi.profile {
    requires static jdk.jfr;
    requires static org.jspecify;
    requires transitive org.wasmi.exec;

    exports org.wasmi.profile;
}
