/**
 * What every storage driver must do: extend {@link io.jpod.testkit.storage.StorageDriverContractTest} with a factory, and its cases
 * run against the driver; what it declares as a capability is tested, and that it refuses the rest is tested too. {@link
 * io.jpod.testkit.storage.FakeStorageDriver} is a small honest driver for tests of what uses one.
 */
package io.jpod.testkit.storage;
