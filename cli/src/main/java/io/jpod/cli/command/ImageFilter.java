package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.TimePoint;
import io.jpod.engine.Images.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --filter name=value} for images. All must hold, but one of several references is enough. */
final class ImageFilter {
    private final Invocation call;
    private final Intermediates intermediates;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final List<String> references = new ArrayList<>();

    private ImageFilter(Invocation call) {
        this.call = call;
        this.intermediates = new Intermediates(call);
    }

    static ImageFilter parse(Invocation call, List<String> filters) {
        ImageFilter result = new ImageFilter(call);
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw invalid(filter);
            } else {
                result.add(filter.substring(0, equals), filter.substring(equals + 1));
            }
        }
        return result;
    }

    private void add(String name, String value) {
        switch (name) {
            case "reference":
                references.add(value);
                return;
            case "before", "since", "after":
                names.add(name);
                values.add(Long.toString(created(name, value)));
                return;
            case "until":
                names.add(name);
                values.add(Long.toString(TimePoint.nanos(value, call.context().clock()) / 1_000_000_000L));
                return;
            case "dangling", "readonly", "intermediate", "containers", "manifest":
                names.add(name);
                values.add(bool(name, value));
                return;
            case "label", "label!", "id", "digest":
                names.add(name);
                values.add(value);
                return;
            default:
                throw invalid(name);
        }
    }

    private static JpodException invalid(String filter) {
        return JpodException.usage(
                "invalid image filter \"" + filter + "\": must be in the format \"filter=value or filter!=value\"");
    }

    private long created(String name, String value) {
        try {
            return call.images().get(value).config().created();
        } catch (JpodException e) {
            throw new JpodException(
                    e.code(), "could not find local image for filter \"" + name + "\"=\"" + value + "\"", e);
        }
    }

    private static String bool(String name, String value) {
        switch (value) {
            case "true", "1", "t", "True", "TRUE":
                return "true";
            case "false", "0", "f", "False", "FALSE":
                return "false";
            default:
                throw JpodException.usage("non-boolean value \"" + value + "\" for " + name
                        + " filter: strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
        }
    }

    /** True when a condition was given. */
    boolean asks(String name) {
        return names.contains(name);
    }

    boolean holds(Image image) {
        for (int i = 0; i < names.size(); i++) {
            if (!holds(image, names.get(i), values.get(i))) {
                return false;
            }
        }
        if (references.isEmpty()) {
            return true;
        }
        for (String name : image.names()) {
            if (wanted(name)) {
                return true;
            }
        }
        return idWanted(image);
    }

    private boolean holds(Image image, String name, String value) {
        switch (name) {
            case "before":
                return image.config().created() < Long.parseLong(value);
            case "since", "after":
                return image.config().created() > Long.parseLong(value);
            case "until":
                return image.config().created() <= Long.parseLong(value);
            case "dangling":
                return (image.names().isEmpty() && !intermediates.contain(image)) == value.equals("true");
            case "intermediate":
                return intermediates.contain(image) == value.equals("true");
            case "readonly":
                return image.readOnly() == value.equals("true");
            case "manifest":
                return image.list() == value.equals("true");
            case "containers":
                return new ImageUse(call).count(image.config().id()) > 0 == value.equals("true");
            case "label":
                return hasLabel(image.config().labels(), value);
            case "label!":
                return !hasLabel(image.config().labels(), value);
            case "id":
                return image.config().id().startsWith(value);
            default:
                return image.config().manifestDigest().startsWith(value);
        }
    }

    private static boolean hasLabel(Map<String, String> labels, String value) {
        int equals = value.indexOf('=');
        String label = labels.get(equals < 0 ? value : value.substring(0, equals));
        return label != null && (equals < 0 || label.equals(value.substring(equals + 1)));
    }

    /** True when this name of an image is to be listed. */
    boolean wanted(String name) {
        if (references.isEmpty()) {
            return true;
        }
        for (String reference : references) {
            if (matches(name, reference)) {
                return true;
            }
        }
        return false;
    }

    /** True when a reference is the image's id or its beginning. */
    boolean idWanted(Image image) {
        for (String reference : references) {
            String id = reference.startsWith("sha256:") ? reference.substring(7) : reference;
            if (id.length() >= 3 && image.config().id().startsWith(id)) {
                return true;
            }
        }
        return false;
    }

    /** A whole name, one without tag, or the end of one after a slash; {@code *} and {@code ?} stand for anything but a slash. */
    static boolean matches(String name, String reference) {
        int colon = name.lastIndexOf(':');
        String repository = colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
        String wanted = reference;
        boolean tagged = reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
        String candidate = tagged ? name : repository;
        int start = 0;
        while (start >= 0) {
            if (glob(candidate, start, wanted, 0)) {
                return true;
            }
            int slash = candidate.indexOf('/', start);
            start = slash < 0 ? -1 : slash + 1;
        }
        return false;
    }

    private static boolean glob(String text, int at, String pattern, int in) {
        if (in == pattern.length()) {
            return at == text.length();
        }
        char c = pattern.charAt(in);
        if (c == '*') {
            for (int end = at; end <= text.length(); end++) {
                if (glob(text, end, pattern, in + 1)) {
                    return true;
                }
                if (end < text.length() && text.charAt(end) == '/') {
                    return false;
                }
            }
            return false;
        }
        return at < text.length()
                && (c == '?' && text.charAt(at) != '/' || c == text.charAt(at))
                && glob(text, at + 1, pattern, in + 1);
    }
}
