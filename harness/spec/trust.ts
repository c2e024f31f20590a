import { dirname, resolve } from 'node:path'
import type { TrafficModel } from '../model/traffic-model.ts'
import type { ShapedSpec } from './schema.ts'
import type { Spec } from './spec.ts'
import { trustChange } from './trust-change.ts'
import { trustLimits } from './trust-limits.ts'
import { trustRollback } from './trust-rollback.ts'
import { trustStage } from './trust-stage.ts'
import { type Ground, trustCommand, trustSql, trustStep } from './trust-steps.ts'
import { trustTraffic } from './trust-traffic.ts'
import { trustInvariants } from './trust-writes.ts'
import { withoutWayBack } from './warnings.ts'

/** A spec without complaints → plain data that the rest of the harness can rely on: absolute paths, no gaps. */
export function trust(
  spec: ShapedSpec,
  file: string,
  { told, model }: { readonly told: Ground['told']; readonly model: TrafficModel | null },
): Spec {
  const folder = dirname(file)
  const stage = trustStage(spec.stage, folder)
  const ground: Ground = { folder, told, services: new Map(stage.services.map((service) => [service.name, service])) }
  const { actTime = null, block = null, warmUp = null, seed = null } = spec.traffic
  const upgrade = spec.upgrade.steps.map((step) => trustStep(step, ground))
  const { rollback, alternatives } = trustRollback(spec.rollback, ground)
  const irreversible = spec.rollback?.irreversible ?? {}
  return {
    rehearsal: spec.rehearsal,
    file,
    stage,
    seeding: trustSeeding(spec.seed, ground),
    traffic: trustTraffic(spec.traffic, folder, model),
    probing: {
      profile: absolute(spec.production.profile, folder),
      statements: absolute(spec.traffic.statements, folder),
      irreversible,
      show: spec.rollback?.show ?? [],
    },
    timing: { actTimeMs: actTime, blockMs: block, warmUpMs: warmUp, seed },
    upgrade,
    rollback,
    alternatives,
    invariants: trustInvariants(spec.invariants),
    change: trustChange(spec.change),
    limits: trustLimits(spec.limits),
    warnings: rollback.way === 'down' ? withoutWayBack(upgrade, folder, irreversible) : [],
  }
}

function absolute(path: string | undefined, folder: string): string | null {
  return path === undefined ? null : resolve(folder, path)
}

function trustSeeding({ files, upTo, commands, timeout }: ShapedSpec['seed'], ground: Ground): Spec['seeding'] {
  const sql = { direction: 'up', lock: 'none', retries: 0, timeout } as const
  return {
    files: files === undefined ? null : trustSql({ files, ...(upTo && { upTo }), ...sql }, ground),
    commands: commands.map((command) => trustCommand(command, timeout, ground)),
  }
}
