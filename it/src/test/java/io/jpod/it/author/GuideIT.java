package io.jpod.it.author;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Fixtures;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Follows docs/plugins.md word by word: writes the files that it shows and runs the commands that it tells. */
@OnHost
class GuideIT {
    private final Sandbox box;

    GuideIT(Sandbox sandbox) {
        this.box = sandbox;
    }

    /** The blocks of a section as one script; a block below a line that is a file's name in bold goes into that file. */
    private String script(String section) throws IOException {
        StringBuilder script = new StringBuilder("set -e\n");
        String file = "";
        String block = null;
        boolean within = false;
        for (String line : Files.readAllLines(box.fixtures().repository().resolve("docs/plugins.md"))) {
            if (line.startsWith("## ")) {
                within = line.equals("## " + section);
            } else if (within && block == null && line.matches("\\*\\*`.*`\\*\\*")) {
                file = line.substring(3, line.length() - 3);
            } else if (within && line.startsWith("```")) {
                if (block == null) {
                    block = line.substring(3);
                    String parent = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : ".";
                    script.append(file.isEmpty() ? "" : "mkdir -p " + parent + "; cat >" + file + " <<'END OF FILE'\n");
                } else {
                    script.append(file.isEmpty() ? "" : "END OF FILE\n");
                    block = null;
                    file = "";
                }
            } else if (within && block != null) {
                script.append(line).append('\n');
            }
        }
        return script.toString();
    }

    @Test
    void fortyLinesMakeAPluginThatRunsAContainer() throws IOException {
        box.jpod("tag", box.busybox(), "docker.io/library/busybox:latest").succeeds();
        Path programs = box.mkdir("programs");
        box.sh("printf '#!/bin/sh\\nexec " + box.command() + " \"$@\"\\n' >" + programs + "/jpod && chmod +x "
                        + programs + "/jpod")
                .succeeds();
        String java = System.getProperty("java.home") + "/bin";
        String script = script("Forty lines");
        assertTrue(script.lines().count() < 70, script);
        box.with("JPOD", box.fixtures().distribution().toString())
                .sh("PATH=" + programs + ":" + java + ":$PATH\nmkdir guide\ncd guide\n" + script)
                .succeeds()
                .printsMatching("(?s).*shifted.*enabled.*\\n\\s*0\\s+1000\\s+5000");
    }

    @Test
    void contractTestTellsWhatIsMissingAndThenPasses() throws IOException {
        StrangerBuild build = StrangerBuild.of(box.fixtures());
        Path place = box.fixtures().newDirectory("guide");
        // What stands in the first section, but for what needs jpod.
        String first = script("Forty lines").replaceAll("(?m)^(jpod|javac|jar) .*$", "true");
        String maven = "mvn() { command " + String.join(" ", build.mavenCommand()) + " \"$@\"; }\n";
        String said =
                Fixtures.output("sh", "-c", "cd " + place + "\n" + maven + first + script("Prove it") + "\nls target");
        assertTrue(said.contains("the contract is not kept"), said);
        assertTrue(said.contains("unknownOptionsAreRefused"), said);
        assertTrue(said.endsWith("test-classes") || said.contains("shifted-1.0.jar"), said);
        assertTrue(Files.exists(place.resolve("shifted/target/shifted-1.0.jar")), said);
        assertTrue(List.of(said.split("\n")).contains("shifted-1.0.jar"), said);
    }
}
