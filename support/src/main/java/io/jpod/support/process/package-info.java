/** Runs foreign programs, without threads and without java.lang.ProcessBuilder, whose first use costs 15 ms of a cold start. */
package io.jpod.support.process;
