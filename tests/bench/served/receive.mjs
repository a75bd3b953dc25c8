// Serves the limit of an upload: receives a body, encrypts it with AES-256-GCM, writes it and flushes it to the disk.
import { createCipheriv, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'

const [folder = '.'] = process.argv.slice(2)
let count = 0

async function receive(request, answer) {
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12))
  const file = await open(path.join(folder, `${++count}`), 'w')
  for await (const piece of request) await file.write(cipher.update(piece))
  cipher.final()
  await file.write(cipher.getAuthTag())
  await file.sync()
  await file.close()
  answer.writeHead(201).end()
}

createServer((request, answer) => {
  void receive(request, answer)
}).listen(0, '127.0.0.1', function listening() {
  console.log(`port ${this.address().port}`)
})
