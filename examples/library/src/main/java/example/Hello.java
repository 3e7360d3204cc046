package example;

import io.jpod.engine.embed.ContainerSpec;
import io.jpod.engine.embed.LocalContainer;
import io.jpod.engine.embed.LocalEngine;
import io.jpod.engine.embed.Output;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Runs a container and reads its output, then talks to a server in another one. */
public final class Hello {
    public static void main(String[] args) throws IOException, InterruptedException {
        String image = args.length > 0 ? args[0] : "docker.io/library/busybox";
        try (LocalEngine engine = LocalEngine.builder().log(System.err::println).open()) {
            Output output = engine.run(image, "sh", "-c", "echo hello from a container; id -u; exit 3");
            System.out.print(output.stdout());
            System.out.println("exit code " + output.exitCode());

            ContainerSpec server = ContainerSpec.of(image, "sh", "-c", "echo served > /index.html; httpd -f -p 8080 -h /")
                    .publish(8080);
            try (LocalContainer web = engine.start(server)) {
                System.out.print(web.exec("cat", "/index.html").stdout());
                System.out.print(get("http://127.0.0.1:" + web.port(8080) + "/index.html"));
            }
        }
    }

    private static String get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
