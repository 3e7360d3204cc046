package io.jpod.testkit.idmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every id mapping strategy does. The engine's namespace of these tests has id 0 and 65536 subordinate ids. */
public abstract class IdMapContractTest {
    protected static final IdMapping AVAILABLE = new IdMapping(
            List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 65536)),
            List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 65536)));

    /** The strategy under test, on a host where user 1000 is rootless. */
    protected abstract IdMap idMap();

    /** Options without which it does not work; none usually. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** True when it promises that containers share no id. */
    protected boolean givesDisjointRanges() {
        return false;
    }

    /** A request for an image that needs 1500 ids. */
    protected final IdMapRequest request(List<IdMapping> inUse) {
        return new IdMapRequest(AVAILABLE, options(), 1500, inUse);
    }

    @Test
    void containersGetOnlyIdsThatTheEngineHas() {
        idMap().map(request(List.of())).ifPresent(mapping -> {
            assertWithin(mapping.uids(), AVAILABLE.uids());
            assertWithin(mapping.gids(), AVAILABLE.gids());
        });
    }

    @Test
    void noIdIsMappedTwice() {
        idMap().map(request(List.of())).ifPresent(mapping -> {
            assertDisjoint(mapping.uids(), mapping.uids(), true);
            assertDisjoint(mapping.gids(), mapping.gids(), true);
        });
    }

    @Test
    void sameRequestGetsSameAnswer() {
        assertEquals(idMap().map(request(List.of())), idMap().map(request(List.of())));
        assertEquals(idMap().defaultUser(request(List.of())), idMap().defaultUser(request(List.of())));
    }

    @Test
    void manyThreadsGetTheSameAnswer() {
        IdMap map = idMap();
        Optional<IdMapping> alone = map.map(request(List.of()));
        IntStream.range(0, 500).parallel().forEach(round -> assertEquals(alone, map.map(request(List.of()))));
    }

    @Test
    void unknownOptionsAreRefused() {
        Map<String, String> options = new HashMap<>(options());
        options.put("no-such-option", "1");
        IdMapRequest request = new IdMapRequest(AVAILABLE, options, 1500, List.of());
        JpodException thrown = assertThrows(JpodException.class, () -> idMap().map(request));
        assertEquals(ErrorCode.USAGE, thrown.code());
        assertTrue(thrown.getMessage().contains("no-such-option"), thrown.getMessage());
    }

    @Test
    void defaultUserExistsInTheContainer() {
        Optional<IdMapping> mapping = idMap().map(request(List.of()));
        Optional<String> user = idMap().defaultUser(request(List.of()));
        if (mapping.isEmpty() || user.isEmpty()) {
            return;
        }
        String[] ids = user.get().split(":");
        assertEquals(2, ids.length, "uid:gid expected, not " + user.get());
        assertTrue(
                IdMapping.toHost(mapping.get().uids(), Long.parseLong(ids[0])).isPresent(), user.get());
        assertTrue(
                IdMapping.toHost(mapping.get().gids(), Long.parseLong(ids[1])).isPresent(), user.get());
    }

    @Test
    void namespaceWithOneIdIsMappedOrRefusedAsTheHostsFault() {
        IdMapping one = new IdMapping(List.of(new IdRange(0, 1000, 1)), List.of(new IdRange(0, 1000, 1)));
        try {
            idMap().map(new IdMapRequest(one, options(), 1500, List.of())).ifPresent(mapping -> {
                assertWithin(mapping.uids(), one.uids());
                assertWithin(mapping.gids(), one.gids());
            });
        } catch (JpodException e) {
            assertEquals(ErrorCode.HOST, e.code(), e.getMessage());
            assertTrue(e.remedy().isPresent(), "no remedy: " + e.getMessage());
        }
    }

    @Test
    void containersShareNoIdWhenThatIsPromised() {
        if (!givesDisjointRanges()) {
            return;
        }
        List<IdMapping> inUse = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            IdMapping next = idMap().map(request(inUse)).orElseThrow();
            for (IdMapping other : inUse) {
                assertDisjoint(next.uids(), other.uids(), false);
                assertDisjoint(next.gids(), other.gids(), false);
            }
            inUse.add(next);
        }
    }

    @Test
    void exhaustedIdsAreTheHostsFault() {
        if (!givesDisjointRanges()) {
            return;
        }
        IdMapping all = new IdMapping(List.of(new IdRange(0, 0, 65537)), List.of(new IdRange(0, 0, 65537)));
        JpodException thrown = assertThrows(JpodException.class, () -> idMap().map(request(List.of(all))));
        assertEquals(ErrorCode.HOST, thrown.code());
    }

    private static void assertWithin(List<IdRange> ranges, List<IdRange> available) {
        for (IdRange range : ranges) {
            for (long id : new long[] {range.hostId(), range.hostId() + range.size() - 1}) {
                OptionalLong outside = IdMapping.toHost(available, id);
                assertTrue(
                        outside.isPresent(), "id " + id + " of " + range + " does not exist in the engine's namespace");
            }
        }
    }

    /** @param same true when both are one list, whose ranges are compared with the others only, on both sides */
    private static void assertDisjoint(List<IdRange> left, List<IdRange> right, boolean same) {
        for (int i = 0; i < left.size(); i++) {
            for (int j = 0; j < right.size(); j++) {
                IdRange a = left.get(i);
                IdRange b = right.get(j);
                if (same && i == j) {
                    continue;
                }
                assertTrue(a.hostId() + a.size() <= b.hostId() || b.hostId() + b.size() <= a.hostId(), a + " and " + b);
                assertTrue(
                        !same
                                || a.containerId() + a.size() <= b.containerId()
                                || b.containerId() + b.size() <= a.containerId(),
                        a + " and " + b);
            }
        }
    }
}
