/** {@code logs}: what was written, when, and following it. */
package io.jpod.it.logs;
