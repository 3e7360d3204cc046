package io.jpod.engine.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.engine.request.CreateRequest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    private final ContainerSpec plain = ContainerSpec.of("alpine", "echo", "hello");

    private static CreateRequest request(ContainerSpec spec) {
        // As it goes through a stream.
        JsonObject arrived = Json.parseObject(Json.compact(spec.json()));
        return Requests.create(arrived, true);
    }

    @Test
    void everythingArrivesInTheRequest() {
        CreateRequest request = request(plain.env("A", "1")
                .env("B", "2")
                .publish(80)
                .mountReadOnly(Path.of("/data"), "/mnt")
                .network("none")
                .user("1:2")
                .workingDirectory("/w")
                .name("n")
                .pull("never"));
        assertEquals("alpine", request.image());
        assertEquals(List.of("echo", "hello"), request.process().command());
        assertEquals(Map.of("A", "1", "B", "2"), request.process().env());
        assertEquals(80, request.network().ports().get(0).containerPort());
        assertEquals(0, request.network().ports().get(0).hostPort());
        assertEquals("127.0.0.1", request.network().ports().get(0).hostIp());
        assertEquals("/data", request.filesystem().mounts().get(0).source());
        assertTrue(request.filesystem().mounts().get(0).options().contains("ro"));
        assertEquals("none", request.namespaces().network().kind());
        assertEquals("1:2", request.process().user());
        assertEquals("/w", request.process().workingDirectory());
        assertEquals("n", request.name());
        assertEquals("never", request.pull());
    }

    @Test
    void changedCopiesLeaveTheFirstAsItWas() {
        plain.env("A", "1").publish(80);
        assertTrue(request(plain).process().env().isEmpty());
        assertTrue(request(plain).network().ports().isEmpty());
    }
}
