package io.jpod.cli.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.describe.Completer.Answer;
import io.jpod.cli.describe.Completer.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompleterTest {
    private static final class Store implements Completer.Names {
        @Override
        public List<Candidate> containers() {
            return List.of(new Candidate("web", "nginx"), new Candidate("db", "postgres"));
        }

        @Override
        public List<Candidate> images() {
            return List.of(new Candidate("docker.io/library/alpine:latest", ""));
        }

        @Override
        public List<Candidate> volumes() {
            return List.of(new Candidate("data", ""));
        }
    }

    private static Answer complete(String... words) {
        return new Completer(new Store()).complete(List.of(words));
    }

    private static List<String> texts(Answer answer) {
        return answer.candidates().stream().map(Candidate::text).toList();
    }

    @Test
    void commandsAreToldWithTheirSummaries() {
        Answer answer = complete("unp");
        assertEquals(List.of("unpause"), texts(answer));
        assertFalse(answer.candidates().get(0).description().isEmpty());
        assertFalse(answer.files());
        assertEquals(List.of("inspect"), texts(complete("volume", "i")));
    }

    @Test
    void optionsOfTheCommandAndGlobalOnesAreOffered() {
        List<String> offered = texts(complete("run", "--stor"));
        assertEquals(List.of("--storage-driver", "--storage-opt"), offered);
        assertTrue(texts(complete("run", "-")).containsAll(List.of("-d", "--detach", "--help")));
    }

    @Test
    void refusedOptionsAreNotOffered() {
        assertEquals(List.of(), texts(complete("run", "--health-cm")));
    }

    @Test
    void valuesThatAnOptionListsAreOfferedInBothForms() {
        assertEquals(List.of("vfs"), texts(complete("--storage-driver", "v")));
        assertEquals(List.of("--storage-driver=vfs"), texts(complete("run", "--storage-driver=v")));
    }

    @Test
    void otherValuesMayBeFiles() {
        assertTrue(complete("run", "--cidfile", "").files());
        assertTrue(complete("load", "-i", "").files());
    }

    @Test
    void namesStandWhereTheUsageHasThem() {
        assertEquals(List.of("web"), texts(complete("stop", "w")));
        assertEquals(List.of("web", "db"), texts(complete("rm", "-f", "web", "")));
        assertEquals(List.of("docker.io/library/alpine:latest"), texts(complete("run", "--rm", "")));
        assertEquals(List.of("data"), texts(complete("volume", "rm", "d")));
    }

    @Test
    void whatFollowsAnImageIsNotOurs() {
        Answer answer = complete("run", "alpine", "-");
        assertEquals(List.of(), texts(answer));
        assertTrue(answer.files());
    }

    @Test
    void valuesOfOptionsAreNotTakenForArguments() {
        assertEquals(List.of("docker.io/library/alpine:latest"), texts(complete("run", "--name", "x", "doc")));
        assertEquals(List.of("web"), texts(complete("logs", "--tail=3", "we")));
    }

    @Test
    void unknownCommandsHaveNoCompletion() {
        assertEquals(List.of(), texts(complete("nonsense", "")));
    }
}
