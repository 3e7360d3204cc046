package io.jpod.it.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnHost
class JsonShapeOracleIT {
    private final Oracle oracle;

    JsonShapeOracleIT(Sandbox box) {
        this.oracle = new Oracle(box);
    }

    @AfterEach
    void clear() {
        oracle.clear();
    }

    private void assertSame(String... command) {
        String subject = String.join(" ", command);
        List<String> found = Accepted.SHAPE.unexpected(
                subject,
                Trees.shape(
                        oracle.podman().jpod(command).succeeds().json(),
                        oracle.jpod().jpod(command).succeeds().json()));
        assertEquals("", String.join("\n", found));
    }

    private void makeContainers() {
        int port = 18090;
        for (Sandbox engine : List.of(oracle.podman(), oracle.jpod())) {
            engine.sleeper("--name", "shape", "-p", port++ + ":80", "-v", "kept:/kept", "-e", "A=b", "--label", "c=d");
        }
    }

    @Test
    void containersHaveTheSameKeys() {
        makeContainers();
        assertSame("ps", "--format", "json");
        assertSame("ps", "--all", "--size", "--format", "json");
        assertSame("inspect", "shape");
        assertSame("container", "inspect", "--size", "shape");
    }

    @Test
    void stoppedContainersHaveTheSameKeys() {
        makeContainers();
        for (Sandbox engine : List.of(oracle.podman(), oracle.jpod())) {
            engine.jpod("stop", "shape").succeeds();
        }
        assertSame("ps", "--all", "--format", "json");
        assertSame("inspect", "shape");
    }

    @Test
    void imagesHaveTheSameKeys() {
        String name = oracle.podman().busybox();
        assertEquals(name, oracle.jpod().busybox());
        assertSame("images", "--format", "json");
        assertSame("inspect", name);
        assertSame("image", "inspect", name);
    }

    @Test
    void theEngineHasTheSameKeys() {
        assertSame("version", "--format", "json");
        assertSame("info", "--format", "json");
    }
}
