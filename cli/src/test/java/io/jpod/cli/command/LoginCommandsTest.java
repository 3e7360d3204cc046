package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.CliFixture;
import io.jpod.image.registry.Credentials;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginCommandsTest {
    @TempDir
    Path temp;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(temp);
    }

    @Test
    void logsInAndOut() {
        assertEquals(0, cli.run("login -v -u joe -p secret one.example"));
        assertEquals("Used:  /auth.json\nLogin Succeeded!\n", cli.out());
        assertEquals(0, cli.run("login --get-login one.example"));
        assertEquals("joe\n", cli.out());
        assertEquals(0, cli.run("login one.example"));
        assertEquals(
                "Authenticating with existing credentials for one.example\n"
                        + "Existing credentials are valid. Already logged in to one.example\n",
                cli.out());
        assertEquals(0, cli.run("logout one.example"));
        assertEquals("Removed login credentials for one.example\n", cli.out());
        assertEquals(125, cli.run("logout one.example"));
        assertEquals("Error: not logged into one.example\n", cli.err());
    }

    @Test
    void readsThePasswordFromStandardInput() {
        cli.input = "secret word\n";
        assertEquals(0, cli.run("login -u joe --password-stdin"));
        assertTrue(cli.registries.kept.containsKey("first.example"));
        assertEquals(125, cli.run("login --password-stdin x.example"));
        assertEquals("Error: Must provide --username with --password-stdin\n", cli.err());
        assertEquals(125, cli.run("login -u joe -p x --password-stdin x.example"));
        assertEquals("Error: Can't specify both --password-stdin and --password\n", cli.err());
    }

    @Test
    void refusesWrongCredentialsAndTokens() {
        assertEquals(125, cli.run("login -u eve -p x one.example"));
        assertEquals("Error: logging into \"one.example\": invalid username/password\n", cli.err());
        assertTrue(cli.registries.kept.isEmpty());
        cli.registries.kept.put("token.example", Credentials.identityToken("t"));
        assertEquals(125, cli.run("login token.example"));
        assertEquals(125, cli.run("login --get-login token.example"));
        assertEquals("Error: not logged into token.example\n", cli.err());
    }

    @Test
    void logsOutEverywhere() {
        cli.run("login -u joe -p secret one.example");
        assertEquals(125, cli.run("logout --all one.example"));
        assertEquals("Error: --all takes no arguments\n", cli.err());
        assertEquals(0, cli.run("logout --all"));
        assertTrue(cli.registries.kept.isEmpty());
    }
}
