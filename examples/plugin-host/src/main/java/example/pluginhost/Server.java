package example.pluginhost;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;

/**
 * The host as a server.
 *
 * <pre>
 * PUT    /plugins/NAME    loads a plugin: the body is a module
 * DELETE /plugins/NAME    forgets it
 * POST   /plugins/NAME    has it answer a request: the body
 * GET    /metrics         what the plugins have done
 * </pre>
 */
public final class Server implements AutoCloseable {
    private static final String PLUGINS = "/plugins/";

    private static final int MAX_REQUEST = 16 << 20;

    private final PluginHost host = new PluginHost();
    private final ExecutorService threads = Threads.create(Runtime.getRuntime().availableProcessors() * 4);
    private final HttpServer server;

    /** Starts a server on this machine's own address. A port of 0 takes a free one. */
    public Server(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(PLUGINS, exchange -> serve(exchange, this::plugin));
        server.createContext("/metrics", exchange -> serve(exchange, (name, body, method) -> text(host.metrics())));
        server.setExecutor(threads);
        server.start();
    }

    private interface Service {
        byte[] answer(String name, byte[] body, String method) throws PluginException;
    }

    private byte[] plugin(String name, byte[] body, String method) throws PluginException {
        switch (method) {
            case "PUT" -> {
                host.load(name, body);
                return text("loaded " + name + "\n");
            }
            case "DELETE" -> {
                return text((host.unload(name) ? "forgot " : "never knew ") + name + "\n");
            }
            default -> {
                return host.call(name, body);
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void serve(HttpExchange exchange, Service service) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST + 1);
            int status = 200;
            byte[] answer;
            try {
                if (body.length > MAX_REQUEST) {
                    throw new PluginException(PluginException.Kind.UNUSABLE, "the body has over 16 MiB");
                }
                String name = path.startsWith(PLUGINS) ? path.substring(PLUGINS.length()) : "";
                answer = service.answer(name, body, exchange.getRequestMethod());
            } catch (PluginException e) {
                answer = text(e.getMessage() + "\n");
                status = switch (e.kind()) {
                    case UNKNOWN -> 404;
                    case UNUSABLE -> 400;
                    case FAILED -> 502;
                    case EXHAUSTED -> 503;
                };
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** {@return the port} */
    public int port() {
        return server.getAddress().getPort();
    }

    /** {@return the host that it serves} */
    public PluginHost host() {
        return host;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Serves on a port, 8080 unless one is given, until the process ends. */
    public static void main(String[] args) throws IOException {
        Server server = new Server(args.length > 0 ? Integer.parseInt(args[0]) : 8080);
        System.out.println("plugins at http://localhost:" + server.port() + PLUGINS);
    }
}
