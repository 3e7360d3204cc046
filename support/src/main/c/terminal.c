#include "jpodposix.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>

JPOD(jboolean, isTerminal0)(JNIEnv *env, jclass self, jint descriptor) {
    return (jboolean) isatty(descriptor);
}

JPOD(jbyteArray, terminalSettings0)(JNIEnv *env, jclass self, jint descriptor, jintArray error) {
    struct termios settings;
    memset(&settings, 0, sizeof settings);
    if (tcgetattr(descriptor, &settings) == -1) {
        return jpod_failed(env, errno, error);
    }
    return jpod_bytes(env, (const char *) &settings, sizeof settings, error);
}

JPOD(jint, setTerminalSettings0)(JNIEnv *env, jclass self, jint descriptor, jbyteArray bytes) {
    struct termios settings;
    if ((*env)->GetArrayLength(env, bytes) != sizeof settings) {
        return -EINVAL;
    }
    (*env)->GetByteArrayRegion(env, bytes, 0, sizeof settings, (jbyte *) &settings);
    int result;
    RETRY(result, tcsetattr(descriptor, TCSANOW, &settings));
    return outcome(result);
}

JPOD(jint, makeRaw0)(JNIEnv *env, jclass self, jint descriptor) {
    struct termios settings;
    if (tcgetattr(descriptor, &settings) == -1) {
        return -errno;
    }
    cfmakeraw(&settings);
    int result;
    RETRY(result, tcsetattr(descriptor, TCSANOW, &settings));
    return outcome(result);
}

JPOD(jint, windowSize0)(JNIEnv *env, jclass self, jint descriptor, jintArray out) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == -1) {
        return -errno;
    }
    jint values[2] = {size.ws_row, size.ws_col};
    (*env)->SetIntArrayRegion(env, out, 0, 2, values);
    return 0;
}

JPOD(jint, setWindowSize0)(JNIEnv *env, jclass self, jint descriptor, jint rows, jint columns) {
    struct winsize size = {.ws_row = (unsigned short) rows, .ws_col = (unsigned short) columns};
    return outcome(ioctl(descriptor, TIOCSWINSZ, &size));
}

/* A name that does not fit into an address is opened, and the address names the descriptor. */
static int unix_connect(int type, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int handle = -1;
    if (strlen(path) < sizeof address.sun_path) {
        memcpy(address.sun_path, path, strlen(path) + 1);
    } else {
        handle = open(path, O_PATH | O_CLOEXEC);
        if (handle == -1) {
            return -errno;
        }
        snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", handle);
    }
    int result = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    int failure = result == -1 ? errno : 0;
    if (failure == 0) {
        int connected;
        RETRY(connected, connect(result, (struct sockaddr *) &address, sizeof address));
        if (connected == -1) {
            failure = errno;
            close(result);
        }
    }
    if (handle != -1) {
        close(handle);
    }
    return failure == 0 ? result : -failure;
}

JPOD(jint, connect0)(JNIEnv *env, jclass self, jbyteArray path, jint type) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0 ? result : unix_connect(type, name);
}

JPOD(jint, shutdown0)(JNIEnv *env, jclass self, jint descriptor, jint how) {
    return outcome(shutdown(descriptor, how));
}

/* Binds an Internet socket, and listens when it is a stream. */
JPOD(jint, bindPort0)(JNIEnv *env, jclass self, jbyteArray host, jint port, jboolean datagram) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((unsigned short) port)};
    int six = (*env)->GetArrayLength(env, host) == 16;
    int on = 1;
    (*env)->GetByteArrayRegion(
            env, host, 0, six ? 16 : 4, six ? (jbyte *) &v6.sin6_addr : (jbyte *) &v4.sin_addr);
    int result = socket(six ? AF_INET6 : AF_INET, (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
    if (result == -1) {
        return -errno;
    }
    if (six) {
        setsockopt(result, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (!datagram) {
        setsockopt(result, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    struct sockaddr *address = six ? (struct sockaddr *) &v6 : (struct sockaddr *) &v4;
    if (bind(result, address, six ? sizeof v6 : sizeof v4) == -1 || (!datagram && listen(result, 1) == -1)) {
        int failure = errno;
        close(result);
        return -failure;
    }
    return result;
}

JPOD(jint, localPort0)(JNIEnv *env, jclass self, jint descriptor) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
    socklen_t length = sizeof address;
    if (getsockname(descriptor, &address.any, &length) == -1) {
        return -errno;
    }
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}
