package io.jpod.engine.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.engine.Volumes.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeOptionsTest {
    private static VolumeOptions parse(String text) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String option : text.split(";")) {
            int equals = option.indexOf('=');
            given.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return VolumeOptions.parse(given);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=tmpfs                                | -t tmpfs -- tmpfs
            type=tmpfs;device=mem;o=size=2m,nodev     | -t tmpfs -o size=2m,nodev -- mem
            type=tmpfs;o=inodes=9                     | -t tmpfs -o nr_inodes=9 -- tmpfs
            type=tmpfs;o=uid=3                        | -t tmpfs -o uid=3 -- tmpfs
            type=none;device=/src;o=bind              | -t none -o bind -- /src
            type=bind;device=/src;o=ro                | -o bind -o ro -- /src
            device=/src;o=bind,ro                     | -o bind,ro -- /src
            type=tmpfs;device=--bind                  | -t tmpfs -- --bind
            type=nfs;device=:/x;o=addr=1.2.3.4        | -t nfs -o addr=1.2.3.4 -- :/x
            """)
    void wordsOfMount(String given, String words) {
        assertTrue(parse(given).mounts());
        assertEquals(List.of(words.split(" ")), parse(given).mountArguments());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foo=bar             | invalid mount option foo for driver 'local': invalid argument
            size=1m             | volume options size and inodes not supported. Filesystem does not support Project Quota
            o=size=1m           | volume options size and inodes not supported. Filesystem does not support Project Quota
            o=uid=x             | cannot convert UID x to integer: strconv.Atoi: parsing "x": invalid syntax
            o=gid=              | cannot convert GID  to integer: strconv.Atoi: parsing "": invalid syntax
            o=timeout=3         | running volume create option: Volume driver timeout can only be used with non-local volume drivers: invalid argument
            """)
    void whatCannotBe(String given, String message) {
        assertEquals(
                message, assertThrows(JpodException.class, () -> parse(given)).getMessage());
    }

    @Test
    void anOwnerAloneMountsNothing() {
        VolumeOptions options = parse("o=uid=3,gid=4,noquota");
        assertFalse(options.mounts());
        assertEquals(new Owner(OptionalLong.of(3), OptionalLong.of(4)), options.owner(Owner.UNSET));
        assertEquals(Map.of("o", "uid=3,gid=4", "UID", "3", "GID", "4", "NOQUOTA", "true"), options.recorded());
        assertFalse(VolumeOptions.of(Map.of()).mounts());
    }

    @Test
    void theLastWordOfAccessCounts() {
        assertTrue(parse("device=/x;o=bind,ro").readOnly());
        assertFalse(parse("device=/x;o=ro,bind,rw").readOnly());
        assertFalse(parse("type=tmpfs").readOnly());
    }

    @Test
    void whatAUserNamespaceMayMount() {
        assertTrue(parse("type=tmpfs").mountsWithoutRoot());
        assertTrue(parse("device=/x;o=bind").mountsWithoutRoot());
        assertTrue(parse("type=fuse.sshfs").mountsWithoutRoot());
        assertFalse(parse("type=nfs").mountsWithoutRoot());
    }
}
