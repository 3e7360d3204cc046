/*
 * The native half of io.jpod.support.posix.JniPosix. A function returns its result, or minus errno; those that return an array
 * return NULL and store errno in error[0]. Strings come as byte arrays that end with NUL.
 */
#ifndef JPODPOSIX_H
#define JPODPOSIX_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JPOD(type, name) JNIEXPORT type JNICALL Java_io_jpod_support_posix_JniPosix_##name

#define RETRY(result, call)                                                                                            \
    do {                                                                                                               \
        (result) = (call);                                                                                             \
    } while ((result) == -1 && errno == EINTR)

/* The largest value and the largest list of extended attributes, and the most that one read or write moves. */
#define CHUNK 65536

static inline jint outcome(long result) {
    return result == -1 ? -errno : (jint) result;
}

/* Copies a string; returns 0, or minus errno when it does not fit into PATH_MAX bytes. */
__attribute__((visibility("hidden"))) int jpod_string(JNIEnv *env, jbyteArray bytes, char *out);

/* A copy of a byte array; NULL with errno ENOMEM when there is no memory. */
__attribute__((visibility("hidden"))) char *jpod_copy(JNIEnv *env, jbyteArray bytes);

/* A Java array with these bytes; NULL with error[0] set when there is no memory. */
__attribute__((visibility("hidden"))) jbyteArray jpod_bytes(JNIEnv *env, const char *data, size_t length, jintArray error);

__attribute__((visibility("hidden"))) jbyteArray jpod_failed(JNIEnv *env, int number, jintArray error);

#endif
