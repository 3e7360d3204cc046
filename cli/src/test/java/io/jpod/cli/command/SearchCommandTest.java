package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.CliFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    @TempDir
    Path temp;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(temp);
    }

    @Test
    void printsATable() {
        assertEquals(0, cli.run("search x"));
        assertEquals(
                "NAME        DESCRIPTION\n" + "a.io/x      a description of more than forty-four letter...\n"
                        + "a.io/x2     \n",
                cli.out());
        cli.run("search --no-trunc --compatible --filter is-official x");
        assertTrue(cli.out().contains("letters, cut") && !cli.out().contains("a.io/x2"), cli.out());
    }

    @Test
    void filtersAndFormats() {
        assertEquals(0, cli.run("search", "--filter", "stars=1", "--format", "{{.Index}} {{.Stars}}", "x"));
        assertEquals("a.io 7\n", cli.out());
        assertEquals(125, cli.run("search --filter foo=1 x"));
        assertEquals("Error: invalid filter type \"foo=1\"\n", cli.err());
        assertEquals(125, cli.run("search --filter stars=many x"));
        assertEquals(125, cli.run("search --limit 10001 x"));
    }

    @Test
    void listsTags() {
        assertEquals(0, cli.run("search --list-tags a.io/x"));
        assertEquals("NAME        TAG\na.io/x      1\na.io/x      2\n", cli.out());
        assertEquals(0, cli.run("search --list-tags --format json a.io/x"));
        assertEquals(
                "[\n    {\n        \"Name\": \"a.io/x\",\n        \"Tags\": [\n            \"1\",\n            \"2\"\n"
                        + "        ]\n    }\n]\n",
                cli.out());
    }
}
