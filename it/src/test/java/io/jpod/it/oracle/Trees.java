package io.jpod.it.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Differences of two JSON trees, one line each: a path, a colon, what podman has and what jpod has. */
final class Trees {
    private Trees() {}

    /** Compares every value. */
    static List<String> values(JsonNode podman, JsonNode jpod) {
        List<String> found = new ArrayList<>();
        values("", podman, jpod, found);
        return found;
    }

    private static void values(String path, JsonNode podman, JsonNode jpod, List<String> found) {
        if (podman != null && jpod != null && podman.isObject() && jpod.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            podman.fieldNames().forEachRemaining(names::add);
            jpod.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                values(path + "/" + name, podman.get(name), jpod.get(name), found);
            }
        } else if (podman != null && jpod != null && podman.isArray() && jpod.isArray()) {
            for (int i = 0; i < Math.max(podman.size(), jpod.size()); i++) {
                values(path + "/" + i, podman.get(i), jpod.get(i), found);
            }
        } else if (podman == null || !podman.equals(jpod)) {
            found.add(path + ": podman " + podman + ", jpod " + jpod);
        }
    }

    /** Compares names and types: what podman has, jpod must have. What only jpod has is allowed. */
    static List<String> shape(JsonNode podman, JsonNode jpod) {
        List<String> found = new ArrayList<>();
        shape("", podman, jpod, found);
        return found;
    }

    private static void shape(String path, JsonNode podman, JsonNode jpod, List<String> found) {
        if (jpod == null) {
            found.add(path + ": podman " + podman + ", jpod none");
        } else if (isNothing(podman) && (jpod.isContainerNode() || jpod.isNull())) {
            return;
        } else if (podman.getNodeType() != jpod.getNodeType()
                && !(podman.getNodeType() != JsonNodeType.NULL && jpod.isNull() && podman.isEmpty())) {
            found.add(path + ": podman " + podman + ", jpod " + jpod);
        } else if (podman.isObject()) {
            podman.fieldNames()
                    .forEachRemaining(name -> shape(path + "/" + name, podman.get(name), jpod.get(name), found));
        } else if (podman.isArray() && !podman.isEmpty()) {
            if (jpod.isEmpty()) {
                found.add(path + ": podman " + podman + ", jpod " + jpod);
            } else {
                shape(path + "/0", podman.get(0), jpod.get(0), found);
            }
        }
    }

    /** Go prints a list or map that was never made as null. */
    private static boolean isNothing(JsonNode node) {
        return node.isNull();
    }

    /** Sorts a list whose order has no meaning, by a member of its objects or, without a name, by its text. */
    static void sort(JsonNode parent, String list, String member) {
        if (!(parent instanceof ObjectNode object) || !(parent.get(list) instanceof ArrayNode array)) {
            return;
        }
        List<JsonNode> sorted = new ArrayList<>();
        array.forEach(sorted::add);
        sorted.sort(Comparator.comparing(
                node -> member.isEmpty() ? node.toString() : node.path(member).toString()));
        object.putArray(list).addAll(sorted);
    }
}
