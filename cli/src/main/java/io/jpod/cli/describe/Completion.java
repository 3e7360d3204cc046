package io.jpod.cli.describe;

import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.cli.describe.Completer.Answer;
import io.jpod.cli.describe.Completer.Candidate;
import io.jpod.engine.Containers;
import io.jpod.engine.Images;
import io.jpod.engine.Volumes;
import java.util.ArrayList;
import java.util.List;

/** The commands that shells send: {@code __complete} and {@code __completeNoDesc}. */
public final class Completion {
    /** Asks with descriptions. */
    public static final String WORD = "__complete";

    /** Asks without. */
    public static final String WORD_ALONE = "__completeNoDesc";

    private static final int FILES_FIT = 0;
    private static final int NO_FILES = 4;

    private Completion() {}

    /** Prints one candidate a line and what else the shell may offer. */
    public static int answer(Invocation call, boolean descriptions) {
        Answer answer = new Completer(new StoredNames(call)).complete(call.arguments());
        Console out = call.out();
        for (Candidate candidate : answer.candidates()) {
            boolean described = descriptions && !candidate.description().isEmpty();
            out.println(described ? candidate.text() + "\t" + candidate.description() : candidate.text());
        }
        out.println(":" + (answer.files() ? FILES_FIT : NO_FILES));
        return 0;
    }

    /** What the store holds. Whoever only presses a key gets no error. */
    private record StoredNames(Invocation call) implements Completer.Names {
        @Override
        public List<Candidate> containers() {
            List<Candidate> found = new ArrayList<>();
            try {
                for (Containers.Snapshot container : call.containers().list()) {
                    found.add(new Candidate(container.name(), container.config().imageName()));
                }
            } catch (RuntimeException e) {
                return List.of();
            }
            return found;
        }

        @Override
        public List<Candidate> images() {
            List<Candidate> found = new ArrayList<>();
            try {
                for (Images.Image image : call.images().list()) {
                    for (String name : image.names()) {
                        found.add(new Candidate(name, ""));
                    }
                }
            } catch (RuntimeException e) {
                return List.of();
            }
            return found;
        }

        @Override
        public List<Candidate> volumes() {
            List<Candidate> found = new ArrayList<>();
            try {
                for (Volumes.Volume volume : call.volumes().list()) {
                    found.add(new Candidate(volume.name(), ""));
                }
            } catch (RuntimeException e) {
                return List.of();
            }
            return found;
        }
    }
}
