import 'server-only'
import { existsSync, lstatSync, readlinkSync, statSync } from 'node:fs'
import path from 'node:path'
import { env, filesOfSecrets } from '@/lib/core/env'

/**
 * Holds the whole environment of a child: no secret of the portal is in it. In glibc's default, each thread that comes
 * and goes leaves memory of its own behind, and a child would have to be replaced after a dozen photographs. The
 * runtime of the models sends their names and sizes, and the machine's, to its vendor, unless a setting forbids it; a
 * child has no network where that can be taken away.
 */
export const CHILD_ENVIRONMENT = { MALLOC_ARENA_MAX: '1', ORT_DISABLE_TELEMETRY: '1' } as unknown as NodeJS.ProcessEnv
/**
 * Holds that of a child that has models. What they need for a page grew towards a child's limit: a block that was given
 * back stayed between smaller ones. From 4 MiB on, each block is a mapping of its own, which the system has back at
 * once, in large pages where it has them, so that mapping costs no time.
 */
export const READER_ENVIRONMENT = {
  ...CHILD_ENVIRONMENT,
  GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=4194304:glibc.malloc.hugetlb=1',
}
const SETTINGS = Object.entries(CHILD_ENVIRONMENT)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ')

/** Returns a path in the portal's folder: a bundler rewrites import.meta.url. */
const inProject = (...names: string[]) => path.join(/* turbopackIgnore: true */ process.cwd(), ...names)

export const decoderProgram = () => inProject('.build', 'decoder-child.cjs')
export const readerProgram = () => inProject('.build', 'reader-child.cjs')

/** Returns the folder with other models than the packaged ones, if the operator has named one. */
export const modelsFolder = () => env().OCR_MODELS

/** Returns the data folder, and the blobs, the keyring and other secrets where they are outside of it. */
export function secrets(): { folders: string[]; files: string[] } {
  const { ZHUNXIN_DATA: data, BLOBS_FOLDER: blobs, ZHUNXIN_KEYRING: keyring } = env()
  const isFile = keyring !== undefined && !keyring.trimStart().startsWith('{')
  const folders = blobs ? [data, blobs] : [data]
  const files = [...(isFile ? [keyring] : []), ...filesOfSecrets()].map((file) => path.resolve(file))
  return { folders: folders.filter(existsSync), files: files.filter(existsSync) }
}

/** Lists the folders of the system's libraries, and of the programs that still start something inside. */
const SYSTEM = ['/usr/bin', '/usr/lib', '/usr/lib32', '/usr/lib64', '/bin', '/lib', '/lib64']
/** Lists the same, for a Node that is installed there. */
const SYSTEM_OF_NODE = ['/usr/local/lib', '/nix/store']

/**
 * A shell runs this in namespaces that are the child's own, before the child. Where a root is given, it makes a folder
 * in memory there and becomes it: the paths in it are the machine's, so that nothing in the child need know, but the
 * folders above what is bound are new, so that what is below another account's home can be reached. Nothing in it can
 * be written to, and nothing that was mounted before is left.
 */
const SCRIPT = `
set -e
umask 022
PATH=/usr/sbin:/usr/bin:/sbin:/bin
root=$1 project=$2 proc=$3 filter=$4 folders=$5
shift 5
if [ -n "$root" ]; then
  mount -t tmpfs -o mode=755,size=256k,nosuid,nodev none "$root"
  set -f; IFS='
'
  (cd "$root"; exec mkdir -p proc $folders)
fi
while [ "$1" != -- ]; do
  at=$root$2
  case $1 in
    proc) mount -t proc none "$2" ;;
    link) ln -s "$3" "$at"; shift ;;
    folder) mount --rbind -o "ro,nosuid,nodev$3" "$2" "$at"; shift ;;
    file) : > "$at"; mount --bind -o "ro,nosuid$3" "$2" "$at"; shift ;;
    hidden-folder) [ ! -d "$at" ] || mount -t tmpfs -o ro,size=4k,mode=0 none "$at" ;;
    hidden-file) [ ! -e "$at" ] || mount --bind /dev/null "$at" ;;
  esac
  shift 2
done
shift
case $proc in
  own) mount -t proc -o ro,nosuid,nodev,noexec,hidepid=2 none "$root/proc" ;;
  shared) [ -z "$root" ] || mount --rbind -o ro,nosuid,nodev,noexec /proc "$root/proc" ;;
esac
if [ -n "$root" ]; then
  [ -z "$filter" ] || printf "$filter" > "$root/filter"
  mount -o remount,bind,ro "$root"
  cd "$root"
  pivot_root . .
  umount -l .
  cd "$project"
fi
of_models=\${GLIBC_TUNABLES:+GLIBC_TUNABLES=$GLIBC_TUNABLES}
[ "$proc" = own ] || exec /usr/bin/env -i ${SETTINGS} $of_models "$@"
/usr/bin/env -i ${SETTINGS} $of_models "$@" || exit
`

/** Always there and, since neither a clone nor data is below it, never in the way of what is bound. */
const NEW_ROOT = '/sys'

/** Names the file in the new root that holds the filter of `threadsOnlyFilter`. */
export const FILTER_PLACE = '/filter'

type Surroundings = {
  readonly ownRoot: boolean
  readonly hidesSecrets: boolean
  /** The child is in a PID namespace, and the shell the first process in it. */
  readonly ownProc: boolean
  readonly filter: string
  /** The child's own account, if it has one. */
  readonly account: number | undefined
}

/** Words of a shell that prepares what a child sees, and then starts it by the words that follow. */
export function environmentOf({ ownRoot, hidesSecrets, ownProc, filter, account }: Surroundings): string[] {
  const hidden = hidesSecrets || ownRoot ? secrets() : { folders: [], files: [] }
  const { folders, steps } = ownRoot ? rootOf(account) : { folders: [], steps: [] }
  const settings = [ownRoot ? NEW_ROOT : '', inProject(), ownProc ? 'own' : 'shared', filter, folders.join('\n')]
  const hiding = [
    ...hidden.folders.flatMap((folder) => ['hidden-folder', folder]),
    ...hidden.files.flatMap((file) => ['hidden-file', file]),
  ]
  // The first process of a PID namespace takes no signal that it has no handler for: the shell stays it.
  return ['/bin/sh', '-c', SCRIPT, 'sh', ...settings, ...steps, ...hiding, '--']
}

/**
 * Returns rules of Landlock (landlock(7)) that let a process read and run what a decoder needs, and see itself, and
 * refuse it every other file. A process that is confined so can't read the memory and environment of others either.
 */
export function landlockRules(): string[] {
  const { folders, files } = neededByDecoders()
  const refusedIsAnError = ['/etc/ssl/openssl.cnf'].filter(existsSync) // Node does without it where it is missing
  const rule = (access: string, place: string) => ['--landlock-rule', `path-beneath:${access}:${place}`]
  return [
    ...['--landlock-access', 'fs'],
    ...folders.flatMap((place) => rule('execute,read-file,read-dir', place)),
    ...[...files, ...refusedIsAnError].flatMap((place) =>
      rule(place === '/dev/null' ? 'read-file,write-file' : 'execute,read-file', place),
    ),
    ...rule('read-file,read-dir', '/proc/self'), // the process that these rules are for: it keeps its number
  ]
}

function neededByDecoders(): { links: string[]; folders: string[]; files: string[] } {
  const isLink = (place: string) => lstatSync(place).isSymbolicLink()
  const system = [...SYSTEM, ...SYSTEM_OF_NODE.filter((place) => process.execPath.startsWith(path.dirname(place)))]
  const [links, ours] = [
    system.filter(existsSync).filter(isLink),
    system.filter(existsSync).filter((place) => !isLink(place)),
  ]
  const isBound = (place: string) => ours.some((folder) => place.startsWith(`${folder}/`))
  const needed = (...places: string[]) => places.filter((place) => existsSync(place) && !isBound(place))
  const folders = [...ours, ...needed(inProject('node_modules'), ...[modelsFolder() ?? []].flat())]
  const watermarks = inProject('lib', 'imaging', 'watermark-fonts.conf')
  const programs = [process.execPath, decoderProgram(), readerProgram()]
  return { links, folders, files: needed(...programs, watermarks, '/etc/ld.so.cache', '/dev/null') }
}

/** Returns what is bound into a root of the child's own, and the folders for it, relative to that root. */
function rootOf(account: number | undefined): { folders: string[]; steps: string[] } {
  const { links, folders, files } = neededByDecoders()
  const owner = account === undefined ? '' : ownerOption(account)
  const optionsFor = (place: string) => (place.startsWith(inProject()) ? owner : '')
  return {
    folders: [inProject(), ...folders, ...files.map((file) => path.dirname(file))].map((place) => `.${place}`),
    steps: [
      // Changing owners starts a process and looks for it in /proc, which still shows another namespace's.
      ...(owner ? ['proc', '/proc'] : []),
      ...links.flatMap((place) => ['link', place, readlinkSync(place)]),
      ...folders.flatMap((place) => ['folder', place, optionsFor(place)]),
      ...files.flatMap((place) => ['file', place, optionsFor(place)]),
    ],
  }
}

/**
 * Returns an option of mount by which files that only their owner may read, as under umask 077, are the account's in
 * the child's root.
 */
function ownerOption(account: number): string {
  const needed = [decoderProgram(), inProject('node_modules', 'sharp', 'package.json')].filter(existsSync)
  const owned = needed.map((file) => statSync(file)).find(({ mode }) => (mode & FOR_OTHERS) === 0)
  return owned ? `,X-mount.idmap=u:${owned.uid}:${account}:1 g:${owned.gid}:${account}:1` : ''
}

const FOR_OTHERS = 0o004
