package io.jpod.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    private static JsonFields row(String json) {
        return new JsonFields(Json.parseObject(json));
    }

    @Test
    void columnsAreTwelveWideOrTwoWiderThanTheirLongestCell() {
        TabWriter table = new TabWriter();
        table.add("ID\tNAME\tLAST\n");
        table.add("0123456789012345\t\u00fcber\tx\n");
        assertEquals("ID                NAME        LAST\n0123456789012345  \u00fcber        x\n", table.toString());
    }

    @Test
    void aColumnEndsWhereALineDoesNotHaveIt() {
        TabWriter table = new TabWriter(0);
        table.add("a\tb\nccccc\td\n");
        table.add("none\n");
        table.add("e\tf\n");
        assertEquals("a      b\nccccc  d\nnone\ne  f\n", table.toString());
    }

    @Test
    void trailingCellsAreNotPadded() {
        TabWriter table = new TabWriter();
        table.add("A\t\n");
        assertEquals("A           \n", table.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "999,999 B",
        "1000,1 kB",
        "144000,144 kB",
        "2131116,2.13 MB",
        "1984132,1.98 MB",
        "999999,1000 kB",
        "12345678901,12.3 GB",
        "5000000000000,5 TB"
    })
    void sizesHaveThreeDigits(long bytes, String text) {
        assertEquals(text, Sizes.spaced(bytes));
        assertEquals(text.replace(" ", ""), Sizes.tight(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0,Less than a second", "1,1 second", "59,59 seconds", "60,About a minute", "119,About a minute",
        "120,2 minutes", "3599,59 minutes", "3600,About an hour", "5399,About an hour", "5400,2 hours",
        "172799,2 days", "86400,24 hours", "1209600,2 weeks", "5184000,2 months", "63072000,2 years"
    })
    void spansAreInPodmansWords(long seconds, String text) {
        assertEquals(text, Times.span(seconds));
    }

    @Test
    void timesAreWrittenAsGoDoes() {
        long nanos = Instant.parse("2026-11-23T22:31:08.0164894Z").getEpochSecond() * 1_000_000_000L + 16_489_400;
        assertEquals("2026-11-23 22:31:08.0164894 +0000 UTC", Times.go(nanos, LocalZone.of(ZoneOffset.UTC)));
        assertEquals(
                "2026-11-23 23:31:08.0164894 +0100 CET", Times.go(nanos, LocalZone.of(ZoneId.of("Europe/Berlin"))));
        assertEquals("2026-11-23T22:31:08.0164894Z", Times.rfc3339(nanos, LocalZone.of(ZoneOffset.UTC)));
        assertEquals("1970-01-01T00:00:00Z", Times.rfc3339(0, LocalZone.of(ZoneOffset.UTC)));
        assertEquals(
                "2026-11-23T23:31:08.016489400+01:00",
                Times.nanos(Instant.parse("2026-11-23T22:31:08.0164894Z"), LocalZone.of(ZoneId.of("Europe/Berlin"))));
    }

    @Test
    void templatesShowFieldsAndWhatIsInThem() {
        JsonFields row = row("{\"ID\":\"x\",\"State\":{\"Status\":\"up\"},\"Names\":[\"a\",\"b\"],"
                + "\"Labels\":{\"z\":\"1\",\"a\":\"2\"},\"Rm\":false,\"Pid\":7,\"Gone\":null}");
        assertEquals(
                "x|up|[a b]|map[a:2 z:1]|false|7|[]\n",
                Template.parse("t", "{{.ID}}|{{ .State.Status }}|{{.Names}}|{{.Labels}}|{{.Rm}}|{{.Pid}}|{{.Gone}}")
                        .row(row));
        assertEquals(
                "[\"a\",\"b\"]\tx\n",
                Template.parse("t", "{{json .Names}}\\t{{.ID}}").row(row));
        assertEquals(" x \n", Template.parse("t", " {{.ID}} ").row(row));
        assertEquals("x\n", Template.parse("t", "{{.ID}}\\n").row(row));
        assertEquals(
                "x\n", Template.parse("t", "{{range .}}{{.ID}}\\n{{end -}}").row(row));
        assertEquals("plain\n", Template.parse("t", "plain").row(row));
    }

    @Test
    void fieldsAreFoundWhateverTheirCase() {
        assertEquals("x\n", Template.parse("t", "{{.ID}}").row(row("{\"Id\":\"x\"}")));
    }

    @Test
    void tablesHaveHeadingsAndTabsForBlanks() {
        Template template = Template.parse("t", "table {{.ID}} {{.ImageID}}\\t{{.Names}}");
        assertTrue(template.isTable());
        assertFalse(Template.parse("t", "{{.ID}}").isTable());
        Fields headings = new Fields() {
            @Override
            public Object field(String name) {
                return name.equals("ID") ? "CONTAINER ID" : MISSING;
            }

            @Override
            public Object json() {
                return MISSING;
            }
        };
        assertEquals("CONTAINER ID\tIMAGE ID\tNAMES\n", template.headings(headings));
    }

    @Test
    void unknownFieldsAndActionsAreRefused() {
        Template unknown = Template.parse("ps", "{{.Foo}}");
        JpodException missing = assertThrows(JpodException.class, () -> unknown.row(row("{\"ID\":\"x\"}")));
        assertEquals("template: ps: executing \"ps\" at <.Foo>: can't evaluate field Foo", missing.getMessage());
        for (String action : List.of("{{.a..b}}", "{{}}", "{{nofunc .ID}}", "{{if .ID}}a", "{{end}}", "{{.ID}")) {
            JpodException refused = assertThrows(JpodException.class, () -> Template.parse("ps", action), action);
            assertTrue(refused.getMessage().startsWith("template: ps:1: "), refused.getMessage());
        }
        assertThrows(JpodException.class, () -> Template.parse("ps", "{{.ID"));
    }

    @Test
    void jsonIsAskedForInSeveralWays() {
        assertTrue(Template.isJson("json"));
        assertTrue(Template.isJson("{{json .}}"));
        assertFalse(Template.isJson("{{json .ID}}"));
    }

    @Test
    void yamlLooksAsPodmans() {
        JsonObject document =
                Json.parseObject("{\"host\":{\"version\":\"12\",\"arch\":\"amd64\",\"none\":[],\"empty\":{},"
                        + "\"maps\":[{\"size\":1,\"id\":0}],\"names\":[\"a\",\"b\"],\"text\":\"x: y\",\"lines\":\"a\\nb\",\"no\":\"\","
                        + "\"flag\":true,\"nothing\":null,\"path\":\"/usr\",\"release\":\"6.1.2\"}}");
        assertEquals("""
                host:
                  arch: amd64
                  empty: {}
                  flag: true
                  lines: |-
                    a
                    b
                  maps:
                  - id: 0
                    size: 1
                  names:
                  - a
                  - b
                  no: ""
                  none: []
                  nothing: null
                  path: /usr
                  release: 6.1.2
                  text: 'x: y'
                  version: "12"
                """, Yaml.text(document));
    }
}
