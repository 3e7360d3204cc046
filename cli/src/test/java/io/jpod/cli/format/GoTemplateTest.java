package io.jpod.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected texts are what podman 5.4 printed for the same formats. */
class GoTemplateTest {
    private static final JsonFields IMAGE = new JsonFields(Json.parseObject("""
            {"Id":"3108f6","Tag":"1","RepoTags":["localhost/b:2","localhost/a:1"],"Created":"1970-01-01T00:00:00Z",
            "Config":{"Env":["PATH=/bin"],"Cmd":["/bin/sh"],"Labels":{"x.y":"z"}},"Size":2131050,"Labels":null,"Dangling":false,
            "History":[{"created":"1970-01-01T00:00:00Z","created_by":"scripts/x"}],"Author":"",
            "NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"","HostPort":"8080"}],"90/tcp":null}}}"""));

    private static String run(String format) {
        Template template = Template.parse("images", format);
        return template.row(IMAGE) + template.end();
    }

    private static String failure(String format) {
        return assertThrows(JpodException.class, () -> run(format)).getMessage();
    }

    @Test
    void listsAreWalkedThrough() {
        assertEquals("localhost/b:2 localhost/a:1 \n", run("{{range .RepoTags}}{{.}} {{end}}"));
        assertEquals("a0=localhost/b:2;1=localhost/a:1;\n", run("a{{range $i, $n := .RepoTags}}{{$i}}={{$n}};{{end}}"));
        assertEquals("a0;\n", run("a{{range $i, $n := .RepoTags}}{{if $i}}{{break}}{{end}}{{$i}};{{end}}"));
        assertEquals("1\n", run("{{range $i, $n := .RepoTags}}{{if not $i}}{{continue}}{{end}}{{$i}}{{end}}"));
        assertEquals("none\n", run("{{range .Labels}}x{{else}}none{{end}}"));
        assertEquals("x.y=z \n", run("{{range $k, $v := .Config.Labels}}{{$k}}={{$v}} {{end}}"));
        assertEquals("1 \n", run("{{range .}}{{.Tag}} {{end}}"));
        assertEquals("1 ", run("{{range .}}{{.Tag}} {{end -}}"));
        assertEquals("1\n", run("{{ range . }}{{.Tag | upper}}\\n{{end -}}"));
    }

    @Test
    void conditionsAndVariablesWork() {
        assertEquals("one\n", run("{{if eq .Tag \"1\"}}one{{else if eq .Tag \"2\"}}two{{else}}x{{end}}"));
        assertEquals("no labels\n", run("{{with .Labels}}labels{{else}}no labels{{end}}"));
        assertEquals("[/bin/sh]\n", run("{{with .Config}}{{.Cmd}}{{end}}"));
        assertEquals("1\n", run("{{$x := .Tag}}{{$x}}{{/* c */}}"));
        assertEquals("21\n", run("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}{{$.Tag}}"));
        assertEquals(
                "b none true true\n",
                run("{{if .Config.Entrypoint}}a{{else}}b{{end}} {{or .Author \"none\"}}"
                        + " {{eq .Tag \"1\"}} {{and .Id (eq .Tag \"1\")}}"));
        assertEquals(
                "3108f6 1 false false true true\n",
                run("{{and .Tag .Id}} {{or \"\" .Tag}} {{not .Tag}} {{ne .Tag \"1\"}}" + " {{lt 1 2}} {{ge .Size 5}}"));
        assertEquals("1x\n", run("  {{- .Tag -}}   x"));
        assertEquals("[1]\n", run("{{define \"T\"}}[{{.}}]{{end}}{{template \"T\" .Tag}}"));
    }

    @Test
    void functionsWork() {
        assertEquals(
                "2 localhost/b:2 \"1\"     3|1       |[localhost/b:2 localhost/a:1]\n",
                run("{{len .RepoTags}} {{index .RepoTags 0}} {{printf \"%q %5d|%-8s|%v\" .Tag 3 .Tag .RepoTags}}"));
        assertEquals(
                "a [localhost b:2] localhost/b:2+localhost/a:1 Abc Def   1   |loca\n",
                run("{{lower \"A\"}} {{split (index .RepoTags 0) \"/\"}} {{join .RepoTags \"+\"}} {{title \"abc def\"}}"
                        + " {{pad .Tag 2 3}}|{{truncate \"localhost\" 4}}"));
        assertEquals("lit 1 1.5 true 99 raw\n", run("{{\"lit\"}} {{1}} {{1.50}} {{true}} {{'c'}} {{`raw`}}"));
        assertEquals(
                "%!d(string=1) 1 2ab3 x\n\n",
                run("{{printf \"%d\" .Tag}} {{print 1 2 \"a\" \"b\" 3}} {{println \"x\"}}"));
        assertEquals(
                "1 &lt;a&gt; a+b \\\"\n",
                run("{{slice .Tag 0 1}} {{html \"<a>\"}} {{urlquery \"a b\"}} {{js \"\\\"\"}}"));
        assertEquals("[\"LOCALHOST/B:2\",\"LOCALHOST/A:1\"]\n", run("{{ json .RepoTags | upper }}"));
        assertEquals(
                "8080 []\n",
                run(
                        "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}} {{index .NetworkSettings.Ports \"90/tcp\"}}"));
        assertEquals("00042|+7|2.50|ff|%|%!s(MISSING)\n", run("{{printf \"%05d|%+d|%.2f|%x|%%|%s\" 42 7 2.5 255}}"));
        assertEquals("a%!(EXTRA string=b)\n", run("{{printf \"a\" \"b\"}}"));
    }

    @Test
    void whatDocumentsLeaveOutHasItsZeroValue() {
        assertEquals(
                "map[] []  <nil> false\n",
                run("{{.Config.ExposedPorts}} {{.Config.Entrypoint}} {{.Config.WorkingDir}}"
                        + " {{.HealthCheck}} {{range .History}}{{.EmptyLayer}}{{end}}"));
        assertEquals(
                " map[] <no value> null <no value> z\n",
                run("{{index .Labels \"x\"}} {{.Labels}} {{.Labels.x}}"
                        + " {{json .Labels}} {{.Config.Labels.q}} {{index .Config.Labels \"x.y\"}}"));
        assertEquals("scripts/x\n", run("{{range .History}}{{.CreatedBy}}{{end}}"));
    }

    @Test
    void timesAreGos() {
        assertEquals("1970-01-01 00:00:00 +0000 UTC\n", run("{{.Created}}"));
        assertEquals("\"1970-01-01T00:00:00Z\"\n", run("{{json .Created}}"));
        assertEquals("1970 0 1970\n", run("{{.Created.Format \"2006\"}} {{.Created.Unix}} {{.Created.Year}}"));
        assertEquals(
                "Thu, 01 Jan 1970 00:00:00.000 Z 12AM _\n",
                run("{{.Created.Format \"Mon, 02 Jan 2006 15:04:05.000 Z07:00 3PM _\"}}"));
        GoTime other = new GoTime("2026-11-23T22:26:11.5+02:00");
        assertEquals("2026-11-23 22:26:11.5 +0200 +0200", other.text());
        assertEquals(
                "Monday Nov 23 10:26:11 PM +0200", other.call("Format", List.of("Monday Jan 2 03:04:05 PM -0700")));
    }

    @Test
    void mistakesAreNamed() {
        assertEquals("template: images:1: function \"jsonn\" not defined", failure("{{jsonn .Names}}"));
        assertEquals("template: images:1: unexpected EOF", failure("{{if .Tag}}x"));
        assertEquals("template: images:1: unexpected {{end}}", failure("{{end}}"));
        assertEquals("template: images:1: bad character U+007D '}'", failure("{{.Tag}"));
        assertEquals(
                "template: images: executing \"images\" at <index .RepoTags 7>: error calling index: index out of range: 7",
                failure("{{index .RepoTags 7}}"));
        assertEquals(
                "template: images: executing \"images\" at <.RepoTags.Foo>: can't evaluate field Foo in type []string",
                failure("{{if true}}{{.RepoTags.Foo}}{{end}}"));
        assertEquals(
                "template: images: executing \"images\" at <len 3>: error calling len: len of type int",
                failure("{{len 3}}"));
        assertEquals(
                "template: images: executing \"images\" at <eq .Tag 1>: error calling eq: incompatible types for comparison",
                failure("{{eq .Tag 1}}"));
        assertEquals(
                "template: images: executing \"images\" at <upper>: wrong number of args for upper: want 1 got 0",
                failure("{{upper}}"));
        assertEquals("template: images: executing \"images\" at <nil>: nil is not a command", failure("{{nil}}"));
        assertEquals("template: images:1: unclosed left paren", failure("{{(.Tag}}"));
        assertEquals("template: images:1: undefined variable \"$x\"", failure("{{$x}}"));
    }

    @Test
    void tablesHaveHeadings() {
        Template template = Template.parse("images", "table {{.Id}} {{.Tag | upper}}\\t{{printf \"%s:%s\" .Id .Tag}}");
        assertEquals("ID\tTAG\tID:TAG\n", template.headings(new Fields() {
            @Override
            public Object field(String name) {
                return MISSING;
            }

            @Override
            public Object json() {
                return MISSING;
            }
        }));
        assertEquals("3108f6\t1\t3108f6:1\n", template.row(IMAGE));
    }
}
