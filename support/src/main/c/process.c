#include "jpodposix.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

struct plan {
    const char *program;
    char **argv;
    char **environment;
    const char *directory; /* NULL: the caller's */
    const jint *pairs;     /* number in the child, number here */
    int count;
    int session;
};

/* The strings of one array that holds them one after the other, each with its NUL, as a vector that ends with NULL. */
static char **vector(char *strings, int count) {
    char **result = malloc(((size_t) count + 1) * sizeof *result);
    if (result == NULL) {
        return NULL;
    }
    for (int i = 0; i < count; i++) {
        result[i] = strings;
        strings += strlen(strings) + 1;
    }
    result[count] = NULL;
    return result;
}

/* Runs between vfork and exec: no malloc, no stdio. */
static void mark_all_by_proc(void) {
    struct entry {
        uint64_t inode;
        int64_t offset;
        unsigned short length;
        unsigned char type;
        char name[];
    };
    char buffer[4096] __attribute__((aligned(8)));
    int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        long length;
        while ((length = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
            for (long at = 0; at < length; at += ((struct entry *) (buffer + at))->length) {
                const char *name = ((struct entry *) (buffer + at))->name;
                int number = 0;
                while (*name >= '0' && *name <= '9') {
                    number = number * 10 + (*name++ - '0');
                }
                if (*name == 0) {
                    fcntl(number, F_SETFD, FD_CLOEXEC);
                }
            }
        }
        close(directory);
        return;
    }
    struct rlimit limit;
    int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int) limit.rlim_cur : 65536;
    for (int i = 0; i < end; i++) {
        fcntl(i, F_SETFD, FD_CLOEXEC);
    }
}

static int place_descriptors(const struct plan *plan) {
    int highest = 2;
    int moved[64];
    for (int i = 0; i < plan->count; i++) {
        if (plan->pairs[2 * i] > highest) {
            highest = plan->pairs[2 * i];
        }
    }
    for (int i = 0; i < plan->count; i++) {
        moved[i] = fcntl(plan->pairs[2 * i + 1], F_DUPFD_CLOEXEC, highest + 1);
        if (moved[i] == -1) {
            return errno;
        }
    }
    for (int i = 0; i < plan->count; i++) {
        if (dup2(moved[i], plan->pairs[2 * i]) == -1) {
            return errno;
        }
    }
    return 0;
}

/*
 * The child's part, on memory that it shares with the parent; returns errno. A caught signal's handler must not run here, so
 * handlers go before the mask. SIGHUP and SIGINT stay ignored where the caller's caller said so (nohup, a shell's background
 * job); nothing else is inherited from the virtual machine.
 */
static int child(const struct plan *plan) {
    struct sigaction action;
    for (int number = 1; number < NSIG; number++) {
        if ((number == SIGHUP || number == SIGINT) && sigaction(number, NULL, &action) == 0
                && action.sa_handler == SIG_IGN) {
            continue;
        }
        memset(&action, 0, sizeof action);
        action.sa_handler = SIG_DFL;
        sigaction(number, &action, NULL);
    }
    if (plan->session) {
        setsid();
    }
    if (syscall(SYS_close_range, 0, ~0U, CLOSE_RANGE_CLOEXEC) != 0) {
        mark_all_by_proc();
    }
    int failure = place_descriptors(plan);
    if (failure != 0) {
        return failure;
    }
    if (plan->directory != NULL && chdir(plan->directory) != 0) {
        return errno;
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(plan->program, plan->argv, plan->environment);
    return errno;
}

static __attribute__((noinline)) pid_t launch(const struct plan *plan, volatile int *failure) {
    pid_t pid = vfork();
    if (pid == 0) {
        *failure = child(plan);
        _exit(127);
    }
    return pid;
}

JPOD(jint, spawn0)
(JNIEnv *env, jclass self, jbyteArray program, jbyteArray argv, jint argc, jbyteArray environment, jint envc,
        jbyteArray directory, jintArray descriptors, jboolean session) {
    char name[PATH_MAX];
    char place[PATH_MAX];
    jint pairs[128];
    jsize numbers = (*env)->GetArrayLength(env, descriptors);
    if (numbers > 128) {
        return -EINVAL;
    }
    (*env)->GetIntArrayRegion(env, descriptors, 0, numbers, pairs);
    int result = jpod_string(env, program, name);
    if (result == 0 && directory != NULL) {
        result = jpod_string(env, directory, place);
    }
    if (result < 0) {
        return result;
    }
    char *words = jpod_copy(env, argv);
    char *variables = jpod_copy(env, environment);
    struct plan plan = {
        .program = name,
        .argv = words == NULL ? NULL : vector(words, argc),
        .environment = variables == NULL ? NULL : vector(variables, envc),
        .directory = directory == NULL ? NULL : place,
        .pairs = pairs,
        .count = numbers / 2,
        .session = session,
    };
    if (plan.argv == NULL || plan.environment == NULL) {
        result = -ENOMEM;
    } else {
        sigset_t all;
        sigset_t before;
        volatile int failure = 0;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        pid_t pid = launch(&plan, &failure);
        result = pid == -1 ? -errno : pid;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        if (pid > 0 && failure != 0) {
            int ended;
            RETRY(ended, waitpid(pid, NULL, 0));
            result = -failure;
        }
    }
    free(plan.argv);
    free(plan.environment);
    free(words);
    free(variables);
    return result;
}

JPOD(jint, exec0)
(JNIEnv *env, jclass self, jbyteArray program, jbyteArray argv, jint argc, jbyteArray environment, jint envc) {
    char name[PATH_MAX];
    int result = jpod_string(env, program, name);
    if (result < 0) {
        return result;
    }
    char *words = jpod_copy(env, argv);
    char *variables = jpod_copy(env, environment);
    char **arguments = words == NULL ? NULL : vector(words, argc);
    char **settings = variables == NULL ? NULL : vector(variables, envc);
    if (arguments == NULL || settings == NULL) {
        result = -ENOMEM;
    } else {
        sigset_t none;
        sigset_t before;
        sigemptyset(&none);
        pthread_sigmask(SIG_SETMASK, &none, &before);
        execve(name, arguments, settings);
        result = -errno;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    free(arguments);
    free(settings);
    free(words);
    free(variables);
    return result;
}

/* The exit code or 128 plus the signal; -ECHILD and so on below zero; INT_MIN while the child runs. */
JPOD(jint, waitFor0)(JNIEnv *env, jclass self, jint pid, jint options) {
    int status;
    pid_t ended;
    RETRY(ended, waitpid(pid, &status, options));
    if (ended == -1) {
        return -errno;
    }
    if (ended == 0) {
        return INT_MIN;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

JPOD(jint, kill0)(JNIEnv *env, jclass self, jint pid, jint signal) {
    return outcome(kill(pid, signal));
}

/* The kernel sets close-on-exec on this one by itself. */
JPOD(jint, openProcess0)(JNIEnv *env, jclass self, jint pid) {
    return outcome(syscall(SYS_pidfd_open, pid, 0));
}

JPOD(jint, enterNetworkNamespace0)(JNIEnv *env, jclass self, jint descriptor) {
    return outcome(setns(descriptor, CLONE_NEWNET));
}

JPOD(jint, getPid0)(JNIEnv *env, jclass self) {
    return getpid();
}

JPOD(jint, getUid0)(JNIEnv *env, jclass self) {
    return (jint) getuid();
}

JPOD(jint, getGid0)(JNIEnv *env, jclass self) {
    return (jint) getgid();
}

JPOD(jint, getEuid0)(JNIEnv *env, jclass self) {
    return (jint) geteuid();
}

JPOD(jint, changeDirectory0)(JNIEnv *env, jclass self, jbyteArray path) {
    char name[PATH_MAX];
    int result = jpod_string(env, path, name);
    return result < 0 ? result : outcome(chdir(name));
}

JPOD(jint, setUmask0)(JNIEnv *env, jclass self, jint mask) {
    return (jint) umask((mode_t) mask);
}

/* The offset in seconds; the short name goes into the array, if there is one, with a NUL. */
JPOD(jint, localTime0)(JNIEnv *env, jclass self, jlong second, jbyteArray name) {
    time_t moment = (time_t) second;
    struct tm fields = {.tm_gmtoff = 0, .tm_zone = "UTC"};
    tzset();
    if (localtime_r(&moment, &fields) == NULL) {
        fields.tm_gmtoff = 0;
        fields.tm_zone = "UTC";
    }
    if (name != NULL) {
        jbyte text[16] = {0};
        strncpy((char *) text, fields.tm_zone, sizeof text - 1);
        (*env)->SetByteArrayRegion(env, name, 0, sizeof text, text);
    }
    return (jint) fields.tm_gmtoff;
}

/* Where each signal's number is written; a handler has no other way to know. */
static volatile int signal_pipes[NSIG];

static void report(int number) {
    int before = errno;
    unsigned char byte = (unsigned char) number;
    ssize_t ignored = write(signal_pipes[number], &byte, 1);
    (void) ignored;
    errno = before;
}

JPOD(jint, signalPipe0)(JNIEnv *env, jclass self, jintArray signals) {
    jint numbers[NSIG];
    jsize count = (*env)->GetArrayLength(env, signals);
    int pair[2];
    if (count > NSIG) {
        return -EINVAL;
    }
    (*env)->GetIntArrayRegion(env, signals, 0, count, numbers);
    for (int i = 0; i < count; i++) {
        if (numbers[i] < 1 || numbers[i] >= NSIG) {
            return -EINVAL;
        }
    }
    if (pipe2(pair, O_CLOEXEC) == -1) {
        return -errno;
    }
    fcntl(pair[1], F_SETFL, O_NONBLOCK);
    for (int i = 0; i < count; i++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = report;
        action.sa_flags = SA_RESTART;
        sigfillset(&action.sa_mask);
        signal_pipes[numbers[i]] = pair[1];
        if (sigaction(numbers[i], &action, NULL) == -1) {
            int failure = errno;
            close(pair[0]);
            return -failure; /* the write end stays: signals set up before this one use it */
        }
    }
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) {
        sigaddset(&set, numbers[i]);
    }
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return pair[0];
}
