package io.jpod.engine.inspect;

import io.jpod.engine.Volumes.Volume;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.JsonObject;

/** The document of one volume. */
public final class VolumeInspection {
    private static final long NANOS = 1_000_000_000L;

    private final LocalZone zone;

    public VolumeInspection(LocalZone zone) {
        this.zone = zone;
    }

    /** @param mountCount how many use it, if it has to be mounted */
    public JsonObject describe(Volume volume, int mountCount) {
        JsonObject json = new JsonObject()
                .put("Name", volume.name())
                .put("Driver", "local")
                .put("Mountpoint", volume.mountPoint().toString())
                .put("CreatedAt", Moments.text(volume.created() * NANOS, zone))
                .put("Labels", volume.labels())
                .put("Scope", "local")
                .put("Options", volume.options());
        for (String id : new String[] {"UID", "GID"}) {
            if (volume.options().containsKey(id)) {
                json.put(id, Long.parseLong(volume.options().get(id)));
            }
        }
        if (volume.anonymous()) {
            json.put("Anonymous", true);
        }
        return json.put("MountCount", mountCount);
    }
}
