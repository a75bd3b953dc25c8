// This check refuses releases with a known hole. Every copy in the lock file counts, nested ones too.
import { readFileSync } from 'node:fs'

const FLOORS = { next: '16.4.3', sharp: '0.35.4' }

const older = (version, floor) => {
  const [a, b] = [version, floor].map((text) => text.split('-')[0].split('.').map(Number))
  const at = [0, 1, 2].find((i) => a[i] !== b[i])
  return at !== undefined && a[at] < b[at]
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const found = Object.entries(packages).flatMap(([path, { version }]) => {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return name in FLOORS ? [{ path, version, floor: FLOORS[name] }] : []
})
const low = found.filter(({ version, floor }) => older(version, floor))

for (const { path, version, floor } of low) console.error(`${path} is ${version}; at least ${floor} is needed`)
for (const name of Object.keys(FLOORS)) {
  if (!found.some(({ path }) => path.endsWith(`node_modules/${name}`))) {
    console.error(`${name} is not in the lock file`)
    process.exitCode = 1
  }
}
if (low.length > 0) process.exitCode = 1
