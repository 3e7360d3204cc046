package io.jpod.image.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistriesConfigTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static RegistriesConfig config(String json) {
        return new RegistriesConfig(Json.parseObject(json.replace('\'', '"')));
    }

    private static List<String> places(RegistriesConfig config, String reference, boolean reading) {
        List<String> result = new ArrayList<>();
        for (RegistriesConfig.Endpoint endpoint : config.endpoints(ImageReference.parse(reference), reading)) {
            result.add(endpoint.reference() + (endpoint.insecure() ? " insecure" : ""));
        }
        return result;
    }

    @Test
    void resolvesAliasesAndKeepsTheTag() {
        RegistriesConfig config = config("{'aliases':{'box':'quay.io/prometheus/busybox','a/b':'q.io/c'}}");
        assertEquals(
                "quay.io/prometheus/busybox:1",
                config.pullCandidates(ImageReference.parse("box:1")).get(0).toString());
        assertEquals(
                "q.io/c",
                config.pullCandidates(ImageReference.parse("a/b")).get(0).toString());
    }

    @Test
    void isDescribedAsInfoShowsIt() {
        RegistriesConfig config =
                config("{'unqualified-search-registries':['a.io'],'registry':[{'location':'l:1','insecure':true},"
                        + "{'prefix':'p.io/x','location':'q.io','mirror':[{'location':'m.io'}]}]}");
        assertEquals(
                "{'l:1':{'Prefix':'l:1','Location':'l:1','Insecure':true,'PullFromMirror':'','Mirrors':null,'Blocked':false,"
                        + "'MirrorByDigestOnly':false},'p.io/x':{'Prefix':'p.io/x','Location':'q.io','Insecure':false,"
                        + "'PullFromMirror':'','Mirrors':[{'Location':'m.io','Insecure':false,'PullFromMirror':''}],"
                        + "'Blocked':false,'MirrorByDigestOnly':false},'search':['a.io']}",
                Json.compact(config.describe()).replace('"', '\''));
    }

    @Test
    void triesTheSearchRegistriesInOrder() {
        RegistriesConfig config = config("{'unqualified-search-registries':['a.io','docker.io']}");
        assertEquals(
                "[a.io/x, docker.io/library/x]",
                config.pullCandidates(ImageReference.parse("x")).toString());
        assertEquals(
                "[localhost/x, a.io/x, docker.io/library/x, docker.io/library/x]",
                config.localCandidates(ImageReference.parse("x")).toString());
    }

    @Test
    void refusesAShortNameThatNothingResolves() {
        JpodException e =
                assertThrows(JpodException.class, () -> config("{}").pullCandidates(ImageReference.parse("x:1")));
        assertTrue(e.getMessage().startsWith("short-name \"x:1\" did not resolve to an alias"));
        assertEquals(
                "write the registry's name, for example docker.io/library/x",
                e.remedy().get());
        RegistriesConfig unknown = config("{'short-name-mode':'sometimes'}");
        assertThrows(JpodException.class, unknown::shortNameMode);
    }

    @Test
    void rewritesByTheLongestPrefix() {
        RegistriesConfig config = config(
                "{'registry':[{'prefix':'e.com','location':'m.com/all'},"
                        + "{'prefix':'e.com/foo','location':'in.net/bar','insecure':true},{'location':'p.io:5000','insecure':true}]}");
        assertEquals(List.of("in.net/bar/i:1 insecure"), places(config, "e.com/foo/i:1", true));
        assertEquals(List.of("m.com/all/foobar/i:1"), places(config, "e.com/foobar/i:1", true));
        assertEquals(List.of("p.io:5000/x insecure"), places(config, "p.io:5000/x", true));
        assertEquals(List.of("e.com.evil/foo"), places(config, "e.com.evil/foo", true));
    }

    @Test
    void understandsWildcards() {
        RegistriesConfig config = config("{'registry':[{'prefix':'*.e.com','insecure':true}]}");
        assertEquals(List.of("a.b.e.com/x insecure"), places(config, "a.b.e.com/x", true));
        assertEquals(List.of("e.com/x"), places(config, "e.com/x", true));
        RegistriesConfig moved = config(
                "{'registry':[{'prefix':'*.e.com','location':'m.net/all'," + "'mirror':[{'location':'mirror.net'}]}]}");
        assertEquals(List.of("mirror.net/t/x:1", "m.net/all/t/x:1"), places(moved, "a.e.com/t/x:1", true));
    }

    @Test
    void understandsTheOlderForm() {
        RegistriesConfig config = config("{'registries':{'search':{'registries':['a.io']},"
                + "'insecure':{'registries':['i.io']},'block':{'registries':['bad.io']}}}");
        assertEquals(List.of("a.io"), config.searchRegistries());
        assertEquals(List.of("i.io/x insecure"), places(config, "i.io/x", true));
        assertThrows(JpodException.class, () -> config.endpoints(ImageReference.parse("bad.io/x"), true));
        assertThrows(JpodException.class, () -> config("{'registries':{},'registry':[{'location':'a.io'}]}"));
    }

    @Test
    void readsFromMirrorsFirstAndNeverWritesToThem() {
        RegistriesConfig config = config("{'registry':[{'location':'e.com','mirror':[{'location':'m1.io/e'},"
                + "{'location':'m2.io','pull-from-mirror':'digest-only'}]}]}");
        assertEquals(List.of("m1.io/e/x:1", "e.com/x:1"), places(config, "e.com/x:1", true));
        assertEquals(3, places(config, "e.com/x@sha256:" + HEX, true).size());
        assertEquals(List.of("e.com/x:1"), places(config, "e.com/x:1", false));
    }

    @Test
    void refusesBlockedRegistries() {
        RegistriesConfig config = config("{'registry':[{'location':'bad.io','blocked':true}]}");
        JpodException e =
                assertThrows(JpodException.class, () -> config.endpoints(ImageReference.parse("bad.io/x"), true));
        assertTrue(e.getMessage().startsWith("registry bad.io is blocked in "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'unqualified-search-registries':['https://x.io']}|invalid location 'https://x.io': URI schemes are not",
                "{'unqualified-search-registries':['']}|unqualified-search-registries entry \"\" is no registry",
                "{'unqualified-search-registries':['x.io/y']}|unqualified-search-registries entry \"x.io/y\" is no",
                "{'registry':[{'location':'http://x.io'}]}|invalid location 'http://x.io': URI schemes are not",
                "{'registry':[{}]}|both location and prefix of a registry are unset",
                "{'registry':[{'prefix':'a.io'}]}|location of prefix \"a.io\" is unset",
                "{'registry':[{'location':'a.io','pull-from-mirror':'all'}]}|pull-from-mirror must not be set for a non-mirror",
                "{'registry':[{'location':'a.io','mirror':[{}]}]}|a mirror of \"a.io\" has no location",
                "{'registry':[{'location':'a.io','mirror':[{'location':'b.io','pull-from-mirror':'x'}]}]}|unsupported pull-from"
            })
    void namesWhatMayNotBeSaid(String test) {
        RegistriesConfig config = config(test.substring(0, test.indexOf('|')));
        JpodException e = assertThrows(JpodException.class, () -> places(config, "z.io/x/y:1", true));
        assertTrue(e.getMessage().startsWith(test.substring(test.indexOf('|') + 1)), e.getMessage());
        assertTrue(e.getMessage().endsWith("in registries.conf or registries.conf.d"), e.getMessage());
        assertThrows(JpodException.class, config::searchRegistries);
    }
}
