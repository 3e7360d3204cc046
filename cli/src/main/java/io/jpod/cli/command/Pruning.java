package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Failures;
import io.jpod.cli.Invocation;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Images.Image;
import io.jpod.engine.Images.Removal;
import io.jpod.engine.Volumes.Volume;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Removes what nobody uses, of each kind, and counts the bytes of containers and volumes. */
final class Pruning {
    private final Invocation call;
    private final List<String> filters;
    private long reclaimed;

    Pruning(Invocation call, List<String> filters) {
        this.call = call;
        this.filters = filters;
    }

    /** Bytes that the removed containers and volumes took. */
    long reclaimed() {
        return reclaimed;
    }

    /** @throws JpodException USAGE for a filter that containers are not pruned by */
    void checkContainerFilters() {
        for (String filter : filters) {
            String name = name(filter);
            if (!name.equals("label") && !name.equals("label!") && !name.equals("until")) {
                throw JpodException.usage(name + " is an invalid filter");
            }
        }
        ContainerFilter.parse(call, filters);
    }

    /** @throws JpodException USAGE for an unknown filter */
    void checkImageFilters() {
        ImageFilter.parse(call, filters);
    }

    private static String name(String filter) {
        int equals = filter.indexOf('=');
        return equals < 0 ? filter : filter.substring(0, equals);
    }

    /** Removes containers that do not run; returns their ids. */
    List<String> containers(Failures failures) {
        ContainerFilter filter = ContainerFilter.parse(call, filters);
        List<String> removed = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            String id = container.config().id();
            String status = container.state().status();
            boolean rests = status.equals("configured") || status.equals("created") || status.equals("exited");
            if (!rests || !filter.holds(container)) {
                continue;
            }
            try {
                long bytes = call.containers().usage(id).writable();
                call.containers().remove(id, false, false, OptionalInt.empty());
                reclaimed += bytes;
                removed.add(id);
            } catch (JpodException e) {
                add(failures, e);
            }
        }
        return removed;
    }

    private static void add(Failures failures, JpodException e) {
        if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.CONFLICT) {
            failures.add(e);
        }
    }

    /**
     * Removes images that no container uses; returns their ids.
     *
     * @param all also those with names
     */
    List<String> images(boolean all, Failures failures) {
        ImageFilter filter = ImageFilter.parse(call, filters);
        List<String> removed = new ArrayList<>();
        call.images().dropUnfinished();
        Map<String, List<String>> inUse = new ImageUse(call).containers();
        Intermediates intermediates = new Intermediates(call);
        for (Image image : call.images().list()) {
            String id = image.config().id();
            boolean wanted = (all || image.names().isEmpty() && !intermediates.contain(image))
                    && !image.readOnly()
                    && !inUse.containsKey(id)
                    && filter.holds(image);
            if (!wanted || removed.contains(id)) {
                continue;
            }
            try {
                Removal removal = call.images().remove(id, true, false, inUse);
                removed.addAll(removal.deleted());
            } catch (JpodException e) {
                add(failures, e);
            }
        }
        return removed;
    }

    /** Removes volumes that no container uses; returns their names. */
    List<String> volumes(Failures failures) {
        VolumeFilter filter = VolumeFilter.parse(call, filters);
        List<String> used = VolumeFilter.used(call);
        List<String> removed = new ArrayList<>();
        for (Volume volume : call.volumes().list()) {
            if (used.contains(volume.name()) || !filter.holds(volume)) {
                continue;
            }
            try {
                long bytes = bytes(volume);
                call.volumes().remove(volume.name(), false);
                reclaimed += bytes;
                removed.add(volume.name());
            } catch (JpodException e) {
                add(failures, e);
            }
        }
        return removed;
    }

    private long bytes(Volume volume) {
        try {
            return new TreeUsage(call.posix()).bytes(volume.mountPoint().toString());
        } catch (PosixException e) {
            return 0;
        }
    }
}
