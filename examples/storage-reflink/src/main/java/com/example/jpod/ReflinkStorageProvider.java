package com.example.jpod;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.api.storage.WhiteoutFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code --storage-driver=reflink}: plain directories that share their data where the file system can. */
public final class ReflinkStorageProvider implements StorageProvider {
    @Override
    public String id() {
        return "reflink";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        Availability missing = Availability.unusable("cp is not installed", "install the package coreutils");
        return host.findExecutable("cp").isPresent() ? Availability.usable() : missing;
    }

    @Override
    public StorageDriver open(ProviderContext context) {
        return new ReflinkStorageDriver(context.dataDirectory(), context.processes());
    }
}

/**
 * DATA/ID/root holds all files of a layer, its parents' too; DATA/ID/parent the parent's id. A layer begins as a copy of its parent.
 * Drafts are named PID-STARTTIME-…; a rename makes them layers, and one whose process is gone is a leftover.
 */
record ReflinkStorageDriver(Path data, ProcessRunner processes) implements StorageDriver {
    @Override
    public Set<StorageCapability> capabilities() {
        return Set.of();
    }

    @Override
    public LayerDraft create(LayerId id, Optional<LayerId> parent) {
        if (exists(id)) {
            throw new JpodException(ErrorCode.CONFLICT, "layer " + id + " exists");
        }
        long self = ProcessHandle.current().pid();
        Path draft = data.resolve(self + "-" + startTime(Long.toString(self)) + "-" + UUID.randomUUID());
        try {
            Files.createDirectories(draft.resolve("root"));
            if (parent.isPresent()) {
                Files.writeString(draft.resolve("parent"), parent.get().value());
                run("cp", "-a", "--reflink=auto", require(parent.get()) + "/root/.", draft + "/root");
            }
            return new Draft(this, id, draft);
        } catch (IOException | JpodException e) {
            run("rm", "-rf", draft.toString());
            throw e instanceof JpodException failure ? failure : JpodException.host("creating layer " + id, e);
        }
    }

    private record Draft(ReflinkStorageDriver driver, LayerId id, Path place) implements LayerDraft {
        @Override
        public Path directory() {
            return place.resolve("root");
        }

        @Override
        public WhiteoutFormat whiteouts() {
            return WhiteoutFormat.APPLIED;
        }

        @Override
        public void commit() {
            driver.run("sync", "-f", place.toString());
            commitWithoutSync();
        }

        /** A rename onto a directory that is not empty fails, so the first of two drafts wins. */
        @Override
        public void commitWithoutSync() {
            if (!place.toFile().renameTo(driver.data.resolve(id.value()).toFile())) {
                throw new JpodException(driver.exists(id) ? ErrorCode.CONFLICT : ErrorCode.HOST, "committing layer " + id);
            }
        }

        @Override
        public void close() {
            driver.run("rm", "-rf", place.toString());
        }
    }

    @Override
    public boolean exists(LayerId id) {
        return Files.isDirectory(data.resolve(id.value()));
    }

    private Path require(LayerId id) {
        if (!exists(id)) {
            throw JpodException.notFound("layer " + id + " is not in " + data);
        }
        return data.resolve(id.value());
    }

    @Override
    public Optional<LayerId> parent(LayerId id) {
        return Optional.of(read(data.resolve(id + "/parent"))).filter(text -> !text.isEmpty()).map(LayerId::new);
    }

    @Override
    public List<LayerId> list() {
        return names().filter(name -> name.matches("[0-9a-f]{64}")).map(LayerId::new).toList();
    }

    private Stream<String> names() {
        return Stream.of(Objects.requireNonNullElse(data.toFile().list(), new String[0]));
    }

    @Override
    public Path mount(LayerId id, LayerMount options) {
        if (options.idMapping().isPresent()) {
            throw JpodException.unsupported("reflink cannot mount layer " + id + " with other owners");
        }
        return require(id).resolve("root");
    }

    @Override
    public void unmount(LayerId id) {}

    @Override
    public void remove(LayerId id) {
        if (list().stream().anyMatch(other -> parent(other).equals(Optional.of(id)))) {
            throw new JpodException(ErrorCode.CONFLICT, "another layer stands on layer " + id);
        }
        Path gone = data.resolve("0-gone-" + UUID.randomUUID());
        data.resolve(id.value()).toFile().renameTo(gone.toFile());
        run("rm", "-rf", gone.toString());
    }

    @Override
    public long usage(LayerId id) {
        return Long.parseLong(run("du", "-sB1", require(id).toString()).split("\t")[0]);
    }

    @Override
    public Map<String, String> status() {
        return Map.of();
    }

    @Override
    public void sweep() {
        names().map(name -> name.split("-", 3))
                .filter(parts -> parts.length == 3 && !startTime(parts[0]).equals(parts[1]))
                .forEach(parts -> run("rm", "-rf", data.resolve(String.join("-", parts)).toString()));
    }

    private static String startTime(String pid) {
        String stat = read(Path.of("/proc", pid, "stat"));
        return stat.isEmpty() ? "none" : stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private String run(String... argv) {
        ProcessResult result = processes.run(ProcessRequest.of(List.of(argv)));
        if (!result.succeeded()) {
            throw new JpodException(ErrorCode.HOST, String.join(" ", argv) + ": " + result.stderr().trim());
        }
        return result.stdout();
    }
}
