/**
 * System calls that the JDK does not offer, behind one port with two implementations: a small JNI library for speed, and JNA
 * where that library was not built. Nothing else in jpod loads JNA or native code. Failures are {@link
 * io.jpod.support.posix.PosixException} with the errno.
 */
package io.jpod.support.posix;
