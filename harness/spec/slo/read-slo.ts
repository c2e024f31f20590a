import { readFile } from 'node:fs/promises'
import { describe, RehearsalError } from '../../errors.ts'
import type { Indicator, Slo, SloCriteria, SloCriterion } from '../../model/slo.ts'
import { type Complaint, invalidSpec, type Path, spellPath, withoutEchoes } from '../complaint.ts'
import { readDocument, type SpecDocument } from '../document.ts'
import { shapeAs } from '../shape.ts'
import { CRITERION, type ShapedSlo, sloSchema } from './slo-schema.ts'

/** What a rehearsal measures, by the names that are usual for it. */
const INDICATORS: Readonly<Record<string, Indicator>> = {
  response_time_p50: 'p50',
  response_time_p90: 'p90',
  response_time_p95: 'p95',
  response_time_p99: 'p99',
  error_rate: 'errors',
  throughput: 'throughput',
}

/** Reads an slo.yaml (spec 0.1 to 1.0) as limits; rejects as `readSpec` does, with every complaint at once. */
export async function readSlo(file: string, env: NodeJS.ProcessEnv): Promise<Slo> {
  const document = readDocument(await readText(file), env)
  const refuse = (complaints: readonly Complaint[]) =>
    new RehearsalError(
      'spec-invalid',
      invalidSpec(file, complaints, document.position).message,
      'mend these places; docs/slo.md says what of an slo.yaml has a meaning here',
    )
  if (document.data === undefined) throw refuse(document.complaints)
  const { shaped, complaints } = shapeAs(sloSchema, document)
  const all = withoutEchoes([document.complaints, complaints, shaped === null ? [] : meaningless(shaped, document)])
  if (all.length > 0 || shaped === null) throw refuse(all)
  return trustSlo(shaped, file)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new RehearsalError(
      'spec-unreadable',
      `expected an slo.yaml at ${file}, found none that can be read (${describe(error)})`,
      'name it in limits.slo, relative to the spec',
      error,
    )
  }
}

/** What would be judged otherwise than its writer meant. Objectives without criteria only inform, whatever they measure. */
function meaningless({ comparison, objectives }: ShapedSlo, document: SpecDocument): readonly Complaint[] {
  const complain = (path: Path, expected: string): Complaint => {
    const place = document.places.get(spellPath(path))
    return { path, offset: place?.valueOffset ?? 0, expected, found: place?.found ?? 'nothing' }
  }
  const alone = 'a single result, for a rehearsal compares with its own baseline'
  return [
    ...(comparison.compare_with === 'several_results' ? [complain(['comparison', 'compare_with'], alone)] : []),
    ...(comparison.number_of_comparison_results > 1
      ? [complain(['comparison', 'number_of_comparison_results'], alone)]
      : []),
    ...objectives.flatMap(({ sli, pass }, index) =>
      pass === undefined || INDICATORS[sli] !== undefined
        ? []
        : [
            complain(
              ['objectives', index, 'sli'],
              `what a rehearsal measures, one of ${Object.keys(INDICATORS).join(', ')}`,
            ),
          ],
    ),
  ]
}

function trustSlo({ objectives, total_score }: ShapedSlo, file: string): Slo {
  return {
    file,
    totalPass: total_score.pass,
    totalWarning: total_score.warning,
    objectives: objectives.flatMap(({ sli, pass, warning, weight, key_sli }) => {
      const indicator = INDICATORS[sli]
      if (indicator === undefined || pass === undefined) return []
      return [
        {
          sli,
          indicator,
          pass: trustCriteria(pass),
          warning: warning === undefined ? null : trustCriteria(warning),
          weight,
          key: key_sli,
        },
      ]
    }),
  }
}

function trustCriteria(lists: readonly { readonly criteria: readonly string[] }[]): SloCriteria {
  return lists.map(({ criteria }) => criteria.map(trustCriterion))
}

/** A sign makes it relative to what was before; a percent sign without one is the unit of the value itself. */
function trustCriterion(text: string): SloCriterion {
  const [, operator = '<=', sign = '', number = '0', unit = ''] = CRITERION.exec(text) ?? []
  const value = Number(number) * (sign === '-' ? -1 : 1)
  const to = sign === '' ? 'absolute' : unit === '%' ? 'relative' : 'offset'
  return {
    text: text.trim(),
    operator: operator as SloCriterion['operator'],
    value: to === 'relative' ? value / 100 : value,
    to,
  }
}
