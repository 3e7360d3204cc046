package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.image.key.PemFile;
import io.jpod.image.key.PrivateKeys;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whom to trust: the system's certificates and those of {@code certs.d} (containers-certs.d(5)): {@code *.crt} are authorities,
 * {@code X.cert} with {@code X.key} identifies us. The context is made when it is first needed: it is slow.
 */
final class TlsSettings {
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));
    private static final String ALERT = "Received fatal alert: ";
    private static final char[] NO_PASSWORD = new char[0];

    private final boolean verify;
    private final List<Path> certDirs;
    private SSLSocketFactory factory; // guarded by this

    TlsSettings(boolean verify, List<Path> certDirs) {
        this.verify = verify;
        this.certDirs = certDirs;
    }

    synchronized SSLSocketFactory factory() {
        if (factory == null) {
            try {
                factory = context().getSocketFactory();
            } catch (GeneralSecurityException | IOException e) {
                throw JpodException.host("setting up TLS", e);
            }
        }
        return factory;
    }

    SSLParameters parameters(SSLParameters parameters) {
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, NO_PASSWORD);
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, NO_PASSWORD);
        for (Path directory : certDirs) {
            readDirectory(directory, authorities, keys);
        }
        TrustManager[] trust = verify ? trusted(authorities) : new TrustManager[] {new TrustAll()};
        KeyManagerFactory identities = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identities.init(keys, NO_PASSWORD);
        context.init(identities.getKeyManagers(), trust, null);
        return context;
    }

    /** The system's authorities, or those of this Java where the system has none, and our own beside them. */
    private static TrustManager[] trusted(KeyStore own) throws GeneralSecurityException, IOException {
        boolean system = false;
        for (Path bundle : BUNDLES) {
            if (!system && Files.isReadable(bundle)) {
                system = addCertificates(bundle, own) > 0;
            }
        }
        if (!system) {
            TrustManagerFactory java = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            java.init((KeyStore) null);
            int count = 0;
            for (TrustManager manager : java.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate authority : x509.getAcceptedIssuers()) {
                        own.setCertificateEntry("java#" + count++, authority);
                    }
                }
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(own);
        return factory.getTrustManagers();
    }

    private static void readDirectory(Path directory, KeyStore authorities, KeyStore keys)
            throws GeneralSecurityException, IOException {
        String[] names = new File(directory.toString()).list();
        if (names == null) {
            return;
        }
        Arrays.sort(names);
        for (String name : names) {
            Path file = directory.resolve(name);
            if (name.endsWith(".crt")) {
                addCertificates(file, authorities);
            } else if (name.endsWith(".cert")) {
                Path key = sibling(file, ".cert", ".key");
                if (!Files.exists(key)) {
                    throw JpodException.usage("missing key " + key + " for client certificate " + file)
                            .withRemedy("a certificate of an authority has the extension .crt");
                }
                keys.setKeyEntry(
                        file.toString(),
                        privateKey(key),
                        NO_PASSWORD,
                        certificates(file).toArray(new Certificate[0]));
            } else if (name.endsWith(".key") && !Files.exists(sibling(file, ".key", ".cert"))) {
                throw JpodException.usage(
                        "missing client certificate " + sibling(file, ".key", ".cert") + " for key " + file);
            }
        }
    }

    private static Path sibling(Path file, String suffix, String other) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
    }

    private static int addCertificates(Path file, KeyStore store) throws GeneralSecurityException, IOException {
        int count = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry(file + "#" + count++, certificate);
        }
        return count;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        for (PemFile.Block block : PemFile.blocks(Files.readAllBytes(file))) {
            if (!block.label().endsWith("PRIVATE KEY")) {
                continue;
            }
            if (!block.cipher().isEmpty() || block.label().startsWith("ENCRYPTED")) {
                throw JpodException.unsupported("client key " + file + " is encrypted")
                        .withRemedy("there is nobody to ask for its password: write it plain with openssl pkey -in "
                                + file);
            }
            return PrivateKeys.decode(block.content(), List.of("RSA", "EC", "Ed25519"))
                    .orElseThrow(() -> JpodException.usage("client key " + file + " cannot be used")
                            .withRemedy("use an RSA, EC or Ed25519 key"));
        }
        throw JpodException.usage("client key " + file + " holds no private key in PEM");
    }

    /** What went wrong, in the words that Go programs use. */
    static String describe(SSLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        if (message.contains("PKIX path")) {
            return "x509: certificate signed by unknown authority";
        }
        if (message.contains("No subject alternative") || message.contains("No name matching")) {
            return "x509: certificate is valid for other names than this host's";
        }
        int alert = message.indexOf(ALERT);
        return "remote error: tls: "
                + (alert < 0
                        ? message
                        : message.substring(alert + ALERT.length()).replace('_', ' '));
    }

    /** For {@code --tls-verify=false} and {@code insecure = true} only. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
