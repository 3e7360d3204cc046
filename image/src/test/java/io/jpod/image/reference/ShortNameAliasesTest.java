package io.jpod.image.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortNameAliasesTest {
    @TempDir
    Path home;

    @Test
    void recordedAnswersCountOverTheConfiguration() throws IOException {
        ShortNameAliases aliases = ShortNameAliases.of(Map.of(), home, true);
        JsonObject none = new JsonObject();
        aliases.addTo(none);
        assertEquals("{}", Json.compact(none));
        aliases.record(ImageReference.parse("box:1"), ImageReference.parse("b.io/library/box:1"));
        aliases.record(ImageReference.parse("a"), ImageReference.parse("c.io/a"));
        JsonObject settings = Json.parseObject("{\"aliases\":{\"box\":\"other.io/box\",\"z\":\"z.io/z\"}}");
        aliases.addTo(settings);
        assertEquals(Map.of("a", "c.io/a", "box", "b.io/library/box", "z", "z.io/z"), settings.getStringMap("aliases"));
        assertEquals(
                "[aliases]\n  \"a\" = \"c.io/a\"\n  \"box\" = \"b.io/library/box\"\n",
                Files.readString(home.resolve(".cache/containers/short-name-aliases.conf")));
    }
}
