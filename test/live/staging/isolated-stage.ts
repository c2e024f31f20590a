// Stages a copy of processes, for a test that runs this inside of a namespace; prints what it saw.
import { smallStage } from './description.ts'
import { staged } from './stage.ts'

await using stage = await staged('processes', smallStage())
await stage.copy.startServices()
const { status } = await fetch(`${stage.copy.fronts.echo}/healthz`)
const egress = stage.facts.find(({ kind }) => kind === 'stage.egress')
process.stdout.write(`${JSON.stringify({ egress, status })}\n`)
