package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Registry;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What jpod encrypts, skopeo decrypts, and the other way round; keys are made by openssl and gpg. */
@OnHost
class EncryptionIT {
    private static final String NO_KEY = "missing private key needed for decryption";
    private static final String WRONG_KEY = "none of the private keys could be used for decryption";

    private final Sandbox box;
    private Registry registry;
    private String image;
    private String id;

    EncryptionIT(Sandbox box) {
        this.box = box;
    }

    @BeforeAll
    void start() {
        registry = Registry.plain(box.fixtures());
        box.write(
                "home/.config/containers/registries.conf",
                "[[registry]]\nlocation = \"" + registry.address() + "\"\ninsecure = true\n");
        Path layout = new OciLayout()
                .layer(new Tar().file("one", 0644, "1").bytes())
                .layer(new Tar().file("two", 0600, 5, 6, new byte[300_000]).bytes())
                .writeTo(box.fixtures().newDirectory("plain"), "plain");
        image = registry.put(layout, "secret/plain:1");
        box.sh(
                        "cd tmp && openssl genpkey -quiet -algorithm RSA -out rsa.pem && openssl pkey -in rsa.pem -pubout -out rsa.pub"
                                + " && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem"
                                + " && openssl pkey -in ec.pem -pubout -out ec.pub"
                                + " && openssl pkey -in ec.pem -aes256 -passout pass:word -out locked.pem"
                                + " && openssl rsa -in rsa.pem -traditional -aes128 -passout pass:word -out old.pem"
                                + " && openssl req -x509 -new -key rsa.pem -subj /CN=recipient -days 10 -out cert.pem")
                .succeeds();
        id = box.jpod("pull", "-q", image).succeeds().text();
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    private void forget() {
        box.jpod("rmi", "-f", id).succeeds();
    }

    private String raw(String place) {
        return box.sh("skopeo inspect --raw --tls-verify=false " + place)
                .succeeds()
                .text();
    }

    private void skopeo(String arguments) {
        box.sh("skopeo --insecure-policy copy -q --src-tls-verify=false --dest-tls-verify=false " + arguments)
                .succeeds();
    }

    @Test
    void skopeoReadsWhatWasEncryptedHere() {
        String target = registry.address() + "/secret/mine:1";
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", "--encryption-key", "jwe:tmp/ec.pub", id, target)
                .succeeds();
        String sealed = raw("docker://" + target);
        assertEquals(2, count(sealed, "tar+gzip+encrypted"), sealed);
        assertEquals(2, count(sealed, "org.opencontainers.image.enc.keys.jwe"), sealed);
        for (String key : new String[] {"rsa", "ec"}) {
            skopeo("--decryption-key tmp/" + key + ".pem docker://" + target + " dir:tmp/opened-" + key);
            // The very layers that skopeo once sent there.
            for (String digest : digests(raw("docker://" + image))) {
                box.sh("test -f tmp/opened-" + key + "/" + digest).succeeds();
            }
        }
        for (String place : new String[] {"oci:tmp/mine:x", "oci-archive:tmp/mine.tar:x", "dir:tmp/mine-dir"}) {
            box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", id, place)
                    .succeeds();
            skopeo("--decryption-key tmp/rsa.pem " + place + " oci:tmp/opened-again:x");
        }
        // One layer of two; the plain one is the one that was there.
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", "--encrypt-layer", "-1", id, "oci:tmp/upper:x")
                .succeeds();
        String upper = raw("oci:tmp/upper:x");
        assertEquals(1, count(upper, "+encrypted"), upper);
        assertTrue(upper.contains(digests(raw("docker://" + image)).get(1)), upper);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** Of the configuration and the layers. */
    private static List<String> digests(String manifest) {
        List<String> result = new ArrayList<>();
        for (String part : manifest.split("sha256:", -1)) {
            if (part.length() >= 64 && part.substring(0, 64).matches("[0-9a-f]+")) {
                result.add(part.substring(0, 64));
            }
        }
        return result;
    }

    @Test
    void whatSkopeoEncryptedIsReadHere() throws IOException {
        String sealed = registry.address() + "/secret/theirs:1";
        skopeo("--encryption-key jwe:tmp/rsa.pub docker://" + image + " docker://" + sealed);
        forget();
        box.jpod("pull", "-q", sealed).failsPlainly(125).complains(NO_KEY);
        box.jpod("pull", "-q", "--decryption-key", "tmp/ec.pem", sealed)
                .failsPlainly(125)
                .complains(WRONG_KEY);
        box.jpod("image", "exists", id).exits(1);
        assertEquals(
                id,
                box.jpod("pull", "-q", "--decryption-key", "tmp/ec.pem", "--decryption-key", "tmp/rsa.pem", sealed)
                        .succeeds()
                        .text());
        // A second time nothing is fetched, but a key is still needed.
        for (String digest : digests(raw("docker://" + sealed))) {
            Path blob = registry.blob("sha256:" + digest);
            if (!digests(raw("docker://" + image)).contains(digest)) {
                Files.delete(blob);
            }
        }
        assertEquals(
                id,
                box.jpod("pull", "-q", "--decryption-key", "tmp/old.pem:pass=word", sealed)
                        .succeeds()
                        .text());
        box.jpod("pull", "-q", sealed).failsPlainly(125).complains(NO_KEY);
        // What is stored is plain, and goes on so, with the layers that were encrypted once.
        String target = registry.address() + "/secret/again:1";
        box.jpod("push", "-q", id, target).succeeds();
        String plain = raw("docker://" + target);
        assertFalse(plain.contains("encrypted"), plain);
        assertFalse(plain.contains("image.enc."), plain);
        assertEquals(digests(raw("docker://" + image)), digests(plain));
        forget();
        assertEquals(id, box.jpod("pull", "-q", image).succeeds().text());
    }

    @Test
    void keysWithPasswordsOpenToo() {
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/ec.pub", id, "oci:tmp/locked:x")
                .succeeds();
        box.write("tmp/word", "word");
        for (String key : new String[] {"locked.pem:pass=word", "locked.pem:word", "locked.pem:file=tmp/word"}) {
            forget();
            assertEquals(
                    id,
                    box.jpod("pull", "-q", "--decryption-key", "tmp/" + key, "oci:tmp/locked:x")
                            .succeeds()
                            .text());
        }
        box.jpod("pull", "-q", "--decryption-key", "tmp/locked.pem", "oci:tmp/locked:x")
                .failsPlainly(125)
                .complains("Missing password");
        box.jpod("pull", "-q", "--decryption-key", "tmp/locked.pem:other", "oci:tmp/locked:x")
                .failsPlainly(125)
                .complains("Wrong password");
    }

    @Test
    void aChangedLayerIsNotStored() {
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", "--encrypt-layer", "1", id, "dir:tmp/changed")
                .succeeds();
        // All digests are right, but the ciphertext is not what was encrypted.
        box.sh(
                        "cd tmp/changed && old=$(grep -o 'encrypted\",\"digest\":\"sha256:[0-9a-f]*' manifest.json | cut -d: -f3)"
                                + " && printf X | dd of=$old conv=notrunc bs=1 seek=100 status=none"
                                + " && new=$(sha256sum < $old | cut -d' ' -f1) && mv $old $new"
                                + " && sed -i s/$old/$new/ manifest.json")
                .succeeds();
        forget();
        box.jpod("pull", "-q", "--decryption-key", "tmp/rsa.pem", "dir:tmp/changed")
                .failsPlainly(125)
                .complains("HMAC does not match");
        box.jpod("image", "exists", id).exits(1);
        assertEquals(id, box.jpod("pull", "-q", image).succeeds().text());
    }

    @Test
    void certificatesAndGpgKeysAreRecipientsToo() {
        box.jpod("push", "-q", "--encryption-key", "pkcs7:tmp/cert.pem", id, "oci:tmp/certified:x")
                .succeeds();
        skopeo("--encryption-key pkcs7:tmp/cert.pem docker://" + image + " oci:tmp/their-certified:x");
        Sandbox own = box.with("GNUPGHOME", box.directory() + "/tmp/gnupg");
        own.sh("mkdir -m 700 -p tmp/gnupg && gpg --batch --quiet --passphrase ''"
                        + " --quick-generate-key 'R <reader@example.com>' default default never"
                        + " && gpg --batch --export-secret-keys > tmp/ring.gpg")
                .succeeds();
        try {
            own.jpod("push", "-q", "--encryption-key", "pgp:reader@example.com", id, "oci:tmp/mailed:x")
                    .succeeds();
            own.jpod("push", "-q", "--encryption-key", "pgp:nobody@example.com", id, "oci:tmp/lost:x")
                    .failsPlainly(125)
                    .complains("nobody@example.com");
            skopeo("--decryption-key tmp/ring.gpg oci:tmp/mailed:x oci:tmp/mailed-opened:x");
        } finally {
            // gpg leaves its agents running.
            own.sh("for agent in $(pgrep -f \"^gpg-agent --homedir $PWD/tmp/gnupg\"); do kill $agent; done");
        }
        String[][] pulls = {
            {"tmp/rsa.pem", "oci:tmp/certified:x"},
            {"tmp/rsa.pem", "oci:tmp/their-certified:x"},
            {"tmp/ring.gpg", "oci:tmp/mailed:x"}
        };
        for (String[] pull : pulls) {
            forget();
            assertEquals(
                    id,
                    box.jpod("pull", "-q", "--decryption-key", pull[0], pull[1])
                            .succeeds()
                            .text());
        }
        box.jpod("pull", "-q", "--decryption-key", "tmp/rsa.pem", "oci:tmp/mailed:x")
                .failsPlainly(125)
                .complains(WRONG_KEY);
        box.sh("pgrep -f '^gpg-agent --homedir /tmp/jpod-gpg'").exits(1);
    }

    @Test
    void containersAreMadeOfEncryptedImages() {
        String plain = box.jpod("pull", "-q", "oci:" + box.fixtures().busybox())
                .succeeds()
                .text();
        String sealed = registry.address() + "/secret/busybox:1";
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", plain, sealed)
                .succeeds();
        box.jpod("rmi", "-f", plain).succeeds();
        box.jpod("run", "--rm", sealed, "true").failsPlainly(125).complains(NO_KEY);
        box.jpod("create", "-q", "--decryption-key", "tmp/ec.pem", sealed, "true")
                .failsPlainly(125)
                .complains(WRONG_KEY);
        box.jpod("run", "-q", "--rm", "--decryption-key", "tmp/rsa.pem", sealed, "echo", "opened")
                .succeeds()
                .prints("opened");
        box.jpod("rmi", "-f", plain).succeeds();
    }

    @Test
    void filesOfArtifactsAreDecrypted() {
        String target = registry.address() + "/secret/notes:1";
        box.write("tmp/notes.tar", "not for everybody");
        box.jpod("artifact", "add", "--file-type", "application/vnd.oci.image.layer.v1.tar", target, "tmp/notes.tar")
                .succeeds();
        box.jpod("artifact", "push", "-q", target).succeeds();
        box.jpod("artifact", "rm", target).succeeds();
        String sealed = registry.address() + "/secret/notes:sealed";
        skopeo("--encryption-key jwe:tmp/rsa.pub docker://" + target + " docker://" + sealed);
        box.jpod("artifact", "pull", "-q", "--decryption-key", "tmp/ec.pem", sealed)
                .failsPlainly(125)
                .complains(WRONG_KEY);
        box.jpod("artifact", "pull", "-q", "--decryption-key", "tmp/rsa.pem", sealed)
                .succeeds();
        box.jpod("artifact", "extract", sealed, "tmp/extracted").succeeds();
        box.sh("cat tmp/extracted").succeeds().prints("not for everybody");
        box.jpod("artifact", "rm", sealed).succeeds();
    }

    @Test
    void wrongWordsAreRefused() {
        String[][] wrong = {
            {"only be used with --encryption-key", "--encrypt-layer", "0"},
            {"no such layer", "--encryption-key", "jwe:tmp/rsa.pub", "--encrypt-layer", "2"},
            {"no such layer", "--encryption-key", "jwe:tmp/rsa.pub", "--encrypt-layer=-3"},
            {"no docker v2s2 form", "--encryption-key", "jwe:tmp/rsa.pub", "--format", "v2s2"},
            {"not a public key", "--encryption-key", "jwe:tmp/rsa.pem"},
            {"no such file", "--encryption-key", "jwe:tmp/nothing"},
            {"not recognized", "--encryption-key", "rot13:tmp/rsa.pub"},
            {"provider are not supported", "--encryption-key", "provider:name:value"}
        };
        for (String[] words : wrong) {
            List<String> argv = new ArrayList<>(List.of("push", "-q"));
            argv.addAll(List.of(words).subList(1, words.length));
            argv.addAll(List.of(id, "dir:tmp/nowhere"));
            box.jpod(argv).failsPlainly(125).complains(words[0]);
            box.sh("test -e tmp/nowhere/manifest.json").exits(1);
        }
        box.jpod("pull", "-q", "--decryption-key", "tmp/rsa.pub", image)
                .failsPlainly(125)
                .complains("unidentified private key");
        box.jpod("push", "-q", "--encryption-key", "jwe:tmp/rsa.pub", id, "docker-archive:tmp/nowhere.tar")
                .failsPlainly(125)
                .complains("no docker v2s2 form");
    }
}
