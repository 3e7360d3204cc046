package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.lock.LockManager;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.names.NameGenerator;
import io.jpod.engine.plan.ContainerLookup;
import io.jpod.engine.plan.ContainerPlanner;
import io.jpod.engine.request.CreateRequest;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes containers. A container exists once its directory has its name; until then whoever finds its maker dead sweeps it. */
final class Creator {
    private final Services services;
    private final ContainerPlanner planner;
    private final ContainerLookup others;
    private final Remover remover;

    Creator(Services services, ContainerPlanner planner, ContainerLookup others, Remover remover) {
        this.services = services;
        this.planner = planner;
        this.others = others;
        this.remover = remover;
    }

    /** Makes a container and returns its id. */
    String create(CreateRequest request, PullOptions pull, Images.Progress progress) {
        remover.sweep();
        String cidFile = request.lifecycle().cidFile();
        if (!cidFile.isEmpty() && Files.exists(Path.of(cidFile))) {
            throw JpodException.conflict(
                    "container id file exists. Ensure another container is not using it or delete " + cidFile);
        }
        String name = request.name();
        if (!name.isEmpty()) {
            ContainerNames.check(name);
        }
        planner.requireProviders(request, others);
        Optional<Images.Image> image = request.filesystem().rootfs().isEmpty()
                ? Optional.of(services.images().obtain(request.image(), pull, progress))
                : Optional.empty();
        services.context().trace().accept("image");
        if (!name.isEmpty() && request.lifecycle().replace()) {
            replace(name);
        }
        ContainerId id = ContainerStore.newId();
        for (int attempt = 0; ; attempt++) {
            String candidate = name.isEmpty()
                    ? NameGenerator.generate(
                            Integer.parseUnsignedInt(id.value().substring(0, 8), 16) + attempt * 7919, attempt)
                    : name;
            ContainerConfig config = planner.plan(id, candidate, request, image, others);
            Optional<String> owner = make(config, candidate, image);
            if (owner.isEmpty()) {
                writeCidFile(cidFile, config);
                services.context().trace().accept("container");
                return id.value();
            }
            if (!name.isEmpty()) {
                throw JpodException.conflict(
                        "creating container storage: the container name \"" + name
                                + "\" is already in use by " + owner.get()
                                + ". You have to remove that container to be able to reuse that name: that name is already in use");
            }
        }
    }

    private void replace(String name) {
        Optional<String> owner = services.store().names().owner(name);
        if (owner.isPresent() && services.store().exists(owner.get())) {
            ContainerConfig old = services.store().config(owner.get());
            remover.remove(old.id(), true, false, OptionalInt.empty());
        }
    }

    /** @return the id of the container that has the name, or empty when the new one was made */
    private Optional<String> make(ContainerConfig config, String name, Optional<Images.Image> image) {
        ContainerId id = new ContainerId(config.id());
        boolean durable =
                !config.request().lifecycle().remove() && !services.paths().ending();
        Optional<LayerId> parent = parentLayer(config, image);
        ContainerStore store = services.store();
        try (LockManager.Lock lock = store.lock(id.value())) {
            UndoStack undo = new UndoStack();
            undo.push(() -> store.sweep(id.value()));
            try {
                store.prepare(config, name, durable);
                Optional<String> owner = store.names().claim(name, id.value());
                if (owner.isPresent()) {
                    store.sweep(id.value());
                    return owner;
                }
                if (image.isPresent()) {
                    undo.push(() -> services.layers().remove(new LayerId(id.value())));
                    services.layers().createContainerLayer(id, parent);
                }
                store.publish(id.value(), durable);
                undo.push(() -> store.retire(id.value(), true));
                services.volumes().claim(config);
                return Optional.empty();
            } catch (JpodException e) {
                throw undo.undo(e);
            }
        }
    }

    private Optional<LayerId> parentLayer(ContainerConfig config, Optional<Images.Image> image) {
        if (image.isEmpty() || image.get().config().topLayer().isEmpty()) {
            return Optional.empty();
        }
        LayerId top = new LayerId(image.get().config().topLayer());
        LayerStore layers = services.layers();
        Optional<IdMapping> mapping = RootMounts.mapping(config);
        return Optional.of(mapping.isPresent() ? layers.shifted(top, mapping.get()) : top);
    }

    private void writeCidFile(String file, ContainerConfig config) {
        if (file.isEmpty()) {
            return;
        }
        try {
            AtomicFile.writeVolatile(Path.of(file).toAbsolutePath(), config.id());
        } catch (IOException e) {
            JpodException failure = JpodException.host("opening cidfile " + file, e);
            try {
                remover.remove(config.id(), true, true, OptionalInt.of(0));
            } catch (JpodException problem) {
                failure.addSuppressed(problem);
            }
            throw failure;
        }
    }
}
