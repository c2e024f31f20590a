// The public face of the package: whatever is not named here may change without notice.
export { type Rehearsal, type RehearseOptions, rehearse } from './commands/library/rehearse.ts'
export { type StagedPartner, type Staging, type StagingOptions, startStaging } from './commands/library/staging.ts'
export { type ErrorCode, RehearsalError } from './errors.ts'
export type { Entry, EntryOf, Fact } from './model/evidence.ts'
export type { Finding, Measures, Ruling, Severity, Verdict } from './model/finding.ts'
export type { Call } from './partners/call.ts'
