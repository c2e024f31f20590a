import { type FoundCompose, findCompose } from './compose.ts'
import { cutAtRelease, findSqlMigrations, type SqlMigrations } from './migrations.ts'
import { type ProjectFiles, projectFiles } from './project-files.ts'
import { releasedFiles } from './released.ts'
import { type FoundScript, findScripts } from './scripts.ts'
import { type FoundService, findService } from './services.ts'
import { findTool, type ToolMigrations } from './tools.ts'

/** What a folder told of a system that is to be upgraded. */
export interface Project {
  readonly files: ProjectFiles
  readonly compose: FoundCompose | null
  /** Without a compose file: what is started here. */
  readonly service: FoundService | null
  readonly sql: SqlMigrations | null
  /** Where there is no SQL: the tool that migrates. */
  readonly tool: ToolMigrations | null
  readonly scripts: readonly FoundScript[]
  /** SQL that seems to hold rows for development. */
  readonly rows: readonly string[]
}

const ROWS = /(^|\/)(seeds?|sample[-_]?data|dev[-_]?data|fixtures?)([-_.][^/]*)?(\/[^/]+)?\.sql$/i

/** What is looked for, for people whose folder has none of it. */
export const LOOKED_FOR =
  'compose.yaml or docker-compose.yml with PostgreSQL; a folder of SQL migrations in a layout that `fulldress locks` recognises; alembic.ini, a knexfile, db/migrate of Rails, or a script `migrate` of package.json'

/** Looks through a folder. Reads files and asks git; starts nothing, and reaches nothing outside. */
export async function lookThrough(folder: string, env: NodeJS.ProcessEnv): Promise<Project> {
  const files = projectFiles(folder)
  const compose = await findCompose(files, env)
  const candidates = findSqlMigrations(files)
  const sql = candidates.length === 0 ? null : cutAtRelease(files, candidates, await releasedFiles(folder))
  return {
    files,
    compose,
    service: compose === null || compose.services.length === 0 ? findService(files) : null,
    sql,
    tool: sql === null ? findTool(files) : null,
    scripts: findScripts(files),
    rows: files.files.filter((file) => ROWS.test(file)),
  }
}

/** Whether there is anything to rehearse: a database that somebody migrates, or a stage. */
export function isRecognisable({ compose, sql, tool }: Project): boolean {
  return compose !== null || sql !== null || tool !== null
}
