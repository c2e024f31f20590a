/** Foldable parts of a CI's log: what an act says while it is under way. One that says nothing leaves none. */
export interface Groups {
  begin(name: string): void
  /** Called before each line that belongs into it. */
  open(): void
  end(): void
}

type Marks = (name: string, nowMs: number) => { readonly begin: string; readonly end: string }

// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#grouping-log-lines
const GITHUB: Marks = (name) => ({ begin: `::group::${name}\n`, end: '::endgroup::\n' })

// https://docs.gitlab.com/ci/jobs/job_logs/#create-custom-collapsible-sections: its own marks, not a cursor's.
const GITLAB: Marks = (name, nowMs) => {
  const mark = (kind: string) => `\u001b[0Ksection_${kind}:${Math.floor(nowMs / 1_000)}:fulldress_${name}\r\u001b[0K`
  return { begin: `${mark('start')}${name}\n`, end: `${mark('end')}\n` }
}

/** The groups of the CI that runs us; null elsewhere. */
export function groupsFor(
  env: NodeJS.ProcessEnv,
  write: (text: string) => void,
  now: () => number = Date.now,
): Groups | null {
  const marks = env.GITHUB_ACTIONS === 'true' ? GITHUB : env.GITLAB_CI === 'true' ? GITLAB : null
  if (marks === null) return null
  let name: string | null = null
  let isOpen = false
  return {
    begin(next) {
      name = next
    },
    open() {
      if (name !== null && !isOpen) write(marks(name, now()).begin)
      isOpen = name !== null
    },
    end() {
      if (name !== null && isOpen) write(marks(name, now()).end)
      name = null
      isOpen = false
    },
  }
}
