/** {@code run} and {@code exec}: exit codes, the process's surroundings, its streams and terminal. */
package io.jpod.it.run;
