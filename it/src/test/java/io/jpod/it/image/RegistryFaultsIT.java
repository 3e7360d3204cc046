package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.FaultyRegistry;
import io.jpod.it.harness.ForwardProxy;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Registry;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes wrong between here and a registry is told in one line; proxies stand between. */
@OnHost
class RegistryFaultsIT {
    private final Sandbox box;

    RegistryFaultsIT(Sandbox box) {
        this.box = box;
    }

    private Path layout() {
        byte[] noise = new byte[400_000];
        new Random(3).nextBytes(noise);
        return new OciLayout()
                .layer(new Tar().file("noise", 0644, 0, 0, noise).bytes())
                .writeTo(box.fixtures().newDirectory("faults"), "noise");
    }

    private Result pull(String image) {
        return box.jpod("pull", "-q", "--retry", "0", "--tls-verify=false", image);
    }

    @Test
    void everyRefusalIsOneLine() {
        try (FaultyRegistry registry = new FaultyRegistry(layout())) {
            String image = registry.address() + "/some/image:1";
            registry.status(401);
            fails(image, "unauthorized: authentication required");
            registry.status(403);
            fails(image, "denied: requested access to the resource is denied");
            registry.status(404);
            fails(image, "not found");
            registry.status(429);
            fails(image, "toomanyrequests");
            registry.status(500);
            fails(image, "received unexpected HTTP status: 500");
            registry.status(503);
            fails(image, "received unexpected HTTP status: 503");
            registry.status(200);
            registry.fault("digest");
            fails(image, "Digest did not match");
            registry.fault("long");
            fails(image, "longer than");
            registry.fault("cut");
            fails(image, "unexpected EOF");
            registry.fault("");
            String id = pull(image).succeeds().text();
            box.jpod("rmi", id).succeeds();
        }
        box.sh("find . -path '*blobs/sha256/*' -o -path '*blobs/partial/*' -name '[0-9a-f]*'")
                .succeeds()
                .prints("");
    }

    private void fails(String image, String words) {
        Result result = pull(image).failsPlainly(125).complains(words);
        List<String> errors =
                result.err().lines().filter(line -> !line.startsWith("hint: ")).toList();
        assertEquals(1, errors.size(), result.err());
        assertTrue(errors.get(0).startsWith("Error: "), result.err());
    }

    @Test
    void proxiesAreUsedButForWhatIsExcluded() {
        try (Registry registry = Registry.withTls(box.fixtures());
                Registry plain = Registry.plain(box.fixtures());
                ForwardProxy proxy = new ForwardProxy()) {
            Sandbox own = box.with("HTTPS_PROXY", proxy.url()).with("http_proxy", proxy.url());
            String port = registry.address().substring(registry.address().indexOf(':'));
            box.sh("mkdir -p tmp/certs && cp " + registry.certificate() + " tmp/certs/ca.crt")
                    .succeeds();
            String far = "registry.example.com" + port + "/lib/image:1";
            Path layout = layout();
            // The certificate is for another name, so the tunnel's end is not trusted.
            own.jpod("pull", "-q", "--retry", "0", "--cert-dir", "tmp/certs", far)
                    .failsPlainly(125);
            assertTrue(
                    proxy.requests().get(0).startsWith("CONNECT registry.example.com" + port + " HTTP/1.1"),
                    proxy.requests().toString());
            String id = box.jpod("pull", "-q", "oci:" + layout).succeeds().text();
            own.jpod("push", "-q", "--tls-verify=false", id, far).succeeds();
            own.jpod("pull", "-q", "--tls-verify=false", far).succeeds();
            String second = "plain.example.com"
                    + plain.address().substring(plain.address().indexOf(':')) + "/lib/image:2";
            own.jpod("push", "-q", "--tls-verify=false", id, second).succeeds();
            assertTrue(
                    proxy.requests().stream().anyMatch(head -> head.startsWith("PUT http://plain.example.com")),
                    proxy.requests().toString());
            int before = proxy.requests().size();
            own.with("NO_PROXY", ".example.com")
                    .jpod("pull", "-q", "--retry", "0", "--tls-verify=false", far)
                    .failsPlainly(125)
                    .complains("registry.example.com");
            own.jpod("push", "-q", "--cert-dir", "tmp/certs", id, registry.address() + "/lib/image:3")
                    .succeeds();
            assertEquals(before, proxy.requests().size());
            own.with("https_proxy", "socks5://127.0.0.1:1")
                    .jpod("pull", "-q", "--retry", "0", far)
                    .failsPlainly(125)
                    .complains("socks5");
            box.jpod("rmi", "-f", id).succeeds();
        }
    }
}
