/*
 * jpod-relay: carries connections and datagrams from ports of the host to ports of a container.
 *
 *   jpod-relay --pid=PID --to=ADDRESS --ready-fd=FD [--exit-fd=FD] PROTOCOL,ADDRESS,HOST-PORT,CONTAINER-PORT,COUNT...
 *
 * in this order.
 * Listens on the host, then enters the network namespace of a process of the container and connects from there, so that no
 * packet has to find a way between the two. Writes one byte to the ready descriptor when all ports are taken, and ends when the
 * exit descriptor reaches its end. Failures are told on standard error in the words of podman's port helper.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    BUFFER = 65536,
    FLOWS = 4096,        /* conversations by datagram at one time */
    BUCKETS = 1024,
    IDLE_SECONDS = 90,   /* after which a conversation is over */
    SWEEP_SECONDS = 15,
    BATCH = 64,
    EVENTS = 128,
};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

enum kind { EXIT, LISTENER, DATAGRAMS, FLOW, STREAM };

/* What an event is about; the first member of everything that is watched. */
struct watched {
    enum kind kind;
    int fd;
};

struct port {
    struct watched watched;
    union address target;
    int family;
};

struct flow {
    struct watched watched;
    struct port *port;
    union address client;
    struct in_addr local4;
    struct in6_pktinfo local6;
    time_t used;
    struct flow *next;
};

struct connection;

struct end {
    struct watched watched;
    struct connection *connection;
    struct end *other;
    unsigned char *data; /* read here, to be written to the other end */
    size_t from, to;
    int finished; /* nothing more will be read */
    int passed;   /* the other end knows */
    uint32_t events;
};

struct connection {
    struct end ends[2]; /* the client, the container */
    int connecting;
    int dead;
    struct connection *next_dead;
};

static int poller;
static struct flow *buckets[BUCKETS];
static int flows;
static struct connection *dead;
static union address target;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static const char *reason(int number) {
    switch (number) {
        case EADDRINUSE: return "address already in use";
        case EACCES: return "permission denied";
        case EADDRNOTAVAIL: return "cannot assign requested address";
        default: return strerror(number);
    }
}

static socklen_t size_of(const union address *address) {
    return address->any.sa_family == AF_INET6 ? sizeof address->v6 : sizeof address->v4;
}

static void set_port(union address *address, int port) {
    if (address->any.sa_family == AF_INET6) {
        address->v6.sin6_port = htons((uint16_t) port);
    } else {
        address->v4.sin_port = htons((uint16_t) port);
    }
}

static int parse_address(const char *text, union address *address) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
        address->any.sa_family = AF_INET;
        return 1;
    }
    if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1) {
        address->any.sa_family = AF_INET6;
        return 1;
    }
    return 0;
}

static void watch(struct watched *watched, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = watched};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, watched->fd, &event) == -1) {
        fail("watch fd %d: %s", watched->fd, strerror(errno));
    }
}

/* Ports of the host */

static void listen_on(const char *protocol, const char *host, int port, int container_port) {
    union address address;
    int datagrams = strcmp(protocol, "udp") == 0;
    int on = 1;
    if ((!datagrams && strcmp(protocol, "tcp") != 0) || !parse_address(host, &address)) {
        fail("cannot publish %s %s:%d", protocol, host, port);
    }
    int six = address.any.sa_family == AF_INET6;
    set_port(&address, port);
    int fd = socket(address.any.sa_family, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd == -1) {
        fail("listen %s %s:%d: %s", protocol, host, port, strerror(errno));
    }
    if (six) {
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (!datagrams) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    } else if (six) {
        setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    } else {
        setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    }
    if (bind(fd, &address.any, size_of(&address)) == -1 || (!datagrams && listen(fd, SOMAXCONN) == -1)) {
        const char *form = six ? "listen %s [%s]:%d: bind: %s" : "listen %s %s:%d: bind: %s";
        fail(form, protocol, host, port, reason(errno));
    }
    struct port *entry = calloc(1, sizeof *entry);
    if (entry == NULL) {
        fail("out of memory");
    }
    entry->watched.kind = datagrams ? DATAGRAMS : LISTENER;
    entry->watched.fd = fd;
    entry->family = address.any.sa_family;
    entry->target = target;
    set_port(&entry->target, container_port);
    watch(&entry->watched, EPOLLIN);
}

/* PROTOCOL,ADDRESS,HOST-PORT,CONTAINER-PORT,COUNT */
static void publish(const char *text) {
    char protocol[8];
    char host[64];
    int port, container_port, count, end = 0;
    if (sscanf(text, "%7[a-z],%63[0-9a-fA-F.:],%d,%d,%d%n", protocol, host, &port, &container_port, &count, &end) != 5
            || text[end] != 0) {
        fail("malformed mapping %s", text);
    }
    for (int i = 0; i < count; i++) {
        listen_on(protocol, host, port + i, container_port + i);
    }
}

/* Streams */

/*
 * An end that nothing is wanted of is not watched at all: the kernel reports a hang-up without being asked, again and again, while
 * its last bytes still wait for a slow reader.
 */
static void interest(struct end *end, uint32_t events) {
    if (end->events != events) {
        struct epoll_event event = {.events = events, .data.ptr = end};
        int operation = events == 0 ? EPOLL_CTL_DEL : end->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        epoll_ctl(poller, operation, end->watched.fd, &event);
        end->events = events;
    }
}

/* Freed after all events of this round: some of them may be about it. */
static void bury(struct connection *connection) {
    if (!connection->dead) {
        connection->dead = 1;
        connection->next_dead = dead;
        dead = connection;
        close(connection->ends[0].watched.fd);
        close(connection->ends[1].watched.fd);
    }
}

/* Moves what can be moved from one end to the other; false when the connection is broken. */
static int move(struct end *end) {
    for (int i = 0; i < BATCH; i++) {
        if (end->from == end->to && !end->finished) {
            ssize_t count = read(end->watched.fd, end->data, BUFFER);
            if (count == -1) {
                return errno == EAGAIN || errno == EINTR;
            }
            end->from = 0;
            end->to = (size_t) count;
            end->finished = count == 0;
        }
        if (end->from < end->to) {
            ssize_t count = write(end->other->watched.fd, end->data + end->from, end->to - end->from);
            if (count == -1) {
                return errno == EAGAIN || errno == EINTR;
            }
            end->from += (size_t) count;
        }
        if (end->finished && end->from == end->to) {
            if (!end->passed) {
                end->passed = 1;
                shutdown(end->other->watched.fd, SHUT_WR);
            }
            return 1;
        }
    }
    return 1;
}

static uint32_t wanted(const struct end *end) {
    uint32_t events = 0;
    if (!end->finished && end->from == end->to) {
        events |= EPOLLIN;
    }
    if (end->other->from < end->other->to) {
        events |= EPOLLOUT;
    }
    return events;
}

static void serve_stream(struct end *end, uint32_t events) {
    struct connection *connection = end->connection;
    struct end *client = &connection->ends[0];
    struct end *container = &connection->ends[1];
    if (connection->dead) {
        return;
    }
    if (connection->connecting) {
        int error = 0;
        socklen_t length = sizeof error;
        if (!(events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
            return;
        }
        getsockopt(container->watched.fd, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0) {
            bury(connection);
            return;
        }
        connection->connecting = 0;
    }
    if (!move(client) || !move(container) || (client->passed && container->passed)) {
        bury(connection);
        return;
    }
    interest(client, wanted(client));
    interest(container, wanted(container));
}

static void accept_stream(struct port *port) {
    for (int i = 0; i < BATCH; i++) {
        int on = 1;
        int fd = accept4(port->watched.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd == -1) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOMEM) {
                poll(NULL, 0, 10); /* it would be reported again at once */
            }
            return;
        }
        int inner = socket(port->target.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        struct connection *connection = inner == -1 ? NULL : calloc(1, sizeof *connection + 2 * BUFFER);
        if (connection == NULL
                || (connect(inner, &port->target.any, size_of(&port->target)) == -1 && errno != EINPROGRESS)) {
            free(connection);
            if (inner != -1) {
                close(inner);
            }
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(inner, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connection->connecting = 1;
        for (int side = 0; side < 2; side++) {
            struct end *end = &connection->ends[side];
            end->watched.kind = STREAM;
            end->watched.fd = side == 0 ? fd : inner;
            end->connection = connection;
            end->other = &connection->ends[1 - side];
            end->data = (unsigned char *) (connection + 1) + side * BUFFER;
        }
        interest(&connection->ends[1], EPOLLOUT);
    }
}

/* Datagrams */

static unsigned bucket_of(const struct port *port, const union address *client) {
    const unsigned char *bytes = (const unsigned char *) client;
    unsigned hash = (unsigned) port->watched.fd * 31;
    for (socklen_t i = 0; i < size_of(client); i++) {
        hash = hash * 31 + bytes[i];
    }
    return hash % BUCKETS;
}

static struct flow *flow_of(struct port *port, const union address *client) {
    unsigned bucket = bucket_of(port, client);
    for (struct flow *flow = buckets[bucket]; flow != NULL; flow = flow->next) {
        if (flow->port == port && memcmp(&flow->client, client, size_of(client)) == 0) {
            return flow;
        }
    }
    if (flows >= FLOWS) {
        return NULL;
    }
    struct flow *flow = calloc(1, sizeof *flow);
    if (flow == NULL) {
        return NULL;
    }
    int fd = socket(port->target.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd == -1 || connect(fd, &port->target.any, size_of(&port->target)) == -1) {
        if (fd != -1) {
            close(fd);
        }
        free(flow);
        return NULL;
    }
    flow->watched.kind = FLOW;
    flow->watched.fd = fd;
    flow->port = port;
    flow->client = *client;
    flow->next = buckets[bucket];
    buckets[bucket] = flow;
    flows++;
    watch(&flow->watched, EPOLLIN);
    return flow;
}

static time_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static void sweep(void) {
    time_t oldest = now() - IDLE_SECONDS;
    for (int i = 0; i < BUCKETS; i++) {
        struct flow **place = &buckets[i];
        while (*place != NULL) {
            struct flow *flow = *place;
            if (flow->used < oldest) {
                *place = flow->next;
                close(flow->watched.fd);
                free(flow);
                flows--;
            } else {
                place = &flow->next;
            }
        }
    }
}

union control {
    struct cmsghdr align;
    unsigned char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct in_pktinfo))];
};

static void from_host(struct port *port) {
    unsigned char data[BUFFER];
    for (int i = 0; i < BATCH; i++) {
        union address client;
        union control control;
        struct iovec part = {data, sizeof data};
        memset(&client, 0, sizeof client);
        struct msghdr message = {.msg_name = &client, .msg_namelen = sizeof client, .msg_iov = &part, .msg_iovlen = 1,
            .msg_control = &control, .msg_controllen = sizeof control};
        ssize_t length = recvmsg(port->watched.fd, &message, 0);
        if (length == -1) {
            return;
        }
        struct flow *flow = flow_of(port, &client);
        if (flow == NULL) {
            continue;
        }
        for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
            if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
                flow->local4 = ((struct in_pktinfo *) CMSG_DATA(c))->ipi_spec_dst;
            } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
                memcpy(&flow->local6, CMSG_DATA(c), sizeof flow->local6);
            }
        }
        flow->used = now();
        /* A port that nobody listens on yet gives an error here and there; datagrams may be lost. */
        ssize_t sent = send(flow->watched.fd, data, (size_t) length, 0);
        (void) sent;
    }
}

/* An answer leaves from the address that the question came to. */
static void from_container(struct flow *flow) {
    unsigned char data[BUFFER];
    for (int i = 0; i < BATCH; i++) {
        ssize_t length = recv(flow->watched.fd, data, sizeof data, 0);
        if (length == -1) {
            return;
        }
        union control control;
        memset(&control, 0, sizeof control);
        struct iovec part = {data, (size_t) length};
        struct msghdr message = {.msg_name = &flow->client, .msg_namelen = size_of(&flow->client), .msg_iov = &part,
            .msg_iovlen = 1, .msg_control = &control};
        struct cmsghdr *c = &control.align;
        if (flow->port->family == AF_INET6) {
            message.msg_controllen = CMSG_SPACE(sizeof flow->local6);
            c->cmsg_level = IPPROTO_IPV6;
            c->cmsg_type = IPV6_PKTINFO;
            c->cmsg_len = CMSG_LEN(sizeof flow->local6);
            memcpy(CMSG_DATA(c), &flow->local6, sizeof flow->local6);
        } else {
            struct in_pktinfo info = {.ipi_spec_dst = flow->local4};
            message.msg_controllen = CMSG_SPACE(sizeof info);
            c->cmsg_level = IPPROTO_IP;
            c->cmsg_type = IP_PKTINFO;
            c->cmsg_len = CMSG_LEN(sizeof info);
            memcpy(CMSG_DATA(c), &info, sizeof info);
        }
        flow->used = now();
        ssize_t sent = sendmsg(flow->port->watched.fd, &message, 0);
        (void) sent;
    }
}

/* Start */

static void enter(int pid) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/net", pid);
    int network = open(path, O_RDONLY | O_CLOEXEC);
    int failure = errno;
    if (network != -1 && geteuid() != 0) { /* only root of a namespace that owns it may enter the other one directly */
        snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
        int user = open(path, O_RDONLY | O_CLOEXEC);
        if (user == -1 || setns(user, CLONE_NEWUSER) == -1) {
            fail("enter the user namespace of process %d: %s", pid, strerror(errno));
        }
        close(user);
    }
    if (network == -1) {
        fail("open %s: %s", path, strerror(failure));
    }
    if (setns(network, CLONE_NEWNET) == -1) {
        fail("enter the network namespace of process %d: %s", pid, strerror(errno));
    }
    close(network);
}

static void drop_privileges(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 || syscall(SYS_capset, &header, none) == -1) {
        fail("drop privileges: %s", strerror(errno));
    }
}

static void raise_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void loop(void) {
    struct epoll_event events[EVENTS];
    time_t swept = now();
    while (1) {
        int count = epoll_wait(poller, events, EVENTS, flows > 0 ? SWEEP_SECONDS * 1000 : -1);
        for (int i = 0; i < count; i++) {
            struct watched *watched = events[i].data.ptr;
            switch (watched->kind) {
                case EXIT: exit(0);
                case LISTENER: accept_stream((struct port *) watched); break;
                case DATAGRAMS: from_host((struct port *) watched); break;
                case FLOW: from_container((struct flow *) watched); break;
                case STREAM: serve_stream((struct end *) watched, events[i].events); break;
            }
        }
        while (dead != NULL) {
            struct connection *next = dead->next_dead;
            free(dead);
            dead = next;
        }
        if (flows > 0 && now() - swept >= SWEEP_SECONDS) {
            swept = now();
            sweep();
        }
    }
}

int main(int argc, char **argv) {
    int pid = 0;
    int ready = -1;
    static struct watched exit_watch = {.kind = EXIT, .fd = -1};
    signal(SIGPIPE, SIG_IGN);
    raise_limit();
    poller = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--pid=", 6) == 0) {
            pid = atoi(argv[i] + 6);
        } else if (strncmp(argv[i], "--ready-fd=", 11) == 0) {
            ready = atoi(argv[i] + 11);
        } else if (strncmp(argv[i], "--exit-fd=", 10) == 0) {
            exit_watch.fd = atoi(argv[i] + 10);
        } else if (strncmp(argv[i], "--to=", 5) == 0) {
            if (!parse_address(argv[i] + 5, &target)) {
                fail("malformed address %s", argv[i] + 5);
            }
        } else {
            publish(argv[i]);
        }
    }
    if (pid <= 0 || ready < 0 || target.any.sa_family == 0) {
        fail("usage: jpod-relay --pid=PID --to=ADDRESS --ready-fd=FD [--exit-fd=FD] MAPPING...");
    }
    if (exit_watch.fd >= 0) {
        watch(&exit_watch, EPOLLIN);
    }
    enter(pid);
    drop_privileges();
    if (write(ready, "1", 1) != 1) {
        fail("tell that all is ready: %s", strerror(errno));
    }
    close(ready);
    loop();
}
