package io.jpod.engine;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What images and containers hold: layers, changes, files. Names are resolved as by {@link Images} and {@link Containers}. */
public interface Contents {
    /**
     * One change of a file system.
     *
     * @param kind {@code A}, {@code C} or {@code D}: added, changed, deleted
     * @param path absolute
     */
    record Change(char kind, String path) {}

    /**
     * One layer of an image.
     *
     * @param id its chain id
     * @param bytes length of its plain tar
     */
    record Layer(String id, String diffId, long bytes) {}

    /**
     * An image whose files are visible on the host.
     *
     * @param mountPoint inside the engine's namespace
     */
    record MountedImage(String id, Path mountPoint) {}

    /** Makes a container's root file system visible; again for one that is mounted already. */
    Path mountContainer(String nameOrId);

    /**
     * Takes a mount back, or all of them with {@code force}.
     *
     * @return false when it was not mounted, or when the container runs, so that it stays so
     */
    boolean unmountContainer(String nameOrId, boolean force);

    /** Where a container's root file system is visible: it runs, or was mounted. */
    Optional<Path> mountPointOf(String nameOrId);

    /** How a container's files differ from its image's, by path. */
    List<Change> changesOfContainer(String nameOrId);

    /** What an image's uppermost layer changes, by path. */
    List<Change> changesOfImage(String reference);

    /** How the files of a container or image differ from those of another container or image, by path. */
    List<Change> changesBetween(String other, String one);

    /** Writes a container's root file system as a tar, without volumes and mounts. */
    void export(String container, OutputStream out);

    /** Makes an image of a container; returns its id. */
    String commit(String container, CommitRequest request, Images.Progress progress);

    /** Writes images to an archive or a directory. */
    void save(SaveRequest request, Images.Progress progress);

    /** An image's layers, lowest first. */
    List<Layer> layers(String reference);

    /** Makes an image's files visible, read-only; again for one that is mounted already. */
    MountedImage mountImage(String reference);

    /**
     * Ends a mount, or all of them with {@code force}.
     *
     * @return false when the image was not mounted
     */
    boolean unmountImage(String reference, boolean force);

    List<MountedImage> mountedImages();
}
