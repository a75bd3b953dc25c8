import 'server-only'
import { runWithRetries } from './run-with-retries'

/** Lists the calls without which a filter is useless. */
const ESSENTIAL = ['execve', 'execveat', 'ptrace', 'mount', 'socket', 'process_vm_readv', 'process_vm_writev']

/**
 * System calls that no decoder makes, and by which code in one could reach further: other programs, other processes'
 * memory and files, mounts and namespaces, sockets, and the parts of the kernel where most ways to root were found.
 */
const REFUSED = [
  ...ESSENTIAL,
  ...['fork', 'vfork', 'kcmp', 'pidfd_open', 'pidfd_getfd', 'pidfd_send_signal', 'process_madvise', 'process_mrelease'],
  ...['umount2', 'pivot_root', 'chroot', 'unshare', 'setns', 'mknod', 'mknodat', 'name_to_handle_at'],
  ...['open_by_handle_at', 'open_tree', 'move_mount', 'mount_setattr', 'fsopen', 'fsconfig', 'fsmount', 'fspick'],
  ...['socketpair', 'connect', 'bind', 'listen', 'accept', 'accept4', 'sendmmsg', 'recvmmsg'],
  ...['io_uring_setup', 'io_uring_enter', 'io_uring_register', 'io_setup', 'io_submit', 'bpf', 'perf_event_open'],
  ...['userfaultfd', 'memfd_create', 'memfd_secret', 'keyctl', 'add_key', 'request_key', 'personality', 'modify_ldt'],
  ...['kexec_load', 'kexec_file_load', 'init_module', 'finit_module', 'delete_module', 'reboot', 'swapon', 'swapoff'],
  ...['acct', 'quotactl', 'quotactl_fd', 'syslog', 'iopl', 'ioperm', 'uselib', 'vhangup', 'lookup_dcookie'],
  ...['shmget', 'shmat', 'msgget', 'semget', 'mq_open', 'fanotify_init', 'vmsplice', 'migrate_pages', 'move_pages'],
]

let known: Promise<readonly string[] | undefined> | undefined

/**
 * Returns the words of `enosys` that refuse what it knows of the list: releases and processors differ in what there is.
 *
 * @returns undefined when it does not know the essential ones
 */
export function refusingOptions(enosys: string): Promise<readonly string[] | undefined> {
  known ??= runWithRetries(enosys, ['--list'], {}).then(
    ({ stdout }) => {
      const names = new Set(stdout.split(/\s+/))
      if (!ESSENTIAL.every((name) => names.has(name))) return undefined
      return REFUSED.filter((name) => names.has(name)).flatMap((name) => ['-s', name])
    },
    () => {
      known = undefined // a later caller may get an answer
      return undefined
    },
  )
  return known
}

/** Holds the numbers of linux/audit.h and of each processor's table of system calls. */
const PROCESSORS: Readonly<Partial<Record<NodeJS.Architecture, { audit: number; clone: number; forks: number[] }>>> = {
  x64: { audit: 0xc000003e, clone: 56, forks: [57, 58] },
  arm64: { audit: 0xc00000b7, clone: 220, forks: [] },
}
const CLONE3 = 435
const CLONE_THREAD = 0x10000
/** Calls of the x32 interface have the numbers of others, and this bit. */
const X32 = 0x40000000

const [LOAD, EQUAL, AT_LEAST, HAS_BIT, RETURN] = [0x20, 0x15, 0x35, 0x45, 0x06]
const [ARCHITECTURE, NUMBER, FIRST_ARGUMENT] = [4, 0, 16]
const ALLOW = 0x7fff0000
const REFUSE = 0x00050000 + 1 // EPERM
const UNKNOWN = 0x00050000 + 38 // ENOSYS, on which the C library falls back to clone

/**
 * Returns a filter in classic BPF, as `setpriv --seccomp-filter` reads it, that lets a process start threads but no
 * process, and refuses what another processor's interface would get past a list of names. It is written in octal
 * escapes for printf.
 *
 * @returns undefined for a processor whose numbers are not here
 */
export function threadsOnlyFilter(architecture: NodeJS.Architecture = process.arch): string | undefined {
  const processor = PROCESSORS[architecture]
  if (!processor) return undefined
  const { audit, clone, forks } = processor
  const refuseIf = (code: number, value: number, answer: number) => [jump(code, value, 0, 1), [RETURN, 0, 0, answer]]
  const program = [
    [LOAD, 0, 0, ARCHITECTURE],
    jump(EQUAL, audit, 1, 0),
    [RETURN, 0, 0, UNKNOWN],
    [LOAD, 0, 0, NUMBER],
    ...(architecture === 'x64' ? refuseIf(AT_LEAST, X32, UNKNOWN) : []),
    ...forks.flatMap((number) => refuseIf(EQUAL, number, REFUSE)),
    ...refuseIf(EQUAL, CLONE3, UNKNOWN),
    jump(EQUAL, clone, 1, 0),
    [RETURN, 0, 0, ALLOW],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    jump(HAS_BIT, CLONE_THREAD, 0, 1),
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, REFUSE],
  ]
  const bytes = Buffer.alloc(program.length * 8)
  for (const [at, [code = 0, ifSo = 0, ifNot = 0, value = 0]] of program.entries()) {
    bytes.writeUInt16LE(code, at * 8)
    bytes.writeUInt8(ifSo, at * 8 + 2)
    bytes.writeUInt8(ifNot, at * 8 + 3)
    bytes.writeUInt32LE(value, at * 8 + 4)
  }
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}

const jump = (code: number, value: number, ifSo: number, ifNot: number) => [code, ifSo, ifNot, value]
