/**
 * Cgroups that the engine makes itself, for containers whose runtime makes none: below a delegated group in which processes live no
 * controller can be handed on, yet freezing works (cgroups(7)). Nothing here sets limits.
 */
package io.jpod.engine.cgroup;
