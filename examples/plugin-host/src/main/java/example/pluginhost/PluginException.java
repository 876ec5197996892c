package example.pluginhost;

/** Thrown if a plugin cannot be loaded, or cannot answer a request. The message is for the plugin's author. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whose fault it is. */
    public enum Kind {
        /** There is no plugin of that name. */
        UNKNOWN,
        /** The plugin is no module, or not one that fits. */
        UNUSABLE,
        /** The plugin trapped, or its answer makes no sense. */
        FAILED,
        /** The plugin used up its fuel, its time or its memory. */
        EXHAUSTED
    }

    private final Kind kind;

    PluginException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    PluginException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** {@return whose fault it is} */
    public Kind kind() {
        return kind;
    }
}
