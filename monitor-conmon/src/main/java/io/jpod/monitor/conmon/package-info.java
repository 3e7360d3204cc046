/**
 * conmon(8) as the monitor of containers and exec sessions, in the way podman uses it.
 *
 * <p>conmon is told where to talk by numbers of inherited descriptors in its environment. It answers on the <em>sync pipe</em> with one
 * line of JSON once the runtime is done; for an exec session with a waiting client it says on the <em>attach pipe</em> that its socket
 * is there and goes on when the <em>start pipe</em> says so. It leaves all other inherited descriptors open until the process has
 * ended, and closes them before it runs the exit command; containers do not get them. Its socket {@code attach} and its named pipe
 * {@code ctl} lie in the bundle.
 *
 * <p>Only {@link io.jpod.monitor.conmon.ConmonAnswer} interprets what conmon and runtimes print.
 */
package io.jpod.monitor.conmon;
