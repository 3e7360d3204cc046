package io.jpod.cli;

import io.jpod.api.JpodException;
import io.jpod.engine.Volumes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Volumes in a list. */
public final class FakeVolumes implements Volumes {
    public final List<Volume> all = new ArrayList<>();

    private final List<String> mounted = new ArrayList<>();

    @Override
    public Volume create(
            String name, Map<String, String> labels, Map<String, String> options, boolean anonymous, Owner owner) {
        Volume volume =
                new Volume(name, Path.of("/root/volumes", name, "_data"), 1_795_472_771L, anonymous, labels, options);
        all.add(volume);
        return volume;
    }

    @Override
    public Volume get(String name) {
        for (Volume volume : all) {
            if (volume.name().equals(name)) {
                return volume;
            }
        }
        throw JpodException.notFound("no volume with name \"" + name + "\" found: no such volume");
    }

    @Override
    public boolean exists(String name) {
        for (Volume volume : all) {
            if (volume.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Volume> list() {
        return List.copyOf(all);
    }

    @Override
    public Volume mount(String name) {
        mounted.add(name);
        return get(name);
    }

    @Override
    public void unmount(String name) {
        get(name);
        mounted.remove(name);
    }

    @Override
    public int mountCount(String name) {
        return Collections.frequency(mounted, name);
    }

    @Override
    public void remove(String name, boolean force) {
        all.remove(get(name));
    }
}
