/**
 * The command line that OCI runtimes have in common (runtime-spec, runtime.md, and the command line of runc that others follow), and the
 * reading of what they print. A runtime provider adds its program, its global arguments and the sentences that only it says.
 */
package io.jpod.support.runtime;
