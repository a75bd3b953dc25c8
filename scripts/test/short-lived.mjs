/**
 * Returns V8's options for processes that a test needs for seconds or a few minutes. V8 compiles twice: at once, and
 * again, better, what runs often. The second time was a third of the processor time of a portal's start. Nothing
 * behaves differently.
 */
export const SHORT_LIVED = [
  '--max-semi-space-size=64', // MiB: fewer, larger collections; they were an eighth of a portal's processor time
  '--liftoff-only', // WebAssembly: Prisma's, by which it compiles queries
  ...(process.version.startsWith('v20.') ? ['--interrupt-budget=150000'] : []), // JavaScript; later releases lack the option
]
