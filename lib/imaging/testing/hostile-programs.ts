/**
 * A program that replaces the decoder and tries all that it must not be able to do; prints what it could as a JSON
 * list. It gets paths and process ids that a real attacker would have to find out. It removes what it makes: it also
 * runs without any measure, and then touches only what is the test's own.
 */
export const INTRUDER = `
const fs = require('node:fs')
const { spawnSync } = require('node:child_process')
const net = require('node:net')
const { data, mounted, postgres, portal, victim, port, sockets, writable, everywhere } = JSON.parse(process.argv[1])
const could = []
const attempt = (name, act) => { try { if (act()) could.push(name) } catch {} }
const read = (place) => fs.readFileSync(place).length > 0
const visible = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
const others = [...new Set([...(everywhere ? [...visible, '1', process.ppid] : []), postgres, portal, victim].map(String))]
  .filter((pid) => pid !== String(process.pid))

attempt('environment', () => Object.keys(process.env).some((name) => !['MALLOC_ARENA_MAX', 'ORT_DISABLE_TELEMETRY'].includes(name)))
attempt('list the data folder', () => fs.readdirSync(data).length > 0)
for (const keyring of [data + '/keyring.json', mounted + '/keyring.json'])
  for (const root of ['', '/proc/self/root', '/proc/self/cwd/../../../../..', ...others.map((pid) => '/proc/' + pid + '/root')])
    attempt('read a keyring', () => read(root + keyring))
for (const pid of others) {
  attempt('see a process', () => fs.existsSync('/proc/' + pid) && visible.includes(pid))
  for (const file of ['environ', 'mem', 'maps', 'cmdline', 'exe']) attempt('read of a process', () => read('/proc/' + pid + '/' + file))
  attempt('list a process’s root', () => fs.readdirSync('/proc/' + pid + '/root/').length > 0)
}
for (const pid of [postgres, portal, victim, -1])
  attempt('signal a process', () => pid !== process.pid && process.kill(pid, 0)) // no signal, but a yes if one could be sent
const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\\n').map((line) => line.split(' ')[4])
const system = ['/', '/tmp', '/var/tmp', '/dev/shm', '/run', '/etc', '/usr/bin', '.']
for (const place of new Set([...writable, ...(everywhere ? [...mounts, ...system] : [])])) {
  const made = place + '/zhunxin-intruder'
  attempt('write a file', () => (fs.closeSync(fs.openSync(made, 'w')), fs.rmSync(made), true))
  attempt('make a folder', () => (fs.mkdirSync(made), fs.rmdirSync(made), true))
  attempt('make a link', () => (fs.symlinkSync('/', made), fs.rmSync(made), true))
  attempt('open a file to write', () => fs.statSync(place).isFile() && (fs.closeSync(fs.openSync(place, 'r+')), true))
}
attempt('write into /proc', () => everywhere && (fs.closeSync(fs.openSync('/proc/self/oom_score_adj', 'w')), true))
for (const program of [process.execPath, '/bin/sh', '/usr/bin/id'])
  attempt('start a program', () => spawnSync(program, ['-c', 'true']).error === undefined)
attempt('become another', () => everywhere && (process.setuid(0), true))

const connect = (name, to) => new Promise((resolve) => {
  try {
    const socket = net.connect(to)
    socket.on('connect', () => { could.push(name); resolve() })
    socket.on('error', resolve)
    setTimeout(resolve, 3000).unref()
  } catch { resolve() }
})
const listen = () => new Promise((resolve) => {
  try {
    const server = net.createServer().on('error', resolve)
    server.listen(0, '127.0.0.1', () => { could.push('listen'); resolve() })
  } catch { resolve() }
})
Promise.all([connect('connect by TCP', { port, host: '127.0.0.1' }), listen(),
  ...sockets.map((path) => connect('connect to a socket', { path }))]).then(() => {
  process.stdout.write(JSON.stringify([...new Set(could)]), () => process.exit())
})
`

/**
 * Makes system calls that JavaScript has no name for, and says which were refused by EPERM or ENOSYS. In Perl, which a
 * Debian always has, with numbers of x86-64.
 */
export const CALLER = `
use Errno; my @refused;
my %calls = (${Object.entries(calls())
  .map(([name, number]) => `'${name}' => ${number}`)
  .join(', ')});
for my $name (sort keys %calls) {
  $! = 0;
  my $result = syscall($calls{$name}, $name eq 'clone' ? 17 : 1, 1, 0, 0, 0);
  exit 0 if $result == 0 && $name =~ /^(fork|clone)$/;
  push @refused, $name if $result == -1 && ($!{EPERM} || $!{ENOSYS});
}
print join(',', @refused);
`

export function calls(): Record<string, number> {
  const x32 = 0x40000000
  return {
    ...{ execve: 59, execveat: 322, 'execve of x32': x32 + 520, fork: 57, clone: 56, clone3: 435, ptrace: 101 },
    ...{ process_vm_readv: 310, process_vm_writev: 311, pidfd_open: 434, mount: 165, umount2: 166, pivot_root: 155 },
    ...{ chroot: 161, unshare: 272, setns: 308, open_by_handle_at: 304, socket: 41, socketpair: 53, connect: 42 },
    ...{ 'socket of x32': x32 + 41, bpf: 321, io_uring_setup: 425, userfaultfd: 323, memfd_create: 319, keyctl: 250 },
    ...{ kexec_load: 246, perf_event_open: 298, init_module: 175 },
  }
}

/** Says what a decoder says when it is ready, then never ends, under a name that is made to be misread. */
export const SPINNER = `
process.title = 'x) S 1 1 1'
const head = Buffer.from('{"kind":"READY"}')
const prefix = Buffer.alloc(8)
prefix.writeUInt32BE(head.length)
process.stdout.write(Buffer.concat([prefix, head]), () => { for (;;); })
`
