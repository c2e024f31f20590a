/** Foldable parts of a CI's log, one per act: whatever stands between begin and end. */
export interface Groups {
  begin(name: string): void
  /** Nothing where none is open. */
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
  let open: string | null = null
  const end = () => {
    if (open !== null) write(marks(open, now()).end)
    open = null
  }
  return {
    begin(name) {
      end()
      open = name
      write(marks(name, now()).begin)
    },
    end,
  }
}
