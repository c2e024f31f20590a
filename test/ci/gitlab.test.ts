import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

interface Job {
  readonly variables: Readonly<Record<string, string>>
  readonly script: readonly string[]
  readonly artifacts: {
    readonly when: string
    readonly paths: readonly string[]
    readonly reports: Readonly<Record<string, string>>
  }
  readonly allow_failure: { readonly exit_codes: number }
}

const text = readFileSync(new URL('../../templates/gitlab-ci.yml', import.meta.url), 'utf8')
const template = parse(text) as Readonly<Record<string, Job>>
const job = template['.fulldress'] as Job

describe('templates/gitlab-ci.yml', () => {
  it('is one hidden job, which runs only where a job extends it', () => {
    assert.deepEqual(Object.keys(template), ['.fulldress'])
  })

  it('has keys that GitLab knows, and lines of script that are text', () => {
    assert.deepEqual(Object.keys(job), ['image', 'variables', 'cache', 'script', 'artifacts', 'allow_failure'])
    for (const line of job.script) assert.equal(typeof line, 'string')
  })

  it('keeps the run and its JUnit report whatever the verdict was', () => {
    assert.equal(job.artifacts.when, 'always')
    assert.deepEqual(job.artifacts.paths, ['fulldress-run'])
    assert.deepEqual(job.artifacts.reports, { junit: 'fulldress-run/junit.xml' })
    assert.ok(job.script.some((line) => line.includes('--out fulldress-run')))
  })

  it('lets INCONCLUSIVE alone pass as a warning', () => {
    assert.deepEqual(job.allow_failure, { exit_codes: 3 })
  })

  it('asks only for variables that it declares or GitLab gives', () => {
    const asked = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)
    const given = [
      ...Object.keys(job.variables),
      'CI_PROJECT_DIR',
      'CI_RUNNER_EXECUTABLE_ARCH',
      'CI_JOB_ID',
      'PATH',
      'PWD',
    ]
    assert.deepEqual(
      asked.filter((name) => !given.includes(name)),
      [],
    )
  })
})
