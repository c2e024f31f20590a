import { createInterface } from 'node:readline'

/**
 * Browsers' share of a status page, in a process of their own: a number on stdin is how many are to look on from now
 * on, each reading all that it is sent. Says on stdout when they are connected, and how much they have read.
 */
const [url = ''] = process.argv.slice(2)
let over = new AbortController()
let bytes = 0

for await (const line of createInterface({ input: process.stdin })) {
  over.abort()
  over = new AbortController()
  const { signal } = over
  const responses = await Promise.all(
    Array.from({ length: Number(line) }, () => fetch(`${url}events?page`, { signal })),
  )
  for (const { body } of responses) void read(body)
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ viewers: responses.length, bytes, cpuMs: (user + system) / 1_000 }))
}

async function read(body: ReadableStream<Uint8Array> | null): Promise<void> {
  try {
    for await (const chunk of body ?? []) bytes += chunk.length
  } catch {
    // Told to look away.
  }
}
