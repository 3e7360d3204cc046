package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountOptionsTest {
    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    @Test
    void bindMountIsWritableRecursiveAndPrivate() {
        assertEquals(
                words("rw,rprivate,rbind"), MountOptions.parse(List.of(), false).completed(false, false, false));
    }

    @Test
    void volumeHasNoDevicesAndNoSetuid() {
        assertEquals(
                words("ro,rprivate,nosuid,nodev,rbind"),
                MountOptions.parse(words("ro,z"), false).completed(true, true, false));
    }

    @Test
    void tmpfsIsFilledFromTheImage() {
        assertEquals(
                words("rw,size=10m,mode=1777,rprivate,nosuid,nodev,tmpcopyup"),
                MountOptions.parse(words("rw,size=10m,mode=1777"), true).completed(true, true, false));
        assertFalse(MountOptions.parse(words("notmpcopyup"), true)
                .completed(true, true, false)
                .contains("tmpcopyup"));
    }

    @Test
    void wordsForJpodDoNotReachTheRuntime() {
        MountOptions options = MountOptions.parse(words("U,O,nocopy,subpath=a/b,upperdir=/u,workdir=/w"), false);
        assertTrue(options.chown());
        assertTrue(options.overlay());
        assertFalse(options.copy());
        assertEquals("a/b", options.subpath());
        assertEquals(words("rw,rprivate,rbind"), options.completed(false, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ro,rw", "shared,private", "z,Z", "exec,noexec", "bind,rbind", "foo", "size=1m", "U,U"})
    void contradictionsAreRefused(String text) {
        assertThrows(JpodException.class, () -> MountOptions.parse(words(text), false));
    }

    @Test
    void tmpfsRefusesWhatOnlyBindMountsHave() {
        assertThrows(JpodException.class, () -> MountOptions.parse(words("z"), true));
    }
}
