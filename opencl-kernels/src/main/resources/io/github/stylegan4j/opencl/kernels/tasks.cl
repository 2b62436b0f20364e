// Deals the tasks of a launch to the work-groups as they come for them, so that none waits for a slower
// one that still has several to do. Who does a task changes nothing of what it computes.
//
// Layout:  "dealt" counts all tasks that were ever asked for on the device, "start" is what it stood at
//          before this launch: each work-group asks until there is none, once in vain.
// Usage:   a function has the parameters TASKS and a loop DEAL around each task.

#define TASKS volatile __global int *dealt, const int start, const int tasks

#define DEAL(task) for (int task = nextTask(dealt, start); task < tasks; task = nextTask(dealt, start))

static inline int nextTask(volatile __global int* dealt, const int start) {
    return (int)((uint)atomic_inc(dealt) - (uint)start);
}
