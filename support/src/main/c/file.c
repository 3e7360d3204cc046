#include "jpodposix.h"
#include <dirent.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

/* Values of Posix.O_DIRECTORY and Posix.O_NOFOLLOW. */
#define PORTABLE_DIRECTORY 0200000
#define PORTABLE_NOFOLLOW 0400000

int jpod_string(JNIEnv *env, jbyteArray bytes, char *out) {
    jsize length = (*env)->GetArrayLength(env, bytes);
    if (length > PATH_MAX) {
        return -ENAMETOOLONG;
    }
    (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *) out);
    return 0;
}

char *jpod_copy(JNIEnv *env, jbyteArray bytes) {
    jsize length = (*env)->GetArrayLength(env, bytes);
    char *copy = malloc((size_t) length + 1);
    if (copy != NULL) {
        (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *) copy);
        copy[length] = 0;
    }
    return copy;
}

jbyteArray jpod_failed(JNIEnv *env, int number, jintArray error) {
    jint value = number;
    (*env)->SetIntArrayRegion(env, error, 0, 1, &value);
    return NULL;
}

jbyteArray jpod_bytes(JNIEnv *env, const char *data, size_t length, jintArray error) {
    jbyteArray array = (*env)->NewByteArray(env, (jsize) length);
    if (array == NULL) {
        return jpod_failed(env, ENOMEM, error);
    }
    (*env)->SetByteArrayRegion(env, array, 0, (jsize) length, (const jbyte *) data);
    return array;
}

static int native_flags(int flags) {
    int result = flags & ~(PORTABLE_DIRECTORY | PORTABLE_NOFOLLOW);
    if (flags & PORTABLE_DIRECTORY) {
        result |= O_DIRECTORY;
    }
    if (flags & PORTABLE_NOFOLLOW) {
        result |= O_NOFOLLOW;
    }
    return result | O_CLOEXEC;
}

/* An empty name means the descriptor itself, never the working directory. */
static int empty_path(int directory, const char *name) {
    return name[0] == 0 && directory != AT_FDCWD ? AT_EMPTY_PATH : 0;
}

JPOD(jint, open0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint flags, jint mode) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result == 0) {
        RETRY(result, openat(directory, name, native_flags(flags), mode));
        result = outcome(result);
    }
    return result;
}

JPOD(jint, openResolving0)
(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint flags, jint mode, jlong resolve) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    struct {
        uint64_t flags, mode, resolve;
    } how = {(uint64_t) native_flags(flags), flags & O_CREAT ? (uint64_t) mode : 0, (uint64_t) resolve};
    /* EAGAIN: something was renamed meanwhile and the kernel could not prove that the result is inside. */
    int attempts = 64;
    do {
        result = (int) syscall(SYS_openat2, directory, name, &how, sizeof how);
    } while (result == -1 && (errno == EINTR || (errno == EAGAIN && --attempts > 0)));
    return outcome(result);
}

JPOD(void, close0)(JNIEnv *env, jclass self, jint descriptor) {
    close(descriptor);
}

JPOD(jint, read0)(JNIEnv *env, jclass self, jint descriptor, jbyteArray buffer, jint offset, jint length) {
    char chunk[CHUNK];
    ssize_t count;
    RETRY(count, read(descriptor, chunk, length < CHUNK ? (size_t) length : CHUNK));
    if (count > 0) {
        (*env)->SetByteArrayRegion(env, buffer, offset, (jsize) count, (jbyte *) chunk);
    }
    return outcome(count);
}

JPOD(jint, write0)(JNIEnv *env, jclass self, jint descriptor, jbyteArray buffer, jint offset, jint length) {
    char chunk[CHUNK];
    int wanted = length < CHUNK ? length : CHUNK;
    (*env)->GetByteArrayRegion(env, buffer, offset, wanted, (jbyte *) chunk);
    ssize_t count;
    RETRY(count, write(descriptor, chunk, (size_t) wanted));
    return outcome(count);
}

JPOD(jint, pipe0)(JNIEnv *env, jclass self, jintArray ends) {
    int pair[2];
    int result = pipe2(pair, O_CLOEXEC);
    if (result == 0) {
        (*env)->SetIntArrayRegion(env, ends, 0, 2, pair);
    }
    return outcome(result);
}

JPOD(jint, setCloseOnExec0)(JNIEnv *env, jclass self, jint descriptor, jboolean value) {
    return outcome(fcntl(descriptor, F_SETFD, value ? FD_CLOEXEC : 0));
}

JPOD(jint, fsync0)(JNIEnv *env, jclass self, jint descriptor) {
    int result;
    RETRY(result, fsync(descriptor));
    return outcome(result);
}

JPOD(jlong, seek0)(JNIEnv *env, jclass self, jint descriptor, jlong offset, jint whence) {
    off_t position = lseek(descriptor, offset, whence);
    return position == -1 ? -errno : position;
}

JPOD(jlong, copyRange0)(JNIEnv *env, jclass self, jint from, jint to, jlong length) {
    ssize_t count;
    RETRY(count, copy_file_range(from, NULL, to, NULL, (size_t) length, 0));
    return count == -1 ? -errno : count;
}

JPOD(jint, syncFileSystem0)(JNIEnv *env, jclass self, jint descriptor) {
    int result;
    RETRY(result, syncfs(descriptor));
    return outcome(result);
}

JPOD(jint, ftruncate0)(JNIEnv *env, jclass self, jint descriptor, jlong length) {
    int result;
    RETRY(result, ftruncate(descriptor, length));
    return outcome(result);
}

JPOD(jint, poll0)(JNIEnv *env, jclass self, jintArray descriptors, jshortArray events, jshortArray ready, jint timeout) {
    jsize count = (*env)->GetArrayLength(env, descriptors);
    jint numbers[64];
    jshort bits[64];
    struct pollfd set[64];
    if (count > 64) {
        return -EINVAL;
    }
    (*env)->GetIntArrayRegion(env, descriptors, 0, count, numbers);
    (*env)->GetShortArrayRegion(env, events, 0, count, bits);
    for (int i = 0; i < count; i++) {
        set[i].fd = numbers[i];
        set[i].events = bits[i];
        set[i].revents = 0;
    }
    int result = poll(set, (nfds_t) count, timeout);
    if (result == -1) {
        if (errno != EINTR) {
            return -errno;
        }
        result = 0;
    }
    for (int i = 0; i < count; i++) {
        bits[i] = result > 0 ? set[i].revents : 0;
    }
    (*env)->SetShortArrayRegion(env, ready, 0, count, bits);
    return result;
}

JPOD(jint, flock0)(JNIEnv *env, jclass self, jint descriptor, jint operation) {
    int result;
    RETRY(result, flock(descriptor, operation));
    return outcome(result);
}

JPOD(jint, stat0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint flags, jlongArray out) {
    char name[PATH_MAX];
    struct stat st;
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    RETRY(result, fstatat(directory, name, &st, flags | empty_path(directory, name)));
    if (result == -1) {
        return -errno;
    }
    jlong values[] = {st.st_mode, st.st_uid, st.st_gid, st.st_size, (jlong) st.st_dev, (jlong) st.st_ino,
        (jlong) st.st_nlink, (jlong) st.st_rdev, st.st_mtim.tv_sec, st.st_mtim.tv_nsec, st.st_blocks};
    (*env)->SetLongArrayRegion(env, out, 0, sizeof values / sizeof values[0], values);
    return 0;
}

JPOD(jbyteArray, readLink0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jintArray error) {
    char name[PATH_MAX];
    char target[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return jpod_failed(env, -result, error);
    }
    ssize_t length = readlinkat(directory, name, target, sizeof target);
    return length < 0 ? jpod_failed(env, errno, error) : jpod_bytes(env, target, (size_t) length, error);
}

JPOD(jint, makeDirectory0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint mode) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0 ? result : outcome(mkdirat(directory, name, (mode_t) mode));
}

JPOD(jint, makeNode0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint mode, jlong device) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0 ? result : outcome(mknodat(directory, name, (mode_t) mode, (dev_t) device));
}

JPOD(jint, symlink0)(JNIEnv *env, jclass self, jbyteArray target, jint directory, jbyteArray path) {
    char name[PATH_MAX];
    char content[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result == 0) {
        result = jpod_string(env, target, content);
    }
    return result < 0 ? result : outcome(symlinkat(content, directory, name));
}

JPOD(jint, link0)(JNIEnv *env, jclass self, jint fromDirectory, jbyteArray from, jint toDirectory, jbyteArray to) {
    char source[PATH_MAX];
    char target[PATH_MAX];
    int result = jpod_string(env, from, source);
    if (result == 0) {
        result = jpod_string(env, to, target);
    }
    return result < 0 ? result : outcome(linkat(fromDirectory, source, toDirectory, target, 0));
}

JPOD(jint, unlink0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint flags) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0 ? result : outcome(unlinkat(directory, name, flags));
}

JPOD(jint, rename0)(JNIEnv *env, jclass self, jint fromDirectory, jbyteArray from, jint toDirectory, jbyteArray to) {
    char source[PATH_MAX];
    char target[PATH_MAX];
    int result = jpod_string(env, from, source);
    if (result == 0) {
        result = jpod_string(env, to, target);
    }
    return result < 0 ? result : outcome(renameat(fromDirectory, source, toDirectory, target));
}

JPOD(jint, changeOwner0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jlong uid, jlong gid, jint flags) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0
            ? result
            : outcome(fchownat(directory, name, (uid_t) uid, (gid_t) gid, flags | empty_path(directory, name)));
}

JPOD(jint, changeMode0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jint mode) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    if (empty_path(directory, name) == 0) {
        return outcome(fchmodat(directory, name, (mode_t) mode, AT_SYMLINK_NOFOLLOW));
    }
    result = fchmod(directory, (mode_t) mode);
    if (result == -1 && errno == EBADF) { /* O_PATH */
        snprintf(name, sizeof name, "/proc/self/fd/%d", directory);
        result = chmod(name, (mode_t) mode);
    }
    return outcome(result);
}

JPOD(jint, setTimes0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jlong seconds, jint nanos) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    struct timespec times[2] = {{seconds, nanos}, {seconds, nanos}};
    if (empty_path(directory, name) != 0) {
        result = futimens(directory, times);
        if (result == -1 && errno == EBADF) { /* O_PATH */
            snprintf(name, sizeof name, "/proc/self/fd/%d", directory);
            result = utimensat(AT_FDCWD, name, times, 0);
        }
        return outcome(result);
    }
    return outcome(utimensat(directory, name, times, AT_SYMLINK_NOFOLLOW));
}

JPOD(jbyteArray, list0)(JNIEnv *env, jclass self, jint directory, jintArray error) {
    int own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0) {
        return jpod_failed(env, errno, error);
    }
    DIR *stream = fdopendir(own);
    if (stream == NULL) {
        int number = errno;
        close(own);
        return jpod_failed(env, number, error);
    }
    size_t used = 0;
    size_t size = 0;
    char *names = NULL;
    int number = 0;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(stream);
        if (entry == NULL) {
            number = errno;
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        size_t length = strlen(entry->d_name) + 1;
        if (used + length > size) {
            size = (used + length) * 2 + 4096;
            char *larger = realloc(names, size);
            if (larger == NULL) {
                number = ENOMEM;
                break;
            }
            names = larger;
        }
        memcpy(names + used, entry->d_name, length);
        used += length;
    }
    closedir(stream);
    jbyteArray result = number != 0 ? jpod_failed(env, number, error) : jpod_bytes(env, names, used, error);
    free(names);
    return result;
}

/*
 * There is no setxattrat before Linux 6.13: a name relative to a descriptor goes by way of /proc. Sets follow when the name
 * is the descriptor itself.
 */
static int xattr_path(JNIEnv *env, jint directory, jbyteArray path, char *out, int *follow) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    *follow = 0;
    if (result < 0) {
        return result;
    }
    if (directory == AT_FDCWD || name[0] == '/') {
        memcpy(out, name, strlen(name) + 1);
        return 0;
    }
    *follow = name[0] == 0;
    snprintf(out, PATH_MAX + 64, name[0] == 0 ? "/proc/self/fd/%d" : "/proc/self/fd/%d/%s", directory, name);
    return 0;
}

JPOD(jint, setXattr0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jbyteArray name, jbyteArray value) {
    char file[PATH_MAX + 64];
    char attribute[PATH_MAX];
    char content[CHUNK];
    int follow;
    int result = xattr_path(env, directory, path, file, &follow);
    if (result == 0) {
        result = jpod_string(env, name, attribute);
    }
    if (result < 0) {
        return result;
    }
    jsize length = (*env)->GetArrayLength(env, value);
    if (length > CHUNK) {
        return -E2BIG;
    }
    (*env)->GetByteArrayRegion(env, value, 0, length, (jbyte *) content);
    return outcome(
            follow ? setxattr(file, attribute, content, (size_t) length, 0)
                   : lsetxattr(file, attribute, content, (size_t) length, 0));
}

JPOD(jbyteArray, getXattr0)
(JNIEnv *env, jclass self, jint directory, jbyteArray path, jbyteArray name, jintArray error) {
    char file[PATH_MAX + 64];
    char attribute[PATH_MAX];
    char content[CHUNK];
    int follow;
    int result = xattr_path(env, directory, path, file, &follow);
    if (result == 0) {
        result = jpod_string(env, name, attribute);
    }
    if (result < 0) {
        return jpod_failed(env, -result, error);
    }
    ssize_t length = follow ? getxattr(file, attribute, content, CHUNK) : lgetxattr(file, attribute, content, CHUNK);
    return length < 0 ? jpod_failed(env, errno, error) : jpod_bytes(env, content, (size_t) length, error);
}

JPOD(jbyteArray, listXattrs0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jintArray error) {
    char file[PATH_MAX + 64];
    char names[CHUNK];
    int follow;
    int result = xattr_path(env, directory, path, file, &follow);
    if (result < 0) {
        return jpod_failed(env, -result, error);
    }
    ssize_t length = follow ? listxattr(file, names, CHUNK) : llistxattr(file, names, CHUNK);
    return length < 0 ? jpod_failed(env, errno, error) : jpod_bytes(env, names, (size_t) length, error);
}

JPOD(jint, removeXattr0)(JNIEnv *env, jclass self, jint directory, jbyteArray path, jbyteArray name) {
    char file[PATH_MAX + 64];
    char attribute[PATH_MAX];
    int follow;
    int result = xattr_path(env, directory, path, file, &follow);
    if (result == 0) {
        result = jpod_string(env, name, attribute);
    }
    return result < 0 ? result : outcome(follow ? removexattr(file, attribute) : lremovexattr(file, attribute));
}

JPOD(jlong, fileSystemType0)(JNIEnv *env, jclass self, jbyteArray path) {
    char name[PATH_MAX];
    struct statfs fs;
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    RETRY(result, statfs(name, &fs));
    return result == -1 ? -errno : (jlong) ((unsigned long) fs.f_type & 0xffffffffUL);
}

JPOD(jint, mount0)
(JNIEnv *env, jclass self, jbyteArray source, jbyteArray target, jbyteArray type, jlong flags, jbyteArray data) {
    char *what = source == NULL ? NULL : jpod_copy(env, source);
    char *where = jpod_copy(env, target);
    char *kind = type == NULL ? NULL : jpod_copy(env, type);
    char *options = data == NULL ? NULL : jpod_copy(env, data);
    jint result = outcome(mount(what, where, kind, (unsigned long) flags, options));
    free(what);
    free(where);
    free(kind);
    free(options);
    return result;
}

JPOD(jint, unmount0)(JNIEnv *env, jclass self, jbyteArray target, jint flags) {
    char name[PATH_MAX];
    int result = jpod_string(env, target, name);
    return result < 0 ? result : outcome(umount2(name, flags));
}
