package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
    private static SeccompProfile builtIn() throws IOException {
        try (InputStream in = SeccompProfile.class.getResourceAsStream("seccomp-default.json")) {
            return new SeccompProfile("built-in", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Actions of the rules for a system call, in order. */
    private static List<String> actions(JsonObject filter, String call) {
        List<String> result = new ArrayList<>();
        for (JsonObject rule : filter.getObjects("syscalls")) {
            if (rule.getStrings("names").contains(call)) {
                result.add(rule.getString("action", ""));
            }
        }
        return result;
    }

    @Test
    void builtInProfileRefusesByDefaultAndKnowsTheArchitecture() throws IOException {
        JsonObject filter = builtIn().resolve("amd64", List.of());
        assertEquals("SCMP_ACT_ERRNO", filter.getString("defaultAction", ""));
        assertEquals(38, filter.getLong("defaultErrnoRet", 0));
        assertEquals(List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"), filter.getStrings("architectures"));
        assertEquals(List.of("SCMP_ACT_ALLOW"), actions(filter, "openat"));
        assertEquals(List.of("SCMP_ACT_ERRNO"), actions(filter, "kexec_load"));
        assertEquals(List.of("SCMP_ACT_ALLOW"), actions(filter, "arch_prctl"));
        assertEquals(List.of(), actions(builtIn().resolve("arm64", List.of()), "arch_prctl"));
    }

    @Test
    void capabilitiesOpenTheirCalls() throws IOException {
        assertEquals(List.of("SCMP_ACT_ERRNO"), actions(builtIn().resolve("amd64", List.of()), "chroot"));
        assertEquals(
                List.of("SCMP_ACT_ALLOW"), actions(builtIn().resolve("amd64", List.of("CAP_SYS_CHROOT")), "chroot"));
        assertTrue(actions(builtIn().resolve("amd64", List.of()), "socket").contains("SCMP_ACT_ERRNO"));
        assertFalse(actions(builtIn().resolve("amd64", List.of("CAP_AUDIT_WRITE")), "socket")
                .contains("SCMP_ACT_ERRNO"));
    }

    @Test
    void conditionsAreLeftOutOfTheResult() {
        String text = "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":["
                + "{\"name\":\"a\",\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1,\"args\":[{\"index\":0,\"value\":2,\"valueTwo\":0,\"op\":\"SCMP_CMP_EQ\"}],\"includes\":{\"arches\":[\"amd64\"]}},"
                + "{\"names\":[\"b\"],\"action\":\"SCMP_ACT_KILL\",\"excludes\":{\"arches\":[\"amd64\"]}}]}";
        JsonObject filter = new SeccompProfile("test", text).resolve("amd64", List.of());
        assertEquals(1, filter.getObjects("syscalls").size());
        JsonObject rule = filter.getObjects("syscalls").get(0);
        assertEquals(List.of("a"), rule.getStrings("names"));
        assertFalse(rule.has("includes"));
        assertFalse(rule.getObjects("args").get(0).has("valueTwo"));
    }

    @Test
    void brokenProfileIsNamed() {
        JpodException failure = assertThrows(JpodException.class, () -> new SeccompProfile("/x.json", "{"));
        assertEquals("loading seccomp profile (/x.json) failed", failure.getMessage());
    }
}
