package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import java.io.IOException;

/** Asks before something is lost. */
final class Question {
    private Question() {}

    static boolean confirmed(Invocation call) {
        call.out().print("Are you sure you want to continue? [y/N] ");
        call.out().flush();
        StringBuilder answer = new StringBuilder();
        try {
            int c = call.context().stdin().read();
            if (c < 0) {
                throw new JpodException(ErrorCode.USAGE, "EOF");
            }
            while (c >= 0 && c != '\n') {
                answer.append((char) c);
                c = call.context().stdin().read();
            }
        } catch (IOException e) {
            throw JpodException.host("reading the answer", e);
        }
        return answer.length() > 0 && (answer.charAt(0) == 'y' || answer.charAt(0) == 'Y');
    }
}
