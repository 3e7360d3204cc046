package io.jpod.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@OnHost
class PluginCommandsIT {
    private final Sandbox box;
    private final Path jar;

    PluginCommandsIT(Sandbox sandbox) {
        box = sandbox;
        Path offered = sandbox.directory().resolve("offered");
        jar = offered.resolve("fixed-1.0.jar");
        if (!Files.exists(jar)) {
            PluginSources.put(
                    offered,
                    "fixed-1.0.jar",
                    PluginSources.jar(sandbox)
                            .header("Implementation-Version", "1.0")
                            .source("FixedIds", PluginSources.source("FixedIds"))
                            .source("TracedRuntime", PluginSources.source("TracedRuntime"))
                            .service(IdMapProvider.class, "FixedIds")
                            .service(RuntimeProvider.class, "TracedRuntime"));
        }
    }

    private String sha256(Path file) {
        return box.sh("sha256sum " + file).succeeds().text().split(" ")[0];
    }

    @Test
    void aPluginIsInstalledUsedSwitchedOffAndRemoved() {
        box.jpod("plugin", "install", jar.toString())
                .succeeds()
                .prints("sha256:" + sha256(jar) + "\nInstalled plugin fixed-1.0");
        box.jpod("plugin", "install", jar.toString()).failsPlainly(125).complains("is installed already");
        JsonNode document =
                box.jpod("plugin", "inspect", "fixed").succeeds().json().get(0);
        assertEquals("fixed-1.0", document.get("Name").asText());
        assertEquals(sha256(jar), document.get("Sha256").asText());
        assertTrue(document.get("Providers").get(0).get("Usable").asBoolean(), document.toString());
        box.sleeper("--name", "traced", "--network", "none", "--runtime=traced");
        box.jpod("plugin", "rm", "fixed-1.0").failsPlainly(125).complains("is in use");
        box.jpod("plugin", "disable", "fixed-1.0").failsPlainly(125).complains("is in use");
        box.jpod("rm", "-f", "--time", "0", "traced").succeeds();
        box.jpod("plugin", "disable", "fixed-1.0").succeeds().prints("fixed-1.0");
        box.jpod("plugin", "ls", "--format", "{{.ID}} {{.State}} {{.Version}}")
                .succeeds()
                .prints("traced disabled 1.0\nfixed disabled 1.0");
        box.jpod("run", "--rm", "--userns=fixed", box.busybox(), "true")
                .failsPlainly(125)
                .complains("is disabled")
                .complains("jpod plugin enable fixed-1.0");
        box.jpod("plugin", "enable", "fixed-1.0").succeeds();
        box.jpod("plugin", "ls", "-q", "--filter", "enabled=true").succeeds().prints("fixed-1.0");
        box.jpod("plugin", "rm", "fixed-1.0").succeeds().prints("fixed-1.0");
        box.jpod("plugin", "ls", "-q").succeeds().prints("");
        box.jpod("plugin", "inspect", "fixed-1.0").failsPlainly(125).complains("no such plugin: fixed-1.0");
    }

    @Test
    void whatIsBrokenIsNotInstalled() {
        box.write("broken.jar", "no zip");
        box.jpod("plugin", "install", box.directory() + "/broken.jar")
                .failsPlainly(125)
                .complains("broken.jar")
                .complains("no readable jar");
        box.jpod("plugin", "install", box.directory() + "/absent.jar")
                .failsPlainly(125)
                .complains("no such file");
        box.jpod("plugin", "ls", "-q").succeeds().prints("");
    }

    @Test
    void anArtifactOfARepositoryIsComparedWithItsChecksum() {
        String place = "repository/org/example/fixed/1.0";
        box.sh("mkdir -p " + place + " && cp " + jar + " " + place + " && cd " + place
                        + " && sha1sum fixed-1.0.jar | cut -d' ' -f1 >fixed-1.0.jar.sha1")
                .succeeds();
        Sandbox maven = box.with("JPOD_MAVEN_REPOSITORY", "file://" + box.directory() + "/repository");
        maven.jpod("plugin", "install", "--alias", "other", "maven:org.example:fixed:1.0")
                .succeeds()
                .says("sha256:" + sha256(jar));
        maven.jpod("plugin", "rm", "other").succeeds();
        box.sh("echo 0000 >" + place + "/fixed-1.0.jar.sha1").succeeds();
        maven.jpod("plugin", "install", "maven:org.example:fixed:1.0")
                .failsPlainly(125)
                .complains("checksum of");
        maven.jpod("plugin", "install", "maven:org.example:fixed:2.0")
                .failsPlainly(125)
                .complains("no artifact");
    }

    @Test
    void aSignatureIsAskedForAndCheckedAgainstTrustedKeys() {
        box.jpod("plugin", "install", "--require-signature", jar.toString())
                .failsPlainly(125)
                .complains("is not signed");
        box.sh("export GNUPGHOME=$PWD/gnupg && mkdir -m 700 gnupg && trap 'gpgconf --kill all' EXIT"
                        + " && gpg --batch --quiet --passphrase '' --quick-generate-key author@example.org default sign never"
                        + " && gpg --batch --quiet --detach-sign --armor --output fixed.asc " + jar
                        + " && gpg --armor --export >author.asc")
                .succeeds();
        String signature = box.directory() + "/fixed.asc";
        box.jpod("plugin", "install", "--require-signature", "--signature", signature, jar.toString())
                .failsPlainly(125)
                .complains("no key is trusted");
        box.sh("mkdir -p $HOME/.config/jpod/trusted-keys.d && cp author.asc $HOME/.config/jpod/trusted-keys.d")
                .succeeds();
        box.jpod("plugin", "install", "--require-signature", "--signature", signature, jar.toString())
                .succeeds()
                .says("signed by ");
        box.jpod("plugin", "rm", "fixed-1.0").succeeds();
        box.sh("cp " + jar + " changed.jar && echo >>changed.jar").succeeds();
        box.jpod("plugin", "install", "--require-signature", "--signature", signature, box.directory() + "/changed.jar")
                .failsPlainly(125)
                .complains("BAD signature");
        // One that is given is checked, whether it had to be or not.
        box.jpod("plugin", "install", "--signature", signature, box.directory() + "/changed.jar")
                .failsPlainly(125)
                .complains("BAD signature");
        box.sh("export GNUPGHOME=$PWD/gnupg && trap 'gpgconf --kill all' EXIT"
                        + " && sed -i 's/^:---/---/' gnupg/openpgp-revocs.d/*.rev"
                        + " && gpg --batch --quiet --import gnupg/openpgp-revocs.d/*.rev"
                        + " && gpg --armor --export >$HOME/.config/jpod/trusted-keys.d/author.asc")
                .succeeds();
        box.jpod("plugin", "install", "--require-signature", "--signature", signature, jar.toString())
                .failsPlainly(125)
                .complains("its key is revoked");
    }

    @Test
    void verifyTellsWhichRuleOfTheContractIsBroken() {
        box.jpod("plugin", "install", "--alias", "verified", jar.toString()).succeeds();
        box.jpod("plugin", "verify", "verified")
                .exits(1)
                .says("idmap fixed:")
                .says("passed   no id is mapped twice")
                .says("failed   unknown options are refused");
        box.jpod("plugin", "rm", "verified").succeeds();
    }

    @Test
    void aPluginThatEndsTheProcessFailsItsVerificationWhateverTheExitCode() {
        String source = PluginSources.idMap("Halting", "halting");
        String begin = "return request -> {";
        assertTrue(source.contains(begin));
        Path halting = PluginSources.put(
                box.directory(),
                "halting.jar",
                PluginSources.jar(box)
                        .source("Halting", source.replace(begin, begin + "Runtime.getRuntime().halt(0);"))
                        .service(io.jpod.api.idmap.IdMapProvider.class, "Halting"));
        box.jpod("plugin", "install", halting.toString()).succeeds();
        box.jpod("plugin", "verify", "halting")
                .exits(1)
                .says("idmap halting:")
                .says("  failed   ")
                .says(": it ends the process (exit code 0)");
        box.jpod("plugin", "rm", "halting").succeeds();
    }

    @Test
    void filtersThatCannotFitAreRefusedAlsoWithoutAnyPlugin() {
        Sandbox bare = box.with("XDG_DATA_HOME", box.directory() + "/bare");
        for (String filter : new String[] {"nosuch=1", "kind", "state=bogus", "enabled=yes", "kind=engine"}) {
            bare.jpod("plugin", "ls", "--filter", filter).failsPlainly(125).complains("invalid");
        }
        bare.jpod("plugin", "ls", "-q", "--filter", "state=broken").succeeds().prints("");
        bare.jpod("plugin", "ls", "-q", "--all", "--filter", "state=built-in", "--filter", "id=crun")
                .succeeds()
                .prints("crun");
    }

    @Test
    void whatIsNoFileIsNotInstalled() {
        box.jpod("plugin", "install", box.directory() + "/nothing.jar")
                .failsPlainly(125)
                .complains("nothing.jar: no such file");
        box.jpod("plugin", "install", box.directory().toString())
                .failsPlainly(125)
                .complains(": it is no regular file");
    }

    @Test
    void theDataHomeDecidesWhereTheFolderIs() {
        Sandbox elsewhere = box.with("XDG_DATA_HOME", box.directory() + "/share");
        elsewhere.jpod("plugin", "install", "--disable", jar.toString()).succeeds();
        elsewhere
                .jpod("plugin", "ls", "--format", "{{.Source}} {{.State}}", "--filter", "id=fixed")
                .succeeds()
                .prints(box.directory() + "/share/jpod/plugins/fixed-1.0.jar disabled");
        box.jpod("plugin", "ls", "-q").succeeds().prints("");
        elsewhere.jpod("plugin", "rm", "fixed-1.0").succeeds();
    }
}
