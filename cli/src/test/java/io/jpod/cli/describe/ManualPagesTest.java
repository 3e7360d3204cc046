package io.jpod.cli.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.CommandDirectory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManualPagesTest {
    private final Map<String, String> pages = ManualPages.pages("1.2.3");

    @Test
    void everyCommandHasAPage() {
        for (String name : CommandDirectory.names("")) {
            assertTrue(name.equals("help") || pages.containsKey("jpod-" + name), name);
        }
        for (String group : CommandDirectory.GROUPS) {
            for (String name : CommandDirectory.names(group)) {
                assertTrue(pages.containsKey("jpod-" + group + "-" + name), group + " " + name);
            }
        }
    }

    @Test
    void groupsInsideGroupsHavePagesToo() {
        assertTrue(pages.get("jpod-image-trust").contains(".B set"));
        assertTrue(pages.get("jpod-image-trust-show").contains(".B jpod image trust show"));
    }

    @Test
    void optionsAreThoseOfTheTable() {
        String page = pages.get("jpod-run");
        assertTrue(page.contains("\\fB\\-d\\fR, \\fB\\-\\-detach\\fR"), page);
        assertFalse(page.contains("health\\-cmd"), "refused options are not told");
    }

    @Test
    void aSecondNameLeadsToTheFirst() {
        assertEquals(".so man1/jpod-run.1\n", pages.get("jpod-container-run"));
        assertTrue(pages.get("jpod-container-cleanup").startsWith(".TH "));
    }

    @Test
    void noLineIsTakenForARequestByAccident() {
        pages.forEach((name, page) -> page.lines()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .forEach(line -> assertTrue(line.matches("\\.(TH|SH|TP|B|BR|nf|fi|so)( .*)?"), name + ": " + line)));
    }
}
