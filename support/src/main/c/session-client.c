/*
 * The caller's side of a session (docs/decisions/0016). The session decides and writes state; processes are started here, so that
 * cgroup, limits, umask, terminal and signals are the caller's. On any doubt before SESSION_GO the command is run cold.
 */
#define _GNU_SOURCE
#include "session.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif

#define PATIENCE_MILLIS 3000
#define WAITS 32

extern char **environ;

struct frame {
    uint32_t type;
    uint32_t length;
    char *body;
    int descriptors[SESSION_DESCRIPTORS];
    int count;
};

static int server = -1;

static int send_all(const void *data, size_t length, const int *descriptors, int count) {
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int) * 3)];
    } control;
    const char *at = data;
    while (length > 0) {
        struct iovec part = {.iov_base = (void *) at, .iov_len = length};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        if (count > 0) {
            message.msg_control = &control;
            message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t) count);
            struct cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t) count);
            memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t) count);
        }
        ssize_t sent = sendmsg(server, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return -1;
        }
        count = 0;
        at += sent;
        length -= (size_t) sent;
    }
    return 0;
}

static int send_numbers(uint32_t type, int count, int32_t first, int32_t second) {
    int32_t message[4] = {(int32_t) type, count * 4, first, second};
    return send_all(message, 8 + (size_t) count * 4, NULL, 0);
}

static int receive_all(void *data, size_t length, struct frame *frame) {
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int) * SESSION_DESCRIPTORS)];
    } control;
    char *at = data;
    while (length > 0) {
        struct iovec part = {.iov_base = at, .iov_len = length};
        struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
        ssize_t received = recvmsg(server, &message, MSG_CMSG_CLOEXEC);
        if (received < 0 && errno == EINTR) {
            continue;
        }
        if (received <= 0 || (message.msg_flags & MSG_CTRUNC) != 0) {
            return -1;
        }
        for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
                frame->count = (int) ((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
                memcpy(frame->descriptors, CMSG_DATA(header), sizeof(int) * (size_t) frame->count);
            }
        }
        at += received;
        length -= (size_t) received;
    }
    return 0;
}

/* The body ends with a NUL of ours. */
static int receive(struct frame *frame) {
    uint32_t header[2];
    frame->body = NULL;
    frame->count = 0;
    if (receive_all(header, sizeof header, frame) != 0 || header[1] > SESSION_LARGEST) {
        return -1;
    }
    frame->type = header[0];
    frame->length = header[1];
    frame->body = calloc(1, (size_t) frame->length + 1);
    return frame->body == NULL ? -1 : receive_all(frame->body, frame->length, frame);
}

static void release(struct frame *frame) {
    for (int i = 0; i < frame->count; i++) {
        close(frame->descriptors[i]);
    }
    free(frame->body);
}

static int add(char *body, size_t *length, const char *text) {
    size_t size = strlen(text) + 1;
    if (*length + size > SESSION_LARGEST / 4) {
        return -1;
    }
    memcpy(body + *length, text, size);
    *length += size;
    return 0;
}

/* What the session has to have in common with us, in its own words: see Greeting. */
static int surroundings(char *out, size_t size) {
    static const char *const names[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup"};
    size_t length = 0;
    char path[64];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
        ssize_t count = readlink(path, out + length, size - length - 2);
        if (count <= 0) {
            return -1;
        }
        length += (size_t) count;
        out[length++] = ' ';
    }
    ssize_t count = readlink("/proc/self/root", out + length, size - length - 1);
    if (count <= 0) {
        return -1;
    }
    out[length + (size_t) count] = 0;
    return 0;
}

static int send_hello(char **words) {
    static const int standard[] = {0, 1, 2};
    char common[1024];
    char *directory = getcwd(NULL, 0);
    char *body = malloc(SESSION_LARGEST / 4);
    if (directory == NULL || body == NULL || surroundings(common, sizeof common) != 0) {
        return -1;
    }
    uint32_t *header = (uint32_t *) body;
    size_t length = 16;
    header[0] = SESSION_HELLO;
    header[2] = 0;
    header[3] = 0;
    int failed = add(body, &length, common) || add(body, &length, directory);
    for (char **word = words; *word != NULL; word++, header[2]++) {
        failed = failed || add(body, &length, *word);
    }
    for (char **variable = environ; *variable != NULL; variable++, header[3]++) {
        failed = failed || add(body, &length, *variable);
    }
    header[1] = (uint32_t) length - 8;
    failed = failed || send_all(body, length, standard, 3);
    free(body);
    free(directory);
    return failed ? -1 : 0;
}

static int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (strlen(path) >= sizeof address.sun_path) {
        return -1;
    }
    strcpy(address.sun_path, path);
    server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server < 0) {
        return -1;
    }
    /* A full queue is EAGAIN: somebody is in trouble there. */
    if (connect(server, (struct sockaddr *) &address, sizeof address) == 0
            && getsockopt(server, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == geteuid()
            && fcntl(server, F_SETFL, 0) == 0) {
        return 0;
    }
    close(server);
    server = -1;
    return -1;
}

/* 0 when the session will run the command. */
static int agree(char **words) {
    struct frame answer;
    struct pollfd wait = {.events = POLLIN};
    if (send_hello(words) != 0) {
        return -1;
    }
    wait.fd = server;
    if (poll(&wait, 1, PATIENCE_MILLIS) != 1 || receive(&answer) != 0) {
        return -1;
    }
    if (answer.type == SESSION_COLD && getenv("JPOD_DEBUG") != NULL) {
        fprintf(stderr, "debug: not run by the session: %s\n", answer.body);
    }
    int agreed = answer.type == SESSION_BEGIN;
    release(&answer);
    return agreed ? send_numbers(SESSION_GO, 0, 0, 0) : -1;
}

struct plan {
    const char *program;
    const char *directory;
    char **words;
    char **variables;
    const int32_t *numbers;
    const struct frame *frame;
    int session;
};

/* Between vfork and exec; as child() in process.c. */
static int child(const struct plan *plan) {
    struct sigaction action;
    int moved[SESSION_DESCRIPTORS];
    int highest = 2;
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
        struct rlimit limit;
        int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int) limit.rlim_cur : 65536;
        for (int i = 0; i < end; i++) {
            fcntl(i, F_SETFD, FD_CLOEXEC);
        }
    }
    for (int i = 0; i < plan->frame->count; i++) {
        highest = plan->numbers[i] > highest ? plan->numbers[i] : highest;
    }
    for (int i = 0; i < plan->frame->count; i++) {
        moved[i] = fcntl(plan->frame->descriptors[i], F_DUPFD_CLOEXEC, highest + 1);
        if (moved[i] == -1) {
            return errno;
        }
    }
    for (int i = 0; i < plan->frame->count; i++) {
        if (dup2(moved[i], plan->numbers[i]) == -1) {
            return errno;
        }
    }
    if (plan->directory[0] != 0 && chdir(plan->directory) != 0) {
        return errno;
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(plan->program, plan->words, plan->variables);
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

/* The vector of the next strings; NULL when there are too few. */
static char **take(char **at, const char *end, int32_t count) {
    char **result = count < 0 || count > SESSION_LARGEST ? NULL : calloc((size_t) count + 1, sizeof *result);
    for (int32_t i = 0; result != NULL && i < count; i++) {
        if (*at >= end) {
            free(result);
            return NULL;
        }
        result[i] = *at;
        *at += strlen(*at) + 1;
    }
    return result;
}

static int spawn(struct frame *frame) {
    int32_t *head = (int32_t *) frame->body;
    char *end = frame->body + frame->length;
    if (frame->length < 16 || head[3] != frame->count || frame->length < 16 + 4 * (uint32_t) frame->count) {
        return -EINVAL;
    }
    char *at = (char *) (head + 4 + frame->count);
    struct plan plan = {.session = head[0], .numbers = head + 4, .frame = frame};
    char **places = take(&at, end, 2);
    plan.words = take(&at, end, head[1]);
    plan.variables = take(&at, end, head[2]);
    int result = -EINVAL;
    if (places != NULL && plan.words != NULL && plan.variables != NULL) {
        volatile int failure = 0;
        sigset_t all;
        sigset_t before;
        plan.program = places[0];
        plan.directory = places[1];
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, &before);
        pid_t pid = launch(&plan, &failure);
        result = pid == -1 ? -errno : pid;
        if (pid > 0 && failure != 0) {
            while (waitpid(pid, NULL, 0) == -1 && errno == EINTR) {
            }
            result = -failure;
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    free(places);
    free(plan.words);
    free(plan.variables);
    return result;
}

/* Children whose end is waited for. A child stays a zombie until then: the session may open it by its id. */
static pid_t awaited[WAITS];

/* Tells what became of a child; 1 when it runs. */
static int look(pid_t pid, int at_once) {
    int status;
    pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == 0 && !at_once) {
        return 1;
    }
    int code = ended == 0 ? INT_MIN
            : ended < 0 ? -errno
            : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    send_numbers(SESSION_ENDED, 2, pid, code);
    return 0;
}

static void look_at_awaited(void) {
    for (int i = 0; i < WAITS; i++) {
        if (awaited[i] != 0 && !look(awaited[i], 0)) {
            awaited[i] = 0;
        }
    }
}

static void await(const struct frame *frame) {
    const int32_t *numbers = (const int32_t *) frame->body;
    if (frame->length < 8 || !look(numbers[0], numbers[1])) {
        return;
    }
    for (int i = 0; i < WAITS; i++) {
        if (awaited[i] == 0) {
            awaited[i] = numbers[0];
            return;
        }
    }
    send_numbers(SESSION_ENDED, 2, numbers[0], -EAGAIN);
}

static int tell_signal(int signals) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) {
        return 0;
    }
    if (info.ssi_signo == SIGCHLD) {
        look_at_awaited();
        return 0;
    }
    return send_numbers(SESSION_SIGNAL, 1, (int32_t) info.ssi_signo, 0);
}

/* From now on these signals are the session's. One that was ignored is not any more, as in the engine. */
static int catch(int signals, sigset_t *caught, const struct frame *frame) {
    const int32_t *numbers = (const int32_t *) frame->body;
    for (uint32_t i = 0; i < frame->length / 4; i++) {
        sigaddset(caught, numbers[i]);
        sigprocmask(SIG_BLOCK, caught, NULL);
        signal(numbers[i], SIG_DFL);
    }
    return signalfd(signals, caught, SFD_CLOEXEC | SFD_NONBLOCK) == -1 ? -1 : send_numbers(SESSION_READY, 0, 0, 0);
}

/* The exit code; -1 when the session wants the command to be run cold after all, -2 when it is gone. */
static int serve(int signals, sigset_t *caught) {
    struct pollfd wait[] = {{.fd = server, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    while (1) {
        struct frame frame;
        if (poll(wait, 2, -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -2;
        }
        if ((wait[1].revents & POLLIN) != 0 && tell_signal(signals) != 0) {
            /* What it sent before it went is read below. */
            wait[1].fd = -1;
        }
        if (wait[0].revents == 0) {
            continue;
        }
        if (receive(&frame) != 0) {
            return -2;
        }
        int result = -3;
        switch (frame.type) {
            case SESSION_SPAWN:
                send_numbers(SESSION_SPAWNED, 1, spawn(&frame), 0);
                break;
            case SESSION_WAIT:
                await(&frame);
                break;
            case SESSION_CATCH:
                catch(signals, caught, &frame);
                break;
            case SESSION_COLD:
                result = -1;
                break;
            case SESSION_EXIT:
                result = frame.length < 4 ? -2 : *(int32_t *) frame.body & 255;
                break;
            default:
                result = -2;
        }
        release(&frame);
        if (result != -3) {
            return result;
        }
    }
}

int session_run(const char *directory, const char *build, char **words) {
    char path[PATH_MAX];
    sigset_t caught;
    sigset_t before;
    for (int i = 0; i < 3; i++) {
        if (fcntl(i, F_GETFD) == -1) {
            return -1;
        }
    }
    snprintf(path, sizeof path, "%s/session-%s.sock", directory, build);
    if (connect_to(path) != 0 || agree(words) != 0) {
        if (server >= 0) {
            close(server);
        }
        return -1;
    }
    mode_t mask = umask(0022);
    sigemptyset(&caught);
    sigaddset(&caught, SIGCHLD);
    sigprocmask(SIG_BLOCK, &caught, &before);
    signal(SIGCHLD, SIG_DFL);
    int signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
    int result = signals < 0 ? -2 : serve(signals, &caught);
    if (result == -2) {
        fputs("Error: the session ended while it ran this command\n"
              "hint: what had been done is kept; see jpod ps --all, or run the command again without JPOD_SESSION\n",
                stderr);
        return 125;
    }
    if (result == -1) {
        umask(mask);
        sigprocmask(SIG_SETMASK, &before, NULL);
        close(signals);
    }
    close(server);
    return result;
}

/* A process of nobody's session that holds the lock until it ends. */
static void become(int lock, const char *path, char **java) {
    static char option[64];
    struct rlimit limit;
    sigset_t none;
    if (setsid() == -1 || fork() != 0) {
        _exit(0);
    }
    char *socket = malloc(PATH_MAX + 32);
    int nothing = open("/dev/null", O_RDWR);
    int last = 0;
    if (nothing < 0 || socket == NULL || chdir("/") != 0) {
        _exit(1);
    }
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    /* Only the lock goes on. */
    dup2(lock, 3);
    if (syscall(SYS_close_range, 4, ~0U, 0) != 0) {
        for (int i = 4; i < 65536; i++) {
            close(i);
        }
    }
    fcntl(3, F_SETFD, 0);
    umask(0022);
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    while (java[last] != NULL) {
        last++;
    }
    snprintf(option, sizeof option, "io.jpod.launcher.SessionMain");
    snprintf(socket, PATH_MAX + 32, "%s", path);
    java[last] = option;
    java[last + 1] = socket;
    java[last + 2] = NULL;
    setenv("LC_ALL", "C.UTF-8", 1);
    /* Each of its threads would get memory of its own from the C library, which stays taken. Programs get the caller's environment. */
    setenv("MALLOC_ARENA_MAX", "2", 1);
    execv(java[0], java);
    _exit(127);
}

void session_start(const char *directory, const char *build, char **java) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/session-%s.lock", directory, build);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) {
        return;
    }
    struct stat mine;
    struct stat named;
    /* A lock that was swept is nobody's: the next command makes another. */
    if (flock(lock, LOCK_EX | LOCK_NB) == 0 && fstat(lock, &mine) == 0 && stat(path, &named) == 0
            && mine.st_ino == named.st_ino) {
        pid_t pid = fork();
        if (pid == 0) {
            snprintf(path, sizeof path, "%s/session-%s.sock", directory, build);
            become(lock, path, java);
        }
        while (pid > 0 && waitpid(pid, NULL, 0) == -1 && errno == EINTR) {
        }
    }
    close(lock);
}
