import { tryToLeave } from './canary.ts'

// The canary as a program of its own, for a container beside the services: prints what it met, as one line of JSON.
process.stdout.write(`${JSON.stringify(await tryToLeave('containers'))}\n`)
