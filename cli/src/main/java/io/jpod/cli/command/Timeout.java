package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import java.util.OptionalInt;

/** {@code --time}. */
final class Timeout {
    private Timeout() {}

    /** Empty when not given: the container has its own. */
    static OptionalInt of(Invocation call) {
        return call.options().given("time")
                ? OptionalInt.of((int) call.options().number("time"))
                : OptionalInt.empty();
    }
}
