package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.Times;
import io.jpod.engine.Containers;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A container as {@code ps} shows it. */
final class PsRow implements Fields {
    /** Headings that differ from the fields' names. */
    static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            switch (name) {
                case "ID":
                    return "CONTAINER ID";
                case "CreatedHuman":
                    return "CREATED";
                case "Cgroup":
                    return "CGROUPNS";
                case "Pod":
                    return "POD ID";
                case "PodName":
                    return "PODNAME";
                default:
                    return MISSING;
            }
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    private static final int COMMAND_LENGTH = 17;
    /** The seconds of Go's zero time, which podman prints for a time that never came. */
    private static final long NEVER = -62135596800L;

    private static final long NANOS = 1_000_000_000L;

    private final Invocation call;
    private final Snapshot container;
    private final Containers.Usage usage;
    private final Instant now;
    private final LocalZone zone;

    PsRow(Invocation call, Snapshot container, boolean size) {
        this.call = call;
        this.container = container;
        this.usage = size ? call.containers().usage(container.config().id()) : null;
        this.now = call.context().clock().instant();
        this.zone = LocalZone.of(call.context().clock());
    }

    static Comparator<PsRow> order(String sort) {
        switch (sort) {
            case "command":
                return Comparator.comparing(row -> row.command(true));
            case "id":
                return Comparator.comparing(row -> row.container.config().id());
            case "image":
                return Comparator.comparing(row -> row.container.config().imageName());
            case "names":
                return Comparator.comparing(row -> row.container.name());
            case "size":
                return Comparator.comparingLong(row -> row.usage == null ? 0 : row.usage.total());
            case "status":
                return Comparator.comparing(row -> Status.word(row.container));
            case "runningfor":
                return Comparator.comparingLong(row -> row.container.state().startedAt());
            default:
                return Comparator.comparingLong(row -> row.container.config().created());
        }
    }

    String id() {
        return whole() ? container.config().id() : Ids.brief(container.config().id());
    }

    private boolean whole() {
        return call.options().flag("no-trunc");
    }

    private String command(boolean wholeText) {
        String text = String.join(" ", container.config().command());
        return wholeText || text.length() <= COMMAND_LENGTH ? text : text.substring(0, COMMAND_LENGTH) + "...";
    }

    @Override
    public Object field(String name) {
        switch (name) {
            case "ID":
                return id();
            case "Image":
                return container.config().imageName();
            case "ImageID":
                return whole()
                        ? container.config().imageId()
                        : Ids.brief(container.config().imageId());
            case "Command":
                return command(whole());
            case "CreatedHuman", "RunningFor":
                return Times.ago(container.config().created(), now);
            case "Created", "CreatedAt":
                return Times.go(container.config().created(), zone);
            case "Status", "State":
                return Status.sentence(container, now);
            case "Ports":
                return ports();
            case "Names":
                return container.name();
            case "Labels":
                return container.config().labels().isEmpty()
                        ? null
                        : container.config().labels();
            case "Mounts":
                return mounts();
            case "Networks", "Pod", "PodName":
                return "";
            case "Size":
                return size();
            default:
                return rareField(name);
        }
    }

    private Object rareField(String name) {
        switch (name) {
            case "Pid":
                return container.state().pid();
            case "ExitCode":
                return container.state().exitCode();
            case "Exited":
                return Status.word(container).equals("exited");
            case "ExitedAt":
                return seconds(container.state().finishedAt());
            case "StartedAt":
                return seconds(container.state().startedAt());
            case "AutoRemove":
                return container.config().request().lifecycle().remove();
            case "IsInfra":
                return false;
            case "Restarts":
                return container.state().restarts();
            case "CIDFile":
                return container.config().request().lifecycle().cidFile();
            case "Namespaces":
                return new JsonObject();
            default:
                return namespace(name);
        }
    }

    private Object namespace(String name) {
        switch (name) {
            case "CGROUPNS", "Cgroup":
                return namespaceId("cgroup");
            case "IPC":
                return namespaceId("ipc");
            case "MNT":
                return namespaceId("mnt");
            case "NET":
                return namespaceId("net");
            case "PIDNS":
                return namespaceId("pid");
            case "USERNS":
                return namespaceId("user");
            case "UTS":
                return namespaceId("uts");
            default:
                return MISSING;
        }
    }

    /** The number in {@code pid:[4026531836]}. */
    private String namespaceId(String kind) {
        int pid = container.state().pid();
        if (pid == 0) {
            return "";
        }
        try {
            String link = call.posix().readLink(Posix.AT_FDCWD, "/proc/" + pid + "/ns/" + kind);
            return link.substring(link.indexOf('[') + 1, link.length() - 1);
        } catch (PosixException e) {
            return "";
        }
    }

    private String size() {
        return usage == null ? "" : Sizes.tight(usage.writable()) + " (virtual " + Sizes.tight(usage.total()) + ")";
    }

    private List<String> mounts() {
        List<String> result = new ArrayList<>();
        for (MountSpec mount : container.config().mounts()) {
            result.add(mount.destination());
        }
        Collections.sort(result);
        return result;
    }

    private static long seconds(long nanos) {
        return nanos == 0 ? NEVER : Math.floorDiv(nanos, NANOS);
    }

    private String ports() {
        StringBuilder out = new StringBuilder();
        for (PortRequest port : PortList.merged(container.config().ports())) {
            out.append(out.length() == 0 ? "" : ", ");
            out.append(port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp()).append(':');
            range(out, port.hostPort(), port.range()).append("->");
            range(out, port.containerPort(), port.range()).append('/').append(port.protocol());
        }
        return out.toString();
    }

    private static StringBuilder range(StringBuilder out, int first, int count) {
        out.append(first);
        if (count > 1) {
            out.append('-').append(first + count - 1);
        }
        return out;
    }

    @Override
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("AutoRemove", container.config().request().lifecycle().remove())
                .put("Command", container.config().command())
                .put("CreatedAt", Times.ago(container.config().created(), now))
                .put("Exited", Status.word(container).equals("exited"))
                .put("ExitedAt", seconds(container.state().finishedAt()))
                .put("ExitCode", container.state().exitCode())
                .put("Id", container.config().id())
                .put("Image", container.config().imageName())
                .put("ImageID", container.config().imageId())
                .put("IsInfra", false);
        if (container.config().labels().isEmpty()) {
            json.putNull("Labels");
        } else {
            json.put("Labels", container.config().labels());
        }
        json.put("Mounts", mounts())
                .put("Names", List.of(container.name()))
                .put("Namespaces", namespaces())
                .put("Networks", List.of())
                .put("Pid", container.state().pid())
                .put("Pod", "")
                .put("PodName", "");
        jsonPorts(json);
        if (usage == null) {
            json.putNull("Size");
        } else {
            json.put("Size", new JsonObject().put("rootFsSize", usage.total()).put("rwSize", usage.writable()));
        }
        return json.put("StartedAt", seconds(container.state().startedAt()))
                .put("State", Status.word(container))
                .put("Status", Status.sentence(container, now))
                .put("Created", seconds(container.config().created()));
    }

    private JsonObject namespaces() {
        JsonObject json = new JsonObject();
        if (call.options().flag("ns") && container.state().pid() != 0) {
            json.put("Mnt", namespaceId("mnt"))
                    .put("Cgroup", namespaceId("cgroup"))
                    .put("Ipc", namespaceId("ipc"))
                    .put("Net", namespaceId("net"))
                    .put("Pidns", namespaceId("pid"))
                    .put("Uts", namespaceId("uts"))
                    .put("User", namespaceId("user"));
        }
        return json;
    }

    private void jsonPorts(JsonObject json) {
        List<Object> ports = new ArrayList<>();
        for (PortRequest port : PortList.merged(container.config().ports())) {
            ports.add(new JsonObject()
                    .put("host_ip", port.hostIp())
                    .put("container_port", port.containerPort())
                    .put("host_port", port.hostPort())
                    .put("range", Math.max(1, port.range()))
                    .put("protocol", port.protocol()));
        }
        if (ports.isEmpty()) {
            json.putNull("Ports");
        } else {
            json.put("Ports", ports);
        }
    }
}
