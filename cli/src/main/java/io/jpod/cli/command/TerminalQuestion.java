package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Asks a person at the terminal. */
final class TerminalQuestion {
    private static final int STDIN = 0;
    private static final int INTERRUPT = 3;
    private static final int END = 4;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private final Invocation call;
    private final Posix posix;

    TerminalQuestion(Invocation call) {
        this.call = call;
        this.posix = call.posix();
    }

    /** A line, with the terminal's own editing; from a pipe too. */
    String line(String prompt) {
        call.out().print(prompt).flush();
        try {
            return new String(read(false), StandardCharsets.UTF_8).trim();
        } catch (PosixException e) {
            throw JpodException.host("reading username", e);
        }
    }

    /** A password, which is not shown. */
    String hidden(String prompt) {
        return hidden(prompt, "getting username and password: reading password", "--username with --password-stdin");
    }

    /**
     * A line that is not shown.
     *
     * @param action for the message of a failure
     * @param withoutTerminal what to use instead where there is no terminal
     */
    String hidden(String prompt, String action, String withoutTerminal) {
        call.out().print(prompt).flush();
        byte[] before;
        try {
            before = posix.terminalSettings(STDIN);
            posix.makeRaw(STDIN);
        } catch (PosixException e) {
            throw JpodException.host(action, e).withRemedy("without a terminal: " + withoutTerminal);
        }
        try {
            return new String(read(true), StandardCharsets.UTF_8);
        } catch (PosixException e) {
            throw JpodException.host(action, e);
        } finally {
            restore(before);
            call.out().print("\n").flush();
        }
    }

    private void restore(byte[] settings) {
        try {
            posix.setTerminalSettings(STDIN, settings);
        } catch (PosixException e) {
            throw JpodException.host("restoring the terminal", e);
        }
    }

    private byte[] read(boolean raw) throws PosixException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] one = new byte[1];
        while (posix.read(STDIN, one, 0, 1) > 0 && one[0] != '\n') {
            int c = one[0] & 0xff;
            if (raw && (c == '\r' || c == END)) {
                break;
            }
            if (raw && c == INTERRUPT) {
                throw JpodException.usage("interrupted");
            }
            if (raw && (c == BACKSPACE || c == DELETE)) {
                byte[] so = line.toByteArray();
                int end = so.length;
                while (end > 0 && (so[--end] & 0xc0) == 0x80) {
                    // The rest of a character of several bytes.
                }
                line.reset();
                line.write(so, 0, end);
            } else {
                line.write(c);
            }
        }
        return line.toByteArray();
    }
}
