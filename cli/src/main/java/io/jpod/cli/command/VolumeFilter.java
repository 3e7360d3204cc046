package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.TimePoint;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Volumes.Volume;
import io.jpod.engine.request.MountSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --filter name=value} for volumes; all must hold. */
final class VolumeFilter {
    private final Invocation call;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private List<String> used;

    private VolumeFilter(Invocation call) {
        this.call = call;
    }

    static VolumeFilter parse(Invocation call, List<String> filters) {
        VolumeFilter result = new VolumeFilter(call);
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw JpodException.usage("invalid filter \"" + filter + "\"");
            }
            result.add(filter.substring(0, equals), filter.substring(equals + 1));
        }
        return result;
    }

    private void add(String name, String value) {
        switch (name) {
            case "name", "driver", "scope", "label", "label!", "opt", "dangling":
                values.add(value);
                break;
            case "until":
                values.add(Long.toString(TimePoint.nanos(value, call.context().clock()) / 1_000_000_000L));
                break;
            default:
                throw JpodException.usage("\"" + name + "\" is an invalid volume filter");
        }
        names.add(name);
    }

    boolean holds(Volume volume) {
        for (int i = 0; i < names.size(); i++) {
            if (!holds(volume, i)) {
                return false;
            }
        }
        return true;
    }

    /** Labels and options must all hold; other values of one name are alternatives. */
    private boolean holds(Volume volume, int index) {
        String name = names.get(index);
        if (holds(volume, name, values.get(index))) {
            return true;
        }
        if (name.startsWith("label") || name.equals("opt")) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name) && holds(volume, name, values.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Volume volume, String name, String value) {
        switch (name) {
            case "name":
                return ContainerFilter.matches(volume.name(), value);
            case "driver", "scope":
                return value.equals("local");
            case "label":
                return has(volume.labels(), value);
            case "label!":
                return !has(volume.labels(), value);
            case "opt":
                return has(volume.options(), value);
            case "until":
                return volume.created() <= Long.parseLong(value);
            default:
                if (used == null) {
                    used = used(call);
                }
                return used.contains(volume.name()) != (value.equals("true") || value.equals("1"));
        }
    }

    private static boolean has(Map<String, String> map, String value) {
        int equals = value.indexOf('=');
        String found = map.get(equals < 0 ? value : value.substring(0, equals));
        return found != null && (equals < 0 || found.equals(value.substring(equals + 1)));
    }

    /**
     * The whole name of a volume, given that or a beginning that only one volume has; what nothing fits is handed back.
     *
     * @throws JpodException CONFLICT when several begin so
     */
    static String whole(Invocation call, String name) {
        if (call.volumes().exists(name)) {
            return name;
        }
        String found = "";
        for (Volume volume : call.volumes().list()) {
            if (volume.name().startsWith(name)) {
                if (!found.isEmpty()) {
                    throw JpodException.conflict(
                            "more than one result for volume name \"" + name + "\": volume already exists");
                }
                found = volume.name();
            }
        }
        return found.isEmpty() ? name : found;
    }

    /** Names of the volumes that containers use. */
    static List<String> used(Invocation call) {
        List<String> result = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            for (MountSpec mount : container.config().mounts()) {
                if (mount.type().equals("volume")) {
                    result.add(mount.source());
                }
            }
        }
        return result;
    }

    /** Removes the containers that use a volume. */
    static void removeUsers(Invocation call, String volume) {
        for (Snapshot container : call.containers().list()) {
            for (MountSpec mount : container.config().mounts()) {
                if (mount.type().equals("volume") && mount.source().equals(volume)) {
                    remove(call, container.config().id());
                    break;
                }
            }
        }
    }

    private static void remove(Invocation call, String id) {
        try {
            call.containers().remove(id, true, false, Timeout.of(call));
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }
}
