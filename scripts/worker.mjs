// `npm run worker`: the worker in a process of its own, beside a portal that has ZHUNXIN_WORKER=separate.
import { command } from './prepare/command.mjs'

await command('worker')
