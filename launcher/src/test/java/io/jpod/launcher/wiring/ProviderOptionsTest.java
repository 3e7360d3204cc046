package io.jpod.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.cli.GlobalOptions;
import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderOptionsTest {
    private static ProviderOptions options(GlobalOptions.Builder flags, JsonObject engine, JsonObject storageOptions) {
        return new ProviderOptions(
                flags.build(),
                new JsonObject().put("engine", engine),
                new JsonObject().put("storage", new JsonObject().put("options", storageOptions)));
    }

    @Test
    void storageOptionsOfTheFileAreOverriddenByFlags() {
        JsonObject file = new JsonObject()
                .put("pull_options", new JsonObject().put("use_hard_links", "false"))
                .put("size", "")
                .put("mount_program", "/general")
                .put("overlay", new JsonObject().put("mountopt", "nodev").put("mount_program", "/special"));
        ProviderOptions options = options(
                GlobalOptions.builder().storageOptions(List.of("overlay.mountopt=a=b", ".x=1", "y=2")),
                new JsonObject(),
                file);
        assertEquals(
                Map.of("mountopt", "a=b", "mount_program", "/special", "x", "1", "y", "2"), options.storage("overlay"));
    }

    @Test
    void storageOptionsThatFitNoDriverAreRefused() {
        for (String bad : List.of("overlay.x=1", "novalue", "=1")) {
            ProviderOptions options =
                    options(GlobalOptions.builder().storageOptions(List.of(bad)), new JsonObject(), new JsonObject());
            assertThrows(JpodException.class, () -> options.storage("vfs"), bad);
        }
    }

    @Test
    void programsAreTakenFromFlagsThenFromTheFileWhenTheyExist() {
        JsonObject engine = new JsonObject()
                .put("conmon_path", List.of("/nonexistent/conmon", "/bin/sh"))
                .put("network_cmd_path", "/opt/slirp4netns")
                .put("runtimes", new JsonObject().put("mine", List.of("/nonexistent", "/bin/sh")))
                .put("runtime", "mine");
        ProviderOptions options = options(GlobalOptions.builder(), engine, new JsonObject());
        assertEquals("/bin/sh", options.monitor().get("path"));
        assertEquals("/opt/slirp4netns", options.network().get("path"));
        assertEquals("mine", options.runtimeName());
        assertEquals("/bin/sh", options.runtimePath("mine"));
        assertEquals("/a/b", options.runtimePath("/a/b"));
        ProviderOptions flags = options(
                GlobalOptions.builder().conmon("/c").runtime("crun").networkCommandPath("/n"),
                engine,
                new JsonObject());
        assertEquals("/c", flags.monitor().get("path"));
        assertEquals("/n", flags.network().get("path"));
        assertEquals("crun", flags.runtimeName());
    }
}
