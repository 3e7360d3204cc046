/*
 * Joins the user's namespaces and executes Java. What is executed was decided by the start script (bin/jpod), which left a record
 * of it in the user's runtime directory; this program only checks that the record still holds. In every case that it does not know
 * it executes the script: the script says what is right, and this says it sooner.
 */
#define _GNU_SOURCE
#include "session.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define LARGEST 65536
#define ARGUMENTS 256
/* Commands that a session may run; it decides by their options. */
#define SERVED "version ps images inspect logs create start stop kill rm wait run exec container image"

static char home[PATH_MAX];
static char run[PATH_MAX - 64];

/* The start script; only a broken distribution comes back. */
static void script(char **argv) {
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/bin/jpod", home);
    setenv("_JPOD_START", "script", 1);
    argv[0] = path;
    execv(path, argv);
    fprintf(stderr, "Error: running %s: %s\n", path, strerror(errno));
    _exit(125);
}

/* Reads a file that is whole, short, and, if asked, the user's own. */
static char *slurp(const char *path, int own, struct stat *status) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return NULL;
    }
    char *text = NULL;
    if (fstat(file, status) == 0 && S_ISREG(status->st_mode) && (!own || status->st_uid == geteuid())) {
        text = malloc(LARGEST);
        ssize_t length = text == NULL ? -1 : read(file, text, LARGEST - 1);
        if (length <= 0 || length == LARGEST - 1) {
            free(text);
            text = NULL;
        } else {
            text[length] = 0;
        }
    }
    close(file);
    return text;
}

static int owned_directory(const char *path, int follow) {
    struct stat status;
    return (follow ? stat(path, &status) : lstat(path, &status)) == 0 && S_ISDIR(status.st_mode)
            && status.st_uid == geteuid();
}

/* Where the record and the pause process are; RuntimeDirectory and the script have the same rules. */
static int find_runtime_directory(void) {
    const char *given = getenv("XDG_RUNTIME_DIR");
    char base[PATH_MAX - 80];
    if (given != NULL && given[0] == '/' && strlen(given) < sizeof base && owned_directory(given, 1)) {
        strcpy(base, given);
    } else if (geteuid() == 0) {
        strcpy(base, "/run");
    } else {
        snprintf(base, sizeof base, "/run/user/%u", (unsigned) geteuid());
        if (!owned_directory(base, 1)) {
            snprintf(base, sizeof base, "/tmp/jpod-run-%u", (unsigned) geteuid());
            if (!owned_directory(base, 0)) {
                return -1;
            }
        }
    }
    snprintf(run, sizeof run, "%s/jpod", base);
    return owned_directory(run, 0) ? 0 : -1;
}

static int older(const char *path, const struct timespec *moment) {
    struct stat status;
    return stat(path, &status) == 0
            && (status.st_mtim.tv_sec < moment->tv_sec
                    || (status.st_mtim.tv_sec == moment->tv_sec && status.st_mtim.tv_nsec < moment->tv_nsec));
}

static int among(const char *word, const char *words) {
    size_t length = strlen(word);
    for (const char *at = words; length > 0 && (at = strstr(at, word)) != NULL; at++) {
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0)) {
            return 1;
        }
    }
    return 0;
}

/*
 * The record: lines of a word and a value.
 *   home DIRECTORY       of the distribution that wrote it
 *   chosen DIRECTORY     the JDK that JPOD_JAVA_HOME named
 *   older FILE           the record holds while this is older than it
 *   absent FILE          the record holds while this is not there
 *   class NAME WORD...   commands that have flags of their own; the class without words is for all others
 *   script NAME...       classes that the script decides about anew
 *   java FILE
 *   flag VALUE           for every command
 *   flag-NAME VALUE      for the commands of a class
 * Fills in Java's arguments, and returns how many there are; 0 when the record does not hold.
 */
static int replay(
        char *record, const struct stat *status, const char *chosen, const char *command, char **out) {
    char wanted[32] = "";
    int known = 0;
    int count = 1;
    out[0] = NULL;
    for (char *line = strtok(record, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char *value = strchr(line, ' ');
        if (value == NULL || count > ARGUMENTS - 16) {
            return 0;
        }
        *value++ = 0;
        if (strcmp(line, "home") == 0) {
            known = strcmp(value, home) == 0;
        } else if (strcmp(line, "chosen") == 0) {
            if (chosen == NULL || strcmp(value, chosen) != 0) {
                return 0;
            }
            chosen = NULL;
        } else if (strcmp(line, "older") == 0) {
            if (!older(value, &status->st_mtim)) {
                return 0;
            }
        } else if (strcmp(line, "absent") == 0) {
            if (access(value, F_OK) == 0) {
                return 0;
            }
        } else if (strcmp(line, "class") == 0) {
            char *words = strchr(value, ' ');
            if (words != NULL) {
                *words++ = 0;
            }
            if (wanted[0] == 0 && (words == NULL || among(command, words) || (command[0] == '-' && among("-*", words)))) {
                snprintf(wanted, sizeof wanted, "%s", value);
            }
        } else if (strcmp(line, "script") == 0) {
            if (among(wanted, value)) {
                return 0;
            }
        } else if (strcmp(line, "java") == 0) {
            out[0] = value;
        } else if (strcmp(line, "flag") == 0 || (strncmp(line, "flag-", 5) == 0 && strcmp(line + 5, wanted) == 0)) {
            out[count++] = value;
        }
    }
    return known && chosen == NULL && out[0] != NULL && access(out[0], X_OK) == 0 ? count : 0;
}

/*
 * True when a word is, up to a colon, the name of a provider that a bundle has offered: BundleNames keeps them in the runtime directory,
 * a line each. A word that only looks like one costs a few milliseconds.
 */
static int names_bundle(char **argv) {
    struct stat status;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/bundles", run);
    char *names = slurp(path, 1, &status);
    for (char *at = names; at != NULL && *at != 0; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
    int found = 0;
    for (char **word = argv; names != NULL && *word != NULL && !found; word++) {
        const char *value = (*word)[0] == '-' ? strchr(*word, '=') : NULL;
        value = value == NULL ? *word : value + 1;
        char name[64];
        size_t length = strcspn(value, ":");
        if (length > 0 && length < sizeof name && memchr(value, ' ', length) == NULL) {
            memcpy(name, value, length);
            name[length] = 0;
            found = among(name, names);
        }
    }
    free(names);
    return found;
}

/* Java decodes arguments and names by its locale; CallerEnvironment gives the caller's back. */
static void use_utf8(void) {
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = "";
    for (int i = 0; i < 3 && locale[0] == 0; i++) {
        const char *value = getenv(names[i]);
        locale = value == NULL ? "" : value;
    }
    if (strcasestr(locale, "utf8") == NULL && strcasestr(locale, "utf-8") == NULL) {
        const char *all = getenv("LC_ALL");
        setenv("_JPOD_LC_ALL", all == NULL ? "" : all, 1);
        setenv("LC_ALL", "C.UTF-8", 1);
    }
}

/* True while the process lives and is the one that started at that time. */
static int alive(int pid, const char *started) {
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    char *text = slurp(path, 0, &status);
    char *field = text == NULL ? NULL : strrchr(text, ')');
    if (field == NULL || field[1] != ' ' || field[2] == 'Z' || field[2] == 'X') {
        return 0;
    }
    field += 2;
    for (int number = 3; number < 22 && field != NULL; number++) {
        field = strchr(field, ' ');
        field = field == NULL ? NULL : field + 1;
    }
    size_t length = strlen(started);
    return field != NULL && length > 0 && strncmp(field, started, length) == 0 && field[length] == ' ';
}

static int join(int pid, const char *name, int type) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    int result = file < 0 ? -1 : setns(file, type);
    if (file >= 0) {
        close(file);
    }
    return result;
}

static int newer_than(const char *path, const struct stat *other) {
    struct stat status;
    return stat(path, &status) == 0 && status.st_mtime > other->st_mtime;
}

/* 0: nothing to join. 1: joined. -1: the script has to look at it. */
static int join_namespaces(const char *command) {
    struct stat status;
    char path[PATH_MAX];
    if (geteuid() == 0 || among(command, "version --version -v help --help -h") || command[0] == 0) {
        return 0;
    }
    snprintf(path, sizeof path, "%s/pause.pid", run);
    char *text = slurp(path, 1, &status);
    int pid;
    char started[32];
    char change[16];
    char enter[64];
    if (text == NULL || sscanf(text, "%d %31s %15s %63[^\n]", &pid, started, change, enter) != 4
            || !alive(pid, started) || newer_than("/etc/subuid", &status) || newer_than("/etc/subgid", &status)) {
        return -1;
    }
    int cgroup = strcmp(enter, "-U -m -C") == 0;
    char *directory = getcwd(NULL, 0);
    if ((!cgroup && strcmp(enter, "-U -m") != 0) || directory == NULL || directory[0] != '/') {
        return -1;
    }
    if (join(pid, "user", CLONE_NEWUSER) != 0) {
        return -1;
    }
    /* Half way in, the script could not go on: it would look for a pause process as root. */
    if ((cgroup && join(pid, "cgroup", CLONE_NEWCGROUP) != 0) || join(pid, "mnt", CLONE_NEWNS) != 0) {
        fprintf(stderr, "Error: joining the namespaces of process %d: %s\n", pid, strerror(errno));
        _exit(125);
    }
    if (chdir(directory) != 0 && chdir("/") != 0) {
        _exit(125);
    }
    unsetenv("_JPOD_NAMESPACE_MADE");
    return 1;
}

static const char *started_at(void) {
    static char text[64];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(text, sizeof text, "-Djpod.started=%lld", (long long) now.tv_sec * 1000000000 + now.tv_nsec);
    return text;
}

static const char *set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != 0 ? value : NULL;
}

/* As the environment says, or else the configuration: the engine read it, and left a file (SessionWish). */
static int wants_session(void) {
    const char *value = set("JPOD_SESSION");
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/session-wanted", run);
    return value != NULL ? strcmp(value, "1") == 0 : access(path, F_OK) == 0;
}

/* For the next command. */
static void start_session(const char *path, const char *id) {
    struct stat status;
    char *record = slurp(path, 1, &status);
    char **java = calloc(ARGUMENTS, sizeof *java);
    if (record != NULL && java != NULL && replay(record, &status, set("JPOD_JAVA_HOME"), "_session", java) > 0) {
        session_start(run, id, java);
    }
    free(record);
    free(java);
}

int main(int argc, char **argv) {
    const char *started = started_at();
    ssize_t length = readlink("/proc/self/exe", home, sizeof home - 1);
    char *end = NULL;
    for (char *at = length > 0 ? home : NULL; at != NULL && (at = strstr(at, "/lib/native/")) != NULL; at++) {
        end = at;
    }
    if (end == NULL) {
        fputs("Error: jpod-start is not in lib/native of a distribution\n", stderr);
        return 125;
    }
    *end = 0;

    struct stat status;
    char path[PATH_MAX + 80];
    char id[65];
    snprintf(path, sizeof path, "%s/lib/build-id", home);
    char *build = slurp(path, 0, &status);
    if (build == NULL || sscanf(build, "%64[0-9a-f]", id) != 1
            || find_runtime_directory() != 0) {
        script(argv);
    }
    const char *chosen = set("JPOD_JAVA_HOME");
    snprintf(path, sizeof path, "%s/launch-%s%s", run, id, chosen == NULL ? "" : "-chosen");
    char *record = slurp(path, 1, &status);
    const char *command = argc > 1 ? argv[1] : "";
    char **out = calloc((size_t) argc + ARGUMENTS, sizeof *out);
    int count = record == NULL || out == NULL ? 0 : replay(record, &status, chosen, names_bundle(argv) ? "_bundle" : command, out);
    if (count == 0) {
        script(argv);
    }
    /* It runs programs of the user's own: ssh, sudo. */
    int copies = argc > 2 && strcmp(command, "image") == 0 && strcmp(argv[2], "scp") == 0;
    int resident = wants_session() && chosen == NULL && set("JPOD_TRACE") == NULL && !copies && among(command, SERVED);
    /* A session is in the namespaces, and answers also those who need not be. */
    if (!copies && join_namespaces(resident ? "ps" : command) < 0) {
        script(argv);
    }
    if (resident) {
        int code = session_run(run, id, argv + 1);
        if (code >= 0) {
            return code;
        }
        start_session(path, id);
    }
    use_utf8();
    out[count++] = (char *) started;
    out[count++] = "io.jpod.launcher.Main";
    memcpy(out + count, argv + 1, (size_t) (argc > 0 ? argc : 1) * sizeof *argv);
    execv(out[0], out);
    fprintf(stderr, "Error: running %s: %s\n", out[0], strerror(errno));
    return 125;
}
