package io.jpod.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.engine.request.ProcessOptions;
import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentRulesTest {
    private static Map<String, String> variables(List<String> configured, List<String> image) {
        JsonObject settings = new JsonObject().put("containers", new JsonObject().put("env", configured));
        return new EnvironmentRules(ProcessOptions.builder().build(), settings, Map.of()).variables(image, "host", "");
    }

    @Test
    void configuredVariablesComeBesideTheDefaults() {
        Map<String, String> variables = variables(List.of("A=1", "TERM=dumb"), List.of());
        assertEquals("1", variables.get("A"));
        assertEquals("dumb", variables.get("TERM"));
        assertEquals("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", variables.get("PATH"));
    }

    @Test
    void theImageComesOverWhatIsConfigured() {
        assertEquals(
                "/app", variables(List.of("PATH=/conf"), List.of("PATH=/app")).get("PATH"));
        assertEquals("/conf", variables(List.of("PATH=/conf"), List.of()).get("PATH"));
    }
}
