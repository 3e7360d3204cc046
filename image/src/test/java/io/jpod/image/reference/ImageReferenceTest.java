package io.jpod.image.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "alpine,'',alpine,''",
        "alpine:3.19,'',alpine,3.19",
        "library/alpine,'',library/alpine,''",
        "localhost/x:y,localhost,x,y",
        "docker.io/alpine,docker.io,library/alpine,''",
        "index.docker.io/a/b,docker.io,a/b,''",
        "reg.example.com:5000/a/b/c:T_1.2-3,reg.example.com:5000,a/b/c,T_1.2-3",
        "host:5000/x,host:5000,x,''",
        "[a]/x,,,",
        "a__b/c--d.e_f,'',a__b/c--d.e_f,''",
        "x:_1,'',x,_1",
        "Localhost.Example/x,Localhost.Example,x,''",
    })
    void splitsIntoParts(String text, String registry, String path, String tag) {
        if (registry == null) {
            assertThrows(JpodException.class, () -> ImageReference.parse(text));
            return;
        }
        ImageReference reference = ImageReference.parse(text);
        assertEquals(registry, reference.registry());
        assertEquals(path, reference.path());
        assertEquals(tag, reference.tag());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                ":x",
                "x:",
                "x:.y",
                "x:-y",
                "a//b",
                "/a",
                "a/",
                "a_/b",
                "_a",
                "a..b",
                "a___b",
                "-a",
                "a-",
                "a.",
                "host:/x",
                "host:99999999/x",
                "-h.com/x",
                "h..com/x",
                "x@sha256:123",
                "x@md5:00",
                "x@",
                "a:b:c",
                "x:\u00e9",
                "h.com-/x",
                "../x",
                "a/../b"
            })
    void refusesWhatIsMalformed(String text) {
        JpodException e = assertThrows(JpodException.class, () -> ImageReference.parse(text));
        assertEquals(ErrorCode.USAGE, e.code());
        assertEquals("invalid reference format", e.getMessage());
    }

    @Test
    void namesTheSpecialMistakesAsPodmanDoes() {
        assertEquals("repository name must be lowercase", message("Foo"));
        assertEquals("repository name must be lowercase", message("FOO/bar"));
        assertEquals("repository name must have at least one component", message(""));
        assertEquals("invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings", message(HEX));
        assertEquals("repository name must not be more than 255 characters", message("a".repeat(256)));
        assertEquals("invalid reference format", message("a:" + "t".repeat(129)));
    }

    private static String message(String text) {
        return assertThrows(JpodException.class, () -> ImageReference.parse(text))
                .getMessage();
    }

    @Test
    void keepsTagAndDigest() {
        ImageReference reference = ImageReference.parse("q.io/a:1@sha256:" + HEX);
        assertEquals("sha256:" + HEX, reference.digest());
        assertEquals("q.io/a:1@sha256:" + HEX, reference.toString());
        assertEquals("q.io/a:1", reference.withoutDigest().toString());
    }

    @Test
    void completesShortNamesForLocalUse() {
        assertEquals("localhost/x:latest", ImageReference.parse("x").local().toString());
        assertEquals("q.io/x:2", ImageReference.parse("q.io/x:2").local().toString());
        assertTrue(ImageReference.parse("a/b").isShort());
        assertEquals(
                "docker.io/library/x:1",
                ImageReference.parse("x:1").atRegistry("docker.io").toString());
    }
}
