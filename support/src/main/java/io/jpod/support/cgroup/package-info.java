/** Who makes the cgroups of containers; runtimes and the engine have to agree on it. */
package io.jpod.support.cgroup;
