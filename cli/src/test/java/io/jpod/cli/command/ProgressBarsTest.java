package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.TextConsole;
import io.jpod.engine.Images;
import io.jpod.support.posix.Posix;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {
    private final TextConsole text = new TextConsole();
    private long now;
    private final ProgressBars bars = new ProgressBars(
            text.console(),
            (Posix) Proxy.newProxyInstance(
                    Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) ->
                            new int[] {6, 70}),
            2,
            () -> now);

    /** What a terminal would show. */
    private List<String> screen() {
        List<String> lines = new ArrayList<>();
        String rest = text.text();
        while (!rest.isEmpty()) {
            if (rest.startsWith("\u001b[")) {
                int end = rest.indexOf('A');
                int up = Integer.parseInt(rest.substring(2, end));
                lines = new ArrayList<>(lines.subList(0, lines.size() - up));
                rest = rest.substring(end + "A\r\u001b[J".length());
            } else {
                int end = rest.indexOf('\n');
                lines.add(rest.substring(0, end));
                rest = rest.substring(end + 1);
            }
        }
        return lines;
    }

    private void at(Images.Meter meter, long bytes) {
        now += 200_000_000;
        meter.at(bytes);
    }

    @Test
    void barsGrowInPlaceAndStayWhenTheyAreDone() {
        Images.Meter one = bars.begin("Copying blob aaaaaaaaaaaa", 10 << 20);
        Images.Meter two = bars.begin("Copying blob bbbbbbbbbbbb", 4 << 20);
        at(one, 5 << 20);
        assertEquals(
                List.of(
                        "Copying blob aaaaaaaaaaaa [===========>------------] 5.0MiB / 10.0MiB",
                        "Copying blob bbbbbbbbbbbb [---------------------------] 0.0b / 4.0MiB"),
                screen());
        bars.message("a line");
        assertEquals("a line", screen().get(0));
        two.done("skipped: already exists");
        one.done("done");
        bars.message("Storing signatures");
        assertEquals(
                List.of(
                        "a line",
                        "Copying blob aaaaaaaaaaaa done",
                        "Copying blob bbbbbbbbbbbb skipped: already exists",
                        "Storing signatures"),
                screen());
    }

    @Test
    void drawsNotMoreThanTenTimesASecond() {
        Images.Meter one = bars.begin("Copying blob aaaaaaaaaaaa", 1000);
        int before = text.text().length();
        for (int i = 0; i < 100; i++) {
            now += 1_000_000;
            one.at(i);
        }
        String more = text.text().substring(before);
        assertTrue(more.chars().filter(c -> c == '\n').count() <= 1, more);
    }

    @Test
    void moreBlobsThanRowsShowTheLastOnes() {
        for (int i = 0; i < 9; i++) {
            bars.begin("Copying blob " + i, 1);
        }
        assertEquals(5, screen().size());
        bars.begin("Copying blob 8", 1);
        assertEquals(6, screen().size());
    }
}
