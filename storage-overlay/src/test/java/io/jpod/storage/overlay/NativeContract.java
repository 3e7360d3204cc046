package io.jpod.storage.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kernel's overlay in a user namespace. */
public class NativeContract extends OverlayContract {
    @Override
    protected boolean rootless() {
        return true;
    }

    @Override
    protected Map<String, String> options() {
        return Map.of();
    }

    @Test
    void theKernelIsUsedAndThatIsRemembered() throws IOException {
        assertEquals("native", driver.status().get("Mount Mechanism"));
        assertEquals(
                host.kernelRelease, Files.readString(data.resolve("mechanism")).split(" ")[0]);
    }

    @Test
    void chainOfHundredThirtyLayersIsMounted() throws IOException {
        LayerId top = null;
        for (int i = 1; i <= 130; i++) {
            top = file(i, top, "f" + i, "text" + i);
        }
        Path root = driver.mount(top, LayerMount.writable());
        assertEquals("text1", Files.readString(root.resolve("f1")));
        assertEquals("text130", Files.readString(root.resolve("f130")));
    }

    @Test
    void aDirectoryWithOddCharactersIsNoProblem() throws IOException {
        Path odd = temporary.resolve("a:b,c \\d").resolve("driver");
        driver = open(odd);
        LayerId top = file(2, file(1, null, "a", "1"), "b", "2");
        assertEquals(
                "1", Files.readString(driver.mount(top, LayerMount.writable()).resolve("a")));
    }
}
