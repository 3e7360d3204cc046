/**
 * The contract of {@code --userns} strategies, and a strategy that is honest and small. A plug-in's test extends {@link
 * io.jpod.testkit.idmap.IdMapContractTest}.
 */
package io.jpod.testkit.idmap;
