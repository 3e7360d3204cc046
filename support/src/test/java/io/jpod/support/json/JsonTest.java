package io.jpod.support.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "-1",
                "0",
                "9223372036854775807",
                "1.5",
                "{\"a\":[1,-2.25,{\"b\":null,\"c\":false}],\"d\":\"x\\\"\\\\\\n\\t\\r\\u0001é😀\"}"
            })
    void documentsComeBackAsTheyWere(String text) {
        assertEquals(text, Json.compact(Json.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "[1,]",
                "{\"a\":1,}",
                "01",
                "-",
                "1.",
                "1e",
                ".5",
                "+1",
                "tru",
                "nul",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a",
                "\"a\nb\"",
                "1 2",
                "{} x",
                "NaN",
                "[1 2]",
                "'a'",
                "--1",
                "1.e3"
            })
    void damagedDocumentsAreRefused(String text) {
        JpodException e = assertThrows(JpodException.class, () -> Json.parse(text), text);
        assertEquals(ErrorCode.EXTERNAL, e.code());
        assertTrue(e.getMessage().startsWith("invalid JSON at line "), e.getMessage());
    }

    @Test
    void errorsNameLineAndColumn() {
        JpodException e = assertThrows(JpodException.class, () -> Json.parse("{\n  \"a\": 1,\n  b\n}"));
        assertEquals("invalid JSON at line 3, column 3: expected a member name", e.getMessage());
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThrows(JpodException.class, () -> Json.parse("[".repeat(100_000)));
        Json.parse("[".repeat(200) + "]".repeat(200));
    }

    @Test
    void numbersKeepTheirKind() {
        List<?> list = (List<?>) Json.parse("[1, 1.0, 1e3, 12345678901234567890, -0]");
        assertEquals(List.of(1L, 1.0, 1000.0, 1.2345678901234567e19, 0L), list);
    }

    @Test
    void prettyDocumentsHaveOneMemberPerLine() {
        JsonObject object = new JsonObject()
                .put("a", 1)
                .put("b", List.of(1, 2))
                .put("c", Map.of("d", true))
                .put("e", List.of())
                .put("f", new JsonObject());
        String expected = "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {\n    \"d\": true\n  },\n"
                + "  \"e\": [],\n  \"f\": {}\n}";
        assertEquals(expected, Json.pretty(object, "  "));
        assertEquals(Json.compact(object), Json.compact(Json.parse(expected)));
    }

    @Test
    void membersAreReadByType() {
        JsonObject object = Json.parseObject(
                "{\"s\":\"x\",\"n\":7,\"d\":1.5,\"t\":true,\"o\":{\"k\":\"v\"},\"l\":[\"a\"],\"z\":null,\"m\":[{}]}");
        assertEquals("x", object.getString("s", ""));
        assertEquals("fallback", object.getString("z", "fallback"));
        assertEquals(7, object.getInt("n", 0));
        assertEquals(7.0, object.getDouble("n", 0));
        assertEquals(1.5, object.getDouble("d", 0));
        assertTrue(object.getBoolean("t", false));
        assertEquals(Map.of("k", "v"), object.getStringMap("o"));
        assertEquals(List.of("a"), object.getStrings("l"));
        assertEquals(1, object.getObjects("m").size());
        assertTrue(object.getList("none").isEmpty());
        assertFalse(object.has("z"));
        assertNull(object.get("z"));
        JpodException e = assertThrows(JpodException.class, () -> object.getLong("s", 0));
        assertEquals("JSON member s is not of type integer", e.getMessage());
        assertThrows(JpodException.class, () -> object.getStrings("m"));
        assertThrows(JpodException.class, () -> Json.parseObject("[]"));
    }

    @Test
    void putConvertsAndRemoves() {
        JsonObject object =
                new JsonObject().put("a", 1).put("b", Arrays.asList("x", null)).putNull("c");
        assertEquals("{\"a\":1,\"b\":[\"x\",null],\"c\":null}", Json.compact(object));
        assertEquals("{\"b\":[\"x\",null]}", Json.compact(object.put("a", null).put("c", null)));
        assertThrows(JpodException.class, () -> object.put("bad", new Object()));
    }

    @Test
    void oneMemberMayStayText() {
        String raw = "{\"a\":[\"}\\\"\",{}],\"é\":1}";
        byte[] document = ("{\"x\":{\"r\":1},\"r\": " + raw + " ,\"y\":\"é\"}").getBytes(StandardCharsets.UTF_8);
        JsonObject object = Json.parseDeferring(document, "r");
        assertEquals(raw, ((RawJson) object.get("r")).text());
        assertEquals(1, object.getObject("x").getInt("r", 0));
        assertEquals("é", object.getString("y", ""));
        assertEquals(
                7,
                Json.parseDeferring("{\"r\":7}".getBytes(StandardCharsets.UTF_8), "r")
                        .getInt("r", 0));
        for (String broken : List.of("{\"r\":{\"a\":1}", "{\"r\":{\"a", "{\"r\":{}}}")) {
            assertThrows(JpodException.class, () -> Json.parseDeferring(broken.getBytes(StandardCharsets.UTF_8), "r"));
        }
    }
}
