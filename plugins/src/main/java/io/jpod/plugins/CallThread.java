package io.jpod.plugins;

import java.time.Duration;

/**
 * Runs calls for threads that wait for them no longer than a while. One call at a time; a thread whose call never ends is left behind.
 * Fields that change are guarded by this object.
 */
final class CallThread extends Thread {
    private final Runnable idle;
    private final long idleMillis;
    private Runnable call;
    private boolean ended;

    /** @param idle run about so often while there is no call; neither it nor a call may throw */
    CallThread(Runnable idle, Duration interval) {
        super("plug-in calls");
        this.idle = idle;
        this.idleMillis = interval.toMillis();
        setDaemon(true);
    }

    /** Runs a call there. Returns false when it has not ended in time. */
    synchronized boolean call(Runnable wanted, Duration limit) throws InterruptedException {
        call = wanted;
        notifyAll();
        long deadline = System.nanoTime() + limit.toNanos();
        while (call != null) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** No call comes any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public void run() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
            synchronized (this) {
                call = null;
                notifyAll();
            }
        }
    }

    private Runnable next() {
        while (true) {
            synchronized (this) {
                if (call == null && !ended) {
                    pause();
                }
                if (call != null || ended) {
                    return call;
                }
            }
            idle.run();
        }
    }

    /** Called with the lock held. */
    private void pause() {
        try {
            wait(idleMillis);
        } catch (InterruptedException e) {
            // By a plug-in that kept this thread: it has nothing to say here.
        }
    }
}
