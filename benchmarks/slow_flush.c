/* Makes every flush take 3 ms longer, as on a slow disk: preloaded into a PostgreSQL server by `make bench`.
   Each slowed flush is counted in the file that SLOW_FLUSH_COUNT names (8 bytes, native order). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic uint64_t *count;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("SLOW_FLUSH_COUNT");
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0)
        return;
    void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared != MAP_FAILED)
        count = shared;
}

static int slowly(const char *name, int file)
{
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct timespec more = {0, 3000000};
    nanosleep(&more, NULL);
    if (count)
        atomic_fetch_add(count, 1);
    return flush(file);
}

int fdatasync(int file) { return slowly("fdatasync", file); }
int fsync(int file) { return slowly("fsync", file); }
