package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Containers;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.testkit.monitor.SampleProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
    @TempDir
    Path directory;

    private ContainerFixture fixture;
    private StoredContainers containers;

    @BeforeEach
    void openContainers() throws IOException {
        fixture = new ContainerFixture(directory);
        containers = fixture.open();
    }

    @AfterEach
    void everyLockIsReleased() {
        assertEquals(List.of(), List.copyOf(fixture.locks.held));
    }

    private String status(String id) {
        return containers.get(id).state().status();
    }

    private void assertNothingIsLeft() throws IOException {
        assertEquals(List.of(), ContainerFixture.files(fixture.root.resolve("containers")));
        assertEquals(List.of(), ContainerFixture.files(fixture.root.resolve("container-names")));
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("containers")));
        assertEquals(List.of(), fixture.storage.list());
    }

    @Test
    void containerRunsFromCreationToRemovalAndLeavesNothing() throws IOException {
        String id = fixture.create(containers, "web");
        assertEquals("configured", status("web"));
        containers.start("web");
        Containers.Snapshot running = containers.get(id.substring(0, 12));
        assertEquals("running", running.state().status());
        assertTrue(running.state().startedAt() > 0);
        fixture.monitor.end(new ContainerId(id), 3);
        assertEquals("exited", status(id));
        containers.cleanup(id, false, false);
        assertEquals(3, containers.get(id).state().exitCode());
        assertEquals(0, containers.get(id).state().pid());
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("containers")));
        assertEquals(2, fixture.networkCalls.size());
        containers.remove("web", false, true, OptionalInt.empty());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "attach", "start", "mount", "volumes", "bundle", "create"})
    void failedStepOfAStartLeavesTheContainerAsItWas(String step) throws IOException {
        String id = fixture.create(containers, "web");
        if (step.equals("volumes")) {
            doThrow(JpodException.external("cannot claim"))
                    .when(fixture.volumes)
                    .claim(any());
        } else if (step.equals("bundle")) {
            doThrow(JpodException.external("cannot write"))
                    .when(fixture.bundles)
                    .write(any());
        } else if (step.equals("create")) {
            fixture.monitor.behave(SampleProgram.MISSING);
        } else {
            fixture.failing = step;
        }
        JpodException failure = assertThrows(JpodException.class, () -> containers.start(id));
        assertEquals(step.equals("create") ? ErrorCode.COMMAND_NOT_FOUND : ErrorCode.EXTERNAL, failure.code());
        assertEquals("configured", status(id));
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("containers")));
        assertEquals(List.of("sys"), ContainerFixture.files(fixture.proc), "processes are left");
        if (step.equals("start")) {
            assertEquals(2, fixture.networkCalls.size(), "the network is not disconnected");
        }

        fixture.failing = "";
        fixture.monitor.behave(SampleProgram.RUNS);
        doNothing().when(fixture.volumes).claim(any());
        doNothing().when(fixture.bundles).write(any());
        containers.start(id);
        assertEquals("running", status(id));
    }

    @Test
    void whatTheProvidersRefuseIsRefusedBeforeAnImageIsFetched() {
        doThrow(JpodException.usage("no network of that name"))
                .when(fixture.planner)
                .requireProviders(any(), any());
        JpodException failure = assertThrows(JpodException.class, () -> fixture.create(containers, "web"));
        assertEquals("no network of that name", failure.getMessage());
        verify(fixture.images, never()).obtain(any(), any(), any());
    }

    @Test
    void containerIsReplacedOnlyWhenTheImageOfTheNewOneIsThere() {
        fixture.create(containers, "web");
        doThrow(JpodException.notFound("no such image")).when(fixture.images).obtain(any(), any(), any());
        fixture.lifecycle = LifecycleOptions.builder().restartPolicy("no").replace(true);
        assertThrows(JpodException.class, () -> fixture.create(containers, "web"));
        assertEquals("configured", status("web"));
    }

    @Test
    void containersOfATransientStoreEndWithTheMachineAndLeaveNothing() throws IOException {
        StoredContainers lasting = containers;
        fixture.settings.put("transient_store", true);
        containers = fixture.open();
        String id = fixture.run(containers, "web");
        assertEquals("running", status("web"));
        assertEquals(List.of(), lasting.list());
        assertEquals(List.of(new LayerId(id)), lasting.transientLayers());
        assertEquals(List.of(), ContainerFixture.files(fixture.root.resolve("containers")));
        assertEquals(List.of(id), ContainerFixture.files(fixture.root.resolve("transient")));
        containers.list();
        assertEquals(1, fixture.storage.list().size(), "the layer of a container that runs");

        Directories.delete(fixture.runRoot);
        assertEquals(List.of(), containers.list());
        assertEquals(List.of(), ContainerFixture.files(fixture.root.resolve("transient")));
        assertNothingIsLeft();
    }

    @Test
    void removedContainersOfATransientStoreLeaveNothing() throws IOException {
        fixture.settings.put("transient_store", true);
        containers = fixture.open();
        String id = fixture.run(containers, "web");
        containers.remove(id, true, true, OptionalInt.of(0));
        assertEquals(List.of(), ContainerFixture.files(fixture.root.resolve("transient")));
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("transient/containers")));
        assertNothingIsLeft();
    }

    @Test
    void whatRunsIsWhereTmpdirSays() throws IOException {
        Path place = directory.resolve("tmp");
        fixture.settings.put("tmp_dir", place.toString());
        containers = fixture.open();
        String id = fixture.run(containers, "web");
        assertEquals(List.of(id), ContainerFixture.files(place.resolve("containers")));
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("containers")));
        containers.stop(id, OptionalInt.empty());
        assertEquals(List.of(), ContainerFixture.files(place.resolve("containers")));
    }

    @Test
    void failedCreationLeavesNothing() throws IOException {
        doThrow(JpodException.external("cannot claim")).when(fixture.volumes).claim(any());
        assertThrows(JpodException.class, () -> fixture.create(containers, "web"));
        assertNothingIsLeft();
    }

    @Test
    void stoppedContainerIsNotRestartedByItsPolicy() {
        fixture.lifecycle = LifecycleOptions.builder().restartPolicy("always");
        String id = fixture.run(containers, "web");
        containers.stop(id, OptionalInt.empty());
        assertEquals("exited", status(id));
        assertEquals(143, containers.get(id).state().exitCode());
    }

    @Test
    void policyRestartsAsOftenAsItAllows() {
        fixture.lifecycle =
                LifecycleOptions.builder().restartPolicy("on-failure").restartRetries(2);
        String id = fixture.run(containers, "web");
        for (int restart = 1; restart <= 2; restart++) {
            fixture.monitor.end(new ContainerId(id), 1);
            containers.cleanup(id, false, false);
            assertEquals("running", status(id));
            assertEquals(restart, containers.get(id).state().restarts());
        }
        fixture.monitor.end(new ContainerId(id), 1);
        containers.cleanup(id, false, false);
        assertEquals("exited", status(id));
    }

    @Test
    void successfulEndIsNoFailureToRestart() {
        fixture.lifecycle = LifecycleOptions.builder().restartPolicy("on-failure");
        String id = fixture.run(containers, "web");
        fixture.monitor.end(new ContainerId(id), 0);
        containers.cleanup(id, false, false);
        assertEquals("exited", status(id));
    }

    @Test
    void temporaryContainerGoesWithItsVolumesAndItsExitCodeIsKept() throws IOException {
        fixture.lifecycle = LifecycleOptions.builder().restartPolicy("no").remove(true);
        String id = fixture.run(containers, "web");
        fixture.monitor.end(new ContainerId(id), 9);
        containers.cleanup(id, true, false);
        assertNothingIsLeft();
        verify(fixture.volumes).removeAnonymous(any());
        Path kept = fixture.runRoot.resolve("exit-codes").resolve(id);
        assertEquals("9", Files.readSymbolicLink(kept).toString());
    }

    @Test
    void waitingGivesTheExitCode() {
        String id = fixture.run(containers, "web");
        fixture.monitor.end(new ContainerId(id), 4);
        assertEquals(4, containers.waitFor(id, List.of(), Duration.ofMillis(1)));
        JpodException failure = assertThrows(
                JpodException.class, () -> containers.waitFor(id, List.of("asleep"), Duration.ofMillis(1)));
        assertEquals("unknown container state: asleep: invalid argument", failure.getMessage());
    }

    @Test
    void runningContainerIsRemovedByForceOnly() throws IOException {
        String id = fixture.run(containers, "web");
        JpodException failure =
                assertThrows(JpodException.class, () -> containers.remove(id, false, false, OptionalInt.empty()));
        assertEquals(
                "cannot remove container " + id
                        + " as it is running - running or paused containers cannot be removed without force: "
                        + "container state improper",
                failure.getMessage());
        containers.remove(id, true, false, OptionalInt.of(0));
        assertNothingIsLeft();
    }

    @Test
    void containerThatAnotherNeedsIsNotRemoved() throws IOException {
        String base = fixture.create(containers, "base");
        fixture.dependencies = List.of(base);
        String user = fixture.create(containers, "user");
        JpodException failure =
                assertThrows(JpodException.class, () -> containers.remove(base, true, false, OptionalInt.empty()));
        assertEquals(
                "container " + base + " has dependent containers which must be removed before it: " + user
                        + ": container already exists",
                failure.getMessage());
        containers.start(user);
        assertEquals("running", status(base), "what is needed was not started first");
        containers.remove(user, true, false, OptionalInt.of(0));
        containers.remove(base, true, false, OptionalInt.of(0));
        assertNothingIsLeft();
    }

    @Test
    void killedStartIsTakenBackByTheNextCommand() throws IOException {
        String id = fixture.run(containers, "web");
        Path stateFile = fixture.root.resolve("containers/" + id + "/state.json");
        Files.writeString(stateFile, "{\"status\":\"starting\",\"bootId\":\"first\"}");
        StoredContainers next = fixture.open();
        assertEquals(1, next.list().size());
        assertEquals("configured", next.get(id).state().status());
        assertEquals(List.of(), ContainerFixture.files(fixture.runRoot.resolve("containers")));
        assertEquals(List.of("sys"), ContainerFixture.files(fixture.proc), "processes are left");
        next.start(id);
        assertEquals("running", next.get(id).state().status());
    }

    @Test
    void killedCreationIsSweptByTheNextCommand() throws IOException {
        String id = "a".repeat(64);
        Path draft = fixture.root.resolve("containers/.new-" + id);
        Files.createDirectories(draft);
        Files.writeString(draft.resolve("config.json"), "{\"id\":");
        Files.writeString(draft.resolve("name"), "web");
        Files.createDirectories(fixture.root.resolve("container-names"));
        Files.createSymbolicLink(fixture.root.resolve("container-names/web"), Path.of(id));
        fixture.storage.create(new LayerId(id), java.util.Optional.empty()).commit();
        containers.list();
        assertNothingIsLeft();
    }

    @Test
    void creationByALivingProcessIsLeftAlone() throws IOException {
        String id = "a".repeat(64);
        Files.createDirectories(fixture.root.resolve("containers/.new-" + id));
        fixture.locks.held.add("CONTAINER-" + id);
        containers.list();
        assertTrue(Files.exists(fixture.root.resolve("containers/.new-" + id)));
        fixture.locks.held.clear();
    }

    @Test
    void damagedContainerHidesNoOther() throws IOException {
        fixture.create(containers, "good");
        String bad = fixture.create(containers, "bad");
        Files.writeString(fixture.root.resolve("containers/" + bad + "/config.json"), "{\"id\":");
        assertEquals(1, containers.list().size());
        assertTrue(fixture.log.warnings.get(0).contains(bad), fixture.log.warnings.toString());
        assertThrows(JpodException.class, () -> containers.remove(bad, false, false, OptionalInt.empty()));
        containers.remove(bad, true, false, OptionalInt.empty());
        assertFalse(Files.exists(fixture.root.resolve("containers/" + bad)));
    }

    @Test
    void rebootEndsContainers() throws IOException {
        String id = fixture.run(containers, "web");
        fixture.boot("second");
        StoredContainers next = fixture.open();
        assertEquals("exited", next.get(id).state().status());
        assertEquals(255, next.get(id).state().exitCode());
        next.start(id);
        assertEquals("running", next.get(id).state().status());
    }

    @Test
    void containerWhoseMonitorAndProcessVanishedHasEnded() {
        String id = fixture.run(containers, "web");
        fixture.monitor.lose(new ContainerId(id));
        assertEquals("exited", status(id));
        assertEquals(255, containers.get(id).state().exitCode());
        containers.list();
        verify(fixture.bundles, atLeastOnce()).release(any(), any());
    }

    @Test
    void listingTellsWhyACleanUpFailsAndTriesAgain() throws IOException {
        String id = fixture.run(containers, "web");
        fixture.monitor.lose(new ContainerId(id));
        fixture.detachFailure = new JpodException(ErrorCode.INTERNAL, "plug-in /p/x.jar failed in detach: deliberate");
        assertEquals(1, containers.list().size());
        assertEquals(
                List.of("cleaning up after container " + id + ": plug-in /p/x.jar failed in detach: deliberate"),
                fixture.log.warnings);
        fixture.log.warnings.clear();
        fixture.detachFailure = null;
        containers.list();
        assertEquals(List.of(), fixture.log.warnings);
        assertEquals("exited", status(id));
    }

    @Test
    void aCleanUpThatFailsAfterALongTimeIsToldAndNotTriedAgainByListings() throws IOException {
        String id = fixture.run(containers, "web");
        fixture.monitor.lose(new ContainerId(id));
        fixture.detachFailure = new JpodException(ErrorCode.INTERNAL, "plug-in /p/x.jar failed in detach: too slow");
        fixture.detachTakes = Duration.ofSeconds(10);
        assertThrows(JpodException.class, () -> containers.cleanup(id, false, false));
        int tried = fixture.networkCalls.size();
        assertEquals("exited", containers.list().get(0).state().status());
        assertEquals(tried, fixture.networkCalls.size(), "a listing tries again");
        assertEquals(
                List.of("container " + id
                        + " has ended and is not cleaned up: plug-in /p/x.jar failed in detach: too slow"
                        + "; jpod container cleanup " + id.substring(0, 12) + " tries again"),
                fixture.log.warnings);

        fixture.log.warnings.clear();
        fixture.detachFailure = null;
        containers.cleanup(id, false, false);
        containers.list();
        assertEquals(tried + 1, fixture.networkCalls.size());
        assertEquals(List.of(), fixture.log.warnings);
    }

    @Test
    void whoInsistsGetsRidOfAContainerWhoseNetworkIsNotFreed() throws IOException {
        String id = fixture.run(containers, "web");
        fixture.monitor.lose(new ContainerId(id));
        fixture.detachFailure = new JpodException(ErrorCode.INTERNAL, "plug-in /p/x.jar failed in detach: too slow");
        assertThrows(JpodException.class, () -> containers.remove(id, false, true, OptionalInt.empty()));
        containers.remove(id, true, true, OptionalInt.empty());
        assertEquals(
                List.of("container " + id + " is removed, though not all that it held is freed: "
                        + "plug-in /p/x.jar failed in detach: too slow"),
                fixture.log.warnings);
        assertNothingIsLeft();
    }

    @Test
    void reusedProcessIdIsNoContainer() throws IOException {
        String id = fixture.run(containers, "web");
        int pid = containers.get(id).state().pid();
        int monitorPid = containers.get(id).state().monitorPid();
        for (int number : new int[] {pid, monitorPid}) {
            Path stat = fixture.proc.resolve(number + "/stat");
            Files.writeString(stat, Files.readString(stat).replace(" " + number * 10 + " ", " 77 "));
        }
        assertEquals("exited", status(id));
    }

    @Test
    void signalsOnlyGoToRunningContainers() {
        String id = fixture.create(containers, "web");
        JpodException failure = assertThrows(JpodException.class, () -> containers.kill(id, 15));
        assertEquals(
                "can only kill running containers. " + id + " is in state created: container state improper",
                failure.getMessage());
        containers.start(id);
        containers.kill(id, 15);
        assertEquals(143, containers.get(id).state().exitCode());
    }
}
