/**
 * {@code plugin verify}: the contract tests of the testkit, run against a plug-in's provider on this host. They run in a process of their
 * own with the testkit and JUnit on its class path; no other command sees either. The provider is loaded as for any other command: from
 * its jar, isolated, behind the fence.
 */
package io.jpod.plugins.verify;
