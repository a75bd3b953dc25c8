// The limit of the gate: a bare server of Node that does the same prepared SELECT by the parameters of a query, and
// answers the rows.
import { createServer } from 'node:http'
import pg from 'pg'

const { DATABASE_URL, GATE_NAME, GATE_TEXT } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })

createServer((request, response) => {
  const asked = new URL(request.url ?? '/', 'http://bare').searchParams
  const [hash, index] = ['key', 'index'].map((name) => Buffer.from(asked.get(name) ?? '', 'hex'))
  const values = [hash, asked.get('account'), index, asked.get('carrier')]
  void pool.query({ name: GATE_NAME, text: GATE_TEXT, values }, (error, result) => {
    const body = JSON.stringify(result?.rows)
    response.writeHead(error ? 500 : 200, { 'Content-Type': 'application/json' }).end(body)
  })
}).listen(0, '127.0.0.1', function listening() {
  console.log(`port ${this.address().port}`)
})
