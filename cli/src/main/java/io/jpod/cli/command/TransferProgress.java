package io.jpod.cli.command;

import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.engine.Images;
import java.util.List;

/** Tells how a transfer goes, on standard error: bars on a terminal, lines elsewhere. Finds out which when there is something to tell. */
final class TransferProgress implements Images.Progress {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Invocation call;
    private final boolean quiet;
    private ProgressBars bars;

    TransferProgress(Invocation call, boolean quiet) {
        this.call = call;
        this.quiet = quiet;
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
        Console err = call.err();
        err.println(line);
        err.flush();
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
        if (bars == null && call.posix().isTerminal(STDERR)) {
            bars = new ProgressBars(call.err(), call.posix(), STDERR, System::nanoTime);
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
