package io.jpod.cli.command;

import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.engine.Images;
import java.util.List;

/** Tells how a transfer goes, on standard error or output: bars on a terminal, lines elsewhere. Finds out which when there is something to tell. */
final class TransferProgress implements Images.Progress {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Invocation call;
    private final boolean quiet;
    private final boolean output;
    private ProgressBars bars;

    /** @param output tell it on standard output */
    TransferProgress(Invocation call, boolean quiet, boolean output) {
        this.call = call;
        this.quiet = quiet;
        this.output = output;
    }

    private Console to() {
        return output ? call.out() : call.err();
    }

    @Override
    public void message(String line) {
        if (quiet) {
            return;
        }
        if (bars != null) {
            bars.message(line);
            return;
        }
        Console to = to();
        to.println(line);
        to.flush();
    }

    @Override
    public void transferring() {
        call.out().flush();
        call.err().flush();
        call.context().engines().beforeTransfer();
    }

    @Override
    public Images.Meter begin(String kind, String digest, long size) {
        if (quiet) {
            return Images.Meter.SILENT;
        }
        int descriptor = output ? STDOUT : STDERR;
        if (bars == null && call.posix().isTerminal(descriptor)) {
            bars = new ProgressBars(to(), call.posix(), descriptor, System::nanoTime);
        }
        if (bars == null) {
            message("Copying " + kind + " " + digest);
            return Images.Meter.SILENT;
        }
        return bars.begin("Copying " + kind + " " + shortened(digest), size);
    }

    private static String shortened(String digest) {
        int start = digest.indexOf(':') + 1;
        return digest.substring(start, Math.min(digest.length(), start + 12));
    }

    @Override
    public int choose(String question, List<String> choices) {
        if (quiet || !call.posix().isTerminal(STDIN) || !call.posix().isTerminal(STDOUT)) {
            return -1;
        }
        Console err = call.err();
        err.println("? " + question);
        for (int i = 0; i < choices.size(); i++) {
            err.println("  " + (i + 1) + ") " + choices.get(i));
        }
        err.flush();
        while (true) {
            String answer = new TerminalQuestion(call).line("Number [1]: ");
            try {
                int number = answer.isEmpty() ? 1 : Integer.parseInt(answer);
                if (number >= 1 && number <= choices.size()) {
                    return number - 1;
                }
            } catch (NumberFormatException e) {
                // Asked again.
            }
        }
    }
}
