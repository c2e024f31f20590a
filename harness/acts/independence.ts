import { rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createClone, dropDatabase } from '../database/clone.ts'
import { describe } from '../errors.ts'
import { nameOf } from '../independence/part.ts'
import { type Reading, readReach } from '../independence/reach.ts'
import type { ChangedPart, IndependenceFact } from '../model/facts-of-independence.ts'
import { type CommandBack, commandsBack } from '../plan/commands-back.ts'
import { makeTemporaryFolder } from '../staging/temporary.ts'
import type { Company } from './act.ts'
import { CLONE, type Ran, type Read, Trial } from './independence-trial.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'
import { imageBrought, listSurroundings, searched, surroundingsOf } from './surroundings.ts'

const MOST_PARTS = 50

/** Keeps a clone for the way back's second run, and lists what the upgrade may change; nothing where it runs no command. */
export async function prepareIndependence(scene: Scene): Promise<void> {
  if (commandsBack(scene.plan).length === 0) return
  await listSurroundings(scene, 'before')
  await createClone(onStage(scene, 'copy').database, QUIET, CLONE)
}

/**
 * Runs the way back once more, on a clone that is upgraded first, where everything that the upgrade changed throws. It
 * comes after everything that is judged, for its commands may call services. What cannot be run leaves no fact.
 */
export async function tryIndependence(scene: Scene, company: Company): Promise<void> {
  if (commandsBack(scene.plan).length === 0) return
  const { journal, signal } = company
  const temporary = await makeTemporaryFolder(scene.label)
  try {
    const commands = await Promise.all(commandsBack(scene.plan).map((back) => readCommand(scene, back)))
    const trial = new Trial(scene, signal, temporary, commands)
    await trial.perform((read, ran) => void journal.record(factOf(read, ran)))
  } catch (error) {
    signal.throwIfAborted()
    journal.record({ kind: 'probe.failed', probe: 'independence', reason: describe(error) })
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 })
    // A server that died took it along.
    await dropDatabase(onStage(scene, 'copy').database, CLONE).catch(() => undefined)
  }
}

async function readCommand(scene: Scene, back: CommandBack): Promise<Read> {
  const surroundings = await surroundingsOf(scene, back)
  const brought = imageBrought(scene, back)
  const image: ChangedPart | null = brought === null ? null : { kind: 'image', name: brought, was: null, is: null }
  if (surroundings === null) return { back, surroundings, parts: [], image, reading: NOTHING_READ }
  const { folder, changes } = surroundings
  const environment = searched(scene, back.command)
  const within = (text = '') => text.split(delimiter).flatMap((path) => inside(path, folder))
  const ground = { folder, path: within(environment.PATH), pythonPath: within(environment.PYTHONPATH) }
  const reading = readReach(back.command.command, ground, changes.parts)
  // The script that a command names is the way back itself, whoever changed it.
  const parts = changes.parts.filter(({ path }) => !reading.entries.includes(path))
  return { back, surroundings, parts, image, reading }
}

const NOTHING_READ: Reading = { reaches: [], notFollowed: [], entries: [] }

/** A folder of a search path, relative to the environment's; containers see their source at /app. */
function inside(path: string, folder: string): readonly string[] {
  if (path === '') return []
  const relative = path.replace(new RegExp(`^(${RegExp.escape(folder)}|/app)(/|$)`), './')
  return relative.startsWith('/') ? [] : [join('.', relative)]
}

function factOf({ back, surroundings, parts, image, reading }: Read, ran: Ran): IndependenceFact {
  const { step, label, command } = back
  const named = parts.map(({ kind, name, was, is }) => ({ kind, name, was, is }))
  const changed = [...(image === null ? [] : [image]), ...named]
  const where = command.in === null ? 'this machine' : `${command.in.service} ${command.in.version}`
  return {
    kind: 'independence.tried',
    step,
    label,
    command: command.told,
    runsIn: where,
    changed: changed.slice(0, MOST_PARTS),
    changedCount: changed.length,
    reaches: reading.reaches.filter(({ part }) => named.some((one) => nameOf(one) === part)),
    notFollowed: [
      ...(surroundings?.changes.notFollowed ?? []),
      ...(surroundings?.changes.leftWhole ?? []).slice(0, MOST_PARTS),
      ...reading.notFollowed,
    ],
    ...ran,
  }
}
