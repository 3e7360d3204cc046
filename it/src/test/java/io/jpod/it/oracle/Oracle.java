package io.jpod.it.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jpod.it.harness.Requirement;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Podman and jpod side by side in one sandbox, each with stores of its own. */
final class Oracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox jpod;
    private final Sandbox podman;
    private final String podmanData;
    private final String podmanRun;

    Oracle(Sandbox box) {
        Requirement.PODMAN.checkProgram("podman");
        jpod = box;
        podmanData = box.home() + "/podman";
        podmanRun = box.runtimeDirectory() + "/podman";
        podman = box.program(Path.of("podman"))
                .options("--root", podmanData, "--runroot", podmanRun, "--storage-driver", "vfs");
    }

    Sandbox jpod() {
        return jpod;
    }

    Sandbox podman() {
        return podman;
    }

    /** Removes podman's containers; jpod's are removed by the sandbox. */
    void clear() {
        podman.jpod("rm", "--force", "--all", "--time", "0").succeeds();
    }

    /** The OCI configuration that an engine hands to the runtime for {@code create ARGUMENTS}, normalised. */
    JsonNode configuration(Sandbox engine, List<String> arguments) {
        List<String> create = new ArrayList<>(List.of("create"));
        create.addAll(arguments);
        String id = engine.jpod(create).succeeds().text();
        String file;
        if (engine == jpod) {
            engine.jpod("start", id).succeeds();
            file = jpod.runtimeDirectory() + "/jpod/containers/" + id + "/config.json";
        } else {
            engine.jpod("init", id).succeeds();
            file = engine.jpod("inspect", "--format", "{{.OCIConfigPath}}", id)
                    .succeeds()
                    .text();
        }
        try {
            String text = Files.readString(jpod.host().see(Path.of(file)));
            return JSON.readTree(neutral(text, id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } finally {
            engine.jpod("rm", "--force", "--time", "0", id).succeeds();
        }
    }

    private String neutral(String text, String id) {
        String jpodRun = jpod.runtimeDirectory() + "/jpod";
        String jpodData = jpod.home() + "/.local/share/jpod";
        return text.replace(podmanRun + "/vfs-containers/" + id + "/userdata", "BUNDLE")
                .replace(podmanData + "/vfs-containers/" + id + "/userdata", "BUNDLE")
                .replace(jpodRun + "/containers/" + id + "/userdata", "BUNDLE")
                .replace(jpodData + "/containers/" + id, "BUNDLE")
                .replace(podmanData, "DATA")
                .replace(jpodData, "DATA")
                .replace(podmanRun, "RUN")
                .replace(jpodRun, "RUN")
                .replace(id, "ID")
                .replace(id.substring(0, 12), "SHORT");
    }

    /** The line that tells what went wrong, without ids and the engine's name; empty when there is none. */
    static String complaint(Result result) {
        for (String line : result.err().lines().toList()) {
            if (line.startsWith("Error: ")) {
                return line.replaceAll("\\b[0-9a-f]{64}\\b", "ID").replaceAll("\\bjpod\\b", "podman");
            }
        }
        return "";
    }
}
