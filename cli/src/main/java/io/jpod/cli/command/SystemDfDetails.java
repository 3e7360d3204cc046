package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Times;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Images.Image;
import io.jpod.engine.Store.ImageUsage;
import io.jpod.engine.Store.Usage;
import io.jpod.engine.request.MountSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The tables of {@code system df --verbose}. */
final class SystemDfDetails {
    private static final long NANOS = 1_000_000_000L;

    private final Invocation call;
    private final Usage usage;
    private final Instant now;

    SystemDfDetails(Invocation call, Usage usage) {
        this.call = call;
        this.usage = usage;
        this.now = call.context().clock().instant();
    }

    void print() {
        call.out().println("Images space usage:\n");
        call.out().print(images());
        call.out().println("\nContainers space usage:\n");
        call.out().print(containers());
        call.out().println("\nLocal Volumes space usage:\n");
        call.out().print(volumes());
    }

    private String images() {
        TabWriter table = new TabWriter();
        table.add("REPOSITORY\tTAG\tIMAGE ID\tCREATED\tSIZE\tSHARED SIZE\tUNIQUE SIZE\tCONTAINERS\n");
        ImageUse use = new ImageUse(call);
        for (Image image : call.images().list()) {
            String id = image.config().id();
            long bytes = 0;
            long shared = 0;
            for (ImageUsage each : usage.images()) {
                if (each.id().equals(id)) {
                    bytes = each.bytes();
                    shared = each.shared();
                }
            }
            List<String> names = image.names().isEmpty() ? List.of("<none>:<none>") : image.names();
            for (String name : names) {
                int colon = name.lastIndexOf(':');
                table.add(name.substring(0, colon) + "\t" + name.substring(colon + 1) + "\t" + Ids.brief(id) + "\t"
                        + span(image.config().created() * NANOS) + "\t" + Sizes.digits(bytes) + "\t"
                        + Sizes.digits(shared) + "\t" + Sizes.digits(bytes - shared) + "\t" + use.count(id) + "\n");
            }
        }
        return table.toString();
    }

    private String span(long nanos) {
        return Times.span(Times.secondsSince(nanos, now));
    }

    private String containers() {
        TabWriter table = new TabWriter();
        table.add("CONTAINER ID\tIMAGE\tCOMMAND\tLOCAL VOLUMES\tSIZE\tCREATED\tSTATUS\tNAMES\n");
        for (Snapshot container : call.containers().list()) {
            int volumes = 0;
            for (MountSpec mount : container.config().mounts()) {
                volumes += mount.type().equals("volume") ? 1 : 0;
            }
            String id = container.config().id();
            table.add(Ids.brief(id) + "\t" + Ids.brief(container.config().imageId()) + "\t"
                    + String.join(" ", container.config().command()) + "\t" + volumes + "\t"
                    + Sizes.digits(usage.containers().getOrDefault(id, 0L)) + "\t"
                    + span(container.config().created()) + "\t"
                    + status(container) + "\t" + container.name()
                    + "\n");
        }
        return table.toString();
    }

    private static String status(Snapshot container) {
        String status = container.state().status();
        return status.equals("configured") ? "created" : status;
    }

    private String volumes() {
        TabWriter table = new TabWriter();
        table.add("VOLUME NAME\tLINKS\tSIZE\n");
        List<String> used = VolumeFilter.used(call);
        for (Map.Entry<String, Long> volume : usage.volumes().entrySet()) {
            table.add(volume.getKey() + "\t" + Collections.frequency(used, volume.getKey()) + "\t"
                    + Sizes.digits(volume.getValue()) + "\n");
        }
        return table.toString();
    }
}
