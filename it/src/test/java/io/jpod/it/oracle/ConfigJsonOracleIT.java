package io.jpod.it.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnHost
class ConfigJsonOracleIT {
    private final Oracle oracle;
    private final Sandbox box;

    ConfigJsonOracleIT(Sandbox box) {
        this.oracle = new Oracle(box);
        this.box = box;
    }

    @AfterEach
    void clear() {
        oracle.clear();
    }

    /** Compares {@code create OPTIONS IMAGE true} for each line of options. */
    private void assertSame(String... lines) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            List<String> arguments = new ArrayList<>();
            if (!line.isEmpty()) {
                arguments.addAll(List.of(line.split(" ")));
            }
            arguments.addAll(List.of(oracle.jpod().busybox(), "true"));
            oracle.podman().busybox();
            JsonNode podman = sorted(oracle.configuration(oracle.podman(), arguments));
            JsonNode jpod = sorted(oracle.configuration(oracle.jpod(), arguments));
            found.addAll(Accepted.CONFIG.unexpected(line, Trees.values(podman, jpod)));
        }
        assertEquals("", String.join("\n", found));
    }

    private static JsonNode sorted(JsonNode config) {
        Trees.sort(config.path("process"), "env", "");
        Trees.sort(config.path("process").path("user"), "additionalGids", "");
        Trees.sort(config, "mounts", "destination");
        Trees.sort(config.path("linux"), "namespaces", "type");
        return config;
    }

    @Test
    void theProcessIsTheSame() {
        assertSame(
                "",
                "-it",
                "--user user",
                "--user 1234:5678 --group-add 99",
                "--env A=b --env C= --workdir /home/user --entrypoint /bin/env",
                "--ulimit nofile=64:128 --ulimit core=0");
    }

    @Test
    void rightsAreTheSame() {
        assertSame(
                "--cap-drop all --cap-add net_bind_service,chown",
                "--cap-add sys_admin --user user",
                "--privileged",
                "--read-only",
                "--security-opt no-new-privileges --security-opt seccomp=unconfined");
    }

    @Test
    void mountsAreTheSame() {
        box.mkdir("shared");
        String shared = box.directory() + "/shared";
        assertSame(
                "-v " + shared + ":/in -v " + shared + ":/ro:ro,Z",
                "-v named:/data",
                "--tmpfs /scratch:size=1m,mode=1770",
                "--mount type=bind,src=" + shared + ",dst=/in,ro --mount type=tmpfs,dst=/scratch",
                "--shm-size 1m --read-only --tmpfs /scratch");
    }

    @Test
    void namespacesAreTheSame() {
        assertSame(
                "--network none",
                "--network host",
                "--hostname named --add-host other:10.0.0.9",
                "-p 127.0.0.1:18080:80",
                "--uts host --ipc private");
    }
}
