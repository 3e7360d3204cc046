package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.TimePoint;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.NamespaceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --filter name=value} for containers. Values of one name are alternatives (labels: all must hold); names must all hold. */
final class ContainerFilter implements Selection.Condition {
    private final Invocation call;
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();

    private ContainerFilter(Invocation call) {
        this.call = call;
    }

    /**
     * @throws JpodException USAGE for an unknown filter or a value that cannot be
     */
    static ContainerFilter parse(Invocation call, List<String> filters) {
        ContainerFilter result = new ContainerFilter(call);
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
        String resolved = resolve(name, value);
        int index = names.indexOf(name);
        if (index < 0) {
            names.add(name);
            values.add(new ArrayList<>());
            index = names.size() - 1;
        }
        values.get(index).add(resolved);
    }

    /** Checks a value, and looks up once what it names. */
    private String resolve(String name, String value) {
        switch (name) {
            case "id",
                    "name",
                    "label",
                    "label!",
                    "volume",
                    "network",
                    "command",
                    "ancestor",
                    "restart-policy",
                    "should-start-on-boot":
                return value;
            case "status":
                return checkStatus(value);
            case "exited":
                return exited(value);
            case "before", "since":
                return Long.toString(call.containers().get(value).config().created());
            case "until":
                return Long.toString(TimePoint.nanos(value, call.context().clock()));
            case "health", "pod":
                throw JpodException.unsupported("--filter " + name + "= is not supported by this version of jpod");
            default:
                throw JpodException.usage(name + " is an invalid filter");
        }
    }

    static String checkStatus(String value) {
        switch (value) {
            case "created",
                    "configured",
                    "initialized",
                    "running",
                    "paused",
                    "exited",
                    "stopped",
                    "stopping",
                    "removing",
                    "unknown":
                return value;
            default:
                throw JpodException.usage("unknown container state: " + value + ": invalid argument");
        }
    }

    private static String exited(String value) {
        try {
            return Integer.toString(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw JpodException.usage(
                    "exited code out of range: strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
        }
    }

    /** True when a state was asked for, so that listings look at all containers. */
    boolean names(String name) {
        return names.contains(name);
    }

    @Override
    public boolean holds(Snapshot container) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean all = name.startsWith("label");
            boolean holds = all;
            for (String value : values.get(i)) {
                boolean one = holds(container, name, value);
                holds = all ? holds && one : holds || one;
            }
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(Snapshot container, String name, String value) {
        switch (name) {
            case "id":
                return container.config().id().startsWith(value);
            case "name":
                return matches(container.name(), value);
            case "label":
                return hasLabel(container.config().labels(), value);
            case "label!":
                return !hasLabel(container.config().labels(), value);
            case "status":
                return Status.word(container).equals(value.equals("stopped") ? "exited" : value)
                        || container.state().status().equals(value);
            case "exited":
                return Status.word(container).equals("exited")
                        && container.state().exitCode() == Integer.parseInt(value);
            case "before":
                return container.config().created() < Long.parseLong(value);
            case "since":
                return container.config().created() > Long.parseLong(value);
            case "until":
                return container.config().created() <= Long.parseLong(value);
            default:
                return holdsRarely(container, name, value);
        }
    }

    private boolean holdsRarely(Snapshot container, String name, String value) {
        switch (name) {
            case "volume":
                return hasVolume(container.config().mounts(), value);
            case "network":
                return isNetwork(container.config().network(), value);
            case "ancestor":
                return isAncestor(container, value);
            case "restart-policy":
                return container.config().request().lifecycle().restartPolicy().equals(value);
            case "should-start-on-boot":
                String policy = container.config().request().lifecycle().restartPolicy();
                boolean starts = policy.equals("always")
                        || policy.equals("unless-stopped") && !container.state().stoppedByUser();
                return starts == value.equals("true");
            case "command":
                List<String> words = container.config().command();
                return !words.isEmpty() && words.get(0).equals(value);
            default:
                throw new JpodException(ErrorCode.INTERNAL, "filter " + name + " is checked and not known");
        }
    }

    /** A regular expression somewhere in the text; plain words need none. */
    static boolean matches(String text, String expression) {
        boolean plain = true;
        for (int i = 0; i < expression.length(); i++) {
            plain &= Character.isLetterOrDigit(expression.charAt(i))
                    || expression.charAt(i) == '-'
                    || expression.charAt(i) == '_';
        }
        return plain ? text.contains(expression) : Expressions.matches(text, expression);
    }

    private static boolean hasLabel(Map<String, String> labels, String value) {
        int equals = value.indexOf('=');
        String key = equals < 0 ? value : value.substring(0, equals);
        if (!labels.containsKey(key)) {
            return false;
        }
        return equals < 0 || labels.get(key).equals(value.substring(equals + 1));
    }

    private static boolean hasVolume(List<MountSpec> mounts, String value) {
        int colon = value.indexOf(':');
        String source = colon < 0 ? value : value.substring(0, colon);
        for (MountSpec mount : mounts) {
            boolean target = colon < 0 || mount.destination().equals(value.substring(colon + 1));
            if (target
                    && (mount.source().equals(source)
                            || colon < 0 && mount.destination().equals(value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNetwork(NamespaceMode mode, String value) {
        int colon = value.indexOf(':');
        return mode.kind().equals(colon < 0 ? value : value.substring(0, colon))
                && (colon < 0 || mode.value().equals(value.substring(colon + 1)));
    }

    private static boolean isAncestor(Snapshot container, String value) {
        String image = container.config().imageName();
        if (container.config().imageId().equals(value)
                || value.length() >= 3 && container.config().imageId().startsWith(value)) {
            return true;
        }
        String wanted = value.indexOf(':', value.lastIndexOf('/') + 1) < 0 ? value + ":" : value;
        return image.equals(value) || image.startsWith(wanted) || image.contains("/" + wanted);
    }
}
