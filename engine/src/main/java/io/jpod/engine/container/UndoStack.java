package io.jpod.engine.container;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be taken back when a later step fails; last in, first out. Belongs to one thread. */
final class UndoStack {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void push(Runnable step) {
        steps.push(step);
    }

    /** Everything succeeded: nothing is taken back. */
    void disarm() {
        steps.clear();
    }

    /** Takes back all steps; what fails on the way is added to the failure as suppressed. */
    <E extends Throwable> E undo(E failure) {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }
}
