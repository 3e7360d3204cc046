/**
 * Monitors: the process that stays as the parent of a container's process, holds its output and records its exit code, so that
 * the engine may end or be killed at any moment.
 */
package io.jpod.api.monitor;
