package io.jpod.engine.content;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Contents.MountedImage;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.LayerStore;
import io.jpod.support.file.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Images that are mounted on the host. Thread-safe. */
@SuppressWarnings("try") // a lock is held by its variable, which nothing else uses
final class ImageMounts {
    private static final PullOptions HERE =
            PullOptions.builder().policy("never").build();

    private final EngineContext context;
    private final Images images;
    private final LayerStore layers;
    private final Path directory;

    ImageMounts(EngineContext context, Images images, LayerStore layers) {
        this.context = context;
        this.images = images;
        this.layers = layers;
        this.directory = context.runRoot().resolve("image-mounts");
    }

    private LockManager.Lock lock(String id) {
        return context.locks().exclusive(new LockName(LockName.Scope.IMAGE, id));
    }

    MountedImage mount(String reference) {
        Images.Image image = images.obtain(reference, HERE, line -> {});
        String id = image.config().id();
        if (image.config().topLayer().isEmpty()) {
            throw JpodException.usage("image " + id + " has no layers to mount");
        }
        try (LockManager.Lock lock = lock(id)) {
            Path mountPoint = show(image);
            Files.createDirectories(directory);
            AtomicFile.writeVolatile(directory.resolve(id), Integer.toString(count(id) + 1));
            return new MountedImage(id, mountPoint);
        } catch (IOException e) {
            throw JpodException.host("recording the mount of image " + id, e);
        }
    }

    private Path show(Images.Image image) {
        return layers.mount(new LayerId(image.config().topLayer()), true, "", Optional.empty());
    }

    boolean unmount(String reference, boolean force) {
        Images.Image image = images.get(reference);
        String id = image.config().id();
        try (LockManager.Lock lock = lock(id)) {
            int count = count(id);
            if (count == 0) {
                return false;
            }
            if (count > 1 && !force) {
                AtomicFile.writeVolatile(directory.resolve(id), Integer.toString(count - 1));
                return true;
            }
            layers.unmount(new LayerId(image.config().topLayer()));
            Files.deleteIfExists(directory.resolve(id));
            return true;
        } catch (IOException e) {
            throw JpodException.host("recording the end of the mount of image " + id, e);
        }
    }

    private int count(String id) throws IOException {
        try {
            return Integer.parseInt(Files.readString(directory.resolve(id)).trim());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    List<MountedImage> list() {
        String[] names = new File(directory.toString()).list();
        List<MountedImage> result = new ArrayList<>();
        if (names == null) {
            return result;
        }
        Arrays.sort(names);
        for (String id : names) {
            if (id.length() == 64 && images.exists(id)) {
                result.add(new MountedImage(id, show(images.get(id))));
            }
        }
        return result;
    }
}
