/** The names that limits have in the file: the one to write first. Apart from the schema, which is not loaded to word a message. */
export const MEMORY_LIMIT_KEYS = [
  ['kernel', 'limits', 'max_memory_mb'],
  ['kernel', 'memory_limit_mb'],
  ['kernel', 'max_memory_mb'],
  ['resources', 'profiles', 'default', 'memory_limit'],
] as const;
