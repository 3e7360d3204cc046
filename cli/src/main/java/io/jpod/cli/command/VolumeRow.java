package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.Times;
import io.jpod.engine.Volumes.Volume;
import io.jpod.engine.inspect.VolumeInspection;
import io.jpod.support.host.LocalZone;

/** A volume as {@code volume ls} shows it. */
final class VolumeRow implements Fields {
    private final Invocation call;
    private final Volume volume;

    VolumeRow(Invocation call, Volume volume) {
        this.call = call;
        this.volume = volume;
    }

    @Override
    public Object field(String name) {
        switch (name) {
            case "Name":
                return volume.name();
            case "Driver", "Scope":
                return "local";
            case "Mountpoint":
                return volume.mountPoint().toString();
            case "Labels":
                return volume.labels();
            case "Options":
                return volume.options();
            case "CreatedAt":
                return Times.go(
                        volume.created() * 1_000_000_000L,
                        LocalZone.of(call.context().clock()));
            case "Anonymous":
                return volume.anonymous();
            case "MountCount":
                return call.volumes().mountCount(volume.name());
            default:
                return MISSING;
        }
    }

    @Override
    public Object json() {
        return new VolumeInspection(LocalZone.of(call.context().clock()))
                .describe(volume, call.volumes().mountCount(volume.name()));
    }
}
