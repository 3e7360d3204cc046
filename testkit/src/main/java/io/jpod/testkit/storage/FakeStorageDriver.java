package io.jpod.testkit.storage;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Layers as plain copies with nothing but the JDK; for tests of what uses a driver. Keeps neither owners nor links over layers. */
public final class FakeStorageDriver implements StorageDriver {
    private static final String INCOMPLETE = ".incomplete-";

    private final Path data;
    private final Set<LayerId> mounted = ConcurrentHashMap.newKeySet();

    public FakeStorageDriver(Path data) {
        this.data = data;
        quietly(() -> Files.createDirectories(data));
    }

    /** Layers that were mounted and not unmounted. */
    public Set<LayerId> mounted() {
        return Set.copyOf(mounted);
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void quietly(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw JpodException.host("writing a layer", e);
        }
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return Set.of();
    }

    private Path directory(LayerId id) {
        return data.resolve(id.value());
    }

    private Path require(LayerId id) {
        if (!exists(id)) {
            throw JpodException.notFound("layer " + id + " does not exist");
        }
        return directory(id);
    }

    @Override
    public LayerDraft create(LayerId id, Optional<LayerId> parent) {
        if (exists(id)) {
            throw JpodException.conflict("layer " + id + " already exists");
        }
        if (parent.isPresent()) {
            require(parent.get());
        }
        String name = INCOMPLETE + id + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Path incomplete = data.resolve(name);
        quietly(() -> {
            Files.createDirectories(incomplete.resolve("root"));
            if (parent.isPresent()) {
                Files.writeString(incomplete.resolve("parent"), parent.get().value());
                copy(directory(parent.get()).resolve("root"), incomplete.resolve("root"));
            }
        });
        return new Draft(id, incomplete);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static void delete(Path tree) {
        quietly(() -> {
            if (!Files.exists(tree)) {
                return;
            }
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        });
    }

    private final class Draft implements LayerDraft {
        private final LayerId id;
        private final Path incomplete;

        Draft(LayerId id, Path incomplete) {
            this.id = id;
            this.incomplete = incomplete;
        }

        @Override
        public Path directory() {
            return incomplete.resolve("root");
        }

        @Override
        public WhiteoutFormat whiteouts() {
            return WhiteoutFormat.APPLIED;
        }

        @Override
        public void commit() {
            quietly(() -> {
                try {
                    Files.move(incomplete, FakeStorageDriver.this.directory(id));
                } catch (FileAlreadyExistsException e) {
                    throw JpodException.conflict("layer " + id + " already exists");
                }
            });
        }

        @Override
        public void close() {
            delete(incomplete);
        }
    }

    @Override
    public boolean exists(LayerId id) {
        return Files.exists(directory(id));
    }

    @Override
    public Optional<LayerId> parent(LayerId id) {
        Path fact = require(id).resolve("parent");
        try {
            return Files.exists(fact) ? Optional.of(new LayerId(Files.readString(fact))) : Optional.empty();
        } catch (IOException e) {
            throw JpodException.host("writing " + data, e);
        }
    }

    @Override
    public List<LayerId> list() {
        List<LayerId> layers = new ArrayList<>();
        for (String name : data.toFile().list()) {
            if (!name.startsWith(".")) {
                layers.add(new LayerId(name));
            }
        }
        return layers;
    }

    @Override
    public Path mount(LayerId id, LayerMount options) {
        if (options.idMapping().isPresent()) {
            throw JpodException.unsupported("the fake driver shifts no ids");
        }
        Path root = require(id).resolve("root");
        mounted.add(id);
        return root;
    }

    @Override
    public void unmount(LayerId id) {
        mounted.remove(id);
    }

    @Override
    public synchronized void remove(LayerId id) {
        for (LayerId other : list()) {
            if (exists(id) && !other.equals(id) && parent(other).equals(Optional.of(id))) {
                throw JpodException.conflict("layer " + id + " has other layers on top of it");
            }
        }
        mounted.remove(id);
        delete(directory(id));
    }

    @Override
    public long usage(LayerId id) {
        try (Stream<Path> files = Files.walk(require(id).resolve("root"))) {
            long total = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                total += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
            }
            return total;
        } catch (IOException e) {
            throw JpodException.host("writing " + data, e);
        }
    }

    @Override
    public Map<String, String> status() {
        return Map.of();
    }

    @Override
    public void sweep() {
        for (String name : data.toFile().list()) {
            if (name.startsWith(INCOMPLETE)) {
                long pid = Long.parseLong(name.split("-")[2]);
                if (ProcessHandle.of(pid).isEmpty()) {
                    delete(data.resolve(name));
                }
            }
        }
    }
}
