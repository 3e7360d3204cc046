package io.jpod.cli;

import io.jpod.api.JpodException;

/** Checks of how many arguments there are, with podman's words. */
public final class Arguments {
    private Arguments() {}

    public static void none(Invocation call) {
        if (!call.arguments().isEmpty()) {
            throw JpodException.usage("`" + call.path() + "` takes no arguments");
        }
    }

    public static void atLeast(Invocation call, int count) {
        if (call.arguments().size() < count) {
            throw JpodException.usage("requires at least " + count + " arg(s), only received "
                    + call.arguments().size());
        }
    }

    public static void exactly(Invocation call, int count) {
        if (call.arguments().size() != count) {
            throw JpodException.usage(
                    "accepts " + count + " arg(s), received " + call.arguments().size());
        }
    }

    public static void atMost(Invocation call, int count) {
        if (call.arguments().size() > count) {
            throw JpodException.usage("accepts at most " + count + " arg(s), received "
                    + call.arguments().size());
        }
    }

    public static void between(Invocation call, int least, int most) {
        int count = call.arguments().size();
        if (count < least || count > most) {
            throw JpodException.usage("accepts between " + least + " and " + most + " arg(s), received " + count);
        }
    }
}
