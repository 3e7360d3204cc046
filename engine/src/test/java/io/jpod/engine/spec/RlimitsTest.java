package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.support.json.JsonObject;
import io.jpod.support.json.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class RlimitsTest {
    private static final String OWN = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             60000                90000                processes
            Max open files            1024                 524288               files
            """;

    private static String of(String own, String pidMax, boolean bound, String... ulimits) {
        StringBuilder result = new StringBuilder();
        for (Object limit : new Rlimits(own, pidMax, bound).render(List.of(ulimits))) {
            JsonObject json = (JsonObject) limit;
            result.append(json.getString("type", "").substring("RLIMIT_".length()))
                    .append(' ')
                    .append(((RawJson) json.get("soft")).text())
                    .append(':')
                    .append(((RawJson) json.get("hard")).text())
                    .append('\n');
        }
        return result.toString();
    }

    @Test
    void withoutPrivilegesTheOwnHardLimitOfFilesAndNoMoreProcessesThanPids() {
        assertEquals("NOFILE 524288:524288\nNPROC 32768:32768\n", of(OWN, "32768\n", true));
        assertEquals("NOFILE 524288:524288\nNPROC 60000:90000\n", of(OWN, "4194304\n", true));
    }

    @Test
    void unlimitedIsLoweredToTheMostThatMakesSense() {
        String unlimited = """
                Max processes             unlimited            unlimited            processes
                Max open files            unlimited            unlimited            files
                """;
        assertEquals("NOFILE 1048576:1048576\nNPROC 32768:32768\n", of(unlimited, "32768\n", true));
    }

    @Test
    void withPrivilegesTheMost() {
        assertEquals("NOFILE 1048576:1048576\nNPROC 4194304:4194304\n", of(OWN, "", false));
    }

    @Test
    void whatWasAskedForReplacesTheDefault() {
        assertEquals("NOFILE 10:20\nNPROC 7:7\n", of(OWN, "32768\n", true, "nofile=10:20", "nproc=7"));
        assertEquals("", of(OWN, "32768\n", true, "host"));
    }
}
