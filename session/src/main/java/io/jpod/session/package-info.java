/**
 * The resident half of a session: one process per user and build that runs commands which a small native program
 * ({@code session-client.c}) was called with. The engine does not know: it gets another {@link io.jpod.support.posix.Posix}, whose
 * child processes, standard streams, signals, limits and cgroup are the caller's ({@link io.jpod.session.CallerPosix}).
 *
 * <p><b>Terms.</b> <i>Caller</i>: the native program and what it was called with. <i>Cold</i>: as without a session, in a virtual machine
 * of the command's own. <i>Gone</i>: the caller has ended.
 *
 * <p><b>Invariants.</b> No state outlives a command. Before a caller has said GO nothing is done and it may run cold; after that
 * only {@link io.jpod.session.Call#runCold} leads there, and only while nothing was done. A caller that is gone is to the engine as if this
 * process had been killed: {@link io.jpod.session.CallerGone} goes through everything, and the next command finds what a kill leaves.
 */
package io.jpod.session;
