package io.jpod.support.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of {@link JnaPosix}: the virtual machine's own handlers, which call back on a thread. By reflection, since the compiler
 * does not let sun.misc.Signal pass without a warning that cannot be silenced.
 */
final class JnaSignals {
    private static final String[] NAMES = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private final Posix posix;
    private final int pipe;

    JnaSignals(Posix posix, int pipe) {
        this.posix = posix;
        this.pipe = pipe;
    }

    void take(int[] signals) throws PosixException {
        for (int signal : signals) {
            if (signal < 1 || signal >= 65) {
                throw new PosixException("sigaction", "", Errno.EINVAL);
            }
            if (signal < NAMES.length) {
                take(signal);
            }
        }
    }

    private void take(int number) throws PosixException {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
            Object handler = Proxy.newProxyInstance(
                    JnaSignals.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            posix.write(pipe, new byte[] {(byte) number}, 0, 1);
                            return null;
                        }
                        return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : (Object) number;
                    });
            handle.invoke(null, signalClass.getConstructor(String.class).newInstance(NAMES[number]), handler);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new PosixException("sigaction", NAMES[number], Errno.EINVAL);
            }
            // The virtual machine keeps this signal for itself, as the port says.
        } catch (ReflectiveOperationException e) {
            throw new PosixException("sigaction", NAMES[number], Errno.ENOSYS);
        }
    }
}
