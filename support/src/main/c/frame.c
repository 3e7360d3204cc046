#include "jpodposix.h"
#include "session.h"
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define FRAME(type, name) JNIEXPORT type JNICALL Java_io_jpod_support_posix_FrameSocket_##name

/* A socket that listens at a path, which only its owner may connect to. What was there is removed. */
FRAME(jint, listen0)(JNIEnv *env, jclass self, jbyteArray path, jint queue) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    if (result < 0) {
        return result;
    }
    if (strlen(name) >= sizeof address.sun_path) {
        return -ENAMETOOLONG;
    }
    strcpy(address.sun_path, name);
    if (unlink(name) != 0 && errno != ENOENT) {
        return -errno;
    }
    int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0) {
        return -errno;
    }
    if (bind(socket_, (struct sockaddr *) &address, sizeof address) != 0 || chmod(name, 0600) != 0
            || listen(socket_, queue) != 0) {
        int failure = errno;
        close(socket_);
        return -failure;
    }
    return socket_;
}

/* EAGAIN when nobody waits any more. */
FRAME(jint, accept0)(JNIEnv *env, jclass self, jint listening) {
    int result;
    RETRY(result, accept4(listening, NULL, NULL, SOCK_CLOEXEC));
    return outcome(result);
}

/* Process, user and group id of who connected. */
FRAME(jint, peer0)(JNIEnv *env, jclass self, jint descriptor, jintArray out) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) {
        return -errno;
    }
    jint values[3] = {peer.pid, (jint) peer.uid, (jint) peer.gid};
    (*env)->SetIntArrayRegion(env, out, 0, 3, values);
    return 0;
}

/* Sends all; the descriptors go with the first byte. */
FRAME(jint, send0)(JNIEnv *env, jclass self, jint descriptor, jbyteArray data, jintArray passed) {
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int) * SESSION_DESCRIPTORS)];
    } control;
    jint numbers[SESSION_DESCRIPTORS];
    jsize count = (*env)->GetArrayLength(env, passed);
    size_t length = (size_t) (*env)->GetArrayLength(env, data);
    if (count > SESSION_DESCRIPTORS) {
        return -EINVAL;
    }
    (*env)->GetIntArrayRegion(env, passed, 0, count, numbers);
    char *bytes = jpod_copy(env, data);
    if (bytes == NULL) {
        return -ENOMEM;
    }
    int result = 0;
    for (size_t done = 0; done < length && result == 0;) {
        struct iovec part = {.iov_base = bytes + done, .iov_len = length - done};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        if (count > 0) {
            message.msg_control = &control;
            message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t) count);
            struct cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t) count);
            memcpy(CMSG_DATA(header), numbers, sizeof(int) * (size_t) count);
        }
        ssize_t sent;
        RETRY(sent, sendmsg(descriptor, &message, MSG_NOSIGNAL));
        if (sent < 0) {
            result = -errno;
        } else {
            done += (size_t) sent;
            count = 0;
        }
    }
    free(bytes);
    return result;
}

/* Reads once, at most as much as fits; returns how many bytes, and in passed[0] how many descriptors follow there. */
FRAME(jint, receive0)(JNIEnv *env, jclass self, jint descriptor, jbyteArray data, jint offset, jintArray passed) {
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int) * SESSION_DESCRIPTORS)];
    } control;
    char bytes[CHUNK];
    jint numbers[SESSION_DESCRIPTORS + 1] = {0};
    size_t room = (size_t) ((*env)->GetArrayLength(env, data) - offset);
    struct iovec part = {.iov_base = bytes, .iov_len = room < sizeof bytes ? room : sizeof bytes};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t received;
    RETRY(received, recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC));
    if (received < 0) {
        return -errno;
    }
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            numbers[0] = (jint) ((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            memcpy(numbers + 1, CMSG_DATA(header), sizeof(int) * (size_t) numbers[0]);
        }
    }
    (*env)->SetByteArrayRegion(env, data, offset, (jsize) received, (jbyte *) bytes);
    (*env)->SetIntArrayRegion(env, passed, 0, numbers[0] + 1, numbers);
    return (jint) received;
}
