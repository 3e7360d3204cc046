/**
 * What an OCI runtime provider must do, and one that does it with a program of the test's own. Extend {@link
 * io.jpod.testkit.runtime.RuntimeContractTest} beside your provider and record what your runtime really prints.
 */
package io.jpod.testkit.runtime;
