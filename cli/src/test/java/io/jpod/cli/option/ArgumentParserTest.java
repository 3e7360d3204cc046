package io.jpod.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentParserTest {
    private static final OptionTable TABLE = new OptionTable("""
            detach,d bool In the background
            env,e array Variables
            publish,p strings Ports
            memory,m string=1g Memory
            network,-,net array Network
            pids int=7 Processes
            shares,c uint Shares
            cpus float CPUs
            rm bool Remove
            sig-proxy bool=true Signals
            health-cmd refused/string Health
            privileged-later refused/bool Later
            content-trust noop/bool Nothing
            """);

    private static ArgumentParser parse(String... words) {
        return new ArgumentParser(false, TABLE).parse(List.of(words));
    }

    @Test
    void firstArgumentEndsTheOptions() {
        ArgumentParser parser = parse("-d", "image", "-d", "--foo");
        assertTrue(parser.options().flag("detach"));
        assertEquals(List.of("image", "-d", "--foo"), parser.arguments());
    }

    @Test
    void optionsMayFollowArgumentsWhereTheCommandAllowsIt() {
        ArgumentParser parser = new ArgumentParser(true, TABLE).parse(List.of("a", "-d", "b", "--", "--rm"));
        assertTrue(parser.options().flag("detach"));
        assertFalse(parser.options().flag("rm"));
        assertEquals(List.of("a", "b", "--rm"), parser.arguments());
    }

    @Test
    void lettersAreBundledAndTheLastMayTakeTheRestAsValue() {
        ArgumentParser parser = parse("-dp8080:80", "-de=A=1", "-eB=2", "-e", "C=3", "-m=", "image");
        assertTrue(parser.options().flag("detach"));
        assertEquals(List.of("8080:80"), parser.options().list("publish"));
        assertEquals(List.of("A=1", "B=2", "C=3"), parser.options().list("env"));
        assertEquals("=", parser.options().text("memory"));
    }

    @Test
    void aDashAloneIsAnArgument() {
        assertEquals(List.of("-"), parse("-d", "-").arguments());
    }

    @Test
    void onlyListsOfStringsAreSplitAtCommas() {
        ArgumentParser parser = parse("-p", "1,2", "--publish=3", "-p", "\"4,5\",6", "-e", "A=1,2");
        assertEquals(List.of("1", "2", "3", "4,5", "6"), parser.options().list("publish"));
        assertEquals(List.of("A=1,2"), parser.options().list("env"));
    }

    @Test
    void aliasesSetTheOptionThatTheyStandFor() {
        assertEquals(
                List.of("none", "host"),
                parse("--net", "none", "--network=host").options().list("network"));
    }

    @Test
    void valuesFallBackToTheTable() {
        Options options = parse().options();
        assertEquals("1g", options.text("memory"));
        assertEquals(7, options.number("pids"));
        assertTrue(options.flag("sig-proxy"));
        assertFalse(options.flag("rm"));
        assertFalse(options.given("memory"));
        assertThrows(IllegalArgumentException.class, () -> options.flag("no-such-option"));
    }

    @Test
    void booleansTakeTheirValueOnlyAfterAnEqualsSign() {
        ArgumentParser parser = parse("--sig-proxy=false", "--rm", "false");
        assertFalse(parser.options().flag("sig-proxy"));
        assertTrue(parser.options().flag("rm"));
        assertEquals(List.of("false"), parser.arguments());
    }

    @Test
    void theLastOfSeveralValuesCounts() {
        Options options =
                parse("--memory", "1", "--memory", "2", "--rm", "--rm=0").options();
        assertEquals("2", options.text("memory"));
        assertFalse(options.flag("rm"));
    }

    @Test
    void numbersHaveGosPrefixes() {
        assertEquals(255, parse("--pids", "0xff").options().number("pids"));
        assertEquals(-8, parse("--pids=-010").options().number("pids"));
        assertEquals(0.5, parse("--cpus", ".5").options().decimal("cpus"));
    }

    @Test
    void helpStopsTheReading() {
        assertTrue(parse("-d", "--help", "--unknown").helpWanted());
        assertTrue(parse("-dh").helpWanted());
        assertFalse(parse("image", "--help").helpWanted());
    }

    @Test
    void noOperationsAreAccepted() {
        assertTrue(parse("--content-trust").options().flag("content-trust"));
    }

    @Test
    void refusedOptionsAreNamed() {
        OptionException refused = assertThrows(OptionException.class, () -> parse("--health-cmd", "true", "image"));
        assertEquals("--health-cmd is not supported by this version of jpod", refused.getMessage());
        assertTrue(refused.isRefused());
        assertFalse(parse("--privileged-later=false").options().flag("privileged-later"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --foo                    | unknown flag: --foo
            --foo=1                  | unknown flag: --foo
            -Z                       | unknown shorthand flag: 'Z' in -Z
            -dZx                     | unknown shorthand flag: 'Z' in -Zx
            ---x                     | bad flag syntax: ---x
            --=x                     | bad flag syntax: --=x
            --memory                 | flag needs an argument: --memory
            -m                       | flag needs an argument: 'm' in -m
            -dm                      | flag needs an argument: 'm' in -m
            --rm=maybe               | invalid argument "maybe" for "--rm" flag: strconv.ParseBool: parsing "maybe": invalid syntax
            -d=x                     | invalid argument "x" for "-d, --detach" flag: strconv.ParseBool: parsing "x": invalid syntax
            --pids=x                 | invalid argument "x" for "--pids" flag: strconv.ParseInt: parsing "x": invalid syntax
            --pids=99999999999999999999 | invalid argument "99999999999999999999" for "--pids" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range
            -c=-1                    | invalid argument "-1" for "-c, --shares" flag: strconv.ParseUint: parsing "-1": invalid syntax
            --cpus=x                 | invalid argument "x" for "--cpus" flag: strconv.ParseFloat: parsing "x": invalid syntax
            --publish=a"b            | invalid argument "a\\"b" for "-p, --publish" flag: parse error on line 1, column 2: bare " in non-quoted field
            """)
    void wrongWordsGetPodmansTexts(String word, String message) {
        OptionException wrong = assertThrows(OptionException.class, () -> parse(word));
        assertEquals(message, wrong.getMessage());
        assertFalse(wrong.isRefused());
    }
}
