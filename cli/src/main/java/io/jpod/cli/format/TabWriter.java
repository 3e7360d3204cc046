package io.jpod.cli.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligns cells that are ended by tabs, as Go's text/tabwriter does with podman's settings: columns at least 12 wide, two blanks between
 * them. Text after a line's last tab is in no column.
 */
public final class TabWriter {
    private static final int MIN_WIDTH = 12;
    private static final int PADDING = 2;

    private final int minWidth;
    private final List<List<String>> lines = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final List<Integer> widths = new ArrayList<>();

    public TabWriter() {
        this(MIN_WIDTH);
    }

    public TabWriter(int minWidth) {
        this.minWidth = minWidth;
    }

    /** Adds whole lines. */
    public void add(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            List<String> cells = new ArrayList<>();
            int cell = start;
            for (int i = start; i < stop; i++) {
                if (text.charAt(i) == '\t') {
                    cells.add(text.substring(cell, i));
                    cell = i + 1;
                }
            }
            cells.add(text.substring(cell, stop));
            lines.add(cells);
            start = stop + 1;
        }
    }

    /** All lines, each with its line end. */
    @Override
    public String toString() {
        out.setLength(0);
        format(0, lines.size());
        return out.toString();
    }

    private void format(int from, int to) {
        int column = widths.size();
        int start = from;
        for (int at = from; at < to; at++) {
            if (column >= lines.get(at).size() - 1) {
                continue;
            }
            write(start, at);
            start = at;
            int width = minWidth;
            while (at < to && column < lines.get(at).size() - 1) {
                String cell = lines.get(at).get(column);
                width = Math.max(width, cell.codePointCount(0, cell.length()) + PADDING);
                at++;
            }
            widths.add(width);
            format(start, at);
            widths.remove(widths.size() - 1);
            start = at;
        }
        write(start, to);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            List<String> cells = lines.get(i);
            for (int j = 0; j < cells.size(); j++) {
                String cell = cells.get(j);
                out.append(cell);
                if (j < widths.size() && j < cells.size() - 1) {
                    for (int n = cell.codePointCount(0, cell.length()); n < widths.get(j); n++) {
                        out.append(' ');
                    }
                }
            }
            out.append('\n');
        }
    }
}
