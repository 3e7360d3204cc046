package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.image.store.ImageRunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entry point and command: the caller's replace the image's, and an entry point of the caller's takes the image's command away too. */
final class CommandRules {
    final List<String> entrypoint;
    final List<String> command;

    CommandRules(ProcessOptions process, Optional<ImageRunConfig> image) {
        List<String> start = process.entrypoint();
        if (!process.entrypointGiven()) {
            start = image.isPresent() ? image.get().entrypoint() : List.of();
        }
        if (start.size() == 1 && start.get(0).isEmpty()) {
            start = List.of();
        }
        List<String> rest = process.command();
        if (rest.isEmpty() && image.isPresent() && !process.entrypointGiven()) {
            rest = image.get().command();
        }
        if (start.isEmpty() && rest.isEmpty()) {
            throw JpodException.usage("no command or entrypoint provided, and no CMD or ENTRYPOINT from image");
        }
        entrypoint = start;
        command = rest;
    }

    List<String> words() {
        List<String> words = new ArrayList<>(entrypoint);
        words.addAll(command);
        return words;
    }
}
