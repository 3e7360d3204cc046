package io.jpod.cli.format;

import io.jpod.support.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The functions of templates: Go's own, and those that podman adds. */
final class GoFunctions {
    private static final Set<String> NAMES = Set.of(
            "and",
            "or",
            "not",
            "len",
            "index",
            "slice",
            "print",
            "printf",
            "println",
            "html",
            "js",
            "urlquery",
            "call",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "json",
            "upper",
            "lower",
            "title",
            "join",
            "split",
            "pad",
            "truncate");

    /** Why a function did not work. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    private GoFunctions() {}

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /** What {@code if} makes of a value. */
    static boolean isTrue(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != null && !(value instanceof Nil);
    }

    /** The name of a value's type in Go. */
    static String type(Object value) {
        if (value instanceof Nil nil) {
            return nil.type();
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Double || value instanceof Float) {
            return "float64";
        }
        if (value instanceof Number) {
            return "int";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() || list.get(0) instanceof String ? "[]string" : "[]struct";
        }
        if (value instanceof Map<?, ?>) {
            return "map[string]string";
        }
        return value instanceof GoTime ? "time.Time" : "struct";
    }

    static Object call(String name, List<Object> arguments) throws Failure {
        switch (name) {
            case "print":
                return GoPrint.print(arguments);
            case "println":
                return GoPrint.println(arguments);
            case "html":
                return html(GoPrint.print(arguments));
            case "js":
                return js(GoPrint.print(arguments));
            case "urlquery":
                return URLEncoder.encode(GoPrint.print(arguments), StandardCharsets.UTF_8);
            case "printf":
                least(name, arguments, 1);
                return GoPrint.printf(text(arguments.get(0)), arguments.subList(1, arguments.size()));
            case "not":
                exactly(name, arguments, 1);
                return !isTrue(arguments.get(0));
            case "len":
                exactly(name, arguments, 1);
                return length(arguments.get(0));
            case "index":
                least(name, arguments, 1);
                return index(arguments);
            case "slice":
                least(name, arguments, 1);
                return slice(arguments);
            case "call":
                least(name, arguments, 1);
                throw failed(name, "non-function of type " + type(arguments.get(0)));
            case "eq", "ne", "lt", "le", "gt", "ge":
                return compare(name, arguments);
            default:
                return podmans(name, arguments);
        }
    }

    private static Object podmans(String name, List<Object> arguments) throws Failure {
        switch (name) {
            case "json":
                exactly(name, arguments, 1);
                return Values.json(arguments.get(0));
            case "upper":
                exactly(name, arguments, 1);
                return text(arguments.get(0)).toUpperCase(Locale.ROOT);
            case "lower":
                exactly(name, arguments, 1);
                return text(arguments.get(0)).toLowerCase(Locale.ROOT);
            case "title":
                exactly(name, arguments, 1);
                return title(text(arguments.get(0)));
            case "split":
                exactly(name, arguments, 2);
                return split(text(arguments.get(0)), text(arguments.get(1)));
            case "join":
                exactly(name, arguments, 2);
                return String.join(text(arguments.get(1)), texts(arguments.get(0)));
            case "pad":
                exactly(name, arguments, 3);
                String padded = text(arguments.get(0));
                return padded.isEmpty()
                        ? ""
                        : " ".repeat(count(arguments.get(1))) + padded + " ".repeat(count(arguments.get(2)));
            default:
                exactly(name, arguments, 2);
                String whole = text(arguments.get(0));
                int limit = count(arguments.get(1));
                return whole.codePointCount(0, whole.length()) <= limit
                        ? whole
                        : whole.substring(0, whole.offsetByCodePoints(0, limit));
        }
    }

    private static void exactly(String name, List<Object> arguments, int count) throws Failure {
        if (arguments.size() != count) {
            throw new Failure("wrong number of args for " + name + ": want " + count + " got " + arguments.size());
        }
    }

    private static void least(String name, List<Object> arguments, int count) throws Failure {
        if (arguments.size() < count) {
            throw new Failure(
                    "wrong number of args for " + name + ": want at least " + count + " got " + arguments.size());
        }
    }

    private static Failure failed(String name, String why) {
        return new Failure("error calling " + name + ": " + why);
    }

    private static String text(Object value) throws Failure {
        if (value instanceof String text) {
            return text;
        }
        throw new Failure("wrong type for value; expected string; got " + type(value));
    }

    private static int count(Object value) throws Failure {
        if (value instanceof Number number && !(value instanceof Double)) {
            return (int) Math.max(0, Math.min(1 << 20, number.longValue()));
        }
        throw new Failure("wrong type for value; expected int; got " + type(value));
    }

    private static List<String> texts(Object value) throws Failure {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                texts.add(text(item));
            }
        } else if (value != Nil.LIST) {
            throw new Failure("wrong type for value; expected []string; got " + type(value));
        }
        return texts;
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
            return parts;
        }
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (char c : text.toCharArray()) {
            out.append(inside ? c : Character.toUpperCase(c));
            inside = Character.isLetterOrDigit(c) || c == '_' || c == '\'';
        }
        return out.toString();
    }

    private static Object length(Object value) throws Failure {
        if (value instanceof String text) {
            return (long) text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return (long) map.size();
        }
        if (value == Nil.MAP || value == Nil.LIST) {
            return 0L;
        }
        if (value instanceof JsonObject object) {
            return (long) object.names().size();
        }
        throw failed("len", value instanceof Nil ? "len of nil pointer" : "len of type " + type(value));
    }

    private static Object index(List<Object> arguments) throws Failure {
        Object at = arguments.get(0);
        for (Object key : arguments.subList(1, arguments.size())) {
            at = item(at, key);
        }
        return at;
    }

    private static Object item(Object from, Object key) throws Failure {
        if (from instanceof Map<?, ?> || from == Nil.MAP || from instanceof JsonObject) {
            if (!(key instanceof String name)) {
                throw failed("index", "value has type " + type(key) + "; should be string");
            }
            Object found = Members.of(from, name);
            return found == Nil.ABSENT || found == Fields.MISSING ? empty(from) : found;
        }
        if (from instanceof List<?> || from instanceof String || from == Nil.LIST) {
            if (!(key instanceof Number number) || key instanceof Double) {
                throw failed("index", "cannot index slice/array with type " + type(key));
            }
            int size = from instanceof List<?> list ? list.size() : from instanceof String text ? text.length() : 0;
            if (number.longValue() < 0 || number.longValue() >= size) {
                throw failed("index", "index out of range: " + number);
            }
            int place = number.intValue();
            Object found =
                    from instanceof List<?> list ? list.get(place) : (Object) (long) ((String) from).charAt(place);
            return found == null ? Nil.LIST : found;
        }
        throw failed("index", from instanceof Nil ? "index of untyped nil" : "can't index item of type " + type(from));
    }

    /** What a key that is not there gives: as empty as the other values are full. */
    private static Object empty(Object from) {
        if (from instanceof Map<?, ?> map) {
            for (Object value : map.values()) {
                return value instanceof String ? "" : value instanceof Number ? (Object) 0L : Nil.LIST;
            }
        }
        return from == Nil.MAP ? "" : Nil.LIST;
    }

    private static Object slice(List<Object> arguments) throws Failure {
        Object from = arguments.get(0);
        boolean sliceable = from instanceof String || from instanceof List<?> || from == Nil.LIST;
        if (!sliceable || arguments.size() > 3) {
            throw failed("slice", "can't slice item of type " + type(from));
        }
        int size = from instanceof String text ? text.length() : from instanceof List<?> list ? list.size() : 0;
        int[] bounds = {0, size};
        for (int i = 1; i < arguments.size(); i++) {
            bounds[i - 1] = count(arguments.get(i));
            if (bounds[i - 1] > size) {
                throw failed("slice", "index out of range: " + bounds[i - 1]);
            }
        }
        if (bounds[0] > bounds[1]) {
            throw failed("slice", "invalid slice index: " + bounds[0] + " > " + bounds[1]);
        }
        return from instanceof String text
                ? text.substring(bounds[0], bounds[1])
                : from instanceof List<?> list ? list.subList(bounds[0], bounds[1]) : from;
    }

    private static Object compare(String name, List<Object> arguments) throws Failure {
        if (name.equals("eq")) {
            least(name, arguments, 1);
            if (arguments.size() == 1) {
                throw failed(name, "missing argument for comparison");
            }
            boolean equal = false;
            for (Object other : arguments.subList(1, arguments.size())) {
                equal |= order(name, arguments.get(0), other) == 0;
            }
            return equal;
        }
        exactly(name, arguments, 2);
        int order = order(name, arguments.get(0), arguments.get(1));
        switch (name) {
            case "ne":
                return order != 0;
            case "lt":
                return order < 0;
            case "le":
                return order <= 0;
            case "gt":
                return order > 0;
            default:
                return order >= 0;
        }
    }

    private static int order(String name, Object a, Object b) throws Failure {
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return x.compareTo(y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.compareTo(y);
        }
        boolean whole = a instanceof Number && !(a instanceof Double) && b instanceof Number && !(b instanceof Double);
        if (whole) {
            return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
        }
        if (a instanceof Nil || b instanceof Nil) {
            return a instanceof Nil && b instanceof Nil ? 0 : 1;
        }
        throw failed(name, "incompatible types for comparison");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }

    private static String js(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '\\' || c == '\'' || c == '"') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '=') {
                out.append("\\u")
                        .append(Integer.toHexString(0x10000 + c).substring(1).toUpperCase(Locale.ROOT));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
