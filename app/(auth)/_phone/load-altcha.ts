import 'altcha/external'
import 'altcha/altcha.css'

/** Registers the browser's part of the proof of work, which runs in a worker next to the page. */
globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(new URL('./proof-worker.ts', import.meta.url)))
