package io.jpod.session;

import io.jpod.support.posix.FrameSocket;
import io.jpod.support.posix.FrameSocket.Frame;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One connection from its greeting to its end. For one thread. */
final class Caller {
    private static final int PATIENCE_MILLIS = 5000;

    private final FrameSocket socket;
    private final Posix posix;
    private final Commands commands;
    private final Surroundings surroundings;

    Caller(FrameSocket socket, Posix posix, Commands commands, Surroundings surroundings) {
        this.socket = socket;
        this.posix = posix;
        this.commands = commands;
        this.surroundings = surroundings;
    }

    /** @return true when a command was run */
    boolean serve(Frame hello, int pid) throws PosixException {
        int[] standard = hello.descriptors();
        try {
            Optional<Greeting> greeting = standard.length == 3 ? Greeting.read(pid, hello.body()) : Optional.empty();
            Optional<String> refusal = greeting.isEmpty()
                    ? Optional.of("its words are not understood")
                    : refusal(greeting.get(), posix.isTerminal(standard[0]));
            if (refusal.isPresent()) {
                sendText(Frames.COLD, refusal.get());
                return false;
            }
            socket.send(Frames.BEGIN, FrameSocket.body(0));
            Optional<Frame> go = receive();
            if (go.isEmpty() || go.get().type() != Frames.GO) {
                return false;
            }
            converse(greeting.get(), standard);
            return true;
        } finally {
            // Whoever reads what the command wrote must not wait for us.
            for (int descriptor : standard) {
                if (descriptor >= 0) {
                    posix.close(descriptor);
                }
            }
        }
    }

    private Optional<String> refusal(Greeting greeting, boolean typed) {
        Optional<String> difference = surroundings.difference(greeting);
        return difference.isPresent() ? difference : commands.refusal(greeting, typed);
    }

    private Optional<Frame> receive() throws PosixException {
        short[] ready = new short[1];
        int count = posix.poll(new int[] {socket.descriptor()}, new short[] {Posix.POLLIN}, ready, PATIENCE_MILLIS);
        return count > 0 ? socket.receive() : Optional.empty();
    }

    private void converse(Greeting greeting, int... standard) throws PosixException {
        Conversation conversation = new Conversation(socket, posix, greeting.pid());
        Thread listener = new Thread(conversation::listen, "caller " + greeting.pid());
        listener.setDaemon(true);
        listener.start();
        try {
            Running call =
                    new Running(greeting, conversation, new CallerPosix(posix, conversation, greeting.pid(), standard));
            int type = Frames.EXIT;
            int code = 0;
            try {
                code = commands.run(call);
            } catch (CallerGone e) {
                return;
            } catch (Running.Cold e) {
                type = Frames.COLD;
            }
            close(standard);
            socket.send(type, FrameSocket.body(4).putInt(code));
        } finally {
            socket.shutdown();
            join(listener);
            conversation.close();
        }
    }

    private void close(int... standard) {
        for (int i = 0; i < standard.length; i++) {
            posix.close(standard[i]);
            standard[i] = -1;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendText(int type, String text) throws PosixException {
        ByteBuffer body = FrameSocket.append(FrameSocket.body(text.length() * 3 + 1), text);
        socket.send(type, body);
    }

    /** A call while its command runs. */
    private static final class Running implements Call {
        /** Not an exception: nothing in a command is to catch it. */
        private static final class Cold extends Error {
            private static final long serialVersionUID = 1L;

            Cold(String reason) {
                super(reason, null, false, false);
            }
        }

        private final Greeting greeting;
        private final Conversation conversation;
        private final CallerPosix posix;

        Running(Greeting greeting, Conversation conversation, CallerPosix posix) {
            this.greeting = greeting;
            this.conversation = conversation;
            this.posix = posix;
        }

        @Override
        public Greeting greeting() {
            return greeting;
        }

        @Override
        public Posix posix() {
            return posix;
        }

        @Override
        public InputStream stdin() {
            return CallerStreams.input(posix);
        }

        @Override
        public OutputStream stdout() {
            return CallerStreams.output(posix, 1);
        }

        @Override
        public OutputStream stderr() {
            return CallerStreams.output(posix, 2);
        }

        @Override
        public Error runCold(String reason) {
            conversation.drop();
            return new Cold(reason);
        }
    }
}
