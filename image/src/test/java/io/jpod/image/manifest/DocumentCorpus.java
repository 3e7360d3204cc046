package io.jpod.image.manifest;

import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes hostile documents from a good one: every member in turn is taken away or given a value that it should not have. */
final class DocumentCorpus {
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "99999999999999999999999",
        "9223372036854775807",
        "\"\"",
        "\"x\"",
        "\"sha256:\"",
        "\"sha256:" + "z".repeat(64) + "\"",
        "\"sha512:" + "a".repeat(128) + "\"",
        "\"sha256:" + "a".repeat(63) + "/../" + "\"",
        "\"\\u0000\\u001b[2J\"",
        "\"2026-13-45T99:99:99Z\"",
        "\"+999999999-12-31T23:59:59+18:00\"",
        "\"" + "y".repeat(70_000) + "\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        "{\"\":{}}",
        "[".repeat(3000) + "]".repeat(3000)
    };

    private DocumentCorpus() {}

    /** All documents that come of one; also cut off at some places. */
    static List<byte[]> of(String good) {
        List<byte[]> result = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        spoil(Json.parseObject(good), "", "", texts);
        for (String text : texts) {
            result.add(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < bytes.length; end += 7) {
            result.add(java.util.Arrays.copyOf(bytes, end));
        }
        result.add(("\ufeff" + good).getBytes(StandardCharsets.UTF_8));
        result.add((good + good).getBytes(StandardCharsets.UTF_8));
        result.add(good.getBytes(StandardCharsets.UTF_16LE));
        return result;
    }

    /** The members of an object, each spoilt, between the text before and after the object. */
    private static void spoil(JsonObject object, String before, String after, List<String> texts) {
        List<String> names = new ArrayList<>(object.names());
        for (String name : names) {
            String others = others(object, name);
            String comma = others.isEmpty() ? "" : ",";
            texts.add(before + "{" + others + "}" + after);
            String head = before + "{" + others + comma + Json.compact(name) + ":";
            for (String value : VALUES) {
                texts.add(head + value + "}" + after);
            }
            texts.add(head + "1," + Json.compact(name) + ":2}" + after);
            Object value = object.get(name);
            if (value instanceof JsonObject inner) {
                spoil(inner, head, "}" + after, texts);
            } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof JsonObject first) {
                spoil(first, head + "[", "]}" + after, texts);
            } else if (value instanceof List<?>) {
                for (String item : VALUES) {
                    texts.add(head + "[" + item + "]}" + after);
                }
            }
        }
    }

    private static String others(JsonObject object, String left) {
        StringBuilder out = new StringBuilder();
        for (String name : object.names()) {
            if (!name.equals(left)) {
                out.append(out.length() == 0 ? "" : ",");
                out.append(Json.compact(name)).append(':').append(Json.compact(object.get(name)));
            }
        }
        return out.toString();
    }
}
