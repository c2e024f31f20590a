import '../modes/run.ts'
