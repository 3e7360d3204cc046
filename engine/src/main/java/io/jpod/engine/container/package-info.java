/**
 * Containers on disk and their life: configured → created → running ⇄ paused → stopping → exited, then removed. Each container is a
 * directory; its configuration is written once, its state is replaced under the container's lock. Every operation first
 * compares the recorded state with what is true (exit file, process, boot id), so that a killed command hurts nothing.
 */
package io.jpod.engine.container;
