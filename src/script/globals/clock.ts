/** The one place where scripts learn the time, and what else the process measures: a recorded run can be given the same readings again. */
export const clock = {
  /** Milliseconds since 1970. */
  now: (): number => Date.now(),
  /** Milliseconds that only ever grow, for measuring. */
  monotonic: (): number => performance.now(),
  /** Seconds of processor time. */
  processor: (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
  /** Memory of the whole process. */
  residentBytes: (): number => process.memoryUsage.rss(),
};
