package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryClient;
import io.jpod.support.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where signatures of images in registries are: {@code registries.d} (containers-registries.d(5)). */
public final class SignatureStores {
    private static final int MAX_SIGNATURES = 100;
    private static final int MAX_SIZE = 1 << 20;

    private final JsonObject settings;
    private final Path standard;

    private SignatureStores(JsonObject settings, Path standard) {
        this.settings = settings;
        this.standard = standard;
    }

    /** Reads the user's directory, or the machine's where the user has none. */
    public static SignatureStores read(Map<String, String> environment, Path home, boolean rootless) {
        Path user = home.resolve(".config/containers/registries.d");
        Path directory = Files.isDirectory(user) ? user : Path.of("/etc/containers/registries.d");
        Path standard =
                rootless ? home.resolve(".local/share/containers/sigstore") : Path.of("/var/lib/containers/sigstore");
        JsonObject merged = new JsonObject();
        String[] names = new File(directory.toString()).list();
        if (names != null) {
            Arrays.sort(names);
            for (String name : names) {
                if (name.endsWith(".yaml")) {
                    merge(merged, directory.resolve(name));
                }
            }
        }
        return new SignatureStores(merged, standard);
    }

    private static void merge(JsonObject merged, Path file) {
        try {
            JsonObject one = PlainYaml.parse(Files.readString(file));
            if (one.has("default-docker")) {
                if (merged.has("default-docker")) {
                    throw JpodException.usage("\"default-docker\" is defined twice");
                }
                merged.put("default-docker", one.getObject("default-docker"));
            }
            JsonObject docker = merged.getObject("docker");
            JsonObject more = one.getObject("docker");
            for (String name : more.names()) {
                docker.put(name, more.getObject(name));
            }
            merged.put("docker", docker);
        } catch (IOException e) {
            throw JpodException.host("reading signature storage configuration " + file, e);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.USAGE, "reading signature storage configuration " + file, e);
        }
    }

    private String setting(ImageReference reference, String... names) {
        JsonObject docker = settings.getObject("docker");
        for (String scope : TrustPolicy.scopes(reference)) {
            for (String name : names) {
                String value = docker.getObject(scope).getString(name, "");
                if (!value.isEmpty()) {
                    return value;
                }
            }
        }
        for (String name : names) {
            String value = settings.getObject("default-docker").getString(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** Whether signatures are looked for in the registry itself, and written to it. */
    public boolean attachments(ImageReference reference) {
        return setting(reference, "use-sigstore-attachments").equals("true");
    }

    /** The address that signatures of a scope are read from; empty when nothing is configured for it. */
    String place(String scope) {
        JsonObject docker = settings.getObject("docker").getObject(scope);
        JsonObject chosen = docker.isEmpty() ? settings.getObject("default-docker") : docker;
        return chosen.getString("lookaside", chosen.getString("sigstore", ""));
    }

    private String writingPlace(ImageReference reference) {
        String place = setting(reference, "lookaside-staging", "sigstore-staging", "lookaside", "sigstore");
        return place.isEmpty() ? "file://" + standard : place;
    }

    private static String below(String base, ImageReference reference, Digest digest) {
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return root + "/" + reference.path() + "@sha256=" + digest.hex();
    }

    /** All simple signatures of a manifest. */
    List<byte[]> signatures(ImageReference reference, Digest digest, RegistryClient client) {
        String base = setting(reference, "lookaside", "sigstore");
        String directory = below(base.isEmpty() ? "file://" + standard : base, reference, digest);
        List<byte[]> result = new ArrayList<>();
        for (int i = 1; i <= MAX_SIGNATURES; i++) {
            Optional<byte[]> one = fetch(directory + "/signature-" + i, client);
            if (one.isEmpty()) {
                break;
            }
            result.add(one.get());
        }
        return result;
    }

    private static Optional<byte[]> fetch(String address, RegistryClient client) {
        try {
            if (address.startsWith("file://")) {
                return Optional.of(Files.readAllBytes(Path.of(address.substring("file://".length()))));
            }
            return client.document(URI.create(address), MAX_SIZE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading signature from " + address, e);
        }
    }

    /** A new signature, by gpg. */
    public byte[] signed(
            Gpg gpg,
            ImageReference reference,
            Digest digest,
            String key,
            String passphraseFile,
            long timestamp,
            Path scratch) {
        byte[] document = new SimpleSignature(SimpleSignature.GPG, digest.toString(), reference.toString())
                .write("jpod", timestamp);
        return gpg.sign(document, key, passphraseFile, scratch);
    }

    /**
     * Keeps a new signature beside those that are there.
     *
     * @param directory instead of the configured place; empty for that one
     * @return the file
     */
    public Path add(ImageReference reference, Digest digest, byte[] signature, String directory) {
        String base = directory.isEmpty() ? writingPlace(reference) : "file://" + directory;
        if (!base.startsWith("file://")) {
            throw JpodException.usage("cannot write signatures to " + base)
                    .withRemedy("set lookaside-staging: file:///DIRECTORY in registries.d");
        }
        Path place = Path.of(below(base, reference, digest).substring("file://".length()));
        try {
            Files.createDirectories(place);
            for (int i = 1; ; i++) {
                Path file = place.resolve("signature-" + i);
                if (!Files.exists(file)) {
                    return Files.write(file, signature);
                }
            }
        } catch (IOException e) {
            throw JpodException.host("writing signature below " + place, e);
        }
    }
}
