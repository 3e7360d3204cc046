package io.jpod.cli;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.Containers;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.Images;
import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;
import io.jpod.engine.PullOptions;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.NamespaceMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Containers in a list. Records what it is asked to do; says no in podman's words. */
public final class FakeContainers implements Containers {
    /** Calls that change something, in order. */
    public final List<String> calls = new ArrayList<>();

    public final List<Snapshot> all = new ArrayList<>();

    /** What attaching and exec return. */
    public OptionalInt exitCode = OptionalInt.of(0);

    /** Thrown by start, attach and exec. */
    public JpodException failure;

    public AttachOptions attached;
    public ExecRequest executed;
    public LogRequest logged;
    public CreateRequest created;
    public PullOptions pulled;

    /** A container with a 64-digit id made of one digit. */
    public Snapshot add(char digit, String name, ContainerState.Builder state, ContainerConfig.Builder config) {
        Snapshot snapshot =
                new Snapshot(name, config.id(String.valueOf(digit).repeat(64)).build(), state.build());
        all.add(snapshot);
        return snapshot;
    }

    /** A configuration to start from. */
    public static ContainerConfig.Builder config(CreateRequest request) {
        return ContainerConfig.builder()
                .request(request)
                .imageId("f".repeat(64))
                .imageName("docker.io/library/alpine:latest")
                .storageDriver("overlay")
                .runtime("crun")
                .logDriver("k8s-file")
                .network(NamespaceMode.builder().kind("slirp4netns").build())
                .user(NamespaceMode.builder().build())
                .created(1_795_472_771_000_000_000L);
    }

    @Override
    public Snapshot create(CreateRequest request, PullOptions pull, Images.Progress progress) {
        created = request;
        pulled = pull;
        if (failure != null && failure.code() == ErrorCode.CONFLICT) {
            throw failure;
        }
        progress.message("Trying to pull " + request.image() + "...");
        calls.add("create " + request.image());
        return add('c', request.name(), ContainerState.builder().status("configured"), config(request));
    }

    @Override
    public Snapshot get(String nameOrId) {
        for (Snapshot snapshot : all) {
            if (snapshot.name().equals(nameOrId) || snapshot.config().id().startsWith(nameOrId)) {
                return snapshot;
            }
        }
        throw JpodException.notFound("no container with name or ID \"" + nameOrId + "\" found: no such container");
    }

    @Override
    public List<Snapshot> list() {
        return List.copyOf(all);
    }

    private String call(String verb, String nameOrId) {
        String name = get(nameOrId).name();
        calls.add(verb + " " + name);
        return name;
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void start(String nameOrId) {
        call("start", nameOrId);
        fail();
    }

    @Override
    public OptionalInt startAttached(String nameOrId, AttachOptions options) {
        attached = options;
        call("startAttached", nameOrId);
        fail();
        return exitCode;
    }

    @Override
    public OptionalInt attach(String nameOrId, AttachOptions options) {
        attached = options;
        call("attach", nameOrId);
        return exitCode;
    }

    @Override
    public void stop(String nameOrId, OptionalInt timeoutSeconds) {
        call("stop" + (timeoutSeconds.isPresent() ? " -t " + timeoutSeconds.getAsInt() : ""), nameOrId);
    }

    @Override
    public void restart(String nameOrId, OptionalInt timeoutSeconds) {
        call("restart", nameOrId);
    }

    @Override
    public void kill(String nameOrId, int signal) {
        call("kill " + signal, nameOrId);
    }

    @Override
    public void pause(String nameOrId) {
        call("pause", nameOrId);
    }

    @Override
    public void unpause(String nameOrId) {
        call("unpause", nameOrId);
    }

    @Override
    public void rename(String nameOrId, String newName) {
        call("rename " + newName, nameOrId);
    }

    @Override
    public void remove(String nameOrId, boolean force, boolean volumes, OptionalInt timeoutSeconds) {
        Snapshot container = get(nameOrId);
        if (container.state().status().equals("running") && !force) {
            throw JpodException.conflict(
                    "cannot remove container " + container.config().id() + " as it is running");
        }
        calls.add("remove" + (force ? " -f" : "") + (volumes ? " -v" : "") + " " + container.name());
        all.remove(container);
    }

    @Override
    public int waitFor(String nameOrId, List<String> conditions, Duration interval) {
        call("wait " + conditions + " " + interval.toMillis(), nameOrId);
        return exitCode.orElse(-1);
    }

    @Override
    public OptionalInt exec(String nameOrId, ExecRequest request, AttachOptions options) {
        executed = request;
        attached = options;
        call("exec", nameOrId);
        fail();
        return exitCode;
    }

    @Override
    public String execDetached(String nameOrId, ExecRequest request) {
        executed = request;
        call("execDetached", nameOrId);
        fail();
        return "e".repeat(64);
    }

    @Override
    public void logs(String nameOrId, LogRequest request, LogSink sink) {
        logged = request;
        get(nameOrId);
        Instant time = Instant.ofEpochSecond(1_795_472_771L, 5_000_000);
        sink.line(time, false, false, "out".getBytes(StandardCharsets.UTF_8));
        sink.line(time, true, false, "err".getBytes(StandardCharsets.UTF_8));
        sink.line(time, false, true, "part".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<List<String>> top(String nameOrId, List<String> descriptors) {
        call("top " + descriptors, nameOrId);
        return List.of(List.of("USER", "COMMAND"), List.of("root", "sleep 5"));
    }

    @Override
    public Usage usage(String nameOrId) {
        return new Usage(12, 1_984_132);
    }

    @Override
    public void cleanupSession(String nameOrId, String session) {
        call("cleanup --exec " + session, nameOrId);
    }

    @Override
    public void cleanup(String nameOrId, boolean remove, boolean removeImage) {
        call("cleanup" + (remove ? " --rm" : "") + (removeImage ? " --rmi" : ""), nameOrId);
    }
}
