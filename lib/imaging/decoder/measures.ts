import 'server-only'

/** Lists what separates a decoder child from everything else on the machine. */
export const LAYERS = [
  /** The kernel ends the child when the portal, or a program between the two, ends. */
  'ENDS_WITH_PORTAL',
  /** The child is in a network namespace without an interface that is up. */
  'OWN_NETWORK',
  /**
   * The /proc of its PID namespace shows the child, and at most the shell that started it; IPC and host name are its
   * own too.
   */
  'OWN_PROCESSES',
  /** The child has a numeric user and group without an account, and no further groups. */
  'OWN_ACCOUNT',
  /** The child has a root folder that contains, read-only, what a decoder needs and nothing else. */
  'OWN_FILES',
  /** The data folder and the keyring can't be read, by any path. */
  'HIDDEN_SECRETS',
  /** The environment and the memory of the portal's process can't be read. */
  'HIDDEN_PORTAL',
  /** The child has no capability in any set, and no way to gain one. */
  'NO_CAPABILITIES',
  /** Programs, sockets, mounts, tracing and other ways out are refused by the kernel. */
  'SYSTEM_CALL_FILTER',
] as const

/** Lists what a decoder child may use at most. Time and pixels are limited everywhere and by the portal itself. */
export const LIMITS = [
  'MEMORY_LIMIT',
  'STACK_LIMIT',
  'FILE_SIZE_LIMIT',
  'CORE_LIMIT',
  /** The child can't start a process, so that its processor time is all there is. */
  'PROCESS_LIMIT',
  'PROCESSOR_TIME_LIMIT',
] as const

export type Measure = (typeof LAYERS)[number] | (typeof LIMITS)[number]

/** Lists all measures in the order in which they are tried if not all of them work together. */
export const MEASURES: readonly Measure[] = [...LAYERS, ...LIMITS]

export type Measures = ReadonlySet<Measure>
