// `npm run worker` runs the worker in a process of its own, next to a portal that has ZHUNXIN_WORKER=separate.
import { command } from './prepare/command.mjs'

await command('worker')
