// Brings the versions of k6 that the live tests play with; building one takes minutes, which .ci/run need not wait for.
import { describe } from '../harness/errors.ts'
import { bringEachK6 } from '../test/live/traffic/k6-versions.ts'

await bringEachK6().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
})
