package io.jpod.engine.top;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What {@code /proc/PID} says of one process (proc(5)). */
final class ProcessFacts {
    private final int pid;
    private final String command;
    private final String arguments;
    private final String[] stat;
    private final Map<String, String> status;
    private final String label;

    private ProcessFacts(
            int pid, String command, String arguments, String[] stat, Map<String, String> status, String label) {
        this.pid = pid;
        this.command = command;
        this.arguments = arguments;
        this.stat = stat;
        this.status = status;
        this.label = label;
    }

    static ProcessFacts read(Path proc, int pid) throws IOException {
        Path directory = proc.resolve(Integer.toString(pid));
        String stat = text(directory.resolve("stat"));
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open || close + 2 > stat.length()) {
            throw new IOException("unexpected content of " + directory.resolve("stat"));
        }
        String command = stat.substring(open + 1, close);
        byte[] raw = Files.readAllBytes(directory.resolve("cmdline"));
        StringBuilder arguments = new StringBuilder(new String(raw, StandardCharsets.UTF_8).replace('\0', ' '));
        if (arguments.length() == 0) {
            arguments.append('[').append(command).append(']');
        }
        Map<String, String> status = new HashMap<>();
        for (String line : text(directory.resolve("status")).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                status.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        }
        String label;
        try {
            label = text(directory.resolve("attr/current")).replace("\0", "").trim();
        } catch (IOException e) {
            label = "";
        }
        return new ProcessFacts(
                pid,
                command,
                arguments.toString(),
                stat.substring(close + 2).trim().split(" "),
                status,
                label);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    int pid() {
        return pid;
    }

    String command() {
        return command;
    }

    /** The words of the command line, each followed by a blank. */
    String arguments() {
        return arguments;
    }

    String label() {
        return label;
    }

    /** A field of {@code /proc/PID/stat}, numbered from 1 as proc(5) does; 3 is the first after the command's name. */
    long stat(int field) {
        return Long.parseLong(stat[field - 3]);
    }

    String state() {
        return stat[0];
    }

    /** A line of {@code /proc/PID/status}, or the empty string. */
    String status(String name) {
        return status.getOrDefault(name, "");
    }

    /** The id of the process in the innermost process namespace. */
    int innerPid() {
        String all = status("NSpid");
        int last = Math.max(all.lastIndexOf('\t'), all.lastIndexOf(' '));
        return all.isEmpty() ? pid : Integer.parseInt(all.substring(last + 1));
    }

    /** Real (0) or effective (1) id of the line {@code Uid} or {@code Gid}. */
    long id(String line, int index) {
        return Long.parseLong(status(line).split("\\s+")[index]);
    }
}
