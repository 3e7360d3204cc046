package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A repository in Maven's standard layout, by https, http or file. Nothing is taken from it without a checksum. */
final class MavenRepository {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final long LARGEST = 256L << 20;
    private static final int CHUNK = 1 << 16;
    /** Strongest first; Central has the last of all artifacts. */
    private static final String[][] CHECKSUMS = {{"sha512", "SHA-512"}, {"sha256", "SHA-256"}, {"sha1", "SHA-1"}};

    private final String root;
    private final Map<String, String> environment;

    MavenRepository(String root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** Fetches an artifact's jar and compares it with the checksum beside it. */
    void fetch(MavenArtifact artifact, Path to) throws IOException {
        String url = root + "/" + artifact.path();
        if (!download(url, to)) {
            throw JpodException.notFound("no artifact " + artifact.group() + ":" + artifact.artifact() + ":"
                    + artifact.version() + " at " + url);
        }
        for (String[] checksum : CHECKSUMS) {
            Optional<String> expected = text(url + "." + checksum[0], to);
            if (expected.isPresent()) {
                String actual = Checksum.of(to, checksum[1]);
                if (!expected.get().trim().split("\\s+")[0].equalsIgnoreCase(actual)) {
                    throw new JpodException(
                            ErrorCode.EXTERNAL,
                            "checksum of " + url + " is " + actual + ", not "
                                    + expected.get().trim());
                }
                return;
            }
        }
        throw JpodException.external("there is no checksum beside " + url)
                .withRemedy("fetch it yourself, check it, and install the file");
    }

    void fetchSignature(MavenArtifact artifact, Path to) throws IOException {
        String url = root + "/" + artifact.path() + ".asc";
        if (!download(url, to)) {
            throw JpodException.notFound("the plugin is not signed: there is no " + url)
                    .withRemedy("--signature names the file; without --require-signature unsigned plug-ins are taken");
        }
    }

    private Optional<String> text(String url, Path beside) throws IOException {
        Path file = beside.resolveSibling("checksum");
        return download(url, file)
                ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    /** False when there is no such file. */
    private boolean download(String url, Path to) {
        try {
            URL address = URI.create(url).toURL();
            URLConnection connection = address.openConnection(proxy(address));
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
                    throw new IOException(url + ": status " + http.getResponseCode());
                }
                copy(in, to);
            }
            return true;
        } catch (FileNotFoundException e) {
            return false;
        } catch (UnknownHostException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "fetching " + url + ": unknown host " + e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "fetching " + url, e);
        }
    }

    private static void copy(InputStream in, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            byte[] chunk = new byte[CHUNK];
            long total = 0;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                total += read;
                if (total > LARGEST) {
                    throw new IOException("more than " + LARGEST + " bytes");
                }
                out.write(chunk, 0, read);
            }
        }
    }

    /** {@code https_proxy}, {@code http_proxy} and {@code no_proxy}, as other programs read them. */
    private Proxy proxy(URL address) {
        String name = address.getProtocol() + "_proxy";
        String proxy = environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(), ""));
        String except = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        for (String host : except.split(",")) {
            String suffix = host.trim();
            if (!suffix.isEmpty() && (suffix.equals("*") || address.getHost().endsWith(suffix))) {
                return Proxy.NO_PROXY;
            }
        }
        if (proxy.isEmpty()) {
            return Proxy.NO_PROXY;
        }
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
    }
}
