package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.request.LifecycleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerNamesTest {
    @TempDir
    Path directory;

    private ContainerFixture fixture;
    private StoredContainers containers;

    @BeforeEach
    void openContainers() throws IOException {
        fixture = new ContainerFixture(directory);
        containers = fixture.open();
    }

    @Test
    void nameInUseIsRefusedAndNothingIsLeft() throws IOException {
        String id = fixture.create(containers, "web");
        JpodException failure = assertThrows(JpodException.class, () -> fixture.create(containers, "web"));
        assertEquals(ErrorCode.CONFLICT, failure.code());
        assertEquals(
                "creating container storage: the container name \"web\" is already in use by " + id
                        + ". You have to remove that container to be able to reuse that name: that name is already in use",
                failure.getMessage());
        assertEquals(List.of(id), ContainerFixture.files(fixture.root.resolve("containers")));
    }

    @Test
    void replacingRemovesTheOldContainer() throws IOException {
        String old = fixture.run(containers, "web");
        fixture.lifecycle = LifecycleOptions.builder().restartPolicy("no").replace(true);
        String id = fixture.create(containers, "web");
        assertEquals(List.of(id), ContainerFixture.files(fixture.root.resolve("containers")));
        assertFalse(old.equals(id));
    }

    @Test
    void claimOfAKilledCommandIsTakenOver() throws IOException {
        Files.createDirectories(fixture.root.resolve("container-names"));
        Files.createSymbolicLink(fixture.root.resolve("container-names/web"), Path.of("e".repeat(64)));
        String id = fixture.create(containers, "web");
        assertEquals(id, containers.get("web").config().id());
    }

    @Test
    void claimOfALivingCommandIsRespected() throws IOException {
        Files.createDirectories(fixture.root.resolve("container-names"));
        Files.createSymbolicLink(fixture.root.resolve("container-names/web"), Path.of("e".repeat(64)));
        fixture.locks.held.add("CONTAINER-" + "e".repeat(64));
        assertThrows(JpodException.class, () -> fixture.create(containers, "web"));
    }

    @Test
    void renamedContainerIsFoundByItsNewNameOnly() {
        String id = fixture.create(containers, "web");
        containers.rename("web", "www");
        assertEquals(id, containers.get("www").config().id());
        assertEquals("www", containers.get(id).name());
        JpodException failure = assertThrows(JpodException.class, () -> containers.get("web"));
        assertEquals("no container with name or ID \"web\" found: no such container", failure.getMessage());
        assertEquals("web", containers.get(fixture.create(containers, "web")).name());
    }

    @Test
    void takenNameIsNoNewName() {
        String id = fixture.create(containers, "web");
        fixture.create(containers, "www");
        JpodException failure = assertThrows(JpodException.class, () -> containers.rename("web", "www"));
        assertEquals(
                "renaming container " + id + ": name www already in use, cannot rename container " + id
                        + ": container already exists",
                failure.getMessage());
        assertEquals("web", containers.get(id).name());
    }

    @Test
    void namesAreWordsWithoutSlashes() {
        for (String name : List.of("a/1", "../x", ".hidden", "-dash", "ü", "a b", "")) {
            assertFalse(ContainerNames.isName(name), name);
        }
        for (String name : List.of("a", "web-1", "A_b.c", "0")) {
            assertTrue(ContainerNames.isName(name), name);
        }
    }

    @Test
    void severalIdsWithTheSameBeginningAreAmbiguous() throws IOException {
        for (String id : List.of("ab" + "0".repeat(62), "ab" + "1".repeat(62))) {
            Files.createDirectories(fixture.root.resolve("containers").resolve(id));
        }
        JpodException failure = assertThrows(JpodException.class, () -> containers.get("ab"));
        assertEquals("more than one result for container ID ab: container already exists", failure.getMessage());
    }

    @Test
    void namelessContainersGetNamesOfTheirOwn() {
        String first = containers.get(fixture.create(containers, "")).name();
        String second = containers.get(fixture.create(containers, "")).name();
        assertTrue(ContainerNames.isName(first), first);
        assertFalse(first.equals(second));
    }
}
